"""Who is let in, what a request may look like, and what every response carries."""

from __future__ import annotations

import re
import socket
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

#: A word that stands for whatever a person's browser might send.
MARKER = "Zq7marker"

#: Words that would tell somebody who is not let in what this program is about.
TOPIC = re.compile(
    r"unhurried|betray|affair|partner|couple|trust|touch|close(ness|r)|intima|sex|marriage|therap|hurt", re.I
)

OPEN_TO_ALL = ["health", "no-such-page", "p/1/../..", "enter/wrong", "join/wrong", "static/0000/page.css"]
FOR_VISITORS = ["", "p/0", "p/1", "p/2", "p/999999", "leaving", "steady", "help", "keeps", "line/none", "space/words"]


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1.evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]"],
)
@pytest.mark.parametrize("path", ["", "p/1", "health", "join/together"])
def test_only_our_own_addresses_are_answered(visitor: Any, family: Any, host: str, path: str) -> None:
    """A web page whose name is pointed at this machine could read what the person wrote here."""
    answer = visitor.get(path, {"Host": host.format(port=visitor.server.port), "Sec-Fetch-Site": "none"})
    assert 403 == answer.status
    assert "This address does not work" in answer.text
    assert set() == family.pages


def test_localhost_is_ours_too(visitor: Any) -> None:
    """Somebody who types the other name of their own machine would stand before a closed door."""
    assert 200 == visitor.get("", {"Host": f"localhost:{visitor.server.port}"}).status


@pytest.mark.parametrize("path", FOR_VISITORS)
def test_without_a_cookie_every_page_is_closed_and_names_no_topic(stranger: Any, family: Any, path: str) -> None:
    """Somebody else at the same machine would read the pages, or learn what they are about."""
    answer = stranger.get(path)
    assert 403 == answer.status
    assert "This page is closed" in answer.text
    assert [] == TOPIC.findall(answer.raw.decode())
    assert set() == family.pages


@pytest.mark.parametrize("path", OPEN_TO_ALL)
def test_what_answers_everybody_names_no_topic(stranger: Any, path: str) -> None:
    """A wrong link, or a look at the port, would tell a stranger what somebody is reading."""
    assert [] == TOPIC.findall(stranger.get(path).raw.decode())


@pytest.mark.parametrize("cookie", ["1", "2|1:0|10:1700000000|6:vxxxxx|4:YWJj|00", MARKER])
def test_a_made_up_cookie_opens_nothing(stranger: Any, cookie: str) -> None:
    """Anybody could let themselves in."""
    stranger.cookies[f"v{stranger.server.port}"] = cookie
    assert 403 == stranger.get().status


FOREIGN = {
    "a script of another site": {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "no-cors",
        "Sec-Fetch-Dest": "empty",
    },
    "an image on another site": {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "no-cors",
        "Sec-Fetch-Dest": "image",
    },
    "a frame on another site": {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "iframe",
    },
    "another port of this machine": {
        "Sec-Fetch-Site": "same-site",
        "Sec-Fetch-Mode": "cors",
        "Sec-Fetch-Dest": "empty",
    },
    "the browser loading ahead": {"Sec-Fetch-Site": "none", "Sec-Purpose": "prefetch;prerender"},
    "an older browser loading ahead": {"Sec-Fetch-Site": "none", "Purpose": "prefetch"},
    "another site loading ahead": {"Sec-Fetch-Site": "cross-site", "Sec-Purpose": "prefetch"},
}


@pytest.mark.parametrize("who", FOREIGN)
def test_only_a_person_opening_a_page_starts_a_process(visitor: Any, family: Any, who: str) -> None:
    """Any web page could find out that the workbook runs here, and fill the machine with processes."""
    for path in ("p/1", "", "join/together?to=p/1"):
        answer = visitor.get(path, FOREIGN[who])
        assert 403 == answer.status
        assert [] == TOPIC.findall(answer.raw.decode())
    assert set() == family.pages


