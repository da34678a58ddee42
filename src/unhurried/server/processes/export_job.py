"""Making a copy that can be read, of one worksheet or of a whole space. It runs in a short-lived process, never in the
server: the server must hold no words, and opens no space."""

from __future__ import annotations

import base64
import os
from datetime import date
from hmac import compare_digest
from pathlib import Path
from typing import Any

from unhurried.errors import CourseError, ExportFailed, SpaceError, WrongPassphrase
from unhurried.exercise_page import current_course
from unhurried.exercise_page.sheet import make_text
from unhurried.exporting import copy_of_space
from unhurried.space.folder import Folder
from unhurried.space.open_key import OpenKey
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
    os.environ["UNHURRIED_COURSE"] = job["course"]
    try:
        made = _text(job) if job["do"] == "text" else _copy(job)
    except (CourseError, SpaceError) as error:
        return {"error": error.key}
    except Exception:  # whatever it was, it could repeat an answer: only that there is no file goes on
        return {"error": ExportFailed.key}
    return {"file": base64.b64encode(made).decode()}


def _text(job: dict[str, Any]) -> bytes:
    today = date.fromisoformat(job["today"])
    made = make_text(current_course(), job["worksheet"], job["answers"], today, job.get("everything") is True)
    return made.encode("utf-8", "replace")


def _copy(job: dict[str, Any]) -> bytes:
    key = Folder(Path(job["folder"])).find(job["passphrase"])
    if job["key"] is not None and not compare_digest(key.key, OpenKey.from_plain(job["key"]).key):
        raise WrongPassphrase
    with Vault.open(key) as vault:
        whole = vault.read_whole()
    return copy_of_space(current_course(), whole, job["everything"], date.fromisoformat(job["today"]))
