"""Links lead to pages of the workbook, and to nowhere else: a link to another host tells that host who reads this."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from unhurried.check.material import Material
from unhurried.course import MY_PAGES
from unhurried.errors import Fault

#: Pages of the workbook that are no chapters (server/app.py).
PAGES = ("/", "/alone", "/help", "/keeps", "/leaving", "/notes", "/steady")
#: A chapter, and within it one of its exercises, counted from 1.
_CHAPTER = re.compile(r"/p/(\d+)(?:#exercise-(\d+))?")
#: Where a chapter is: links are read from there, so that the workbook may live below another address.
_HERE = "/p/1"
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def faults(material: Material) -> Iterator[Fault]:
    """Links that lead to another host, to no page, to a page that is not there yet, or to no exercise of it."""
    exercises = {book.entry.page: len(book.exercises) for book in material.books.values() if book.entry}
    ready: dict[int, int | None] = {MY_PAGES: 0}
    ready |= {chapter.page: exercises.get(chapter.page, 0) if chapter.ready else None for chapter in material.chapters}
    for passage in material.passages:
        for word, address in passage.links:
            found = _wrong(address, ready)
            if found is not None:
                yield Fault(passage.file, passage.line_of(word), passage.place, *found)


def _wrong(address: str, ready: dict[int, int | None]) -> tuple[str, str] | None:
    """`(problem, advice)`; None for an address that resolves. `ready`: how many exercises each chapter has, by its
    page number; None while it is in preparation."""
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
    exercises = ready[int(page[1])]
    if exercises is None:
        return f'the page "{address}" is still in preparation', "say so in words, without a link"
    if page[2] and not 1 <= int(page[2]) <= exercises:
        return (
            f'there is no exercise "{address}"',
            f"count the exercises of that chapter from the top: it has {exercises}",
        )
    return None
