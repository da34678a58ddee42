"""Jobs: work that is too slow, or too private, for the server and for a page process. Each is done by a short-lived
process of its own, which takes one job, says how it went, and ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from unhurried.printing import Tell
from unhurried.server.processes import (
    card_job,
    export_job,
    handout_job,
    print_job,
    save_job,
    space_job,
    therapist_job,
)

#: What does each job, by its `do`. A job is plain JSON, and so is how it went.
JOBS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    **dict.fromkeys(("open", "find", "make", "restore", "change", "erase"), space_job.run_job),
    "print": print_job.run_job,
    **dict.fromkeys(("text", "copy"), export_job.run_job),
    **card_job.JOBS,
    **therapist_job.JOBS,
    **dict.fromkeys(("handouts", "guide"), handout_job.run_job),
    **dict.fromkeys(("save", "load"), save_job.run_job),
}
#: Jobs that take long enough to say, meanwhile, how far they are.
LONG_JOBS: dict[str, Callable[[dict[str, Any], Tell], dict[str, Any]]] = {"bind": print_job.run_bind}


def run_job(job: dict[str, Any], tell: Tell = lambda _done, _of: None) -> dict[str, Any]:
    """Do one job and say how it went: see the modules named above. `tell`: hears how far it is."""
    if job["do"] in LONG_JOBS:
        return LONG_JOBS[job["do"]](job, tell)
    return JOBS[job["do"]](job)
