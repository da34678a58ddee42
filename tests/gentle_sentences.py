"""The labelled sentences of the gentle check, and what is measured by them.

`python -m tests.gentle_sentences`, from the checkout, writes the figures into docs/gentle-check.md.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from unhurried.course import BUILT_IN, Course
from unhurried.exercises.gentle_check import KINDS, Rules, gentle_check

FOLDER = Path(__file__).parent / "gentle-check"
DOC = Path(__file__).parents[1] / "docs" / "gentle-check.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
#: Sets that were written after the rules, in this order.
LATER = tuple(f"later-{number}.yaml" for number in range(1, 7))


@dataclass(frozen=True)
class Labelled:
    """One sentence as labelled. `kinds`: what a careful reader would look at again; empty for a good one."""

    role: str
    kinds: frozenset[str]
    text: str


@dataclass(frozen=True)
class Figures:
    """What the check found: by kind, how many labels there are and how many of them were found; and of how many good
    sentences something was said."""

    labels: Counter[str]
    found: Counter[str]
    good: int
    flagged: int

    @property
    def recall(self) -> float:
        return self.found.total() / self.labels.total()

    @property
    def false(self) -> float:
        return self.flagged / self.good


def read(name: str) -> list[Labelled]:
    """The sentences of one file, as they stand in it."""
    rows = yaml.safe_load((FOLDER / name).read_text("utf-8"))
    return [Labelled(role, frozenset(_kinds(kinds)), text) for role, kinds, text in rows]


def is_measured(text: str) -> bool:
    """Whether a sentence of sentences.yaml is one that rules are measured on, and not written with."""
    return hashlib.sha256(text.encode()).digest()[0] % 2 == 1


def measure(sentences: Iterable[Labelled], rules: Rules) -> Figures:
    labels, found, good, flagged = Counter[str](), Counter[str](), 0, 0
    for sentence in sentences:
        kinds = {finding.kind for finding in gentle_check(sentence.text, rules, role=sentence.role)}
        labels.update(sentence.kinds)
        found.update(sentence.kinds & kinds)
        good += not sentence.kinds
        flagged += not sentence.kinds and bool(kinds)
    return Figures(labels, found, good, flagged)


def tables(rules: Rules) -> str:
    """The figures as Markdown."""
    sentences = read("sentences.yaml")
    sets = {
        "sentences.yaml, measured": [one for one in sentences if is_measured(one.text)],
        "sentences.yaml, developed with": [one for one in sentences if not is_measured(one.text)],
        **{name: read(name) for name in (*LATER, "drafts.yaml")},
    }
    figures = {name: measure(of, rules) for name, of in sets.items()}
    measured = figures["sentences.yaml, measured"]
    lines = ["| kind | found | of | share |", "| --- | ---: | ---: | ---: |"]
    for kind in KINDS:
        found, labels = measured.found[kind], measured.labels[kind]
        lines.append(f"| `{kind}` | {found} | {labels} | {found / labels:.2f} |")
    lines.append(f"| all | {measured.found.total()} | {measured.labels.total()} | {measured.recall:.2f} |")
    lines.append(f"| good sentences with a finding | {measured.flagged} | {measured.good} | {measured.false:.2f} |")
    lines += ["", "| sentences | found | of | share | good with a finding | of | share |"]
    lines += ["| --- | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for name, one in figures.items():
        lines.append(
            f"| {name} | {one.found.total()} | {one.labels.total()} | {one.recall:.2f}"
            f" | {one.flagged} | {one.good} | {one.false:.2f} |"
        )
    return "\n".join(lines)


def _kinds(label: str | list[str]) -> list[str]:
    return label if isinstance(label, list) else [] if label == "good" else [label]


if __name__ == "__main__":
    before, _, rest = DOC.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    DOC.write_text(f"{before}{BEGIN}\n{tables(Course(BUILT_IN).gentle_rules())}\n{END}{after}", "utf-8")
