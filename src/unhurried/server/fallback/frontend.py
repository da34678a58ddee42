"""Voila's front end as it is installed: its files, the widgets' own page code, and what it is told on a page."""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from jupyterlab_server.config import get_federated_extensions
from tornado import web
from voila._version import __version__

from unhurried.server.assets import WIDGETS, content_type
from unhurried.server.fallback.page import KernelLine, KernelModel
from unhurried.server.guard import Guarded

_SHARED = Path(sys.prefix) / "share" / "jupyter"
#: The bundle, and where installed widgets keep their page code. Only of this Python, never of a person's own folders:
#: those can hold anything that they once tried in JupyterLab.
BUNDLE = (_SHARED / "voila" / "templates" / "base" / "static",)
EXTENSIONS = (_SHARED / "voila" / "labextensions", _SHARED / "labextensions")
#: Parts of JupyterLab that want what a page has not, and the widgets of ipywidgets 7.
UNUSED = frozenset(
    {"@voila-dashboards/jupyterlab-preview", "@voila-dashboards/widgets-manager7", "jupyterlab_pygments"}
)

#: What compressing does not make smaller.
PACKED = frozenset({".woff", ".woff2", ".png", ".jpg", ".gif"})


class FrontEnd:
    """What a page needs to be drawn by Voila. Read on first use: most servers never need it.

    Args:
        base: the URL under which the front end finds all of its addresses, ending in "/".
    """

    def __init__(self, base: str) -> None:
        self.base = base

    @cached_property
    def extensions(self) -> list[dict[str, str]]:
        """What installed widgets bring for the page, by name: `[{name, load, extension, style}]`."""
        found = get_federated_extensions([str(folder) for folder in EXTENSIONS])
        built = {name: found[name]["jupyterlab"].get("_build", {}) for name in sorted(found.keys() - UNUSED)}
        return [{"name": name, **parts} for name, parts in built.items() if "load" in parts]

    @cached_property
    def version(self) -> str:
        """Differs after any change of what is installed, so that browsers can keep the files."""
        return hashlib.sha256(json.dumps([__version__, self.extensions]).encode()).hexdigest()[:16]

    @property
    def files(self) -> str:
        """The URL of all files, ending in "/"."""
        return f"{self.base}{self.version}/"

    def page_config(self, kernel: str) -> dict[str, Any]:
        """The block `jupyter-config-data`. Without an address for MathJax the front end uses its own copy."""
        return {
            "appVersion": __version__,
            "baseUrl": self.base,
            "fullStaticUrl": f"{self.files}static",
            "fullLabextensionsUrl": f"{self.files}labextensions",
            "federated_extensions": self.extensions,
            "extensionConfig": {},
            "mathjaxConfig": None,
            "fullMathjaxUrl": None,
            "progressiveRendering": False,
            "terminalsAvailable": False,
            "kernelId": kernel,
        }


class Installed(Guarded):
    """A file of the first of some folders that has it. `version` in the address is that of all of them."""

    def initialize(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders

    def get(self, version: str, name: str) -> None:
        file = next((folder / name for folder in self.folders if (folder / name).is_file()), None)
        if version != self.workbook.front_end.version or ".." in name.split("/") or file is None:
            raise web.HTTPError(404, reason="not_found")
        self.set_header("Cache-Control", "private, max-age=31536000, immutable")
        self.set_header("Content-Type", content_type(name))
        if file.suffix in PACKED or "gzip" not in self.request.headers.get("Accept-Encoding", ""):
            self.finish(file.read_bytes())
        else:
            self.set_header("Vary", "Accept-Encoding")
            self.set_header("Content-Encoding", "gzip")
            self.finish(_packed(file))


@cache  # about 2 MB when everything was asked for
def _packed(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), 6, mtime=0)


class Widget(Guarded):
    """Page code of our exercises, where JupyterLab has it too (widgets/worksheet.py)."""

    def get(self, name: str) -> None:
        file = WIDGETS / name
        if not file.is_file():
            raise web.HTTPError(404, reason="not_found")
        self.set_header("Content-Type", content_type(name))
        self.finish(file.read_bytes())


def routes(base: str) -> list[Any]:
    """Every address that the front end asks for, each beginning with `base`."""
    visit = r"([\w-]+)"
    return [
        (rf"{base}api/kernels/{visit}", KernelModel),
        (rf"{base}api/kernels/{visit}/channels", KernelLine),
        (rf"{base}lab/extensions/unhurried/(\w+\.(?:js|css))", Widget),
        (rf"{base}([0-9a-f]{{16}})/static/([\w@./+-]+)", Installed, {"folders": BUNDLE}),
        (rf"{base}([0-9a-f]{{16}})/labextensions/([\w@./+-]+)", Installed, {"folders": EXTENSIONS}),
    ]
