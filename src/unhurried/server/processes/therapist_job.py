"""A page for a therapist of one's own, out of the open space. It runs in a short-lived process, never in the server,
which opens no space and holds no words."""

from __future__ import annotations

from datetime import date

from unhurried.exercise_page.for_therapist import make_page, to_choose_from
from unhurried.server.processes.job import Job, as_pdf, course_of
from unhurried.space.open_key import OpenKey
from unhurried.space.vault import Vault


def to_choose(job: Job) -> Job:
    """`{course, key}` → `{sheets: [{id, title, items: [{id, text, own}]}]}`."""
    with Vault.open(OpenKey.from_plain(job["key"])) as vault:
        return {"sheets": to_choose_from(course_of(job), vault.read())}


def page(job: Job) -> Job:
    """`{course, key, items: [[worksheet, question], …], own, paper, today}` → `{pdf}` in base64."""
    with Vault.open(OpenKey.from_plain(job["key"])) as vault:
        kept = vault.read()
    items = [(str(worksheet), str(question)) for worksheet, question in job["items"]]
    today = date.fromisoformat(job["today"])
    return as_pdf(make_page(course_of(job), kept, items, job["own"], job["paper"], today))
