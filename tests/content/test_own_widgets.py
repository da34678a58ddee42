"""What the course puts into widgets of their own: ways to steady oneself, three doors, questions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from unhurried.course import BUILT_IN, find_course
from unhurried.worksheet import Choice, Choices, List, Note, Steps, Worksheet

COURSE = find_course(BUILT_IN)
DOORS = [COURSE.worksheet(f"door-{name}") for name in ("apart", "not-sure", "together")]
BREATH = re.compile(r"\bbreath(?:e|es|ing)?\b", re.IGNORECASE)


def texts(sheet: Worksheet) -> Iterator[str]:
    """All that can be read on a page about a door."""
    yield sheet.about
    for block in sheet.blocks:
        yield block.text if isinstance(block, Note) else getattr(block, "question", "")
        for option in getattr(block, "options", ()):
            yield f"{option.label} {option.hint or ''}"
        yield from getattr(block, "starters", ())


def test_no_way_needs_closed_eyes_and_most_need_no_breath() -> None:
    """For some people, watching the breath or closing the eyes makes it worse; they would have nothing left."""
    ways = [block for block in COURSE.worksheet("grounding-tools").blocks if isinstance(block, Steps)]
    assert len(ways) >= 6
    told = {way.id: " ".join([way.question, way.hint or "", *(step.text for step in way.steps)]) for way in ways}
    with_breath = {name for name, text in told.items() if BREATH.search(text)}
    assert {"out-breath"} == with_breath
    assert "Leave it out" in told["out-breath"]
    for text in told.values():
        assert not re.search(r"\b(?:close|shut) your eyes\b", text, re.IGNORECASE)
    for part in ("hands", "eyes", "feet", "cold", "sound", "words"):
        assert any(re.search(rf"\b{part}", text, re.IGNORECASE) for text in told.values()), part


def test_there_is_as_much_behind_each_door() -> None:
    """One way would have more help, more room or more words than the others, and look like the one that is meant."""
    first = DOORS[0]
    for door in DOORS:
        assert [(block.kind, getattr(block, "id", "")) for block in first.blocks] == [
            (block.kind, getattr(block, "id", "")) for block in door.blocks
        ]
        assert (first.minutes, first.who, first.share, "never") == (door.minutes, door.who, door.share, door.groups)
        for one, other in zip(first.blocks, door.blocks, strict=True):
            if isinstance(one, Choice | Choices) and isinstance(other, Choice | Choices):
                assert abs(len(one.options) - len(other.options)) <= 1
    words = [sum(len(text.split()) for text in texts(door)) for door in DOORS]
    assert max(words) <= 1.15 * min(words), words


def test_the_doors_are_worded_alike_before_they_are_opened() -> None:
    """One door would be praised, or be the only one with a warning."""
    says = COURSE.worksheet("leaning").says
    names = [says[f"door_{name}"] for name in ("apart", "not_sure", "together")]
    assert sorted(names) == names
    about = [says[f"door_{name}_about"] for name in ("apart", "not_sure", "together")]
    lengths = [len(text.split()) for text in about]
    assert max(lengths) - min(lengths) <= 3
    assert {"With"} == {text.split()[0] for text in about}


def test_no_question_is_put_into_anybodys_head() -> None:
    """Each sample could become a new picture."""
    [questions] = [block for block in COURSE.worksheet("question-sorter").blocks if isinstance(block, List)]
    assert questions.suggestions is None
    assert "never" == COURSE.worksheet("question-sorter").may_share(questions)
    assert ["hurt"] == COURSE.worksheet("question-sorter").who
    piles = next(field for field in questions.fields if field.id == "pile")
    assert ["now", "later", "guide", "let-go"] == [option.id for option in piles.options]  # type: ignore[union-attr]
