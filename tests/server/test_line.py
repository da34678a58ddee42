"""The line between a page and its process: what may pass, and that words pass unchanged."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import psutil
import pytest

from unhurried.server.line import PageLine

COMM = "6f2e"
CUSTOM = {"method": "custom", "content": {"do": "hello"}}

REFUSED = {
    "a trait update": {"type": "comm_msg", "comm": COMM, "data": {"method": "update", "state": {"stem": "x"}}},
    "a request for traits": {"type": "comm_msg", "comm": COMM, "data": {"method": "request_state"}},
    "opening a widget": {"type": "comm_open", "comm": COMM, "data": CUSTOM},
    "closing a widget": {"type": "comm_close", "comm": COMM, "data": CUSTOM},
    "code": {"type": "execute_request", "content": {"code": "1"}},
    "an unknown type": {"type": "whatever"},
    "a key": {"space": {"file": "/tmp/x", "key": "00" * 32}},
    "a lock": {"lock": True},
    "a start": {"start": {"course": "/", "cells": ["1"]}},
    "content that is no object": {"type": "comm_msg", "comm": COMM, "data": {"method": "custom", "content": "x"}},
    "no widget": {"type": "comm_msg", "comm": None, "data": CUSTOM},
    "no object": [1, 2],
}
UNREADABLE: dict[str, str | bytes] = {
    "not JSON": "hello",
    "a broken frame": '{"type": "comm_msg"',
    "bytes": json.dumps({"type": "comm_msg", "comm": COMM, "data": CUSTOM}).encode(),
    "deeper than can be read": '{"type": "comm_msg", "data": ' + "[" * 100_000,
}


@pytest.mark.parametrize("what", [*REFUSED, *UNREADABLE])
def test_only_custom_widget_messages_pass(visitor: Any, family: Any, what: str) -> None:
    """A page that somebody tampered with could set traits or run code, and the person's own page would be hit."""
    page = visitor.page()
    line = visitor.line(page)
    line.send(json.dumps(REFUSED[what]) if what in REFUSED else UNREADABLE[what])
    assert 4400 == line.code
    (process,) = family.pages
    assert "looking" == visitor.line(page).state()["keeping"]
    assert {process} == family.pages


def test_a_message_that_is_too_long_is_refused_and_the_page_lives_on(visitor: Any, family: Any) -> None:
    """One runaway page could take the machine's memory, and with it everybody's words."""
    page = visitor.page()
    line = visitor.line(page)
    line.put("stop", "x" * (2 * 1024 * 1024))
    assert line.code in (1009, None)  # None: the system dropped the rest of the message, and the reason with it
    assert {} == visitor.line(page).state()["answers"]


def test_a_widget_that_is_not_there_is_no_reason_to_end(visitor: Any) -> None:
    """After a page process was replaced, a late message to the old one must not cost the words of the new one."""
    line = visitor.line(visitor.page())
    line.send(json.dumps({"type": "comm_msg", "comm": "gone", "data": CUSTOM}))
    assert "looking" == line.state()["keeping"]


def test_what_was_held_up_on_an_older_line_does_not_arrive() -> None:
    """Words of a minute ago would come after those of now, and stand beside them as if somebody else had written."""
    relayed: list[str] = []
    visit = SimpleNamespace(line=None)
    workbook = SimpleNamespace(
        keys=SimpleNamespace(touch=lambda visitor: None),
        visits=SimpleNamespace(relay=lambda to, text: relayed.append(text)),
    )
    old, new = (SimpleNamespace(visit=visit, visitor="somebody", workbook=workbook) for _ in range(2))
    visit.line = new
    text = json.dumps({"type": "comm_msg", "comm": COMM, "data": CUSTOM})
    PageLine.on_message(cast(Any, old), text)
    assert [] == relayed
    PageLine.on_message(cast(Any, new), text)
    assert [text] == relayed


@pytest.mark.parametrize("own", ["space", "lock", "start", "job"])
def test_the_servers_own_messages_cannot_be_made_in_a_browser(visitor: Any, own: str) -> None:
    """A page could hand its process a key of somebody else's, or lock somebody out."""
    line = visitor.line(visitor.page())
    line.put("stop", "with my hand")
    assert "stop" == line.says("held")["question"]
    body = {"file": "/tmp/x", "key": "00" * 32}
    disguised = {"type": "comm_msg", "comm": line.comm, "data": {"method": "custom", "content": {own: body}}, own: body}
    line.send(json.dumps(disguised))
    line.send("\n".join(["", json.dumps(disguised), ""]))
    state = line.state()
    assert ("looking", "with my hand") == (state["keeping"], state["answers"]["stop"]["value"])


def test_a_put_is_answered_with_what_became_of_it(visitor: Any) -> None:
    """Without an answer the page could not say whether words are held, and would have to guess."""
    line = visitor.line(visitor.page())
    line.put("room", 7, seq=1)
    held = line.says("held")
    assert ("room", 1, 1, "2026-11-20T21:30:00+01:00") == tuple(
        held[name] for name in ("question", "seq", "version", "at")
    )
    line.put("room", 99, seq=2)
    refused = line.says("not_kept")
    assert ("room", 2, "refused") == (refused["question"], refused["seq"], refused["why"])


def test_words_come_back_as_typed(visitor: Any) -> None:
    """What somebody wrote on one of their worst days would come back changed, cut or not at all."""
    piece = "Ich weiß nicht 💔👩‍👩‍👧 لا أعرف \u202eabc\u202c <script>alert('1')</script> \\u0000 \u2028 \"&amp;\" \t\n"
    typed = (piece * (100_000 // len(piece) + 1))[:100_000]
    line = visitor.line(visitor.page())
    line.put("stop", typed)
    assert 1 == line.says("held", "not_kept").get("version")
    assert typed == line.state()["answers"]["stop"]["value"]


def test_half_an_emoji_costs_only_itself(visitor: Any) -> None:
    """A text cut in the middle of an emoji would be lost as a whole."""
    line = visitor.line(visitor.page())
    line.put("stop", "before \ud83d after")
    assert 1 == line.says("held", "not_kept").get("version")
    assert "before ? after" == line.state()["answers"]["stop"]["value"]


@pytest.mark.parametrize("depth", [200, 800, 950])
def test_a_value_nested_without_end_ends_nothing(visitor: Any, depth: int) -> None:
    """A value that no worksheet asks for could end the process, and with it the words that are only held."""
    line = visitor.line(visitor.page())
    line.put("room", 3)
    line.says("held")
    line.put("room", "NESTED", seq=2, written=lambda text: text.replace('"NESTED"', "[" * depth + "]" * depth))
    assert "refused" == line.says("held", "not_kept").get("why")
    assert 3 == line.state()["answers"]["room"]["value"]


def test_a_ping_is_answered_by_the_server(visitor: Any, family: Any) -> None:
    """A page could not tell a busy exercise from a lost network, and would not ask again for what was not kept."""
    line = visitor.line(visitor.page())
    (process,) = family.pages
    process.suspend()
    try:
        line.send('{"type": "ping"}')
        assert {"type": "pong"} == line.hear()
    finally:
        process.resume()


def test_a_page_that_connects_again_takes_the_place_of_its_silent_line(visitor: Any, until: Callable[..., Any]) -> None:
    """After a dead spot in the network the page would stay cut off from its own process."""
    page = visitor.page()
    first = visitor.line(page)
    first.put("room", 4)
    first.says("held")
    second = visitor.line(page)
    assert 1000 == first.code
    assert 4 == second.state()["answers"]["room"]["value"]
    assert psutil.pid_exists(visitor.server.process.pid)
