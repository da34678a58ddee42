"""The exercises as widgets. Same stem = same thing: `ladder.py` here, `ladder.js` in the browser."""

from unhurried.widgets.ladder import Ladder
from unhurried.widgets.turn_taker import TurnTaker
from unhurried.widgets.worksheet import Worksheet

#: The widget for a worksheet's `widget`; None: the blocks alone.
WIDGETS: dict[str | None, type[Worksheet]] = {None: Worksheet, "ladder": Ladder, "turn_taker": TurnTaker}

__all__ = ["WIDGETS", "Ladder", "TurnTaker", "Worksheet"]
