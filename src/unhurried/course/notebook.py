"""A chapter's notebook: read by plain JSON, and sorted into prose and code."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from pathlib import Path

from unhurried import course_file
from unhurried.course_file import shown
from unhurried.errors import CourseError, Fault


@dataclass(frozen=True)
class Prose:
    """A Markdown cell."""

    markdown: str


@dataclass(frozen=True)
class Code:
    """A code cell."""

    source: str


@dataclass(frozen=True)
class Notebook:
    """A chapter as read: its cells without the empty ones; its first heading, else its file's name."""

    cells: tuple[Prose | Code, ...]
    title: str


def exercise_ids(notebook: Notebook) -> list[str] | None:
    """The worksheet ids that a notebook's code cells show, in order; None unless the notebook is *fast*.

    Fast: by its syntax tree the first code cell is `from unhurried import page`, and each of the others is
    `page("id")`. A notebook without code is fast, and shows none.
    """
    sources = [cell.source for cell in notebook.cells if isinstance(cell, Code)]
    if not sources:
        return []
    try:
        first, *others = [ast.parse(source).body for source in sources]
    except (SyntaxError, ValueError):
        return None
    wanted = ast.parse("from unhurried import page").body
    if [ast.dump(part) for part in first] != [ast.dump(part) for part in wanted]:
        return None
    ids = [_page_id(body) for body in others]
    return [one for one in ids if one is not None] if None not in ids else None


def _page_id(body: list[ast.stmt]) -> str | None:
    match body:
        case [ast.Expr(ast.Call(ast.Name("page"), [ast.Constant(str(identity))], []))]:
            return identity
    return None


def read_notebook(path: Path) -> Notebook:
    """Read a notebook of format 4 by plain JSON. Raises CourseError naming the cell."""

    def fault(place: str, problem: str, advice: str, line: int | None = None) -> CourseError:
        return CourseError([Fault(shown(path), line, place, problem, advice)])

    try:
        data = json.loads(course_file.read_text(path))
    except json.JSONDecodeError as error:
        raise fault("", f"this is not a notebook: {error.msg}", "save it again in JupyterLab", error.lineno) from None
    if not isinstance(data, dict) or data.get("nbformat") != 4 or not isinstance(data.get("cells"), list):
        raise fault("", "this is not a notebook of format 4", "save it again in JupyterLab")
    cells: list[Prose | Code] = []
    for number, cell in enumerate(data["cells"], start=1):
        kind = cell.get("cell_type") if isinstance(cell, dict) else None
        source = cell.get("source") if isinstance(cell, dict) else None
        if isinstance(source, list) and all(isinstance(part, str) for part in source):
            source = "".join(source)
        if not isinstance(source, str):
            raise fault(f"cell {number}", "it has no source", "delete the cell, or save the notebook again")
        if kind not in ("markdown", "code"):
            raise fault(f"cell {number}", f'its kind is "{kind}"', "make it a Markdown or a code cell")
        if source.strip():
            cells.append(Prose(source) if kind == "markdown" else Code(source))
    lines = [line for cell in cells if isinstance(cell, Prose) for line in cell.markdown.splitlines()]
    title = next((line[2:].strip() for line in lines if line.startswith("# ")), path.stem)
    return Notebook(tuple(cells), title)
