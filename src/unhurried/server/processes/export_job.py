"""Making a copy that can be read, of one worksheet or of a whole space. It runs in a short-lived process, never in the
server: the server must hold no words, and opens no space."""

from __future__ import annotations

import base64
from datetime import date
from pathlib import Path
from typing import Any

from unhurried.course import Course
from unhurried.errors import ExportFailed
from unhurried.exercise_page.sheet import make_text
from unhurried.exporting import copy_of_space
from unhurried.server.processes.outcome import course_of, outcome
from unhurried.server.processes.space_job import confirmed
from unhurried.space.folder import Folder
from unhurried.space.vault import Vault


def run_job(job: dict[str, Any]) -> dict[str, Any]:
    """Make one file.

    Args:
        job: `{do: "text", course, worksheet, answers, today, everything}`: the course's folder, a worksheet's id,
            `{question: value}`, the reader's date (ISO 8601), whether what can never be shared goes in. `{do: "copy",
            course, folder, passphrase, key, everything, today}`: the folder of spaces, the words that open one, and the
            key (`OpenKey.to_plain`) of the space that they have to open, None for any; whether what can never be shared
            and earlier versions go in.

    Returns:
        `{file}` in base64, or `{error: key of an error}`.
    """
    make = _text if job["do"] == "text" else _copy
    return outcome(lambda: {"file": base64.b64encode(make(course_of(job), job)).decode()}, ExportFailed)


def _text(course: Course, job: dict[str, Any]) -> bytes:
    today = date.fromisoformat(job["today"])
    made = make_text(course, job["worksheet"], job["answers"], today, job.get("everything") is True)
    return made.encode("utf-8", "replace")


def _copy(course: Course, job: dict[str, Any]) -> bytes:
    folder = Folder(Path(job["folder"]))
    key = folder.find(job["passphrase"]) if job["key"] is None else confirmed(folder, job)
    with Vault.open(key) as vault:
        whole = vault.read_whole()
    return copy_of_space(course, whole, job["everything"], date.fromisoformat(job["today"]))
