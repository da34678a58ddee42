"""The course's Markdown as a tree that the template can set."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from unhurried.markdown import parse

Node = dict[str, Any]


def prose(text: str, bound: Container[str] = (), level: int | None = None) -> list[Node]:
    """`[{node: paragraph | heading | list | quote | code | table | rule, …}]`.

    Words are runs, `[{text, strong, emph, to}]`, with "\\n" for a forced break. A link is its words, followed by its
    address where it leads to another host; a picture is its description.

    Args:
        text: Markdown.
        bound: the addresses within the workbook that are bound in with it. A link to one has it as `to`, and the page
            is named on paper; to any other, `to` is None.
        level: of all its headings; None: as they are written.
    """
    return [_node(part, bound, level) for part in parse(text).children]


def heading(level: int, text: str) -> Node:
    return {"node": "heading", "level": level, "runs": [_run(text)]}


def paragraph(text: str, then: str | None = None, to: str | None = None) -> Node:
    """A paragraph of the interface's words. With `then`, `text` stands out at its beginning; `to`: the address that is
    bound in and of which it speaks."""
    if then is None:
        return {"node": "paragraph", "runs": [_run(text)]}
    return {"node": "paragraph", "runs": [_run(text, strong=True), {**_run(then), "to": to}]}


def listed(texts: Sequence[str], start: int | None = None) -> Node:
    """A list; `start`: its first number, None: it has none."""
    return {"node": "list", "items": [[paragraph(text)] for text in texts], "start": start}


def _run(text: str, strong: bool = False, emph: bool = False) -> Node:
    return {"text": text, "strong": strong, "emph": emph, "to": None}


def _node(part: SyntaxTreeNode, bound: Container[str], level: int | None) -> Node:
    match part.type:
        case "heading":
            return {"node": "heading", "level": level or int(part.tag[1:]), "runs": _runs_of(part, bound)}
        case "bullet_list" | "ordered_list":
            items = [[_node(inside, bound, level) for inside in item.children] for item in part.children]
            start = int(part.attrs.get("start", 1)) if part.type == "ordered_list" else None
            return {"node": "list", "items": items, "start": start}
        case "blockquote":
            return {"node": "quote", "inside": [_node(inside, bound, level) for inside in part.children]}
        case "fence" | "code_block":
            return {"node": "code", "lines": part.content.splitlines()}
        case "table":
            head, *bodies = part.children
            rows = [_cells(row, bound) for body in bodies for row in body.children]
            return {"node": "table", "head": _cells(head.children[0], bound), "rows": rows}
        case "hr":
            return {"node": "rule"}
    return {"node": "paragraph", "runs": _runs_of(part, bound)}


def _cells(row: SyntaxTreeNode, bound: Container[str]) -> list[list[Node]]:
    return [_runs_of(cell, bound) for cell in row.children]


def _runs_of(part: SyntaxTreeNode, bound: Container[str]) -> list[Node]:
    return [run for inline in part.children for inside in inline.children for run in _runs(inside, bound)]


def _runs(part: SyntaxTreeNode, bound: Container[str], strong: bool = False, emph: bool = False) -> Iterator[Node]:
    match part.type:
        case "strong" | "em":
            for inside in part.children:
                yield from _runs(inside, bound, strong or part.type == "strong", emph or part.type == "em")
            return
        case "link":
            words = [run for inside in part.children for run in _runs(inside, bound, strong, emph)]
            page = str(part.attrs["href"]).partition("#")[0]
            if words and page in bound:
                words[-1]["to"] = page
            yield from words
            return
        case "image":
            text = "".join(inside.content for inside in part.walk() if inside.type == "text")
        case "softbreak":
            text = " "
        case "hardbreak":
            text = "\n"
        case "address":
            text = f" ({part.content})"
        case _:
            text = part.content
    yield _run(text, strong, emph)
