"""Real pages in a real browser: Debian's Chromium, driven by Playwright.

Every page of every test is watched: a request to another host, a violated policy, or an error in page code fails
the test that caused it.
"""

from __future__ import annotations

import os
import re
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    Request,
    Route,
    expect,
    sync_playwright,
)

#: What an exercise says of words that are in the space, and nothing else: "Not kept yet" is another matter.
KEPT = re.compile(r"^Kept \d")

#: Milliseconds until a state that has to come counts as missing. On a machine with much else to do, a passphrase's key
#: alone can take seconds.
expect.set_options(timeout=15_000)

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")

#: The background traffic of the browser itself is switched off: whatever is left is ours.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM:
        return
    if os.environ.get("UNHURRIED_NEEDS_BROWSER"):
        raise pytest.UsageError("No Chromium was found, and this run must have one.")
    here = Path(__file__).parent
    warnings.warn(
        "NO CHROMIUM FOUND: the browser tests do not run. Install it (apt-get install chromium).",
        stacklevel=1,
    )
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


class Watch:
    """What pages did that they must not: asked another host, broke the policy, raised in page code."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.hosts: set[str] = set()

    def over(self, context: BrowserContext, allowed: Callable[[str], bool] = lambda host: host == "127.0.0.1") -> None:
        def ask(request: Request) -> None:
            parts = urlsplit(request.url)
            self.hosts.add(parts.netloc)
            if parts.scheme in ("chrome", "chrome-extension"):  # the browser's own viewer of sheets
                return
            if parts.scheme not in ("data", "blob", "about") and not allowed(parts.hostname or ""):
                self.faults.append(f"asked {parts.netloc}")

        def tell(message: ConsoleMessage) -> None:
            if "Content Security Policy" in message.text:
                self.faults.append(message.text)

        context.on("request", ask)
        context.on("console", tell)
        context.on("weberror", lambda error: self.faults.append(f"page error: {error.error.message}"))


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    # Not for the session: while it runs, this thread has an event loop, and no test could run one of its own.
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> dict[str, Any]:
    """How the browser is started, for tests that start one of their own."""
    return {"executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture(scope="module")
def browser(playwright: Playwright, chromium: dict[str, Any]) -> Iterator[Browser]:
    browser = playwright.chromium.launch(**chromium)
    yield browser
    browser.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    assert [] == watch.faults


@pytest.fixture
def new_page(browser: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Makes pages, each in a browser profile of its own; `new_page(width=390, color_scheme="dark")`."""
    contexts: list[BrowserContext] = []

    def make(width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(15_000)
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


def caught(page: Page, address: str) -> list[bytes]:
    """Will hold the next answer from there: a browser gives a test no body of what a page turns into a blob."""
    made: list[bytes] = []

    def pass_on(route: Route) -> None:
        answer = route.fetch()
        made.append(answer.body())
        route.fulfill(response=answer)

    page.route(address, pass_on, times=1)
    return made


class Person:
    """Somebody at a page: the few things that most tests do before what they are about."""

    def __init__(self, page: Page, server: Any, join: str) -> None:
        self.page, self.server, self.join = page, server, join

    def go_in(self, place: str = "p/1") -> None:
        """Come in by the join code, straight to a page."""
        self.page.goto(f"{self.server.url}join/{self.join}?to={place}")

    def open_dialog(self) -> Locator:
        dialog = self.page.get_by_role("dialog", name="My space")
        if not dialog.is_visible():
            self.page.locator("#space-button").click()
        return dialog

    def make_space(self) -> str:
        """Make a space with the words that are offered; returns them."""
        dialog = self.open_dialog()
        dialog.locator("summary", has_text="Make a space").click()
        expect(dialog.locator(".offered-words")).not_to_be_empty()
        passphrase = dialog.locator(".offered-words").inner_text()
        dialog.get_by_label("The same passphrase again").fill(passphrase)
        dialog.get_by_role("button", name="Make my space").click()
        self.close_open_dialog(dialog)
        return passphrase

    def open_space(self, passphrase: str) -> None:
        dialog = self.open_dialog()
        dialog.get_by_label("The words that open your space").fill(passphrase)
        dialog.get_by_role("button", name="Open my space").click()
        self.close_open_dialog(dialog)

    def close_open_dialog(self, dialog: Locator) -> None:
        expect(dialog.get_by_role("heading", name="My space is open")).to_be_visible()
        dialog.get_by_role("button", name="Close").click()

    @property
    def stop_words(self) -> Locator:
        """A field for free text on the ladder page."""
        return self.page.get_by_role("textbox", name="How I will say stop")

    def sees_kept(self) -> None:
        expect(self.page.get_by_role("status").filter(has_text=KEPT)).to_be_visible()


@pytest.fixture
def person_at(join: str) -> Callable[[Page, Any], Person]:
    return lambda page, server: Person(page, server, join)
