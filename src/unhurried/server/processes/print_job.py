"""Putting sheets, chapters and the book on paper. It runs in a short-lived process, never in the server: it takes time
and memory, the server must hold no words, and what typst remembers of them ends with the process."""

from __future__ import annotations

from datetime import date
from typing import Any

from unhurried.course import Course
from unhurried.exercise_page.sheet import Kept, make_chapter, make_sheet, usable
from unhurried.printing import Tell, print_book
from unhurried.server.processes.job import Job, as_pdf, course_of
from unhurried.space.open_key import OpenKey
from unhurried.space.vault import Vault


def sheet(job: Job) -> Job:
    """Make one sheet of what a page holds.

    Args:
        job: `{course, worksheet, paper, answers, today, whole, everything, cover}`: the course's folder, a
            worksheet's id, a name of `printing.PAPERS`, `{question: value}` or None for a blank sheet, the reader's
            date (ISO 8601); then three times `true` or `false`: whether it is a page for a therapist of one's own,
            whether it has what can never be shared, and whether its first page is a plain cover.

    Returns:
        `{pdf}` in base64.
    """
    today = date.fromisoformat(job["today"])
    kinds = (job.get("whole") is True, job.get("everything") is True, job.get("cover") is True)
    return as_pdf(make_sheet(course_of(job), job["worksheet"], job["paper"], job["answers"], today, *kinds))


def bind(job: Job, tell: Tell) -> Job:
    """Make a sheet, a chapter or the book, blank or with what is kept in a space.

    Args:
        job: `{course, worksheet | chapter, paper, key, today, everything, cover}`: `worksheet` is an id,
            `chapter` the number in its address; with neither it is the book, always blank. `key`: of the open space
            (`OpenKey.to_plain`), None: blank. The others as in `sheet`.
        tell: hears of the book how many chapters are put together, and how many there are.

    Returns:
        `{pdf}` in base64.
    """
    return as_pdf(_bound(course_of(job), job, tell))


def _bound(course: Course, job: Job, tell: Tell) -> bytes:
    paper, cover, everything = job["paper"], job.get("cover") is True, job.get("everything") is True
    if "worksheet" not in job and "chapter" not in job:
        return print_book(course, paper, cover, tell)
    today = date.fromisoformat(job["today"])
    kept = None if job["key"] is None else _kept(OpenKey.from_plain(job["key"]))
    if "chapter" in job:
        return make_chapter(course, job["chapter"], paper, kept, today, everything, cover)
    worksheet = course.worksheet(job["worksheet"])
    answers = usable(worksheet, kept.get(worksheet.id, {}), everything) if kept is not None else None
    return make_sheet(course, worksheet.id, paper, answers, today, everything=everything, plain_cover=cover)


def _kept(key: OpenKey) -> Kept:
    found: dict[str, dict[str, Any]] = {}
    with Vault.open(key) as vault:
        for (worksheet, question), answer in vault.read().items():
            found.setdefault(worksheet, {})[question] = answer.value
    return found
