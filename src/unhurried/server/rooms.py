"""A room over HTTP: coming in, the page of each seat, the QR picture, and the line. docs/rooms.md lists them."""

from __future__ import annotations

import io
from typing import Any, ClassVar

import segno
from tornado import web, websocket

from unhurried.errors import PrintFailed
from unhurried.printing import PAPERS
from unhurried.rooms.codes import LENGTH, as_read, plain
from unhurried.rooms.messages import LEADERS, LONGEST
from unhurried.server.guard import Guarded
from unhurried.server.hall import Hall
from unhurried.server.making import Making
from unhurried.server.pages import ChapterPage, NewVisit, Page


class InRoom(Guarded):
    """Base of what concerns the room."""

    needs_visitor = False

    @property
    def hall(self) -> Hall:
        """The room's lines. Raises HTTPError 410 where it has ended."""
        hall: Hall = self.workbook.hall
        if hall.room.ended:
            raise web.HTTPError(410, reason="room_ended")
        return hall

    def ask_for_code(self, code: str = "", wrong: str = "") -> None:
        """The page that asks for the code; `wrong`: the name of a sentence that says what was wrong."""
        words = self.workbook.words["workshop"]["join"]
        context = {"code": as_read(code) if code else "", "wrong": words[wrong] if wrong else "", "length": 2 * LENGTH}
        self.finish(self.workbook.templates.text("join.html", xsrf=self.xsrf_token.decode(), **context))

    def sit(self, visitor: str, cookie: str) -> None:
        """Let a new visitor in, and lead to the page of their seat."""
        name, base = self.workbook.cookie_name, self.workbook.base_url
        self.set_cookie(name, cookie, httponly=True, samesite="Strict", path=base, secure=self.workbook.secure)
        self.workbook.visitors.welcome(visitor)  # the room's own page says how to leave
        self.go_in()

    def not_of_this_session(self) -> None:
        """Say that a page belongs to the workbook, and lead back to the room."""
        words = self.workbook.words
        link = {"href": f"{self.workbook.base_url}room", "text": words["page"]["back_to_room"]}
        self.set_status(404)
        self.finish(self.workbook.templates.text("message.html", **words["errors"]["not_of_this_session"], link=link))

    def go_in(self) -> None:
        if self.request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin"):
            self.redirect(f"{self.workbook.base_url}room", status=303)
        else:
            # A strict cookie is not sent along a redirect that began on another site's page.
            self.set_header("Refresh", f"0; url={self.workbook.base_url}room")
            self.finish(self.workbook.templates.text("message.html", **self.workbook.words["errors"]["one_moment"]))


class RoomPage(Page, InRoom):
    """`GET /room`: the page of this seat; the code is asked for where there is none. Starts no process."""

    def prepare(self) -> None:
        InRoom.prepare(self)  # the page itself says how to leave

    def get(self) -> None:
        seat = self.hall.room.seat(self.visitor)
        if seat is None:
            self.ask_for_code()
        else:
            self.show(self.workbook.room_page(seat.role))


class ByCode(InRoom):
    """`GET /r/CODE`: what the QR picture leads to. Makes no seat: a preview of the link is nobody who came."""

    def get(self, code: str) -> None:
        if self.hall.room.seat(self.visitor) is not None:
            self.go_in()
        else:
            self.ask_for_code(plain(code)[:LENGTH])


class Join(InRoom):
    """`POST /room/join`: a participant's seat for whoever has the code."""

    def post(self) -> None:
        room, tries = self.hall.room, self.workbook.tries
        address = self.request.remote_ip or ""
        if tries.too_many(address):
            self.set_status(429)
            self.ask_for_code(wrong="too_many")
            return
        if not room.may_join(self.get_body_argument("code", "")):
            tries.wrong(address)
            self.set_status(403)
            self.ask_for_code(wrong="wrong")
            return
        visitor, cookie = self.visitor, ""
        if not visitor:
            visitor, cookie = self.workbook.visitors.new_cookie(self.workbook.cookie_name)
        if not room.join(visitor):
            raise web.HTTPError(403, reason="room_closed")
        if cookie:
            self.sit(visitor, cookie)
        else:
            self.go_in()


class TakeSeat(InRoom):
    """`GET /room/seat/KEY`: a leader's, co-leader's or projector's link, good for one use."""

    def get(self, key: str) -> None:
        room = self.hall.room
        visitor, cookie = self.workbook.visitors.new_cookie(self.workbook.cookie_name)
        if not room.take(key, visitor):
            raise web.HTTPError(403, reason="link_used")
        if self.visitor:
            self.workbook.leave(self.visitor)  # this browser had another seat, and has this one now
        self.sit(visitor, cookie)


