"""Opening, making, locking and changing a space over HTTP, and how long a key stays."""

from __future__ import annotations

import asyncio
import base64
import itertools
import time
from pathlib import Path
from typing import Any

import pytest

from unhurried.server.keys import Keys
from unhurried.server.processes.jobs import run_job

TODAY, TOMORROW = "2026-11-20", "2026-11-21"

_numbers = itertools.count(1)


@pytest.fixture
def words() -> str:
    """A passphrase that no other test uses."""
    return f"quiet marker river {next(_numbers)} {time.monotonic_ns()}"


def make(visitor: Any, passphrase: str) -> None:
    answer = visitor.post("space/make", {"passphrase": passphrase})
    assert (200, {}) == (answer.status, answer.json)


def opened(visitor: Any, passphrase: str, today: str = TODAY) -> tuple[int, Any]:
    answer = visitor.post("space/open", {"passphrase": passphrase, "today": today})
    return answer.status, answer.json


def key_of(visitor: Any, passphrase: str) -> dict[str, str]:
    """Where a space lies, and its key, as only somebody with its words can learn it."""
    job = {"do": "open", "folder": str(visitor.server.space), "passphrase": passphrase, "today": TODAY}
    key: dict[str, str] = run_job(job)["key"]
    return key


def test_what_is_put_after_opening_is_kept_and_there_on_the_next_page(visitor: Any, words: str) -> None:
    """Words would be gone when the page is closed, or the passphrase asked on every page."""
    line = visitor.line(visitor.page())
    line.put("stop", "held only", seq=1)
    assert "held" == line.says("held", "kept")["say"]
    make(visitor, words)
    assert "space" == line.says("state")["keeping"]
    assert {"type": "opened"} == line.told("opened")
    line.put("stop", "with my hand", seq=2)
    kept = line.says("held", "kept", "not_kept")
    assert ("kept", 2, 1) == (kept["say"], kept["seq"], kept["version"])
    page = visitor.page()
    assert "open" == page.block("unhurried")["space"]
    state = visitor.line(page).state()
    assert ("space", "with my hand") == (state["keeping"], state["answers"]["stop"]["value"])


def test_another_visitor_gets_nothing(visitor: Any, other: Any, words: str) -> None:
    """Whoever else uses this server would read what is in somebody's open space."""
    beside = other.line(other.page())
    line = visitor.line(visitor.page())
    make(visitor, words)
    line.put("stop", "Zq7words")
    line.says("kept")
    assert ("looking", {}) == (beside.state()["keeping"], beside.state()["answers"])
    page = other.page()
    assert "closed" == page.block("unhurried")["space"]
    assert {} == other.line(page).state()["answers"]
    assert 409 == other.post("space/change", {"old": words, "new": "other words entirely"}).status


def test_two_visitors_with_the_same_words_see_the_same_space(visitor: Any, other: Any, words: str) -> None:
    """Somebody who goes on in another browser would find an empty workbook."""
    line = visitor.line(visitor.page())
    make(visitor, words)
    line.put("stop", "with my hand")
    line.says("kept")
    assert (200, {}) == opened(other, words.upper())
    assert "with my hand" == other.line(other.page()).state()["answers"]["stop"]["value"]


def test_locking_takes_the_words_from_every_page(visitor: Any, words: str) -> None:
    """Somebody who locks before leaving the room would leave their words in the other tab."""
    first, second = visitor.line(visitor.page()), visitor.line(visitor.page())
    make(visitor, words)
    first.put("stop", "Zq7words")
    first.says("kept")
    assert (200, {}) == ((answer := visitor.post("space/lock")).status, answer.json)
    for line in (first, second):
        line.told("locked")
        while (state := line.says("state"))["keeping"] != "looking":  # of the opening, still on its way
            pass
        assert {} == state["answers"]
    assert {} == visitor.line(visitor.page()).state()["answers"]
    assert "closed" == visitor.page("").block("unhurried")["space"]


def test_wrong_words_and_no_space_look_the_same(visitor: Any, other: Any, words: str, tmp_path: Path) -> None:
    """Somebody who presses another to open "it" could find out that there is something to open."""
    empty = run_job({"do": "open", "folder": str(tmp_path / "empty"), "passphrase": words, "today": TODAY})
    before = other.post("space/open", {"passphrase": words + "!", "today": TODAY})
    make(visitor, words)
    after = other.post("space/open", {"passphrase": words + "!", "today": TODAY})
    short = other.post("space/open", {"passphrase": "x", "today": TODAY})
    for answer in (before, after, short):
        assert (409, empty) == (answer.status, answer.json)
        assert before.headers.keys() == answer.headers.keys()
        assert before.body == answer.body


