"""What a chapter is about, found as for a worksheet (worksheet/topics.py)."""

from __future__ import annotations

from unhurried.check.material import Book, Material
from unhurried.worksheet.topics import of_words, of_worksheet


def of_book(material: Material, book: Book) -> set[str]:
    """The topics of a chapter: of its place on the map, of its title, and of its worksheets."""
    entry = f"{book.entry.title} . {book.entry.about}" if book.entry else ""
    found = of_words(f"{book.stem.replace('-', ' ')} . {book.notebook.title} . {entry}")
    return found.union(*(of_worksheet(worksheet) for worksheet in material.worksheets(book)))
