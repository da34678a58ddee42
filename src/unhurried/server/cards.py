"""Cards over HTTP: what one looks like, a sheet of it, and in a room or a hosted edition six words that open it.

Each is made by a process of its own (processes/card_job.py) and nothing of it is kept here: the store has sealed bytes
only, and of reading nothing is written down. Without a store (on a machine of one's own, where nobody else can reach
it) the addresses for six words answer that there is no such page.
"""

from __future__ import annotations

from typing import Any

from tornado import web

from unhurried.errors import PrintFailed, UnhurriedError
from unhurried.server.encodings import Beginning
from unhurried.server.guard import Guarded
from unhurried.server.pages import Page
from unhurried.server.prints import Order
from unhurried.server.tries import Tries

#: Tries to read a card: of one visitor, and of all together; each within so many seconds. Six words of 1,465 have
#: 1465⁶ ≈ 9.9·10¹⁸ forms: with all these tries used up for a week, and 1,000 cards open, somebody hits one with a
#: chance of about 2 in 10¹¹ (docs/threat-model.md). A design choice: a person who mistypes needs a few.
READS_EACH, READS_TOGETHER = (12, 600.0), (1200, 3600.0)
#: Cards sealed, likewise. The store has room for 1,000.
GIVES_EACH, GIVES_TOGETHER = (20, 3600.0), (500, 3600.0)
#: Characters of the longest text that is taken for six words.
LONGEST_WORDS = 200


class Limits:
    """How often cards may be read and sealed on one server."""

    def __init__(self) -> None:
        self.reads = Tries(READS_EACH, READS_TOGETHER)
        self.gives = Tries(GIVES_EACH, GIVES_TOGETHER)


class CardOrder(Order):
    """An order for a card: `{worksheet, items, answers, today}`, as `card_job.look` has it."""

    def card(self, *further: str) -> dict[str, Any]:
        """What was ordered, with the values of `further` names as they came. Raises HTTPError 400."""
        body = self.order()
        items = body.get("items")
        is_text = isinstance(items, list) and all(isinstance(item, str) for item in items)
        if not is_text or not isinstance(body.get("answers"), dict):
            raise web.HTTPError(400, reason="unexpected")
        return {name: body.get(name) for name in ("worksheet", "items", "answers", "today", *further)}


@web.stream_request_body
class Look(CardOrder):
    """`POST /card/look`: `{face}`, or `{error: key}`."""

    async def post(self) -> None:
        self.finish(await self.made({**self.card(), "do": "card_look"}, UnhurriedError))


@web.stream_request_body
class Sheet(CardOrder):
    """`POST /card/sheet`, with `paper`: the card as a PDF, or `{error: key}`."""

    async def post(self) -> None:
        self.send_pdf(await self.made({**self.card("paper"), "do": "card_sheet"}, PrintFailed))


class WithStore(Guarded):
    """Base of what there is only with a store."""

    def prepare(self) -> None:
        super().prepare()
        if self.workbook.card_store is None and not self._finished:
            raise web.HTTPError(404, reason="not_found")

    async def do(self, what: str, job: dict[str, Any]) -> dict[str, Any]:
        """Let a job be done; one at a time, as each that derives a key takes 64 MiB."""
        order = {
            **job,
            "do": f"card_{what}",
            "store": str(self.workbook.card_store),
            "course": str(self.workbook.course.root),
            "key": self.workbook.keys.of(self.visitor),
        }
        made: dict[str, Any] = await self.workbook.keys.in_turn(order)
        return made

    def answer(self, made: dict[str, Any]) -> None:
        if "error" in made:
            self.set_status(409)
        self.finish(made)


@web.stream_request_body
class Give(WithStore, CardOrder):
    """`POST /card/give`, with `ends_in`, seconds: `{words, card}`, or `{error: key}`."""

    async def post(self) -> None:
        card = self.card("ends_in")
        if type(card["ends_in"]) not in (int, float):
            raise web.HTTPError(400, reason="unexpected")
        if not self.workbook.card_limits.gives.may(self.visitor):
            self.answer({"error": "too_many"})
            return
        self.answer(await self.do("give", card))


class Mine(WithStore):
    """`POST /card/mine`: `{cards}`: what the visitor's open space knows of cards given out of it."""

    async def post(self) -> None:
        self.answer(await self.do("mine", {}))


class Withdraw(WithStore):
    """`POST /card/withdraw`, `{cards: [[id, secret], …]}`: `{}`, whether they were there or not."""

    async def post(self) -> None:
        self.answer(await self.do("withdraw", {"cards": pairs(self.json_body().get("cards"))}))


class Read(WithStore, Page):
    """`/card`: a field for six words; with the right ones, the card."""

    def get(self) -> None:
        self.show(self.workbook.rendered.plain("card.html", self.space, face=None, said=None))

    async def post(self) -> None:
        words = self.get_body_argument("words", "", strip=True)[:LONGEST_WORDS]
        read = self.workbook.words["card"]
        if not self.workbook.card_limits.reads.may(self.visitor):
            self.show(self._page(None, read["read"]["wait"]))
            return
        found = await self.do("read", {"words": words})
        face = found.get("face")
        if face is not None:
            # It goes from the screen when it ends, by the browser's own timer, which no clock can set back.
            self.set_header("Refresh", f"{max(1, int(found['left']))}; url={self.workbook.base_url}card")
        self.show(self._page(face, None if face else read["closed"]))

    def _page(self, face: dict[str, Any] | None, said: str | None) -> Beginning:
        """A page with somebody's words in it, so made for this once and not compressed."""
        self.request.headers.pop("Accept-Encoding", None)
        beginning: Beginning = self.workbook.rendered.once("card.html", self.space, face=face, said=said)
        return beginning


def pairs(found: Any) -> list[list[str]]:
    """Ids and secrets of cards. Raises HTTPError 400 for anything else."""
    is_pairs = isinstance(found, list) and all(
        isinstance(one, list) and len(one) == 2 and all(isinstance(part, str) for part in one) for one in found
    )
    if not is_pairs:
        raise web.HTTPError(400, reason="unexpected")
    return list(found)


ROUTES = [
    ("card", Read),
    ("card/look", Look),
    ("card/sheet", Sheet),
    ("card/give", Give),
    ("card/mine", Mine),
    ("card/withdraw", Withdraw),
]
