"""One worksheet as people will see it, drawn again whenever a file of its course changes.

It runs in JupyterLab's kernel. What is typed into it is held in that kernel until the next change, as for somebody
who is just looking: nothing keeps it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from html import escape
from typing import Any, Final

import ipywidgets

from unhurried.course import Course, find_course
from unhurried.course.definition import definition
from unhurried.errors import CourseError, Fault
from unhurried.exercise_page.exercise import Exercise
from unhurried.worksheet import Worksheet

#: Seconds between two looks at the files. With the time to draw, a saved change is on the page within a second.
LOOK_EVERY: Final = 0.25

_UNKNOWN = Fault(
    "The file",
    None,
    "",
    "something in it is not understood, and the program cannot say what",
    "take back your last change",
)

_showing: _Preview | None = None


def preview(identity: str) -> Any:
    """Show the worksheet with this id, and go on showing it as it changes: what the preview notebook's cell calls.

    While the file is not right, or not there yet, its faults stand in its place. It follows the files until the next
    call, which ends it, or until the kernel ends.

    Args:
        identity: the worksheet's id, which is its file's name without .yaml.

    Returns:
        A widget for JupyterLab to display.

    Raises:
        RuntimeError: there is no running event loop. A kernel has one.
    """
    global _showing
    if _showing is not None:
        _showing.end()
    _showing = _Preview(find_course(), identity)
    return _showing.box


class _Preview:
    """What is shown now, and the task that follows the files."""

    def __init__(self, course: Course, identity: str) -> None:
        self.box = ipywidgets.VBox()
        self._course = course
        self._identity = identity
        self._found: tuple[Any, ...] = ()
        self._following = asyncio.get_running_loop().create_task(self._follow())

    def end(self) -> None:
        """Follow no longer, and show nothing any more."""
        self._following.cancel()
        for widget in (*self.box.children, self.box):
            widget.close()

    async def _follow(self) -> None:
        seen = ""
        while True:
            # A file may go between being listed and being looked at: the next look tells.
            with suppress(OSError):
                stamp = self._course.stamp()
                if stamp != seen:
                    self._look()
                    seen = stamp
            await asyncio.sleep(LOOK_EVERY)

    def _look(self) -> None:
        """Read the worksheet, and draw it again if it is another one now: other files change too."""
        try:
            worksheet = self._course.worksheet(self._identity)
            found: tuple[Any, ...] = (worksheet, definition(self._course, worksheet))
        except CourseError as error:
            found = tuple(error.faults)
        except OSError:
            raise
        except Exception:  # half a file may trip the reader itself: the preview has to outlive that
            found = (_UNKNOWN,)
        if found != self._found:
            self._found = found
            former, self.box.children = self.box.children, (_widget(found),)
            for widget in former:
                widget.close()


def _widget(found: tuple[Any, ...]) -> Any:
    if isinstance(found[0], Worksheet):
        return Exercise(*found).widget
    return ipywidgets.HTML(_in_words(found))


def _in_words(faults: Iterable[Fault]) -> str:
    """Faults as HTML for an author. What stands in a course's files is text here, never a tag."""
    items = []
    for fault in faults:
        where = fault.file if fault.line is None else f"{fault.file}, line {fault.line}"
        what = ": ".join(filter(None, (fault.place, fault.problem)))
        lines = [f"<strong>{escape(where)}</strong>", _sentence(what), _sentence(fault.advice)]
        items.append(f"<li>{'<br>'.join(filter(None, lines))}</li>")
    return (
        '<div role="status"><p>This page cannot be shown as it is. '
        "Once the file is mended and saved, the page comes back by itself.</p>"
        f"<ul>{''.join(items)}</ul></div>"
    )


def _sentence(words: str) -> str:
    """Words of a fault as a sentence of HTML; none stay none."""
    return escape(words[:1].upper() + words[1:]) + ("" if not words or words[-1] in ".?!" else ".")
