"""Looking back: everything that an open space holds, for its owner's eyes, and taking things out of it.

It speaks the messages of docs/protocol.md, "Looking back". Nothing here writes, logs or raises what a person said, and
nothing is held between two messages but the space: another page may have changed it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from unhurried.course import Course, Place, places
from unhurried.errors import SpaceError
from unhurried.exercise_page.exercise import SPACE_WORDS, RefusedError
from unhurried.exercise_page.open_space import Held, OpenSpace
from unhurried.exercise_page.results import result_of
from unhurried.exercise_page.scripting import scripting
from unhurried.exercises import RESULTS
from unhurried.looking_back.questions import blocks_of, name_of, shown, worksheet_of
from unhurried.widgets import LookingBack as LookingBackWidget
from unhurried.worksheet import Answerable, Pair, Scale, Show, Worksheet

if TYPE_CHECKING:
    from unhurried.looking_back.table import Asked, Kept

#: Entries of a question that come with its worksheet, and that come at each asking for older ones: a page must stay
#: light after years. A design choice.
AT_FIRST, AT_A_TIME = 5, 20


class LookingBack:
    """The page on which somebody looks back. It holds no answer of its own.

    Args:
        course: gives titles, questions and places.
    """

    def __init__(self, course: Course) -> None:
        self._course = course
        self._vault: OpenSpace | None = None
        self.widget = LookingBackWidget({"says": course.words()["looking_back"]}, self.receive)
        self._acts: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "overview": self._overview,
            "open": self._open,
            "older": self._older,
            "draw": self._draw,
        }

    def begin(self) -> None:
        """A visit begins. Nothing hangs on when."""

    def attach(self, vault: OpenSpace) -> None:
        """Look at this space from now on. Raises SpaceError where it cannot be read; then nothing has changed."""
        from unhurried.looking_back import table  # noqa: F401  # half a second, while the browser loads the page

        vault.entries()
        self._vault = vault
        self._say_overview()

    def detach(self) -> None:
        """Forget the space."""
        self._vault = None
        self._say_overview()

    def _say_overview(self) -> None:
        self.widget.say(self._answered(self._overview, {}, {"say": "failed"}))

    def receive(self, content: Any) -> None:
        """Take one message of the page. Never raises for what is in it."""
        asked = content.get("do") if isinstance(content, dict) else None
        if asked == "delete":
            self.widget.say(self._answered(self._delete, content, {"say": "not_deleted", "seq": content.get("seq")}))
        elif isinstance(asked, str) and asked in self._acts:
            self.widget.say(self._answered(self._acts[asked], content, {"say": "failed"}))

    def _answered(
        self, act: Callable[[dict[str, Any]], dict[str, Any]], content: dict[str, Any], failed: dict[str, Any]
    ) -> dict[str, Any]:
        try:
            return act(content)
        except SpaceError as error:
            why = error.key if error.key in SPACE_WORDS else "unexpected"
        except Exception:  # whatever it was, it could repeat words
            why = "unexpected"
        return {**failed, "why": why}

    # What there is

    def _overview(self, content: dict[str, Any]) -> dict[str, Any]:
        if self._vault is None:
            return {"say": "overview", "keeping": "looking", "any": False, "chapters": [], "worksheets": []}
        from unhurried.looking_back import table

        where = places(self._course)
        everything = table.table(self._vault.entries())
        chapter = content.get("chapter")
        found = [
            self._sheet(sheet, where.get(sheet.worksheet))
            for sheet in table.sheets(table.between(everything, *_days(content)))
            if chapter is None or _page(where.get(sheet.worksheet)) == chapter
        ]
        there = {_page(where.get(name)) for name in everything["worksheet"].unique()}
        chapters = {place.page: place.title for place in where.values() if place.page in there}
        return {
            "say": "overview",
            "keeping": "space",
            "any": not everything.empty,
            "chapters": [{"page": page, "title": title} for page, title in chapters.items()],
            "worksheets": found,
        }

    def _sheet(self, sheet: Any, place: Place | None) -> dict[str, Any]:
        worksheet = worksheet_of(self._course, sheet.worksheet)
        return {
            "id": sheet.worksheet,
            "title": worksheet.title if worksheet else sheet.worksheet,
            "place": {"page": place.page, "number": place.number, "title": place.title} if place else None,
            "share": worksheet.share if worksheet else "never",
            "last": sheet.last,
            "days": sheet.days,
        }

    # What it says

    def _open(self, content: dict[str, Any]) -> dict[str, Any]:
        from unhurried.looking_back import table

        vault, identity = self._space(), _text(content, "worksheet")
        everything = table.table(vault.entries())
        extents = table.extents(everything, identity)
        kept = table.between(everything, *_days(content))
        asked = {one.question: one for one in table.questions(kept, identity, AT_FIRST)}
        worksheet = worksheet_of(self._course, identity)
        known = list(worksheet.questions) if worksheet else []
        order = [*(one for one in known if one in asked), *(one for one in asked if one not in known)]
        blocks = blocks_of(self._course, worksheet) if worksheet else {}
        return {
            "say": "opened",
            "worksheet": identity,
            "says": dict(worksheet.says) if worksheet else {},
            "questions": [
                {
                    **self._question(worksheet, question),
                    "block": blocks.get(question),
                    "newest": extents[question][0],
                    "total": extents[question][1],
                    **self._entries(vault, worksheet, asked[question]),
                }
                for question in order
            ],
        }

    def _question(self, worksheet: Worksheet | None, identity: str) -> dict[str, Any]:
        question = worksheet.questions.get(identity) if worksheet else None
        if worksheet is None or question is None:
            return {"id": identity, "name": identity, "asked": False, "share": "never", "draws": False}
        return {
            "id": identity,
            "name": name_of(question, worksheet.says),
            "asked": True,
            "share": worksheet.may_share(question),
            "draws": isinstance(question, Scale | Pair),
        }

    def _older(self, content: dict[str, Any]) -> dict[str, Any]:
        from unhurried.looking_back import table

        vault, identity, question = self._space(), _text(content, "worksheet"), _text(content, "question")
        kept = table.between(table.table(vault.entries()), *_days(content))
        found = table.older(kept, identity, question, _number(content, "before"), AT_A_TIME)
        told = self._entries(vault, worksheet_of(self._course, identity), found)
        return {"say": "older", "worksheet": identity, "question": question, **told}

    def _entries(self, vault: OpenSpace, worksheet: Worksheet | None, asked: Asked) -> dict[str, Any]:
        question = worksheet.questions.get(asked.question) if worksheet else None
        values = vault.values([entry.id for entry in asked.newest])
        told = [
            {**_named(entry), **self._shown(worksheet, question, values[entry.id])}
            for entry in asked.newest
            if entry.id in values
        ]
        return {"entries": told, "older": asked.older}

    def _shown(self, worksheet: Worksheet | None, question: Answerable | None, value: Any) -> dict[str, Any]:
        told = shown(question, value)
        if worksheet is None or "value" not in told or not told["value"]:
            return told
        script = scripting(self._course, worksheet)
        show = next((one for one in worksheet.shows if one.result == "scripts"), None)
        if script is None or show is None or question is None or question.id != "scripts":
            return told
        words = self._course.words()["exercise"]
        said = result_of(show, worksheet, words, {question.id: value}, lambda _: (), date.today(), script.rules)
        return {**told, "said": said} if said else told

    def _draw(self, content: dict[str, Any]) -> dict[str, Any]:
        """Numbers over time, worked out only when somebody asks for them."""
        from unhurried.looking_back import table

        vault, identity, question = self._space(), _text(content, "worksheet"), _text(content, "question")
        worksheet = self._course.worksheet(identity)
        asked = worksheet.questions[question]
        kept = table.between(table.table(vault.entries()), *_days(content))
        line = table.in_line(table.of_question(kept, identity, question))
        values = vault.values([entry.id for entry in line])
        fitting = [
            Held(values[entry.id], entry.version, entry.at)
            for entry in line
            if entry.id in values and "value" in shown(asked, values[entry.id])
        ]
        show = Show(id="drawn", title=asked.id, result="over_time", of=[question], empty=asked.id, when_asked=True)
        words = self._course.words()["exercise"]
        found = result_of(show, worksheet, words, {}, lambda _: fitting, date.today(), RESULTS)
        return {"say": "drawn", "worksheet": identity, "question": question, "result": found}

    # Taking out

    def _delete(self, content: dict[str, Any]) -> dict[str, Any]:
        vault = self._space()
        named = content.get("entry")
        if not isinstance(named, dict):
            raise RefusedError
        entries = vault.entries()
        of_question = [
            entry
            for entry in entries
            if (entry.worksheet, entry.question) == (_text(content, "worksheet"), _text(content, "question"))
        ]
        chosen = [entry for entry in of_question if entry.id == named.get("id")]
        as_shown = all((entry.version, entry.at) == (named.get("version"), named.get("at")) for entry in chosen)
        if content.get("all") is True:
            newest = max((entry.id for entry in of_question), default=None)
            as_shown = as_shown and newest in (None, named.get("id"))
            chosen = of_question
        if not as_shown or not vault.delete(chosen):
            return {"say": "not_deleted", "seq": content.get("seq"), "why": "changed"}
        copies = self._renewed(vault, content) if content.get("copies") is True else None
        return {"say": "deleted", "seq": content.get("seq"), "copies": copies}

    def _renewed(self, vault: OpenSpace, content: dict[str, Any]) -> str:
        """What became of the copies: what was deleted is gone from the space in any case."""
        try:
            vault.renew_copies(_today(content))
        except SpaceError as error:
            return error.key if error.key in SPACE_WORDS else "unexpected"
        return "renewed"

    def _space(self) -> OpenSpace:
        if self._vault is None:
            raise RefusedError
        return self._vault


def _named(entry: Kept) -> dict[str, Any]:
    return {"id": entry.id, "version": entry.version, "at": entry.at, "standing": entry.standing}


def _page(place: Place | None) -> int | None:
    return place.page if place else None


def _days(content: dict[str, Any]) -> Sequence[date | None]:
    """From which day and until which one; None where the page gives no day."""
    return [_day(content.get(name)) for name in ("since", "until")]


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def _today(content: dict[str, Any]) -> date:
    """The reader's own day; this machine's where the page gives none."""
    try:
        return datetime.fromisoformat(content["at"]).date()
    except (KeyError, TypeError, ValueError):
        return date.today()


def _text(content: dict[str, Any], name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str):
        raise RefusedError
    return value


def _number(content: dict[str, Any], name: str) -> int:
    value = content.get(name)
    if type(value) is not int:
        raise RefusedError
    return value
