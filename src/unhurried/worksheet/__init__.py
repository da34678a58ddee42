"""The worksheet format: what a worksheet may hold, how it is read, what an answer looks like.

One definition gives the form on the page, the blank and the filled print and the text export. An author
writes YAML; `load` reads it and reports every fault of the file at once.
"""

from unhurried.worksheet.model import (
    SAYS,
    SWITCHES,
    Choices,
    List,
    Note,
    Option,
    Question,
    Scale,
    ScaleField,
    Short,
    Show,
    Switch,
    Worksheet,
    Writing,
)
from unhurried.worksheet.reading import load
from unhurried.worksheet.values import in_words, validate_value

__all__ = [
    "SAYS",
    "SWITCHES",
    "Choices",
    "List",
    "Note",
    "Option",
    "Question",
    "Scale",
    "ScaleField",
    "Short",
    "Show",
    "Switch",
    "Worksheet",
    "Writing",
    "in_words",
    "load",
    "validate_value",
]
