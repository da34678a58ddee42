"""Coming in and going out."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

PLACES = [
    "//evil.example",
    "https://evil.example",
    "p/1/../..",
    "p/1?x=1",
    "p/1#x",
    "/p/1",
    "p/",
    "p/1%0d%0aX:1",
    "%5c",
]


def test_the_link_of_the_ready_line_works_once(stranger: Any, other: Any) -> None:
    """A link left in a terminal or a history would let in whoever finds it."""
    link = stranger.server.ready.removeprefix(stranger.server.url)
    answer = stranger.get(link, {"Sec-Fetch-Site": "none"})
    assert (303, "/") == (answer.status, answer.headers["Location"])
    assert 303 == stranger.get().status
    again = other.get(link)
    assert 403 == again.status
    assert "This link was already used" in again.text


def test_the_cookie_says_nothing_and_goes_nowhere_else(stranger: Any, new_link: Any) -> None:
    """Page code, another site, or another program on this machine could take the cookie and read along."""
    answer = stranger.get(new_link(stranger.server))
    (sent,) = [line for line in answer.headers.get_all("Set-Cookie") if line.startswith("v")]
    name = f"v{stranger.server.port}"
    morsel = SimpleCookie(sent)[name]
    assert (True, "Strict", "/", "") == tuple(morsel[key] for key in ("httponly", "samesite", "path", "domain"))
    assert "" == morsel["expires"] + morsel["max-age"], "it must end with the browser"


def test_a_link_on_another_page_leads_in_too(stranger: Any, new_link: Any) -> None:
    """Somebody who gets the link in a message would stand before a closed door."""
    answer = stranger.get(new_link(stranger.server), {"Sec-Fetch-Site": "cross-site"})
    assert (200, "0; url=/") == (answer.status, answer.headers["Refresh"])
    assert 303 == stranger.get().status


def test_the_join_code_lets_in_any_number(shared: Any, visitor_of: Callable[..., Any]) -> None:
    """In a room, only the first browser would get in."""
    seen = set()
    for _ in range(5):
        one = visitor_of(shared)
        assert 303 == one.get("join/together").status
        seen.add(one.cookies[f"v{shared.port}"])
    assert 5 == len(seen)


def test_the_same_browser_stays_who_it_is(visitor: Any) -> None:
    """Joining a second time would close the space that is open in the first tab."""
    before = dict(visitor.cookies)
    answer = visitor.get("join/together?to=p/1")
    assert (303, "/p/1") == (answer.status, answer.headers["Location"])
    assert before == visitor.cookies


@pytest.mark.parametrize("code", ["wrong", "together1", "Together", "-"])
def test_another_code_lets_nobody_in(stranger: Any, code: str) -> None:
    """Anybody on the machine could guess their way in."""
    assert 403 == stranger.get(f"join/{code}").status
    assert f"v{stranger.server.port}" not in stranger.cookies


@pytest.mark.parametrize(("asked", "led"), [("p/1", "/p/1"), ("p/12", "/p/12"), *((place, "/") for place in PLACES)])
def test_a_link_leads_within_the_workbook_only(shared: Any, visitor_of: Any, asked: str, led: str) -> None:
    """A link that looks like ours could lead to a page that asks for the passphrase."""
    asked = asked.replace("#", "%23").replace("?", "%3f")
    for path in (f"join/together?to={asked}", f"join/together?to={asked}"):  # a new browser, and one that is in
        assert led == (who := visitor_of(shared)).get(path).headers["Location"]
        assert led == who.get(path).headers["Location"]
    assert led == who.post("leaving", f"to={asked}").headers.get("Location", led)


@pytest.mark.parametrize("place", PLACES)
def test_going_on_leads_within_the_workbook_only(visitor: Any, place: str) -> None:
    """The page before the first page could send somebody to a foreign host."""
    answer = visitor.post("leaving", f"to={place}")
    assert (303, "/") == (answer.status, answer.headers["Location"])
    assert "evil" not in visitor.get(f"leaving?to={place}".replace("#", "%23")).text


def test_how_to_leave_is_explained_before_the_first_page(stranger: Any, family: Any) -> None:
    """Somebody would read on before they know how to get away when the door opens."""
    stranger.get("join/together")
    for path, asked in (("", "/leaving"), ("p/1", "/leaving?to=p/1")):
        answer = stranger.get(path)
        assert (303, asked) == (answer.status, answer.headers["Location"])
    for path in ("steady", "help"):
        assert 200 == stranger.get(path).status, "help must not wait behind an explanation"
    page = stranger.page("leaving?to=p/1")
    token = re.search(r'name="_xsrf" value="([^"]+)"', page.text)[1]
    assert set() == family.pages
    answer = stranger.post("leaving", f"_xsrf={token}&to=p/1", {"X-XSRFToken": None})
    assert (303, "/p/1") == (answer.status, answer.headers["Location"])
    assert 200 == stranger.get("p/1").status
    assert 200 == stranger.get("").status


def test_leaving_ends_everything_at_once(visitor: Any, family: Any, until: Callable[..., Any]) -> None:
    """Whoever opens the browser next would go on reading where the person left."""
    page, second = visitor.page(), visitor.page()
    line = visitor.line(page)
    before = dict(visitor.cookies)
    answer = visitor.leave()
    assert 303 == answer.status
    assert answer.headers["Location"].endswith("/away.html")
    assert '"cookies", "storage"' == answer.headers["Clear-Site-Data"]
    assert f"v{visitor.server.port}" not in visitor.cookies
    assert {"type": "left"} == line.told("left")
    assert 1000 == line.code
    until(lambda: not family.pages)
    visitor.cookies = before  # a browser that kept its cookie all the same
    for path in ("", "p/1", "keeps", "space/words"):
        assert 403 == visitor.get(path).status
    for path in ("space/lock", "space/open", "goodbye", "p/1/visit", "leaving"):
        assert 403 == visitor.post(path, {}).status
    for one in (page, second):
        with pytest.raises(HTTPClientError) as refused:
            visitor.line(one)
        assert 403 == refused.value.code
    assert set() == family.pages


def test_leaving_twice_is_no_error(visitor: Any) -> None:
    """Somebody in fear presses more than once, and must not land on an error page."""
    first = visitor.leave().headers["Location"]
    assert first == visitor.leave().headers["Location"]
    away = visitor.get(first.strip("/"))
    assert 200 == away.status


def test_the_page_that_leaving_leads_to_tells_nothing(visitor: Any) -> None:
    """Whoever looks over a shoulder would see where the person had been."""
    away = visitor.get(visitor.leave().headers["Location"].strip("/")).text
    assert "Workbook" not in away
    assert "<script" not in away
    assert [] == re.findall(r'(?:href|src|action)="(?!away\.css"|data:,")', away)


def test_leaving_holds_over_a_crash_and_an_ordinary_end_forgets(server_of: Any, visitor_of: Any) -> None:
    """After a power cut a tab that was left would open again; or a page still open would be shut out for good."""
    server = server_of().start()
    stayed, left = visitor_of(server).enter(), visitor_of(server).enter()
    cookies = dict(left.cookies)
    left.leave()
    server.stop(signal.SIGKILL)
    server.start()
    assert 303 == stayed.get().status, "an open page finds its way back, by way of how to leave"
    assert 200 == stayed.get("steady").status
    left.cookies = cookies
    assert 403 == left.get("steady").status
    assert 0 == server.stop(signal.SIGTERM)
    assert [] == list(server.runtime.rglob("*.visitors")), "the next server cannot know any cookie of this one"


def test_a_second_open_gives_a_new_link_and_ends(shared: Any, stranger: Any) -> None:
    """Somebody who starts the program again would get an error instead of their workbook."""
    second = subprocess.run(
        shared.command("--port", "1"), env=shared.environment, capture_output=True, text=True, timeout=30
    )
    assert (0, "") == (second.returncode, second.stderr)
    line = re.fullmatch(rf"Ready: {re.escape(shared.url)}(enter/\S+)\n", second.stdout)
    assert line is not None
    assert line[1] not in shared.ready
    assert 303 == stranger.get(line[1]).status
    assert 403 == stranger.get(line[1]).status
