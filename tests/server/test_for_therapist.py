"""A page for a therapist over HTTP: out of the space that is open, for its owner's browser, and kept nowhere."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest
from pypdf import PdfReader

MARKER = "zwiebelmuster am dachfirst"
ITEM = ["touch-ladder", "stop"]


@pytest.fixture
def writer(visitor: Any) -> Any:
    line = visitor.line(visitor.page())
    assert 200 == visitor.post("space/make", {"passphrase": f"quiet noted river {time.monotonic_ns()}"}).status
    line.put("stop", MARKER)
    line.says("kept")
    return visitor


def order(**changes: Any) -> dict[str, Any]:
    return {"items": [ITEM], "own": True, "paper": "a4", "today": "2026-11-20", **changes}


def test_the_page_comes_out_of_the_open_space(writer: Any) -> None:
    """Somebody would stand at their appointment with nothing, or with somebody else's words."""
    (sheet,) = writer.post("notes/list").json["sheets"]
    assert ("touch-ladder", "stop") == (sheet["id"], sheet["items"][0]["id"])
    assert MARKER not in str(sheet)
    answer = writer.post("notes/sheet", order())
    assert "no-store" == answer.headers["Cache-Control"]
    assert 'inline; filename="pages.pdf"' == answer.headers["Content-Disposition"]
    assert MARKER in " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body)).pages)


def test_without_an_open_space_there_is_nothing(writer: Any, other: Any) -> None:
    """Whoever shares the server would read what somebody else has written."""
    for address, body in (("notes/list", {}), ("notes/sheet", order())):
        assert 403 == other.post(address, body).status
    writer.post("space/lock")
    for address, body in (("notes/list", {}), ("notes/sheet", order())):
        answer = writer.post(address, body)
        assert 403 == answer.status
        assert MARKER not in answer.text


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"own": False}, 500),
        ({"own": "yes"}, 500),
        ({"items": [["touch-ladder", "rungs"]]}, 500),
        ({"items": []}, 500),
        ({"paper": "a0"}, 500),
        ({"items": ["touch-ladder stop"]}, 400),
        ({"items": None}, 400),
    ],
)
def test_an_order_that_is_not_right_gets_no_page(writer: Any, changes: dict[str, Any], status: int) -> None:
    """What needs a second tick would go out without one."""
    answer = writer.post("notes/sheet", order(**changes))
    assert status == answer.status
    assert MARKER not in answer.text
