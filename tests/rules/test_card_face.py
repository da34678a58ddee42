"""A card of any page: what is on it is a function of the card alone, and some answers are on none."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from unhurried.course import BUILT_IN, Course
from unhurried.course.definition import definition
from unhurried.exercise_page.card_face import OTHER_DAYS, TOUCH_DAYS, Face, chosen, days, face
from unhurried.exercise_page.exercise import RefusedError
from unhurried.printing import print_card
from unhurried.space.cards import seal_card
from unhurried.worksheet import List, Pair, Scale, Show, Worksheet
from unhurried.worksheet.sharing import is_private, on_card, why_private

COURSE = Course(BUILT_IN)
TODAY = date(2026, 11, 20)
SHEETS = [COURSE.worksheet(identity) for identity in COURSE.worksheet_ids()]
SHARED = [sheet for sheet in SHEETS if on_card(sheet) and sheet.widget != "card"]

#: Product principle 7: "safety answers, the leaning scale, comfort and wish numbers, the touch log, charts,
#: want-and-fear pages, body check-ins, measures, still-hidden". Each by the worksheets that have it.
NEVER = {
    "touch-ladder": "comfort and wish numbers, the touch log",
    "touch-ladder-b": "own limits of a ladder",
    "leaning": "the leaning scale",
    "two-voices": "want and fear",
    "where-does-my-yes-come-from": "want and fear",
    "body-check-in": "what a body does",
    "feelings-log": "a log",
    "phq-4": "a measure",
    "still-hidden": "what is still hidden",
    "yes-no-not-yet": "a list of yes and no",
    "three-strands": "numbers, and a chart",
    "changed-associations": "what a body does",
}

Json = dict[str, Any]


def made(sheet: Worksheet, items: list[str], answers: Json, today: date = TODAY) -> Face:
    return face(COURSE, sheet, chosen(sheet, items, answers), today)


def items_of(sheet: Worksheet, answers: Json) -> list[str]:
    """Everything of the example that can be ticked."""
    found = []
    if sheet.widget == "card":
        return on_card(sheet)
    for question in on_card(sheet):
        value = answers.get(question)
        if isinstance(sheet.questions[question], List):
            found += [f"{question}/{entry['id']}" for entry in value or ()]
        elif value is not None:
            found.append(question)
    return found


# Whatever else there is -------------------------------------------------------------------------------------

texts = st.text(max_size=20).filter(lambda text: text.strip() != "")


def differing(sheet: Worksheet, ticked: str) -> st.SearchStrategy[Json]:
    """Answers that differ in everything but what is ticked: own words, the example's, or none."""
    question = ticked.partition("/")[0]
    example = sheet.example or {}
    others = {
        name: st.sampled_from([None, example.get(name)])
        if asked.kind not in ("writing", "short")
        else st.none() | texts
        for name, asked in sheet.questions.items()
        if name != question
    }
    return st.fixed_dictionaries(others)


def same_but(sheet: Worksheet, ticked: str, answers: Json, more: list[Json]) -> Json:
    """These answers, with the ticked one as in the example; a ticked entry among others that are not ticked."""
    question, _, entry = ticked.partition("/")
    value = (sheet.example or {})[question]
    if entry:
        value = [*(one for one in value if one["id"] == entry), *more]
    return {**answers, question: value}


PAIRS = [(sheet.id, item) for sheet in SHARED for item in items_of(sheet, sheet.example or {})]


@settings(max_examples=400, deadline=None)
@given(st.data(), st.sampled_from(PAIRS))
def test_two_spaces_that_differ_in_anything_else_give_the_same_card(data: Any, pair: tuple[str, str]) -> None:
    """Else something that was never put on the card would reach the other person: on the screen, or by the length of
    what lies sealed on a server."""
    sheet, item = COURSE.worksheet(pair[0]), pair[1]
    entry = st.fixed_dictionaries({"id": st.sampled_from(["zz-1", "zz-2"]), "name": texts})
    cards = []
    for _ in range(2):
        more = data.draw(st.lists(entry, max_size=1)) if _named(sheet, item) else []
        answers = same_but(sheet, item, data.draw(differing(sheet, item)), more)
        cards.append(json.dumps(made(sheet, [item], answers)))
    assert cards[0] == cards[1]


