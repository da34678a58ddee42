"""Links lead to pages of the workbook, and to nowhere else: a link to another host tells that host who reads this."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from unhurried.check.material import Material
from unhurried.errors import Fault

#: Pages of the workbook that are no chapters (server/app.py).
PAGES = ("/", "/alone", "/help", "/keeps", "/leaving", "/steady")
_CHAPTER = re.compile(r"/p/(\d+)")
#: Where a chapter is: links are read from there, so that the workbook may live below another address.
_HERE = "/p/1"
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def faults(material: Material) -> Iterator[Fault]:
    """Links that lead to another host, to no page, or to a page that is not there yet."""
    ready = {chapter.page: chapter.ready for chapter in material.chapters}
    for passage in material.passages:
        for word, address in passage.links:
            found = _wrong(address, ready)
            if found is not None:
                yield Fault(passage.file, passage.line_of(word), passage.place, *found)


def _wrong(address: str, ready: dict[int, bool]) -> tuple[str, str] | None:
    """`(problem, advice)`; None for an address that resolves."""
    if _ELSEWHERE.match(address):
        return f'a link to "{address}"', "write the address as plain text: nothing here leads to another host"
    path = urljoin(_HERE, address)
    page = _CHAPTER.fullmatch(path)
    if page is None:
        if path in PAGES:
            return None
        advice = f"write the page number of a chapter, or one of {', '.join(f'..{page}' for page in PAGES)}"
        return f'there is no page "{address}"', advice
    if int(page[1]) not in ready:
        return f'there is no page "{address}"', "take the number of a chapter from notebooks/course.yaml"
    if not ready[int(page[1])]:
        return f'the page "{address}" is still in preparation', "say so in words, without a link"
    return None
