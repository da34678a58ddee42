"""Visits with a real browser: one page, one answer, what it took."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.messages import script_block
from benchmarks.servers import JOIN, Ours, Server
from benchmarks.subjects import ROOT, Subject
from unhurried.course.notebook import read_notebook

#: As in the browser tests, and no way to other hosts: what a page asks of them is counted, and fails at once.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

#: Milliseconds before a visit: a browser profile that was just made is busy with itself.
REST = 500
#: Milliseconds from the answer to the end of counting: what a page does after it is ready is part of its cost.
AFTERWARDS = 500
#: Further numbers that are marked on a page with so many scales, each to see how long it takes.
FURTHER = 5

WATCH = (Path(__file__).parent / "watch.js").read_text("utf-8")
WORDS = yaml.safe_load((ROOT / "worksheets" / "en" / "interface.yaml").read_text("utf-8"))


@dataclass
class Wire:
    """What went over the wire for one visit. `bytes_` holds headers, bodies and the WebSocket's messages."""

    requests: int = 0
    cached: int = 0
    bytes_: int = 0
    hosts: set[str] = field(default_factory=set)

    def follow(self, page: Page) -> None:
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.requestServedFromCache", self._was_cached)
        session.on("Network.responseReceived", self._answered)
        session.on("Network.loadingFinished", lambda event: self._add(event["encodedDataLength"]))
        session.on("Network.webSocketFrameSent", self._message)
        session.on("Network.webSocketFrameReceived", self._message)
        session.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        address = urlsplit(event["request"]["url"])
        if address.scheme in ("http", "https"):
            self.requests += 1
            if address.hostname != "127.0.0.1":
                self.hosts.add(address.hostname or "")
        if redirect := event.get("redirectResponse"):
            self._add(redirect["encodedDataLength"])

    def _was_cached(self, _event: dict[str, Any]) -> None:
        self.cached += 1

    def _answered(self, event: dict[str, Any]) -> None:
        self.cached += event["response"].get("fromDiskCache", False)

    def _message(self, event: dict[str, Any]) -> None:
        self._add(len(event["response"]["payloadData"].encode()))

    def _add(self, count: float) -> None:
        self.bytes_ += int(count)


def expected(subject: Subject, done: str) -> dict[str, Any]:
    """What `watch.js` waits for. `done`: "held" or "kept_at", the words for an answer that has arrived."""
    words = WORDS["exercise"]
    return {
        "title": read_notebook(subject.notebook).title,
        "answer": {
            "scale": "fieldset.u-scale",
            "status": ".u-status",
            "mean": ".u-sentence",
            "preparing": words["preparing"],
            "keeping": words["keeping"],
            "done": words[done].partition("{")[0],
        },
    }


def plain() -> dict[str, Any]:
    """What `watch.js` waits for on the page for leaving, which has prose and nothing else."""
    return {"title": WORDS["away"]["title"], "answer": None}


@contextlib.contextmanager
def browsing() -> Iterator[Browser]:
    """Chromium without a window: the one that CHROMIUM names, else the system's."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


def new_context(browser: Browser, waits_for: dict[str, Any]) -> BrowserContext:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    context.add_init_script(f"({WATCH})({json.dumps(waits_for)})")
    return context


def visit(page: Page, server: Server, address: str, further: int) -> dict[str, Any]:
    """Go to an address and return what the visit took: times in ms, bytes, CPU seconds of all server processes.

    `further`: numbers to mark after that; `clicks` has how long each took, in ms.
    """
    page.goto("about:blank")  # the page before says goodbye, and its process ends before anything is counted
    wire = Wire()
    wire.follow(page)
    page.wait_for_timeout(REST)
    before = server.cpu()
    page.goto(address, wait_until="commit")
    times = page.evaluate("window.benchmark")
    page.wait_for_timeout(AFTERWARDS)
    taken = {
        **times,
        "requests": wire.requests,
        "from_cache": wire.cached,
        "kilobytes": wire.bytes_ / 1000,
        "other_hosts": len(wire.hosts),
        "cpu": server.cpu_since(before) * 1000,
    }
    return {**taken, "clicks": page.evaluate("(count) => window.markMore(count)", further) if further else []}


def come_in(context: BrowserContext, server: Ours) -> dict[str, Any]:
    """Become a visitor without opening a page, so that the browser's cache stays as it is.

    Returns the block of our pages that their own code reads: among others `xsrf` and `static`.
    """
    context.request.get(f"{server.url}join/{JOIN}?to={server.page}", max_redirects=0)
    return script_block(context.request.get(f"{server.url}keeps").text(), "unhurried")


def make_space(context: BrowserContext, server: Ours) -> None:
    """Make a new, empty space for the visitor in this context, which is then open."""
    come_in(context, server)
    _ask(context, server, "space/make", context.request.get(f"{server.url}space/words").json()["words"])


def open_space(context: BrowserContext, server: Ours, passphrase: str) -> None:
    """Open a space for the visitor in this context."""
    _ask(context, server, "space/open", passphrase)


def _ask(context: BrowserContext, server: Ours, path: str, passphrase: str) -> None:
    token = come_in(context, server)["xsrf"]
    data, headers = {"passphrase": passphrase}, {"X-XSRFToken": token}
    answer = context.request.post(f"{server.url}{path}", data=data, headers=headers)
    if not answer.ok:
        raise RuntimeError(f"{path}: the server answered {answer.status}.")
