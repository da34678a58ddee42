"""Keeping, the first kinds of question, and the ladder; the other kinds have files of their own beside this one."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from conftest import Exercise

Json = dict[str, Any]


def stored(value: Any, version: int = 1, **more: Any) -> Json:
    return {"value": value, "version": version, "at": "2026-01-05T09:15:00+00:00", "beside": [], **more}


def rungs(*names: str) -> Json:
    blank = dict.fromkeys(("from", "comfort", "wish", "conditions", "sign", "after", "open"))
    return {"rungs": stored([{"id": f"r{number}", "name": name, **blank} for number, name in enumerate(names)])}


# Keeping --------------------------------------------------------------------------------------------------


def test_words_are_kept_after_a_quiet_moment(exercise: Exercise) -> None:
    """Someone who stops typing mid-sentence would lose the half sentence."""
    exercise.open("worksheet", "small")
    exercise.page.get_by_label("Words for it").press_sequentially("not today")
    exercise.kept()
    assert "not today" == exercise.answer("words")


def test_somebody_who_types_on_is_kept_meanwhile(page: Page, exercise: Exercise) -> None:
    """A long outpouring without a pause would hang on the last keystroke, and be gone with the battery."""
    page.clock.install()
    exercise.open("worksheet", "small")
    field = page.get_by_label("Words for it")
    for _ in range(9):
        field.press_sequentially("again ")
        page.clock.run_for(200)
    assert exercise.answer("words").startswith("again again")


def test_leaving_a_field_keeps_it_at_once(page: Page, exercise: Exercise) -> None:
    """Words typed just before closing the lid would still be waiting for a quiet moment."""
    page.clock.install()
    exercise.open("worksheet", "small")
    page.get_by_label("Words for it").fill("not today")
    page.keyboard.press("Tab")
    assert "not today" == exercise.answer("words")


@pytest.mark.parametrize(
    "signal",
    [
        "document.dispatchEvent(new CustomEvent('unhurried:flush'))",
        "window.dispatchEvent(new Event('pagehide'))",
    ],
)
def test_everything_goes_when_the_page_is_about_to_go(page: Page, exercise: Exercise, signal: str) -> None:
    """The last words before a tab is closed would be lost."""
    page.clock.install()
    exercise.open("worksheet", "small")
    page.get_by_label("Words for it").fill("not today")
    page.evaluate(signal)
    assert "not today" == exercise.answer("words")


def test_kept_is_not_said_before_it_is_true(page: Page, exercise: Exercise) -> None:
    """A person would close the page on words that nobody holds."""
    exercise.open("worksheet", "small")
    expect(exercise.status).to_have_text("Nothing to keep yet")
    exercise.set(silent=True)
    page.get_by_label("Words for it").fill("not today")
    page.get_by_role("button", name="Keep now").click()
    expect(exercise.status).to_have_text("Keeping…")
    assert [1] == page.evaluate("fake.unsent")


def test_without_an_answer_the_same_message_goes_again(page: Page, exercise: Exercise) -> None:
    """A dropped network leaves the line open and silent: words would wait for ever, or be stored twice."""
    page.clock.install()
    exercise.open("worksheet", "small")
    exercise.set(silent=True)
    page.get_by_label("Words for it").fill("not today")
    page.clock.run_for(500)
    assert 1 == len(exercise.puts())
    page.clock.run_for(4_000)
    assert 1 == len(exercise.puts())
    page.clock.run_for(2_000)
    expect(exercise.status).to_contain_text("lost its connection")
    first, second = exercise.puts()
    assert first == second
    exercise.set(silent=False)
    page.clock.run_for(5_000)
    exercise.kept()
    assert "not today" == exercise.answer("words")
    assert 1 == page.evaluate("fake.model.answers.words.version")
    assert [1, 0] == page.evaluate("fake.unsent")


def test_a_page_that_was_never_answered_says_so(page: Page, exercise: Exercise) -> None:
    """Words typed while a page is still coming would stand under "Keeping…" for ever, and nobody keeps them."""
    page.clock.install()
    exercise.open("worksheet", "small", silent=True)
    page.get_by_label("Words for it").fill("not today")
    page.clock.run_for(6_000)
    expect(exercise.status).to_contain_text("lost its connection")
    exercise.set(silent=False)
    page.clock.run_for(6_000)
    exercise.kept()
    assert "not today" == exercise.answer("words")


def test_after_a_sleep_nothing_is_called_lost(page: Page, exercise: Exercise) -> None:
    """Every opening of the lid would begin with a fright."""
    page.clock.install()
    exercise.open("worksheet", "small")
    exercise.set(silent=True)
    page.get_by_label("Words for it").fill("not today")
    page.keyboard.press("Tab")
    page.clock.fast_forward("08:00:00")
    expect(exercise.status).to_have_text("Keeping…")
    page.clock.run_for(5_500)
    expect(exercise.status).to_contain_text("lost its connection")


def test_kept_names_the_moment_in_which_it_was_kept(page: Page, exercise: Exercise) -> None:
    """Words would count as kept at 14:02 that nobody had before 14:20, or at 18:00 by a clock set right since."""
    page.clock.install(time=datetime(2026, 11, 20, 14, 2))
    exercise.open("worksheet", "small")
    exercise.set(silent=True)
    page.get_by_label("Words for it").fill("not today")
    page.keyboard.press("Tab")
    page.clock.run_for("18:00")
    exercise.set(silent=False)
    page.clock.run_for(6_000)
    expect(exercise.status).to_have_text("Kept 14:20")
    assert "2026-11-20T14:02" in page.evaluate("fake.model.answers.words.at")  # written then: it is of that day

    page.clock.set_system_time(datetime(2026, 11, 20, 18, 0))
    page.get_by_label("One line").fill("too late")
    page.keyboard.press("Tab")
    expect(exercise.status).to_have_text("Kept 18:00")
    page.clock.set_system_time(datetime(2026, 11, 20, 14, 30))
    page.get_by_role("radio", name="3", exact=True).check()
    expect(exercise.status).to_have_text("Kept 14:30")


def test_a_clock_that_is_set_back_holds_up_no_words(page: Page, exercise: Exercise) -> None:
    """The last words of the evening would wait for an hour that comes a second time, and be gone with the page."""
    page.clock.install(time=datetime(2026, 10, 25, 3, 0))
    exercise.open("worksheet", "small")
    exercise.set(silent=True)
    field = page.get_by_label("Words for it")
    field.fill("first")
    page.keyboard.press("Tab")
    field.press_sequentially(", and more")  # waits for the answer to what was sent before
    page.clock.set_system_time(datetime(2026, 10, 25, 2, 0))
    (put,) = exercise.puts()
    page.evaluate("(put) => fake.model.say({...put, say: 'kept', version: 1})", put)
    exercise.set(silent=False)
    page.clock.run_for(1_000)
    exercise.kept()
    assert "first, and more" == exercise.answer("words")


def test_only_the_newest_words_wait_for_the_network(page: Page, exercise: Exercise) -> None:
    """Whoever writes for an hour without a network would send every keystroke afterwards."""
    page.clock.install()
    exercise.open("worksheet", "small")
    exercise.set(silent=True)
    field = page.get_by_label("Words for it")
    for number in range(6):
        field.fill(f"try {number}")
        page.clock.run_for(600)
    assert 1 == len(exercise.puts())
    exercise.set(silent=False)
    page.clock.run_for(5_000)
    exercise.kept()
    assert "try 5" == exercise.answer("words")
    assert 2 == len(exercise.puts())


def test_a_full_disk_is_tried_again_ever_more_slowly(page: Page, exercise: Exercise) -> None:
    """Words would be given up after one failure, or a full disk would be asked without end."""
    page.clock.install()
    exercise.open("worksheet", "small", refusing="space_full")
    page.get_by_label("Words for it").fill("not today")
    page.keyboard.press("Tab")
    expect(exercise.status).to_contain_text("there is no room left")
    counts = []
    for seconds in (5, 10, 20, 40, 60, 60):
        page.clock.run_for(seconds * 1_000)
        counts.append(len(exercise.puts()))
    assert [2, 3, 4, 5, 6, 7] == counts
    exercise.set(refusing=None)
    page.get_by_role("button", name="Keep now").click()
    exercise.kept()
    assert "not today" == exercise.answer("words")


def test_a_refused_answer_waits_for_a_change(page: Page, exercise: Exercise) -> None:
    """An answer that is too long would be sent for ever, and its shortened form never."""
    page.clock.install()
    exercise.open("worksheet", "small", refusing="refused")
    field = page.get_by_label("Words for it")
    field.fill("too long")
    page.keyboard.press("Tab")
    expect(exercise.status).to_contain_text("too long")
    page.clock.run_for(120_000)
    assert 1 == len(exercise.puts())
    exercise.set(refusing=None)
    field.fill("short")
    page.keyboard.press("Tab")
    exercise.kept()
    assert "short" == exercise.answer("words")


def test_a_state_never_overwrites_what_is_not_yet_kept(page: Page, exercise: Exercise) -> None:
    """After a lost connection the old answer would be put over the words of the last minutes."""
    exercise.open("worksheet", "small", answers={"words": stored("old")})
    field = page.get_by_label("Words for it")
    expect(field).to_have_value("old")
    exercise.set(silent=True)
    field.fill("new")
    page.get_by_role("button", name="Keep now").click()
    exercise.set(silent=False)
    exercise.connected()
    exercise.kept()
    expect(field).to_have_value("new")
    assert "new" == exercise.answer("words")
    expect(page.locator(".u-versions:visible")).to_have_count(0)


def test_own_words_whose_answer_was_lost_are_no_other_version(page: Page, exercise: Exercise) -> None:
    """A person would be asked to choose between two versions that are both theirs, from one minute."""
    exercise.open("worksheet", "small")
    exercise.set(silent=True)
    field = page.get_by_label("Words for it")
    field.fill("first half")
    page.get_by_role("button", name="Keep now").click()
    field.fill("first half, second half")
    exercise.set(silent=False, answers={"words": stored("first half")})
    exercise.connected()
    exercise.kept()
    assert "first half, second half" == exercise.answer("words")


def test_words_typed_while_the_line_comes_back_are_no_other_version(page: Page, exercise: Exercise) -> None:
    """As above, for whoever types on: a new page process does not know that what it finds was typed here."""
    page.clock.install()
    exercise.open("worksheet", "small")
    exercise.set(silent=True)
    field = page.get_by_label("Words for it")
    field.fill("first half")
    page.get_by_role("button", name="Keep now").click()
    exercise.set(answers={"words": stored("first half")})  # kept, and the answer to it was lost
    exercise.connected()
    field.press_sequentially(", second half")
    page.keyboard.press("Tab")
    sent = len(exercise.puts())
    page.clock.run_for(4_900)  # the state is on its way
    assert sent == len(exercise.puts())
    exercise.set(silent=False)
    page.clock.run_for(500)
    exercise.kept()
    assert "first half, second half" == exercise.answer("words")
    expect(page.locator(".u-versions:visible")).to_have_count(0)


def test_own_words_are_known_again_after_the_space_was_closed_in_between(page: Page, exercise: Exercise) -> None:
    """After a crash of the program a person would be asked to choose between their own words and their own words."""
    exercise.open("worksheet", "small")
    exercise.set(silent=True)
    field = page.get_by_label("Words for it")
    field.fill("first half")
    page.get_by_role("button", name="Keep now").click()
    field.fill("first half, second half")
    exercise.set(silent=False, keeping="looking", answers={})
    exercise.connected()
    expect(exercise.status).to_have_text("Held until you leave this page")
    exercise.say_state(keeping="space", answers={"words": stored("first half")})
    exercise.kept()
    expect(page.locator(".u-versions:visible")).to_have_count(0)
    assert "first half, second half" == exercise.answer("words")


def test_an_answer_from_elsewhere_waits_until_the_field_is_left(page: Page, exercise: Exercise) -> None:
    """Words would change under somebody's fingers."""
    exercise.open("worksheet", "small", answers={"words": stored("old")})
    field = page.get_by_label("Words for it")
    field.focus()
    exercise.say_state(answers={"words": stored("from another page", 2), "now": stored(7)})
    expect(page.get_by_role("radio", name="7", exact=True)).to_be_checked()
    expect(field).to_have_value("old")
    page.get_by_label("One line").focus()
    expect(field).to_have_value("from another page")


# Just looking ---------------------------------------------------------------------------------------------


def test_just_looking_says_so(page: Page, exercise: Exercise) -> None:
    """A person would believe that their words are kept."""
    exercise.open("worksheet", "small", keeping="looking")
    expect(exercise.status).to_have_text("Held until you leave this page")
    page.get_by_label("Words for it").fill("not today")
    page.keyboard.press("Tab")
    expect(exercise.status).to_have_text("Held until you leave this page")
    assert [1, 0] == page.evaluate("fake.unsent")


def test_what_was_written_while_looking_goes_into_the_space(page: Page, exercise: Exercise) -> None:
    """A person writes, decides to keep it, opens a space, and finds their words gone."""
    exercise.open("worksheet", "small", keeping="looking")
    page.get_by_label("Words for it").fill("not today")
    page.get_by_role("radio", name="3", exact=True).check()
    expect(exercise.status).to_have_text("Held until you leave this page")
    exercise.say_state(keeping="space", answers={})
    exercise.kept()
    assert ["not today", 3] == [exercise.answer("words"), exercise.answer("now")]
    expect(page.get_by_label("Words for it")).to_have_value("not today")


def test_a_space_with_other_words_is_not_overwritten(page: Page, exercise: Exercise) -> None:
    """Last month's page would be replaced by a line that was tried out before opening."""
    exercise.open("worksheet", "small", keeping="looking")
    page.get_by_label("Words for it").fill("just trying")
    page.keyboard.press("Tab")
    exercise.say_state(keeping="space", answers={"words": stored("last month", 4)})
    expect(page.locator(".u-versions:visible")).to_contain_text("last month")
    assert "last month" == exercise.answer("words")
    expect(page.get_by_label("Words for it")).to_have_value("just trying")


def test_a_new_page_process_is_given_what_the_old_one_held(page: Page, exercise: Exercise) -> None:
    """While just looking, a restarted program would empty the page."""
    exercise.open("worksheet", "small", keeping="looking")
    page.get_by_label("Words for it").fill("not today")
    page.keyboard.press("Tab")
    expect(exercise.status).to_have_text("Held until you leave this page")
    exercise.set(answers={})
    exercise.connected()
    expect(page.get_by_label("Words for it")).to_have_value("not today")
    assert "not today" == exercise.answer("words")


def test_locking_takes_what_was_kept_off_the_page(page: Page, exercise: Exercise) -> None:
    """After locking, the next person at the screen would read the page."""
    exercise.open("worksheet", "small", answers={"words": stored("mine")})
    field = page.get_by_label("Words for it")
    expect(field).to_have_value("mine")
    field.focus()
    exercise.say_state(keeping="looking", answers={})
    expect(field).to_have_value("")


# Two versions ---------------------------------------------------------------------------------------------


def conflict(exercise: Exercise) -> Locator:
    """Two pages wrote: this one "mine", another one "theirs", which came first."""
    exercise.open("worksheet", "small", answers={"words": stored("old")})
    exercise.set(answers={"words": stored("theirs", 2)})
    field = exercise.page.get_by_label("Words for it")
    field.fill("mine")
    exercise.page.keyboard.press("Tab")
    expect(exercise.page.locator(".u-versions:visible")).to_contain_text("There are two versions of this")
    assert "null" not in exercise.page.locator(".u-versions:visible").inner_text()
    return field


@pytest.mark.parametrize(
    ("button", "chosen"),
    [
        ("Use this one: On this page", "mine"),
        ("Use this one: From another page", "theirs"),
        ("Put both together", "mine\n\ntheirs"),
    ],
)
def test_the_person_chooses_between_two_versions(exercise: Exercise, button: str, chosen: str) -> None:
    """One of two evenings' words would vanish without a question."""
    field = conflict(exercise)
    assert "theirs" == exercise.answer("words")
    exercise.page.get_by_role("button", name=button).click()
    expect(exercise.page.locator(".u-versions:visible")).to_have_count(0)
    expect(field).to_have_value(chosen)
    expect(field).to_be_focused()
    exercise.kept()
    assert chosen == exercise.answer("words")
    assert exercise.puts()[-1]["settles"]
    assert [] == exercise.page.evaluate("fake.model.answers.words.beside")


def test_versions_that_wait_are_shown_on_the_next_visit(page: Page, exercise: Exercise) -> None:
    """A version that was put aside would stay in the file, never to be seen again."""
    beside = [{"value": "the other evening", "at": "2026-11-19T22:10:00+00:00"}]
    exercise.open("worksheet", "small", answers={"words": stored("this evening", 3, beside=beside)})
    panel = page.locator(".u-versions:visible")
    expect(panel).to_contain_text("the other evening")
    expect(panel).to_contain_text("this evening")
    panel.get_by_role("button", name="Use this one: From another page").click()
    exercise.kept()
    assert "the other evening" == exercise.answer("words")


# Fields ---------------------------------------------------------------------------------------------------


def test_a_scale_may_be_left_open_again(page: Page, exercise: Exercise) -> None:
    """A number given in a hurry could never be taken back."""
    exercise.open("worksheet", "small")
    page.get_by_role("radio", name="4", exact=True).check()
    exercise.kept()
    assert 4 == exercise.answer("now")
    page.get_by_role("button", name="Leave this open").click()
    exercise.kept()
    assert exercise.answer("now") is None
    assert 0 == page.get_by_role("radio", checked=True).count()
    expect(page.get_by_role("radio").first).to_be_focused()


def test_a_first_line_is_added_and_can_be_undone(page: Page, exercise: Exercise) -> None:
    """A borrowed first line would replace what somebody had written."""
    exercise.open("worksheet", "small")
    field = page.get_by_label("Words for it")
    field.fill("mine")
    page.get_by_role("button", name="I will say …").click()
    expect(field).to_have_value("mine\nI will say ")
    expect(field).to_be_focused()
    page.keyboard.press("Control+z")
    expect(field).to_have_value("mine")


def test_a_first_line_that_is_whole_stands_as_it_is(page: Page, exercise: Exercise) -> None:
    """Three dots behind a no would say that it has to go on."""
    starters = ["No.", "Shall we stop?", "Please stop!", "And then…", "I will say"]
    exercise.open_page({"writing": {"id": "no", "question": "My no", "lines": 3, "starters": starters}})
    shown = ["No.", "Shall we stop?", "Please stop!", "And then…", "I will say\u00a0…"]
    assert shown == page.locator(".u-starters button").all_text_contents()
    page.get_by_role("button", name="No.").click()
    expect(page.get_by_label("My no")).to_have_value("No. ")


def test_every_field_is_private(page: Page, exercise: Exercise) -> None:
    """The browser would store what is typed: without this it stood in session files within 12 seconds."""
    exercise.open("ladder", answers=rungs("A hug"))
    page.locator(".u-cards summary").click()
    found = page.locator("input, textarea").evaluate_all(
        "(all, keys) => all.map((one) => keys.map((key) => one.getAttribute(key)))",
        ["autocomplete", "spellcheck", "translate"],
    )
    assert found
    assert [["off", "false", "no"]] * len(found) == found


def test_a_hundred_thousand_characters_stay_quick(page: Page, exercise: Exercise) -> None:
    """Someone who writes it all down would see the page freeze between letters."""
    exercise.open("worksheet", "small", answers={"words": stored("All that happened. " * 5_500)})
    page.get_by_label("Words for it").focus()
    worst = page.evaluate(
        """async () => {
          const area = document.activeElement;
          area.setSelectionRange(area.value.length, area.value.length);
          const times = [];
          for (let index = 0; index < 5; index += 1) {
            const start = performance.now();
            document.execCommand("insertText", false, "x");
            area.getBoundingClientRect();
            times.push(performance.now() - start);
          }
          return times.sort((one, other) => one - other)[2];
        }"""
    )
    assert worst < 100


# The ladder: order ----------------------------------------------------------------------------------------


def test_a_rung_moves_by_keyboard_and_keeps_focus(page: Page, exercise: Exercise) -> None:
    """Whoever cannot use a mouse could not say what comes first, or not hear where it went."""
    exercise.open("ladder", answers=rungs("one", "two", "three"))
    handle = page.get_by_role("button", name="Move three.")
    handle.focus()
    page.keyboard.press("ArrowUp")
    assert ["one", "three", "two"] == exercise.names()
    expect(handle).to_be_focused()
    expect(page.locator("[aria-live=polite]")).to_have_text("three is now 2 of 3")
    exercise.kept()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    exercise.kept()
    assert ["one", "three", "two"] == exercise.names() == exercise.kept_names()


def test_a_rung_moves_by_its_buttons(page: Page, exercise: Exercise) -> None:
    """Dragging would be the only way for a hand that shakes."""
    exercise.open("ladder", answers=rungs("one", "two", "three"))
    page.locator("summary", has_text="three").click()
    button = page.get_by_role("button", name="Move to the top three")
    button.click()
    expect(button).to_be_focused()
    exercise.kept()
    assert ["three", "one", "two"] == exercise.names() == exercise.kept_names()
    page.get_by_role("button", name="Move down three").click()
    exercise.kept()
    assert ["one", "three", "two"] == exercise.names() == exercise.kept_names()


def drag(page: Page, name: str, onto: str, *, release: bool = True) -> None:
    page.get_by_role("button", name=f"Move {onto}.").scroll_into_view_if_needed()
    source = page.get_by_role("button", name=f"Move {name}.").bounding_box()
    target = page.get_by_role("button", name=f"Move {onto}.").bounding_box()
    assert source and target
    page.mouse.move(source["x"] + 20, source["y"] + 20)
    page.mouse.down()
    page.mouse.move(target["x"] + 20, target["y"] + target["height"] - 5, steps=8)
    if release:
        page.mouse.up()


def test_a_rung_moves_by_mouse(page: Page, exercise: Exercise) -> None:
    """Putting rungs in one's own order, the plainest gesture would do nothing, or lose the order."""
    exercise.open("ladder", answers=rungs("one", "two", "three"))
    drag(page, "one", "three")
    exercise.kept()
    assert ["two", "three", "one"] == exercise.names() == exercise.kept_names()
    expect(page.locator("[aria-live=polite]")).to_have_text("one is now 3 of 3")


def test_a_drag_can_be_given_up(page: Page, exercise: Exercise) -> None:
    """A slip of the hand would change an order that somebody had thought about."""
    exercise.open("ladder", answers=rungs("one", "two", "three"))
    drag(page, "one", "three", release=False)
    assert ["two", "three", "one"] == exercise.names()
    page.keyboard.press("Escape")
    page.mouse.up()
    assert ["one", "two", "three"] == exercise.names()
    assert [] == exercise.puts()


def test_a_rung_moves_by_touch(new_page: Callable[..., Page], exercise_on: Callable[[Page], Exercise]) -> None:
    """On a phone the page would scroll instead."""
    page = new_page(width=390, has_touch=True, is_mobile=True)
    exercise = exercise_on(page).open("ladder", answers=rungs("one", "two", "three"))
    page.get_by_role("button", name="Move one.").scroll_into_view_if_needed()
    source = page.get_by_role("button", name="Move one.").bounding_box()
    target = page.get_by_role("button", name="Move three.").bounding_box()
    assert source and target
    finger = page.context.new_cdp_session(page)
    x, start, end = source["x"] + 20, source["y"] + 20, target["y"] + target["height"] - 5
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": start}]})
    for step in range(1, 9):
        y = start + (end - start) * step / 8
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    exercise.kept()
    assert ["two", "three", "one"] == exercise.names() == exercise.kept_names()


# The ladder: adding and taking off ------------------------------------------------------------------------


def test_taking_a_rung_off_can_be_undone(page: Page, exercise: Exercise) -> None:
    """One press on the wrong button would take a rung with all that was written on it."""
    answers = rungs("one", "two", "three")
    answers["rungs"]["value"][1]["comfort"] = 4
    exercise.open("ladder", answers=copy.deepcopy(answers))
    page.locator("summary", has_text="two").click()
    page.get_by_role("button", name="Take off two").click()
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    exercise.kept()
    assert ["one", "three"] == exercise.names() == exercise.kept_names()
    page.keyboard.press("Enter")
    exercise.kept()
    assert ["one", "two", "three"] == exercise.names()
    assert answers["rungs"]["value"] == exercise.answer("rungs")
    expect(page.locator("summary", has_text="two")).to_be_focused()


def test_undo_stays_until_the_next_change(page: Page, exercise: Exercise) -> None:
    """Whoever needs a minute to notice would find the way back gone."""
    page.clock.install()
    exercise.open("ladder", answers=rungs("one", "two"))
    page.locator("summary", has_text="two").click()
    page.get_by_role("button", name="Take off two").click()
    page.clock.run_for(3_600_000)
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.get_by_label("Add one of your own").fill("three")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    assert ["one", "three"] == exercise.names()


def test_rungs_are_added_from_suggestions_and_own_words(page: Page, exercise: Exercise) -> None:
    """There would be nothing to begin with, or only what we thought of."""
    exercise.open("ladder")
    page.get_by_text("A brief touch").click()
    suggestion = page.locator(".u-suggestions[open] button").first
    label = suggestion.locator("span span").first.inner_text()
    suggestion.click()
    expect(suggestion).to_have_attribute("aria-disabled", "true")
    suggestion.click(force=True)
    page.get_by_label("Add one of your own").fill("a note on the fridge")
    page.get_by_role("button", name="Add", exact=True).click()
    exercise.kept()
    assert [label, "a note on the fridge"] == exercise.names() == exercise.kept_names()
    kept = exercise.answer("rungs")
    assert kept[0]["from"] and kept[1]["from"] is None
    assert kept[0]["id"] != kept[1]["id"]


def test_a_rung_holds_what_is_answered_on_it(page: Page, exercise: Exercise) -> None:
    """Comfort, wish and conditions would be mixed up, or left on the page."""
    exercise.open("ladder", answers=rungs("one", "two"))
    page.locator("summary", has_text="two").click()
    card = page.locator(".u-card", has_text="two")
    card.locator("fieldset").nth(0).get_by_role("radio", name="0 not at all").check()
    card.locator("fieldset").nth(1).get_by_role("radio", name="10 very much").check()
    card.get_by_label("lights on").check()
    card.get_by_label("In your own words").fill("never from behind")
    card.get_by_label("What it is").fill("two, renamed")
    page.locator("summary", has_text="two, renamed").click()
    exercise.kept()
    second = exercise.answer("rungs")[1]
    assert ("two, renamed", 0, 10) == (second["name"], second["comfort"], second["wish"])
    assert {"picked": ["lights-on"], "other": "never from behind"} == second["conditions"]
    gist = "Comfort: 0 of 10 · Wish: 10 of 10 · Only if: lights on, never from behind"
    expect(card.locator(".u-gist")).to_have_text(gist)


def test_a_full_list_says_so(page: Page, exercise: Exercise) -> None:
    """The sixty-first rung would be typed and then refused."""
    exercise.open("ladder", answers=rungs(*[f"rung {number}" for number in range(60)]))
    expect(page.get_by_text("60 is as many as this list holds")).to_be_visible()
    expect(page.get_by_label("Add one of your own")).to_be_hidden()
    assert page.evaluate("fake.mounted") < 100


# The ladder: no touch, and pause --------------------------------------------------------------------------


@pytest.mark.parametrize(("button", "question"), [("No touch for now", "no_touch"), ("Pause all touch", "paused")])
def test_one_press_is_enough(page: Page, exercise: Exercise, button: str, question: str) -> None:
    """Whoever has had enough would be asked whether they are sure."""
    exercise.open("ladder", answers=rungs("one"))
    expect(page.locator("summary", has_text="one")).to_be_visible()
    switch = page.get_by_role("button", name=button)
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(page.locator("summary", has_text="one")).to_be_hidden()
    exercise.kept()
    assert exercise.answer(question) is True
    page.get_by_text("Show my ladder").click()
    expect(page.locator("summary", has_text="one")).to_be_visible()
    switch.click()
    exercise.kept()
    assert exercise.answer(question) is False
    expect(page.get_by_text("Hide my ladder")).to_be_hidden()
    expect(page.locator("summary", has_text="one")).to_be_visible()


def test_a_pause_on_another_page_wins(page: Page, exercise: Exercise) -> None:
    """Two open tabs could lift a pause that was pressed on one of them."""
    exercise.open("ladder", answers={"paused": stored(True)})
    switch = page.get_by_role("button", name="Pause all touch")
    expect(switch).to_have_attribute("aria-pressed", "true")
    exercise.set(answers={"paused": stored(True, 3)})  # lifted and pressed again on the other page
    switch.click()
    exercise.kept()
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert exercise.answer("paused") is True
    switch.click()
    exercise.kept()
    assert exercise.answer("paused") is False


# The whole ------------------------------------------------------------------------------------------------


def test_a_result_appears_as_sentence_and_table(page: Page, exercise: Exercise) -> None:
    """A screen reader would read a heap of cells, or nothing would tell what the ladder now says."""
    exercise.open("ladder")
    expect(page.get_by_text("What you put on your ladder will stand here")).to_be_visible()
    rows = [{"cells": ["A hug", "4", "left open"]}]
    result = {"sentence": "Rungs: 1.", "head": ["Rung", "Comfort", "Wish"], "rows": rows}
    page.evaluate("(results) => fake.model.say({say: 'results', results})", {"my-ladder": result})
    expect(page.get_by_role("row", name="A hug 4 left open")).to_be_visible()
    expect(page.get_by_role("rowheader", name="A hug")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Comfort")).to_be_visible()


def test_an_exercise_that_is_taken_down_is_silent(page: Page, exercise: Exercise) -> None:
    """A page that was left would go on sending what had been typed."""
    page.clock.install()
    exercise.open("worksheet", "small", silent=True)
    page.evaluate("fake.close()")
    sent = page.evaluate("fake.model.sent.length")
    page.evaluate("document.dispatchEvent(new CustomEvent('unhurried:connected'))")
    page.clock.run_for(60_000)
    assert sent == page.evaluate("fake.model.sent.length")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_accessibility_rule_is_broken(
    new_page: Callable[..., Page], exercise_on: Callable[[Page], Exercise], scheme: str, width: int
) -> None:
    """People who use a screen reader, a keyboard or much enlarged text would be left out."""
    page = new_page(width=width, color_scheme=scheme)
    exercise = exercise_on(page).open("ladder", answers=rungs("A hug", "A cup of tea"))
    page.locator("summary", has_text="A hug").click()
    page.get_by_text("A brief touch").click()
    page.get_by_text("Show an example").click()
    rows = [{"cells": ["Lying clothed, hand in hand", "1", "7", "clothed, not in the bedroom"]}]
    result = {"sentence": "Rungs: 1.", "head": ["Rung", "Comfort", "Wish", "Only if"], "rows": rows}
    exercise.say_results(**{"my-ladder": result})
    expect(page.get_by_role("rowheader")).to_be_visible()
    points = page.locator(".u-card .u-point input").evaluate_all("all => all.map((one) => one.clientWidth)")
    assert 24 <= min(points)
    assert [] == exercise.faults()
