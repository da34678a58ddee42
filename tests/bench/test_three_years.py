"""The three years that looking back is measured with."""

from __future__ import annotations

from datetime import datetime, timedelta

from benchmarks.looking_back import DAYS, three_years

from unhurried.course import BUILT_IN, Course
from unhurried.worksheet import validate_value

COURSE = Course(BUILT_IN)
COURSE.settle()
UNTIL = datetime(2026, 11, 20, 22, 0)


def test_three_years_are_three_years_of_real_answers() -> None:
    """We would promise a second to somebody with years of words, having measured an empty space."""
    sittings = list(three_years(COURSE, UNTIL))
    times = [at for at, _, _ in sittings]
    assert times == sorted(times)
    assert times[-1] - times[0] > timedelta(days=DAYS - 14)
    assert sum(len(answers) for _, _, answers in sittings) > 12_000
    assert len({worksheet for _, worksheet, _ in sittings}) > 90
    for _, identity, answers in sittings[::10]:
        for question, value in answers.items():
            validate_value(COURSE.worksheet(identity).questions[question], value)
    assert sittings[:50] == list(three_years(COURSE, UNTIL))[:50]
