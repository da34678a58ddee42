"""A chapter's notebook: read by plain JSON, and sorted into prose and code."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import Path

from unhurried.course.json_file import read_json
from unhurried.course_file import Loc
from unhurried.errors import CourseError, Fault


@dataclass(frozen=True)
class Prose:
    """A Markdown cell. `line`: where its words begin in the file, from 1. `id`: "" where it has none."""

    markdown: str
    line: int = field(default=1, compare=False)
    id: str = field(default="", compare=False)


@dataclass(frozen=True)
class Code:
    """A code cell. `line`: where its source begins in the file, from 1. `id`: "" where it has none."""

    source: str
    line: int = field(default=1, compare=False)
    id: str = field(default="", compare=False)


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
    ids = [shown_by(source) for source in sources[1:]]
    return [one for one in ids if one is not None] if is_import(sources[0]) and None not in ids else None


def is_import(source: str) -> bool:
    """Whether a code cell is `from unhurried import page`."""
    wanted = ast.parse("from unhurried import page").body
    return [ast.dump(part) for part in _parsed(source)] == [ast.dump(part) for part in wanted]


def shown_by(source: str) -> str | None:
    """The id of the worksheet that a code cell shows by `page("id")`; None where it is anything else."""
    match _parsed(source):
        case [ast.Expr(ast.Call(ast.Name("page"), [ast.Constant(str(identity))], []))]:
            return identity
    return None


def _parsed(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError):
        return []


def read_notebook(path: Path) -> Notebook:
    """Read a notebook of format 4 by plain JSON. Raises CourseError naming the cell."""

    read = read_json(path)

    def fault(loc: Loc, place: str, problem: str, advice: str) -> CourseError:
        return CourseError([Fault(read.file, read.line(loc), place, problem, advice)])

    data = read.data
    if not isinstance(data, dict) or data.get("nbformat") != 4 or not isinstance(data.get("cells"), list):
        raise fault((), "", "this is not a notebook of format 4", "save it again in JupyterLab")
    cells: list[Prose | Code] = []
    for index, cell in enumerate(data["cells"]):
        loc, place = ("cells", index), f"cell {index + 1}"
        kind = cell.get("cell_type") if isinstance(cell, dict) else None
        source = cell.get("source") if isinstance(cell, dict) else None
        if isinstance(source, list) and all(isinstance(part, str) for part in source):
            source = "".join(source)
        if not isinstance(source, str):
            raise fault(loc, place, "it has no source", "delete the cell, or save the notebook again")
        if kind not in ("markdown", "code"):
            raise fault((*loc, "cell_type"), place, f'its kind is "{kind}"', "make it a Markdown or a code cell")
        if source.strip():
            line = read.line((*loc, "source", 0))
            identity = str(cell.get("id", ""))
            cells.append(Prose(source, line, identity) if kind == "markdown" else Code(source, line, identity))
    lines = [line for cell in cells if isinstance(cell, Prose) for line in cell.markdown.splitlines()]
    title = next((line[2:].strip() for line in lines if line.startswith("# ")), path.stem)
    return Notebook(tuple(cells), title)
