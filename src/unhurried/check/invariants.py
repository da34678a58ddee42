"""What no author can edit away by accident: principles 3, 6, 7, 8, 11 and 12 of the course, for any course.

Each is data at the top and a small function below, and says its number in the advice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from unhurried.check import topics
from unhurried.check.material import Book, Material, Sheet
from unhurried.check.passages import Passage
from unhurried.course import shown_by
from unhurried.course_file import Loc
from unhurried.errors import Fault
from unhurried.worksheet import Choice, Question, Worksheet, place
from unhurried.worksheet.sharing import is_private, why_private
from unhurried.worksheet.topics import of_worksheet


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


#: 3: how an option for each of the three ways may be worded.
WAYS: Final = {
    "staying": _any(r"\b(?:stay|staying|together|go on with)\b"),
    "leaving": _any(r"\b(?:leave|leaving|apart|part|parting|separate|separating|break up)\b"),
    "not being sure": _any(r"\b(?:not (?:yet )?sure|unsure|do not know|cannot tell|undecided)\b"),
}
#: 3: by how many characters the labels of the three ways may differ: else one looks bigger than the others.
SAME_SIZE: Final = 20
#: 6: topics whose chapters open with the lines on when to skip them.
SKIP_TOPICS: Final = ("touch", "sex", "sharing", "transparency")
SKIP_LINES: Final = {
    "a no is punished": _any(r"\bno is punished\b"),
    "you are afraid of them": _any(r"\bafraid of them\b", r"\bone of you is afraid of the other\b"),
    "something is still hidden": _any(r"\bstill hidden\b"),
}
#: 8: what a card about touch says, in these words.
CARD_LINES: Final = ("Not a yes", "Ask each time", "Stillness means stop")
#: 8: the word of the interface that has these lines, for cards of any page about touch or sex.
SAID_BY_CARDS: Final = ("card", "face", "touch")
#: 8: what an agreement says.
EITHER_ENDS: Final = _any(r"\beither\b[^.]*\b(?:end|ends|stop|cancel)\b[^.]*\bwithout (?:a|any) reason\b")
NO_PROMISE: Final = _any(r"\bpromises? (?:no|nothing)\b", r"\bno promise\b", r"\bis (?:no|not a) yes\b")
#: 7 and 11: words of the interface without which a page would keep silent about itself.
SAID_BY_PAGES: Final = {
    ("exercise", "cannot_share"): 7,
    ("exercise", "not_reviewed"): 11,
    ("page", "not_reviewed"): 11,
}
#: 11: a claim to have been reviewed.
REVIEWED: Final = _any(
    r"\b(?:reviewed|approved|checked|endorsed) by (?:a |an |our )?(?:clinician|therapist|psycholog|expert|doctor)"
)
#: 12: stages and topics that may stir something up.
STIRRING_STAGES: Final = ("understand", "choose")
STIRRING_TOPICS: Final = ("touch", "sex", "body", "fear", "deciding", "safety check")


def faults(material: Material) -> Iterator[Fault]:
    for sheet in material.sheets.values():
        if sheet.worksheet:
            about = of_worksheet(sheet.worksheet)
            yield from _decision_faults(sheet, sheet.worksheet, about)
            yield from _safety_faults(sheet, sheet.worksheet, about)
            yield from _share_faults(sheet, sheet.worksheet)
            yield from _card_faults(sheet, sheet.worksheet, about)
            yield from _agreement_faults(sheet, sheet.worksheet, about)
            yield from review_faults(sheet.passages if not sheet.worksheet.reviewed else ())
            yield from _opening_faults(sheet, sheet.worksheet, about)
    for book in material.books.values():
        yield from _skip_faults(material, book)
        yield from _origin_faults(material, book)
    yield from _page_faults(material)


def _fault(sheet: Sheet, loc: Loc, problem: str, advice: str, principle: int) -> Fault:
    return sheet.source.fault(loc, problem, f"{advice} (principle {principle})", place)


# ---- 3: staying, leaving and not being sure weigh the same


def _decision_faults(sheet: Sheet, worksheet: Worksheet, about: set[str]) -> Iterator[Fault]:
    for index, block in enumerate(worksheet.blocks):
        if not isinstance(block, Choice):
            continue
        loc = ("blocks", index, "choice", "options")
        labels = [option.label for option in block.options]
        found = {way: [label for label in labels if words.search(label)] for way, words in WAYS.items()}
        if not _asks_to_decide(found, len(labels), "deciding" in about):
            continue
        missing = [way for way, options in found.items() if not options]
        if missing or len(labels) != len(WAYS):
            problem = f"there is no option for {missing[0]}" if missing else f"there are {len(labels)} options"
            yield _fault(sheet, loc, problem, "give exactly three: together, apart, not yet sure", 3)
            continue
        if labels != sorted(labels, key=str.casefold):
            yield _fault(sheet, loc, "the order takes sides", f"use the alphabet: {', '.join(sorted(labels))}", 3)
        lengths = sorted(map(len, labels))
        if lengths[-1] - lengths[0] > SAME_SIZE or len({option.hint is None for option in block.options}) > 1:
            advice = "give all three a hint or none, and labels of about one length"
            yield _fault(sheet, loc, "one of the three looks bigger than the others", advice, 3)


def _asks_to_decide(found: Mapping[str, list[str]], options: int, deciding: bool) -> bool:
    """Whether a question is the one between staying and leaving, by its options: also where one way is missing."""
    if found["staying"] and found["leaving"]:
        return deciding or options <= len(WAYS) + 1
    return deciding and options < len(WAYS) + 1 and bool(found["not being sure"] and any(map(found.get, [*WAYS][:2])))


# ---- 6: the safety check is private, and nothing is locked


def _safety_faults(sheet: Sheet, worksheet: Worksheet, about: set[str]) -> Iterator[Fault]:
    if "safety check" in about and worksheet.questions:
        problem = "a worksheet keeps its answers, and those to a safety check are never kept"
        yield _fault(sheet, ("blocks",), problem, "use notes and steps here: the check itself is a page of its own", 6)


def _skip_faults(material: Material, book: Book) -> Iterator[Fault]:
    """The lines on when to skip a chapter, before its first exercise on the topic."""
    about = [topic for topic in SKIP_TOPICS if topic in topics.of_book(material, book)]
    if not about:
        return
    cells = book.source.data["cells"]
    touching = [
        index
        for index, cell in enumerate(cells)
        if cell["cell_type"] == "code" and (sheet := material.sheets.get(shown_by("".join(cell["source"])) or ""))
        if sheet.worksheet and of_worksheet(sheet.worksheet) & {*SKIP_TOPICS}
    ]
    end = touching[0] if touching else len(cells)
    before = [passage for passage in book.passages if isinstance(passage.loc[1], int) and passage.loc[1] < end]
    text = " ".join(passage.text for passage in before)
    line = book.source.line(("cells", touching[0], "source", 0) if touching else ("cells", 0, "source", 0))
    where = f"cell {end + 1}" if touching else "all of its words"
    lines = {**SKIP_LINES, "here is help": re.compile(re.escape(material.word("page", "help") or "Get help"))}
    for words, pattern in lines.items():
        if not pattern.search(text):
            problem = f'this is about {" and ".join(about)}, and the line "{words}" does not stand before it'
            advice = "say when to skip it, and where help is: the same lines for everybody (principle 6)"
            yield Fault(book.file, line, where, problem, advice)


# ---- 7: what is never shared


def _share_faults(sheet: Sheet, worksheet: Worksheet) -> Iterator[Fault]:
    if is_private(worksheet):
        if worksheet.share != "never":
            yield _fault(sheet, ("share",), "this page could be shared", 'write "share: never"', 7)
        return
    for index, block in enumerate(worksheet.blocks):
        if not isinstance(block, Question) or worksheet.may_share(block) == "never":
            continue
        if why := why_private(block):
            advice = 'write "share: never" on the question or on the worksheet'
            yield _fault(sheet, ("blocks", index, block.kind), f"{why}, and this could be shared", advice, 7)


# ---- 8: a card is not a yes


def _card_faults(sheet: Sheet, worksheet: Worksheet, about: set[str]) -> Iterator[Fault]:
    if "card" not in about or not about & {"touch", "sex"}:
        return
    for line in CARD_LINES:
        if not _says(sheet, re.compile(re.escape(line), re.IGNORECASE)):
            yield _fault(sheet, ("blocks",), f'the card does not say "{line}"', f'write "{line}."', 8)


def _agreement_faults(sheet: Sheet, worksheet: Worksheet, about: set[str]) -> Iterator[Fault]:
    if "agreement" not in about:
        return
    if not _says(sheet, EITHER_ENDS):
        advice = 'write "Either may end it at any time, without a reason."'
        yield _fault(sheet, ("blocks",), "the agreement does not say how it ends", advice, 8)
    if about & {"touch", "sex"} and not _says(sheet, NO_PROMISE):
        advice = 'write "It promises no later touch."'
        yield _fault(sheet, ("blocks",), "the agreement does not say that it is no yes", advice, 8)


def _says(sheet: Sheet, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(passage.text) for passage in sheet.passages if passage.loc[0] != "example")


# ---- 11: every claim has a source, and a page says while nobody has reviewed it


def _origin_faults(material: Material, book: Book) -> Iterator[Fault]:
    """A chapter with exercises ends with where it comes from, and claims no review that has not been."""
    heading = material.word("exercise", "sources")
    headings = [passage.text for passage in book.passages if passage.heading == 2]
    if book.exercises and heading and heading not in headings:
        line = book.passages[0].lines[0] if book.passages else 1
        advice = f'end with "## {heading}": each source with its year and its strength (principle 11)'
        yield Fault(book.file, line, "all of its words", f'there is no "{heading}"', advice)
    if not all(worksheet.reviewed for worksheet in material.worksheets(book)):
        yield from review_faults(book.passages)


def review_faults(passages: Iterable[Passage]) -> Iterator[Fault]:
    """Claims to have been reviewed, in words that nobody has reviewed."""
    for passage in passages:
        claim = REVIEWED.search(passage.text)
        if claim and not re.search(r"\bnot (?:yet )?(?:been )?$", passage.text[: claim.start()], re.IGNORECASE):
            advice = 'leave it out until "reviewed_by" and "reviewed_on" are filled in (principle 11)'
            problem = f'"{claim[0]}": nobody has reviewed this'
            yield Fault(passage.file, passage.line_at(claim.start()), passage.place, problem, advice)


def _page_faults(material: Material) -> Iterator[Fault]:
    if material.words is None:
        return
    for keys, principle in SAID_BY_PAGES.items():
        if not material.word(*keys).strip():
            problem = f'no "{".".join(keys)}", and pages would keep silent about it'
            yield material.words.fault(keys, problem, f"write the sentence (principle {principle})")
    if "card" not in material.words.data:
        return
    on_cards = material.word(*SAID_BY_CARDS).lower()
    for line in (line for line in CARD_LINES if line.lower() not in on_cards):
        problem = f'a card about touch does not say "{line}"'
        yield material.words.fault(SAID_BY_CARDS, problem, f'write "{line}." (principle 8)')


# ---- 12: each exercise says what it may stir up


def _opening_faults(sheet: Sheet, worksheet: Worksheet, about: set[str]) -> Iterator[Fault]:
    stirring = [topic for topic in STIRRING_TOPICS if topic in about]
    if not worksheet.may_stir_up and (worksheet.stage in STIRRING_STAGES or stirring):
        why = f"this is about {stirring[0]}" if stirring else f"this stands in the stage {worksheet.stage}"
        problem = f"{why}, and nothing says what it may stir up"
        yield _fault(sheet, ("may_stir_up",), problem, 'add "may_stir_up": one plain sentence', 12)
