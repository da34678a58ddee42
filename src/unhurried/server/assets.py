"""Page code, styles and the plain page for leaving: in memory, under one hash, cached by browsers for ever."""

from __future__ import annotations

import hashlib
import mimetypes
import posixpath
from pathlib import Path

from tornado import web

from unhurried.server.encodings import Encoded
from unhurried.server.guard import Guarded
from unhurried.server.joining import Joined

PACKAGE = Path(__file__).resolve().parent.parent
WIDGETS = PACKAGE / "widgets"
TEMPLATE = PACKAGE / "server" / "template"

#: Page code by the name under which it is served. HOST is on every page; EXERCISES has every widget under its stem,
#: and only a chapter asks for it; PAPER is for the page with the print centre, ROOM for a seat in a room.
HOST, EXERCISES, PAPER, ROOM = "host/main.js", "exercises.js", "host/paper.js", "room.js"
#: Widgets that are each on one page: they come in a file of their own (host/sections.js knows them too).
APART = ("looking_back", "script_builder", "grounding", "question_sorter")
#: What a page asks for only when somebody opens it: the menu of cards, and the page for a therapist.
LATER = "later.js"
#: Pieces that all of them use. They come with HOST, so that none is there twice.
SHARED = ("element", "words", "time", "term", "paper", "announce")


class Assets:
    """All page code of this server, joined and compressed once at its start.

    The address of each file holds a hash over all of them, so that no browser ever mixes two versions.

    Args:
        base_url: the server's URL prefix.
        extra: further files as `{name: content}`, such as the rendered `away.html`.

    Raises:
        JoinError: page code is written in a form that cannot be joined.
    """

    def __init__(self, base_url: str, extra: dict[str, bytes]) -> None:
        host = Joined(WIDGETS, *SHARED, "host/main", shared=True)
        begun = {f"./{HOST}": host}
        together = [stem for stem in widget_stems() if stem not in APART]
        exercises = Joined(WIDGETS, *together, first=begun, shared=True)
        apart = {stem: Joined(WIDGETS, stem, first={**begun, f"./{EXERCISES}": exercises}) for stem in APART}
        files = {
            **extra,
            HOST: host.text.encode(),
            EXERCISES: exercises.text.encode(),
            LATER: Joined(WIDGETS, "host/cards", "host/notes", first=begun).text.encode(),
            ROOM: Joined(WIDGETS, "host/room/room", first=begun).text.encode(),
            **{f"{stem}.js": joined.text.encode() for stem, joined in apart.items()},
            PAPER: Joined(WIDGETS, "host/paper", first={f"./{posixpath.basename(HOST)}": host}).text.encode(),
            "host/alone.js": (WIDGETS / "host" / "alone.js").read_bytes(),
            "host/fallback.js": (WIDGETS / "host" / "fallback.js").read_bytes(),
            "fallback.css": (TEMPLATE / "fallback.css").read_bytes(),
            "page.css": (TEMPLATE / "page.css").read_bytes() + (WIDGETS / "worksheet.css").read_bytes(),
            "room.css": (TEMPLATE / "room.css").read_bytes(),
            "away.css": (TEMPLATE / "away.css").read_bytes(),
            "icon.svg": (TEMPLATE / "icon.svg").read_bytes(),
        }
        digest = hashlib.sha256()
        for name in sorted(files):
            digest.update(name.encode() + b"\0" + files[name] + b"\0")
        self.files = {name: Encoded(content) for name, content in files.items()}
        self.hash = digest.hexdigest()[:16]
        self.root = f"{base_url}static/{self.hash}/"

    def url(self, name: str) -> str:
        return self.root + name


class Asset(Guarded):
    """`/static/HASH/NAME`. Without a cookie, since the plain page for leaving must load after the cookie has gone."""

    needs_visitor = False

    def get(self, digest: str, name: str) -> None:
        assets = self.workbook.assets
        if digest != assets.hash or name not in assets.files:
            raise web.HTTPError(404, reason="not_found")
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")
        self.set_header("Content-Type", content_type(name))
        self.finish(assets.files[name][self.encode()])


def widget_stems() -> list[str]:
    """The stems of all widgets: the modules that have a default export."""
    files = sorted(WIDGETS.glob("*.js"))
    return [file.stem for file in files if "\nexport default " in file.read_text("utf-8")]


def content_type(name: str) -> str:
    """The media type of one of our files, with its character set. The system's table may lack or misname `.js`."""
    if name.endswith(".js"):
        return "text/javascript; charset=utf-8"
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed
