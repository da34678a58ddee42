"""Fills an exercise with its own example, through the page, as a person does who has a mouse and a keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, expect

from unhurried.course import Course
from unhurried.worksheet import List, Question, Worksheet

#: What stands on the page for each question: of a list, what its entries say while they are closed.
STATE = """article => {
  const inside = (one) => one.closest(".u-card-body, .u-print");
  const fields = [...article.querySelectorAll("input, textarea, select")].filter((one) => !inside(one));
  return [
    ...fields.map((one) => ["radio", "checkbox"].includes(one.type) ? one.checked : one.value),
    ...[...article.querySelectorAll(".u-card summary, [aria-pressed]")].map((one) =>
      `${one.textContent} ${one.getAttribute("aria-pressed")}`),
  ];
}"""


def fill(course: Course, sheet: Worksheet, article: Locator) -> None:
    """Answer every question as the worksheet's example does. `article`: the exercise, open."""
    example = sheet.example or {}
    for block in sheet.blocks:
        if isinstance(block, Question) and example.get(block.id) is not None:
            own = OWN.get((sheet.widget or "", block.id))
            if own:
                own(article, example[block.id])
            else:
                _answer(course, _section(article, block.question), block, example[block.id])


def _section(article: Locator, question: str) -> Locator:
    """The part of the exercise that asks this."""
    asked = article.page.locator("legend.u-question, label.u-question, .u-question").get_by_text(question, exact=True)
    return article.locator(".u-blocks .u-block").filter(has=asked).last


def _answer(course: Course, place: Locator, asked: Any, value: Any) -> None:
    """Answer one question, or one field of an entry; `place`: what asks it, and nothing else."""
    if value is None:
        return
    match asked.kind:
        case "scale":
            number = place.locator(f'input[value="{value}"]')
            for fold in number.locator("xpath=ancestor::details[not(@open)]").all():  # of the strands: words come first
                fold.locator("> summary").click()
            number.check()
        case "pair":
            for side, scale in zip(("left", "right"), place.locator(".u-scale").all(), strict=True):
                if value[side] is not None:
                    scale.locator(f'input[value="{value[side]}"]').check()
        case "choice" | "choices":
            picked = [value["picked"]] if asked.kind == "choice" else value["picked"]
            for one in picked:
                if one is not None:
                    place.locator(f'input[value="{one}"]').check()
            if value["other"]:
                place.locator(".u-own input").fill(value["other"])
        case "short" | "writing" | "date":
            place.locator("input.u-text, textarea").first.fill(value)
        case "list":
            for entry in value:
                _add(course, place, asked, entry)
        case "sort":
            lies = {pile.id: number for number, pile in enumerate(asked.piles)}
            for card in asked.cards:
                if card.id in value:
                    group = place.get_by_role("group", name=card.text, exact=True)
                    group.get_by_role("radio").nth(lies[value[card.id]]).check()
        case kind:
            raise AssertionError(f"nobody knows how to answer the kind {kind}")


def _add(course: Course, place: Locator, asked: List, entry: dict[str, Any]) -> None:
    """One entry: chosen from the suggestions, or one's own; then its fields."""
    cards = place.locator(".u-card")
    count = cards.count()
    naming, *others = asked.fields
    if entry["from"] is not None:
        (suggested,) = (one for one in course.suggestions(str(asked.suggestions)) if one["id"] == entry["from"])
        chip = place.page.locator(".u-chip").filter(has=place.page.get_by_text(suggested["label"], exact=True))
        group = place.locator("details.u-suggestions").filter(has=chip)
        if group.get_attribute("open") is None:
            group.locator("summary").click()
        group.locator(chip).click()
    elif naming.kind == "short":
        place.locator(".u-own-row input").fill(entry[naming.id])
        place.locator(".u-own-row button").click()
    else:
        place.locator(".u-button").filter(has_text=asked.item).click()
        others = asked.fields
    expect(cards).to_have_count(count + 1)
    card = cards.last
    if any(entry.get(one.id) is not None for one in others):
        if card.locator("details").get_attribute("open") is None:
            card.locator("summary").click()
        fields = card.locator(".u-card-body > .u-field")
        for one in asked.fields if entry["from"] is not None else others:
            if entry.get(one.id) is not None:
                _answer(course, fields.nth(asked.fields.index(one)), one, entry[one.id])


def _situation(article: Locator, scripts: list[dict[str, Any]]) -> None:
    """The script builder asks by situations: begin the example's, and fill its slots."""
    for script in scripts:
        chooser = article.locator(".u-situations")
        if chooser.get_attribute("open") is None:
            chooser.locator("> summary").click()
        for group in chooser.locator(".u-suggestions").all():
            if group.get_attribute("open") is None:
                group.locator("summary").click()
        chooser.get_by_role("button", name=script["name"], exact=True).click()
        areas = article.locator(".u-open-script textarea")
        said = [words for slot, words in script.items() if slot not in ("id", "from", "name", "form") and words]
        for area, words in zip(areas.all(), said, strict=False):
            area.fill(words)


def _times(article: Locator, times: list[dict[str, Any]]) -> None:
    """The ladder's times are of its rungs, and newest first: the first of the example is enough here."""
    own = article.locator(".u-times .u-own-row")
    own.locator("input").fill(times[0]["rung"])
    own.locator("button").click()


def _own_ways(article: Locator, ways: list[dict[str, Any]]) -> None:
    """Ways to steady oneself come from a drawer; those of one's own are typed, which is enough here."""
    _typed(article, [way["way"] for way in ways if way["from"] is None])


def _questions(article: Locator, questions: list[dict[str, Any]]) -> None:
    """Questions are written first; on which pile each lies is tried in test_own_widgets.py."""
    _typed(article, [one["question"] for one in questions])


def _typed(article: Locator, names: list[str]) -> None:
    own = article.locator(".u-own-row")
    for name in names:
        own.locator("input").last.fill(name)
        own.locator("button").last.click()


#: Questions that an exercise of its own kind asks in a way of its own, by widget and question.
OWN: dict[tuple[str, str], Callable[[Locator, Any], None]] = {
    ("script_builder", "scripts"): _situation,
    ("ladder", "log"): _times,
    ("grounding", "mine"): _own_ways,
    ("question_sorter", "questions"): _questions,
}


def state(article: Locator) -> list[Any]:
    """What stands on the page for each question of an exercise."""
    found: list[Any] = article.evaluate(STATE)
    return found
