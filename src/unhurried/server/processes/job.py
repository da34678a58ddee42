"""A job, and how it went: both plain JSON."""

from __future__ import annotations

import base64
import os
from typing import Any

from unhurried.course import Course
from unhurried.exercise_page import current_course

Job = dict[str, Any]


def course_of(job: Job) -> Course:
    """The course in the folder `job["course"]`, which becomes this process's own. Raises CourseError."""
    os.environ["UNHURRIED_COURSE"] = job["course"]
    return current_course()


def as_pdf(made: bytes) -> Job:
    """`{pdf}` in base64: JSON holds no bytes."""
    return {"pdf": base64.b64encode(made).decode()}
