"""The questions for one person alone: the server sends them, and there is no way in which an answer could come back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.server.conftest import routes_of

from unhurried.course import find_course
from unhurried.server.app import Workbook
from unhurried.server.workshop import Workshop

#: Every address that takes something from a page; `print` and `text` take a worksheet's answers, `space/…`
#: passphrases, `bind` says what to print, `room/join` is a code. None of them knows of these questions, which are no
#: worksheet.
TAKES = {"/p/([0-9]{1,6})/visit", "/leaving", "/leave", "/goodbye", "/print", "/bind", "/text", "/room/join"}
#: A worksheet's ticked answers; six words; what takes cards back; which answers of a space are wanted on a page.
TAKES |= {"/card", "/card/look", "/card/sheet", "/card/give", "/card/mine", "/card/withdraw"}
TAKES |= {"/notes/list", "/notes/sheet"}


def questions(text: str) -> str:
    """What stands in the page between its header and its dialogs."""
    found = re.search(r'<div class="alone".*?</main>', text, re.DOTALL)
    assert found is not None
    return found[0]


def test_everybody_gets_the_same_bytes(visitor: Any, other: Any) -> None:
    """What somebody is shown would tell what they, or somebody before them, had answered."""
    seen = questions(visitor.page("alone").text)
    assert seen == questions(visitor.page("alone?fear=yes").text)
    assert seen == questions(other.page("alone").text)
    assert seen == questions(visitor.page("alone").text)


def test_nothing_in_it_could_be_sent(visitor: Any) -> None:
    """A browser would put an answer into an address, or offer it again to whoever sits down next."""
    seen = questions(visitor.page("alone").text)
    assert [] == re.findall(r"<(?:form|input|select|textarea)\b", seen)
    assert [] == re.findall(r"\s(?:name|value|form|formaction|ping)=", seen)
    assert {"button"} == set(re.findall(r'<button type="(\w+)"', seen))
    assert seen.count("<button") == len(re.findall(r'<button type="button"', seen))
    assert {"/"} == {address for address in re.findall(r'href="([^"]*)"', seen) if not address.startswith("tel:")}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_answer_is_taken(visitor: Any, method: str) -> None:
    """An answer that can be sent can be kept, and found."""
    token = visitor.cookies[f"_x{visitor.server.port}"]
    answer = visitor.ask(method, "alone", {"X-XSRFToken": token}, b"fear=yes")
    assert 405 == answer.status
    assert "yes" not in answer.text


def test_every_address_that_takes_something_is_known() -> None:
    """A new address could take answers without anybody having thought of it."""
    routes = [*routes_of(Workbook), *routes_of(Workshop)]
    takes = {address for address, handler, *_ in routes if own_methods(handler) & {"post", "put", "patch", "delete"}}
    assert TAKES == {address for address in takes if not address.startswith("/space/")}


def test_these_questions_are_no_worksheet() -> None:
    """They could be kept, printed filled in, exported or shared like one."""
    texts = {question["text"] for asked in find_course().words()["alone"]["questions"].values() for question in asked}
    for identity in find_course().worksheet_ids():
        asked = {getattr(one, "question", None) for one in find_course().worksheet(identity).questions.values()}
        assert not texts & asked, identity


def own_methods(handler: type) -> set[str]:
    """What our own classes define; for all else tornado answers 405."""
    return {name for one in handler.__mro__ if one.__module__.startswith("unhurried") for name in vars(one)}


def test_it_starts_nothing_and_leaves_no_trace(visitor: Any, family: Any) -> None:
    """A process or a printed line would tell that somebody had opened it."""
    printed = visitor.server.out.read_bytes(), visitor.server.err.read_bytes()
    files = sorted(visitor.server.folder.rglob("*"))
    visitor.page("alone")
    assert set() == family.pages
    assert printed == (visitor.server.out.read_bytes(), visitor.server.err.read_bytes())
    assert files == sorted(visitor.server.folder.rglob("*"))