def test_taken_and_weak_words_are_refused(visitor: Any, other: Any, words: str) -> None:
    """Two people could share one space without knowing, or be kept safe by nothing."""
    make(visitor, words)
    taken = other.post("space/make", {"passphrase": f"  {words.title()} "})
    assert (409, {"error": "passphrase_taken"}) == (taken.status, taken.json)
    weak = other.post("space/make", {"passphrase": "short"})
    assert (409, {"error": "passphrase_weak"}) == (weak.status, weak.json)
    assert "closed" == other.page("").block("unhurried")["space"]


def test_a_changed_passphrase_opens_and_the_old_one_does_not(visitor: Any, other: Any, words: str) -> None:
    """Somebody whose words were seen would go on being read; or would be locked out of their own."""
    line = visitor.line(visitor.page())
    make(visitor, words)
    wrong = visitor.post("space/change", {"old": words + "!", "new": words + " and more"})
    assert (409, {"error": "wrong_passphrase"}) == (wrong.status, wrong.json)
    assert 200 == visitor.post("space/change", {"old": words, "new": words + " and more"}).status
    line.put("stop", "still open")
    assert "kept" == line.says("held", "kept", "not_kept")["say"]
    assert (409, {"error": "wrong_passphrase"}) == opened(other, words)
    assert (200, {}) == opened(other, words + " and more")


def test_a_damaged_space_offers_its_good_copy(visitor: Any, words: str) -> None:
    """After a disk fault everything that somebody wrote would be gone, though a whole copy lies beside it."""
    line = visitor.line(visitor.page())
    make(visitor, words)
    line.put("stop", "with my hand")
    line.says("kept")
    visitor.post("space/lock")
    line.told("locked")
    assert (200, {}) == opened(visitor, words), "the first opening of a day makes the copy"
    visitor.post("space/lock")
    line.told("locked")
    line.state()  # the page process has closed the file
    with Path(key_of(visitor, words)["file"]).open("r+b") as file:
        file.write(b"\0" * 8192)
    status, said = opened(visitor, words, TOMORROW)
    assert (409, {"error": "space_damaged", "copies": [{"slot": 0, "date": TODAY}]}) == (status, said)
    assert "closed" == visitor.page("").block("unhurried")["space"]
    restored = visitor.post("space/restore", {"passphrase": words, "slot": 0})
    assert (200, {}) == (restored.status, restored.json)
    assert "with my hand" == visitor.line(visitor.page()).state()["answers"]["stop"]["value"]


@pytest.mark.parametrize(
    "body", [{}, {"passphrase": 7}, {"passphrase": "x" * 501}, [], "passphrase=x", {"passphrase": None}]
)
@pytest.mark.parametrize("path", ["open", "make", "change", "restore", "copy"])
def test_a_body_of_the_wrong_shape_is_refused(visitor: Any, path: str, body: Any) -> None:
    """A slip in page code could make a space of words that nobody typed."""
    assert 400 == visitor.post(f"space/{path}", body).status


@pytest.mark.parametrize("today", ["", "yesterday", None, 7, "2026-13-01"])
def test_a_browser_with_a_strange_clock_opens_too(visitor: Any, words: str, today: Any) -> None:
    """Somebody whose browser gives no sensible date would be locked out."""
    make(visitor, words)
    visitor.post("space/lock")
    assert (200, {}) == opened(visitor, words, today)


def test_offered_words_differ_each_time(visitor: Any) -> None:
    """Everybody would get the same passphrase."""
    offered = {visitor.get("space/words").json["words"] for _ in range(5)}
    assert 5 == len(offered)
    assert {6} == {len(words.split()) for words in offered}


def test_passphrase_and_key_are_in_no_file_and_no_environment(visitor: Any, family: Any, words: str) -> None:
    """Whoever copies the disk, or lists the processes, could open the space."""
    line = visitor.line(visitor.page())
    make(visitor, words)
    line.put("stop", "Zq7words of mine")
    line.says("kept")
    key = bytes.fromhex(key_of(visitor, words)["key"])
    secrets = [words.encode(), words.encode("utf-16-le"), base64.b64encode(words.encode())[:-4], key]
    secrets += [key.hex().encode(), base64.b64encode(key)[:-1], b"Zq7words", "Zq7words".encode("utf-16-le")]
    server = visitor.server
    places = {
        str(path): path.read_bytes()
        for folder in (server.runtime, server.folder)
        for path in folder.rglob("*")
        if path.is_file()
    }
    for process in family.all:
        places[f"command line of {process.pid}"] = "\0".join(process.cmdline()).encode()
        if process == family.server or process == family.warm:  # others are closed even to their own user
            places[f"environment of {process.pid}"] = repr(process.environ()).encode()
            assert [] == [file.path for file in process.open_files() if Path(file.path).parent != server.folder]
    assert [] == [place for place, content in places.items() if any(secret in content for secret in secrets)]


