"""What a page weighs: few requests, few bytes, none to another host. On a weak network each of them is a wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from unhurried.course import find_course
from unhurried.course.course import Course
from unhurried.course.notebook import exercise_ids

#: For a first visit, the way in and the WebSocket included. Architecture and benchmark promise these.
REQUESTS, BYTES = 12, 100_000

COURSE = find_course()
GALLERY = Course(COURSE.root / "docs" / "gallery")
CHAPTERS = [chapter for chapter in COURSE.chapters() if chapter.ready]
PLAIN = ["", "leaving", "help", "steady", "alone", "keeps", "notes", "card"]


class Wire:
    """What went over the wire for a page, headers too, as the browser itself counts it."""

    def __init__(self, page: Page) -> None:
        self.addresses: list[str] = []
        self.bytes = 0
        self.cached: set[str] = set()
        self.inside: set[str] = set()  # pictures that are part of a style, not asked for
        self.encodings: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.responseReceived", self._answered)
        session.on("Network.requestServedFromCache", lambda event: self.cached.add(event["requestId"]))
        session.on("Network.loadingFinished", lambda event: self._count(event["encodedDataLength"]))
        session.on("Network.webSocketCreated", lambda event: self.addresses.append(event["url"]))
        for frame in ("Network.webSocketFrameReceived", "Network.webSocketFrameSent"):
            session.on(frame, lambda event: self._count(len(event["response"]["payloadData"].encode())))
        session.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("data:"):
            self.inside.add(event["requestId"])
            return
        self.addresses.append(event["request"]["url"])
        if "redirectResponse" in event:
            self._count(event["redirectResponse"]["encodedDataLength"])

    def _answered(self, event: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        name = event["response"]["url"].rpartition("/")[2]
        self.encodings[name] = headers.get("content-encoding", "")
        if event["response"].get("fromDiskCache"):
            self.cached.add(event["requestId"])

    def _count(self, length: float) -> None:
        self.bytes += int(length)


def settle(page: Page) -> None:
    """Until nothing more is under way and each exercise is there."""
    page.wait_for_load_state("networkidle")
    expect(page.locator("section[aria-busy]")).to_have_count(0)


def weigh(page: Page, address: str) -> Wire:
    wire = Wire(page)
    page.goto(address)
    settle(page)
    return wire


def is_light(wire: Wire, port: int) -> None:
    hosts = {address.split("/")[2] for address in wire.addresses}
    assert {f"127.0.0.1:{port}"} == hosts
    assert len(wire.addresses) <= REQUESTS, wire.addresses
    assert 5_000 < wire.bytes < BYTES, f"{wire.bytes} bytes in {len(wire.addresses)} requests"
    assert set() == wire.cached - wire.inside, "no first visit"


@pytest.mark.parametrize("number", [chapter.page for chapter in CHAPTERS])
def test_a_chapter_is_light(page: Page, shared_server: Any, join: str, number: int) -> None:
    """Somebody with a weak network, in a locked bathroom, would wait for it."""
    wire = weigh(page, f"{shared_server.url}join/{join}?to=p/{number}")
    chapter = next(chapter for chapter in CHAPTERS if chapter.page == number)
    exercises = exercise_ids(COURSE.notebook(chapter.notebook)) or []
    expect(page.locator(".u-exercise")).to_have_count(len(exercises))
    is_light(wire, shared_server.port)


@pytest.mark.parametrize("path", PLAIN)
def test_a_page_of_words_is_light(page: Page, shared_server: Any, join: str, path: str) -> None:
    """Help, and the way out, would come late."""
    page.context.request.get(f"{shared_server.url}join/{join}?to=p/1", max_redirects=0)
    is_light(weigh(page, shared_server.url + path), shared_server.port)


@pytest.fixture(scope="module")
def gallery_server(tmp_path_factory: pytest.TempPathFactory, shared_server: Any) -> Iterator[Any]:
    server = type(shared_server)(tmp_path_factory.mktemp("gallery"), "--course", str(GALLERY.root))
    try:
        yield server.start()
    finally:
        server.close()


def test_a_chapter_with_every_kind_of_block_is_light(page: Page, gallery_server: Any, join: str) -> None:
    """An author's long chapter would be slow for everybody who reads it."""
    is_light(weigh(page, f"{gallery_server.url}join/{join}?to=p/1"), gallery_server.port)
    expect(page.locator(".u-exercise").first).to_be_attached()  # folded


def test_page_code_comes_compressed_and_only_once(page: Page, shared_server: Any, join: str) -> None:
    """Each page after the first would load all of it anew."""
    address = f"{shared_server.url}join/{join}?to=p/1"
    first = weigh(page, address)
    for name in ("main.js", "exercises.js", "page.css", "1"):
        assert "br" == first.encodings[name]
    page.goto("about:blank")
    second = weigh(page, address)
    assert len(second.cached - second.inside) >= 3
    assert second.bytes < first.bytes / 2


def test_a_page_works_where_a_browser_takes_no_encoding(
    new_page: Callable[..., Page], shared_server: Any, person_at: Any
) -> None:
    """An old browser, or a network that takes compression away, would leave somebody with signs instead of words."""
    page = new_page(extra_http_headers={"Accept-Encoding": "identity"})
    person = person_at(page, shared_server)
    person.go_in()
    person.stop_words.fill("enough")
    expect(page.get_by_role("status").filter(has_text="Held until you leave")).to_be_visible()


def test_leaving_without_page_code_still_works(
    new_page: Callable[..., Page], shared_server: Any, person_at: Any, join: str
) -> None:
    """The forms' tokens stand apart from the forms: a browser that lost them there could not leave, nor go on."""
    page = new_page(java_script_enabled=False)
    page.goto(f"{shared_server.url}join/{join}")
    expect(page).to_have_url(f"{shared_server.url}leaving")
    page.locator("#leaving-form button").click()
    expect(page).to_have_url(shared_server.url)
    page.locator("#leave-form button").click()
    assert page.url.endswith("/away.html")
    assert 403 == page.goto(shared_server.url).status
