"""Jobs: work that is too slow, or too private, for the server and for a page process. Each is done by a short-lived
process of its own, which takes one job, says how it went, and ends."""

from __future__ import annotations

from collections.abc import Callable

from unhurried.errors import ExportFailed, PrintFailed, UnhurriedError
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
from unhurried.server.processes.job import Job

#: What does each job, by its `do`. Each raises an error of ours where it knows why it fails.
JOBS: dict[str, Callable[[Job], Job]] = {
    **dict.fromkeys(("open", "find", "make", "restore", "change", "erase"), space_job.run_job),
    "save": save_job.save,
    "load": save_job.load,
    "text": export_job.text,
    "copy": export_job.copy,
    "print": print_job.sheet,
    "handouts": handout_job.handouts,
    "guide": handout_job.leader_guide,
    "card_look": card_job.look,
    "card_sheet": card_job.sheet,
    "card_give": card_job.give,
    "card_read": card_job.read,
    "card_mine": card_job.mine,
    "card_withdraw": card_job.withdraw,
    "card_rest": card_job.rest,
    "therapist_list": therapist_job.to_choose,
    "therapist_page": therapist_job.page,
}
#: Jobs that take long enough to say, meanwhile, how far they are.
LONG_JOBS: dict[str, Callable[[Job, Tell], Job]] = {"bind": print_job.bind}

#: The error that is told where a job fails in a way that is none of ours; of jobs that are not here, UnhurriedError.
_FAILED: dict[str, type[UnhurriedError]] = {
    **dict.fromkeys(("text", "copy"), ExportFailed),
    **dict.fromkeys(("print", "bind", "handouts", "guide", "card_sheet"), PrintFailed),
    **dict.fromkeys(("therapist_list", "therapist_page"), PrintFailed),
}


def run_job(job: Job, tell: Tell = lambda _done, _of: None) -> Job:
    """Do one job.

    Args:
        job: `{do}` and what the modules named above say. Plain JSON.
        tell: hears how far it is.

    Returns:
        What it made, or `{error: key of an error}`: never a word of what it was made of. Plain JSON.
    """
    what = job["do"]
    try:
        return LONG_JOBS[what](job, tell) if what in LONG_JOBS else JOBS[what](job)
    except UnhurriedError as error:
        return {"error": error.key}
    except Exception:  # whatever it was, it could repeat an answer
        return {"error": _FAILED.get(what, UnhurriedError).key}
