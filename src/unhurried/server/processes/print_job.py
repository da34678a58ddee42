"""Making a sheet of paper. It runs in a short-lived process, never in the server: it takes time and memory, the
server must hold no words, and what typst remembers of them ends with the process."""

from __future__ import annotations

import base64
import os
from datetime import date
from typing import Any

from unhurried.errors import CourseError, PrintFailed
from unhurried.exercise_page import current_course
from unhurried.exercise_page.sheet import make_sheet


def run_job(job: dict[str, Any]) -> dict[str, Any]:
    """Make one sheet.

    Args:
        job: `{do: "print", course, worksheet, paper, answers, today, whole}`: the course's folder, a worksheet's id, a
            name of `printing.PAPERS`, `{question: value}` or None for a blank sheet, the reader's date (ISO 8601);
            where `whole` is true, it is a page for a therapist of one's own.

    Returns:
        `{pdf}` in base64, or `{error: key of an error}`.
    """
    os.environ["UNHURRIED_COURSE"] = job["course"]
    try:
        today = date.fromisoformat(job["today"])
        whole = job.get("whole") is True
        made = make_sheet(current_course(), job["worksheet"], job["paper"], job["answers"], today, whole)
    except CourseError as error:
        return {"error": error.key}
    except Exception:  # whatever it was, it could repeat an answer: only that there is no sheet goes on
        return {"error": PrintFailed.key}
    return {"pdf": base64.b64encode(made).decode()}
