"""The way through the course for one person: which chapters and worksheets, in which order and form.

It is a suggestion. It locks nothing, counts nothing, and knows nothing of what was opened or answered. Whoever has no
partner beside them meets the same worksheets as a couple does, each in its form for one person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from unhurried.course.course import Chapter
from unhurried.worksheet import Worksheet

Role = Literal["hurt", "unfaithful", "both", "not_sure", "apart"]
Company = Literal["alone", "together"]
#: `own`: a page for one person in any case. `two`: a joint page, done by two. `alone`: the same, done by one.
Form = Literal["own", "two", "alone"]

ROLES: tuple[Role, ...] = get_args(Role)
COMPANIES: tuple[Company, ...] = get_args(Company)

_EITHER = frozenset({"hurt", "unfaithful"})
#: Whose pages are one's own. "Not sure" and "apart" do not tell who broke trust, and nobody has to say it: the pages of
#: both are there, to be taken or left.
_PAGES_OF: Mapping[Role, frozenset[str]] = {
    "hurt": frozenset({"hurt"}),
    "unfaithful": frozenset({"unfaithful"}),
    "both": _EITHER,
    "not_sure": _EITHER,
    "apart": _EITHER,
}


@dataclass(frozen=True)
class Stop:
    """A worksheet on the way, by its id, and in which form it is done."""

    worksheet: str
    form: Form


@dataclass(frozen=True)
class Leg:
    """A chapter on the way, by its notebook, with its stops in the chapter's order. No stops: there is only something
    to read in it."""

    notebook: str
    stops: tuple[Stop, ...]


def path(
    stages: Sequence[str],
    chapters: Sequence[Chapter],
    shown: Mapping[str, Sequence[Worksheet]],
    role: Role,
    company: Company,
    stage: str,
) -> tuple[Leg, ...]:
    """The way from the beginning of a stage to the end of the course.

    Args:
        stages: the ids of the stages, in order.
        chapters: in the order of course.yaml. Those in preparation are not on the way.
        shown: notebook -> the worksheets that the chapter shows, in its order.
        role: for whom.
        company: with or without a partner who joins in. It changes the form of joint pages, and nothing else.
        stage: the id of the stage to begin with. What comes before stays on the map.

    Returns:
        The chapters in the order of the map. A chapter is left out when each of its worksheets is for the other
        partner alone.

    Raises:
        ValueError: there is no such stage.
    """
    ahead = stages[stages.index(stage) :]
    on_the_map = [chapter for one in ahead for chapter in chapters if chapter.stage == one and chapter.ready]
    legs = [Leg(one.notebook, tuple(_stops(shown[one.notebook], role, company))) for one in on_the_map]
    return tuple(leg for leg in legs if leg.stops or not shown[leg.notebook])


def _stops(worksheets: Sequence[Worksheet], role: Role, company: Company) -> Iterator[Stop]:
    for worksheet in worksheets:
        if "together" in worksheet.who:
            yield Stop(worksheet.id, "two" if company == "together" else "alone")
        elif _PAGES_OF[role].intersection(worksheet.who):
            yield Stop(worksheet.id, "own")
