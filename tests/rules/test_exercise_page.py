"""One exercise and its page: docs/protocol.md, message by message."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import comm
import pytest
from comm.base_comm import BaseComm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unhurried import exercise_page
from unhurried.errors import CourseError, SpaceBusy, SpaceDamaged, SpaceError, SpaceFull
from unhurried.exercises import RESULTS
from unhurried.space.folder import Folder
from unhurried.space.vault import Conflict, Kept, Vault, Version

AT = "2026-11-20T14:02:00+13:00"
SECRET = "marzipan"
RUNG = {"id": "a", "from": None, "name": "Tea", "comfort": 7, "wish": None, "conditions": None}


@dataclass
class Stored:
    """An answer as a vault gives it."""

    value: Any
    version: int
    at: str
    beside: list[Version] = field(default_factory=list)


class MemoryVault:
    """A space in memory that can be made to fail: what an exercise needs of one, and no file."""

    kind = "own"

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str], Stored] = {}
        self.earlier: dict[tuple[str, str], list[Version]] = {}
        self.calls: list[dict[str, Any]] = []
        self.sittings: set[str] = set()
        self.error: Exception | None = None

    def read(self) -> dict[tuple[str, str], Stored]:
        if self.error:
            raise self.error
        return dict(self.answers)

    def history(self, worksheet: str, question: str) -> list[Version]:
        if self.error:
            raise self.error
        return self.earlier.get((worksheet, question), [])

    def keep(
        self,
        worksheet: str,
        question: str,
        value: Any,
        base: int,
        at: str,
        sitting: str,
        settles: bool = False,
    ) -> Kept | Conflict:
        self.sittings.add(sitting)
        self.calls.append({"question": question, "value": value, "base": base, "at": at, "settles": settles})
        if self.error:
            raise self.error
        known = self.answers.get((worksheet, question))
        if known and known.version != base:
            known.beside.append(Version(value, at))
            return Conflict(known.version, known.value, known.at)
        beside = known.beside if known and not settles else []
        self.answers[worksheet, question] = Stored(value, base + 1, at, beside)
        return Kept(base + 1, at)


class Page:
    """The browser's side of one widget: sends messages, and has what came back."""

    def __init__(self, identity: str) -> None:
        self.widget = exercise_page.page(identity)
        self.comm = self.widget.comm
        self.seq = 0

    @property
    def heard(self) -> list[dict[str, Any]]:
        return [data["content"] for kind, data in self.comm.sent if kind == "comm_msg"]

    def send(self, content: Any) -> list[dict[str, Any]]:
        before = len(self.heard)
        message = {"comm_id": self.comm.comm_id, "data": {"method": "custom", "content": content}}
        self.comm.handle_msg({"content": message, "buffers": []})
        return self.heard[before:]

    def put(self, question: str, value: Any, base: int = 0, **more: Any) -> list[dict[str, Any]]:
        self.seq += 1
        content = {"do": "put", "question": question, "value": value, "base": base, "seq": self.seq, "at": AT}
        return self.send({**content, **more})


DAY = """\
id: day
title: The day
stage: steady
who: [hurt]
minutes: 2
about: For looking back.
share: ask
sources: [glass-2003]
says: {count: My own words.}
example: {now: 4}
blocks:
  - scale: {id: now, question: "How is it now?", from: 0, to: 10, low: heavy, high: light}
  - scale: {id: later, question: "And later?", from: 0, to: 10, low: heavy, high: light}
  - pair:
      id: pulls
      question: Two things
      left: {question: "Nearer?", from: 1, to: 5, low: no, high: yes}
      right: {question: "Away?", from: 0, to: 10, low: no, high: yes}
  - choices: {id: sky, question: The sky, options: [{id: sun, label: Sun}], other: true}
  - list: {id: seen, question: What I saw, item: thing, fields: [short: {id: name, question: What}]}
  - show: {id: both, title: Both, result: mean, of: [now, later], empty: Not yet.}
  - show: {id: days, title: Days, result: over_time, of: [now, pulls], empty: Not yet.}
  - show: {id: times, title: Times, result: count, of: [seen, sky], empty: Not yet.}
"""
RESULT_WORDS = """\
  left_open: left open
  results:
    mean: "Mean {mean}, answered {count}, open {open}."
    mean_open: Left open.
    over_time: "Answers: {count}."
    over_time_day: Day
    count: Counted.
    count_what: What
    count_many: How many
    date: "{day} {month} {year}"
    months: [Jan, Feb, Mar, Apr, May, Jun, Jul, Aug, Sep, Oct, Nov, Dec]
"""


