"""Pages: prose at once, opaque addresses, and an author's changes."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from unhurried.course import find_course

NOTEBOOK = "08-comfort-with-touch-ladder"


@pytest.fixture(scope="module")
def authored(tmp_path_factory: pytest.TempPathFactory, server_class: Any) -> Iterator[tuple[Any, Path]]:
    """A server of a course that somebody is writing, and the course's folder."""
    folder = tmp_path_factory.mktemp("authored")
    course = folder / "course"
    for name in ("notebooks", "worksheets", "data"):
        shutil.copytree(find_course().root / name, course / name)
    server = server_class(folder, "--course", str(course)).start()
    yield server, course
    server.close()


@pytest.fixture
def author(authored: tuple[Any, Path], visitor_of: Callable[..., Any]) -> Iterator[tuple[Any, Path]]:
    """A visitor of that server, and the notebook of page 1, which is as it was again after the test."""
    server, course = authored
    notebook = course / "notebooks" / f"{NOTEBOOK}.ipynb"
    before = notebook.read_bytes()
    yield visitor_of(server).enter(), notebook
    notebook.write_bytes(before)


def write(notebook: Path, *cells: tuple[str, str]) -> None:
    made = [{"cell_type": kind, "metadata": {}, "source": source} for kind, source in cells]
    notebook.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made}))


IMPORT = ("code", "from unhurried import page")
LADDER = ("code", 'page("touch-ladder")')


def test_where_a_chapter_comes_from_stands_folded(author: tuple[Any, Path]) -> None:
    """Somebody in shock would read through names and years, and others could not find out who says so."""
    visitor, notebook = author
    cells = ("markdown", "# Tea"), ("markdown", "## Where this comes from\n\nAn aunt, 1950."), IMPORT, LADDER
    write(notebook, *cells)
    page = visitor.page().text
    folded = page.partition('<details class="from">')[2].partition("</details>")[0]
    assert "<h2>Where this comes from</h2>" in folded
    assert "An aunt, 1950." in folded
    assert 1 == page.count("An aunt, 1950.")


def test_prose_comes_before_its_exercises_are_ready(visitor: Any, family: Any) -> None:
    """While an exercise is slow or broken, somebody in distress would look at an empty page without help."""
    warm = family.warm
    warm.suspend()
    try:
        response = visitor.connect("GET", "p/1", {}, b"").getresponse()
        seen = b""
        while b"</footer>" not in seen or b"host/main.js" not in seen.rpartition(b"</footer>")[2]:
            part = response.read1()
            assert part, "the page ended before its prose"
            seen += part
        text = seen.decode()
        for needed in ('data-exercise="touch-ladder"', 'id="steady-dialog"', 'id="help-dialog"', 'id="leave-form"'):
            assert needed in text
        assert 'id="visit"' not in text
    finally:
        warm.resume()
    tail = response.read().decode()
    assert tail.startswith('<script type="application/json" id="visit">')
    assert tail.rstrip().endswith("</html>")


def test_the_first_states_come_with_the_page_and_hold_no_answer(visitor: Any) -> None:
    """The page would need another round trip, or would carry somebody's words in its HTML."""
    line = visitor.line(visitor.page())
    line.put("stop", "Zq7words")
    line.says("held")
    page = visitor.page()
    first = visitor.shown(page)
    (shown,) = first["ready"]
    assert (0, "ladder", "touch-ladder") == (
        shown["section"],
        shown["stem"],
        page.block("course")["definitions"][0]["id"],
    )
    assert first["failed"] is None
    assert "Zq7words" not in page.text


def test_chapters_in_preparation_are_not_there_yet(visitor: Any, family: Any) -> None:
    """A person would land on an empty page, or on a fault."""
    chapters = find_course().chapters()
    waiting = [chapter.page for chapter in chapters if not chapter.ready]
    for page in [*waiting, 999_998, 999_999]:
        answer = visitor.get(f"p/{page}")
        assert 404 == answer.status
        assert "There is no such page" in answer.text
    for chapter in (chapter for chapter in chapters if not chapter.ready):
        assert f'href="/p/{chapter.page}"' not in visitor.page("").text
    assert set() == family.pages


def test_every_ready_chapter_is_on_the_map_and_opens(visitor: Any) -> None:
    """A chapter would be there, and nobody could reach it."""
    text = visitor.page("").text
    for chapter in find_course().chapters():
        if chapter.ready:
            assert f'href="/p/{chapter.page}"' in text
            assert visitor.shown(visitor.page(f"p/{chapter.page}"))["failed"] is None


