"""Looking back without a browser: entries as a table, and docs/protocol.md, "Looking back", message by message."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhurried.course import BUILT_IN, Course, places
from unhurried.errors import SpaceBusy, SpaceFull
from unhurried.exercise_page.looking_back import LookingBack
from unhurried.looking_back import table
from unhurried.space.entries import Entry
from unhurried.space.open_key import OpenKey
from unhurried.space.vault import Vault

COURSE = Course(BUILT_IN)
COURSE.settle()
SECRET = "marzipan on the sill"
Json = dict[str, Any]


def entry(number: int, worksheet: str, question: str, at: str, standing: Any = "earlier") -> Entry:
    return Entry(number, worksheet, question, number, at, standing)


ENTRIES = [
    entry(1, "letter", "words", "2026-03-01T23:50:00-05:00"),
    entry(2, "leaning", "now", "2026-03-02T09:00:00+01:00", "now"),
    entry(3, "letter", "words", "2026-03-02T00:10:00-05:00"),
    entry(4, "letter", "sign", "2026-03-02T00:11:00-05:00", "now"),
    entry(5, "letter", "words", "2026-03-04T08:00:00+01:00", "now"),
    entry(6, "letter", "words", "2026-03-04T08:01:00+01:00", "beside"),
]


def test_what_there_is_of_each_worksheet() -> None:
    """Somebody would be told of another day than the one on which they wrote: theirs ended at their own midnight."""
    kept = table.table(ENTRIES)
    expected = [table.Sheet("letter", "2026-03-04", 3, 5), table.Sheet("leaning", "2026-03-02", 1, 1)]
    assert expected == table.sheets(kept)
    assert [] == table.sheets(table.table([]))


def test_questions_come_with_their_newest_entries() -> None:
    """Somebody would read an old answer for the one of now, or miss that there are more."""
    words, sign = table.questions(table.table(ENTRIES), "letter", 2)
    assert ("words", [6, 5], 2) == (words.question, [one.id for one in words.newest], words.older)
    assert ("sign", [4], 0) == (sign.question, [one.id for one in sign.newest], sign.older)
    assert {"words": (6, 4), "sign": (4, 1)} == table.extents(table.table(ENTRIES), "letter")
    older = table.older(table.table(ENTRIES), "letter", "words", 5, 1)
    assert ([3], 1) == ([one.id for one in older.newest], older.older)
    assert ["2026-03-02T00:10:00-05:00"] == [one.at for one in older.newest]


def test_a_chart_is_of_what_was_in_use() -> None:
    """A number that somebody did not choose would stand in their chart."""
    line = table.in_line(table.of_question(table.table(ENTRIES), "letter", "words"))
    assert [1, 3, 5] == [one.id for one in line]


@pytest.mark.parametrize(
    ("since", "until", "ids"),
    [
        (None, None, [1, 2, 3, 4, 5, 6]),
        (date(2026, 3, 2), None, [2, 3, 4, 5, 6]),
        (None, date(2026, 3, 1), [1]),
        (date(2026, 3, 2), date(2026, 3, 2), [2, 3, 4]),
        (date(2026, 3, 5), None, []),
    ],
)
def test_days_are_the_readers_own(since: date | None, until: date | None, ids: list[int]) -> None:
    """What was written ten minutes after midnight would be listed under the day before."""
    assert ids == list(table.between(table.table(ENTRIES), since, until).index)


days = st.integers(1, 28).map(lambda day: f"2026-03-{day:02}T12:00:00+00:00")
many = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), days), max_size=30)


@given(many, st.integers(1, 7))
def test_nothing_is_left_out_and_nothing_comes_twice(rows: list[tuple[str, str, str]], most: int) -> None:
    """Something would lie in the file that no page shows, however often somebody asks for more."""
    kept = table.table(entry(number, *row) for number, row in enumerate(rows, start=1))
    assert len(rows) == sum(sheet.entries for sheet in table.sheets(kept))
    seen: list[int] = []
    for sheet in table.sheets(kept):
        for asked in table.questions(kept, sheet.worksheet, most):
            seen += [one.id for one in asked.newest]
            while asked.older:
                asked = table.older(kept, sheet.worksheet, asked.question, asked.newest[-1].id, most)
                seen += [one.id for one in asked.newest]
    assert list(range(1, len(rows) + 1)) == sorted(seen)


def test_a_page_process_does_without_pandas_until_somebody_looks_back() -> None:
    """Every page would wait half a second for what one page needs."""
    code = "import sys, unhurried.exercise_page, unhurried.server.processes.warm; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "False" == done.stdout.strip()


# The messages


class Back:
    """The page process's side, with a real space and everything that it says."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.said: list[Json] = []
        self.back = LookingBack(COURSE)
        self.back.widget.say = self.said.append  # type: ignore[method-assign]

    def ask(self, do: str, **more: Any) -> Json:
        self.back.receive({"do": do, **more})
        return self.said[-1]

    def keep(self, worksheet: str, question: str, value: Any, at: str = "2026-03-01T20:00:00+01:00") -> None:
        known = self.vault.read().get((worksheet, question))
        sitting = f"sitting {len(self.vault.entries())}"
        self.vault.keep(worksheet, question, value, known.version if known else 0, at, sitting)

    def question(self, worksheet: str, question: str) -> Json:
        opened = self.ask("open", worksheet=worksheet)
        found: Json = next(one for one in opened["questions"] if one["id"] == question)
        return found

    def delete(self, worksheet: str, question: str, place: int = 0, **more: Any) -> Json:
        named = self.question(worksheet, question)["entries"][place]
        order = {"worksheet": worksheet, "question": question, "seq": 7, "at": "2026-03-05T12:00:00+01:00"}
        return self.ask("delete", entry={name: named[name] for name in ("id", "version", "at")}, **{**order, **more})


