"""Page code, styles and the plain page for leaving: in memory, under one hash, cached by browsers for ever."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path

from tornado import web

from unhurried.server.guard import Guarded

PACKAGE = Path(__file__).resolve().parent.parent

#: Folders whose files a browser may load, and where they appear under `/static/<hash>/`.
FOLDERS = {
    "": (PACKAGE / "widgets", PACKAGE / "server" / "template"),
    "host/": (PACKAGE / "widgets" / "host",),
}
SUFFIXES = {".js", ".css", ".svg"}


class Assets:
    """All page code of this server, read once at its start.

    The address of each file holds a hash over all of them, so that modules can import each other by relative
    addresses, and no browser ever mixes two versions.

    Args:
        base_url: the server's URL prefix.
        extra: further files as `{name: content}`, such as the rendered `away.html`.
    """

    def __init__(self, base_url: str, extra: dict[str, bytes]) -> None:
        self.files: dict[str, bytes] = dict(extra)
        for prefix, folders in FOLDERS.items():
            for folder in folders:
                for file in sorted(folder.iterdir()):
                    if file.suffix in SUFFIXES:
                        self.files[prefix + file.name] = file.read_bytes()
        digest = hashlib.sha256()
        for name in sorted(self.files):
            digest.update(name.encode() + b"\0" + self.files[name] + b"\0")
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
        self.finish(assets.files[name])


def content_type(name: str) -> str:
    """The media type of one of our files, with its character set. The system's table may lack or misname `.js`."""
    if name.endswith(".js"):
        return "text/javascript; charset=utf-8"
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed
