"""What leaders of a group have in their hands: the guide to a plan, and the blank pages of an evening. Plain JSON, as
sheet.typ sets it, then a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from unhurried.course import Course
from unhurried.course.leader_guide import LeaderGuide
from unhurried.course.plans import Plan, Session, Step
from unhurried.printing import forms
from unhurried.printing.forms import Form
from unhurried.printing.pdf import to_pdf
from unhurried.printing.prose import Node, heading, listed, paragraph, prose
from unhurried.printing.room import room
from unhurried.printing.sheet import Paper, content, document
from unhurried.printing.wording import Wording
from unhurried.worksheet import Note, Question, Show, Steps
from unhurried.worksheet.fields import Hinted

Part = dict[str, Any]
_NEW_PAGE = {"offset": 0, "new_page": True}


def for_leaders(course: Course, plan: Plan, paper: Paper = "a4") -> list[bytes]:
    """The guide to a plan, then the handouts of each evening that has any, as PDFs.

    Raises:
        CourseError: the leader guide, a worksheet or the words of the course are not right.
        PrintFailed: something could not be set.
    """
    packs = (handouts(course, plan, number, paper) for number, _ in enumerate(plan.sessions, start=1))
    return [to_pdf(guide(course, plan, paper)), *(pack for pack in packs if pack is not None)]


def handouts(course: Course, plan: Plan, session: int, paper: Paper = "a4") -> bytes | None:
    """The blank worksheets of one evening as one PDF; None where it has none.

    Args:
        course: the plan's course.
        plan: a plan for a group.
        session: which evening, from 1.
        paper: its size.

    Raises:
        IndexError: there is no such session.
        CourseError: a worksheet is not right.
        PrintFailed: it could not be set.
    """
    worksheets = plan.session(session).worksheets
    return to_pdf(pack(course, worksheets, paper)) if worksheets else None


def pack(course: Course, worksheets: Sequence[str], paper: Paper) -> dict[str, Any]:
    """Blank worksheets by their ids, each from a new page on. Raises CourseError where one is not right."""
    sheets = [content(course, course.worksheet(identity), None) for identity in worksheets]
    parts = [{**_NEW_PAGE, "part": "worksheet", "name": None, **one} for one in sheets]
    return {**document(course, paper, plain_cover=False), "parts": parts}


def guide(course: Course, plan: Plan, paper: Paper) -> dict[str, Any]:
    """The guide to a plan: what leaders read before any group, its evenings word for word, and the form for a talk
    with one person, blank. A draft says so on each page.

    Raises:
        CourseError: the leader guide, or the words of the course, are not right.
    """
    said, read = course.words()["guide"], course.leader_guide()
    evenings = [said["evening"].format(number=n, title=one.title) for n, one in enumerate(plan.sessions, start=1)]
    titles = [said["leading"], *evenings, read.screening.title]
    parts = [
        _prose(None, _opening(course, read, plan, titles)),
        _prose(titles[0], _leading(said, read, plan)),
        *(_prose(title, _evening(course, title, one)) for title, one in zip(evenings, plan.sessions, strict=True)),
        _screening(course, read),
    ]
    around = document(course, paper, plain_cover=False)
    return {**around, **({"foot": said["draft"]} if plan.draft else {}), "parts": parts}


def _prose(name: str | None, nodes: Iterable[Node]) -> Part:
    """`name`: its title, by which the first page refers to it; None: nothing does."""
    return {**_NEW_PAGE, "part": "prose", "name": name, "nodes": list(nodes)}


def _opening(course: Course, read: LeaderGuide, plan: Plan, titles: Sequence[str]) -> Iterator[Node]:
    said, sources = course.words()["guide"], course.sources()
    yield heading(1, said["title"].format(guide=read.title, plan=plan.title))
    if plan.draft:
        yield paragraph(said["draft"], "")
    if not (plan.reviewed and read.reviewed):
        yield paragraph(said["not_reviewed"], "")
    yield paragraph(f"{said['for'][plan.for_]}.", f" {plan.about}")
    yield paragraph(f"{said['size']}.", f" {plan.size}")
    yield paragraph(read.about)
    yield heading(2, said["contents"])
    for title in titles:
        yield paragraph("", title, to=title)
    yield heading(2, said["sources"])
    yield listed([f"{sources[name].short} ({sources[name].year})" for name in plan.sources])


def _leading(said: dict[str, Any], read: LeaderGuide, plan: Plan) -> Iterator[Node]:
    yield heading(1, said["leading"])
    for section in read.sections:
        yield heading(2, section.title)
        yield from prose(section.text, level=3)
    yield heading(2, said["agreements"])
    yield listed(plan.agreements, start=1)


def _evening(course: Course, title: str, session: Session) -> Iterator[Node]:
    said = course.words()["guide"]
    yield heading(1, title)
    yield paragraph(f"{said['minutes'].format(minutes=session.minutes)}.", f" {session.about}")
    if session.before:
        yield heading(2, said["before"])
        yield listed(session.before)
    starts = _starts(session.steps)
    yield heading(2, said["order"])
    yield {
        "node": "table",
        "head": [_cell(name) for name in said["columns"]],
        "rows": [
            [_cell(start), _cell(step.title), _cell(str(step.minutes))]
            for start, step in zip(starts, session.steps, strict=True)
        ],
    }
    for place, (start, step) in enumerate(zip(starts, session.steps, strict=True), start=1):
        yield heading(2, said["step"].format(number=place, title=step.title))
        yield from _step(course, said, start, step)


def _step(course: Course, said: dict[str, Any], start: str, step: Step) -> Iterator[Node]:
    what = said["what"].format(start=start, minutes=step.minutes, kind=said["kinds"][step.kind])
    timer = [said["timer"][step.timer.form].format(seconds=step.timer.seconds)] if step.timer else []
    yield {"node": "small", "text": " ".join([what, *timer, step.purpose])}
    yield {"node": "aloud", "inside": prose(step.say, level=3)}
    if step.shown:
        yield paragraph(said["shown"], step.shown)
    if step.prompt:
        yield paragraph(said["question"], step.prompt.question)
        yield listed([option.label for option in step.prompt.options])
        if step.prompt.sensitive:
            yield paragraph(said["sensitive"])
    if step.breakout:
        yield paragraph(said["colours"], ", ".join(step.breakout.colours))
        yield paragraph(said["report"], step.breakout.report)
    if step.worksheets:
        titles = [course.worksheet(identity).title for identity in step.worksheets]
        yield paragraph(said["pages"], " \u00b7 ".join(titles))
    for name, texts in (("watch", step.watch), ("safety", step.safety)):
        if texts:
            yield {"node": "small", "text": f"{said[name]}:"}
            yield listed(texts)


def _starts(steps: Sequence[Step]) -> list[str]:
    """When each step begins, in hours and minutes from the beginning of the evening: `0:00`, `0:08`."""
    begun = [sum(one.minutes for one in steps[:index]) for index in range(len(steps))]
    return [f"{minutes // 60}:{minutes % 60:02}" for minutes in begun]


def _cell(text: str) -> list[Node]:
    runs: list[Node] = paragraph(text)["runs"]
    return runs


def _screening(course: Course, read: LeaderGuide) -> Part:
    interface = course.words()
    words = Wording(interface["exercise"], {}, interface["print"])
    form = read.screening
    return {
        **_NEW_PAGE,
        "part": "worksheet",
        "name": form.title,
        "title": form.title,
        "about": form.about,
        "head": [],
        "blocks": [drawn for block in form.blocks for drawn in _block(block, words)],
        "sources_title": "",
        "sources": [],
    }


def _block(block: Note | Steps | Question | Show, words: Wording) -> Iterator[Form]:
    match block:
        case Note():
            yield forms.note(block.text)
        case Steps():
            yield forms.together([forms.heading(block.question), forms.steps([one.text for one in block.steps])])
        case _ if isinstance(block, Question):
            hint = [forms.small(block.hint)] if isinstance(block, Hinted) and block.hint else []
            yield forms.together([forms.heading(block.question), *hint, *room(block, words, {}, flowing=True)])
