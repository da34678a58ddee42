"""Which way somebody leans: a worksheet with marks of today, and below it three doors."""

from __future__ import annotations

import traitlets

from unhurried.widgets.worksheet import Worksheet


class Leaning(Worksheet):
    """The blocks of a worksheet. Its scales show what was answered today alone; three links follow the blocks."""

    stem = traitlets.Unicode("leaning", read_only=True).tag(sync=True)
    """The name of the JavaScript file that draws this widget, without `.js`. Holds no person's words."""
