"""Words of the course that only a screen needs, as paper has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel


def for_paper(words: Any, instead: Sequence[Mapping[str, str]]) -> Any:
    """A text of the course, or whatever holds such texts (a worksheet, a list), with other words for paper.

    Never for what somebody wrote: their words stand as they are.

    Args:
        words: a text, a model, a list or a dictionary; everything else is given back as it is.
        instead: `[{screen, paper}]` of interface.yaml: words, and what stands in their place; "": nothing. A line
            break in a text counts as a space. Of two that begin at the same place, the one listed first holds.
    """
    known = {_even(pair["screen"]): pair["paper"] for pair in instead}
    # Where nothing takes its place, the space before goes as well.
    each = (("" if paper else " ?") + r"\s+".join(map(re.escape, screen.split())) for screen, paper in known.items())
    found = re.compile("|".join(each))
    return _reworded(words, lambda text: found.sub(lambda match: known[_even(match[0])], text)) if known else words


def _even(text: str) -> str:
    return " ".join(text.split())


def _reworded(words: Any, put: Callable[[str], str]) -> Any:
    match words:
        case str():
            return put(words)
        case list():
            return [_reworded(one, put) for one in words]
        case dict():
            return {name: _reworded(one, put) for name, one in words.items()}
        case BaseModel():
            changed = {name: _reworded(getattr(words, name), put) for name in type(words).model_fields}
            return words.model_copy(update=changed)
    return words