def test_addresses_and_titles_name_no_topic(visitor: Any) -> None:
    """A history, a tab strip or a shared screen would tell what somebody is reading."""
    for path in ("", "p/1", "keeps", "steady", "help", "alone", "leaving"):
        text = visitor.page(path).text
        assert "Workbook" == re.search(r"<title>(.*?)</title>", text)[1]
        inner = [
            one for one in re.findall(r'(?:href|action|src)="([^"]*)"', text) if not re.match(r"#|https:|tel:", one)
        ]
        asset = re.compile(r"/static/[0-9a-f]+/[\w./]+")
        for address in inner:
            # A number alone is a link from one chapter to the one beside it.
            place = re.fullmatch(r"\d+|/(p/\d+(#exercise-\d+)?|card|keeps|help|steady|alone|leaving|leave)?", address)
            assert place or asset.fullmatch(address), address


def test_looking_after_the_server_starts_nothing(stranger: Any, family: Any) -> None:
    """A monitor that asks every few seconds would fill the machine, and slow down everybody's pages."""
    for _ in range(20):
        answer = stranger.get("health")
        assert (200, "ok") == (answer.status, answer.text)
        assert answer.headers["Set-Cookie"] is None
    assert set() == family.pages


def test_a_page_of_words_alone_starts_nothing(visitor: Any, family: Any) -> None:
    """Help and steadying would depend on a process that may be slow to come."""
    for path in ("", "steady", "help", "keeps", "leaving"):
        visitor.page(path)
    assert set() == family.pages


def test_an_edited_notebook_shows_at_once(author: tuple[Any, Path]) -> None:
    """An author would look at an old page, and change the text again and again."""
    visitor, notebook = author
    write(notebook, IMPORT, ("markdown", "# First wording"), LADDER)
    assert "First wording" in visitor.page().text
    write(notebook, IMPORT, ("markdown", "# Other wording"), LADDER, ("markdown", "An end."))
    text = visitor.page().text
    assert "Other wording" in text
    assert "First wording" not in text


def test_an_open_page_stays_while_its_author_writes_on(
    author: tuple[Any, Path], visitor_of: Any, family_of: Any
) -> None:
    """Everybody's pages would end, and what is only held with them, each time somebody saves a worksheet."""
    visitor, notebook = author
    line = visitor.line(visitor.page())
    line.put("stop", "with my hand")
    line.says("held")
    warm = family_of(visitor.server).warm
    writer = visitor_of(visitor.server).enter()
    for count in (2, 1, 3):
        write(notebook, IMPORT, *[LADDER] * count)
        page = writer.page()
        assert list(range(count)) == [shown["section"] for shown in writer.shown(page)["ready"]]
        assert {} == writer.line(page).state()["answers"]
    assert "with my hand" == line.state()["answers"]["stop"]["value"]
    assert warm == family_of(visitor.server).warm


def test_an_edited_worksheet_shows_at_once(author: tuple[Any, Path]) -> None:
    """An author would see new prose around an old exercise."""
    visitor, notebook = author
    sheet = notebook.parent.parent / "worksheets" / "en" / "touch-ladder.yaml"
    before = sheet.read_text()
    try:
        sheet.write_text(before.replace("title: My comfort-with-touch ladder", "title: A title of my own"))
        shown = visitor.page().block("course")["definitions"][0]
        assert "A title of my own" == shown["title"]
    finally:
        sheet.write_text(before)


def test_an_exercise_that_fails_leaves_the_prose_and_the_others(author: tuple[Any, Path]) -> None:
    """One slip in one exercise would take the whole page, with its help, from everybody who needs it."""
    visitor, notebook = author
    write(notebook, IMPORT, LADDER, ("markdown", "Words to hold on to."), ("code", 'page("no-such-one")'), LADDER)
    page = visitor.page()
    assert "Words to hold on to." in page.text
    first = visitor.shown(page)
    assert [0, 2] == [shown["section"] for shown in first["ready"]]
    assert 1 == first["failed"]
    assert "looking" == visitor.line(page).state()["keeping"]


