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
from unhurried.printing.rewording import for_paper
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


#: Fields of a list's entries that only a screen can use, by widget: paper names no rung by itself.
ONLY_ON_SCREEN = {"ladder": ("open",)}


@dataclass(frozen=True)
class Filled:
    """What somebody answered. Holds a person's words: not in `repr`.

    Attributes:
        answers: question id -> value, each as `validate_value` lets it pass; a question that is not there is left
            open.
        results: block id -> result, as in docs/protocol.md, of those that shall stand on the sheet.
        whole: a switch that is on folds nothing away: the sheet is for a therapist of one's own.
        everything: with what can never be shared (`Worksheet.may_share`). Without it nothing on paper shows that there
            was such a question: whoever is handed the sheet cannot ask what stood there.
    """

    answers: Mapping[str, Any] = field(repr=False)
    results: Mapping[str, Any] = field(repr=False)
    whole: bool = False
    everything: bool = False


def sheet(
    course: Course, worksheet: Worksheet, paper: Paper, filled: Filled | None, plain_cover: bool = False
) -> dict[str, Any]:
    """Everything that stands on a sheet: the document, and the one worksheet in it.

    Args:
        course: gives sources, suggestions and words.
        worksheet: what is printed.
        paper: its size.
        filled: None: blank, to fill in by hand.
        plain_cover: with a first page that tells nothing.
    """
    shown = {**document(course, paper, plain_cover), **content(course, worksheet, filled)}
    return {**shown, "foot": ""} if _is_card(worksheet, _shareable(worksheet, filled)) else shown


def document(course: Course, paper: Paper, plain_cover: bool) -> dict[str, Any]:
    """What stands around sheets, one or many: size, language, cover, the foot of each page. None of it is a topic."""
    interface = course.words()
    said = interface["print"]
    return {
        "paper": PAPERS[paper],
        "language": interface["page"]["language"],
        "name": interface["page"]["title"],
        "cover": interface["page"]["title"] if plain_cover else None,
        **{name: said[name] for name in ("foot", "page", "see_page", "missing")},
    }


def content(course: Course, worksheet: Worksheet, filled: Filled | None) -> dict[str, Any]:
    """One worksheet, from its title to its sources.

    The role is on no sheet: whoever finds one learns nothing of who wrote it. Nor is the day. A worksheet that can
    never be shared stands blank unless `filled.everything`: it is as good as new, and tells nothing.
    """
    filled = _shareable(worksheet, filled)
    interface = course.words()
    worksheet = for_paper(worksheet, interface["print"]["instead"])
    words = Wording(interface["exercise"], worksheet.says, interface["print"])
    return {
        "title": worksheet.title,
        "about": "" if _is_card(worksheet, filled) else worksheet.about,
        "head": list(_head(worksheet, words, filled)),
        "blocks": list(_blocks(course, worksheet, words, filled)),
        "sources_title": words.on_page["sources"],
        "sources": list(_sources(course, worksheet, words)),
    }


def _shareable(worksheet: Worksheet, filled: Filled | None) -> Filled | None:
    return None if filled is not None and not filled.everything and worksheet.share == "never" else filled


def _is_card(worksheet: Worksheet, filled: Filled | None) -> bool:
    return worksheet.widget in RESULT_ALONE and filled is not None


def _head(worksheet: Worksheet, words: Wording, filled: Filled | None) -> Iterator[dict[str, Any]]:
    """`{name, text}` for each line below the title; `name` None: the line has none."""
    minutes = words.on_page["minutes"].format(minutes=worksheet.minutes) if filled is None else None
    plain = [minutes, None if worksheet.reviewed else words.on_page["not_reviewed"]]
    yield from ({"name": None, "text": text} for text in [" \u00b7 ".join(filter(None, plain))] if text)
    if filled is None:  # what somebody wants to know before they begin
        if worksheet.may_stir_up:
            yield {"name": words.on_page["may_stir_up"], "text": worksheet.may_stir_up}
        if worksheet.gentler:
            yield {"name": words.on_page["gentler"], "text": worksheet.gentler}
    if worksheet.share == "never" and worksheet.questions:
        yield {"name": None, "text": words.on_paper["yours"]}


