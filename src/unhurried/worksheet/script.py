"""What a worksheet with the script builder must have, in any course: a field for each slot that a situation may use."""

from __future__ import annotations

from collections.abc import Iterator

from unhurried.exercises.script import FORMS, SLOTS
from unhurried.worksheet.blocks import List
from unhurried.worksheet.fields import ChoicesField
from unhurried.worksheet.model import Worksheet

#: The fields that the rule of the script builder reads, each with its kind.
NEEDED = (("name", "short"), ("form", "choices"), *((slot, "short") for slot in SLOTS))


def script_faults(worksheet: Worksheet) -> Iterator[tuple[str, str, str]]:
    """`(id, problem, advice)`; `id` is that of a block, or a key of the worksheet."""
    if worksheet.widget != "script_builder":
        return
    found = worksheet.questions.get("scripts")
    where = "scripts" if isinstance(found, List) else "blocks"
    fields = {field.id: field for field in found.fields} if isinstance(found, List) else {}
    for name, kind in NEEDED:
        if name not in fields or fields[name].kind != kind:
            advice = f'give the list "scripts" a field of the kind "{kind}" with the id "{name}"'
            yield where, f'the script builder has no {kind} "{name}"', advice
    form = fields.get("form")
    if isinstance(form, ChoicesField):
        for missing in (one for one in FORMS if one not in {option.id for option in form.options}):
            yield where, f'"form" has no option "{missing}"', f"add it; the forms are {', '.join(FORMS)}"
    if not any(show.result == "scripts" for show in worksheet.shows):
        yield "blocks", "nothing says the scripts back", 'add a "show" with "result: scripts"'
