"""A sheet as a PDF: made in memory by typst, from a template that never reads a person's words as its own language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from unhurried.errors import PrintFailed
from unhurried.printing.letters import printable

_TEMPLATE = Path(__file__).resolve().with_name("sheet.typ")
#: What a sheet may claim to follow, best first.
_STANDARDS: tuple[list[Any], ...] = (["ua-1"], [])


def to_pdf(sheet: dict[str, Any]) -> bytes:
    """Set a sheet (`sheet.sheet`) as a tagged PDF after PDF/UA-1.

    The words go in as JSON, a plain value, and are set as text: `#import` in an answer is seven letters. No file is
    read but the template, and none is written.

    A cluster that no single font can show breaks the rules of PDF/UA; then the sheet is made without its
    mark, as tagged as before.

    Raises:
        PrintFailed: always with the same words. What typst says can repeat a person's.
    """
    words, lost = printable(sheet)
    given = json.dumps({**words, "lost": lost})
    for standards in _STANDARDS:
        made = _compile(given, standards)
        if made is not None:
            return made
    raise PrintFailed("the sheet could not be made")


def _compile(given: str, standards: list[Any]) -> bytes | None:
    """None where typst fails, so that nothing of what it raised goes on as the context of another error."""
    try:
        return typst.compile(
            _TEMPLATE,
            root=_TEMPLATE.parent,
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=standards,
            sys_inputs={"sheet": given},
        )
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic in typst is no Exception
        return None
