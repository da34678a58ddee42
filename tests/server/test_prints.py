"""Sheets over HTTP: for whoever was let in, from what their own page holds, and kept nowhere."""

from __future__ import annotations

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
    assert 'inline; filename="worksheet.pdf"' == answer.headers["Content-Disposition"]
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
