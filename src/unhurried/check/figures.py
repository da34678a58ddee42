"""Every number that speaks of research is one that its source is known to give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from unhurried.check.material import Material
from unhurried.check.passages import Passage
from unhurried.course import Source
from unhurried.errors import Fault

#: Shares and samples: "45%", "70 in 100", "15 of 24", "of 298 women".
_SHARE = re.compile(
    r"(?P<part>\d[\d,.]*)\s*(?:%|per ?cent\b)"
    r"|(?P<some>\b\d[\d,]*)\s+(?:in|of|out of)\s+(?:every\s+|the\s+)?(?P<all>\d[\d,]*)"
)
_SAMPLE = re.compile(r"\b[Oo]f\s+(?:the\s+)?(?P<number>\d[\d,]*)")
_NUMBER = re.compile(r"\b\d[\d,]*(?:\.\d+)?\b")
#: Numbers that claim nothing: years, hours, lengths of time, ends of a scale.
_NO_CLAIM = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b(?!\s*%)|\b\d{1,2} ?(?:am|pm|o'clock)\b"
    r"|\b\d+(?: (?:to|or|and) \d+)?[ -](?:second|minute|hour|day|night|week|month|year)s?\b"
    r"|\b(?:from )?0 to 10\b|\b1 to (?:5|7|10)\b"
)


def faults(material: Material) -> Iterator[Fault]:
    """Numbers that no source gives, and sources that nothing uses."""
    no_claim = _no_claim(material)
    for book in material.books.values():
        for passage in book.passages:
            named = [source for source in material.sources.values() if names(passage.text, source)]
            yield from _claims(passage, named, no_claim)
    for sheet in material.sheets.values():
        ids = sheet.worksheet.sources if sheet.worksheet else []
        for passage in sheet.passages if sheet.worksheet else ():
            yield from _claims(passage, [material.sources[one] for one in ids if one in material.sources], no_claim)
    for plan in material.plans.values():
        ids = plan.plan.sources if plan.plan else []
        for passage in plan.passages if plan.plan else ():
            yield from _claims(passage, [material.sources[one] for one in ids if one in material.sources], no_claim)
    yield from _source_faults(material)


def names(text: str, source: Source) -> bool:
    """Whether a text names a source, by the first word of `short` and the year."""
    return re.split(r"[\s,]", source.short)[0] in text and str(source.year) in text


def figures(text: str) -> set[str]:
    """The numbers of a text in one form each: `45%` for "45 in 100", "45 per cent" and "45%"; `15/24`; `298`.

    >>> sorted(figures("Of 298 women, 70 in 100 said so; 15 of 24 did not."))
    ['15/24', '298', '70%']
    """
    found = {_share(match) for match in _SHARE.finditer(text)}
    return found | {_plain(match[0]) for match in _NUMBER.finditer(_SHARE.sub(" ", text))}


def _share(match: re.Match[str]) -> str:
    if match["part"]:
        return f"{_plain(match['part'])}%"
    some, out_of = _plain(match["some"]), _plain(match["all"])
    return f"{some}%" if out_of == "100" else f"{some}/{out_of}"


def _plain(number: str) -> str:
    return number.replace(",", "").rstrip(".")


def _claims(passage: Passage, cited: list[Source], no_claim: list[re.Pattern[str]]) -> Iterator[Fault]:
    """Where a source is named, all numbers are its own; elsewhere shares and samples need one all the same."""
    text = passage.text
    for allowed in no_claim:
        text = _blank(allowed, text)
    rest = _blank(_SHARE, text)
    spans = [(match.start(), match[0], _share(match)) for match in _SHARE.finditer(text)]
    if any(names(passage.text, source) for source in cited):
        spans += [(match.start(), match[0], _plain(match[0])) for match in _NUMBER.finditer(rest)]
    else:
        spans += [(match.start(1), match[1], _plain(match[1])) for match in _SAMPLE.finditer(rest)]
    known = {figure for source in cited for figure in figures(" ; ".join(source.figures))}
    for start, shown, figure in sorted(spans):
        if figure not in known:
            where = " or ".join(source.id for source in cited)
            advice = f"is it a figure of {where}? Put it there in data/sources.yaml, or leave it out (principle 11)"
            if not cited:
                advice = "name the source and its year in the same paragraph, or leave it out (principle 11)"
            yield Fault(passage.file, passage.line_at(start), passage.place, f'"{shown}" has no source', advice)


def _source_faults(material: Material) -> Iterator[Fault]:
    """What the course says of a source holds to the source's figures; and each source is used."""
    source_file = material.sources_file
    if source_file is None:
        return
    files = [sheet.source for sheet in material.sheets.values()] + [plan.source for plan in material.plans.values()]
    cited = {one for file in files for one in _cited(file.data)}
    prose = [passage.text for book in material.books.values() for passage in book.passages]
    passages = [passage for passage in material.other if passage.file == source_file.file]
    for index, source in enumerate(material.sources.values()):
        loc = ("sources", index)
        for passage in passages:
            if tuple(passage.loc[:2]) == loc and passage.loc[2] in ("supports", "does_not_support"):
                yield from _claims(passage, [source], [_NO_CLAIM])
        if source.id not in cited and not any(names(text, source) for text in prose):
            advice = "cite it in a worksheet, name it with its year in a chapter, or take it out"
            yield source_file.fault(loc, f'nothing uses "{source.id}"', advice)


def _cited(data: Any) -> list[Any]:
    """The sources that a worksheet or a plan lists, also while another part of it is wrong."""
    listed = data.get("sources") if isinstance(data, dict) else None
    return listed if isinstance(listed, list) else []


def _no_claim(material: Material) -> list[re.Pattern[str]]:
    """What the program knows to be no claim, and the numbers of the help lines."""
    phones = {number["shown"] for line in material.help_lines.get("lines", ()) for number in line["numbers"]}
    either = "|".join(re.escape(phone) for phone in sorted(phones, key=len, reverse=True))
    return [_NO_CLAIM, *([re.compile(rf"(?<!\d)(?:{either})(?!\d)")] if phones else [])]


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """The text with what matches replaced by as many spaces, so that offsets stay."""
    return pattern.sub(lambda match: " " * len(match[0]), text)
