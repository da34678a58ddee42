"""The server of a workshop: one room, the exercises of its session, and nothing that would keep anything here."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from unhurried.course import Course, places
from unhurried.rooms.messages import Role
from unhurried.rooms.open_room import OpenRoom
from unhurried.server import rooms
from unhurried.server.allowances import WrongCodes
from unhurried.server.app import Workbook
from unhurried.server.encodings import Beginning
from unhurried.server.guard import Visitors
from unhurried.server.hall import Hall
from unhurried.server.visits import Visit

#: Seconds between looks at whether the room's time is up.
LOOK = 30.0


@dataclass(frozen=True)
class Address:
    """Where people find the server.

    `origin`: as their browsers have it, such as `https://192.168.1.20:8479`. `hosts`: every `Host` that is answered to.
    `tls`: for encryption by this server; None without. `proxied`: whether a proxy in front of it says who is asking.
    """

    origin: str
    hosts: frozenset[str]
    tls: ssl.SSLContext | None = None
    proxied: bool = False


class RoomVisitors(Visitors):
    """Cookies that go on while their room does, whatever happens to the server. The room deletes the file."""

    def close(self) -> None:
        pass


class Workshop(Workbook):
    """`Workbook` for a room: other addresses, and no spaces, since this is the leader's machine and not theirs."""

    has_spaces: ClassVar[bool] = False

    def set_up_room(self, course: Course, room: OpenRoom, visitors: Path, address: Address, cards_file: Path) -> None:
        """Give the server its course and its room.

        Args:
            course: the course.
            room: the room.
            visitors: where cookies' signing secret is kept for as long as the room.
            address: where people find it.
            cards_file: where sealed cards are kept for as long as the room.

        Raises:
            CourseError: the map, the interface's words or the help lines are not right.
        """
        self.set_up(course, visitors.with_suffix(".none"), visitors, card_store=cards_file)
        self.visitors = RoomVisitors(visitors)
        self.hosts = set(address.hosts)
        self.secure = address.origin.startswith("https:")
        self.door_options = {"ssl_options": address.tls, "xheaders": address.proxied}
        self.tries = WrongCodes()
        self.hall = Hall(room, address.origin, self.base_url, self._tell_exercises)
        self.visits.greet = self._tell_exercise
        self.worksheets = sorted({identity for step in room.plan["steps"] for identity in step["worksheets"]})
        self.places = {identity: place for identity, place in places(course).items() if identity in self.worksheets}
        self.session_pages = {place.page for place in self.places.values()}

    def init_settings(self) -> dict[str, Any]:
        settings = super().init_settings()
        settings["xsrf_cookie_kwargs"]["secure"] = self.secure
        return settings

    def addresses(self) -> list[tuple[Any, ...]]:
        return [
            ("", rooms.ToRoom),
            *rooms.ROUTES,
            (r"p/([0-9]{1,6})", rooms.SessionChapter),
            (r"p/([0-9]{1,6})/visit", rooms.SessionVisit),
        ]

    def link(self) -> str:
        """A new one-time address for a leader; "" once the room has ended."""
        return "" if self.hall.room.ended else self.hall.seat_address(self.hall.room.link("leader"))

    def room_page(self, role: Role) -> Beginning:
        """How the page of a seat begins: the same for all who have this role."""
        titles = {identity: self.course.worksheet(identity).title for identity in self.worksheets}
        addresses = {identity: place.address for identity, place in self.places.items()}
        shown = {"role": role, "words": self.words["room"], "titles": titles, "places": addresses}
        return self.rendered.room(role, {"room": shown})

    def _tell_exercises(self) -> None:
        for visit in self.visits:
            self._tell_exercise(visit)

    def _tell_exercise(self, visit: Visit) -> None:
        """An exercise in a tab of its own says in a line what its room does, and stays as it is."""
        room = self.hall.room
        visit.tell("group", state="over" if room.ended else "paused" if room.room.paused else "together")

    def leave(self, visitor: str) -> None:
        self.hall.leave(visitor)
        super().leave(visitor)

    async def serve(self, ready: Callable[[], None], asked_at: Path) -> None:
        """Serve until SIGINT or SIGTERM, as `Workbook` does; the room goes on when the server is started again."""
        watch = asyncio.create_task(self._watch_time())
        try:
            await super().serve(ready, asked_at)
        finally:
            watch.cancel()
            self.hall.close()

    async def _watch_time(self) -> None:
        while not self.hall.room.ended:
            if self.hall.room.is_over(time.time()):
                self.hall.end()
            await asyncio.sleep(LOOK)