@pytest.fixture
def day_course(small_course: Path) -> Path:
    """The small course with a worksheet that shows every result."""
    folder = small_course / "worksheets/en"
    (folder / "day.yaml").write_text(DAY.replace("low: no, high: yes", 'low: "no", high: "yes"'))
    words = folder / "interface.yaml"
    words.write_text(words.read_text().replace("help:", RESULT_WORDS + "help:"))
    return small_course


class RecordingComm(BaseComm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.sent: list[tuple[str, Any]] = []
        super().__init__(*args, **kwargs)

    def publish_msg(self, msg_type: str, data: Any = None, *_: Any, **__: Any) -> None:
        self.sent.append((msg_type, data))


@pytest.fixture
def page(small_course: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Opens exercises of the small course, and closes them with the test."""
    monkeypatch.setenv("UNHURRIED_COURSE", str(small_course))
    monkeypatch.setattr(comm, "create_comm", RecordingComm)
    pages: list[Page] = []

    def open_page(identity: str = "mood") -> Page:
        pages.append(Page(identity))
        return pages[-1]

    yield open_page
    exercise_page.detach_all()
    for one in pages:
        one.widget.close()
    pages.clear()
    gc.collect()


def test_the_definition_is_all_that_the_widget_shows(page: Any) -> None:
    """Else a page would ask a question that has no words, or offer to share what must stay private."""
    shown = page().widget.definition
    expected = {"id", "title", "about", "minutes", "may_stir_up", "gentler", "who", "share", "reviewed"}
    assert expected | {"sources", "example", "example_by", "words", "says", "on_card", "blocks"} == set(shown)
    note, scale, writing, things = shown["blocks"]
    assert {"kind": "note", "html": "<p>Take your <em>time</em>.</p>\n"} == note
    assert {"kind", "id", "question", "from", "to", "low", "high", "share"} == set(scale)
    assert {"kind", "id", "question", "hint", "starters", "lines", "share"} == set(writing)
    assert (0, "ask", "never") == (scale["from"], scale["share"], writing["share"])
    listed = {
        "kind",
        "id",
        "question",
        "hint",
        "item",
        "fields",
        "at_most",
        "ordered",
        "suggestions",
        "share",
    }
    assert listed == set(things)
    expected_kinds = ["short", "scale", "choices"]
    assert expected_kinds == [one["kind"] for one in things["fields"]]
    assert {"id": "walk", "label": "A walk, slow", "group": "near"} == things["suggestions"][1]
    assert [{"text": "Glass", "strength": "C", "year": 2003}] == shown["sources"]


def test_a_ladder_shows_where_its_result_goes(page: Any) -> None:
    """Else what the page says back would have no place to stand."""
    one = page("steps")
    about = {"id": "back", "title": "As it stands", "result": "ladder", "of": [], "empty": "Not yet."}
    expected = {"kind": "show", **about, "when_asked": False, "on_request": False, "share": "never"}
    assert expected == one.widget.definition["blocks"][-1]
    assert one.widget.stem == "ladder"


def test_no_answer_is_ever_a_trait(page: Any) -> None:
    """Else an answer would stand in the page's HTML, or be saved in a notebook by JupyterLab."""
    one = page()
    one.put("words", SECRET)
    assert SECRET not in str(one.widget.get_state())
    assert SECRET not in repr(one.widget)


def test_hello_is_answered_with_everything(page: Any) -> None:
    """Else a page that comes back after a lost connection would stay empty."""
    one = page()
    expected = {"say": "state", "keeping": "looking", "answers": {}, "results": {}}
    assert [expected] == one.send({"do": "hello"})
    one.put("now", 4)
    (state,) = one.send({"do": "hello"})
    assert {"now": {"value": 4, "version": 1, "at": AT, "beside": []}} == state["answers"]


def test_just_looking_holds_in_memory(page: Any) -> None:
    """Else somebody without a space would lose what they typed while they are still here."""
    one = page()
    held, results = one.put("now", 4)
    assert {"say": "held", "question": "now", "seq": 1, "version": 1, "at": AT} == held
    assert {"say": "results", "results": {}} == results
    assert one.put("now", None, base=1)[0]["version"] == 2


def test_an_open_space_keeps(page: Any) -> None:
    """Else "Kept" would be said of words that are in no file."""
    one, vault = page(), MemoryVault()
    exercise_page.attach_all(vault)
    kept = one.put("words", "rain", base=0)[0]
    assert {"say": "kept", "question": "words", "seq": 1, "version": 1, "at": AT} == kept
    call = {"question": "words", "value": "rain", "base": 0, "at": AT, "settles": False}
    assert [call] == vault.calls


def test_a_repeated_message_is_answered_again_and_stored_once(page: Any) -> None:
    """Else a lost acknowledgement would leave a second copy, or a page that says "Keeping…" for ever."""
    one, vault = page(), MemoryVault()
    exercise_page.attach_all(vault)
    first = one.put("now", 4)
    assert first == one.put("now", 4, seq=1)
    one.put("now", 5, base=1, seq=2)
    overtaken = one.put("now", 4, seq=1)[0]
    assert ("kept", 1, 2) == (overtaken["say"], overtaken["seq"], overtaken["version"])
    expected = [4, 5]
    assert expected == [call["value"] for call in vault.calls]
    assert len(vault.sittings) == 1


def test_a_reloaded_page_counts_from_one_again(page: Any) -> None:
    """Else in JupyterLab everything typed after a reload would be taken for old, and lost."""
    one = page()
    for value in (1, 2, 3):
        one.put("now", value)
    one.send({"do": "hello"})
    assert one.put("now", 9, base=3, seq=1)[0]["version"] == 4
    assert one.send({"do": "hello"})[0]["answers"]["now"]["value"] == 9


def test_the_same_words_again_are_no_new_version(page: Any) -> None:
    """Else a reconnection alone would make a person's words look changed."""
    one = page()
    one.put("words", "rain")
    one.send({"do": "hello"})
    assert one.put("words", "rain", seq=1)[0]["version"] == 1


def test_two_tabs_lose_nothing(page: Any) -> None:
    """Else words typed in one tab would silently replace those of another."""
    one, vault = page(), MemoryVault()
    vault.answers["mood", "words"] = Stored("elsewhere", 3, AT)
    exercise_page.attach_all(vault)
    conflict = one.put("words", "here", base=2)[0]
    about = {"question": "words", "seq": 1, "version": 3, "value": "elsewhere", "at": AT}
    assert {"say": "conflict", **about} == conflict
    beside = one.send({"do": "hello"})[0]["answers"]["words"]["beside"]
    assert [{"value": "here", "at": AT}] == beside
    one.put("words", "here and elsewhere", base=3, settles=True)
    answer = one.send({"do": "hello"})[0]["answers"]["words"]
    assert ("here and elsewhere", 4, []) == (answer["value"], answer["version"], answer["beside"])
    assert vault.calls[-1]["settles"] is True


def test_what_another_tab_kept_is_seen_on_hello(page: Any) -> None:
    """Else a page would show yesterday's words over today's."""
    one, vault = page(), MemoryVault()
    exercise_page.attach_all(vault)
    vault.answers["mood", "now"] = Stored(8, 5, AT)
    assert one.send({"do": "hello"})[0]["answers"]["now"]["version"] == 5


def test_opening_and_locking_tell_the_page(page: Any) -> None:
    """Else answers would stay on the screen after the space was locked."""
    one, vault = page(), MemoryVault()
    vault.answers["mood", "now"] = Stored(8, 5, AT)
    vault.answers["mood", "gone"] = Stored("of an older course", 1, AT)
    vault.answers["other", "now"] = Stored(1, 1, AT)
    one.put("words", "typed before")
    exercise_page.attach_all(vault)
    opened = one.heard[-1]
    assert ("state", "space", ["now"]) == (opened["say"], opened["keeping"], list(opened["answers"]))
    exercise_page.detach_all()
    locked = {"say": "state", "keeping": "looking", "answers": {}, "results": {}}
    assert locked == one.heard[-1]


def test_after_locking_nothing_of_the_space_is_in_memory(page: Any) -> None:
    """Else a locked space could still be read out of the process."""
    one, vault = page(), MemoryVault()
    kept = Stored([{"id": SECRET}], 5, AT)
    vault.answers["mood", "things"] = kept
    exercise_page.attach_all(vault)
    one.put("words", SECRET)
    exercise_page.detach_all()
    (exercise,) = [each for each in exercise_page._open if each.widget is one.widget]
    assert SECRET not in str(vars(exercise))
    assert gc.get_referrers(kept) == [vault.answers]


def test_several_exercises_open_together(page: Any) -> None:
    """Else the second exercise of a page would not be kept."""
    first, second, vault = page("mood"), page("steps"), MemoryVault()
    exercise_page.attach_all(vault)
    expected = ["kept", "kept"]
    assert expected == [first.put("now", 1)[0]["say"], second.put("paused", True)[0]["say"]]


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (SpaceFull(), "space_full"),
        (SpaceBusy(), "space_busy"),
        (SpaceDamaged(), "space_damaged"),
        (SpaceError(), "unexpected"),
        (RuntimeError(SECRET), "unexpected"),
    ],
)
def test_what_goes_wrong_is_said_and_tried_again(page: Any, error: Exception, why: str) -> None:
    """Else the page would say "Kept" of words that are not, or give up on them."""
    one, vault = page(), MemoryVault()
    exercise_page.attach_all(vault)
    vault.error = error
    replies = one.put("words", SECRET)
    assert [{"say": "not_kept", "question": "words", "seq": 1, "why": why}] == replies
    vault.error = None
    assert one.put("words", SECRET, seq=1)[0]["say"] == "kept"


