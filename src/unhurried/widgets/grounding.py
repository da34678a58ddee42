"""Ways to steady oneself, in a drawer: a worksheet whose steps are tried one at a time."""

from __future__ import annotations

import traitlets

from unhurried.widgets.worksheet import Worksheet


class Grounding(Worksheet):
    """The blocks of a worksheet. Its steps are ways to try, and its list `mine` has those that help this person."""

    stem = traitlets.Unicode("grounding", read_only=True).tag(sync=True)
    """The name of the JavaScript file that draws this widget, without `.js`. Holds no person's words."""
