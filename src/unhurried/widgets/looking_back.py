"""What somebody kept over time: to look at, and to take out."""

from __future__ import annotations

import traitlets

from unhurried.widgets.worksheet import Worksheet


class LookingBack(Worksheet):
    """A widget without a worksheet of its own. Its `definition` is `{says}`: the words of `looking_back` in
    interface.yaml."""

    stem = traitlets.Unicode("looking_back", read_only=True).tag(sync=True)
    """The name of the JavaScript file that draws this widget, without `.js`. Holds no person's words."""
