"""The chapters' notebooks as an author runs them: every cell, in a stock kernel."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from unhurried.course.course import ROOM_NOTEBOOKS

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted(path for path in (ROOT / "notebooks").glob("*.ipynb") if path.stem not in ROOM_NOTEBOOKS.values())
WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the course to break."""
    for folder in ("notebooks", "worksheets", "data"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns(".*"))
    return tmp_path


def nbval(course: Path) -> subprocess.CompletedProcess[str]:
    """What `make test` runs over the notebooks, for any course."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval-lax", "notebooks"],
        cwd=course,
        env={**os.environ, "UNHURRIED_COURSE": str(course)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_every_notebook_runs() -> None:
    """An author, or a person in JupyterLab, would meet a traceback in the middle of a chapter."""
    done = nbval(ROOT)
    assert 0 == done.returncode, done.stdout
    assert " passed" in done.stdout


def test_a_broken_worksheet_fails_its_notebook(course: Path) -> None:
    """A chapter without its exercise would be released, since the check that should see it sees nothing."""
    worksheet = course / "worksheets/en/touch-ladder.yaml"
    worksheet.write_text(worksheet.read_text("utf-8").replace("\nblocks:\n", "\nblokcs:\n", 1), "utf-8")
    done = nbval(course)
    assert 1 == done.returncode, done.stdout
    assert "CourseError" in done.stdout
    assert "touch-ladder.yaml" in done.stdout


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_exercise_cell_shows_one_widget(path: Path) -> None:
    """A reader would find a gap where the exercise should be, or the same exercise twice."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
    first, *others = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [] == first.outputs
    assert others
    for cell in others:
        assert [True] == [WIDGET in output.get("data", {}) for output in cell.outputs], cell.source
