"""Own questions, sorted: a worksheet with piles below its list `questions`."""

from __future__ import annotations

import traitlets

from unhurried.widgets.worksheet import Worksheet


class QuestionSorter(Worksheet):
    """The blocks of a worksheet, and below its list `questions` the piles that these are laid on."""

    stem = traitlets.Unicode("question_sorter", read_only=True).tag(sync=True)
    """The name of the JavaScript file that draws this widget, without `.js`. Holds no person's words."""
