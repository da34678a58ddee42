"""Every way through the course that we ship: for each role, alone or together, from each stage to the end."""

from __future__ import annotations

import re
from itertools import product

import pytest

from unhurried.course import BUILT_IN, Code, Course, shown_by
from unhurried.course.paths import COMPANIES, ROLES, Company, Leg, Role, path
from unhurried.worksheet import Note, Worksheet

COURSE = Course(BUILT_IN)
STAGES = [stage.id for stage in COURSE.stages()]
CHAPTERS = COURSE.chapters()
ON_THE_MAP = [one.notebook for stage in STAGES for one in CHAPTERS if one.stage == stage]
DOORS = ["door-apart", "door-not-sure", "door-together"]
EVERY = list(product(ROLES, COMPANIES, STAGES))
#: How a joint page addresses somebody who does it alone.
FOR_ONE = re.compile(
    r"\*\*(?:If you are (?:on your own|alone) with this|Alone|If only one of you wants this page"
    r"|If they do not join you)\b[^*]*\*\*\s*(?P<what>[^\n]{20,})"
)


def shown_in(notebook: str) -> list[Worksheet]:
    cells = COURSE.notebook(notebook).cells
    ids = [shown_by(cell.source) for cell in cells if isinstance(cell, Code)]
    return [COURSE.worksheet(identity) for identity in ids if identity is not None]


SHOWN = {one.notebook: shown_in(one.notebook) for one in CHAPTERS}
SHEETS = {sheet.id: sheet for sheets in SHOWN.values() for sheet in sheets}
JOINT = [sheet for sheet in SHEETS.values() if "together" in sheet.who]


def walk(role: Role, company: Company, stage: str = STAGES[0]) -> tuple[Leg, ...]:
    return path(STAGES, CHAPTERS, SHOWN.__getitem__, role, company, stage)


def stops(legs: tuple[Leg, ...]) -> dict[str, str]:
    return {stop.worksheet: stop.form for leg in legs for stop in leg.stops}


@pytest.mark.parametrize(("role", "company"), list(product(ROLES, COMPANIES)))
def test_every_way_begins_with_a_first_night_and_ends_with_the_last_chapter(role: Role, company: Company) -> None:
    """Somebody would be handed pages with no beginning for them, or stand before nothing halfway through."""
    legs = walk(role, company)
    assert ("00-first-nights-b" if role == "unfaithful" else "00-first-nights-h") == legs[0].notebook
    assert "14-what-comes-next" == legs[-1].notebook == ON_THE_MAP[-1]


@pytest.mark.parametrize(("role", "company", "stage"), EVERY)
def test_no_way_has_a_dead_end(role: Role, company: Company, stage: str) -> None:
    """Somebody would be led to a chapter that has nothing for them, back and forth, or to the end of nothing."""
    legs = walk(role, company, stage)
    places = [ON_THE_MAP.index(leg.notebook) for leg in legs]
    assert sorted(set(places)) == places
    assert "14-what-comes-next" == legs[-1].notebook
    assert [] == [leg.notebook for leg in legs if not leg.stops and SHOWN[leg.notebook]]
    own = {"hurt", "unfaithful"} if role not in ("hurt", "unfaithful") else {role}
    assert [] == [name for name in stops(legs) if not {*own, "together"}.intersection(SHEETS[name].who)]


@pytest.mark.parametrize(("role", "company", "stage"), EVERY)
def test_every_way_leads_to_each_of_the_three_doors(role: Role, company: Company, stage: str) -> None:
    """A way would take a side: staying, leaving or not being sure would be out of reach for somebody."""
    (deciding,) = (leg for leg in walk(role, company, stage) if leg.notebook == "12-deciding")
    found = [(stop.worksheet, stop.form) for stop in deciding.stops if stop.worksheet.startswith("door-")]
    assert [(door, "own") for door in DOORS] == found


@pytest.mark.parametrize(("role", "company", "stage"), EVERY)
def test_a_later_beginning_is_the_rest_of_the_same_way(role: Role, company: Company, stage: str) -> None:
    """Somebody who begins later would be led past a page that stands ahead of them."""
    legs = walk(role, company, stage)
    assert walk(role, company)[-len(legs) :] == legs
    later = STAGES[STAGES.index(stage) :]
    assert {*later} == {one.stage for one in CHAPTERS if one.notebook in {leg.notebook for leg in legs}}


@pytest.mark.parametrize(("role", "stage"), list(product(ROLES, STAGES)))
def test_a_partner_who_never_joins_takes_nothing_away(role: Role, stage: str) -> None:
    """Somebody whose partner stays away would lose pages, and be punished for what another person does."""
    alone, together = walk(role, "alone", stage), walk(role, "together", stage)
    assert [leg.notebook for leg in together] == [leg.notebook for leg in alone]
    assert list(stops(together)) == list(stops(alone))
    assert "two" not in stops(alone).values()
    assert "alone" not in stops(together).values()
    changed = {name for name, form in stops(alone).items() if form != stops(together)[name]}
    assert {sheet.id for sheet in JOINT} & {*stops(alone)} == changed


@pytest.mark.parametrize("sheet", JOINT, ids=lambda sheet: sheet.id)
def test_every_joint_page_says_what_one_person_does(sheet: Worksheet) -> None:
    """Somebody alone would open a page that needs two, and find no word for themselves on it."""
    notes = "\n".join(block.text for block in sheet.blocks if isinstance(block, Note))
    assert FOR_ONE.search(notes)


def test_no_page_is_on_nobodys_way() -> None:
    """A page would be written for somebody who is never led to it."""
    for who in ("hurt", "unfaithful"):
        for company in COMPANIES:
            theirs = {name for name, sheet in SHEETS.items() if {who, "together"}.intersection(sheet.who)}
            assert theirs == set(stops(walk(who, company)))  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ["both", "not_sure", "apart"])
def test_who_is_not_on_one_side_has_the_pages_of_both(role: Role) -> None:
    """Somebody who cannot or will not say who broke trust would get less than those who can."""
    for company in COMPANIES:
        assert {*SHEETS} == set(stops(walk(role, company)))
