"""What worksheets must have for the grounding tools, the question sorter, the strands, the leaning scale, and the rule
about a yes: what these read, and what may never be edited away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from unhurried.exercises.question_piles import PILES
from unhurried.exercises.want_and_fear import PRESSED, WISH
from unhurried.worksheet.blocks import Choice, Pair, Scale, Show, Sort, Steps
from unhurried.worksheet.model import Worksheet
from unhurried.worksheet.touch import Found, list_faults

#: The fields that each widget reads, by list and kind.
LISTS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "grounding": {"mine": {"way": "short", "before": "short", "after": "short"}},
    "question_sorter": {"questions": {"question": "short", "pile": "choice", "kind": "choice", "how": "choice"}},
}
#: Options that a rule or a widget reads, by list and field.
OPTIONS: Mapping[tuple[str, str], frozenset[str]] = {("questions", "pile"): frozenset(PILES)}
#: What shows where somebody leans, what they fear, or numbers of other days is never shared, in any course.
NEVER_SHARED = ("strands", "leaning")
#: Which fear it was: losing them, them, both, not known, none.
FEARS = ("losing", "them", "both", "untold", "none")


def own_widget_faults(worksheet: Worksheet) -> Iterator[Found]:
    widget = worksheet.widget or ""
    for name, fields in LISTS.get(widget, {}).items():
        yield from list_faults(worksheet, name, fields, OPTIONS)
    shows = [show.result for show in worksheet.shows]
    if widget == "grounding" and not any(isinstance(block, Steps) for block in worksheet.blocks):
        yield "blocks", "there is no way to try", 'add "steps": each of them is one way'
    if widget == "question_sorter" and "question_piles" not in shows:
        yield "blocks", "the piles are on no paper", 'add a "show" with "result: question_piles"'
    if widget in NEVER_SHARED and not any(isinstance(block, Scale) for block in worksheet.blocks):
        yield "blocks", f"the widget {widget} has no scale", 'add a "scale", or take the widget out'
    if (widget in NEVER_SHARED or "want_and_fear" in shows) and worksheet.share != "never":
        yield "share", "this page could be shared", 'write "share: never": numbers and fears cannot be, in any course'
    for show in worksheet.shows:
        if show.result == "want_and_fear":
            yield from _yes_faults(worksheet, show)


def _yes_faults(worksheet: Worksheet, show: Show) -> Iterator[Found]:
    """The rule keeps silent about a fear that it cannot read."""
    reasons, pulls, fear = (worksheet.questions.get(name) for name in ("reasons", "pulls", "fear"))
    missing = {"reasons", "pulls", "fear"} - set(show.of)
    if missing or not (isinstance(reasons, Sort) and isinstance(pulls, Pair) and isinstance(fear, Choice)):
        advice = 'write "of: [reasons, pulls, fear]": a sort, a pair and a choice with these ids'
        yield show.id, "the result has not all that it reads", advice
        return
    for card in sorted((WISH | PRESSED) - {card.id for card in reasons.cards}):
        yield "reasons", f'there is no card "{card}"', "add it: a rule that protects somebody reads it"
    if "part" not in {pile.id for pile in reasons.piles}:
        yield "reasons", 'there is no pile "part"', "add it: only what lies there counts"
    if {(0, 10)} != {(side.from_, side.to) for side in (pulls.left, pulls.right)}:
        yield "pulls", "the pulls do not go from 0 to 10", 'write "from: 0, to: 10" on both sides'
    for option in sorted(set(FEARS) - {option.id for option in fear.options}):
        yield "fear", f'there is no option "{option}"', "add it: a rule that protects somebody reads it"
