"""Who is let in, and what a request may look like. Every handler of ours derives from `Guarded`."""

from __future__ import annotations

import datetime
import hashlib
import json
import logging
import os
import re
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tornado import web

from unhurried.errors import CourseError
from unhurried.server.encodings import chosen

log = logging.getLogger(__name__)

#: Days until a browser has to come in by a new link.
COOKIE_DAYS = 30

#: Visitors of whom the server remembers that they know how to leave. Whoever came before them is told once more.
MOST_WELCOMED = 10_000

#: Addresses within the workbook that a link may lead to.
PLACE = re.compile(r"p/[0-9]{1,6}|card")

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=(), interest-cohort=()",
    "X-Robots-Tag": "noindex",
}


class Visitors:
    """Cookies of those who came in, and the keys that let somebody in.

    A cookie is a signed random id and says nothing about a person. The signing secret survives a crash of the server
    (so that an open page finds its way back) and is deleted on an ordinary end.

    Args:
        file: where the secret and the ids that left are kept, readable by the owner only.
        join: a code that lets in any number of visitors until the server ends; None for one-time keys only.
    """

    def __init__(self, file: Path, join: str | None = None) -> None:
        self.file = file
        self.join = join
        self._keys: set[str] = set()
        self._welcomed: dict[str, None] = {}  # in the order in which they came
        self._left: dict[str, float] = {}  # when each left, in seconds since the epoch
        try:
            kept = json.loads(file.read_text("utf-8"))
            self._secret = str(kept["secret"])
            self._left = {str(mark): float(at) for mark, at in kept["left"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self._secret = secrets.token_urlsafe(32)

    def remember(self) -> None:
        """Write down what has to survive a crash. Called once the server has its port, and when somebody leaves."""
        descriptor = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            json.dump({"secret": self._secret, "left": self._left}, out)

    def new_key(self) -> str:
        """A key for one visitor, good for one use."""
        key = secrets.token_urlsafe(24)
        self._keys.add(key)
        return key

    def redeem(self, key: str) -> bool:
        """Use a key up. False when it is unknown or was used."""
        if key in self._keys:
            self._keys.discard(key)
            return True
        return False

    def may_join(self, code: str) -> bool:
        return self.join is not None and secrets.compare_digest(code.encode(), self.join.encode())

    def new_cookie(self, name: str) -> tuple[str, str]:
        """A new visitor: `(id, cookie value)`."""
        visitor = secrets.token_urlsafe(18)
        return visitor, web.create_signed_value(self._secret, name, visitor).decode()

    def visitor(self, name: str, cookie: str | None) -> str | None:
        """The visitor whose cookie this is; None when it is not ours, too old, or its owner has left."""
        value = web.decode_signed_value(self._secret, name, cookie, max_age_days=COOKIE_DAYS) if cookie else None
        visitor = value.decode() if value else None
        return None if visitor is None or _mark(visitor) in self._left else visitor

    def leave(self, visitor: str) -> None:
        """This visitor's cookie opens nothing any more, not even after a crash."""
        self._welcomed.pop(visitor, None)
        expired = time.time() - COOKIE_DAYS * 24 * 3600  # cookies from before open nothing by themselves
        self._left = {mark: at for mark, at in self._left.items() if at > expired}
        self._left[_mark(visitor)] = time.time()
        self.remember()

    def welcome(self, visitor: str) -> None:
        """How to leave was explained to this visitor."""
        self._welcomed[visitor] = None
        if len(self._welcomed) > MOST_WELCOMED:
            del self._welcomed[next(iter(self._welcomed))]

    def is_welcomed(self, visitor: str) -> bool:
        return visitor in self._welcomed

    def close(self) -> None:
        self.file.unlink(missing_ok=True)


def _mark(visitor: str) -> str:
    return hashlib.sha256(visitor.encode()).hexdigest()


def comes_from_us(headers: Mapping[str, str], host: str) -> bool:
    """Whether a request was made by one of our own pages.

    Browsers send `Sec-Fetch-Site` on trustworthy addresses (loopback is one); where it is missing, as on plain-http
    addresses of a local network, a foreign page still cannot hide its `Origin`.
    """
    site = headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("Origin")
    return origin is None or origin.partition("://")[2] == host


def opens_a_page(headers: Mapping[str, str]) -> bool:
    """Whether a GET is a person opening a page: not a frame, an image, a prefetch, or another site's script."""
    if "prefetch" in headers.get("Sec-Purpose", headers.get("Purpose", "")):
        return False
    return headers.get("Sec-Fetch-Dest", "document") == "document" and headers.get("Sec-Fetch-Mode", "navigate") in (
        "navigate",
        "same-origin",
    )


def place(to: str) -> str:
    """The page within the workbook that a link may lead to; "" (the map) for anything else."""
    return to if PLACE.fullmatch(to) else ""


class Guarded(web.RequestHandler):
    """Base of all our handlers: Host, origin, cookie, XSRF, headers, and errors that repeat nothing.

    `needs_visitor`: whether only somebody with a cookie gets an answer.
    """

    needs_visitor = True
    visitor = ""

    @property
    def workbook(self) -> Any:
        return self.settings["workbook"]

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.clear_header("Server")

    def prepare(self) -> None:
        if self.request.host not in self.workbook.hosts:
            raise web.HTTPError(403, reason="bad_host")
        if self.request.method in ("GET", "HEAD"):
            if not (opens_a_page(self.request.headers) or comes_from_us(self.request.headers, self.request.host)):
                raise web.HTTPError(403, reason="not_let_in")
        elif not comes_from_us(self.request.headers, self.request.host):
            raise web.HTTPError(403, reason="not_let_in")
        name = self.workbook.cookie_name
        self.visitor = self.workbook.visitors.visitor(name, self.get_cookie(name)) or ""
        if self.needs_visitor and not self.visitor:
            raise web.HTTPError(403, reason="not_let_in")
        if self.request.method not in ("GET", "HEAD"):
            self.check_xsrf_cookie()
        if self.visitor:
            self.workbook.keys.touch(self.visitor)

    def compute_etag(self) -> None:
        """No hash of each response: pages are not to be stored, and page code has its hash in its address."""

    def encode(self) -> str:
        """Choose the encoding of this response, say so in its headers, and return it."""
        encoding = chosen(self.request.headers.get("Accept-Encoding", ""))
        self.set_header("Vary", "Accept-Encoding")
        if encoding != "identity":
            self.set_header("Content-Encoding", encoding)
        return encoding

    def json_body(self) -> dict[str, Any]:
        """The request's JSON object. Raises HTTPError 400, without a word of what was sent."""
        try:
            body = json.loads(self.request.body)
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            raise web.HTTPError(400, reason="unexpected")
        return body

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Our own page for what went wrong; it names neither the topic of this program nor anything that was sent."""
        known = self.workbook.words["errors"]
        key = self._reason if self._reason in known else "not_found" if status_code == 404 else "unexpected"
        if status_code == 403 and key == "unexpected":
            key = "not_let_in"
        if isinstance(kwargs.get("exc_info", (None, None))[1], CourseError):
            key = CourseError.key
        if self.request.headers.get("Sec-Fetch-Dest", "document") == "empty":
            self.finish({"error": key})
            return
        self.set_status(status_code)
        self.finish(self.workbook.templates.text("message.html", **known[key]))

    def log_exception(self, *details: Any) -> None:
        """Only where it happened: an exception's text can repeat what somebody typed."""
        kind, error, trace = details
        if kind is not None and issubclass(kind, web.HTTPError):
            return
        if isinstance(error, CourseError):  # knows no person's words, and its author needs to know the place
            log.error("%s", error)
            return
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "?"
        log.error("A request failed: %s at %s", getattr(kind, "__name__", "error"), where)


class LongBody(Guarded):
    """Base of handlers that take a longer body than others. It is read only once the guard has let its sender in.

    A subclass names its `longest` in bytes, and is decorated with `tornado.web.stream_request_body`.
    """

    longest: int

    def prepare(self) -> None:
        super().prepare()
        self.request.connection.set_max_body_size(self.longest)  # type: ignore[union-attr]  # there is one: a request is read
        self._received = bytearray()

    def data_received(self, chunk: bytes) -> None:
        self._received += chunk

    def json_body(self) -> dict[str, Any]:
        self.request.body = bytes(self._received)
        return super().json_body()


def today(body: Mapping[str, Any]) -> str:
    """The reader's own date (ISO 8601), which a request says as `today`; the server's where that makes no sense."""
    try:
        return datetime.date.fromisoformat(str(body.get("today"))).isoformat()
    except ValueError:
        return datetime.date.today().isoformat()


class NotFound(Guarded):
    """Every address that nothing else answers."""

    needs_visitor = False

    def prepare(self) -> None:
        super().prepare()
        raise web.HTTPError(404, reason="not_found")
