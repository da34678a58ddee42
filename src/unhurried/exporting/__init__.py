"""Words that can be read without this program: one worksheet, or a whole space, as Markdown and JSON.

kept.py     what goes into a copy               quoting.py   a person's words inside Markdown
text.py     as Markdown                         answers.py   an answer of each kind in it
record.py   as JSON (docs/export-format.md)

Everything is made in memory, and nothing of it is locked.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date

from unhurried.course import Course
from unhurried.exporting.kept import Whole, sheets
from unhurried.exporting.record import record, to_json
from unhurried.exporting.text import one_worksheet, whole_space

__all__ = ["Whole", "copy_of_space", "one_worksheet"]


def copy_of_space(course: Course, whole: Whole, everything: bool, today: date) -> bytes:
    """A zip file with `words.md` and `words.json`, of names and dates that tell nothing.

    Args:
        course: gives the questions' words.
        whole: what the space holds.
        everything: with what can never be shared, and with earlier versions of answers.
        today: the reader's own day.

    Raises:
        CourseError: the interface's words are not right.
    """
    interface = course.words()
    chosen = sheets(course, whole, everything)
    files = {
        "words.md": whole_space(interface, chosen, everything, today).encode("utf-8", "replace"),
        "words.json": to_json(record(interface, chosen, everything, today)),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)  # the first day that a zip file can have
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            zipped.writestr(entry, data)
    return made.getvalue()