@pytest.mark.parametrize(
    "path",
    [
        "leave",
        "goodbye",
        "space/lock",
        "space/make",
        "space/open",
        "space/copy",
        "leaving",
        "p/1/visit",
        "print",
        "text",
    ],
)
def test_a_post_needs_the_token_of_our_own_page(visitor: Any, family: Any, path: str) -> None:
    """Another page could lock somebody out, or throw them out, in the middle of a sentence."""
    own = f"http://127.0.0.1:{visitor.server.port}"
    for token in ("", "2|00000000|00000000000000000000000000000000|1700000000", MARKER):
        answer = visitor.post(path, {}, {"X-XSRFToken": token, "Origin": own})
        assert 403 == answer.status
    assert 200 == visitor.get().status
    assert set() == family.pages


FOREIGN_ORIGINS = ["http://evil.example", "http://127.0.0.1:1", "https://127.0.0.1.evil.example", "null", "file://"]


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
def test_a_post_of_a_foreign_page_is_refused(visitor: Any, origin: str) -> None:
    """On an address without Sec-Fetch headers, the origin is all that tells our page from another one."""
    silent = {"Sec-Fetch-Site": None, "Sec-Fetch-Mode": None, "Sec-Fetch-Dest": None}
    assert 403 == visitor.post("space/lock", {}, {**silent, "Origin": origin}).status
    assert 200 == visitor.post("space/lock", {}, {**silent, "Origin": visitor.server.url.rstrip("/")}).status


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_post_that_no_page_of_ours_made_is_refused(visitor: Any, site: str) -> None:
    """A form on another site, sent by one click, could lock or leave for the person."""
    assert 403 == visitor.post("leave", "", {"Sec-Fetch-Site": site}).status
    assert 200 == visitor.get().status


@pytest.mark.parametrize("told", [{}, {**FOREIGN["a script of another site"], "Sec-Fetch-Mode": "websocket"}])
@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
def test_the_line_of_a_foreign_page_is_refused(visitor: Any, origin: str, told: dict[str, str]) -> None:
    """WebSockets know no same-origin rule, and not every browser says more than the origin: any web page could read
    along, word by word.
    """
    page = visitor.page()
    with pytest.raises(HTTPClientError) as refused:
        visitor.line(page, Origin=origin, **told)
    assert 403 == refused.value.code
    assert "looking" == visitor.line(page).state()["keeping"]


def test_a_line_needs_a_cookie(visitor: Any, stranger: Any) -> None:
    """Whoever has seen an address could read along without being let in."""
    page = visitor.page()
    with pytest.raises(HTTPClientError) as refused:
        stranger.line(page)
    assert 403 == refused.value.code


@pytest.mark.parametrize("path", [*OPEN_TO_ALL, *FOR_VISITORS, "page.css", "host/main.js", "away.html"])
def test_every_response_carries_the_policy(visitor: Any, stranger: Any, path: str) -> None:
    """One response without it, and a slip in a text of the course could run as code or call another host."""
    if "." in path and "/.." not in path and not path.startswith("static"):
        path = f"static/{visitor.page('steady').block('unhurried')['static'].split('/')[-2]}/{path}"
    for answer in (visitor.get(path), stranger.get(path), visitor.post(path, {}), visitor.ask("PUT", path)):
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
        assert "unsafe" not in policy
        assert "*" not in policy
        assert "no-referrer" == answer.headers["Referrer-Policy"]
        assert "nosniff" == answer.headers["X-Content-Type-Options"]
        assert "same-origin" == answer.headers["Cross-Origin-Resource-Policy"]
        assert answer.headers["Server"] is None
        assert ("no-store" == answer.headers["Cache-Control"]) or (path.startswith("static") and answer.status == 200)


@pytest.mark.parametrize("path", ["", "p/0", "p/1", "leaving", "steady", "help", "keeps", "p/2"])
def test_no_page_holds_code_or_style_of_its_own(visitor: Any, path: str) -> None:
    """The policy would drop it: the page would come without its look, or without its way to leave."""
    text = visitor.get(path).text
    assert [] == re.findall(r"<style|\sstyle=|\son\w+=|javascript:", text)
    for attributes in re.findall(r"<script([^>]*)>", text):
        data = 'type="application/json"', 'type="text/html"'  # blocks of data, which no browser runs
        assert any(one in attributes for one in data) or 'src="/static/' in attributes
    assert [] == re.findall(r'(?:src|href|action)="(?:https?:)?//(?!\S*\.(?:org|com|net|gov|nz|uk))', text)