@pytest.fixture
def back(tmp_path: Path) -> Iterator[Back]:
    key = OpenKey(tmp_path / ("a" * 32), bytes(31) + b"k")
    Vault.create(key).close()
    with Vault.open(key) as vault:
        looking = Back(vault)
        looking.back.attach(vault)
        yield looking


def test_without_a_space_nothing_is_there(back: Back) -> None:
    """A locked space would go on being listed."""
    back.keep("leaning", "words", SECRET)
    assert 1 == len(back.ask("overview")["worksheets"])
    back.back.detach()
    assert ("looking", [], False) == tuple(back.said[-1][name] for name in ("keeping", "worksheets", "any"))
    for do in ("open", "older", "draw"):
        assert {"say": "failed", "why": "unexpected"} == back.ask(do, worksheet="leaning", question="words", before=9)
    refused = back.ask("delete", seq=1, worksheet="leaning", question="words", entry={"id": 1})
    assert {"say": "not_deleted", "seq": 1, "why": "unexpected"} == refused
    assert SECRET not in repr(back.said)


def test_what_there_is_and_where_it_is_asked(back: Back) -> None:
    """Somebody could not get from what they wrote to the page that they wrote it on."""
    back.keep("three-strands", "trust", 0)
    back.keep("gone-worksheet", "words", SECRET, "2026-03-02T08:00:00+01:00")
    shown = back.ask("overview")
    gone, strands = shown["worksheets"]
    assert ("gone-worksheet", None, "never", "2026-03-02", 1) == tuple(
        gone[name] for name in ("title", "place", "share", "last", "days")
    )
    place = places(COURSE)["three-strands"]
    assert {"page": place.page, "number": place.number, "title": place.title} == strands["place"]
    assert [{"page": place.page, "title": place.title}] == shown["chapters"]
    assert SECRET not in repr(shown)  # words come when somebody opens a worksheet
    assert ["three-strands"] == [one["id"] for one in back.ask("overview", chapter=place.page)["worksheets"]]
    assert [] == back.ask("overview", until="2026-02-28")["worksheets"]
    assert back.ask("overview", until="2026-02-28")["any"]