def test_several_exercises_stand_folded_and_one_alone_stands_open(author: tuple[Any, Path]) -> None:
    """A chapter would be too long to look at, or somebody in the first nights would have one more button to find."""
    visitor, notebook = author
    write(notebook, IMPORT, ("markdown", "# A title"), LADDER, ("code", 'page("kind-no")'), ("code", 'page("oops")'))
    text = visitor.page().text
    folds = re.findall(r'<section class="fold" id="(.*?)".*?<h2 id=.*?>(.*?)</h2>', text, re.DOTALL)
    assert [("exercise-1", "My comfort-with-touch ladder"), ("exercise-2", "Saying no, or not yet")] == folds
    # One that cannot be shown says so where everybody sees it.
    assert re.search(r'<section class="exercise" id="exercise-3" data-exercise="oops"', text)
    assert ["#exercise-1", "#exercise-2"] == re.findall(r'href="(#exercise-\d+)"', text)
    write(notebook, IMPORT, ("markdown", "# A title"), LADDER)
    text = visitor.page().text
    assert 'class="fold"' not in text
    assert '<section class="exercise" id="exercise-1" data-exercise="touch-ladder"' in text


def test_a_worksheet_with_a_mistake_leaves_the_prose(author: tuple[Any, Path]) -> None:
    """While an author is in the middle of a line, nobody could read the chapter."""
    visitor, notebook = author
    sheet = notebook.parent.parent / "worksheets" / "en" / "touch-ladder.yaml"
    before = sheet.read_text()
    try:
        sheet.write_text(before + "\nblocks: oops\n")
        page = visitor.page()
        first = visitor.shown(page)
        assert ([], 0) == (first["ready"], first["failed"])
        assert "Which touch is good, if any" in page.text
    finally:
        sheet.write_text(before)
    assert visitor.shown(visitor.page())["failed"] is None


@pytest.mark.parametrize("text", ["{", '{"nbformat": 3, "cells": []}', ""])
def test_a_notebook_that_is_none_says_so_and_stops_nothing(author: tuple[Any, Path], text: str) -> None:
    """One file saved by half would end the workbook for everybody, or show them where it lies on the disk."""
    visitor, notebook = author
    notebook.write_text(text)
    answer = visitor.get("p/1")
    assert 500 == answer.status
    assert "This page cannot be shown" in answer.text
    assert str(notebook.parent) not in answer.text
    assert "ipynb" not in answer.text
    assert 200 == visitor.get("").status


@pytest.mark.parametrize(
    "markdown",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))"],
)
def test_prose_is_words_never_code(author: tuple[Any, Path], markdown: str) -> None:
    """A text that somebody pasted into a chapter could read what people write beside it."""
    visitor, notebook = author
    write(notebook, IMPORT, ("markdown", markdown), LADDER)
    article = re.search(r"<article>(.*?)</article>", visitor.page().text, re.DOTALL)[1]
    assert [] == re.findall(r"<script|<img|href=.javascript:", article)


def test_a_page_whose_network_was_gone_finds_its_own_process(visitor: Any, visitor_of: Any, family: Any) -> None:
    """Each try on a bad line would start another process, until the person's own words are ended to make room."""
    page = visitor.page()
    identity = page.block("unhurried")["page"]
    line = visitor.line(page)
    line.put("stop", "with my hand")
    line.says("held")
    line.close()
    processes = set(family.pages)
    for _ in range(4):
        visit = visitor.post("p/1/visit", {"instead_of": identity}).json
        assert identity == visit["page"]
    assert processes == family.pages
    state = visitor.line_of(identity, visit["ready"][0]["comm"]).state()
    assert "with my hand" == state["answers"]["stop"]["value"]
    stranger = visitor_of(visitor.server).enter()
    assert identity != stranger.post("p/1/visit", {"instead_of": identity}).json["page"], "nobody else finds it"


def test_a_page_asks_for_another_process_by_itself(visitor: Any, family: Any, until: Callable[..., Any]) -> None:
    """A page that lost its process would have to be loaded again, and what was typed since would be gone."""
    page = visitor.page()
    line = visitor.line(page)
    (process,) = family.pages
    os.kill(process.pid, 9)
    assert {"type": "ended"} == line.told("ended")
    answer = visitor.post("p/1/visit", {"instead_of": page.block("unhurried")["page"]})
    assert 200 == answer.status
    visit = answer.json
    assert ("closed", None) == (visit["space"], visit["failed"])
    assert visit["page"] != page.block("unhurried")["page"]
    assert {} == visitor.line_of(visit["page"], visit["ready"][0]["comm"]).state()["answers"]
    assert 404 == visitor.post("p/999999/visit", {}).status
    until(lambda: len(family.pages) == 1)
