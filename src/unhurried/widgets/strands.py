"""Trust, safety and closeness: a worksheet in which words come first, and numbers are folded away."""

from __future__ import annotations

import traitlets

from unhurried.widgets.worksheet import Worksheet


class Strands(Worksheet):
    """The blocks of a worksheet. Its scales are folded, and show what was answered today alone."""

    stem = traitlets.Unicode("strands", read_only=True).tag(sync=True)
    """The name of the JavaScript file that draws this widget, without `.js`. Holds no person's words."""
