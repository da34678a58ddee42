"""The script builder: a worksheet whose list of scripts is written by situation, and said back as one text."""

from __future__ import annotations

import traitlets

from unhurried.widgets.worksheet import Worksheet


class ScriptBuilder(Worksheet):
    """The blocks of a worksheet, and in the place of its list `scripts` situations, slots and the script itself."""

    stem = traitlets.Unicode("script_builder", read_only=True).tag(sync=True)
    """The name of the JavaScript file that draws this widget, without `.js`. Holds no person's words."""
