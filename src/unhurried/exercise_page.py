"""`page(id)`: the one place where worksheet, rules, widget and space meet.

An `Exercise` speaks docs/protocol.md with its page. It holds the answers of one worksheet: in memory while
the person is just looking, else in their open space, which the server hands to this process. One process is
one visit, so the open exercises are known by module: the server opens and locks a space for all of them.

Nothing here writes, logs or raises what a person said.
"""

from __future__ import annotations

import json
import secrets
import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from unhurried.course import Course, find_course
from unhurried.errors import CourseError, SpaceError
from unhurried.exercises import RESULTS, Result
from unhurried.widgets import WIDGETS, definition
from unhurried.worksheet import Worksheet, in_words, validate_value

#: The longest value in characters of its JSON text: twice the longest single text (docs/protocol.md).
VALUE_LIMIT = 400_000

#: The errors of a space that the page has words for; any other is "unexpected".
_SPACE_WORDS = ("space_full", "space_read_only", "space_damaged", "space_busy", "space_newer")


class Version(Protocol):
    """One of several versions of an answer. Holds a person's words."""

    @property
    def value(self) -> Any: ...
    @property
    def at(self) -> str: ...


class Answer(Version, Protocol):
    """The version in use (from 1), and `beside` it those that wait for the person's choice."""

    @property
    def version(self) -> int: ...
    @property
    def beside(self) -> Sequence[Version]: ...


class Kept(Protocol):
    """An answer was committed as this version."""

    @property
    def version(self) -> int: ...
    @property
    def at(self) -> str: ...


@runtime_checkable
class Conflict(Protocol):
    """An answer was committed beside a newer one, which this describes. Holds a person's words."""

    @property
    def value(self) -> Any: ...
    @property
    def version(self) -> int: ...
    @property
    def at(self) -> str: ...


class Vault(Protocol):
    """What an exercise needs of an open space. Both raise SpaceError."""

    def read(self) -> Mapping[tuple[str, str], Answer]:
        """Every answer in the space, by worksheet and question."""

    def keep(
        self, worksheet: str, question: str, value: Any, base: int, at: str, sitting: str, settles: bool
    ) -> Kept | Conflict:
        """Commit one answer. `base`: the version it was made from; `sitting`: a random name for one visit."""


@dataclass(frozen=True)
class Held:
    """An answer in this process: of a person just looking, or as just kept. Holds their words."""

    value: Any = field(repr=False)
    version: int
    at: str
    beside: Sequence[Version] = field(default=(), repr=False)


class RefusedError(ValueError):
    """A message has the wrong shape. Carries no part of it."""


@dataclass(frozen=True)
class Put:
    """A checked `put` message."""

    question: str
    value: Any = field(repr=False)
    base: int
    seq: int
    at: str
    settles: bool


