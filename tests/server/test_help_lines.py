"""How long a check of a number counts, and that pages say so on the day on which it no longer does."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from unhurried.course import BUILT_IN, Course
from unhurried.course.freshness import FRESH, as_shown, is_stale
from unhurried.server.encodings import Beginning
from unhurried.server.rendered import Rendered
from unhurried.server.templates import Templates

CHECKED = date(2026, 5, 4)
#: The last day on which the check of that day counts.
LAST = CHECKED + FRESH
STALE = "Last checked on 4 May 2026, more than half a year ago. It may have changed."


@pytest.mark.parametrize(("later", "stale"), [(0, False), (1, False), (180, False), (181, True), (800, True)])
def test_a_check_counts_for_180_days(later: int, stale: bool) -> None:
    """A number that was dead for months would look as good as one that was rung this week."""
    assert stale == is_stale(CHECKED, CHECKED + timedelta(days=later))


def test_what_nobody_checked_is_not_called_old() -> None:
    """It would look as if somebody had rung it once."""
    assert not is_stale(None, date(2036, 1, 1))


def lines(*checked: date | None) -> dict[str, Any]:
    """The help lines of the course, the first of them checked on these days."""
    read = Course(BUILT_IN).help_lines()
    first = [{**line, "verified_on": day} for line, day in zip(read["lines"], checked, strict=False)]
    return {**read, "lines": [*first, *read["lines"][len(first) :]]}


def rendered(help_lines: dict[str, Any], clock: list[date]) -> Rendered:
    course = Course(BUILT_IN)
    templates = Templates(course.words(), "/")
    templates.use("/static/0/")
    return Rendered(course, templates, help_lines, lambda: clock[0])


def text(page: Beginning) -> str:
    return page.plain.decode()


def said(page: Beginning) -> list[tuple[str, str]]:
    """What a page says of checks, by the line that it says it of; the same in each of its lists."""
    mark = r'<strong>([^<]+)</strong>\s*(?:<span class="mark">)?((?:Last checked|Checked on)[^<]+?)\s*<'
    return list(dict.fromkeys(re.findall(mark, text(page))))


@pytest.mark.parametrize("template", ["help.html", "alone.html", "keeps.html"])
def test_a_page_says_so_from_the_day_on_which_a_check_no_longer_counts(template: str) -> None:
    """A server that runs for weeks would go on showing a number as checked, to somebody who has one call in them."""
    clock = [LAST]
    course = rendered(lines(CHECKED, LAST), clock)
    first, second = (line["name"] for line in lines()["lines"][:2])
    fresh = [(first, "Checked on 4 May 2026"), (second, "Checked on 31 October 2026")]
    assert fresh == said(course.plain(template, "closed"))
    before = course.plain(template, "closed")
    clock[0] = LAST + timedelta(days=1)
    assert [(first, STALE), fresh[1]] == said(course.plain(template, "closed"))
    clock[0] = LAST
    assert before is course.plain(template, "closed")


def test_a_chapter_says_so_too_and_is_made_no_oftener_than_needed() -> None:
    """Help that is opened over an exercise would be older than the page that it is on; or every page would be slow."""
    clock = [LAST]
    course = rendered(lines(CHECKED), clock)
    chapter = course.chapter(9)
    assert chapter is not None
    assert STALE not in text(chapter.beginnings["closed"])
    clock[0] = LAST - timedelta(days=30)
    assert chapter is course.chapter(9)
    clock[0] = LAST + timedelta(days=1)
    stale = course.chapter(9)
    assert stale is not None
    for beginning in stale.beginnings.values():
        assert STALE in text(beginning)


def test_a_list_of_lines_elsewhere_says_how_far_it_was_checked() -> None:
    """Somebody would be sent to a website that may be gone."""
    unseen = Course(BUILT_IN).words()["help"]["anywhere_unseen"]
    read = lines()
    clock = [LAST + timedelta(days=1)]
    assert unseen in text(rendered(read, clock).plain("help.html", "closed"))
    read = {**read, "anywhere": {**read["anywhere"], "verified_on": CHECKED}}
    page = text(rendered(read, clock).plain("help.html", "closed"))
    assert STALE in page
    assert unseen not in page


def test_every_line_that_is_shown_is_marked() -> None:
    """A line would be left out of the reckoning, and never grow old."""
    shown = as_shown(lines(CHECKED, None), LAST + timedelta(days=1))
    assert [True, False] == [line["stale"] for line in shown["lines"][:2]]
    assert {"stale"} == set(shown["anywhere"]) - set(lines()["anywhere"])
