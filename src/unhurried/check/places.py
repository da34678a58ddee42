"""Words that say where something stands are read on paper too, and paper has no bar with buttons at its top.

A worksheet is printed as a sheet, a chapter by the browser. What is true of both is where it stands on the screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from unhurried.check.material import Material
from unhurried.errors import Fault

_AT_THE_TOP = re.compile(r"\bat the top of (?:every|each|the|this) page\b", re.IGNORECASE)


def faults(material: Material) -> Iterator[Fault]:
    """Places on the page that paper does not have, in chapters and worksheets."""
    for passage in chain(*material.parts):
        for match in _AT_THE_TOP.finditer(passage.text):
            problem = f'"{match[0]}": this is printed too, and paper has no buttons there'
            advice = 'write "at the top of the screen"'
            yield Fault(passage.file, passage.line_at(match.start()), passage.place, problem, advice)