class Exercise:
    """One worksheet in one page: its answers, what follows from them, and the messages about both.

    Args:
        worksheet: what is asked.
        shown: the `definition` of its widget.
    """

    def __init__(self, worksheet: Worksheet, shown: dict[str, Any]) -> None:
        self.worksheet = worksheet
        self.widget = WIDGETS[worksheet.widget](shown, self.receive)
        self._sitting = secrets.token_hex(8)
        self._vault: Vault | None = None
        self._today = date.today()
        self._answers: dict[str, Answer] = {}
        # The last answered `put` of each question: what is sent again is answered again and stored once.
        self._answered: dict[str, tuple[int, dict[str, Any]]] = {}

    def attach(self, vault: Vault) -> None:
        """Keep in this space from now on. What was held goes: the page has it, and sends it again.

        Raises:
            SpaceError: the space cannot be read; the exercise stays as it was.
        """
        answers = self._read(vault)
        self._vault, self._answers, self._answered = vault, answers, {}
        self._say_state()

    def detach(self) -> None:
        """Forget everything of the space."""
        self._vault, self._answers, self._answered = None, {}, {}
        self._say_state()

    def receive(self, content: Any) -> None:
        """Take one message of the page. Never raises for what is in it."""
        asked = content.get("do") if isinstance(content, dict) else None
        if asked == "hello":
            self._answered = {}  # perhaps another page, which counts from 1 again (JupyterLab, reloaded)
            self._refresh()
            self._say_state()
        elif asked == "put":
            reply = self._reply(content)
            self.widget.say(reply)
            if reply["say"] != "not_kept":
                self.widget.say({"say": "results", "results": self._results()})

    def _reply(self, content: dict[str, Any]) -> dict[str, Any]:
        """Store what a `put` says, and say what became of it."""
        try:
            put = self._checked(content)
            return self._answer(put)
        except RefusedError:
            why = "refused"
        except SpaceError as error:
            why = error.key if error.key in _SPACE_WORDS else "unexpected"
        except Exception:  # whatever it was, it could repeat the answer: the page learns only that nothing is kept
            why = "unexpected"
        return {"say": "not_kept", "question": content.get("question"), "seq": content.get("seq"), "why": why}

    def _checked(self, content: dict[str, Any]) -> Put:
        question, base, seq = content.get("question"), content.get("base"), content.get("seq")
        block = self.worksheet.questions.get(question) if isinstance(question, str) else None
        if block is None or type(base) is not int or base < 0 or type(seq) is not int or seq < 1:
            raise RefusedError
        try:
            text = json.dumps(content.get("value"), ensure_ascii=False, allow_nan=False)
            if len(text) > VALUE_LIMIT:
                raise RefusedError
            # Half an emoji, cut in the browser, is no text that can be stored: it becomes "?", the rest is
            # kept.
            value = json.loads(text.encode("utf-8", "replace"))
            validate_value(block, value)
        except (ValueError, TypeError, RecursionError):
            raise RefusedError from None
        at = _local_time(content.get("at"))
        self._today = at.date()
        return Put(block.id, value, base, seq, at.isoformat(timespec="seconds"), content.get("settles") is True)

    def _answer(self, put: Put) -> dict[str, Any]:
        seq, reply = self._answered.get(put.question, (0, {}))
        if put.seq <= seq:  # sent again, or overtaken by a newer change of the same question
            return {**reply, "seq": put.seq}
        reply = self._hold(put) if self._vault is None else self._keep(put, self._vault)
        self._answered[put.question] = (put.seq, reply)
        return reply

    def _hold(self, put: Put) -> dict[str, Any]:
        held = self._answers.get(put.question)
        if held is None or held.value != put.value:
            held = Held(put.value, (held.version if held else 0) + 1, put.at)
            self._answers[put.question] = held
        return {"say": "held", **_receipt(put, held)}

    def _keep(self, put: Put, vault: Vault) -> dict[str, Any]:
        known = self._answers.get(put.question)
        kept = vault.keep(self.worksheet.id, put.question, put.value, put.base, put.at, self._sitting, put.settles)
        if isinstance(kept, Conflict):
            self._refresh()
            return {"say": "conflict", **_receipt(put, kept), "value": kept.value}
        beside = () if put.settles or known is None else known.beside
        self._answers[put.question] = Held(put.value, kept.version, kept.at, beside)
        return {"say": "kept", **_receipt(put, kept)}

    def _refresh(self) -> None:
        """Look again at what the space holds: another tab may have kept something."""
        if self._vault is not None:
            try:
                self._answers = self._read(self._vault)
            except SpaceError:
                return  # what was read before still stands; the next `put` says what is wrong

    def _read(self, vault: Vault) -> dict[str, Answer]:
        return {
            question: answer
            for (worksheet, question), answer in vault.read().items()
            if worksheet == self.worksheet.id and question in self.worksheet.questions
        }

    def _say_state(self) -> None:
        answers = {
            question: {
                "value": answer.value,
                "version": answer.version,
                "at": answer.at,
                "beside": [{"value": other.value, "at": other.at} for other in answer.beside],
            }
            for question, answer in self._answers.items()
        }
        keeping = "looking" if self._vault is None else "space"
        self.widget.say({"say": "state", "keeping": keeping, "answers": answers, "results": self._results()})

    def _results(self) -> dict[str, Any]:
        """What follows from the answers, by the id of the block that shows it.

        A rule that fails leaves its place empty: it must never stand in the way of keeping words, and what it
        raised could repeat them.
        """
        results: dict[str, Any] = {}
        for show in self.worksheet.shows:
            with suppress(Exception):
                spoken = {
                    name: in_words(block, self._answers[name].value)
                    for name, block in self.worksheet.questions.items()
                    if name in self._answers
                }
                results[show.id] = self._worded(RESULTS[show.result](spoken, (), self._today))
        return results

    def _worded(self, result: Result) -> dict[str, Any]:
        says = self.worksheet.says
        return {
            "sentence": says[result.say].format(**result.facts),
            "head": [says[name] for name in result.head],
            "rows": [{"cells": [says["left_open"] if cell is None else cell for cell in row]} for row in result.rows],
        }


def _receipt(put: Put, stored: Kept | Answer) -> dict[str, Any]:
    return {"question": put.question, "seq": put.seq, "version": stored.version, "at": stored.at}


def _local_time(text: Any) -> datetime:
    """The reader's own time as their browser gives it (ISO 8601 with offset); this machine's where it does
    not."""
    try:
        at = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return datetime.now().astimezone()
    return at if at.utcoffset() is not None else datetime.now().astimezone()


# ---- the exercises of this process
# -------------------------------------------------------------------------------

_open: weakref.WeakSet[Exercise] = weakref.WeakSet()
_course: Course | None = None
_prepared_at = ""


def page(identity: str) -> Any:
    """The exercise with this worksheet id, as a widget: what a chapter's code cell shows.

    Raises:
        CourseError: there is no such worksheet, or it is not right. In JupyterLab and under nbval this shows
        where
            it stands; under our server the page process reports which section failed, and the others still
            work.
    """
    course = _current_course()
    worksheet = course.worksheet(identity)
    exercise = Exercise(worksheet, definition(course, worksheet))
    _open.add(exercise)
    return exercise.widget


def attach_all(vault: Vault) -> None:
    """Keep in this space from now on, in every exercise of this process.

    Raises:
        SpaceError: the space cannot be read; no exercise is attached.
    """
    try:
        for exercise in list(_open):
            exercise.attach(vault)
    except SpaceError:
        detach_all()
        raise


def detach_all() -> None:
    """Forget everything of the space, in every exercise of this process."""
    for exercise in list(_open):
        exercise.detach()


def prepare(folder: str) -> None:
    """Read the course ahead, so that processes forked from this one need not. Quick while nothing changed.

    A course that is not right is no reason to stop here: each page says for itself what is wrong with it.
    """
    global _course, _prepared_at
    if _course is None or _course.root != Path(folder).resolve():
        _course, _prepared_at = find_course(Path(folder)), ""
    stamp = _course.stamp()
    if stamp != _prepared_at:
        _prepared_at = stamp
        try:
            _course.check()
        except CourseError:
            return


def _current_course() -> Course:
    global _course
    found = find_course()
    if _course is None or _course.root != found.root:
        _course = found
    return _course
