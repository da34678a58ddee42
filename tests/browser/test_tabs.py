"""Two tabs of one person: what is written, locked, opened or left in one is known in the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Locator, Page, expect

WORDS = yaml.safe_load((Path(__file__).parents[2] / "worksheets/en/interface.yaml").read_text("utf-8"))
CONFLICT = WORDS["exercise"]["conflict"]
HELD = WORDS["exercise"]["held"]

RUNG = "zwetschgenmus am fensterbrett"


@pytest.fixture
def first(page: Page, shared_server: Any, person_at: Callable[..., Any]) -> Any:
    person = person_at(page, shared_server)
    person.go_in()
    return person


@pytest.fixture
def second_tab(first: Any, person_at: Callable[..., Any]) -> Callable[[], Any]:
    """Opens another tab of the same browser."""

    def open_tab() -> Any:
        person = person_at(first.page.context.new_page(), first.server)
        person.go_in()
        return person

    return open_tab


def versions(person: Any) -> Locator:
    return person.page.locator(".u-versions:visible")


def write_and_keep(person: Any, text: str) -> None:
    person.stop_words.fill(text)
    person.stop_words.press("Tab")
    person.sees_kept()


def write_in_both(first: Any, second_tab: Callable[[], Any]) -> Any:
    """One answer in two tabs that knew the same beginning; the other tab's words came first. Returns that tab."""
    first.make_space()
    write_and_keep(first, "the same beginning")
    second = second_tab()
    expect(second.stop_words).to_have_value("the same beginning")
    write_and_keep(second, "mine of the other tab")
    write_and_keep(first, "mine of tonight")
    expect(versions(first)).to_contain_text("mine of tonight")
    expect(versions(first)).to_contain_text("mine of the other tab")
    return second


def test_two_tabs_with_different_words_lose_neither(first: Any, second_tab: Callable[[], Any]) -> None:
    """A tab forgotten in the background would overwrite an evening's words, or be overwritten by them."""
    second = write_in_both(first, second_tab)
    for person in (first, second):
        person.page.reload()  # without having chosen
        expect(person.stop_words).to_have_value("mine of the other tab")
        expect(versions(person)).to_contain_text("mine of tonight")
    write_and_keep(first, "mine of the other tab, and on")  # typing on is no choice
    expect(versions(first)).to_contain_text("mine of tonight")


@pytest.mark.parametrize(
    ("button", "chosen"),
    [
        (CONFLICT["both"], "mine of tonight\n\nmine of the other tab"),
        (CONFLICT["use_this_named"].format(which=CONFLICT["this_page"]), "mine of tonight"),
        (CONFLICT["use_this_named"].format(which=CONFLICT["other_page"].partition("{")[0]), "mine of the other tab"),
    ],
)
def test_a_choice_between_two_versions_stands(
    first: Any, second_tab: Callable[[], Any], button: str, chosen: str
) -> None:
    """The same question would come up on every visit, or be answered other than the person answered it."""
    write_in_both(first, second_tab)
    versions(first).get_by_role("button", name=button).click()
    expect(versions(first)).to_have_count(0)
    expect(first.stop_words).to_have_value(chosen)
    first.sees_kept()
    first.page.reload()
    expect(first.stop_words).to_have_value(chosen)
    expect(versions(first)).to_have_count(0)


def test_a_space_opened_in_one_tab_opens_in_the_other(first: Any, second_tab: Callable[[], Any]) -> None:
    """Somebody would go on writing in a tab that keeps nothing, having opened their space."""
    second = second_tab()
    second.stop_words.fill("written before it was open")
    expect(second.page.locator(".u-status")).to_have_text(HELD)
    first.make_space()
    expect(second.page.locator("#space-button")).to_have_attribute("data-space", "open")
    second.sees_kept()
    expect(second.stop_words).to_have_value("written before it was open")
    first.page.reload()
    expect(first.stop_words).to_have_value("written before it was open")


def with_words_on_both(first: Any, second_tab: Callable[[], Any]) -> Any:
    """An open space whose words stand in two tabs: in a field, and in the page's own text. Returns the other tab."""
    first.make_space()
    first.page.get_by_label("Add one of your own").fill(RUNG)
    first.page.get_by_role("button", name="Add", exact=True).click()
    write_and_keep(first, "hands off")
    second = second_tab()
    expect(second.stop_words).to_have_value("hands off")
    expect(second.page.get_by_role("table").get_by_text(RUNG)).to_be_visible()
    return second


def test_locking_in_one_tab_hides_the_words_in_the_other(first: Any, second_tab: Callable[[], Any]) -> None:
    """Whoever comes to the screen after "Lock" would read the page in the tab beside it."""
    second = with_words_on_both(first, second_tab)
    second.stop_words.focus()
    first.open_dialog().get_by_role("button", name=WORDS["space"]["lock_button"]).click()
    expect(first.page).to_have_url(first.server.url)

    expect(second.page.get_by_role("dialog").get_by_text(WORDS["space"]["locked_by_itself"])).to_be_visible()
    second.page.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(second.stop_words).to_be_focused()
    expect(second.stop_words).to_have_value("")
    expect(second.page.locator("#space-button")).to_have_attribute("data-space", "closed")
    assert RUNG not in second.page.content()


def test_leaving_in_one_tab_blanks_the_other(first: Any, second_tab: Callable[[], Any]) -> None:
    """Somebody presses "Leave this page", the steps come closer, and the words stand in the tab behind."""
    second = with_words_on_both(first, second_tab)
    first.page.get_by_role("banner").get_by_role("button", name="Leave this page").click()
    for person in (first, second):
        expect(person.page.get_by_role("heading", name=WORDS["away"]["title"])).to_be_visible()
        assert RUNG not in person.page.content()
        person.page.goto(f"{person.server.url}p/1")
        expect(person.page.get_by_text(WORDS["errors"]["not_let_in"]["sentence"])).to_be_visible()
