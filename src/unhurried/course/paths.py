"""The way through the course for one person: which chapters and worksheets, in which order and form.

It is a suggestion. It locks nothing, counts nothing, and knows nothing of what was opened or answered. Whoever has no
partner beside them meets the same worksheets as a couple does, each in its form for one person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from unhurried.course.course import Chapter
from unhurried.worksheet import Worksheet

#: The worksheets that a chapter shows, in its order, by its notebook. Those of a chapter ahead may take time to read.
Shown = Callable[[str], Sequence[Worksheet]]
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
    shown: Shown,
    role: Role,
    company: Company,
    stage: str,
) -> tuple[Leg, ...]:
    """The way from the beginning of a stage to the end of the course.

    Args:
        stages: the ids of the stages, in order.
        chapters: in the order of course.yaml. Those in preparation are not on the way.
        shown: what each chapter shows.
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
    legs = ((one.notebook, shown(one.notebook)) for one in _on_the_map(ahead, chapters))
    return tuple(Leg(name, tuple(_stops(sheets, role, company))) for name, sheets in legs if _is_for(role, sheets))


def next_ones(stages: Sequence[str], chapters: Sequence[Chapter], shown: Shown, notebook: str) -> tuple[str, ...]:
    """Where anybody's way goes on after a chapter: the next one of each role, each named once.

    A page does not know who reads it, so it offers what follows for each of those whose way leads through it; to who
    broke trust, say, the chapter after the one that is for the hurt partner alone.

    Args:
        stages, chapters, shown: as for `path`.
        notebook: the chapter that somebody has come to the end of.

    Returns:
        Notebooks, the hurt partner's next one first; none after the last chapter.
    """
    on_the_map = [one.notebook for one in _on_the_map(stages, chapters)]
    ahead = on_the_map[on_the_map.index(notebook) + 1 :]
    here = [role for role in ROLES if _is_for(role, shown(notebook))]
    following = (next((one for one in ahead if _is_for(role, shown(one))), None) for role in here)
    return tuple(dict.fromkeys(one for one in following if one is not None))


def only_for(worksheets: Sequence[Worksheet]) -> Literal["hurt", "unfaithful"] | None:
    """The one partner that all of a chapter's worksheets are for; None where they are for more than one, or none."""
    who = {one for worksheet in worksheets for one in worksheet.who}
    match [*who]:
        case ["hurt" | "unfaithful" as one]:
            return one
    return None


def _on_the_map(stages: Sequence[str], chapters: Sequence[Chapter]) -> Iterator[Chapter]:
    """The chapters that are ready, in the order of the map."""
    for stage in stages:
        yield from (chapter for chapter in chapters if chapter.stage == stage and chapter.ready)


def _is_for(role: Role, worksheets: Sequence[Worksheet]) -> bool:
    """Whether a chapter has anything for a role: a page of theirs, or nothing but words, which are for everybody."""
    return not worksheets or any(_stops(worksheets, role, "alone"))


def _stops(worksheets: Sequence[Worksheet], role: Role, company: Company) -> Iterator[Stop]:
    for worksheet in worksheets:
        if "together" in worksheet.who:
            yield Stop(worksheet.id, "two" if company == "together" else "alone")
        elif _PAGES_OF[role].intersection(worksheet.who):
            yield Stop(worksheet.id, "own")