def test_words_are_words(back: Back) -> None:
    """Somebody would read ids and braces in the place of what they said."""
    back.keep("three-strands", "trust", 0)
    back.keep("three-strands", "trust", "a text, from before it was a scale", "2026-03-02T08:00:00+01:00")
    back.keep("touch-ladder", "paused", True)
    back.keep("script-builder", "scripts", [{"id": "a", "from": None, "name": "Tea", "no": "Not today"}])
    back.keep("three-strands", "dropped", SECRET)
    late, early = back.question("three-strands", "trust")["entries"]
    assert 0 == early["value"]
    assert "a text, from before it was a scale" == late["loose"]
    assert True is back.question("touch-ladder", "paused")["entries"][0]["switch"]
    script = back.question("script-builder", "scripts")["entries"][0]
    assert [["Tea", "Not today."]] == [row["cells"] for row in script["said"]["rows"]]
    dropped = back.question("three-strands", "dropped")
    assert (False, None, "never", SECRET) == (
        dropped["asked"],
        dropped["block"],
        dropped["share"],
        dropped["entries"][0]["loose"],
    )
    block = back.question("three-strands", "trust")["block"]
    assert ("scale", "nothing", "all of it") == (block["kind"], block["low"], block["high"])


def test_every_question_of_the_course_can_be_looked_back_at(back: Back) -> None:
    """Somewhere in a hundred worksheets there would be one that does not open."""
    kept = 0
    for identity in COURSE.worksheet_ids():
        worksheet = COURSE.worksheet(identity)
        for question, value in (worksheet.example or {}).items():
            if question in worksheet.questions and value is not None:
                back.keep(identity, question, value)
                kept += 1
        opened = back.ask("open", worksheet=identity)
        assert "opened" == opened["say"]
        assert not [one for question in opened["questions"] for one in question["entries"] if "loose" in one]
    assert kept > 200


def test_numbers_are_worked_out_when_asked_for(back: Back) -> None:
    """A chart would come by itself, or tell of other numbers than the table."""
    for day, number in ((1, 3), (2, 0), (3, None), (4, 7)):
        back.keep("three-strands", "trust", number, f"2026-03-0{day}T20:00:00+01:00")
    assert "series" not in repr(back.ask("open", worksheet="three-strands"))
    drawn = back.ask("draw", worksheet="three-strands", question="trust")["result"]
    (line,) = drawn["series"]
    assert [3, 0, 7] == [point["value"] for point in line["points"]]
    assert ["3", "0", "7"] == [row["cells"][1] for row in drawn["rows"]]
    narrowed = back.ask("draw", worksheet="three-strands", question="trust", since="2026-03-02", until="2026-03-03")
    assert ["0"] == [row["cells"][1] for row in narrowed["result"]["rows"]]
    pulls = COURSE.worksheet("two-voices")
    pair = next(name for name, question in pulls.questions.items() if question.kind == "pair")
    back.keep("two-voices", pair, {"left": 2, "right": None})
    assert 2 == len(back.ask("draw", worksheet="two-voices", question=pair)["result"]["head"]) - 1


def test_a_narrower_look_does_not_hide_how_much_there_is(back: Back) -> None:
    """Somebody would delete "all versions", having been shown one of three."""
    for number, words in enumerate(("one", "two", "three"), start=1):
        back.keep("leaning", "words", words, f"2026-03-0{number}T20:00:00+01:00")
    (question,) = back.ask("open", worksheet="leaning", until="2026-03-01")["questions"]
    assert (["one"], 3) == ([one["loose"] for one in question["entries"]], question["total"])
    assert question["newest"] > question["entries"][0]["id"]


