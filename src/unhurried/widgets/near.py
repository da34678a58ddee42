"""Being near, in the form for the partner who broke trust: a worksheet with two switches above its blocks."""

from __future__ import annotations

import traitlets

from unhurried.widgets.worksheet import Worksheet


class Near(Worksheet):
    """The blocks of a worksheet, and above them `no_touch` and `paused`. It has no way to ask what could be next."""

    stem = traitlets.Unicode("near", read_only=True).tag(sync=True)
    """The name of the JavaScript file that draws this widget, without `.js`. Holds no person's words."""
