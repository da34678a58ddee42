"""A page for a therapist of one's own: chosen answers of any worksheets, and what the page is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from unhurried.course import Course
from unhurried.printing import forms, scripts
from unhurried.printing.answers import answer
from unhurried.printing.forms import Form
from unhurried.printing.sheet import DIARY, Filled, Paper, document
from unhurried.printing.wording import Wording
from unhurried.worksheet import Question, Switch, Worksheet


def therapist_sheet(course: Course, chosen: Sequence[tuple[Worksheet, Filled]], paper: Paper) -> dict[str, Any]:
    """What stands on it, for `to_pdf`.

    Args:
        course: gives the interface's words.
        chosen: worksheets with the answers that shall stand there and no others, and with the results of these.
        paper: its size.
    """
    interface = course.words()
    said = interface["therapist"]["paper"]
    return {
        **document(course, paper, plain_cover=False),
        "title": said["title"],
        "about": said["about"],
        "head": [],
        "blocks": [
            form
            for worksheet, filled in chosen
            for form in _worksheet(worksheet, filled, Wording(interface["exercise"], worksheet.says, said))
        ],
        "sources_title": "",
        "sources": [],
    }


def _worksheet(worksheet: Worksheet, filled: Filled, words: Wording) -> Iterator[Form]:
    yield forms.heading(worksheet.title)
    for name, asked in worksheet.questions.items():
        if name in filled.answers:
            own = worksheet.may_share(asked) == "never"
            inside = list(_question(worksheet, asked, filled, words))
            yield forms.together(inside, words.on_paper["own"] if own else None)
    for show in worksheet.shows:
        if show.result != "scripts" and show.id in filled.results:
            found = filled.results[show.id]
            table = [forms.table(found["head"], [row["cells"] for row in found["rows"]])] if found["rows"] else []
            yield forms.together([forms.label(show.title), forms.answer(found["sentence"]), *table])


def _question(worksheet: Worksheet, asked: Question | Switch, filled: Filled, words: Wording) -> Iterator[Form]:
    """A switch has its words in its answer; entries of a diary are a table, and scripts stand as they are said."""
    if isinstance(asked, Question):
        yield forms.label(asked.question)
    if worksheet.widget == "script_builder":
        for show in worksheet.shows:
            if show.id in filled.results:
                yield from scripts.spoken(filled.results[show.id], words)
    elif asked.id != DIARY.get(worksheet.widget or ""):
        yield from answer(asked, filled.answers[asked.id], words)
