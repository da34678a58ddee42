"""Making what a group has on paper: the guide for its leaders, and the blank worksheets of an evening. Nobody's words
are in it; it runs in a short-lived process because it takes seconds, and a room must not wait."""

from __future__ import annotations

from unhurried.printing.guide import guide, pack
from unhurried.printing.pdf import to_pdf
from unhurried.server.processes.job import Job, as_pdf, course_of


def handouts(job: Job) -> Job:
    """`{course, worksheets, paper}` → `{pdf}` in base64: the course's folder, ids of worksheets, a name of
    `printing.PAPERS`."""
    return as_pdf(to_pdf(pack(course_of(job), job["worksheets"], job["paper"])))


def leader_guide(job: Job) -> Job:
    """`{course, plan, paper}` → `{pdf}` in base64: `plan` is the id of one of the course's own."""
    course = course_of(job)
    return as_pdf(to_pdf(guide(course, course.plan(job["plan"]), job["paper"])))
