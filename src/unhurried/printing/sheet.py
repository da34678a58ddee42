"""A worksheet on paper, as plain JSON for the template: head, blocks, foot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, assert_never

from unhurried.course import Course
from unhurried.course.data import SECOND_LIST
from unhurried.printing import forms, scripts
from unhurried.printing.answers import answer
from unhurried.printing.forms import Form
from unhurried.printing.room import Suggestions, room
from unhurried.printing.wording import Wording
from unhurried.worksheet import Block, List, Note, Question, Show, Steps, Switch, Worksheet
from unhurried.worksheet.fields import Hinted

Paper = Literal["a4", "letter"]

#: Sizes of paper by the names that people choose from, and as typst calls them.
PAPERS: dict[Paper, str] = {"a4": "a4", "letter": "us-letter"}


#: A list of times with touch, by widget. Its entries go on no sheet as they stand; a whole sheet has them as a table.
DIARY = {"ladder": "log"}
#: Of a filled worksheet with this widget, what it shows is the sheet: nothing else is for the other person's eyes.
RESULT_ALONE = ("card",)


@dataclass(frozen=True)
class Filled:
    """What somebody answered. Holds a person's words: not in `repr`.

    Attributes:
        answers: question id -> value, each as `validate_value` lets it pass; a question that is not there is left
            open.
        results: block id -> result, as in docs/protocol.md, of those that shall stand on the sheet.
        whole: a switch that is on folds nothing away: the sheet is for a therapist of one's own.
    """

    answers: Mapping[str, Any] = field(repr=False)
    results: Mapping[str, Any] = field(repr=False)
    whole: bool = False


def sheet(course: Course, worksheet: Worksheet, paper: Paper, filled: Filled | None) -> dict[str, Any]:
    """Everything that stands on a sheet.

    The role is on no sheet: whoever finds one learns nothing of who wrote it. Nor is the day.

    Args:
        course: gives sources, suggestions and words.
        worksheet: what is printed.
        paper: its size.
        filled: None: blank, to fill in by hand.
    """
    interface = course.words()
    words = Wording(interface["exercise"], worksheet.says, interface["print"])
    return {
        "paper": PAPERS[paper],
        "language": interface["page"]["language"],
        "name": interface["page"]["title"],
        "title": worksheet.title,
        "about": "" if _is_card(worksheet, filled) else worksheet.about,
        "head": list(_head(worksheet, words, filled)),
        "blocks": list(_blocks(course, worksheet, words, filled)),
        "sources_title": words.on_page["sources"],
        "sources": list(_sources(course, worksheet, words)),
        "foot": "" if _is_card(worksheet, filled) else words.on_paper["foot"],
        "page": words.on_paper["page"],
        "missing": words.on_paper["missing"],
    }


def _is_card(worksheet: Worksheet, filled: Filled | None) -> bool:
    return worksheet.widget in RESULT_ALONE and filled is not None


def _head(worksheet: Worksheet, words: Wording, filled: Filled | None) -> Iterator[dict[str, Any]]:
    """`{name, text}` for each line below the title; `name` None: the line has none."""
    if not worksheet.reviewed:
        yield {"name": None, "text": words.on_page["not_reviewed"]}
    if filled is None:  # what somebody wants to know before they begin
        yield {"name": None, "text": words.on_page["minutes"].format(minutes=worksheet.minutes)}
        if worksheet.may_stir_up:
            yield {"name": words.on_page["may_stir_up"], "text": worksheet.may_stir_up}
        if worksheet.gentler:
            yield {"name": words.on_page["gentler"], "text": worksheet.gentler}
    if worksheet.share == "never" and worksheet.questions:
        yield {"name": None, "text": words.on_paper["yours"]}


def _blocks(course: Course, worksheet: Worksheet, words: Wording, filled: Filled | None) -> Iterator[Form]:
    if filled is not None and _is_card(worksheet, filled):
        yield forms.note(f"**{worksheet.says['lines']}**")
        for show in worksheet.shows:
            yield from _block(course, worksheet, show, words, filled)
        return
    switches = [asked for asked in worksheet.questions.values() if isinstance(asked, Switch)]
    is_on = (
        filled is not None and not filled.whole and any(filled.answers.get(switch.id) is True for switch in switches)
    )
    for switch in switches:
        yield from room(switch, words, {}) if filled is None else answer(switch, filled.answers.get(switch.id), words)
    for block in worksheet.blocks:
        # A switch that is on folds the lists away, on paper as on the page: whoever paused owes nobody a ladder.
        if isinstance(block, List) and (
            is_on or (filled is not None and block.id == DIARY.get(worksheet.widget or ""))
        ):
            continue
        yield from _block(course, worksheet, block, words, filled)


def _block(course: Course, worksheet: Worksheet, block: Block, words: Wording, filled: Filled | None) -> Iterator[Form]:
    match block:
        case Note():
            yield forms.note(block.text)
        case Steps():
            about = [forms.small(block.hint)] if block.hint else []
            steps = forms.steps([step.text for step in block.steps])
            yield forms.together([forms.heading(block.question), *about, steps])
        case List() if worksheet.widget == "script_builder":
            # What was written stands once, put together, in the place of its result.
            yield from scripts.slots(block, course.situations(), words) if filled is None else ()
        case List() if worksheet.widget == "question_sorter" and filled is not None:
            return  # its questions stand pile by pile, in the place of its result
        case Show() if block.result == "scripts":
            yield from scripts.spoken(filled.results[block.id], words) if filled and block.id in filled.results else ()
        case Show():
            # Nothing follows from a blank sheet.
            if filled is not None and block.id in filled.results:
                kept_back = worksheet.share != "never" and worksheet.may_share(block) == "never"
                yield from _result(block, filled.results[block.id])
                yield from [forms.small(words.on_paper["yours_one"])] if kept_back else ()
        case _ if isinstance(block, Question):
            yield from _question(course, worksheet, block, words, filled)
        case _:
            assert_never(block)


def _question(
    course: Course, worksheet: Worksheet, block: Question, words: Wording, filled: Filled | None
) -> Iterator[Form]:
    inside = [forms.heading(block.question)]
    if filled is not None:
        inside += answer(block, filled.answers.get(block.id), words)
    else:
        hint = block.hint if isinstance(block, Hinted) else None
        inside += [forms.small(hint)] if hint else []
        inside += room(block, words, _suggestions(course, block))
    alone = worksheet.share != "never" and worksheet.may_share(block) == "never"
    yield forms.together(inside, words.on_paper["yours_one"] if alone else None)


def _suggestions(course: Course, block: Question) -> Suggestions:
    groups: Suggestions = {}
    if isinstance(block, List) and block.suggestions:
        for one in course.suggestions(block.suggestions):
            if one["group"] == SECOND_LIST:  # on the page it waits behind a button, and paper has none
                continue
            groups.setdefault(one["group"], []).append(one["label"])
    return groups


def _result(block: Show, result: Mapping[str, Any]) -> Iterator[Form]:
    yield forms.heading(block.title)
    yield forms.label(result["sentence"])
    if result["rows"]:
        yield forms.table(result["head"], [row["cells"] for row in result["rows"]])


def _sources(course: Course, worksheet: Worksheet, words: Wording) -> Iterator[str]:
    """Each with its year, unless that stands in its name already, and how strong the support is."""
    sources = course.sources()
    for one in (sources[name] for name in worksheet.sources):
        named = one.short if str(one.year) in one.short else f"{one.short} ({one.year})"
        yield f"{named}. {words.on_page['strength'][one.strength]}."
