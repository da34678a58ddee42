"""A notebook with code of its own, as a person meets it: Voila's front end under our head and behind our policy.

Every page is watched as everywhere (conftest.py): a request to another host, a violation of the policy, or an error in
page code fails the test.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import yaml
from playwright.sync_api import Page, Playwright, expect
from tests.browser import axe
from tests.conftest import JOIN, Server

ROOT = Path(__file__).resolve().parents[2]
ALL_WORDS = yaml.safe_load((ROOT / "worksheets/en/interface.yaml").read_text("utf-8"))
WORDS = ALL_WORDS["own_code"]

#: Milliseconds for a kernel to start, and for what has to be noticed, on a busy machine.
STARTED = 60_000
NOTICED = 30_000


@pytest.fixture(scope="module")
def orchard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("orchard"), "--course", str(ROOT / "tests/own-code"))
    try:
        yield server.start()
    finally:
        server.close()


@pytest.fixture
def go_in(new_page: Callable[..., Page], orchard: Server) -> Callable[..., Page]:
    """Opens the page with the slider, and waits until all of it is drawn."""

    def go(**options: Any) -> Page:
        page = new_page(**options)
        page.goto(f"{orchard.url}join/{JOIN}?to=p/1", timeout=STARTED)
        expect(page.locator("section[aria-busy]")).to_have_count(0, timeout=STARTED)
        expect(page.get_by_role("textbox", name="What did I notice outside today?")).to_be_visible(timeout=STARTED)
        return page

    return go


def kernels(server: Server) -> list[psutil.Process]:
    assert server.process is not None
    children = psutil.Process(server.process.pid).children()
    return [one for one in children if "unhurried.server.fallback.kernel_process" in one.cmdline()]


def faults(page: Page, *left_out: str) -> list[str]:
    """What axe finds, as "rule: element", outside of the parts left out."""
    page.evaluate(axe.SOURCE)
    found = page.evaluate(
        "out => axe.run({exclude: out.map((one) => [one])},"
        " {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})",
        list(left_out),
    )
    return [f"{fault['id']}: {node['html'][:120]}" for fault in found["violations"] for node in fault["nodes"]]


def test_a_slider_moves_what_is_written_beside_it(go_in: Callable[..., Page], orchard: Server, watch: Any) -> None:
    """A course with widgets of its own would show an error, or sliders that nothing answers."""
    page = go_in()
    expect(page.get_by_text(WORDS["nothing_kept"])).to_be_visible()
    expect(page.get_by_text("Pears in the basket: 2")).to_be_visible()
    pears, plums = page.get_by_role("slider").all()
    pears.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Pears in the basket: 3")).to_be_visible()
    expect(page.get_by_text("Pears in the basket: 2")).to_have_count(0)
    expect(page.get_by_text("Plums on the tree: 1")).to_be_visible()
    plums.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Plums on the tree: 2")).to_be_visible()
    expect(page.get_by_role("cell", name="quince")).to_be_visible()
    expect(page.get_by_text("Printed by a cell.")).to_be_visible()
    assert {f"127.0.0.1:{orchard.port}"} == {host for host in watch.hosts if host}


def test_an_exercise_beside_it_works_and_keeps_nothing(go_in: Callable[..., Page]) -> None:
    """Somebody would write a page full, and only afterwards learn that it is gone."""
    page = go_in()
    page.get_by_role("textbox", name="What did I notice outside today?").press_sequentially("The quince is in bloom.")
    expect(page.get_by_role("status").filter(has_text=ALL_WORDS["exercise"]["held"])).to_be_visible()
    page.reload(timeout=STARTED)
    expect(page.get_by_role("textbox", name="What did I notice outside today?")).to_have_value("", timeout=STARTED)


def test_a_mistake_is_one_sentence(go_in: Callable[..., Page]) -> None:
    """Lines of code, with what somebody has just set in them, would stand in the middle of the page."""
    page = go_in()
    broken = page.locator("section.own-code", has_text=WORDS["failed"])
    expect(broken).to_have_count(1)
    expect(broken.get_by_role("link", name=ALL_WORDS["page"]["try_again"])).to_be_visible()
    page.get_by_role("slider").first.focus()
    page.keyboard.press("End")
    expect(page.get_by_text("Pears in the basket: 10")).to_be_visible()
    page.keyboard.press("ArrowLeft")  # nine: what it calls fails
    expect(page.get_by_text("Pears in the basket: 9")).to_be_visible()
    expect(page.get_by_text(WORDS["failed"])).to_have_count(2)
    for part in ("nine pears", "Traceback", "ValueError", "nobody may read"):
        expect(page.get_by_text(part)).to_have_count(0)


@pytest.mark.parametrize("way", ["button", "keys"])
def test_leaving_works_and_ends_the_kernel(go_in: Callable[..., Page], orchard: Server, way: str) -> None:
    """On just this kind of page somebody who has to leave quickly could not."""
    page = go_in()
    ours = kernels(orchard)
    assert ours
    if way == "button":
        page.get_by_role("button", name=ALL_WORDS["page"]["leave"]).click()
    else:
        page.get_by_role("slider").first.focus()
        for _ in range(3):
            page.keyboard.press("Shift")
    expect(page).to_have_title(ALL_WORDS["away"]["title"])
    expect(page.get_by_text("Pears")).to_have_count(0)
    assert [] == psutil.wait_procs(ours, timeout=20)[1]


def test_going_on_ends_the_kernel(go_in: Callable[..., Page], orchard: Server) -> None:
    """What was set would stay in memory for as long as the browser is open."""
    page = go_in()
    ours = kernels(orchard)
    page.get_by_role("link", name=ALL_WORDS["page"]["back_to_map"]).first.click()
    expect(page.get_by_role("heading", name=ALL_WORDS["map"]["title"])).to_be_visible()
    assert [] == psutil.wait_procs(ours, timeout=20)[1]


def test_steadying_and_help_work(go_in: Callable[..., Page]) -> None:
    """The bundle takes keys and clicks of the whole page; these two must stay ours."""
    page = go_in()
    for words in (ALL_WORDS["page"]["steady"], ALL_WORDS["page"]["help"]):
        page.get_by_role("banner").get_by_role("link", name=words).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_kernel_that_has_gone_is_said(go_in: Callable[..., Page], orchard: Server) -> None:
    """Sliders would move and change nothing, and nobody would know why."""
    page = go_in()
    for kernel in kernels(orchard):
        kernel.kill()
    banner = page.locator("#connection[role=status]")
    expect(banner).to_have_text(WORDS["ended"], timeout=NOTICED)
    page.reload(timeout=STARTED)
    expect(page.get_by_text("Pears in the basket: 2")).to_be_visible(timeout=STARTED)


def test_a_server_that_has_gone_is_said(new_page: Callable[..., Page], tmp_path: Path) -> None:
    """The same, with the whole program closed and started again."""
    server = Server(tmp_path, "--course", str(ROOT / "tests/own-code")).start()
    try:
        page = new_page()
        page.goto(f"{server.url}join/{JOIN}?to=p/1", timeout=STARTED)
        # The exercise is the last part to be drawn: until then the page still asks for its code.
        expect(page.get_by_role("textbox", name="What did I notice outside today?")).to_be_visible(timeout=STARTED)
        server.stop(signal.SIGKILL)
        banner = page.locator("#connection[role=status]")
        expect(banner).to_have_text(WORDS["lost"], timeout=NOTICED)
        server.start()
        expect(banner).to_have_text(WORDS["ended"], timeout=NOTICED)
    finally:
        server.close()


def test_without_scripts_the_words_are_there(orchard: Server, playwright: Playwright, chromium: dict[str, Any]) -> None:
    """Somebody whose browser runs no scripts would have an empty page, without help on it."""
    # Switched off in the browser itself: Playwright's own switch leaves <noscript> hidden.
    off = {**chromium, "args": [*chromium["args"], "--blink-settings=scriptEnabled=false"]}
    page = playwright.chromium.launch(**off).new_page()
    page.goto(f"{orchard.url}join/{JOIN}?to=p/1", timeout=STARTED)
    expect(page.get_by_text("It is here for tests")).to_be_visible()
    for part in page.locator("section.own-code").all():
        expect(part).to_have_text(re.compile("^Exercises need JavaScript"), use_inner_text=True)
    page.get_by_role("button", name=ALL_WORDS["page"]["leave"]).click()
    expect(page).to_have_title(ALL_WORDS["away"]["title"])
    page.context.browser.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_read_our_part(go_in: Callable[..., Page], width: int, scheme: str) -> None:
    """Words could be too faint, or a part unnamed, for those who hear a page or see it badly.

    The table of pandas is left out: the head of its first column is empty.
    """
    page = go_in(width=width, color_scheme=scheme)
    assert [] == faults(page, ".own-code table")
    expect(page.get_by_role("slider", name="Pears")).to_be_visible()
    expect(page.get_by_role("textbox", name="plums")).to_have_text("1")
    expect(page.get_by_role("banner")).to_have_count(1)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert 0 == overflow
