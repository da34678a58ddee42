"""A chapter's notebook holds prose and one-line cells, and nothing that running it has left behind. Between them,
the chapters show every worksheet.

What an author's own run leaves in a file would be published with it; a page must never run code unseen; and what no
chapter shows, no reader finds. Where course.yaml says `own_code: true`, somebody has seen the code, and the page says
that nothing on it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from unhurried import worksheet
from unhurried.check.material import Book, Material
from unhurried.course import is_import, shown_by
from unhurried.errors import Fault

#: What a notebook says about itself: the keys that JupyterLab needs to open it, and no others.
METADATA: dict[str, frozenset[str]] = {
    "kernelspec": frozenset({"display_name", "language", "name"}),
    "language_info": frozenset({"name"}),
}
CELL = {
    "markdown": frozenset({"cell_type", "id", "metadata", "source"}),
    "code": frozenset({"cell_type", "id", "metadata", "source", "outputs", "execution_count"}),
}
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_CLEAN = 'in JupyterLab choose "Clear Outputs of All Cells" and save'


def faults(material: Material) -> Iterator[Fault]:
    for book in material.books.values():
        yield from _metadata_faults(book)
        yield from _cell_faults(book)
        yield from _named_faults(book)
        if book.entry is None or not book.entry.own_code:
            yield from _code_faults(book)
        yield from _title_faults(book)
        yield from _html_faults(book)
    yield from _unshown_faults(material)


def _metadata_faults(book: Book) -> Iterator[Fault]:
    metadata: Any = book.source.data.get("metadata")
    for key, value in metadata.items() if isinstance(metadata, dict) else ():
        extra = [(key,)] if key not in METADATA else [(key, inner) for inner in value if inner not in METADATA[key]]
        for loc in extra:
            line = book.source.line(("metadata", *loc))
            yield Fault(book.file, line, "metadata", f'it has "{loc[-1]}"', "take it out: it may tell of a machine")


def _cell_faults(book: Book) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, cell in enumerate(book.source.data["cells"]):
        loc, place = ("cells", index), f"cell {index + 1}"

        def fault(key: str, problem: str, advice: str, loc: Any = loc, place: str = place) -> Fault:
            return Fault(book.file, book.source.line((*loc, key)), place, problem, advice)

        if not cell.get("id"):
            yield fault("id", "it has no id", "save the notebook again in JupyterLab")
        elif cell["id"] in seen:
            yield fault("id", f'the id "{cell["id"]}" is taken', "give each cell an id of its own")
        seen.add(cell.get("id") or "")
        if cell.get("metadata"):
            yield fault("metadata", "it has metadata", "take tags and settings of the cell out")
        if cell.get("outputs"):
            yield fault("outputs", "it has outputs", _CLEAN)
        if cell.get("execution_count") is not None:
            yield fault("execution_count", "it says how often it ran", _CLEAN)
        for key in cell.keys() - CELL[cell["cell_type"]]:
            yield fault(key, f'it has "{key}"', "take it out")


def _named_faults(book: Book) -> Iterator[Fault]:
    """Cells that course.yaml names, and the notebook does not have."""
    known = {cell.get("id") for cell in book.source.data["cells"]}
    named = [book.entry.print_centre, *book.entry.not_on_paper] if book.entry else []
    for identity in named:
        if identity is not None and identity not in known:
            problem = f'there is no cell "{identity}", which course.yaml names'
            yield Fault(book.file, 1, "", problem, "write the id of a cell of this notebook there, or take it out")


def _code_faults(book: Book) -> Iterator[Fault]:
    cells = [(index, cell) for index, cell in enumerate(book.source.data["cells"]) if cell["cell_type"] == "code"]
    shown: list[str] = []
    for number, (index, cell) in enumerate(cells):
        line, place = book.source.line(("cells", index, "source", 0)), f"cell {index + 1}"
        source = "".join(cell["source"]).strip()
        identity = shown_by(source)
        expected = 'write page("…") with the id of a worksheet' if number else 'write "from unhurried import page"'
        if len(source.splitlines()) != 1:
            problem, advice = "it is not one line", f"{expected}, and nothing else"
        elif identity is None if number else not is_import(source):
            problem, advice = "it runs code of its own", f"{expected}, and nothing else"
        elif identity in shown:
            problem, advice = f'"{identity}" stands here twice', "show each worksheet once in a chapter"
        else:
            shown += [identity] if identity else []
            continue
        yield Fault(book.file, line, place, problem, advice)


def _title_faults(book: Book) -> Iterator[Fault]:
    titles = [passage for passage in book.passages if passage.heading == 1]
    if not titles or titles[0] is not book.passages[0]:
        line, place = (book.passages[0].lines[0], book.passages[0].place) if book.passages else (1, "")
        advice = 'begin with "# " and a title'
        yield Fault(book.file, line, place, "the chapter does not begin with its title", advice)
    for title in titles[1:]:
        yield Fault(book.file, title.lines[0], title.place, "this is a second title", 'use "## " inside a chapter')


def _html_faults(book: Book) -> Iterator[Fault]:
    for passage in book.passages:
        for match in _TAG.finditer(passage.text):
            advice = "use Markdown: readers would see the tag"
            yield Fault(book.file, passage.line_at(match.start()), passage.place, f'HTML: "{match[0]}"', advice)


def _unshown_faults(material: Material) -> Iterator[Fault]:
    """Worksheets that stand in no chapter. While a notebook cannot be read, nobody knows: it may show them."""
    if not material.every_book_read:
        return
    shown = {identity for book in material.books.values() for identity in book.exercises}
    for identity, sheet in material.sheets.items():
        if identity not in shown:
            advice = f'write page("{identity}") in a notebook, or take the file away'
            yield sheet.source.fault(("id",), "no chapter shows this worksheet", advice, worksheet.place)
