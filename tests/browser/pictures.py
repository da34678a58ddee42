"""The pictures in docs/pictures."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Error, Page

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"


def picture(page: Page, name: str) -> None:
    """Take a picture for docs/pictures. It is replaced there only when asked for, by `make pictures`."""
    data = b""
    for _ in range(3):  # on a busy machine the browser now and then says that it cannot take one just now
        with suppress(Error):
            data = data or page.screenshot(animations="disabled")
    assert len(data) > 10_000
    if os.environ.get("UNHURRIED_PICTURES"):
        PICTURES.mkdir(exist_ok=True)
        (PICTURES / f"{name}.png").write_bytes(data)
    assert (PICTURES / f"{name}.png").exists(), "run `make pictures`"
