"""Reading in shock: lines of a length that the eye can follow, the width of a phone used, and "you are here"."""

from __future__ import annotations

import re
from collections.abc import Callable
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Page, expect

#: The number of characters in each full line of running text: of each paragraph all lines but the last.
FULL_LINES = """
() => [...document.querySelectorAll("main article > p, main article > ul > li")].flatMap((block) => {
  const lines = [];
  let bottom = null;
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    for (const word of walker.currentNode.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, word.index);
      range.setEnd(walker.currentNode, word.index + word[0].length);
      const box = range.getBoundingClientRect();
      if (bottom === null || box.top > bottom - 4) lines.push(0), bottom = box.bottom;
      lines[lines.length - 1] += word[0].length + 1;
    }
  }
  return lines.slice(0, -1).map((count) => count - 1);
})
"""


@pytest.mark.parametrize("place", ["p/7", "p/12"])
def test_lines_are_as_long_as_in_a_book(place: str, server: Any, page: Page, person_at: Callable[..., Any]) -> None:
    """Somebody who cannot hold a thought would lose the line on the way back to its beginning."""
    person_at(page, server).go_in(place)
    lines = page.evaluate(FULL_LINES)
    assert len(lines) > 10
    assert 60 <= median(lines) <= 75
    assert max(lines) <= 80


def test_exercises_take_the_width_of_a_phone(
    server: Any, new_page: Callable[..., Page], person_at: Callable[..., Any]
) -> None:
    """Eleven numbers side by side would be too small for a thumb."""
    page = new_page(width=390)
    person_at(page, server).go_in("p/1")
    expect(page.get_by_text("Held until you leave")).to_be_visible()
    for exercise in page.locator(".u-exercise").all():
        box = exercise.bounding_box()
        assert box and box["width"] >= 0.95 * 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_chapter_says_where_it_is_and_how_long_it_takes(
    server: Any, page: Page, person_at: Callable[..., Any]
) -> None:
    """Somebody who comes back after a bad week would not know where they are."""
    person_at(page, server).go_in("p/1")
    here = page.locator(".here")
    expect(here).to_contain_text("You are here: Choose, Which touch is good, if any")
    expect(here).to_contain_text(re.compile(r"About \d+ minutes"))
    expect(here).to_contain_text("Not yet reviewed by a clinician")
    assert here.bounding_box()["y"] < page.get_by_role("heading", level=1).bounding_box()["y"]  # type: ignore[index]
    expect(page).to_have_title("Workbook")
