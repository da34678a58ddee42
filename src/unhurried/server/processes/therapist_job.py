"""A page for a therapist of one's own, out of the open space. It runs in a short-lived process, never in the server,
which opens no space and holds no words."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from datetime import date
from typing import Any

from unhurried.errors import PrintFailed, UnhurriedError
from unhurried.exercise_page import current_course
from unhurried.exercise_page.for_therapist import make_page, to_choose_from
from unhurried.space.open_key import OpenKey
from unhurried.space.vault import Vault

Job = dict[str, Any]


def _list(job: Job) -> Job:
    """`{course, key}` → `{sheets: [{id, title, items: [{id, text, own}]}]}`."""
    with Vault.open(OpenKey.from_plain(job["key"])) as vault:
        return {"sheets": to_choose_from(current_course(), vault.read())}


def _page(job: Job) -> Job:
    """`{course, key, items: [[worksheet, question], …], own, paper, today}` → `{pdf}` in base64."""
    with Vault.open(OpenKey.from_plain(job["key"])) as vault:
        kept = vault.read()
    items = [(str(worksheet), str(question)) for worksheet, question in job["items"]]
    today = date.fromisoformat(job["today"])
    made = make_page(current_course(), kept, items, job["own"], job["paper"], today)
    return {"pdf": base64.b64encode(made).decode()}


def _safely(work: Callable[[Job], Job]) -> Callable[[Job], Job]:
    def done(job: Job) -> Job:
        os.environ["UNHURRIED_COURSE"] = job["course"]
        try:
            return work(job)
        except UnhurriedError as error:
            return {"error": error.key}
        except Exception:  # whatever it was, it could repeat an answer: only that there is no page goes on
            return {"error": PrintFailed.key}

    return done


#: What does each job, by its `do`. Each returns `{error: key of an error}` where it fails.
JOBS = {"therapist_list": _safely(_list), "therapist_page": _safely(_page)}
