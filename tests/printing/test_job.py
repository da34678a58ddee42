"""Sheets are made by a process of its own, which writes nothing anywhere; and by `unhurried print`, blank ones."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from unhurried.cli import main
from unhurried.course import Course
from unhurried.server.processes.jobs import JOBS, LONG_JOBS, run_job

ROOT = Path(__file__).parents[2]
MARKER = "zwiebelmuster am dachfirst"


def order(**changes: Any) -> dict[str, Any]:
    job = {"do": "print", "course": str(ROOT / "docs/gallery"), "worksheet": "writing", "paper": "a4"}
    return {**job, "answers": None, "today": "2026-11-20", "everything": True, **changes}


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNHURRIED_COURSE", "")  # a job sets it, in a process of its own


def test_a_job_makes_a_sheet(text_of: Callable[[bytes], str]) -> None:
    """Nobody could print from their page."""
    made = run_job(order(answers={"garden": MARKER}))
    assert {"pdf"} == set(made)
    assert MARKER in text_of(base64.b64decode(made["pdf"]))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"worksheet": "no-such"}, "course"),
        ({"worksheet": "../../etc/passwd"}, "course"),
        ({"paper": "a0"}, "print_failed"),
        ({"answers": {"no-such": MARKER}}, "print_failed"),
        ({"answers": {"garden": [MARKER]}}, "print_failed"),
        ({"answers": {"garden": "x" * 200_001}}, "print_failed"),
        ({"today": MARKER}, "print_failed"),
    ],
)
def test_a_wrong_order_gets_one_word_back(changes: dict[str, Any], error: str) -> None:
    """What was wrong with an answer could repeat it."""
    assert {"error": error} == run_job(order(**changes))


def test_every_job_is_in_the_table() -> None:
    """A space could not be opened, or a page not be printed."""
    own = {"open", "find", "make", "restore", "change", "erase", "save", "load", "print", "text", "copy"}
    cards = {f"card_{name}" for name in ("look", "sheet", "give", "mine", "read", "rest", "withdraw")}
    assert own | cards | {"therapist_list", "therapist_page", "handouts", "guide"} == set(JOBS)
    assert {"bind"} == set(LONG_JOBS)


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of POSIX systems")
def test_making_a_sheet_writes_no_file(tmp_path: Path, text_of: Callable[[bytes], str]) -> None:
    """A letter would lie about in a folder for temporary files."""
    script = (
        "import json, os, resource, sys\n"
        "from unhurried.server.processes.jobs import run_job\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"  # any byte written to a file ends this process
        "made = run_job(json.loads(sys.stdin.read()))\n"
        "sys.stdout.write(made['pdf'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=json.dumps(order(answers={"garden": MARKER})),
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert 0 == done.returncode
    assert MARKER in text_of(base64.b64decode(done.stdout))
    assert "" == done.stderr
    assert [] == list(tmp_path.iterdir())


def test_the_command_writes_blank_sheets_under_neutral_names(
    tmp_path: Path, course: Course, text_of: Callable[[bytes], str]
) -> None:
    """A folder full of files would tell its topic to whoever opens it."""
    runner = CliRunner()
    out = tmp_path / "sheets"
    first = runner.invoke(main, ["print", "touch-ladder", "kind-no", "--out", str(out)])
    assert (0, f"{out}/pages.pdf\n{out}/pages-2.pdf\n") == (first.exit_code, first.output)
    again = runner.invoke(main, ["print", "kind-no", "--paper", "letter", "--out", str(out)])
    assert (0, f"{out}/pages-3.pdf\n") == (again.exit_code, again.output)
    assert course.worksheet("touch-ladder").title in text_of((out / "pages.pdf").read_bytes())
    assert (out / "pages-2.pdf").read_bytes() != (out / "pages-3.pdf").read_bytes()


def test_the_command_writes_nothing_when_one_name_is_wrong(tmp_path: Path) -> None:
    """Half of what somebody asked for would look like all of it."""
    done = CliRunner().invoke(main, ["print", "kind-no", "touch-laddr", "--out", str(tmp_path)])
    assert 1 == done.exit_code
    assert 'did you mean "touch-ladder"?' in done.output
    assert [] == list(tmp_path.iterdir())


def test_the_command_makes_a_chapter_and_the_book(
    tmp_path: Path, course: Course, text_of: Callable[[bytes], str]
) -> None:
    """Whoever never starts the workbook could print single sheets, and never read what belongs to them."""
    runner = CliRunner()
    chapter = runner.invoke(main, ["print", "--chapter", "12-deciding", "--plain-cover", "--out", str(tmp_path)])
    assert (0, f"{tmp_path}/pages.pdf\n") == (chapter.exit_code, chapter.output)
    assert text_of((tmp_path / "pages.pdf").read_bytes()).startswith("Workbook Together, apart, or not yet sure")
    book = runner.invoke(main, ["print", "--book", "--paper", "letter", "--out", str(tmp_path)])
    assert (0, f"{tmp_path}/pages-2.pdf\n") == (book.exit_code, book.output)
    read = text_of((tmp_path / "pages-2.pdf").read_bytes())
    assert [] == [one.title for one in course.chapters() if one.title not in read]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "Name worksheets, or one --chapter, or --book, or one --guide."),
        (["kind-no", "--book"], "Name worksheets, or one --chapter, or --book, or one --guide."),
        (["--chapter", "12-decidin"], 'did you mean "12-deciding"?'),
    ],
)
def test_the_command_says_what_it_needs(options: list[str], said: str, tmp_path: Path) -> None:
    """Somebody would get other pages than they meant, or none and no reason."""
    done = CliRunner().invoke(main, ["print", *options, "--out", str(tmp_path)])
    assert done.exit_code
    assert said in done.output
    assert [] == list(tmp_path.iterdir())