class Qr(InRoom):
    """`GET /room/qr.svg`: the join address as a picture, for those who invite."""

    def get(self) -> None:
        seat = self.hall.room.seat(self.visitor)
        if seat is None or seat.role == "participant":
            raise web.HTTPError(403, reason="not_let_in")
        picture = io.BytesIO()
        segno.make(self.hall.join_address, error="m", micro=False).save(
            picture, kind="svg", scale=8, border=4, light="#fff"
        )
        self.set_header("Content-Type", "image/svg+xml")
        self.finish(picture.getvalue())


class ForLeaders(InRoom, Making):
    """What leaders have on paper, as a PDF; `?paper=letter` for the other size."""

    #: What is made, as in processes/handout_job.py.
    do: ClassVar[str]

    async def get(self) -> None:
        seat = self.hall.room.seat(self.visitor)
        if seat is None or seat.role not in LEADERS:
            raise web.HTTPError(403, reason="not_let_in")
        paper = self.get_query_argument("paper", "a4")
        if paper not in PAPERS:
            raise web.HTTPError(404, reason="not_found")
        job = {"do": self.do, "paper": paper, **self.contents(self.hall.room.plan)}
        self.send_pdf(await self.made(job, PrintFailed))

    def contents(self, plan: Any) -> dict[str, Any]:
        """What the job needs to know of the session. Raises HTTPError 404 where there is nothing to make."""
        raise NotImplementedError


class Handouts(ForLeaders):
    """`GET /room/handouts`: the blank worksheets of this session."""

    do = "handouts"

    def contents(self, plan: Any) -> dict[str, Any]:
        worksheets = list(dict.fromkeys(identity for step in plan["steps"] for identity in step["worksheets"]))
        if not worksheets:
            raise web.HTTPError(404, reason="not_found")
        return {"worksheets": worksheets}


class Guide(ForLeaders):
    """`GET /room/guide`: the leaders' guide to one of the course's own plans."""

    do = "guide"

    def contents(self, plan: Any) -> dict[str, Any]:
        if plan.get("plan") not in self.workbook.course.plan_ids():
            raise web.HTTPError(404, reason="not_found")
        return {"plan": plan["plan"]}


class RoomLine(websocket.WebSocketHandler, InRoom):
    """`/room/line`: one page's line to its room."""

    needs_visitor = True

    @property
    def max_message_size(self) -> int:
        return LONGEST

    def check_origin(self, origin: str) -> bool:
        return origin.partition("://")[2] == self.request.host

    async def get(self) -> None:
        if "Upgrade" not in self.request.headers:
            raise web.HTTPError(404, reason="not_found")
        await super().get()

    def open(self) -> None:
        self.set_nodelay(True)
        self.workbook.hall.connect(self)

    def on_message(self, message: str | bytes) -> None:
        self.workbook.hall.said(self, message)

    def on_close(self) -> None:
        self.workbook.hall.disconnect(self)

    def tell(self, text: str) -> None:
        """Send text to the page. One that has gone gets nothing, and everything when it comes back."""
        try:
            sent = self.write_message(text)
        except websocket.WebSocketClosedError:
            return
        sent.add_done_callback(lambda done: done.cancelled() or done.exception())


class SessionChapter(ChapterPage, InRoom):
    """`/p/NUMBER`, where the session has a worksheet of that chapter. Others are not for this room."""

    def prepare(self) -> None:
        Guarded.prepare(self)  # how to leave was said in the room, also before the server was started again

    async def get(self, number: str) -> None:
        if int(number) in self.workbook.session_pages:
            await super().get(number)
        else:
            self.not_of_this_session()


class SessionVisit(NewVisit):
    """`POST /p/NUMBER/visit`, for the same chapters."""

    async def post(self, number: str) -> None:
        if int(number) not in self.workbook.session_pages:
            raise web.HTTPError(404, reason="not_found")
        await super().post(number)


class ToRoom(InRoom):
    """`GET /`: whoever leaves a chapter by its link to the map comes back to the room."""

    def get(self) -> None:
        self.redirect(f"{self.workbook.base_url}room", status=303)


ROUTES = [
    ("room", RoomPage),
    ("room/join", Join),
    ("room/line", RoomLine),
    (r"room/qr\.svg", Qr),
    ("room/handouts", Handouts),
    ("room/guide", Guide),
    (r"room/seat/([\w-]+)", TakeSeat),
    (r"r/([\w-]{1,40})", ByCode),
]
