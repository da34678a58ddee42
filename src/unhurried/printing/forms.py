"""What a sheet is built of. Each form is plain JSON that the template draws by its name; nothing here is markup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from unhurried.printing.letters import right_to_left
from unhurried.printing.prose import prose
from unhurried.worksheet import Range

#: One thing on a sheet: `{form: its name, …}`.
Form = dict[str, Any]
#: A person's words: `{text, rtl}`, without a line break. `rtl`: they run from right to left.
Said = dict[str, Any]

#: Marks before an option: one of several, or any number; not chosen, or chosen.
MARKS = {("one", False): "\u25cb", ("one", True): "\u25cf", ("many", False): "\u2610", ("many", True): "\u2612"}


def said(text: str) -> Said:
    return {"text": " ".join(text.splitlines()), "rtl": right_to_left(text)}


def note(text: str) -> Form:
    """The course's own Markdown."""
    return {"form": "note", "nodes": prose(text, level=2)}


def heading(text: str) -> Form:
    return {"form": "heading", "text": text}


def label(text: str) -> Form:
    """The question of a field, or of one side of a pair."""
    return {"form": "label", "text": text}


def small(text: str) -> Form:
    return {"form": "small", "text": text}


def answer(text: str) -> Form:
    """A person's own words, with their own line breaks."""
    return {"form": "answer", "lines": [said(line) for line in text.splitlines()]}


def spoken(text: str) -> Form:
    """A person's own words, to be read aloud."""
    return {"form": "spoken", "lines": [said(line) for line in text.splitlines()]}


def left_open(text: str) -> Form:
    return {"form": "open", "text": text}


def lines(count: int) -> Form:
    """Ruled room to write in."""
    return {"form": "lines", "count": count}


def line(name: str, asks: bool = False) -> Form:
    """One line to write on, behind its name. `asks`: the name is a question, and stands out as one."""
    return {"form": "line", "name": name, "asks": asks}


def gaps(names: Sequence[str]) -> Form:
    """Short gaps on one line, each with its name."""
    return {"form": "gaps", "names": list(names)}


def scale(block: Range, picked: int | None = None, words: str | None = None) -> Form:
    """A row of boxes with numbers. `words` say the picked number for those who listen; None: none is picked."""
    return {
        "form": "scale",
        "points": list(range(block.from_, block.to + 1)),
        "low": f"{block.from_}: {block.low}",
        "high": f"{block.to}: {block.high}",
        "picked": picked,
        "words": words,
    }


def options(labels: Sequence[tuple[str, str | None]], marks: Sequence[str], flowing: bool = False) -> Form:
    """`labels`: each with its hint or None. `flowing`: one after the other on a line, as far as there is room."""
    shown = [{"label": text, "hint": more, "mark": mark} for (text, more), mark in zip(labels, marks, strict=True)]
    return {"form": "options", "options": shown, "flowing": flowing}


def table(head: Sequence[str], rows: Sequence[Sequence[str]], narrow: bool = False) -> Form:
    """`narrow`: only the first column needs room."""
    return {
        "form": "table",
        "head": list(head),
        "rows": [[said(cell) for cell in row] for row in rows],
        "narrow": narrow,
    }


def steps(texts: Sequence[str]) -> Form:
    return {"form": "steps", "texts": list(texts)}


def facts(rows: Sequence[tuple[str, str]]) -> Form:
    """Names, each with a person's words behind it."""
    return {"form": "facts", "rows": [{"name": _with_colon(name), "said": said(text)} for name, text in rows]}


def beside(sides: Sequence[Sequence[Form]]) -> Form:
    return {"form": "beside", "sides": [list(side) for side in sides]}


def entry(title: Said, inside: Sequence[Form]) -> Form:
    """One entry of a list, in a frame."""
    return {"form": "entry", "title": title, "inside": list(inside)}


def together(inside: Sequence[Form], share: str | None = None) -> Form:
    """One question with what belongs to it. `share`: a sentence below, where the answer is for one person alone."""
    return {"form": "together", "inside": [*inside, *([small(share)] if share else [])]}


def _with_colon(name: str) -> str:
    return name if name.endswith((":", "?", "!", ".")) else f"{name}:"