# ---- how long a key stays: Keys alone, with short waits


def _nothing(visitor: str) -> None: ...


async def _nobody(visitor: str) -> None: ...


class Locks:
    """Keys with a job that always succeeds; remembers when a space was locked."""

    def __init__(self, quiet: float, goodbye: float) -> None:
        self.locked = asyncio.Event()
        self.locked_at = 0.0
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.keys = Keys(
            Path("nowhere"), self.job, _nothing, self.lock, lambda visitor, for_two: None, _nobody, (quiet, goodbye)
        )

    async def job(self, job: dict[str, Any]) -> dict[str, Any]:
        await self.go_on.wait()
        return {"key": {"file": "f", "key": "00", "kind": "own"}}

    def lock(self, visitor: str) -> None:
        self.locked_at = time.monotonic()
        self.locked.set()


def test_a_space_locks_some_time_after_the_last_goodbye() -> None:
    """Somebody who closes the browser would leave their space open for whoever comes next."""

    async def story() -> None:
        locks = Locks(1000, 0.2)
        keys = locks.keys
        for page in ("a", "b"):
            keys.hello("v", page)
        await keys.open("v", "words", TODAY)
        keys.goodbye("v", "a")
        keys.goodbye("v", "no page of theirs")
        await asyncio.sleep(0.3)
        assert "v" in keys, "another page is still open"
        keys.goodbye("v", "b")
        assert "v" in keys
        await asyncio.wait_for(locks.locked.wait(), 10)
        assert "v" not in keys
        assert keys.of("v") is None

    asyncio.run(story())


def test_going_from_page_to_page_keeps_the_space_open() -> None:
    """Somebody who looks through some pages would be asked for the passphrase in the middle of it."""

    async def story() -> None:
        locks = Locks(1000, 0.4)
        keys = locks.keys
        keys.hello("v", "a")
        await keys.open("v", "words", TODAY)
        keys.goodbye("v", "a")
        keys.hello("v", "b")
        await asyncio.sleep(0.3)
        keys.goodbye("v", "b")
        last = time.monotonic()
        await asyncio.wait_for(locks.locked.wait(), 10)
        assert locks.locked_at - last >= 0.39, "counted from the first goodbye, not from the last"

    asyncio.run(story())


def test_a_space_locks_after_a_quiet_time() -> None:
    """Somebody who is called away would leave their words open on the screen's machine."""

    async def story() -> None:
        locks = Locks(0.2, 1000)
        keys = locks.keys
        keys.hello("v", "a")
        await keys.open("v", "words", TODAY)
        keys.lock_quiet()
        assert "v" in keys
        until = time.monotonic() + 0.5
        while time.monotonic() < until:  # somebody who goes on writing
            keys.touch("v")
            keys.lock_quiet()
            assert "v" in keys
            await asyncio.sleep(0.02)
        while "v" in keys and time.monotonic() < until + 10:
            keys.lock_quiet()
            await asyncio.sleep(0.02)
        assert "v" not in keys
        assert locks.locked.is_set()

    asyncio.run(story())


def test_leaving_while_a_space_opens_leaves_no_key_behind() -> None:
    """The key of somebody who has left would lie in the server's memory, for nobody."""

    async def story() -> None:
        locks = Locks(1000, 1000)
        locks.go_on.clear()
        keys = locks.keys
        opening = asyncio.create_task(keys.open("v", "words", TODAY))
        await asyncio.sleep(0)
        keys.forget("v")
        locks.go_on.set()
        assert {"error": "not_let_in"} == await opening
        assert "v" not in keys

    asyncio.run(story())


def test_locking_while_a_copy_is_made_holds_it_back() -> None:
    """Somebody who locks because a door opens would have all their words land on the disk a moment later."""

    async def story() -> None:
        locks = Locks(1000, 1000)
        keys = locks.keys
        await keys.open("v", "words", TODAY)
        locks.go_on.clear()
        copying = asyncio.create_task(keys.copy("v", "words", {}))
        await asyncio.sleep(0)
        keys.lock("v")
        locks.go_on.set()
        assert {"error": "not_let_in"} == await copying

    asyncio.run(story())


def test_a_failed_try_leaves_the_open_space_open() -> None:
    """A typing mistake would cost somebody the space that they have open."""

    async def story() -> None:
        locks = Locks(1000, 1000)
        keys = locks.keys
        await keys.open("v", "words", TODAY)

        async def refused(job: dict[str, Any]) -> dict[str, Any]:
            return {"error": "wrong_passphrase"}

        keys._job = refused
        assert {"error": "wrong_passphrase"} == await keys.open("v", "other", TODAY)
        assert "v" in keys
        assert not locks.locked.is_set()

    asyncio.run(story())
