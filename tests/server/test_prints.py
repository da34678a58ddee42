"""Sheets over HTTP: for whoever was let in, from what their own page holds, and kept nowhere."""

from __future__ import annotations

import base64
import http.client
import json
from typing import Any

import pytest

MARKER = "zwiebelmuster am dachfirst"


def order(**changes: Any) -> dict[str, Any]:
    sheet = {"worksheet": "touch-ladder", "paper": "a4", "answers": {"stop": MARKER}, "today": "2026-11-20"}
    return {**sheet, **changes}


def test_a_sheet_comes_as_a_neutral_file_that_no_cache_keeps(visitor: Any) -> None:
    """A browser's cache would hold a letter that was meant for nobody."""
    answer = visitor.post("print", order())
    assert 200 == answer.status
    assert answer.body.startswith(b"%PDF-")
    assert "application/pdf" == answer.headers["Content-Type"]
    assert 'inline; filename="pages.pdf"' == answer.headers["Content-Disposition"]
    assert "no-store" == answer.headers["Cache-Control"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_long_letter_is_printed(visitor: Any) -> None:
    """Whoever wrote most could print least."""
    answer = visitor.post("print", order(answers={"stop": "word " * 39_999, "afterwards": "word " * 39_999}))
    assert 200 == answer.status
    assert len(answer.body) > 100_000


def test_only_those_who_were_let_in_get_sheets(stranger: Any, visitor: Any) -> None:
    """Somebody on the network could keep this machine busy, or read along."""
    assert 403 == stranger.post("print", order()).status
    assert 403 == visitor.post("print", order(), {"X-XSRFToken": None}).status
    assert 403 == visitor.post("print", order(), {"Sec-Fetch-Site": "cross-site"}).status
    assert 405 == visitor.get("print").status


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"worksheet": "no-such"}, 500),
        ({"worksheet": 5}, 400),
        ({"paper": "a0"}, 500),
        ({"paper": None}, 400),
        ({"answers": [MARKER]}, 400),
        ({"answers": {"stop": {"text": MARKER}}}, 500),
        ({"today": MARKER}, 200),
    ],
)
def test_a_wrong_order_is_answered_without_a_word_of_it(visitor: Any, changes: dict[str, Any], status: int) -> None:
    """An error page, or a log, would repeat what somebody wrote."""
    answer = visitor.post("print", order(**changes))
    assert status == answer.status
    if status != 200:
        assert {"error"} == set(answer.json)
    assert MARKER.encode() not in answer.raw
    assert MARKER not in visitor.server.err.read_text() + visitor.server.out.read_text()


def test_making_a_sheet_leaves_no_process_behind(visitor: Any, family: Any, until: Any) -> None:
    """Words would stay in the memory of a process that nobody looks after."""
    assert 200 == visitor.post("print", order()).status
    assert until(lambda: not family.pages)


# ---- a sheet, a chapter or the book, by its name

BLANK = {"paper": "a4", "filled": False, "today": "2026-11-20", "everything": False, "cover": False}


def lines(answer: Any) -> list[dict[str, Any]]:
    assert 200 == answer.status
    assert "no-store" == answer.headers["Cache-Control"]
    return [json.loads(line) for line in answer.body.splitlines()]


def begun(visitor: Any, order: dict[str, Any]) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    """An order of which the answer is still to be read."""
    headers = {"X-XSRFToken": visitor.cookies[f"_x{visitor.server.port}"], "Content-Type": "application/json"}
    connection = visitor.connect("POST", "bind", headers, json.dumps(order).encode())
    return connection, connection.getresponse()


@pytest.mark.parametrize("what", [{"worksheet": "kind-no"}, {"chapter": 1}, {"chapter": 1, "cover": True}])
def test_blank_pages_need_no_space(what: dict[str, Any], visitor: Any) -> None:
    """Whoever writes nothing here would get no paper either."""
    (made,) = lines(visitor.post("bind", {**BLANK, **what}))
    assert base64.b64decode(made["pdf"]).startswith(b"%PDF-")


def test_the_book_says_how_far_it_is(visitor: Any, family: Any, until: Any) -> None:
    """Somebody would sit before a page that does nothing."""
    connection, response = begun(visitor, BLANK)
    connection.sock.settimeout(120)  # while pages are set, nothing is said
    *told, made = (json.loads(line) for line in response)
    connection.close()
    assert [{"told": [done, 19]} for done in range(20)] == told
    assert base64.b64decode(made["pdf"]).startswith(b"%PDF-")
    assert until(lambda: not family.pages)


def test_whoever_hangs_up_ends_the_book(visitor: Any, family: Any, until: Any) -> None:
    """A machine would work on for somebody who has left, and with it all others."""
    connection, response = begun(visitor, BLANK)
    assert {"told": [0, 19]} == json.loads(response.readline())
    assert family.pages
    response.close()
    connection.close()
    assert until(lambda: not family.pages)
    assert 200 == visitor.post("bind", {**BLANK, "chapter": 1}).status


def test_what_is_kept_is_printed_while_the_space_is_open(visitor: Any, other: Any) -> None:
    """Somebody's booklet would be blank; or somebody else would get it."""
    wanted = {**BLANK, "worksheet": "kind-no", "filled": True}
    assert [{"error": "locked"}] == lines(visitor.post("bind", wanted))
    assert 200 == visitor.post("space/make", {"passphrase": "quiet harbour lantern seven orchard"}).status
    (made,) = lines(visitor.post("bind", wanted))
    assert base64.b64decode(made["pdf"]).startswith(b"%PDF-")
    assert [{"error": "locked"}] == lines(other.post("bind", wanted))
    assert 200 == visitor.post("space/lock", {}).status
    assert [{"error": "locked"}] == lines(visitor.post("bind", wanted))


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"worksheet": 5}, 400),
        ({"chapter": "1"}, 400),
        ({"chapter": True, "worksheet": None}, 400),
        ({"paper": None, "chapter": 1}, 400),
        ({"worksheet": "no-such"}, 200),
        ({"chapter": 999_999}, 200),
        ({"chapter": 1, "paper": "a0"}, 200),
    ],
)
def test_a_wrong_order_makes_nothing(changes: dict[str, Any], status: int, visitor: Any) -> None:
    """An error would show how the program is made, or a page would wait for ever."""
    answer = visitor.post("bind", {**BLANK, **changes})
    assert status == answer.status
    assert {"error"} == set(json.loads(answer.body.splitlines()[-1]))


def test_only_those_who_were_let_in_get_pages(stranger: Any, visitor: Any) -> None:
    """Somebody on the network could keep this machine busy with books."""
    assert 403 == stranger.post("bind", BLANK).status
    assert 403 == visitor.post("bind", BLANK, {"X-XSRFToken": None}).status
    assert 403 == visitor.post("bind", BLANK, {"Sec-Fetch-Site": "cross-site"}).status
    assert 405 == visitor.get("bind").status