def test_page_code_needs_the_right_hash(stranger: Any, visitor: Any) -> None:
    """After an update a browser could mix old page code with new, and words could be lost between the two."""
    static = visitor.page().block("unhurried")["static"].strip("/")
    served = stranger.get(f"{static}/host/main.js")
    assert 200 == served.status
    assert "public, max-age=31536000, immutable" == served.headers["Cache-Control"]
    assert "text/javascript; charset=utf-8" == served.headers["Content-Type"]
    digest = static.split("/")[1]
    for path in (f"static/{digest[::-1]}/host/main.js", "static/host/main.js", f"static/{digest}/host/none.js"):
        assert 404 == stranger.get(path).status


@pytest.mark.parametrize(
    "name",
    ["../template/map.html", "map.html", "../../app.py", "..%2f..%2fapp.py", "worksheet.py", "host/../../cli.py"],
)
def test_nothing_but_page_code_is_served(stranger: Any, visitor: Any, name: str) -> None:
    """A path that climbs out of the folder could fetch the secret of the cookies, or a space file."""
    static = visitor.page().block("unhurried")["static"].strip("/")
    assert 404 == stranger.get(f"{static}/{name}").status


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "MARKER"])
def test_other_methods_do_nothing(visitor: Any, family: Any, new_link: Any, method: str) -> None:
    """A mail program that looks at a link before the person does would use it up."""
    link = new_link(visitor.server)
    for path in ("", "p/1", "leave", link, "health"):
        answer = visitor.ask(method, path)
        assert answer.status in (403, 404, 405)
        assert "MARKER" not in answer.raw.decode()
    assert set() == family.pages
    assert 303 == visitor.get(link).status


def test_no_response_repeats_what_was_sent(visitor: Any, stranger: Any) -> None:
    """What was typed could end in a page that another person sees, or run there as code."""
    form = f"page={MARKER}&to={MARKER}&{MARKER}={MARKER}"
    json_body = {"passphrase": MARKER, "old": MARKER, "new": MARKER, "slot": MARKER, "today": MARKER, MARKER: MARKER}
    paths = [*OPEN_TO_ALL, *FOR_VISITORS, "leaving", "goodbye", "leave", "p/1/visit", f"p/{MARKER}", MARKER]
    paths += [f"space/{name}" for name in ("open", "make", "change", "restore", "lock", MARKER)]
    for who in (visitor, stranger):
        for path in paths:
            for query in (f"?to={MARKER}&q={MARKER}", f"?to=//{MARKER}", f"?to=%ff{MARKER}", f"?{MARKER}=<script>"):
                assert MARKER not in who.get(path + query, {"X-Test": MARKER, "If-None-Match": MARKER}).raw.decode()
            if path != "leave" or who is stranger:
                for body in (form, json_body, f"{MARKER}{{", f"to=%ff{MARKER}"):
                    assert MARKER not in who.post(path, body).raw.decode()
    assert MARKER not in visitor.server.out.read_text() + visitor.server.err.read_text()


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET /Zq7marker HTTP/1.1\r\n\r\n",
        b"GET /Zq7marker\r\n\r\n",
        b"Zq7marker\r\n\r\n",
        b"GET http://Zq7marker/ HTTP/1.1\r\nHost: Zq7marker\r\n\r\n",
        b"POST /leave HTTP/1.1\r\nHost: x\r\nContent-Length: Zq7marker\r\n\r\n",
        b"POST /leave HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZq7marker",
    ],
)
def test_a_request_that_is_none_is_hung_up_on(visitor: Any, request_line: bytes) -> None:
    """One garbled request could stop the server for everybody, or print what it carried."""
    with socket.create_connection(("127.0.0.1", visitor.server.port), timeout=10) as raw:
        raw.sendall(request_line)
        raw.shutdown(socket.SHUT_WR)
        said = b""
        while part := raw.recv(65536):
            said += part
    assert MARKER.encode() not in said
    assert 200 == visitor.get("health").status
    assert MARKER not in visitor.server.err.read_text()
