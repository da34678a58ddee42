"""What axe finds on a page, or in a part of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Locator, Page

SOURCE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
#: People meet a row of numbers once it is near, and laid out; axe looks at all of the page from where it stands.
_LAID_OUT = """() => {
  const all = new CSSStyleSheet();
  all.replaceSync(".u-block { content-visibility: visible !important; }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, all];
}"""
_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def faults(page: Page, part: Locator | None = None) -> list[str]:
    """Each as "rule: element". Run over the debugging protocol, so that the page's policy stays as it is.

    `part`: only this element and what is in it; None: the whole page.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(SOURCE)
        page.evaluate(_LAID_OUT)
    run = "(part, options) => axe.run(part, options)"
    found: Any
    if part is None:
        found = page.evaluate("(options) => axe.run(document, options)", _OPTIONS)
    else:
        found = part.evaluate(run, _OPTIONS)
    return [f"{fault['id']}: {node['html'][:120]}" for fault in found["violations"] for node in fault["nodes"]]
