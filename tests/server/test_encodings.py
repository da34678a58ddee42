"""How responses are compressed: every browser gets bytes that it can read, and the same words."""

from __future__ import annotations

import gzip
import re
import secrets
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhurried.server.encodings import Beginning, Encoded, chosen

DECODE: dict[str | None, Callable[[bytes], bytes]] = {
    None: lambda body: body,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
}
PAGES = ["", "p/0", "p/1", "leaving", "steady", "help", "keeps", "alone"]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("", "identity"),
        ("identity", "identity"),
        ("deflate, zstd", "identity"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0,gzip;q=0", "identity"),
        ("br; q=0.0, gzip ; q=0.5", "gzip"),
        ("br;q=0.001", "br"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("*;q=0", "identity"),
        ("br;q=1.2.3, gzip", "gzip"),
        ("brotli, gzipped", "identity"),
        (";;,=q, ,\x00", "identity"),
    ],
)
def test_only_what_a_browser_takes_is_sent(accept: str, expected: str) -> None:
    """The page would be a screen of signs, with no way to leave on it."""
    assert expected == chosen(accept)


@given(st.text(), st.lists(st.text(min_size=1)))
def test_a_body_says_what_was_put_into_it(begun: str, added: list[str]) -> None:
    """Words would be lost or garbled on the way to the page."""
    beginning = Beginning(begun)
    for encoding, decode in (("identity", DECODE[None]), ("gzip", DECODE["gzip"]), ("br", DECODE["br"])):
        body = beginning.body(encoding)
        whole = b"".join([body.begun, *(body.add(text) for text in added), body.end()])
        assert (begun + "".join(added)).encode() == decode(whole)


@pytest.mark.parametrize("length", [1, 65_535, 65_536, 200_000])
@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_a_long_end_is_whole(length: int, encoding: str) -> None:
    """A chapter with many exercises would break off."""
    text = secrets.token_hex(length)[:length]
    body = Beginning("a").body(encoding)
    whole = body.begun + body.add(text) + body.add("") + body.end()
    assert f"a{text}".encode() == DECODE[encoding](whole)


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_two_bodies_of_one_beginning_do_not_touch(encoding: str) -> None:
    """One person's page would carry another's check sum, or their token."""
    beginning = Beginning("the same")
    one, other = beginning.body(encoding), beginning.body(encoding)
    first, second = one.add("one"), other.add("other")
    assert b"the sameone" == DECODE[encoding](one.begun + first + one.end())
    assert b"the sameother" == DECODE[encoding](other.begun + second + other.end())


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_what_is_secret_is_never_compressed(encoding: str) -> None:
    """The length of a page would tell how much of a guess is right, and so, letter by letter, a token."""
    secret = secrets.token_urlsafe(30)
    alone = len(Beginning("x").body(encoding).add(secret))
    beside_itself = Beginning(f"x {secret} {secret}").body(encoding).add(secret)
    assert alone == len(beside_itself)
    assert secret.encode() in beside_itself


def test_what_never_changes_is_the_same_in_every_encoding() -> None:
    """Two browsers would run different page code."""
    encoded = Encoded(b"words " * 1000)
    assert {b"words " * 1000} == {
        encoded["identity"],
        gzip.decompress(encoded["gzip"]),
        brotli.decompress(encoded["br"]),
    }
    assert max(len(encoded["gzip"]), len(encoded["br"])) < 200


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("accept", "expected"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0", None)])
def test_a_page_comes_as_the_browser_takes_it(visitor: Any, path: str, accept: str, expected: str | None) -> None:
    """Somebody would see no page, or a cache on the way would give them another browser's."""
    answer = visitor.get(path, {"Accept-Encoding": accept})
    assert (200, expected) == (answer.status, answer.headers["Content-Encoding"])
    assert "Accept-Encoding" == answer.headers["Vary"]
    assert "text/html; charset=utf-8" == answer.headers["Content-Type"]
    assert "no-store" == answer.headers["Cache-Control"]
    text = DECODE[expected](answer.body).decode()
    assert text.startswith("<!doctype html>")
    assert text.endswith("</html>")
    assert 'id="leave-form"' in text
    if expected:
        assert len(answer.body) < len(text.encode()) / 2


def test_a_page_is_the_same_for_everybody_but_for_its_end(visitor: Any, other: Any) -> None:
    """What one person's page says in its middle could tell them apart, and would be compressed with what they sent."""
    for path in PAGES:
        one, two = (person.page(path).text for person in (visitor, other))
        split = '<input type="hidden" name="_xsrf"'
        assert one.partition(split)[0] == two.partition(split)[0]
        for page in (one, two):
            token = re.search(r'name="_xsrf" value="([^"]+)"', page)[1]
            assert token not in page.partition(split)[0]


@pytest.mark.parametrize("name", ["host/main.js", "exercises.js", "page.css", "away.html", "away.css", "icon.svg"])
@pytest.mark.parametrize(("accept", "expected"), [("gzip, br", "br"), ("gzip", "gzip"), ("gzip;q=0", None)])
def test_page_code_comes_as_the_browser_takes_it(
    stranger: Any, visitor: Any, name: str, accept: str, expected: str | None
) -> None:
    """Page code that a browser cannot read leaves a page without its exercises."""
    static = visitor.page().block("unhurried")["static"].strip("/")
    answer = stranger.get(f"{static}/{name}", {"Accept-Encoding": accept})
    assert (200, expected) == (answer.status, answer.headers["Content-Encoding"])
    assert "Accept-Encoding" == answer.headers["Vary"]
    assert "public, max-age=31536000, immutable" == answer.headers["Cache-Control"]
    assert answer.headers["Etag"] is None
    assert str(len(answer.body)) == answer.headers["Content-Length"]
    plain = stranger.get(f"{static}/{name}").body
    assert plain == DECODE[expected](answer.body)


def test_an_error_can_be_read_without_any_encoding(stranger: Any) -> None:
    """Somebody who is not let in would not learn why."""
    answer = stranger.get("p/1", {"Accept-Encoding": "gzip, br"})
    assert (403, None) == (answer.status, answer.headers["Content-Encoding"])
    assert "<h1>" in answer.text
