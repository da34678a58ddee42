"""Speaking in turns: a worksheet with a place to talk before its closing steps."""

from __future__ import annotations

import traitlets

from unhurried.widgets.worksheet import Worksheet


class TurnTaker(Worksheet):
    """The blocks of a worksheet, and between them who speaks and who listens. Nothing of the talk leaves the page."""

    stem = traitlets.Unicode("turn_taker", read_only=True).tag(sync=True)
    """The name of the JavaScript file that draws this widget, without `.js`. Holds no person's words."""
