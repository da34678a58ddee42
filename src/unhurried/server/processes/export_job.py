"""Making a copy that can be read, of one worksheet or of a whole space. It runs in a short-lived process, never in the
server: the server must hold no words, and opens no space."""

from __future__ import annotations

import base64
from datetime import date
from pathlib import Path

from unhurried.exercise_page.sheet import make_text
from unhurried.exporting import copy_of_space
from unhurried.server.processes.job import Job, course_of
from unhurried.server.processes.space_job import confirmed
from unhurried.space.folder import Folder
from unhurried.space.vault import Vault


def text(job: Job) -> Job:
    """One worksheet as Markdown.

    Args:
        job: `{course, worksheet, answers, today, everything}`: the course's folder, a worksheet's id, `{question:
            value}`, the reader's date (ISO 8601), whether what can never be shared goes in.

    Returns:
        `{file}` in base64.
    """
    today = date.fromisoformat(job["today"])
    made = make_text(course_of(job), job["worksheet"], job["answers"], today, job.get("everything") is True)
    return {"file": base64.b64encode(made.encode("utf-8", "replace")).decode()}


def copy(job: Job) -> Job:
    """All of a space, to be read without this program.

    Args:
        job: `{course, folder, passphrase, key, everything, today}`: the folder of spaces, the words that open one, and
            the key (`OpenKey.to_plain`) of the space that they have to open, None for any; whether what can never be
            shared and earlier versions go in.

    Returns:
        `{file}` in base64, a zip file. Raises WrongPassphrase.
    """
    course = course_of(job)
    folder = Folder(Path(job["folder"]))
    key = folder.find(job["passphrase"]) if job["key"] is None else confirmed(folder, job)
    with Vault.open(key) as vault:
        whole = vault.read_whole()
    made = copy_of_space(course, whole, job["everything"], date.fromisoformat(job["today"]))
    return {"file": base64.b64encode(made).decode()}