def _blocks(course: Course, worksheet: Worksheet, words: Wording, filled: Filled | None) -> Iterator[Form]:
    blocks = [
        block for block in worksheet.blocks if not filled or filled.everything or not _is_never_shared(worksheet, block)
    ]
    if filled is not None and _is_card(worksheet, filled):
        yield forms.note(f"**{worksheet.says['lines']}**")
        for block in blocks:
            if isinstance(block, Show):
                yield from _block(course, worksheet, block, words, filled)
        return
    switches = [asked for asked in worksheet.questions.values() if isinstance(asked, Switch)]
    is_on = (
        filled is not None and not filled.whole and any(filled.answers.get(switch.id) is True for switch in switches)
    )
    for switch in switches:
        yield from room(switch, words, {}) if filled is None else answer(switch, filled.answers.get(switch.id), words)
    for block in blocks:
        # A switch that is on folds the lists away, on paper as on the page: whoever paused owes nobody a ladder.
        if isinstance(block, List) and (
            is_on or (filled is not None and block.id == DIARY.get(worksheet.widget or ""))
        ):
            continue
        yield from _block(course, worksheet, block, words, filled)


def _is_never_shared(worksheet: Worksheet, block: Block) -> bool:
    return isinstance(block, Question | Show) and worksheet.may_share(block) == "never"


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
            if filled is not None and block.id in filled.results:
                yield forms.heading(block.title)
                yield from scripts.spoken(filled.results[block.id], words)
        case Show():
            # Nothing follows from a blank sheet.
            if filled is not None and block.id in filled.results:
                kept_back = worksheet.share != "never" and worksheet.may_share(block) == "never"
                yield from _result(block, filled.results[block.id], words)
                yield from [forms.small(words.on_paper["yours_one"])] if kept_back else ()
        case _ if isinstance(block, Question):
            yield from _question(course, worksheet, block, words, filled)
        case _:
            assert_never(block)


def _question(
    course: Course, worksheet: Worksheet, block: Question, words: Wording, filled: Filled | None
) -> Iterator[Form]:
    inside = [forms.heading(block.question)]
    if filled is None and isinstance(block, List):
        usable = [field for field in block.fields if field.id not in ONLY_ON_SCREEN.get(worksheet.widget or "", ())]
        block = block.model_copy(update={"fields": usable})
    if filled is not None:
        inside += answer(block, filled.answers.get(block.id), words)
    else:
        hint = block.hint if isinstance(block, Hinted) else None
        inside += [forms.small(hint)] if hint else []
        inside += room(block, words, _suggestions(course, block))
    alone = worksheet.share != "never" and _is_never_shared(worksheet, block)
    yield forms.together(inside, words.on_paper["yours_one"] if alone else None)


def _suggestions(course: Course, block: Question) -> Suggestions:
    groups: Suggestions = {}
    if isinstance(block, List) and block.suggestions:
        for one in course.suggestions(block.suggestions):
            if one["group"] == SECOND_LIST:  # on the page it waits behind a button, and paper has none
                continue
            groups.setdefault(one["group"], []).append(one["label"])
    return groups


def _result(block: Show, result: Mapping[str, Any], words: Wording) -> Iterator[Form]:
    yield forms.heading(block.title)
    yield forms.label(for_paper(result["sentence"], words.on_paper["instead"]))
    if result["rows"]:
        yield forms.table(result["head"], [row["cells"] for row in result["rows"]])


def _sources(course: Course, worksheet: Worksheet, words: Wording) -> Iterator[str]:
    """Each with its year, unless that stands in its name already, and how strong the support is."""
    sources = course.sources()
    for one in (sources[name] for name in worksheet.sources):
        named = one.short if str(one.year) in one.short else f"{one.short} ({one.year})"
        yield f"{named}. {words.on_page['strength'][one.strength]}."
