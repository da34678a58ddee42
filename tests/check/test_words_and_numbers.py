"""How words, numbers and lines are found, piece by piece."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.server.conftest import routes_of

from unhurried.check import figures, grade, links, passages, wording
from unhurried.check.passages import Span
from unhurried.cli import main
from unhurried.course import BUILT_IN, Source, data_file
from unhurried.course.json_file import read_json
from unhurried.server.app import Workbook
from unhurried.server.pages import Leaving, Map, Plain

ROOT = Path(__file__).parents[2]


ONE = ("hand", "made", "asked", "don't", "PTSD")
TWO = ("about", "only", "body", "table", "wanted", "closeness", "Möller")


@pytest.mark.parametrize(
    ("word", "expected"),
    [*((word, 1) for word in ONE), *((word, 2) for word in TWO), ("comfortable", 3), ("relationship", 4)],
)
def test_syllables_are_counted_as_people_say_them(word: str, expected: int) -> None:
    """Else a page that is hard to read would pass for an easy one."""
    assert expected == grade.syllables(word)


def test_a_short_text_has_no_grade() -> None:
    """Else one long name would forbid a good page."""
    assert grade.grade(["Incomprehensibilities notwithstanding."]) is None


def test_labels_do_not_make_a_hard_text_easy() -> None:
    """Else a page of buttons would hide three sentences that nobody in shock can read."""
    raw = ["Yes", "A calm voice", "You may stop. (You may.) Or not?"]
    found = [p for n, text in enumerate(raw) for p in passages.of_text("f", "", (), text, raw, Span(n, 0, n))]
    expected = [("You may stop.", 3), ("(You may.)", 3), ("Or not?", 3)]
    assert expected == list(grade.sentences(found))


PLAIN = st.lists(st.sampled_from(["You", "may", "stop", "here", "now", "hand"]), min_size=4, max_size=12).map(
    lambda words: " ".join(words) + "."
)


@given(st.lists(PLAIN, min_size=30, max_size=40))
def test_longer_words_never_make_a_text_easier(sentences: list[str]) -> None:
    """Else nobody could trust the measure."""
    harder = [sentence.replace("stop", "relationship") for sentence in sentences]
    assert (grade.grade(harder) or 0) >= (grade.grade(sentences) or 0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("get over it", "Get  over it"),
        ("save your/the marriage", "to save the marriage"),
        ("heal* your", "Healing your life"),
        ("win back/them ... trust", "win back all of their trust"),
        ("you're/are behind", "No, you're behind!"),
        ("forgive and move on", "forgive, and move on"),
        ("% healed", "half % healed"),
    ],
)
def test_words_are_found_as_authors_write_them(words: str, said: str) -> None:
    """Else pushing words would stand on a page because of a comma."""
    said = re.sub(r"\s+", " ", said)
    rule = wording.Rule(words, "", "")
    assert rule.may_be_in(said.lower())
    assert rule.pattern.search(said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("sin", "since then"),
        ("man", "many"),
        ("he", "the"),
        ("spark", "sparkling water"),
        ("heal", "health check"),
        ("forgive and move on", "forgive. And move on"),
        ("win back/them ... trust", "win back what was lost in one night of trust"),
    ],
)
def test_other_words_are_left_alone(words: str, said: str) -> None:
    """Else an author would learn to ignore what the check says."""
    assert wording.pattern(words).search(said) is None


def test_every_pattern_of_ours_can_match() -> None:
    """Else a slip in the list would let a phrase through for ever."""
    for read, name in ((wording.read_never_say, "never-say.yaml"), (wording.read_gendered, "gendered-words.yaml")):
        found = read(data_file(name))
        written = re.findall(r'"([^"]+)"|(?<=[\[ ])([a-zé*-]+)(?=[,\]])', data_file(name).read_text(encoding="utf-8"))
        assert found.rules
        assert len(written) >= len(found.rules)
        assert all(rule.advice and rule.problem for rule in found.rules)
    listed = [rule.pattern for rule in wording.read_never_say(data_file("never-say.yaml")).rules]
    assert len(listed) >= 80
    for said in ("You should be over it.", "Save your marriage", "Forgive and move on", "your healing journey"):
        assert any(one.search(said) for one in listed), said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("45%, 45 per cent, 45 percent, 45 in 100", {"45%"}),
        ("15 of 24 and 15 out of 24", {"15/24"}),
        ("1 in every 3", {"1/3"}),
        ("4,598 people", {"4598"}),
        ("an effect of 0.53.", {"0.53"}),
        ("none", set()),
    ],
)
def test_a_number_is_the_same_in_every_form(text: str, expected: set[str]) -> None:
    """Else a right number would be refused, or a wrong one would pass in other words."""
    assert expected == figures.figures(text)


def test_a_source_is_named_by_its_first_name_and_year() -> None:
    """Else a number could lean on a study that does not give it."""
    source = Source(
        id="a-2003", short="Glass, on touch", year=2003, read="page", strength="C", supports="x", does_not_support="y"
    )
    expected = [True, False, False]
    assert expected == [figures.names(text, source) for text in ("Glass, 2003.", "Glass, 2004.", "A glass, 2003.")]


def test_words_are_found_on_the_line_where_they_stand() -> None:
    """Else an author would look for a word on the wrong line of a long text."""
    raw = ["text: |", "  **One** [two](../help)", "  three's", "", "  - four “five”"]
    text = "**One** [two](../help)\nthree's\n\n- four “five”"
    found = list(passages.of_markdown("f", "", (), text, raw, Span(0, 6, 4)))
    assert [("One", "two", "three's"), ("four", "“five”")] == [passage.words for passage in found]
    assert [(2, 2, 3), (5, 5)] == [passage.lines for passage in found]
    assert ((1, "../help"),) == found[0].links
    assert [2, 2, 3] == [found[0].line_at(found[0].text.index(word)) for word in ("One", "two", "three")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(JSON)
def test_every_piece_of_a_json_file_has_its_line(data: object) -> None:
    """Else a fault in a notebook would be shown at another cell."""
    path = Path(__file__).with_name("made-up.ipynb")

    def look(value: object, loc: tuple[str | int, ...], text: list[str]) -> None:
        assert loc in lines
        entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, inner in entries:
            if isinstance(key, str):
                assert text[lines[(*loc, key)] - 1].lstrip().startswith(json.dumps(key) + ":")
            look(inner, (*loc, key), text)

    text = json.dumps(data, indent=1)
    lines = read_text(path, text)
    look(data, (), text.split("\n"))


def read_text(path: Path, text: str) -> dict[tuple[str | int, ...], int]:
    """The lines of a JSON text, through a file that is gone afterwards."""
    path.write_text(text, encoding="utf-8")
    try:
        return read_json(path).lines
    finally:
        path.unlink()


def test_links_may_lead_to_every_plain_page_of_the_workbook() -> None:
    """Else a link to help would be refused, or one to nowhere would be let through."""
    plain = [address for address, page, *_ in routes_of(Workbook) if issubclass(page, (Map, Leaving, Plain))]
    assert sorted(plain) == sorted(links.PAGES)


def test_the_command_counts_or_says_what_is_wrong() -> None:
    """Else an author's editor, or ours, could not tell a good course from a broken one."""
    good = CliRunner().invoke(main, ["check", str(BUILT_IN)])
    assert (0, "No faults.") == (good.exit_code, good.output[:10])
    counted = {name: int(many) for name, many in re.findall(r"([A-Z][a-z ]+): (\d+)", good.output)}
    names = ["Chapters", "Worksheets", "Questions", "Words", "Sources", "Help lines", "Plans", "Ideas with a place"]
    assert names == [*counted]
    assert counted["Words"] > 50 * counted["Worksheets"]
    ideas = yaml.safe_load((BUILT_IN / "data/coverage.yaml").read_text("utf-8"))["ideas"]
    assert f"Ideas with a place: {len(ideas)} of {len(ideas)}, " in good.output
    broken = CliRunner().invoke(main, ["check", str(ROOT / "tests/broken-course")])
    assert broken.exit_code == 1
    expected = 'worksheets/en/format.yaml:7: top of the file: unknown key "shaer": did you mean "share"?'
    assert expected in broken.output.splitlines()
    assert str(ROOT) not in broken.output


def test_a_folder_that_is_no_course_is_named(tmp_path: Path) -> None:
    """Else a mistyped folder would look like a course without faults."""
    nowhere = CliRunner().invoke(main, ["check", str(tmp_path)])
    assert nowhere.exit_code == 1
    assert "notebooks/course.yaml: there is no such file" in nowhere.output
    assert date.today().isoformat() not in nowhere.output
