"""A note's Markdown as a tree that the template can set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from unhurried.markdown import parse

Node = dict[str, Any]


def prose(text: str) -> list[Node]:
    """`[{node: paragraph | heading | list | quote | code | table | rule, …}]`.

    Words are runs, `[{text, strong, emph}]`, with "\\n" for a forced break. A link is its words, followed by its
    address where it leads to another host; a picture is its description.
    """
    return [_node(part) for part in parse(text).children]


def _node(part: SyntaxTreeNode) -> Node:
    match part.type:
        case "heading":
            return {"node": "heading", "runs": _runs_of(part)}
        case "bullet_list" | "ordered_list":
            items = [[_node(inside) for inside in item.children] for item in part.children]
            start = int(part.attrs.get("start", 1)) if part.type == "ordered_list" else None
            return {"node": "list", "items": items, "start": start}
        case "blockquote":
            return {"node": "quote", "inside": [_node(inside) for inside in part.children]}
        case "fence" | "code_block":
            return {"node": "code", "lines": part.content.splitlines()}
        case "table":
            head, *bodies = part.children
            rows = [row for body in bodies for row in body.children]
            return {"node": "table", "head": _cells(head.children[0]), "rows": [_cells(row) for row in rows]}
        case "hr":
            return {"node": "rule"}
    return {"node": "paragraph", "runs": _runs_of(part)}


def _cells(row: SyntaxTreeNode) -> list[list[Node]]:
    return [_runs_of(cell) for cell in row.children]


def _runs_of(part: SyntaxTreeNode) -> list[Node]:
    return [run for inline in part.children for inside in inline.children for run in _runs(inside)]


def _runs(part: SyntaxTreeNode, strong: bool = False, emph: bool = False) -> Iterator[Node]:
    match part.type:
        case "strong" | "em" | "link":
            for inside in part.children:
                yield from _runs(inside, strong or part.type == "strong", emph or part.type == "em")
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
    yield {"text": text, "strong": strong, "emph": emph}
