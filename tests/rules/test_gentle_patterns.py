"""The language in which rules are written, and what an author is told who writes it wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from unhurried.course.gentle_rules import read_gentle_rules
from unhurried.errors import CourseError
from unhurried.exercises.gentle_check.patterns import Vocabulary, read_pattern
from unhurried.exercises.gentle_check.words import sentences

VOCABULARY = Vocabulary(
    {"you_are": ["you are", "your"], "soft": ["just", "so"], "often": ["every (single)? time", "a lot"]},
    {"go": ["goes", "went", "gone", "going"]},
)

FILE = {
    "groups": {"soft": ["just", "so"]},
    "verbs": {"go": ["went"]},
    "spelled": {"dont": "do not"},
    "contexts": [{"id": "asked", "where": "before", "say": ["do/are not?"]}],
    "rules": [
        {
            "id": "you-always",
            "kind": "absolutes",
            "find": ["you <soft>* always"],
            "unless": ["asked"],
            "why": "It leaves no room.",
            "instead": ["Name one day.", "Say how it was."],
            "hits": ["You always go."],
            "misses": ["I always go."],
        }
    ],
}


def found(pattern: str, text: str) -> list[str]:
    """Every piece of a text in which a pattern is found, as it was written out."""
    read = read_pattern(pattern, VOCABULARY)
    return sorted(" ".join(one.words[first:after]) for one in sentences(text, {}) for first, after in read.find(one))


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("you always", "I say you always go. You, always.", ["you always"]),
        ("always/never", "Always or never", ["always", "never"]),
        ("(get over/drop) it", "Drop it, get over it.", ["drop it", "get over it"]),
        ("go~", "I went and they are going.", ["going", "went"]),
        ("stop~", "stopped", ["stopped"]),
        ("<you_are> <soft>* late", "You're just so late. Your late.", ["you are just so late", "your late"]),
        ("you <soft>? late", "you so just late", []),
        ("you .. late", "you come home late", ["you come home late"]),
        ("you .. late", "you said i came late", []),
        ("you ... late", "you said i came late", ["you said i came late"]),
        ("if you .... go", "If you ever do that, to me or them, I go.", ["if you ever do that , to me or them , i go"]),
        ("you !have/need", "you need it, you do", ["you"]),
        ("^ calm down", "I calm down. Calm down.", ["calm down"]),
        ("you late $", "You late, you late again", ["you late"]),
        (
            "you <often>",
            "You every time, you a lot, you every single time",
            ["you a lot", "you every single time", "you every time"],
        ),
        ("you ?", "Is it you? You are.", ["you ?"]),
        ('said "', "You said “come here at once” to me.", ['said "']),
        ("# days", "12 days", ["# days"]),
        ("you *", "you f*** off", ["you *"]),
    ],
)
def test_a_pattern_finds_what_the_guide_says(pattern: str, text: str, expected: list[str]) -> None:
    """Else an author would write a rule that looks right and finds something else."""
    assert expected == found(pattern, text)


@pytest.mark.parametrize(
    ("path", "value", "line_of", "words"),
    [
        (("rules", 0, "find", 0), "you <sfot>* always", "<sfot>", 'there is no group "sfot"'),
        (("rules", 0, "find", 0), "you (always", "(always", "is not closed"),
        (("rules", 0, "find", 0), "you always/", "always/", "nothing on one side of a /"),
        (("rules", 0, "find", 0), "You always", "You", "cannot be read"),
        (("rules", 0, "find", 0), "just? <soft>*", "just?", "no word that must be there"),
        (("rules", 0, "find", 0), "you dont", "you dont", '"dont" is written out as "do not"'),
        (("groups", "soft", 0), "dont", "- dont", '"dont" is written out as "do not"'),
        (("contexts", 0, "say", 0), "are)", "are)", "cannot be read"),
        (("rules", 0, "unless", 0), "askd", "askd", 'there is no context "askd"'),
        (("rules", 0, "kind"), "rude", "kind: rude", '"kind" is "rude"'),
        (("rules", 0, "instead"), ["Only one."], "instead:", '"instead"'),
        (("contexts", 0, "where"), "near", "where: near", '"where" is "near"'),
    ],
)
def test_a_fault_has_its_line_and_a_way_out(
    tmp_path: Path, path: tuple[str | int, ...], value: object, line_of: str, words: str
) -> None:
    """Else an author would have to search two thousand lines."""
    data = yaml.safe_load(yaml.safe_dump(FILE))
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    file = tmp_path / "data" / "gentle-check.yaml"
    file.parent.mkdir()
    file.write_text(yaml.safe_dump(data, sort_keys=False, width=1000), "utf-8")
    lines = file.read_text("utf-8").split("\n")
    with pytest.raises(CourseError) as caught:
        read_gentle_rules(file)
    fault = next(fault for fault in caught.value.faults if words in fault.problem)
    assert line_of in lines[(fault.line or 0) - 1] or line_of == "instead:"
    assert "data/gentle-check.yaml" == fault.file
    assert fault.advice


def test_two_rules_cannot_have_one_name(tmp_path: Path) -> None:
    """Else an author would change one of the two and wonder at the other."""
    file = tmp_path / "gentle-check.yaml"
    text = yaml.safe_dump(FILE, sort_keys=False)
    file.write_text(text + text.partition("rules:\n")[2], "utf-8")
    with pytest.raises(CourseError, match='the id "you-always" is taken'):
        read_gentle_rules(file)
