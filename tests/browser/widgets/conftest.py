"""The exercises' browser side alone: the real modules and words in a real browser, the page process played.

`harness/` holds a page with our policy, and a model as anywidget gives it with a store that follows
docs/protocol.md.
"""

from __future__ import annotations

import csv
import http.server
import json
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Locator, Page, expect
from tests.browser import axe

from unhurried.worksheet.blocks import ON_REQUEST

ROOT = Path(__file__).parents[3]
ROOTS = {"harness": ROOT / "tests/browser/harness", "widgets": ROOT / "src/unhurried/widgets"}
PAGE_CSS = ROOT / "src/unhurried/server/template/page.css"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
KEPT = re.compile(r"^Kept \d\d:\d\d$")
Json = dict[str, Any]


# Definitions ----------------------------------------------------------------------------------------------


def words() -> Json:
    found: Json = yaml.safe_load((ROOT / "worksheets/en/interface.yaml").read_text())["exercise"]
    return found


def suggestions(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def block(written: Json) -> Json:
    """A block as the page process sends it: `scale: {...}` in YAML becomes `{kind: "scale", ...}`."""
    ((kind, keys),) = written.items()
    shown = {"kind": kind, **keys}
    if kind == "note":
        return {"kind": "note", "html": "<ul><li>A rung is one kind of nearness or touch.</li></ul>"}
    shown.setdefault("hint", None)
    if kind == "show":
        shown["on_request"] = keys.get("when_asked", False) or keys["result"] in ON_REQUEST
    if kind == "writing":
        shown.setdefault("starters", [])
    if kind in ("choice", "choices"):
        shown = {"other": False, "at_most": None, **shown}
    if kind == "list":
        shown["suggestions"] = suggestions(keys["suggestions"]) if keys.get("suggestions") else []
        shown["fields"] = [block(field) for field in keys["fields"]]
    return shown


def definition_of(sheet: Json) -> Json:
    keys = ("id", "title", "about", "minutes", "may_stir_up", "gentler", "who", "share")
    kept = {key: sheet.get(key) for key in keys}
    return {
        **kept,
        "reviewed": False,
        "sources": [{"text": "Weiner and Avery-Clark, Sensate focus", "strength": "C", "year": 2014}],
        "example": sheet.get("example"),
        "words": words(),
        "says": sheet["says"],
        "blocks": [block(one) for one in sheet["blocks"]],
    }


def of_the_course(name: str) -> Json:
    return definition_of(yaml.safe_load((ROOT / f"worksheets/en/{name}.yaml").read_text()))


def page_of(*blocks: Json, **keys: Any) -> Json:
    """A small worksheet of these blocks, written as in YAML."""
    sheet = {
        "id": "small",
        "title": "A small page",
        "about": "For trying.",
        "minutes": 5,
        "who": ["hurt", "unfaithful"],
        "share": "ask",
        "says": {},
        "blocks": blocks,
    }
    return definition_of({**sheet, **keys})


def one_page() -> Json:
    ends = {"from": 0, "to": 10, "low": "hard", "high": "easy"}
    return page_of(
        {"scale": {"id": "now", "question": "How is it now?", **ends}},
        {"writing": {"id": "words", "question": "Words for it", "lines": 4, "starters": ["I will say"]}},
        {"short": {"id": "line", "question": "One line"}},
    )


# The page -------------------------------------------------------------------------------------------------


class Site:
    """Serves the harness with our policy. `start` is laid over the fake model before the exercise begins."""

    def __init__(self) -> None:
        self.definitions: dict[str, Json] = {
            "ladder": of_the_course("touch-ladder"),
            "near": of_the_course("touch-ladder-b"),
            "card": of_the_course("card-for-today"),
            "turn_taker": of_the_course("turn-taker"),
            "grounding": of_the_course("grounding-tools"),
            "question_sorter": of_the_course("question-sorter"),
            "strands": of_the_course("three-strands"),
            "leaning": of_the_course("leaning"),
            "small": one_page(),
        }
        self.start: Json = {}
        self.url = ""

    def answer(self, path: str) -> tuple[bytes, str]:
        if path == "/page.css":
            return PAGE_CSS.read_bytes(), "text/css"
        root, _, name = path.lstrip("/").partition("/")
        if root == "definition":
            found = {"definition": self.definitions[name.removesuffix(".json")], "start": self.start}
            return json.dumps(found).encode(), "application/json"
        file = ROOTS[root] / name
        return file.read_bytes(), TYPES[file.suffix]


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                body, kind = site.answer(urlsplit(self.path).path)
            except (KeyError, OSError):
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield site
        server.shutdown()


class Exercise:
    """An exercise on a page, and the page process that the test plays."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site

    def open(self, stem: str, definition: str = "", **start: Any) -> Exercise:
        """Builds the exercise; `start`: what the fake model holds (`answers`, `keeping`, `silent`, …)."""
        self.site.start = start
        self.page.goto(f"{self.site.url}/harness/index.html?stem={stem}&definition={definition or stem}")
        expect(self.page.locator("html")).to_have_attribute("data-ready", "true")
        return self

    def open_page(self, *blocks: Json, kept: Json | None = None, **keys: Any) -> Exercise:
        """Builds a worksheet of these blocks. `kept`: answers that the space holds; `keys`: of the worksheet."""
        self.site.definitions["page"] = page_of(*blocks, **keys)
        at = "2026-01-05T09:15:00+00:00"
        held = {name: {"value": value, "version": 1, "at": at, "beside": []} for name, value in (kept or {}).items()}
        return self.open("worksheet", "page", answers=held)

    @property
    def status(self) -> Locator:
        return self.page.get_by_role("status")

    def kept(self) -> None:
        expect(self.status).to_have_text(KEPT)

    def set(self, **changes: Any) -> None:
        self.page.evaluate("(changes) => Object.assign(fake.model, changes)", changes)

    def puts(self) -> list[Json]:
        found: list[Json] = self.page.evaluate("fake.model.sent.filter((one) => one.do === 'put')")
        return found

    def answer(self, question: str) -> Any:
        return self.page.evaluate("(id) => fake.model.answers[id]?.value ?? null", question)

    def say_results(self, **results: Json) -> None:
        self.page.evaluate("(results) => fake.model.say({say: 'results', results})", results)

    def say_state(self, **changes: Any) -> None:
        self.set(**changes)
        self.page.evaluate("fake.model.sayState()")

    def connected(self) -> None:
        self.page.evaluate("document.dispatchEvent(new CustomEvent('unhurried:connected'))")

    def reload(self) -> None:
        """The same page once more, with what has been kept until now."""
        self.kept()
        self.site.start = {"answers": self.page.evaluate("fake.model.answers")}
        self.page.reload()
        expect(self.page.locator("html")).to_have_attribute("data-ready", "true")

    def faults(self) -> list[Any]:
        """What axe finds, what stands out of the page at its side, and what no reader should ever see."""
        self.page.evaluate(axe.SOURCE)
        found = self.page.evaluate("axe.run()")["violations"]
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        text = self.page.locator("body").inner_text()
        slips = [slip for slip in ("[object", "null", "undefined", "{", "NaN") if slip in text]
        rules = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
        return [*rules, *slips, *([f"{wide} pixels too wide"] if wide else [])]

    def names(self) -> list[str]:
        return self.page.locator(".u-cards .u-name").all_text_contents()

    def kept_names(self) -> list[str]:
        return [rung["name"] for rung in self.answer("rungs") or []]


@pytest.fixture
def exercise(page: Page, site: Site) -> Exercise:
    return Exercise(page, site)


@pytest.fixture
def exercise_on(site: Site) -> Callable[[Page], Exercise]:
    """The exercise on a page that the test has made."""
    return lambda page: Exercise(page, site)
