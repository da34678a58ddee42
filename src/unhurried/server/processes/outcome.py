"""How a job went, in plain JSON: what it made, or the key of an error, and never a word of what it was made of."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from unhurried.course import Course
from unhurried.errors import UnhurriedError
from unhurried.exercise_page import current_course

Job = dict[str, Any]


def outcome(work: Callable[[], Job], failed: type[UnhurriedError]) -> Job:
    """What `work` gives back, or `{error: key of an error}`.

    Args:
        work: does the job.
        failed: the error that is told where `work` fails in a way that is none of ours. Whatever it raised could repeat
            an answer, so nothing else of it goes on.
    """
    try:
        return work()
    except UnhurriedError as error:
        return {"error": error.key}
    except Exception:  # whatever it was, it could repeat an answer
        return {"error": failed.key}


def course_of(job: Job) -> Course:
    """The course in the folder `job["course"]`, which becomes this process's own. Raises CourseError."""
    os.environ["UNHURRIED_COURSE"] = job["course"]
    return current_course()