def _named(sheet: Worksheet, item: str) -> bool:
    asked = sheet.questions[item.partition("/")[0]]
    return isinstance(asked, List) and any(field.id == "name" for field in asked.fields)


def test_two_spaces_that_differ_give_the_same_paper_and_the_same_length() -> None:
    """Paper cannot be taken back, and a length can be measured by whoever keeps the server."""
    sheet = COURSE.worksheet("my-limits")
    answers = {"say": "I sleep alone."}
    other = {**(sheet.example or {}), **answers}
    one, two = made(sheet, ["say"], answers), made(sheet, ["say"], other)
    assert print_card(COURSE, one, "a4") == print_card(COURSE, two, "a4")
    salt = bytes(16)
    lengths = {len(seal_card(seen, "one two three four five six", salt)[0].sealed) for seen in (one, two)}
    assert 1 == len(lengths)


@pytest.mark.parametrize("sheet", SHARED, ids=lambda sheet: sheet.id)
def test_every_page_that_may_be_shared_makes_a_card(sheet: Worksheet) -> None:
    """Else a page would offer a card and then say that it failed."""
    answers = sheet.example or {}
    items = items_of(sheet, answers)
    assert items, "the example answers nothing that could be shared"
    for item in items:
        seen = made(sheet, [item], answers)
        assert seen["parts"][0]["said"][0].strip()
        assert "[" not in json.dumps(seen["parts"][0]["said"])[1:-1].replace("\\n", "")
    whole = made(sheet, items[::-1], answers)
    assert whole == made(sheet, items, answers), "the order of ticks is no part of the card"


def test_a_card_has_the_question_and_the_answer_in_words() -> None:
    """Else ids and signs would reach the other person, or less than the preview promised."""
    sheet = COURSE.worksheet("my-limits")
    seen = made(sheet, ["say"], {"say": "If there is shouting,\nI go.", "which": {}})
    assert {
        "lines": [],
        "parts": [{"name": sheet.questions["say"].question, "said": ["If there is shouting,\nI go."]}],  # type: ignore[union-attr]
        "ends": "To be read until the end of 26 November 2026. It needs no answer.",
    } == seen
    paper = PdfReader(io.BytesIO(print_card(COURSE, seen, "letter"))).pages[0].extract_text()
    assert "If there is shouting," in paper
    assert "26 November 2026" in paper
    assert sheet.title not in paper


def test_a_script_on_a_card_is_what_would_be_said() -> None:
    """Else the other person would read what the script was for, and its slots apart."""
    sheet = COURSE.worksheet("script-builder")
    seen = made(sheet, ["scripts/example-2"], sheet.example or {})
    assert [{"name": "", "said": ["Not tonight."]}] == seen["parts"]


# How long ---------------------------------------------------------------------------------------------------


def test_a_card_about_touch_ends_today_and_is_no_yes() -> None:
    """Else what was all right today could be held up tomorrow."""
    for identity in ("pace-agreement", "afterwards", "kind-no", "stop-signal", "ask-offer-decline", "when-you-stop"):
        sheet = COURSE.worksheet(identity)
        seen = made(sheet, items_of(sheet, sheet.example or {})[:1], sheet.example or {})
        assert ["Not a yes. Ask each time. Stillness means stop."] == seen["lines"]
        assert seen["ends"].startswith("Only for 20 November 2026.")
        assert TOUCH_DAYS == 1 == days(sheet)
    assert OTHER_DAYS == 7 == days(COURSE.worksheet("impact-letter"))


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_the_last_day_is_never_later_than_the_term(today: date) -> None:
    """Else a card would last longer than its owner was told."""
    sheet = COURSE.worksheet("impact-letter")
    last = today + timedelta(OTHER_DAYS - 1)
    said = f"{last.day} {COURSE.words()['exercise']['results']['months'][last.month - 1]} {last.year}"
    assert said in made(sheet, ["took"], {"took": "sleep"}, today)["ends"]


