"""One worksheet in one page: its answers, and the messages of docs/protocol.md about them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Container, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from unhurried.errors import SpaceError
from unhurried.exercise_page.open_space import Answer, Conflict, Held, Kept, Vault, Version
from unhurried.exercise_page.results import result_of, results
from unhurried.exercise_page.scripting import Scripting
from unhurried.exercises import RESULTS
from unhurried.widgets import WIDGETS
from unhurried.worksheet import Switch, Worksheet, validate_value

#: The longest value in characters of its JSON text: twice the longest single text (docs/protocol.md).
VALUE_LIMIT = 400_000

#: The errors of a space that the page has words for; any other is "unexpected".
SPACE_WORDS = ("space_full", "space_read_only", "space_damaged", "space_busy", "space_newer", "not_for_two")


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
        scripting: what the script builder goes by; None for any other worksheet.
        cards: gives the questions, by worksheet, that say for which day a card is open.
        rest: called when touch rests, for cards that lie elsewhere.
    """

    def __init__(
        self,
        worksheet: Worksheet,
        shown: dict[str, Any],
        scripting: Scripting | None = None,
        cards: Callable[[], Container[tuple[str, str]]] = frozenset,
        rest: Callable[[], None] = lambda: None,
    ) -> None:
        self.worksheet = worksheet
        self._scripting = scripting
        self._cards = cards
        self._rest = rest
        self.widget = WIDGETS[worksheet.widget](shown, self.receive)
        self._vault: Vault | None = None
        self._answers: dict[str, Answer] = {}
        # The last answered `put` of each question: what is sent again is answered again and stored once.
        self._answered: dict[str, tuple[int, dict[str, Any]]] = {}
        self.begin()

    def begin(self) -> None:
        """A visit begins, in a process that may have been forked long after this was made."""
        self._sitting = secrets.token_hex(8)
        self._today = date.today()

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
            self._today = _local_time(content.get("at")).date()
            self._refresh()
            self._say_state()
        elif asked == "ask":
            self._say_asked(content)
        elif asked == "look":
            self._look(content.get("script"))
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
            why = error.key if error.key in SPACE_WORDS else "unexpected"
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
        if put.value is True and isinstance(self.worksheet.questions[put.question], Switch):
            self._take_back_cards(put, vault)
        known = self._answers.get(put.question)
        kept = vault.keep(self.worksheet.id, put.question, put.value, put.base, put.at, self._sitting, put.settles)
        if isinstance(kept, Conflict):
            self._refresh()
            return {"say": "conflict", **_receipt(put, kept), "value": kept.value}
        beside = () if put.settles or known is None else known.beside
        self._answers[put.question] = Held(put.value, kept.version, kept.at, beside)
        return {"say": "kept", **_receipt(put, kept)}

    def _take_back_cards(self, put: Put, vault: Vault) -> None:
        """Touch rests, so no card of this space stays open. It comes before the switch: if it fails, nothing is kept,
        and the page tries both again. That the switch goes off takes nothing back, and so a card stays closed."""
        cards = self._cards()
        for (worksheet, question), answer in vault.read().items():
            if (worksheet, question) in cards and answer.value is not None:
                vault.keep(worksheet, question, None, answer.version, put.at, self._sitting, True)
        self._rest()

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
        keeping = "looking" if self._vault is None else "two" if self._vault.kind == "two" else "space"
        self.widget.say({"say": "state", "keeping": keeping, "answers": answers, "results": self._results()})

    def _results(self) -> dict[str, Any]:
        answers = {question: answer.value for question, answer in self._answers.items()}
        words = self.widget.definition["words"]
        rules = self._scripting.rules if self._scripting else RESULTS
        return results(self.worksheet, words, answers, self._history, self._today, rules)

    def _say_asked(self, content: dict[str, Any]) -> None:
        """A result that somebody has just asked for. It is said once; nothing remembers that it was."""
        show = next((one for one in self.worksheet.shows if one.on_request and one.id == content.get("block")), None)
        if show is None:
            return
        self._today = _local_time(content.get("at")).date()
        answers = {question: answer.value for question, answer in self._answers.items()}
        words = self.widget.definition["words"]
        found = result_of(show, self.worksheet, words, answers, self._history, self._today)
        self.widget.say({"say": "asked", "block": show.id, "result": found})

    def _look(self, identity: Any) -> None:
        """The gentle check of one script. It is made only when the page asks, and nothing of it is kept."""
        held = self._answers.get("scripts")
        script = next((one for one in (held.value if held else None) or () if one["id"] == identity), None)
        if self._scripting is None or script is None:
            return
        with suppress(Exception):  # it must not end the visit, and what it raised could repeat the words
            self.widget.say({"say": "looked", "script": identity, **self._scripting.look(script)})

    def _history(self, question: str) -> Sequence[Version]:
        """What was answered so far. Somebody who is just looking has no earlier answers here."""
        if self._vault is not None:
            return self._vault.history(self.worksheet.id, question)
        return [self._answers[question]] if question in self._answers else []


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
