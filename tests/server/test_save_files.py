"""Save files, the folder for two, and erasing, over HTTP."""

from __future__ import annotations

import base64
import itertools
import re
import time
from typing import Any

import pytest

from unhurried.space import save_file
from unhurried.space.erase import is_folder_of_spaces

MARKER, OTHER = "zwiebelmuster am dachfirst", "brombeerknoten ohne ufer"
TODAY = "2026-11-20"
#: A page whose one exercise is for both, a question of it that may be shared, and one that may not.
BOTH, SHARED, NEVER = "p/5", "ordinary", "us"

_numbers = itertools.count(1)


@pytest.fixture
def words() -> str:
    """A passphrase that no other test uses."""
    return f"quiet saved river {next(_numbers)} {time.monotonic_ns()}"


def write(visitor: Any, words: str, said: str = MARKER) -> Any:
    """Make a space, and keep something in it. Returns the page's line."""
    line = visitor.line(visitor.page())
    assert 200 == visitor.post("space/make", {"passphrase": words}).status
    line.says("state")
    line.put("stop", said)
    line.says("kept")
    return line


def saved(visitor: Any, words: str) -> bytes:
    answer = visitor.post("space/save", {"passphrase": words})
    assert 200 == answer.status
    body: bytes = answer.body
    return body


def load(visitor: Any, words: str, file: bytes) -> tuple[int, Any]:
    order = {"passphrase": words, "file": base64.b64encode(file).decode(), "today": TODAY}
    answer = visitor.post("space/load", order)
    return answer.status, answer.json


def stop_words(visitor: Any) -> Any:
    return visitor.line(visitor.page()).state()["answers"]["stop"]


def test_a_save_file_is_a_neutral_locked_file_that_no_cache_keeps(visitor: Any, words: str) -> None:
    """A browser's cache, or a file's name, would tell on somebody."""
    write(visitor, words)
    answer = visitor.post("space/save", {"passphrase": words})
    assert (200, "application/octet-stream") == (answer.status, answer.headers["Content-Type"])
    assert 'attachment; filename="pages.age"' == answer.headers["Content-Disposition"]
    assert "no-store" == answer.headers["Cache-Control"]
    assert MARKER.encode() not in answer.raw
    assert [MARKER] == [one.value for one in save_file.unseal(answer.body, words).entries]


def test_it_opens_into_a_new_space_on_another_computer(
    visitor: Any, words: str, server_of: Any, visitor_of: Any
) -> None:
    """Whoever changes computers would begin again with nothing."""
    write(visitor, words)
    file = saved(visitor, words)
    there = visitor_of(server_of().start()).enter()
    assert (200, {"added": 1, "both": 0}) == load(there, words, file)
    page = there.page()
    assert "open" == page.block("unhurried")["space"]
    assert MARKER == there.line(page).state()["answers"]["stop"]["value"]
    there.post("space/lock")
    assert (200, {}) == _open(there, words)


def _open(visitor: Any, words: str) -> tuple[int, Any]:
    answer = visitor.post("space/open", {"passphrase": words, "today": TODAY})
    return answer.status, answer.json


def test_it_joins_the_space_that_is_open_and_the_page_shows_both(visitor: Any, other: Any, words: str) -> None:
    """One of two answers would be gone, or nobody would see that there are two."""
    write(other, words + " of before", OTHER)
    file = saved(other, words + " of before")
    line = write(visitor, words)
    assert (200, {"added": 1, "both": 1}) == load(visitor, words + " of before", file)
    while (state := line.says("state")).get("keeping") != "space" or not state["answers"]["stop"]["beside"]:
        continue
    stop = state["answers"]["stop"]
    assert (MARKER, [OTHER]) == (stop["value"], [one["value"] for one in stop["beside"]])
    assert (200, {"added": 0, "both": 0}) == load(visitor, words + " of before", file)


def test_what_cannot_be_opened_changes_nothing(visitor: Any, words: str) -> None:
    """A wrong word, a broken download or the wrong file would cost what is there."""
    write(visitor, words)
    file = saved(visitor, words)
    assert (409, {"error": "save_unopened"}) == load(visitor, words + "!", file)
    assert (409, {"error": "save_unopened"}) == load(visitor, words, file[:-9])
    assert (409, {"error": "save_foreign"}) == load(visitor, words, b"PK\x03\x04")
    assert 400 == visitor.post("space/load", {"passphrase": words, "file": 5}).status
    assert (409, {"error": "unexpected"}) == _raw_load(visitor, words, "not base64!")
    assert (MARKER, []) == (stop_words(visitor)["value"], stop_words(visitor)["beside"])
    printed = visitor.server.err.read_text() + visitor.server.out.read_text()
    assert [] == [said for said in (MARKER, words) if said in printed]


def _raw_load(visitor: Any, words: str, file: str) -> tuple[int, Any]:
    answer = visitor.post("space/load", {"passphrase": words, "file": file, "today": TODAY})
    return answer.status, answer.json


def test_an_open_page_is_not_enough(visitor: Any, other: Any, words: str) -> None:
    """Somebody who sits down at an open page could carry everything away, or erase it."""
    write(visitor, words)
    write(other, words + " of others")
    for path in ("space/save", "space/erase"):
        for wrong in (words + "!", words + " of others"):
            answer = visitor.post(path, {"passphrase": wrong})
            assert (409, {"error": "wrong_passphrase"}) == (answer.status, answer.json)
    assert MARKER == stop_words(visitor)["value"]
    assert MARKER == stop_words(other)["value"]
    visitor.post("space/lock")
    for path in ("space/save", "space/erase"):
        assert (409, {"error": "wrong_passphrase"}) == _post(visitor, path, words)


def _post(visitor: Any, path: str, words: str) -> tuple[int, Any]:
    answer = visitor.post(path, {"passphrase": words})
    return answer.status, answer.json


def test_only_those_who_were_let_in_get_anything(stranger: Any, visitor: Any, words: str) -> None:
    """Somebody on the network could erase what they cannot even read."""
    write(visitor, words)
    for path in ("space/save", "space/load", "space/erase"):
        sent = {"passphrase": words, "file": "", "today": TODAY}
        assert 403 == stranger.post(path, sent).status
        assert 403 == visitor.post(path, sent, {"X-XSRFToken": None}).status
        assert 403 == visitor.post(path, sent, {"Sec-Fetch-Site": "cross-site"}).status
        assert 405 == visitor.get(path).status
    assert 404 == stranger.get("erased").status or 403 == stranger.get("erased").status
    assert MARKER == stop_words(visitor)["value"]


def test_a_long_file_is_taken_and_a_longer_one_is_not(visitor: Any, words: str) -> None:
    """Whoever wrote most could not move; or one request could take all memory."""
    assert (409, {"error": "save_foreign"}) == load(visitor, words, b"x" * (save_file.LARGEST - 1))
    with pytest.raises(ConnectionError):  # the server hangs up
        load(visitor, words, b"x" * 2 * save_file.LARGEST)


# ---- erasing


def test_after_erasing_nobody_has_it_open_and_its_words_open_nothing(
    visitor: Any, other: Any, words: str, family: Any, until: Any
) -> None:
    """A second browser, or a page that stayed open, would still show every word, or write it again."""
    line, theirs = write(visitor, words), other.line(other.page())
    assert (200, {}) == _open(other, words)
    assert "space" == theirs.says("state")["keeping"]
    assert (200, {}) == _post(visitor, "space/erase", words)
    assert {"type": "left"} == line.told("left")
    assert {"type": "left"} == theirs.told("left")
    assert until(lambda: not family.pages)
    assert (409, {"error": "wrong_passphrase"}) == _open(visitor, words)
    for one in (visitor, other):
        assert "closed" == one.page().block("unhurried")["space"]


def test_the_page_afterwards_is_shown_once_and_only_to_whoever_erased(visitor: Any, other: Any, words: str) -> None:
    """It would tell the next person at this browser that there was something to erase."""
    assert 404 == visitor.get("erased").status
    write(visitor, words)
    assert (200, {}) == _post(visitor, "space/erase", words)
    assert 404 == other.get("erased").status
    files = sum(1 for file in visitor.server.space.iterdir())
    assert f"Files in the folder: {files}." in visitor.page("erased").text
    assert 404 == visitor.get("erased").status
    assert is_folder_of_spaces(visitor.server.space)


def test_leaving_forgets_that_something_was_erased(visitor: Any, words: str) -> None:
    """The same, for somebody who left before they looked."""
    write(visitor, words)
    assert (200, {}) == _post(visitor, "space/erase", words)
    visitor.leave()
    assert 404 == visitor.enter().get("erased").status


# ---- a folder for two


@pytest.fixture
def pair(visitor: Any, words: str) -> Any:
    """Somebody who has just made a folder for two."""
    answer = visitor.post("space/make", {"passphrase": words, "for_two": True})
    assert (200, {"space": "two"}) == (answer.status, answer.json)
    return visitor


def puts(visitor: Any, path: str, question: str, value: Any) -> Any:
    """What an exercise of a page says to an answer, with the folder for two open."""
    line = visitor.line(visitor.page(path))
    assert "two" == line.state()["keeping"]
    line.put(question, value)
    said = line.says("kept", "not_kept", "held")
    return said["say"], said.get("why")


def test_it_keeps_what_is_for_both(pair: Any, words: str) -> None:
    """Two people would have nowhere to keep what they agreed on."""
    assert ("kept", None) == puts(pair, BOTH, SHARED, MARKER)
    pair.post("space/lock")
    assert (200, {"space": "two"}) == _open(pair, words)
    page = pair.page(BOTH)
    assert "two" == page.block("unhurried")["space"]
    assert MARKER == pair.line(page).state()["answers"][SHARED]["value"]


