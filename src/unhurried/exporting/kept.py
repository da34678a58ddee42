"""What a space holds, sheet by sheet, and what of it goes into a copy. All of it holds a person's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from unhurried.course import Course
from unhurried.errors import CourseError
from unhurried.worksheet import Worksheet, is_open


class Version(Protocol):
    """A version beside, between which and the answer in use the person has not chosen. `at`: ISO 8601 with offset."""

    @property
    def value(self) -> Any: ...
    @property
    def at(self) -> str: ...


class State(Version, Protocol):
    """One state of an answer. `version`: from 1."""

    @property
    def version(self) -> int: ...
    @property
    def beside(self) -> Sequence[Version]: ...


#: Everything in a space: (worksheet, question) -> states of the answer, oldest first, the last one in use.
Whole = Mapping[tuple[str, str], Sequence[State]]


@dataclass(frozen=True)
class Sheet:
    """One worksheet with what was kept for it.

    Attributes:
        id: the worksheet's.
        worksheet: None: the course has it no more, or its file is not right.
        answers: question id -> states, oldest first; the worksheet's own questions in their order, and after them
            those that it has no more.
    """

    id: str
    worksheet: Worksheet | None
    answers: Mapping[str, Sequence[State]] = field(repr=False)

    def now(self, question: str) -> State:
        """The answer in use."""
        return self.answers[question][-1]


def sheets(course: Course, whole: Whole, everything: bool) -> list[Sheet]:
    """The sheets of a copy, in the order in which the person began them.

    Without `everything` it has only answers in use, to questions that can be shared. What stood there at other times
    is never shared (`Worksheet.may_share`), and whether a question that is gone could be, nobody can tell any more.
    """
    found = []
    for identity in dict.fromkeys(worksheet for worksheet, _ in whole):
        worksheet = _read(course, identity)
        kept = {question: states for (name, question), states in whole.items() if name == identity}
        known = list(worksheet.questions) if worksheet else []
        order = [*(one for one in known if one in kept), *(one for one in kept if one not in known)]
        chosen = {one: kept[one] if everything else kept[one][-1:] for one in order}
        if not everything:
            chosen = {one: states for one, states in chosen.items() if _may_go_out(worksheet, one, states[-1])}
        if chosen:
            found.append(Sheet(identity, worksheet, chosen))
    return found


def _read(course: Course, identity: str) -> Worksheet | None:
    """A worksheet with a mistake in its file keeps nobody from their words."""
    try:
        return course.worksheet(identity)
    except CourseError:
        return None


def _may_go_out(worksheet: Worksheet | None, question: str, now: State) -> bool:
    asked = worksheet.questions.get(question) if worksheet else None
    if worksheet is None or asked is None or worksheet.may_share(asked) == "never":
        return False
    return bool(now.beside) or not is_open(now.value)
