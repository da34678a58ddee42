"""What somebody wrote as Markdown: one worksheet as it stands on the page, or the words of a whole space.

Words of the course and of a person are quoted (quoting.py). Sentences of the interface, and notes, are Markdown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, assert_never

from unhurried.exporting.answers import answer, says_nothing
from unhurried.exporting.kept import Sheet
from unhurried.exporting.quoting import one_line, quoted
from unhurried.worksheet import AnswerWording, Block, List, Note, Question, Show, Steps, Switch, Worksheet

#: Every word of the interface, by section: `Course.words()`.
Interface = Mapping[str, Any]


def one_worksheet(
    interface: Interface,
    worksheet: Worksheet,
    answers: Mapping[str, Any],
    results: Mapping[str, Any],
    everything: bool,
) -> str:
    """A worksheet with its notes and steps; questions that were left open say so. As on paper, it has neither the role
    of whoever wrote it nor a day.

    Args:
        interface: the interface's words.
        worksheet: what was asked.
        answers: question id -> value, each as `validate_value` lets it pass.
        results: block id -> result, as in docs/protocol.md, of those that shall stand there.
        everything: with what can never be shared. Without it, nothing shows that such a question was asked.
    """
    hidden = () if everything else [one for one in _asked(worksheet) if worksheet.may_share(one) == "never"]
    parts = [*_head(interface, worksheet), *_blocks(interface, worksheet, answers, results, hidden)]
    return _document(interface, parts)


def whole_space(interface: Interface, sheets: Sequence[Sheet], everything: bool, today: date) -> str:
    """What somebody wrote in a space, with the questions; without notes, and without what was left open.

    Args:
        interface: the interface's words.
        sheets: what goes in (`kept.sheets`).
        everything: whether nothing was kept back; else a sentence says which kind of thing was, and it is the same
            in every such copy.
        today: the reader's own day.
    """
    said = interface["text"]
    day = AnswerWording(interface["exercise"], {}).day(today.isoformat())
    head = [
        f"# {one_line(said['title'])}",
        said["saved_on"].format(date=day),
        said["everything" if everything else "left_out"],
    ]
    told = [part for sheet in sheets for part in _sheet(interface, sheet)]
    return _document(interface, [*head, *(told or [said["nothing"]])])


def _document(interface: Interface, parts: Sequence[str]) -> str:
    return "\n\n".join([*parts, interface["print"]["foot"]]) + "\n"


# ---- one worksheet


def _head(interface: Interface, worksheet: Worksheet) -> Iterator[str]:
    yield f"# {one_line(worksheet.title)}"
    yield one_line(worksheet.about)
    if not worksheet.reviewed:
        yield interface["exercise"]["not_reviewed"]
    if worksheet.share == "never" and worksheet.questions:
        yield interface["text"]["yours"]


def _asked(worksheet: Worksheet) -> Iterator[Question | Switch | Show]:
    """What can hold something of a person: questions, switches, and what follows from them."""
    yield from worksheet.questions.values()
    yield from worksheet.shows


def _blocks(
    interface: Interface,
    worksheet: Worksheet,
    answers: Mapping[str, Any],
    results: Mapping[str, Any],
    hidden: Collection[Question | Switch | Show],
) -> Iterator[str]:
    words = AnswerWording(interface["exercise"], worksheet.says)
    switches = [one for one in worksheet.questions.values() if isinstance(one, Switch) and one not in hidden]
    on = [one for one in switches if answers.get(one.id) is True]
    for switch in on:
        yield _told(switch, True, words)
    for block in worksheet.blocks:
        # A switch that is on folds the lists away, as on the page and on paper: whoever paused owes nobody a ladder.
        if block not in hidden and not (on and isinstance(block, List)):
            yield from _block(interface, worksheet, block, answers, results, words)


def _block(
    interface: Interface,
    worksheet: Worksheet,
    block: Block,
    answers: Mapping[str, Any],
    results: Mapping[str, Any],
    words: AnswerWording,
) -> Iterator[str]:
    match block:
        case Note():
            yield block.text.strip()
        case Steps():
            yield f"## {one_line(block.question)}"
            if block.hint:
                yield one_line(block.hint)
            yield "\n".join(f"{number}. {one_line(step.text)}" for number, step in enumerate(block.steps, 1))
        case Show():
            if block.id in results:
                yield f"## {one_line(block.title)}"
                yield from _result(results[block.id])
        case _ if isinstance(block, Question):
            yield f"## {one_line(block.question)}"
            yield _told(block, answers.get(block.id), words)
            if worksheet.share != "never" and worksheet.may_share(block) == "never":
                yield interface["text"]["yours_one"]
        case _:
            assert_never(block)


def _result(result: Mapping[str, Any]) -> Iterator[str]:
    yield one_line(result["sentence"])
    rows = [zip(result["head"], row["cells"], strict=True) for row in result["rows"]]
    if rows:
        yield "\n".join("- " + "; ".join(f"{one_line(name)}: {one_line(cell)}" for name, cell in row) for row in rows)


# ---- a space


def _sheet(interface: Interface, sheet: Sheet) -> Iterator[str]:
    """Nothing where every question was left open."""
    worksheet, said = sheet.worksheet, interface["text"]
    asked = worksheet.questions if worksheet else {}
    words = AnswerWording(interface["exercise"], worksheet.says if worksheet else {})
    told = [part for question in sheet.answers for part in _question(said, sheet, question, asked.get(question), words)]
    if told:
        yield f"## {one_line(worksheet.title if worksheet else sheet.id)}"
        if worksheet and worksheet.share == "never":
            yield said["yours"]
        yield from told


def _question(
    said: Mapping[str, str], sheet: Sheet, question: str, asked: Question | Switch | None, words: AnswerWording
) -> Iterator[str]:
    now = sheet.now(question)
    if says_nothing(asked, now.value) and not now.beside:
        return
    if not isinstance(asked, Switch):  # its answer says what was asked
        yield f"### {one_line(asked.question if asked else question)}"
    if asked is None:
        yield said["dropped"]
    yield _told(asked, now.value, words)
    for other in now.beside:
        yield said["beside"]
        yield _told(asked, other.value, words)


def _told(asked: Question | Switch | None, value: Any, words: AnswerWording) -> str:
    """The answer as a quote, or that it was left open."""
    if says_nothing(asked, value):
        return words.left_open
    return "\n".join(quoted(answer(asked, value, words)))
