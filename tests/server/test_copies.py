"""Copies that can be read, over HTTP: for whoever has the words of the open space, and kept nowhere."""

from __future__ import annotations

import io
import itertools
import json
import time
import zipfile
from typing import Any

import pytest

MARKER = "zwiebelmuster am dachfirst"
#: Of the ladder, which is never shared, and of the first page's chapter.
NEVER = ("stop", MARKER)

_numbers = itertools.count(1)


@pytest.fixture
def words() -> str:
    """A passphrase that no other test uses."""
    return f"quiet copied river {next(_numbers)} {time.monotonic_ns()}"


def order(words: str, **changes: Any) -> dict[str, Any]:
    return {"passphrase": words, "everything": True, "today": "2026-11-20", **changes}


def text_order(**changes: Any) -> dict[str, Any]:
    sent = {"worksheet": "touch-ladder", "answers": {"stop": MARKER}, "today": "2026-11-20", "everything": True}
    return {**sent, **changes}


def write(visitor: Any, words: str) -> Any:
    """Make a space, and keep something in it. Returns the page's line."""
    line = visitor.line(visitor.page())
    assert 200 == visitor.post("space/make", {"passphrase": words}).status
    line.put(*NEVER)
    line.says("kept")
    return line


def held(pages: bytes) -> tuple[str, Any]:
    with zipfile.ZipFile(io.BytesIO(pages)) as opened:
        return opened.read("words.md").decode(), json.loads(opened.read("words.json"))


def test_a_copy_comes_as_a_neutral_file_that_no_cache_keeps(visitor: Any, words: str) -> None:
    """A browser's cache would hold everything that somebody ever wrote."""
    write(visitor, words)
    answer = visitor.post("space/copy", order(words))
    assert 200 == answer.status
    assert "application/zip" == answer.headers["Content-Type"]
    assert 'attachment; filename="pages.zip"' == answer.headers["Content-Disposition"]
    assert "no-store" == answer.headers["Cache-Control"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    text, kept = held(answer.body)
    assert MARKER in text
    assert [MARKER] == [one["value"] for sheet in kept["worksheets"] for one in sheet["answers"]]
    assert "2026-11-20" == kept["made_on"]


@pytest.mark.parametrize("everything", [False, None, 1, "true"])
def test_only_a_clear_yes_puts_everything_in(visitor: Any, words: str, everything: Any) -> None:
    """A slip in page code would put into a copy what can never be shared."""
    write(visitor, words)
    text, kept = held(visitor.post("space/copy", order(words, everything=everything)).body)
    assert MARKER not in text
    assert [] == kept["worksheets"]


def test_an_open_page_is_not_enough(visitor: Any, other: Any, words: str) -> None:
    """Somebody who sits down at an open page could carry everything away."""
    write(visitor, words)
    write(other, words + " of others")
    wrong = visitor.post("space/copy", order(words + "!"))
    assert (409, {"error": "wrong_passphrase"}) == (wrong.status, wrong.json)
    theirs = visitor.post("space/copy", order(words + " of others"))
    assert (409, wrong.json) == (theirs.status, theirs.json)
    for answer in (wrong, theirs):
        assert MARKER.encode() not in answer.raw
    visitor.post("space/lock")
    locked = visitor.post("space/copy", order(words))
    assert (409, wrong.json) == (locked.status, locked.json)


def test_only_those_who_were_let_in_get_anything(stranger: Any, visitor: Any, words: str) -> None:
    """Somebody on the network could keep this machine busy, or read along."""
    write(visitor, words)
    for path, sent in (("space/copy", order(words)), ("text", text_order())):
        assert 403 == stranger.post(path, sent).status
        assert 403 == visitor.post(path, sent, {"X-XSRFToken": None}).status
        assert 403 == visitor.post(path, sent, {"Sec-Fetch-Site": "cross-site"}).status
        assert 405 == visitor.get(path).status


def test_saving_a_copy_leaves_the_space_and_its_page_as_they_are(
    visitor: Any, words: str, family: Any, until: Any
) -> None:
    """Somebody would save a copy in the middle of writing, and find their space locked."""
    line = write(visitor, words)
    pages = family.pages
    assert 200 == visitor.post("space/copy", order(words)).status
    assert until(lambda: family.pages == pages)
    line.put("stop", "and on", 2)
    assert "kept" == line.says("kept", "held", "not_kept")["say"]


def test_nothing_of_it_is_printed_or_left_on_the_disk(visitor: Any, words: str) -> None:
    """A log or a temporary file would hold what somebody saved for themselves."""
    write(visitor, words)
    assert 200 == visitor.post("space/copy", order(words)).status
    assert 200 == visitor.post("text", text_order()).status
    server = visitor.server
    places = [path for folder in (server.folder, server.runtime) for path in folder.rglob("*") if path.is_file()]
    secrets = [form for said in (MARKER, words) for form in (said.encode(), said.encode("utf-16-le"))]
    assert [] == [path for path in places if any(secret in path.read_bytes() for secret in secrets)]


# ---- one page as text


def test_a_text_comes_as_a_neutral_file_that_no_cache_keeps(visitor: Any) -> None:
    """A browser's cache would hold a letter that was meant for nobody."""
    answer = visitor.post("text", text_order())
    assert 200 == answer.status
    assert f"> {MARKER}\n" in answer.text
    assert "text/markdown; charset=utf-8" == answer.headers["Content-Type"]
    assert 'attachment; filename="page.md"' == answer.headers["Content-Disposition"]
    assert "no-store" == answer.headers["Cache-Control"]


def test_a_long_letter_is_told_whole(visitor: Any) -> None:
    """Whoever wrote most could save least."""
    said = "word " * 39_999
    assert 2 * 39_999 <= visitor.post("text", text_order(answers={"stop": said, "afterwards": said})).text.count("word")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"worksheet": "no-such"}, 500),
        ({"worksheet": 5}, 400),
        ({"answers": None}, 400),
        ({"answers": [MARKER]}, 400),
        ({"answers": {"stop": {"text": MARKER}}}, 500),
        ({"today": 7}, 200),
    ],
)
def test_a_wrong_order_is_answered_without_a_word_of_it(visitor: Any, changes: dict[str, Any], status: int) -> None:
    """An error page, or a log, would repeat what somebody wrote."""
    answer = visitor.post("text", text_order(**changes))
    assert status == answer.status
    if status != 200:
        assert {"error"} == set(answer.json)
        assert MARKER.encode() not in answer.raw
    assert MARKER not in visitor.server.err.read_text() + visitor.server.out.read_text()