def test_a_card_for_today_is_shared_as_it_is_or_not_at_all() -> None:
    """Else a card that is not open, or yesterday's, could be given out as six words."""
    sheet = COURSE.worksheet("card-for-today")
    open_today = {**(sheet.example or {}), "day": "2026-11-20"}
    seen = made(sheet, ["card"], open_today)
    assert sheet.says["lines"] == seen["lines"][0]
    assert "A hug goodbye at the door" == seen["parts"][0]["name"]
    for answers in ({**open_today, "day": None}, {**open_today, "day": "2026-11-19"}, {}):
        with pytest.raises(RefusedError):
            made(sheet, ["card"], answers)
    with pytest.raises(RefusedError):
        made(sheet, ["touch"], open_today)


# What is on none --------------------------------------------------------------------------------------------


def test_what_can_never_be_shared_is_all_known() -> None:
    """Else a page that is used to press somebody would have a button that shows it."""
    for identity in NEVER:
        assert [] == on_card(COURSE.worksheet(identity)), identity


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
def test_no_forged_order_puts_on_a_card_what_is_never_shared(sheet: Worksheet) -> None:
    """Else whoever gets at a page could have it show what its owner was promised that nobody sees."""
    answers = {**(sheet.example or {}), "day": "2026-11-20"} if sheet.widget == "card" else sheet.example or {}
    allowed = set(on_card(sheet))
    for name, asked in sheet.questions.items():
        never = sheet.share == "never" or sheet.may_share(asked) == "never" or isinstance(asked, Scale | Pair)
        if never:
            assert name not in allowed
        if name in allowed:
            continue
        entries = [f"{name}/{one['id']}" for one in answers.get(name) or ()] if isinstance(asked, List) else []
        for item in (name, f"{name}/", *entries):
            with pytest.raises(RefusedError):
                chosen(sheet, [item], answers)
            with pytest.raises(RefusedError):
                chosen(sheet, [*items_of(sheet, answers), item], answers)
    for show in sheet.shows:
        if show.result != "card":
            with pytest.raises(RefusedError):
                chosen(sheet, [show.id], answers)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
def test_the_page_has_no_control_for_what_is_never_shared_and_says_so(sheet: Worksheet) -> None:
    """Else somebody would be asked why they do not use it, and have no sentence to answer with."""
    shown = definition(COURSE, sheet)
    assert on_card(sheet) == shown["on_card"]
    for block in shown["blocks"]:
        if block.get("share") == "never":
            assert block["id"] not in shown["on_card"]
    if sheet.share == "never":
        assert [] == shown["on_card"]
        assert "never" == shown["share"]


def test_a_course_that_says_otherwise_is_not_believed() -> None:
    """Else an author who forgets a line would hand out a scale, and nobody runs the check on every course."""
    forgot = COURSE.worksheet("leaning").model_copy(update={"share": "ask"})
    assert is_private(forgot)
    assert [] == on_card(forgot)
    plain = forgot.model_copy(update={"id": "a-page"})
    scales = {block.id for block in plain.blocks if not isinstance(block, Show) and isinstance(block, Scale | Pair)}
    assert scales
    assert not scales & set(on_card(plain))
    body = COURSE.worksheet("body-check-in").model_copy(update={"share": "ask", "id": "a-page"})
    private = {name for name, asked in body.questions.items() if why_private(asked)}  # type: ignore[arg-type]
    assert private
    assert not private & set(on_card(body))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["say", "say/", "say/x", "which", "nothing", "", "/", "hard"]), max_size=4), st.data())
def test_only_what_is_there_can_be_ticked(items: list[str], data: Any) -> None:
    """Else an order that nobody pressed could make a card that nobody looked at."""
    assume(items != ["say"])
    sheet = COURSE.worksheet("my-limits")
    with pytest.raises(RefusedError):
        chosen(sheet, items, {"say": data.draw(texts)})


@pytest.mark.parametrize("value", [None, "", "  ", 7, {"picked": []}, ["x"]])
def test_what_is_left_open_or_has_no_shape_is_on_no_card(value: Any) -> None:
    """Else the other person would read "left open", and wonder."""
    with pytest.raises(RefusedError):
        chosen(COURSE.worksheet("my-limits"), ["say"], {"say": value})
