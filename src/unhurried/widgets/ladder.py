"""The comfort-with-touch ladder: a worksheet with two switches above its blocks."""

from __future__ import annotations

import traitlets

from unhurried.widgets.worksheet import Worksheet


class Ladder(Worksheet):
    """The blocks of a worksheet, and above them `no_touch` and `paused`, answered by true or false."""

    stem = traitlets.Unicode("ladder", read_only=True).tag(sync=True)
    """The name of the JavaScript file that draws this widget, without `.js`. Holds no person's words."""
