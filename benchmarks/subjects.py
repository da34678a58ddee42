"""What is looked at: one chapter with one exercise each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Subject:
    """A chapter of a course.

    `course`: the course's folder. `name`: the notebook's name without `.ipynb`. `chapter`: its address in our server.
    `worksheet`: its exercise. `question`: a scale of that, which visits without a browser answer.
    """

    course: Path
    name: str
    chapter: str
    worksheet: str
    question: str

    @property
    def notebook(self) -> Path:
        return self.course / "notebooks" / f"{self.name}.ipynb"


#: A page of a fixed size in a course of its own: fifteen scales, their mean, ten places to write.
FIFTEEN = Subject(ROOT / "benchmarks" / "course", "fifteen", "p/1", "fifteen", "thing-1")
#: A page that people use, and the largest that one person fills over time.
LADDER = Subject(ROOT, "08-comfort-with-touch-ladder", "p/1", "touch-ladder", "room")
