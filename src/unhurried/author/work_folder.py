"""The folder that JupyterLab opens: the course by links, and beside it, outside the course, a preview notebook."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import unhurried
from unhurried.course import Course
from unhurried.course.course import FOLDERS
from unhurried.errors import StartError

#: The notebook that JupyterLab opens first.
PREVIEW: Final = "preview.ipynb"

#: Parts of JupyterLab's page that would ask other hosts: for its news and updates, and for extensions to install.
OFF: Final = ("@jupyterlab/apputils-extension:announcements", "@jupyterlab/extensionmanager-extension")

_ABOUT = """\
# Live preview

Click into the box below. Put the id of your worksheet between the quotes: that is its file's name without `.yaml`. \
Then press Ctrl and Enter together. The page appears below the box. Each time you save a file of the course, the page \
changes by itself. If something in the file is not right, the line and a way out are shown in its place.

You can drag the tab at the top of this page to one side, so that the file and the page stand next to each other. \
Please type only made-up answers here. Nothing keeps them, but JupyterLab does not guard them as the workbook does."""

_PACKAGE = Path(unhurried.__file__).resolve().parent


@dataclass(frozen=True)
class WorkFolder:
    """A folder of our own, which goes when JupyterLab ends."""

    root: Path

    @property
    def course(self) -> Path:
        """What the author sees: links to the course's folders, and the preview notebook."""
        return self.root / "course"

    @property
    def page_code(self) -> Path:
        """This program's own page code, so that JupyterLab never takes an older copy."""
        return self.root / "page-code"

    @property
    def settings(self) -> Path:
        """Where JupyterLab reads what is switched off."""
        return self.root / "settings"

    def lay_out(self, course: Course) -> None:
        """Make everything that JupyterLab needs.

        Raises:
            StartError: links cannot be made here, or the folder cannot be written.
        """
        try:
            self.course.mkdir()
            for name in FOLDERS:
                (self.course / name).symlink_to(course.root / name, target_is_directory=True)
            (self.course / PREVIEW).write_text(json.dumps(_notebook(_newest(course))), encoding="utf-8")
            self.settings.mkdir()
            config = {"disabledExtensions": dict.fromkeys(OFF, True), "buildCheck": False, "buildAvailable": False}
            (self.settings / "page_config.json").write_text(json.dumps(config), encoding="utf-8")
            scripts = shutil.ignore_patterns("*.py", "__pycache__", "host")
            shutil.copytree(_PACKAGE / "widgets", self.page_code / "unhurried", ignore=scripts)
        except OSError as error:
            raise StartError(f"The folder for JupyterLab could not be set up: {error.strerror}.") from None


def _newest(course: Course) -> str:
    """The worksheet that was changed last: most likely the one that the author wants to see."""
    folder = course.root / "worksheets" / "en"
    changed = {identity: (folder / f"{identity}.yaml").stat().st_mtime for identity in course.worksheet_ids()}
    return max(changed, key=lambda identity: changed[identity], default="my-first-page")


def _notebook(identity: str) -> dict[str, object]:
    source = f'from unhurried.author import preview\npreview("{identity}")'
    return {
        "cells": [
            {"cell_type": "markdown", "id": "about", "metadata": {}, "source": _ABOUT},
            {
                "cell_type": "code",
                "id": "preview",
                "metadata": {},
                "source": source,
                "outputs": [],
                "execution_count": None,
            },
        ],
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
