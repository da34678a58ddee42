"""The same exercise where authors work on it and where others may show it: JupyterLab and stock Voila.

Both ask other hosts for files of their own and have no policy; that is theirs, so nothing here is watched.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).parents[2]
WORDS = yaml.safe_load((ROOT / "worksheets/en/interface.yaml").read_text("utf-8"))
HELD = WORDS["exercise"]["held"]
NOTEBOOK = "08-comfort-with-touch-ladder.ipynb"
TOKEN = "of-this-test"

RUNG = "zwetschgenmus am fensterbrett"
WRITTEN = "der wetterhahn dreht sich nie"

#: Milliseconds for a kernel to start and a notebook to run, on a busy machine.
STARTED = 90_000


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the course, so that nothing is saved into the real notebooks."""
    for folder in ("notebooks", "worksheets", "data"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns(".*"))
    return tmp_path


@pytest.fixture
def host(course: Path) -> Iterator[Callable[..., str]]:
    """Starts a Jupyter program in the course's folder, with settings of its own; gives its address."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    own = {
        f"JUPYTER_{name}": str(course / f"jupyter-{name.lower()}") for name in ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    }
    settings = course / "lab-settings"
    environment = {
        **kept,
        **own,
        "IPYTHONDIR": str(course / "ipython"),
        "JUPYTERLAB_SETTINGS_DIR": str(settings),
        "UNHURRIED_COURSE": str(course),
    }
    # The worst that an author can ask JupyterLab for: to save all widgets' states in the notebook.
    save_all = settings / "@jupyter-widgets/jupyterlab-manager/plugin.jupyterlab-settings"
    save_all.parent.mkdir(parents=True)
    save_all.write_text('{"saveState": true}')
    programs: list[subprocess.Popen[bytes]] = []

    def start(program: str, *options: str) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        with (course / "printed").open("wb") as printed:
            command = [sys.executable, "-m", program, "--no-browser", f"--port={port}", *options]
            running = subprocess.Popen(command, cwd=course, env=environment, stdout=printed, stderr=printed)
        programs.append(running)
        until = time.monotonic() + STARTED / 1000
        while not listens(port):
            if running.poll() is not None or time.monotonic() > until:
                pytest.fail(f"{program} did not start:\n{(course / 'printed').read_text()}")
            time.sleep(0.1)
        return f"http://127.0.0.1:{port}/"

    yield start
    for program in programs:
        program.terminate()
        program.wait(20)


def listens(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def stock_page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1400, "height": 1000}) as context:
        yield context.new_page()


def climb(page: Page) -> None:
    """Add a rung and write a line; both are held, and the kernel answers with the table."""
    expect(page.get_by_role("textbox", name="How I will say stop")).to_be_visible(timeout=STARTED)
    page.get_by_label(WORDS["exercise"]["add_own"]).fill(RUNG)
    page.get_by_role("button", name=WORDS["exercise"]["add"], exact=True).click()
    expect(page.get_by_role("table").get_by_text(RUNG)).to_be_visible(timeout=STARTED)
    page.get_by_role("textbox", name="How I will say stop").press_sequentially(WRITTEN)
    expect(page.locator(".u-status")).to_have_text(HELD)


def test_jupyterlab_shows_the_ladder_and_saves_no_word_of_it(
    course: Path, host: Callable[..., str], stock_page: Page
) -> None:
    """An author tries the page with words of their own, saves, and sends them to everybody with the notebook."""
    lab = host("jupyterlab", "--allow-root", f"--ServerApp.root_dir={course}", f"--IdentityProvider.token={TOKEN}")
    page = stock_page
    page.goto(f"{lab}lab/tree/notebooks/{NOTEBOOK}?token={TOKEN}")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=STARTED)
    # A restart of a kernel that is still starting loses the cells that were to run: wait until it is idle.
    expect(page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']")).to_be_visible(timeout=STARTED)
    page.locator("[data-command='notebook:restart-run-all']").click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    climb(page)

    with page.expect_response(lambda answer: answer.request.method == "PUT" and NOTEBOOK in answer.url) as saved:
        page.locator("[data-command='docmanager:save']").click()
    assert saved.value.ok
    notebook: dict[str, Any] = json.loads((course / "notebooks" / NOTEBOOK).read_text("utf-8"))
    assert "widgets" in notebook["metadata"], "the states were not saved, so nothing was tested"
    for file in course.rglob("*"):
        if file.is_file():
            assert not [word for word in (RUNG, WRITTEN) if word.encode() in file.read_bytes()], file.name


def test_stock_voila_shows_the_ladder(course: Path, host: Callable[..., str], stock_page: Page) -> None:
    """Whoever already shows notebooks with Voila would see an empty page where the exercise should be."""
    voila = host("voila", f"notebooks/{NOTEBOOK}")
    stock_page.goto(voila, timeout=STARTED)
    climb(stock_page)
    assert WRITTEN not in (course / "printed").read_text()