def test_it_never_keeps_what_is_for_one_or_cannot_be_shared(pair: Any, words: str) -> None:
    """What somebody wrote for themselves would lie open before the other person."""
    assert ("not_kept", "not_for_two") == puts(pair, BOTH, NEVER, {"picked": None, "other": MARKER})
    assert ("not_kept", "not_for_two") == puts(pair, "p/1", "stop", MARKER)
    assert MARKER not in str(save_file.unseal(saved(pair, words), words).entries)
    assert [] == save_file.unseal(saved(pair, words), words).entries


def test_opening_it_closes_ones_own_and_ends_its_pages(visitor: Any, words: str, family: Any, until: Any) -> None:
    """Words typed alone would go into the folder that the other person reads."""
    line = write(visitor, words)
    assert (200, {"space": "two"}) == _post_two(visitor, words + " of two")
    assert {"type": "elsewhere"} == line.told("elsewhere")
    line.put("stop", "typed a moment too late", seq=9)
    assert line.code is not None, "its line is closed"
    assert until(lambda: not family.pages)
    page = visitor.page()
    assert ("two", {}) == (page.block("unhurried")["space"], visitor.line(page).state()["answers"])
    assert (200, {}) == _open(visitor, words)
    assert MARKER == stop_words(visitor)["value"]


def _post_two(visitor: Any, words: str) -> tuple[int, Any]:
    answer = visitor.post("space/make", {"passphrase": words, "for_two": True})
    return answer.status, answer.json


def test_pages_of_somebody_just_looking_do_not_go_along(visitor: Any, words: str) -> None:
    """The same, for what was typed before any space was open, and after one's own had locked itself."""
    line = visitor.line(visitor.page(BOTH))
    line.put(SHARED, MARKER)
    line.says("held")
    assert (200, {"space": "two"}) == _post_two(visitor, words)
    assert {"type": "elsewhere"} == line.told("elsewhere")
    assert {} == visitor.line(visitor.page(BOTH)).state()["answers"]


def test_nor_does_what_was_typed_alone_after_it_was_locked(pair: Any, words: str) -> None:
    """The same, between two evenings with the folder; while a page of that evening goes on where it was."""
    theirs = pair.line(pair.page(BOTH))
    pair.post("space/lock")
    alone = pair.line(pair.page(BOTH))
    alone.put(SHARED, MARKER)
    alone.says("held")
    assert (200, {"space": "two"}) == _open(pair, words)
    assert {"type": "elsewhere"} == alone.told("elsewhere")
    assert {"type": "opened", "space": "two"} == theirs.told("opened")
    assert {} == pair.line(pair.page(BOTH)).state()["answers"]


def test_what_was_typed_for_two_does_not_go_into_ones_own(pair: Any, words: str) -> None:
    """Words of both would turn up in a space that is one person's alone."""
    line = pair.line(pair.page(BOTH))
    pair.post("space/lock")
    assert 200 == pair.post("space/make", {"passphrase": words + " of one"}).status
    assert {"type": "elsewhere"} == line.told("elsewhere")


def test_neither_shows_that_there_is_the_other(visitor: Any, other: Any, words: str) -> None:
    """Whoever opens the folder with somebody would learn that they write for themselves."""
    write(visitor, words)
    assert (200, {"space": "two"}) == _post_two(visitor, words + " of two")
    assert (200, {"space": "two"}) == _post_two(other, words + " of two others")
    for path in ("", "p/5", "keeps"):
        seen, theirs = (one.page(path).text for one in (visitor, other))
        assert _without_ids(seen) == _without_ids(theirs)


def _without_ids(text: str) -> str:
    """A page without what is drawn anew for each: tokens, and the ids of its visit and its widgets."""
    return re.sub(r'value="[^"]*"|"(?:xsrf|page|comm)":"[^"]*"', "", text)


@pytest.mark.parametrize("said", [None, 1, "true", False])
def test_only_a_clear_yes_makes_one_for_two(visitor: Any, words: str, said: Any) -> None:
    """A slip in page code would put one person's words where two can read them; or the other way round."""
    answer = visitor.post("space/make", {"passphrase": words, "for_two": said})
    assert (200, {}) == (answer.status, answer.json)


def test_a_file_of_one_kind_never_goes_into_the_other(pair: Any, other: Any, words: str) -> None:
    """Taking in a file would put everything that somebody wrote alone before the other person."""
    write(other, words + " of one")
    assert (409, {"error": "save_other_kind"}) == load(pair, words + " of one", saved(other, words + " of one"))
    assert {} == pair.line(pair.page(BOTH)).state()["answers"]
