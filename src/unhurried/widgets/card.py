"""A card for today: a worksheet, and the page that another person may be shown."""

from __future__ import annotations

import traitlets

from unhurried.widgets.worksheet import Worksheet


class Card(Worksheet):
    """The blocks of a worksheet, and around its result the buttons that open the card, show it and take it back."""

    stem = traitlets.Unicode("card", read_only=True).tag(sync=True)
    """The name of the JavaScript file that draws this widget, without `.js`. Holds no person's words."""
