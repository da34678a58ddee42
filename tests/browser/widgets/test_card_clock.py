"""A card for today, and a clock that somebody sets."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

CARD = {
    "sentence": "Only for 20 November 2026.",
    "head": ["What", "Only if"],
    "rows": [{"cells": ["A hug", "I start it"]}],
    "series": [],
}
OPEN = {"value": "2026-11-20", "version": 1, "at": "2026-11-20T10:00:00+00:00", "beside": []}
CLOSED = "There is no card that is open."


@pytest.mark.parametrize("set_to", ["2026-11-20T10:00:00", "2026-11-19T23:00:00", "2026-11-21T00:00:01"])
def test_a_clock_that_is_set_makes_no_card_last_longer(page: Page, exercise: Any, set_to: str) -> None:
    """Whoever holds the device could turn its clock back in the evening, and the day would not end."""
    page.clock.install(time="2026-11-20T20:00:00")
    exercise.open("card", answers={"day": OPEN}, results={"card": CARD})
    page.get_by_role("button", name="Show it on the whole screen").click()
    expect(page.get_by_role("dialog").get_by_text("A hug")).to_be_visible()
    page.clock.set_system_time(set_to)
    page.clock.run_for(16_000)
    shown = page.get_by_role("dialog").locator(".u-card-face")
    expect(shown).to_have_text(CLOSED)
    page.clock.set_system_time("2026-11-20T20:00:00")
    page.clock.run_for(16_000)
    expect(shown).to_have_text(CLOSED)


def test_its_owner_can_open_it_again(page: Page, exercise: Any) -> None:
    """A clock that was put right would leave its owner without a card for today."""
    page.clock.install(time="2026-11-20T20:00:00")
    exercise.open("card", answers={"day": OPEN}, results={"card": CARD})
    page.clock.set_system_time("2026-11-20T10:00:00")
    page.clock.run_for(16_000)
    expect(page.get_by_text(CLOSED).first).to_be_visible()
    page.get_by_role("button", name="Open this card for today").click()
    page.get_by_role("button", name="Show it on the whole screen").click()
    expect(page.get_by_role("dialog").get_by_text("A hug")).to_be_visible()
