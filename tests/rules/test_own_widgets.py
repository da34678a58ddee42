"""What the worksheets of four widgets, and of what is said of a yes, must have in any course."""

from __future__ import annotations

from pathlib import Path

import pytest

from unhurried.errors import CourseError
from unhurried.worksheet import load

WORKSHEETS = Path(__file__).parents[2] / "worksheets/en"
YES = "where-does-my-yes-come-from"

#: Worksheet, what is changed in it, and the problem that has to be named.
FAULTS = [
    (YES, "share: never", "share: ask", "this page could be shared"),
    (YES, "{id: would-do,", "{id: would-be,", 'there is no card "would-do"'),
    (YES, "{id: near, text", "{id: close, text", 'there is no card "near"'),
    (YES, "{id: part, label", "{id: in-it, label", 'there is no pile "part"'),
    (YES, "{id: untold, label", "{id: unsaid, label", 'there is no option "untold"'),
    (YES, "of: [reasons, pulls, fear]", "of: [reasons, pulls]", "the result has not all that it reads"),
    (YES, "  yes_fear_of_them:", "  yes_no_more:", 'no "yes_fear_of_them"'),
    ("leaning", "share: never\ngroups", "share: ask\ngroups", "this page could be shared"),
    ("three-strands", "share: never\ngroups", "share: ask\ngroups", "this page could be shared"),
    ("leaning", "  door_apart:", "  door_a:", 'no "door_apart"'),
    ("question-sorter", "result: question_piles", "result: count\n      of: [questions]", "the piles are on no paper"),
    ("question-sorter", "{id: guide, label", "{id: guided, label", '"pile" has no option "guide"'),
    ("question-sorter", "            id: how\n", "            id: why\n", 'the question_sorter has no choice "how"'),
    ("grounding-tools", "short: {id: before,", "short: {id: first,", 'the grounding has no short "before"'),
    (
        "question-sorter",
        "widget: question_sorter",
        "widget: null",
        'the result "question_piles" has no question_sorter',
    ),
]


@pytest.mark.parametrize(("name", "here", "there", "problem"), FAULTS)
def test_what_a_page_needs_cannot_be_edited_away(
    tmp_path: Path, name: str, here: str, there: str, problem: str
) -> None:
    """An author would take out, by accident, what a rule reads to protect somebody, or open a page to the other one."""
    text = (WORKSHEETS / f"{name}.yaml").read_text("utf-8")
    assert text.count(here) == 1
    path = tmp_path / f"{name}.yaml"
    path.write_text(text.replace(here, there), "utf-8")
    with pytest.raises(CourseError) as raised:
        load(path)
    assert problem in [fault.problem for fault in raised.value.faults]


@pytest.mark.parametrize("widget", ["strands", "leaning", "grounding"])
def test_a_widget_with_nothing_to_draw_is_refused(tmp_path: Path, widget: str) -> None:
    """Somebody would open a page on which nothing is."""
    path = tmp_path / "page.yaml"
    path.write_text(
        "id: page\ntitle: A page\nstage: steady\nwho: [hurt]\nminutes: 5\nabout: For trying.\nshare: never\n"
        f"sources: [made-up]\nwidget: {widget}\nblocks:\n  - note: {{text: Words.}}\n",
        "utf-8",
    )
    with pytest.raises(CourseError) as raised:
        load(path)
    problems = {fault.problem for fault in raised.value.faults}
    assert problems & {f"the widget {widget} has no scale", "there is no way to try"}
