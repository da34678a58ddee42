"""The exercises as widgets. Same stem = same thing: `ladder.py` here, `ladder.js` in the browser."""

from unhurried.widgets.card import Card
from unhurried.widgets.grounding import Grounding
from unhurried.widgets.ladder import Ladder
from unhurried.widgets.leaning import Leaning
from unhurried.widgets.looking_back import LookingBack
from unhurried.widgets.near import Near
from unhurried.widgets.question_sorter import QuestionSorter
from unhurried.widgets.script_builder import ScriptBuilder
from unhurried.widgets.strands import Strands
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
    "grounding": Grounding,
    "question_sorter": QuestionSorter,
    "strands": Strands,
    "leaning": Leaning,
}

__all__ = [
    "WIDGETS",
    "Card",
    "Grounding",
    "Ladder",
    "Leaning",
    "LookingBack",
    "Near",
    "QuestionSorter",
    "ScriptBuilder",
    "Strands",
    "TurnTaker",
    "Worksheet",
]