def test_one_entry_or_the_whole_answer(back: Back) -> None:
    """More would go than somebody chose, or less."""
    for number, words in enumerate(("one", "two", "three"), start=1):
        back.keep("leaning", "words", words, f"2026-03-0{number}T20:00:00+01:00")
        back.keep("leaning", "other", words, f"2026-03-0{number}T20:00:00+01:00")
    assert {"say": "deleted", "seq": 7, "copies": None} == back.delete("leaning", "words", 1)
    assert ["three", "one"] == [one["loose"] for one in back.question("leaning", "words")["entries"]]
    assert "deleted" == back.delete("leaning", "words", all=True)["say"]
    assert {"other"} == {entry.question for entry in back.vault.entries()}
    assert 3 == len(back.vault.entries())


def test_what_was_written_since_is_not_deleted(back: Back) -> None:
    """Words that the page had not shown would go with the ones that it had."""
    back.keep("leaning", "words", "one")
    named = back.question("leaning", "words")["entries"][0]
    order = {"worksheet": "leaning", "question": "words", "seq": 3, "entry": named}
    back.keep("leaning", "words", "two", "2026-03-02T20:00:00+01:00")
    changed = {"say": "not_deleted", "seq": 3, "why": "changed"}
    assert changed == back.ask("delete", **order, all=True)
    assert changed == back.ask("delete", **{**order, "entry": {**named, "version": 9}})
    assert 2 == len(back.vault.entries())
    assert "deleted" == back.ask("delete", **order)["say"]
    assert "deleted" == back.ask("delete", **order)["say"]  # the answer had got lost, and it is said again
    assert ["two"] == [version.value for version in back.vault.history("leaning", "words")]


@pytest.mark.parametrize(("error", "why"), [(SpaceBusy(), "space_busy"), (OSError(SECRET), "unexpected")])
def test_what_goes_wrong_is_said_without_a_word(
    error: Exception, why: str, back: Back, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page would say "deleted" of what is still there, or an error would repeat it."""
    back.keep("leaning", "words", SECRET)

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(back.vault, "delete", fail)
    assert {"say": "not_deleted", "seq": 7, "why": why} == back.delete("leaning", "words")
    monkeypatch.setattr(back.vault, "values", fail)
    assert {"say": "failed", "why": why} == back.ask("open", worksheet="leaning")


def test_copies_that_cannot_be_made_anew_are_told_apart(back: Back, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody would rely on the copies being rid of it."""

    def fail(_: date) -> None:
        raise SpaceFull

    monkeypatch.setattr(back.vault, "renew_copies", fail)
    back.keep("leaning", "words", SECRET)
    assert {"say": "deleted", "seq": 7, "copies": "space_full"} == back.delete("leaning", "words", copies=True)
    days: list[date] = []
    monkeypatch.setattr(back.vault, "renew_copies", days.append)
    back.keep("leaning", "words", SECRET)
    assert "renewed" == back.delete("leaning", "words", copies=True)["copies"]
    assert [date(2026, 3, 5)] == days


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(
        st.sampled_from(["do", "worksheet", "question", "entry", "before", "since", "chapter", "seq", "all"]),
        st.sampled_from(["overview", "open", "older", "draw", "delete", "leaning"]) | anything,
    )
    | anything
)
def test_no_message_can_raise_or_delete(message: Any) -> None:
    """One broken page would end the visit, or cost what nobody chose."""

    class NeverDeletes:
        def entries(self) -> list[Entry]:
            return [entry(1, "leaning", "words", "2026-03-01T20:00:00+01:00", "now")]

        def values(self, numbers: list[int]) -> dict[int, str]:
            return dict.fromkeys(numbers, SECRET)

        def delete(self, named: list[Entry]) -> bool:
            assert [] == named  # a question without entries: nothing to delete
            return True

    back = LookingBack(COURSE)
    back._vault = NeverDeletes()  # type: ignore[assignment]
    back.receive(message)
