"""Our ES modules joined into few files: a browser asks less often, and each source stays a file that can be read.

This is no bundler. It knows the forms that our page code is written in, and refuses any other at the server's start.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

_IMPORT = re.compile(r'import \{(?P<names>[^}]*)\} from "(?P<address>\.{1,2}/[\w./]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"export (?P<kept>(?:const|class|function|async function) (?P<name>\w+))")
_DEFAULT = "export default "
#: Where a line imports or exports something; a call of `import()` within a line is the browser's own work.
_LINE = re.compile(r"^(?=(?:import|export)\b)", re.MULTILINE)

#: A comment that has its lines to itself. They are for readers of the sources, and every visitor would wait for them.
_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/[ \t]*)\n", re.MULTILINE | re.DOTALL)


NOTHING: Mapping[str, Any] = MappingProxyType({})


class JoinError(ValueError):
    """A module is written in a form that cannot be joined. Names the file and the line."""


class Joined:
    """One module that does what several do, each source in a scope of its own, and each run once.

    The sources import each other as `import { a, b as c } from "./name.js";`, and export by `export const`, `class`,
    `function`, `async function` or `default`. No other form, and no circle: a binding is copied when its module has
    run. A line inside a text never begins like a comment: comments that stand alone are left out.

    Args:
        root: the folder that all sources are in.
        entries: the sources to begin with, below `root` and without `.js`. What each exports by default is exported
            under its name.
        first: joined modules that a page has by then, each with its address as seen from this one. What is in them is
            taken from there, so that a source which keeps something (a number for ids, say) is never there twice.
        shared: whether others build on this one.

    Raises:
        JoinError: another form of import or export, or a circle.
        OSError: a source is not there.
    """

    def __init__(self, root: Path, *entries: str, first: Mapping[str, Joined] = NOTHING, shared: bool = False) -> None:
        self._root = root
        self._first = {name: address for address, joined in first.items() for name in joined.parts}
        self._taken: dict[str, set[str]] = {}
        #: Joined sources by their names, each as text, in the order in which they run.
        self.parts: dict[str, str] = {}
        for entry in entries:
            self._add(entry, ())
        head = [
            f'import {{ {", ".join(sorted(map(_scope, names)))} }} from "{address}";\n'
            for address, names in self._taken.items()
        ]
        defaults = [entry for entry in entries if "$default" in self.parts[entry]]
        tail = [f"export const {posixpath.basename(one)} = {_scope(one)}.$default;\n" for one in defaults]
        if shared:
            tail.append(f"export {{ {', '.join(map(_scope, self.parts))} }};\n")
        self.text = "".join([*head, *self.parts.values(), *tail])

    def _add(self, name: str, importing: tuple[str, ...]) -> None:
        """Put a source after all that it imports."""
        if name in importing:
            raise JoinError(f"{name}.js imports itself: {' > '.join((*importing, name))}")
        if name in self._first:
            self._taken.setdefault(self._first[name], set()).add(name)
        elif name not in self.parts:
            self.parts[name] = self._scoped(name, (*importing, name))

    def _scoped(self, name: str, importing: tuple[str, ...]) -> str:
        source = (self._root / f"{name}.js").read_text("utf-8")
        exported: list[str] = []
        parts: list[str] = []
        done = 0
        for place in (match.start() for match in _LINE.finditer(source)):
            parts.append(source[done:place])
            if found := _IMPORT.match(source, place):
                other = posixpath.normpath(posixpath.join(posixpath.dirname(name), found["address"]))
                self._add(other, importing)
                parts.append(f"const {{{found['names'].replace(' as ', ': ')}}} = {_scope(other)};")
                done = found.end()
            elif found := _EXPORT.match(source, place):
                exported.append(found["name"])
                parts.append(found["kept"])
                done = found.end()
            elif source.startswith(_DEFAULT, place):
                exported.append("$default")
                parts.append("const $default = ")
                done = place + len(_DEFAULT)
            else:
                line = source.count("\n", 0, place) + 1
                raise JoinError(f"{name}.js:{line}: this form of import or export cannot be joined")
        parts.append(source[done:])
        body = _COMMENT.sub("", "".join(parts))
        return f"const {_scope(name)} = (() => {{\n{body}return {{ {', '.join(exported)} }};\n}})();\n"


def _scope(name: str) -> str:
    """What a source's exports are called in the joined module."""
    return f"${name.replace('/', '$')}"
