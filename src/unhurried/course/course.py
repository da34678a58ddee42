"""The course in one folder: finding it, reading it, checking it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from unhurried import worksheet
from unhurried.course.data import (
    Map,
    Source,
    Stage,
    read_help_lines,
    read_map,
    read_sources,
    read_suggestions,
    read_words,
)
from unhurried.course.gentle_rules import read_gentle_rules
from unhurried.course.leader_guide import LeaderGuide, read_leader_guide
from unhurried.course.notebook import Code, Notebook, read_notebook, shown_by
from unhurried.course.plans import Plan, read_plan, worksheet_faults
from unhurried.course.situations import Situations, read_feelings, read_situations
from unhurried.course_file import did_you_mean, read_text, read_yaml, shown
from unhurried.errors import CourseError, Fault
from unhurried.exercises.gentle_check import Rules
from unhurried.worksheet import List, Worksheet

T = TypeVar("T")

LANGUAGE = "en"
FOLDERS = ("notebooks", "worksheets", "data")
#: Notebooks that are no chapters: what stands on the page of a seat in a group's room, by its role. The wall has none.
ROOM_NOTEBOOKS = {"participant": "workshop", "leader": "facilitator", "co_leader": "facilitator"}

_PACKAGE = Path(__file__).resolve().parents[1]
_IN_WHEEL = _PACKAGE / "_course"
#: The course that comes with the program.
BUILT_IN = _IN_WHEEL if _IN_WHEEL.is_dir() else _PACKAGE.parents[1]


def data_file(name: str) -> Path:
    """A data file of the program itself (such as the words for passphrases), whatever course is open."""
    return BUILT_IN / "data" / name


def find_course(given: Path | None = None) -> Course:
    """The course in the folder given, else in the one that UNHURRIED_COURSE names, else the built-in one."""
    return Course((given or Path(os.environ.get("UNHURRIED_COURSE") or BUILT_IN)).resolve())


@dataclass(frozen=True)
class Chapter:
    """One chapter of the map. Not `ready`: it has no notebook yet; the map says "in preparation".

    `own_code`: the author says that its notebook may have code of its own; `unhurried check` allows no other any.
    `print_centre`: the id of the cell after which people choose what to print; None: they do so nowhere in it.
    `not_on_paper`: ids of its cells that are in no booklet and not in the book, since only a screen needs them.
    """

    notebook: str
    page: int
    stage: str
    title: str
    about: str
    minutes: int
    ready: bool
    own_code: bool = False
    print_centre: str | None = None
    not_on_paper: Sequence[str] = ()


@dataclass(frozen=True)
class Counts:
    """What `Course.check` went through."""

    chapters: int
    in_preparation: int
    worksheets: int
    questions: int
    sources: int
    help_lines: int
    plans: int


@dataclass
class Course:
    """The course in one folder. What is read is kept until any file changes, and is not to be altered.

    Every method raises CourseError with all faults of the files it reads.
    """

    root: Path
    _kept: dict[str, Any] = field(default_factory=dict, init=False, repr=False)
    _kept_at: str = field(default="", init=False, repr=False)
    _settled: bool = field(default=False, init=False, repr=False)

    def stamp(self) -> str:
        """A fingerprint of the course's files by name, size and time of change: differs after any edit."""
        if self._settled:
            return self._kept_at
        digest = hashlib.blake2b(digest_size=16)
        for folder in FOLDERS:
            for entry in sorted(_files(self.root / folder), key=lambda entry: entry.path):
                status = entry.stat()
                digest.update(f"{entry.path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
        return digest.hexdigest()

    def settle(self) -> None:
        """Look for no more changes from now on: for a process that lives no longer than one page."""
        self._settled = True

    def stages(self) -> tuple[Stage, ...]:
        return tuple(self._map().stages)

    def today(self) -> str | None:
        """The worksheet that the map leads to in one step, by its id; None: there is none."""
        return self._map().today

    def chapters(self) -> tuple[Chapter, ...]:
        """All chapters in the order of course.yaml; the map's order is by stage first."""
        return tuple(
            Chapter(**entry.model_dump(), ready=self._notebook_path(entry.notebook).is_file())
            for entry in self._map().chapters
        )

    def chapter(self, name: str) -> Chapter:
        """The chapter with this notebook. CourseError too where it is not on the map, or in preparation."""
        ready = {chapter.notebook: chapter for chapter in self.chapters() if chapter.ready}
        if name not in ready:
            advice = did_you_mean(name, list(ready))
            raise CourseError([Fault("notebooks/course.yaml", None, "", f'there is no chapter "{name}"', advice)])
        return ready[name]

    def notebook(self, name: str) -> Notebook:
        """Read a chapter's notebook by its file's name without `.ipynb`."""
        return self.keep(f"notebook {name}", lambda: read_notebook(self._notebook_path(name)))

    def worksheet_ids(self) -> list[str]:
        folder = self.root / "worksheets" / LANGUAGE
        return self.keep(
            "worksheet ids", lambda: sorted(path.stem for path in folder.glob("*.yaml") if path.stem != "interface")
        )

    def worksheet(self, identity: str) -> Worksheet:
        """Read a worksheet by its id, and check its sources and suggestions against data/."""
        known = self.worksheet_ids()
        if identity not in known:
            file = f"worksheets/{LANGUAGE}/{identity}.yaml"
            raise CourseError([Fault(file, None, "", "there is no such worksheet", did_you_mean(identity, known))])
        path = self.root / "worksheets" / LANGUAGE / f"{identity}.yaml"
        return self.keep(
            f"worksheet {identity}",
            lambda: worksheet.load(path, sources=self.sources().keys(), lists=self._lists()),
        )

    def words(self) -> dict[str, Any]:
        """Every word of the interface, as nested plain dictionaries, by section."""
        return self.keep("words", lambda: read_words(self.root / "worksheets" / LANGUAGE / "interface.yaml"))

    def sources(self) -> dict[str, Source]:
        """What the course leans on, by id."""
        return self.keep("sources", lambda: read_sources(self.root / "data" / "sources.yaml"))

    def help_lines(self) -> dict[str, Any]:
        """`{countries: [{id, name}], lines: [{country, kind, name, …}], anywhere: {…}}`, as in the file."""
        return self.keep("help lines", lambda: read_help_lines(self.root / "data" / "help-lines.yaml"))

    def passphrase_words(self) -> list[str]:
        """The words that generated passphrases are made of: the program's own, whatever course is open."""
        lines = read_text(data_file("passphrase-words.txt")).splitlines()
        return [line.strip() for line in lines if line.strip() and not line.startswith("#")]

    def suggestions(self, name: str) -> list[dict[str, str]]:
        """The suggestions in `data/<name>.csv`: `[{id, label, group}]`, in the file's order."""
        return self.keep(f"suggestions {name}", lambda: read_suggestions(self.root / "data" / f"{name}.csv"))

    def situations(self) -> Situations:
        """What the script builder offers, and how it joins words."""
        return self.keep("situations", lambda: read_situations(self.root / "data" / "situations.yaml"))

    def feelings(self) -> list[dict[str, str]]:
        """Words for feelings: `[{id, label, family, strength}]`, each family from faint to strong."""
        return self.keep("feelings", lambda: read_feelings(self.root / "data" / "feelings.csv"))

    def gentle_rules(self) -> Rules:
        """What the gentle check looks for: the course's own rules, else those that come with the program."""
        return self.keep("gentle rules", lambda: read_gentle_rules(self.gentle_file()))

    def gentle_file(self) -> Path:
        own = self.root / "data" / "gentle-check.yaml"
        return own if own.is_file() else data_file("gentle-check.yaml")

    def plan_ids(self) -> list[str]:
        return self.keep("plan ids", lambda: sorted(path.stem for path in (self.root / "data/plans").glob("*.yaml")))

    def plan(self, identity: str) -> Plan:
        """Read a plan for a group by its id, and check its worksheets and sources."""
        known = self.plan_ids()
        if identity not in known:
            file = f"data/plans/{identity}.yaml"
            raise CourseError([Fault(file, None, "", "there is no such plan", did_you_mean(identity, known))])
        return self.keep(f"plan {identity}", lambda: self.plan_in(self.root / "data" / "plans" / f"{identity}.yaml"))

    def plan_in(self, path: Path) -> Plan:
        """Read a plan from any file, such as a leader's own; what holds for the course's plans holds for it."""
        plan, source = read_plan(path)
        faults = [
            source.fault(("sources", index), f'there is no source "{name}"', did_you_mean(name, self.sources()))
            for index, name in enumerate(plan.sources)
            if name not in self.sources()
        ]
        faults += worksheet_faults(source, plan, self.worksheet_ids(), self.worksheet, self._shown_in())
        if faults:
            raise CourseError(faults)
        return plan

    def leader_guide(self) -> LeaderGuide:
        """What leaders of groups read before any plan, and their form for talks before a group."""
        return self.keep("leader guide", lambda: read_leader_guide(self.root / "data" / "leader-guide.yaml"))

    def check(self) -> Counts:
        """Read everything, and hold the files against each other.

        Raises:
            CourseError: with every fault of every file.
        """
        faults: list[Fault] = []

        def tried(read: Callable[..., T], *which: str) -> T | None:
            try:
                return read(*which)
            except CourseError as error:
                faults.extend(error.faults)
                return None

        chapters = tried(self.chapters) or ()
        tried(self.words)
        sources = tried(self.sources)
        lines = tried(self.help_lines) or {"lines": []}
        if self.gentle_file().is_relative_to(self.root):  # those of the program are checked with its own course
            tried(self.gentle_rules)
        # Without sources.yaml every worksheet would repeat the same fault.
        sheets = [tried(self.worksheet, identity) for identity in self.worksheet_ids()] if sources else []
        if any(sheet and sheet.widget == "script_builder" for sheet in sheets):
            tried(self.situations)
            tried(self.feelings)
            tried(self.suggestions, "needs")
        for name in sorted({name for sheet in sheets if sheet for name in _suggestion_names(sheet)}):
            tried(self.suggestions, name)
        today = self.today() if chapters else None
        if today and today not in self.worksheet_ids():
            source, advice = read_yaml(self._map_path()), did_you_mean(today, self.worksheet_ids())
            faults.append(source.fault(("today",), f'there is no worksheet "{today}"', advice))
        for identity in self.plan_ids() if sources else ():
            tried(self.plan, identity)
        if self.plan_ids():
            tried(self.leader_guide)
        listed = {chapter.notebook for chapter in chapters}
        for path in sorted((self.root / "notebooks").glob("*.ipynb")):
            if chapters and path.stem not in listed and path.stem not in ROOM_NOTEBOOKS.values():
                faults.append(Fault(shown(path), None, "", "is not on the map", "list it in notebooks/course.yaml"))
            notebook = tried(self.notebook, path.stem)
            if notebook is not None:
                faults += _unknown_exercises(path, notebook, self.worksheet_ids())
        if faults:
            raise CourseError(list(dict.fromkeys(faults)))
        return Counts(
            chapters=len(chapters),
            in_preparation=sum(not chapter.ready for chapter in chapters),
            worksheets=len(sheets),
            questions=sum(len(sheet.questions) for sheet in sheets if sheet),
            sources=len(sources or {}),
            help_lines=len(lines["lines"]),
            plans=len(self.plan_ids()),
        )

    def keep(self, name: str, read: Callable[[], T]) -> T:
        """What `read` makes of the course's files, kept under this name until one of them changes."""
        if not self._settled:
            stamp = self.stamp()
            if stamp != self._kept_at:
                self._kept, self._kept_at = {}, stamp
        kept = self._kept  # a change while `read` runs begins another: what is read now is not for that
        if name not in kept:
            kept[name] = read()
        value: T = kept[name]
        return value

    def _notebook_path(self, name: str) -> Path:
        return self.root / "notebooks" / f"{name}.ipynb"

    def _shown_in(self) -> dict[str, str]:
        """The notebook that shows each worksheet, as far as notebooks can be read: `check` says where one cannot."""
        shown: dict[str, str] = {}
        for chapter in self.chapters():
            if chapter.ready:
                with suppress(CourseError):
                    cells = self.notebook(chapter.notebook).cells
                    ids = [shown_by(cell.source) for cell in cells if isinstance(cell, Code)]
                    shown |= {identity: chapter.notebook for identity in ids if identity}
        return shown

    def _lists(self) -> list[str]:
        return [path.stem for path in (self.root / "data").glob("*.csv")]

    def _map(self) -> Map:
        return self.keep("map", lambda: read_map(self._map_path()))

    def _map_path(self) -> Path:
        return self.root / "notebooks" / "course.yaml"


def _files(folder: Path) -> Iterator[os.DirEntry[str]]:
    """The files below a folder, without hidden ones (an editor's own, a notebook's check points)."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _files(Path(entry.path))
        else:
            yield entry


def _suggestion_names(sheet: Worksheet) -> list[str]:
    return [block.suggestions for block in sheet.blocks if isinstance(block, List) and block.suggestions]


def _unknown_exercises(path: Path, notebook: Notebook, known: list[str]) -> Iterator[Fault]:
    for cell in notebook.cells:
        identity = shown_by(cell.source) if isinstance(cell, Code) else None
        if identity is not None and identity not in known:
            problem = f'there is no worksheet "{identity}"'
            yield Fault(shown(path), cell.line, f'page("{identity}")', problem, did_you_mean(identity, known))
