"""Coming in and going out: the one-time link, the join code, leaving, and a page's goodbye."""

from __future__ import annotations

from tornado import web

from unhurried.server.guard import Guarded, place


class Coming(Guarded):
    """Base of the two ways in: sets the cookie, then leads to a clean address."""

    needs_visitor = False

    def let_in(self) -> None:
        to = place(self.get_query_argument("to", ""))
        visitor, cookie = self.workbook.visitors.new_cookie(self.workbook.cookie_name)
        self.set_cookie(
            self.workbook.cookie_name, cookie, httponly=True, samesite="Strict", path=self.workbook.base_url
        )
        if to:  # whoever gives out such a link (a room's leader, a benchmark) explains leaving in another way
            self.workbook.visitors.welcome(visitor)
        if self.request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin"):
            self.redirect(self.workbook.base_url + to, status=303)
        else:
            # Somebody followed a link on another page: a strict cookie is not sent along a redirect that began
            # there, so this page of ours begins a navigation of its own.
            self.set_header("Refresh", f"0; url={self.workbook.base_url}{to}")
            self.finish(self.workbook.templates.text("message.html", **self.workbook.words["errors"]["one_moment"]))


class ByKey(Coming):
    """`/enter/KEY`: the address in the Ready line, good for one use."""

    def get(self, key: str) -> None:
        if not self.workbook.visitors.redeem(key):
            raise web.HTTPError(403, reason="link_used")
        self.let_in()


class ByCode(Coming):
    """`/join/CODE`: good until the server ends; for rooms, several browsers, and measuring."""

    def get(self, code: str) -> None:
        if not self.workbook.visitors.may_join(code):
            raise web.HTTPError(403, reason="not_let_in")
        if self.visitor:  # the same browser again: it stays who it is
            self.redirect(self.workbook.base_url + place(self.get_query_argument("to", "")), status=303)
        else:
            self.let_in()


class Leave(Guarded):
    """`POST /leave`: the cookie opens nothing any more, the space is locked, the page processes end."""

    needs_visitor = False

    async def post(self) -> None:
        if self.visitor:
            self.workbook.leave(self.visitor)
        self.clear_cookie(self.workbook.cookie_name, path=self.workbook.base_url)
        self.set_header("Clear-Site-Data", '"cookies", "storage"')
        self.redirect(self.workbook.assets.url("away.html"), status=303)


class Goodbye(Guarded):
    """`POST /goodbye`: a page is being closed. Sent as a beacon, so the token comes as a form field."""

    def post(self) -> None:
        page = self.get_body_argument("page", "")
        visit = self.workbook.visits.find(self.visitor, page)
        if visit is not None:
            self.workbook.visits.goodbye(visit)
        self.workbook.keys.goodbye(self.visitor, page)
        self.set_status(204)
