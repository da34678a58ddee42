"""The worksheet format: what a worksheet may hold, how it is read, what an answer looks like.

One definition gives the form on the page, the blank and the filled print and the text export. An author
writes YAML; `load` reads it and reports every fault of the file at once.
"""

from unhurried.worksheet.blocks import (
    KINDS,
    Block,
    Choice,
    Choices,
    Date,
    List,
    Note,
    Pair,
    Question,
    Scale,
    Short,
    Show,
    Sort,
    Steps,
    Writing,
)
from unhurried.worksheet.fields import FIELD_KINDS, Card, ListField, Option, Pile, Range, Step
from unhurried.worksheet.model import RESULT_SAYS, SAYS, SHOW_SAYS, SWITCHES, Answerable, Switch, Worksheet
from unhurried.worksheet.reading import load, place
from unhurried.worksheet.values import in_words, is_open, validate_value
from unhurried.worksheet.wording import AnswerWording

__all__ = [
    "FIELD_KINDS",
    "KINDS",
    "RESULT_SAYS",
    "SAYS",
    "SHOW_SAYS",
    "SWITCHES",
    "AnswerWording",
    "Answerable",
    "Block",
    "Card",
    "Choice",
    "Choices",
    "Date",
    "List",
    "ListField",
    "Note",
    "Option",
    "Pair",
    "Pile",
    "Question",
    "Range",
    "Scale",
    "Short",
    "Show",
    "Sort",
    "Step",
    "Steps",
    "Switch",
    "Worksheet",
    "Writing",
    "in_words",
    "is_open",
    "load",
    "place",
    "validate_value",
]