def test_a_space_that_cannot_be_read_is_not_attached(page: Any) -> None:
    """Else the page would say "my space is open" while nothing can be kept in it."""
    first, second, vault = page("mood"), page("steps"), MemoryVault()
    vault.error = SpaceDamaged()
    with pytest.raises(SpaceDamaged):
        exercise_page.attach_all(vault)
    vault.error = None
    expected = ["held", "held"]
    assert expected == [first.put("now", 1)[0]["say"], second.put("paused", True)[0]["say"]]


@pytest.mark.parametrize(
    "content",
    [
        {"question": "now", "value": 11},
        {"question": "now", "value": True},
        {"question": "nothing", "value": 1},
        {"question": ["now"], "value": 1},
        {"question": "now", "value": 1, "base": -1},
        {"question": "now", "value": 1, "base": "1"},
        {"question": "now", "value": 1, "seq": 0},
        {"question": "now", "value": 1, "seq": True},
        {"question": "words", "value": "x" * 200_001},
        {"question": "things", "value": [{"id": c, "name": "x" * 150_000} for c in "abc"]},
        {"question": "now", "value": float("nan")},
    ],
)
def test_a_message_of_the_wrong_shape_is_refused(page: Any, content: dict[str, Any]) -> None:
    """Else a damaged message would overwrite an answer, or end the page process."""
    one, vault = page(), MemoryVault()
    exercise_page.attach_all(vault)
    (reply,) = one.send({"do": "put", "base": 0, "seq": 1, "at": AT, **content})
    assert ("not_kept", "refused", []) == (reply["say"], reply["why"], vault.calls)
    assert "value" not in reply


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
messages = json_values | st.fixed_dictionaries(
    {"do": st.sampled_from(["put", "hello", "other"])},
    optional={
        "question": st.sampled_from(["now", "words", "things"]) | json_values,
        "value": json_values,
        "base": st.integers(-1, 3) | json_values,
        "seq": st.integers(-1, 9) | json_values,
        "at": st.just(AT) | json_values,
        "settles": json_values,
    },
)


