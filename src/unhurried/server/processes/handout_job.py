"""Making what a group has on paper: the guide for its leaders, and the blank worksheets of an evening. Nobody's words
are in it; it runs in a short-lived process because it takes seconds, and a room must not wait."""

from __future__ import annotations

import base64
from typing import Any

from unhurried.errors import PrintFailed
from unhurried.printing.guide import guide, pack
from unhurried.printing.pdf import to_pdf
from unhurried.server.processes.outcome import course_of, outcome


def run_job(job: dict[str, Any]) -> dict[str, Any]:
    """Make one file.

    Args:
        job: `{do: "handouts", course, worksheets, paper}`: the course's folder, ids of worksheets, a name of
            `printing.PAPERS`. `{do: "guide", course, plan, paper}`: the id of one of the course's own plans.

    Returns:
        `{pdf}` in base64, or `{error: key of an error}`.
    """
    return outcome(lambda: {"pdf": base64.b64encode(_made(job)).decode()}, PrintFailed)


def _made(job: dict[str, Any]) -> bytes:
    course = course_of(job)
    if job["do"] == "handouts":
        return to_pdf(pack(course, job["worksheets"], job["paper"]))
    return to_pdf(guide(course, course.plan(job["plan"]), job["paper"]))
