"""What `make bench` claims: that it compares like with like, and never reads what was missed as met."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date, datetime
from itertools import pairwise

import pandas as pd
import pytest
from benchmarks import table
from benchmarks.burst import Burst
from benchmarks.light import Came
from benchmarks.memory import Memory
from benchmarks.subjects import FIFTEEN, LADDER, Subject
from benchmarks.targets import Target, targets
from benchmarks.visits import ORDERS
from benchmarks.year import RUNGS, a_year_of_ladder

from unhurried.check import check
from unhurried.course import find_course
from unhurried.worksheet import validate_value

#: Medians of visits that meet what is required, by a little.
SOUND = {table.STOCK: 2000, table.OURS: 199, table.SPACE: 298, table.LADDER: 446, table.PLAIN: 77}


def visits(**answered: float) -> pd.DataFrame:
    rows = []
    for page, milliseconds in (SOUND | answered).items():
        row = {"page": page, "prose": 100 if page == table.OURS else 77, "answered": milliseconds}
        rows += [{**row, "visit": visit, "cpu": 900 if page == table.STOCK else 29} for visit in table.TIMES]
    return pd.DataFrame(rows)


def burst(held: float, *failures: str, mebibytes: float = 900) -> Burst:
    return Burst(1, [Came(held=held)], list(failures), 0.0, (100, mebibytes))


def missed(
    rows: pd.DataFrame | None = None,
    ours: Memory | None = None,
    crowd: Burst | None = None,
) -> list[str]:
    found = targets(
        visits() if rows is None else rows,
        ours or Memory(130, 3.5, 0.1, 61, 0),
        Memory(140, 60, 60, 60, 3),
        {20: burst(0.1), 200: crowd or burst(1.9)},
        {20: burst(4.1)},
    )
    return [target.what for target in found if not target.met]


def test_a_run_that_reaches_everything_misses_nothing() -> None:
    """Whoever chooses a program by these figures would be told of faults that there are not."""
    assert [] == missed()


def test_each_thing_that_is_required_can_be_missed() -> None:
    """Whoever chooses a program by these figures would be told that it is quick on a day on which it was not."""
    slow = missed(visits(**{table.OURS: 201}))
    assert ["first visit: stock Voila ÷ ours, answer held", "second visit: stock Voila ÷ ours, answer held"] == slow
    assert 2 == len(missed(visits(**{table.SPACE: 299})))
    assert 2 == len(missed(visits(**{table.LADDER: 448})))
    assert 2 == len(missed(ours=Memory(130, 5.1, 0.6, 61, 0)))
    assert ["processes that are left of them"] == missed(ours=Memory(130, 3.5, 0.1, 121, 1))
    assert 3 == len(missed(crowd=burst(2.1, "RuntimeError", mebibytes=1600)))


def test_what_could_not_be_read_is_not_met() -> None:
    """A run by somebody who may not look into page processes would claim that they take no memory."""
    unread = missed(ours=Memory(math.nan, math.nan, math.nan, 61, 0))
    assert ["memory of each further visitor", "what is left of each, a minute after they went"] == unread
    assert "not readable" == Target("", 5, math.nan, " MiB").measured


def test_every_kind_of_visit_follows_every_other_equally_often() -> None:
    """What one leaves behind would weigh on the next, and the figures would tell who came after whom."""
    assert set(range(5)) == set(ORDERS[0])
    assert {2} == set(Counter(pair for order in ORDERS for pair in pairwise(order)).values())
    assert {2} == set(Counter(place for order in ORDERS for place in enumerate(order)).values())


def test_the_page_that_is_measured_has_the_size_that_is_told() -> None:
    """A smaller page would make our figures better than they are for anybody's own."""
    course = find_course(FIFTEEN.course)
    check(course, date.today())
    kinds = Counter(block.kind for block in course.worksheet(FIFTEEN.worksheet).blocks)
    assert {"scale": 15, "show": 1, "writing": 10} == kinds


@pytest.mark.parametrize("subject", [FIFTEEN, LADDER], ids=lambda subject: subject.name)
def test_a_visit_answers_a_scale_that_there_is(subject: Subject) -> None:
    """After a question got another name, nothing would be measured any more, and nobody would know why."""
    worksheet = find_course(subject.course).worksheet(subject.worksheet)
    assert "scale" == worksheet.questions[subject.question].kind


def test_a_year_of_the_ladder_is_one_that_its_worksheet_can_hold() -> None:
    """The ladder would be measured nearly empty, and be slow for the one person who has kept at it."""
    questions = find_course(LADDER.course).worksheet(LADDER.worksheet).questions
    year = list(a_year_of_ladder(datetime(2026, 11, 20)))
    for at, answers in year:
        assert datetime(2025, 11, 20) <= at < datetime(2026, 11, 20)
        for question, value in answers.items():
            validate_value(questions[question], value)
    assert RUNGS == len(year[-1][1]["rungs"])
    assert LADDER.question not in year[-1][1]


def test_figures_take_the_place_of_the_last_ones() -> None:
    """Figures of another day would stand beside new ones, and be read as theirs."""
    text = f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n"
    assert f"before\n{table.BEGIN}\nnew\n{table.END}\nafter\n" == table.put_between_markers(text, "new")
    with pytest.raises(ValueError):
        table.put_between_markers("before", "new")
