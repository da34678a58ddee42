"""A page for a therapist of one's own, out of the open space. It runs in a short-lived process, never in the server,
which opens no space and holds no words."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import date

from unhurried.errors import PrintFailed
from unhurried.exercise_page.for_therapist import make_page, to_choose_from
from unhurried.server.processes.outcome import Job, course_of, outcome
from unhurried.space.open_key import OpenKey
from unhurried.space.vault import Vault


def _list(job: Job) -> Job:
    """`{course, key}` → `{sheets: [{id, title, items: [{id, text, own}]}]}`."""
    with Vault.open(OpenKey.from_plain(job["key"])) as vault:
        return {"sheets": to_choose_from(course_of(job), vault.read())}


def _page(job: Job) -> Job:
    """`{course, key, items: [[worksheet, question], …], own, paper, today}` → `{pdf}` in base64."""
    with Vault.open(OpenKey.from_plain(job["key"])) as vault:
        kept = vault.read()
    items = [(str(worksheet), str(question)) for worksheet, question in job["items"]]
    today = date.fromisoformat(job["today"])
    made = make_page(course_of(job), kept, items, job["own"], job["paper"], today)
    return {"pdf": base64.b64encode(made).decode()}


#: What does each job, by its `do`. Each returns `{error: key of an error}` where it fails.
JOBS: dict[str, Callable[[Job], Job]] = {
    "therapist_list": lambda job: outcome(lambda: _list(job), PrintFailed),
    "therapist_page": lambda job: outcome(lambda: _page(job), PrintFailed),
}
