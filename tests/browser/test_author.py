"""The live preview of one worksheet, in JupyterLab as `unhurried author` opens it."""

from __future__ import annotations

import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.lab import Lab

from unhurried.course import BUILT_IN

IDENTITY = "small-good-thing"
WORKSHEET = f"""\
id: {IDENTITY}
title: One small good thing
stage: steady
who: [hurt, unfaithful]
minutes: 3
about: For noticing one thing that was good, however small.
sources: [samhsa-2014]
example: {{thing: The smell of rain}}
blocks:
  - short: {{id: thing, question: "What was it?"}}
"""
TYPED = "zylophon marker"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    for name in ("notebooks", "worksheets", "data"):
        shutil.copytree(BUILT_IN / name, tmp_path / "course" / name)
    return tmp_path / "course"


@pytest.fixture
def lab(tmp_path: Path, course: Path) -> Iterator[Lab]:
    lab = Lab(tmp_path, course)
    yield lab
    lab.stop()


def preview(page: Page, lab: Lab, identity: str) -> Locator:
    """Open the link, put an id between the quotes and press Ctrl+Enter; returns what stands below the box."""
    page.set_default_timeout(60_000)
    page.goto(lab.link)
    expect(page.get_by_text("| Idle")).to_be_visible(timeout=60_000)
    box = page.locator(".jp-CodeCell")
    expect(box.locator(".cm-content")).to_contain_text('preview("')
    code = box.locator(".cm-content").inner_text()
    box.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(re.sub(r'"[^"]*"', f'"{identity}"', code))
    page.keyboard.press("Control+Enter")
    return box.locator(".jp-Cell-outputArea")


def test_the_preview_follows_the_file(page: Page, lab: Lab, course: Path) -> None:
    """Else an author would not see what people will see, or would meet a program's errors in place of words."""
    file = course / "worksheets/en" / f"{IDENTITY}.yaml"
    shown = preview(page, lab, IDENTITY)
    expect(shown).to_contain_text("There is no such worksheet", timeout=30_000)

    file.write_text(WORKSHEET)
    heading = shown.get_by_role("heading", level=2)
    expect(heading).to_have_text("One small good thing")
    expect(shown).not_to_contain_text("no such worksheet")

    file.write_text(WORKSHEET.replace("One small good thing", "<b>Rain</b> & wind"))
    expect(heading).to_have_text("<b>Rain</b> & wind")

    file.write_text(WORKSHEET.replace("minutes: 3", "minuets: 3"))
    expect(shown).to_contain_text("Once the file is mended and saved, the page comes back by itself.")
    expect(shown).to_contain_text(f"worksheets/en/{IDENTITY}.yaml, line 5")
    expect(shown).to_contain_text('Did you mean "minutes"?')
    expect(heading).to_have_count(0)

    file.write_text(WORKSHEET.replace("title:", "title"))
    expect(shown).to_contain_text("This is not YAML")
    expect(shown).not_to_contain_text("Traceback")

    file.write_text(WORKSHEET)
    expect(heading).to_have_text("One small good thing")


def test_what_is_typed_into_a_preview_is_kept_nowhere(page: Page, lab: Lab, course: Path, tmp_path: Path) -> None:
    """Else an author who tries a page with words of their own would publish them, or leave them on a shared machine."""
    (course / "worksheets/en" / f"{IDENTITY}.yaml").write_text(WORKSHEET)
    shown = preview(page, lab, IDENTITY)
    field = shown.get_by_role("textbox", name="What was it?")
    field.fill(TYPED)
    field.blur()
    expect(shown.get_by_role("status").filter(has_text="Held until you leave this page")).to_be_visible()
    expect(page.locator(".jp-mod-dirty").first).to_be_attached()
    page.keyboard.press("Control+s")
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)

    def traces() -> list[Path]:
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        return [path for path in files if TYPED.encode() in path.read_bytes()]

    assert [] == traces()
    assert 0 == lab.stop(signal.SIGINT)
    assert [] == traces()
    assert [] == list(lab.temporary.iterdir())
    assert f"Ready: {lab.link}\n" == lab.out.read_text()
    assert "" == lab.err.read_text()
