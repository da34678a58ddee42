"""The exercises as widgets. Same stem = same thing: `ladder.py` here, `ladder.js` in the browser."""

from unhurried.widgets.card import Card
from unhurried.widgets.ladder import Ladder
from unhurried.widgets.looking_back import LookingBack
from unhurried.widgets.near import Near
from unhurried.widgets.script_builder import ScriptBuilder
from unhurried.widgets.turn_taker import TurnTaker
from unhurried.widgets.worksheet import Worksheet

#: The widget for a worksheet's `widget`; None: the blocks alone.
WIDGETS: dict[str | None, type[Worksheet]] = {
    None: Worksheet,
    "ladder": Ladder,
    "near": Near,
    "card": Card,
    "turn_taker": TurnTaker,
    "script_builder": ScriptBuilder,
}

__all__ = ["WIDGETS", "Card", "Ladder", "LookingBack", "Near", "ScriptBuilder", "TurnTaker", "Worksheet"]