@given(st.lists(messages, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
def test_no_message_makes_an_exercise_fall_over(page: Any, sent: list[Any]) -> None:
    """Else one strange message would take everything typed after it."""
    one = page()
    (exercise,) = [each for each in exercise_page._open if each.widget is one.widget]
    for content in sent:
        exercise.receive(content)  # called directly: a widget would catch and hide what it raises
    assert one.send({"do": "hello"})[0]["say"] == "state"


def test_half_an_emoji_does_not_lose_the_rest(page: Any) -> None:
    """Else a text that was cut inside an emoji could not be kept at all."""
    one = page()
    one.put("words", "rain \ud83d and sun \U0001f324")
    kept = one.send({"do": "hello"})[0]["answers"]["words"]["value"]
    assert kept == "rain ? and sun \U0001f324"


@pytest.mark.parametrize("at", [None, "soon", "2026-11-20T14:02:00", 5, SECRET])
def test_a_time_without_offset_is_replaced_by_ours(page: Any, at: Any) -> None:
    """Else "Kept 14:02" could show words, or a time in another part of the world."""
    kept = page().put("now", 1, at=at)[0]["at"]
    assert kept[:2] == "20"
    assert kept != AT


def test_results_follow_every_change_in_the_worksheets_words(page: Any) -> None:
    """Else the ladder would say back what somebody has already changed."""
    one = page("steps")
    assert one.send({"do": "hello"})[0]["results"]["back"]["sentence"] == "Nothing yet."
    chips = {"picked": ["lights-on", "clothed"], "other": "not late"}
    results = one.put("rungs", [RUNG, {**RUNG, "id": "b", "name": None, "wish": 0, "conditions": chips}])[1]
    rows = [
        {"cells": ["Tea", "7", "left open", "left open"]},
        {"cells": ["left open", "7", "0", "clothed, lights on, not late"]},
    ]
    head = ["Rung", "Comfort", "Wish", "Only if"]
    expected = {"sentence": "Rungs 2, open 1.", "head": head, "rows": rows, "series": []}
    assert expected == results["results"]["back"]
    paused = one.put("paused", True)[1]["results"]["back"]
    assert {"sentence": "Paused.", "head": [], "rows": [], "series": []} == paused


def test_what_could_be_next_is_said_only_to_whoever_asks(page: Any) -> None:
    """Else the page would push: upward, unasked, and again with every keystroke."""
    one = page("steps")
    opened = {"picked": ["opened"], "other": ""}
    (_, results) = one.put("rungs", [{**RUNG, "comfort": 7, "wish": 6, "open": opened}])
    assert {"back", "now"} == set(results["results"])
    (asked,) = one.send({"do": "ask", "block": "next", "at": AT})
    assert ("asked", "next", "Next, from 6 and 5.") == (asked["say"], asked["block"], asked["result"]["sentence"])
    assert ([{"cells": ["Tea"]}], ["no_touch"]) == (asked["result"]["rows"], asked["result"]["offers"])
    (state,) = one.send({"do": "hello"})
    assert {"back", "now"} == set(state["results"])
    for unknown in ("now", "back", "rungs", None, 7, ["next"]):
        assert [] == one.send({"do": "ask", "block": unknown, "at": AT})


def test_the_times_are_made_into_a_table_on_request(page: Any, day_course: Path) -> None:
    """Else a year of evenings would be sent with every keystroke, and drawn before anybody wants to see it."""
    one = page("steps")
    time = {"id": "t", "from": "a", "rung": "Tea", "on": "2026-11-19", "how": {"picked": "same", "other": ""}}
    body = {"picked": ["froze", "warm"], "other": "cold hands"}
    one.put("log", [{**time, "felt": 0, "body": body, "stopped": None}])
    (asked,) = one.send({"do": "ask", "block": "times", "at": AT})
    cells = ["19 Nov 2026", "Tea", "the same", "0", "warm, froze, cold hands", "left open"]
    assert [{"cells": cells}] == asked["result"]["rows"]
    expected = [{"label": "Tea", "from": 0, "to": 10, "points": [{"on": "2026-11-19", "value": 0}]}]
    assert expected == asked["result"]["series"]


def test_a_rule_that_fails_does_not_stand_in_the_way_of_keeping(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a fault in a rule would lose the words that it is about."""

    def broken(*_: Any) -> Any:
        raise RuntimeError(SECRET)

    monkeypatch.setitem(RESULTS, "ladder", broken)
    replies = page("steps").put("paused", True)
    expected = ["held", "results"]
    assert expected == [reply["say"] for reply in replies]
    assert SECRET not in str(replies)


def test_results_are_of_the_readers_day(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that slept over midnight, or one far from its server, would speak of the wrong day."""
    days: list[date] = []
    rule = RESULTS["ladder"]

    def noting(answers: Any, history: Any, today: date) -> Any:
        days.append(today)
        return rule(answers, history, today)

    monkeypatch.setitem(RESULTS, "ladder", noting)
    page("steps").send({"do": "hello", "at": "2031-02-03T00:01:00+13:00"})
    assert [date(2031, 2, 3)] == days


def test_results_of_any_worksheet_follow_in_its_words(page: Any, day_course: Path) -> None:
    """Else the numbers of a month would stand in a file, and nobody could look back on them."""
    one, vault = page("day"), MemoryVault()
    vault.earlier = {
        ("day", "now"): [Version(3, "2026-11-19T23:50:00+13:00"), Version(8, AT)],
        ("day", "pulls"): [Version({"left": 7, "right": None}, AT)],
        ("day", "sky"): [Version({"picked": ["gone", "sun"], "other": SECRET}, AT)],
    }
    vault.answers = {
        ("day", "now"): Stored(8, 2, AT),
        ("day", "seen"): Stored([{"id": "a", "name": SECRET}], 1, AT),
        ("day", "sky"): Stored({"picked": ["gone", "sun"], "other": SECRET}, 1, AT),
    }
    exercise_page.attach_all(vault)
    results = one.send({"do": "hello"})[0]["results"]
    expected = {"sentence": "Mean 8, answered 1, open 1.", "head": [], "rows": [], "series": []}
    assert expected == results["both"]
    days = results["days"]
    assert ("Answers: 2.", ["Day", "How is it now?", "Nearer?", "Away?"]) == (days["sentence"], days["head"])
    rows = [["19 Nov 2026", "3", "left open", "left open"], ["20 Nov 2026", "8", "7", "left open"]]
    assert rows == [row["cells"] for row in days["rows"]]
    points = [{"on": "2026-11-19", "value": 3}, {"on": "2026-11-20", "value": 8}]
    assert {"label": "How is it now?", "from": 0, "to": 10, "points": points} == days["series"][0]
    ends = [("Nearer?", 1, 7), ("Away?", 0, 10)]  # the 7 is from before the course made that scale shorter
    assert ends == [(line["label"], line["from"], line["to"]) for line in days["series"][1:]]
    counted = [["What I saw", "1"], ["gone", "1"], ["Sun", "1"]]
    assert ("My own words.", counted) == (
        results["times"]["sentence"],
        [row["cells"] for row in results["times"]["rows"]],
    )
    assert SECRET not in str(results)


def test_somebody_who_is_just_looking_sees_what_they_have_answered(page: Any, day_course: Path) -> None:
    """Else results would stay empty without a space, and nobody could see what they are for."""
    one = page("day")
    before = one.send({"do": "hello"})[0]["results"]
    expected = ["Left open.", "Not yet.", "Not yet."]
    assert expected == [before[name]["sentence"] for name in ("both", "days", "times")]
    after = one.put("now", 4)[1]["results"]["days"]
    assert [["20 Nov 2026", "4", "left open", "left open"]] == [row["cells"] for row in after["rows"]]


def test_nothing_of_the_past_stays_after_locking(page: Any, day_course: Path) -> None:
    """Else a locked space could be read off the table on the screen."""
    one, vault = page("day"), MemoryVault()
    vault.earlier = {("day", "now"): [Version(3, AT)]}
    exercise_page.attach_all(vault)
    assert "20 Nov 2026" in str(one.heard[-1])
    exercise_page.detach_all()
    assert "20 Nov 2026" not in str(one.heard[-1])


def test_a_space_that_cannot_tell_its_past_still_keeps(page: Any, day_course: Path) -> None:
    """Else a fault in looking back would lose what was typed today."""
    one, vault = page("day"), MemoryVault()
    exercise_page.attach_all(vault)

    def broken(worksheet: str, question: str) -> list[Version]:
        raise SpaceBusy

    vault.history = broken  # type: ignore[method-assign]
    kept, results = one.put("now", 4)
    assert ("kept", {}) == (kept["say"], results["results"])


def test_an_unknown_exercise_raises_where_it_stands(page: Any) -> None:
    """Else a notebook's test would pass over a page that shows nothing."""
    with pytest.raises(CourseError, match='did you mean "mood"'):
        page("moood")


def test_a_course_that_is_not_right_is_no_reason_not_to_start(small_course: Path) -> None:
    """Else one slip in one worksheet would close the whole workbook, and the help in it."""
    (small_course / "worksheets/en/mood.yaml").write_text("id: [")
    exercise_page.prepare(str(small_course))


def test_with_a_real_space(page: Any, tmp_path: Path) -> None:
    """Else the two halves would each work, and the person's words would fall between them."""
    key = Folder(tmp_path / "spaces").make("river stone garden lamp window tea")
    one = page("steps")
    with Vault.open(key) as vault:
        exercise_page.attach_all(vault)
        assert one.put("rungs", [RUNG])[0]["say"] == "kept"
        exercise_page.detach_all()
    with Vault.open(key) as vault:
        exercise_page.attach_all(vault)
        answer = one.heard[-1]["answers"]["rungs"]
        exercise_page.detach_all()
    assert ([RUNG], 1, AT, []) == (answer["value"], answer["version"], answer["at"], answer["beside"])
