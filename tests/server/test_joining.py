"""Page code joined into few files: it does what its sources do, and anything else is refused at the start."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from unhurried.server.assets import APART, EXERCISES, PACKAGE, Assets, widget_stems
from unhurried.server.assets import WIDGETS as WIDGETS_FOLDER
from unhurried.server.joining import Joined, JoinError
from unhurried.widgets import WIDGETS, LookingBack


def write(folder: Path, **sources: str) -> Path:
    for name, source in sources.items():
        path = folder / f"{name.replace('__', '/')}.js"
        path.parent.mkdir(exist_ok=True)
        path.write_text(source)
    return folder


def test_sources_run_once_after_what_they_import(tmp_path: Path) -> None:
    """Two copies of what counts ids would give two fields one label, and a click would answer the wrong question."""
    write(
        tmp_path,
        a='import { b as one, two } from "./b.js";\nimport { c } from "./c.js";\nexport default { one, two, c };\n',
        b='import { c } from "./c.js";\nexport const b = 1;\nexport async function two() {}\n',
        c="export class c {}\n",
    )
    joined = Joined(tmp_path, "a")
    assert ["c", "b", "a"] == list(joined.parts)
    assert 1 == joined.text.count("class c {}")
    assert "const { b: one, two } = $b;" in joined.text
    assert "return { b, two };" in joined.text
    assert "export const a = $a.$default;" in joined.text


def test_a_source_of_both_files_is_in_the_first_alone(tmp_path: Path) -> None:
    """As above, between the page host and the exercises."""
    write(
        tmp_path,
        host__main='import { shared } from "../shared.js";\nimport { print } from "./print.js";\nprint(shared);\n',
        host__print="export function print() {}\n",
        print="export function print() {}\n",
        shared="export const shared = {};\n",
        widget='import { shared } from "./shared.js";\nimport { print } from "./print.js";\n'
        "export default { shared };\n",
    )
    host = Joined(tmp_path, "host/main", shared=True)
    rest = Joined(tmp_path, "widget", first={"./host/main.js": host})
    assert ["shared", "host/print", "host/main"] == list(host.parts)
    assert ["print", "widget"] == list(rest.parts), "of the same name, but another source"
    assert rest.text.startswith('import { $shared } from "./host/main.js";\n')
    assert re.search(r"^export \{.*\$shared.*\};$", host.text, re.MULTILINE)


@pytest.mark.parametrize(
    "source",
    [
        'import x from "./b.js";',
        'import * as x from "./b.js";',
        'import "./b.js";',
        'import { x } from "/b.js";',
        'import { x } from "https://example.org/b.js";',
        "export let x = 1;",
        "export { x };",
        'export * from "./b.js";',
    ],
)
def test_other_forms_are_refused_with_their_line(tmp_path: Path, source: str) -> None:
    """Page code would be joined wrongly, and nobody would know before a page stays empty."""
    write(tmp_path, a=f"const y = 1;\n{source}\n", b="export const x = 1;\n")
    with pytest.raises(JoinError, match=r"^a\.js:2: "):
        Joined(tmp_path, "a")


def test_a_circle_is_refused(tmp_path: Path) -> None:
    """One of the two would run with what the other has not made yet."""
    write(
        tmp_path,
        a='import { b } from "./b.js";\nexport const a = 1;\n',
        b='import { a } from "./a.js";\nexport const b = 1;\n',
    )
    with pytest.raises(JoinError, match="a > b > a"):
        Joined(tmp_path, "a")


def test_every_widget_is_in_the_file_of_exercises(stranger: Any, visitor: Any) -> None:
    """A worksheet would come without its exercise."""
    stems = {widget.stem.default_value for widget in (*WIDGETS.values(), LookingBack)}
    assert stems == set(widget_stems())
    static = visitor.page().block("unhurried")["static"].strip("/")
    code = stranger.get(f"{static}/{EXERCISES}").text
    assert stems - set(APART) == set(re.findall(r"^export const (\w+) = ", code, re.MULTILINE))
    for stem in APART:
        assert [stem] == re.findall(r"^export const (\w+) = ", stranger.get(f"{static}/{stem}.js").text, re.MULTILINE)
    page_code = (PACKAGE / "widgets" / "host" / "sections.js").read_text("utf-8")
    assert f"const APART = {json.dumps(APART)};" in page_code


def test_nothing_of_page_code_is_left_out_or_there_twice() -> None:
    """A part of a page would be missing, or do everything twice."""
    served = {name: file["identity"].decode() for name, file in Assets("/", {}).files.items() if name.endswith(".js")}
    widgets = PACKAGE / "widgets"
    for source in [*widgets.glob("*.js"), *(widgets / "host").rglob("*.js")]:
        name = source.relative_to(widgets).as_posix()
        scope = "const $" + name.removesuffix(".js").replace("/", "$") + " = (() => {\n"
        alone = served.get(name) == source.read_text("utf-8")
        assert 1 == alone + sum(code.count(scope) for code in served.values()), name


def test_comments_stay_with_those_who_read_the_sources(tmp_path: Path) -> None:
    """A weak network would carry our remarks to somebody who waits for a way to steady themselves."""
    source = '/**\n * Why.\n */\nexport const a = "// kept"; // beside code\n  // alone\n/* b */ const b = 1; /* c */\n'
    joined = Joined(write(tmp_path, a=source), "a").text
    assert 'const a = "// kept"; // beside code\n/* b */ const b = 1; /* c */\n' in joined
    assert "Why." not in joined and "alone" not in joined


def test_no_text_of_ours_has_a_line_that_begins_like_a_comment() -> None:
    """A line of words that people read would be gone."""
    for file in sorted(WIDGETS_FOLDER.rglob("*.js")):
        for text in re.findall(r"`[^`]*`", re.sub(r"^\s*(//|\*|/\*).*$", "", file.read_text(), flags=re.MULTILINE)):
            assert not re.search(r"^\s*(//|/\*)", text, re.MULTILINE), file.name
