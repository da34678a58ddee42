"""Making what a group has on paper: the guide for its leaders, and the blank worksheets of an evening. Nobody's words
are in it; it runs in a short-lived process because it takes seconds, and a room must not wait."""

from __future__ import annotations

import base64
import os
from typing import Any

from unhurried.errors import CourseError, PrintFailed
from unhurried.exercise_page import current_course
from unhurried.printing.guide import guide, pack
from unhurried.printing.pdf import to_pdf


def run_job(job: dict[str, Any]) -> dict[str, Any]:
    """Make one file.

    Args:
        job: `{do: "handouts", course, worksheets, paper}`: the course's folder, ids of worksheets, a name of
            `printing.PAPERS`. `{do: "guide", course, plan, paper}`: the id of one of the course's own plans.

    Returns:
        `{pdf}` in base64, or `{error: key of an error}`.
    """
    os.environ["UNHURRIED_COURSE"] = job["course"]
    try:
        course = current_course()
        if job["do"] == "handouts":
            made = to_pdf(pack(course, job["worksheets"], job["paper"]))
        else:
            made = to_pdf(guide(course, course.plan(job["plan"]), job["paper"]))
    except CourseError as error:
        return {"error": error.key}
    except Exception:  # typst's own errors, whatever they say
        return {"error": PrintFailed.key}
    return {"pdf": base64.b64encode(made).decode()}
