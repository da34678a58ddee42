"""What leaders hold in their hands: the guide to a plan, word for word, and the handouts of each evening."""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path
from typing import Any, get_args

import pikepdf
import pytest
import typst
from click.testing import CliRunner
from pypdf import PdfReader
from tests.browser.pictures import PICTURES
from tests.printing.reading import plain, read

from unhurried.cli import main
from unhurried.course import Course
from unhurried.course.plans import For, Kind, Plan, Step, TimerForm
from unhurried.printing import PAPERS, Paper, pdf
from unhurried.printing.guide import for_leaders, guide, handouts, pack
from unhurried.printing.letters import printable

ROOT = Path(__file__).parents[2]
PLANS = Course(ROOT).plan_ids()


def words(text: str) -> str:
    """What Markdown says, without its marks and without spaces."""
    return plain(re.sub(r"[*_]|^\d+\. |^- ", "", text, flags=re.MULTILINE))


def of_step(step: Step) -> list[str]:
    """All that a leader has to find of a step."""
    asked = [step.prompt.question, *(one.label for one in step.prompt.options)] if step.prompt else []
    groups = [*step.breakout.colours, step.breakout.report] if step.breakout else []
    shown = [step.shown] if step.shown else []
    return [
        step.title,
        step.purpose,
        *re.split(r"\n\s*\n", step.say),
        *step.watch,
        *step.safety,
        *shown,
        *asked,
        *groups,
    ]


@pytest.fixture(scope="module", params=PLANS)
def plan(request: pytest.FixtureRequest, course: Course) -> Plan:
    return course.plan(request.param)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_guide_has_every_word_and_can_be_listened_to(course: Course, plan: Plan, paper: Paper) -> None:
    """A leader would stand before the group and find nothing to say, or not be able to read the guide at all."""
    made = pdf.to_pdf(guide(course, plan, paper))
    found = read(made)
    with found.pdf.open_metadata() as metadata:
        assert "1" == metadata.get("pdfuaid:part")
    assert ("", 1) == (found.loose, found.headings[0][0])
    leading = course.leader_guide()
    for text in [plan.about, plan.size, *plan.agreements, leading.about, leading.screening.about]:
        assert words(text) in found.text
    for section in leading.sections:
        assert plain(section.title) in [said for _, said in found.headings]
    for session in plan.sessions:
        assert all(words(text) in found.text for text in (session.about, *session.before))
        for step in session.steps:
            assert [] == [text for text in of_step(step) if words(text) not in found.text], step.id


def test_each_evening_and_the_form_begin_on_a_page_of_their_own(course: Course, plan: Plan) -> None:
    """A leader would carry home the filled-in form of one person on the back of an evening."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf.to_pdf(guide(course, plan, "a4")))).pages]
    said = course.words()["guide"]
    titles = [said["evening"].format(number=n, title=one.title) for n, one in enumerate(plan.sessions, start=1)]
    for title in [said["leading"], *titles, course.leader_guide().screening.title]:
        begins = [number for number, page in enumerate(pages, start=1) if plain(page).startswith(plain(title))]
        assert 1 == len(begins), title
        assert plain(f"{title} (page {begins[0]})") in plain(pages[0])


def test_a_draft_says_so_on_each_page_and_every_plan_that_nobody_has_reviewed_it(course: Course, plan: Plan) -> None:
    """Somebody would lead a group of couples by words that no clinician has seen."""
    said = course.words()["guide"]
    pages = [plain(page.extract_text()) for page in PdfReader(io.BytesIO(for_leaders(course, plan)[0])).pages]
    assert {plan.draft} == {plain(said["draft"]) in page for page in pages}
    assert (not plan.reviewed) == (plain(said["not_reviewed"]) in pages[0])


def test_the_name_of_a_guide_tells_no_topic(course: Course) -> None:
    """A list of recent files would tell who was in such a group."""
    made = pikepdf.open(io.BytesIO(for_leaders(course, course.plan("introduction"))[0]))
    assert (["/Creator", "/Title"], "Workbook") == (sorted(made.docinfo.keys()), str(made.docinfo["/Title"]))


def test_handouts_are_the_blank_pages_of_an_evening(course: Course, plan: Plan) -> None:
    """Somebody without a phone would sit before an empty table."""
    for number, session in enumerate(plan.sessions, start=1):
        made = handouts(course, plan, number)
        assert made is not None
        titles = [plain(course.worksheet(identity).title) for identity in session.worksheets]
        found = read(made)
        assert titles == [said for level, said in found.headings if level == 1]
        pages = [plain(page.extract_text()) for page in PdfReader(io.BytesIO(made)).pages]
        assert [] == [title for title in titles if not any(page.startswith(title) for page in pages)]


def test_an_evening_without_worksheets_has_no_handouts(course: Course) -> None:
    """A leader would print an empty sheet, and look for what is missing."""
    one = course.plan("introduction")
    session = one.sessions[0].model_copy(update={"steps": [one.sessions[0].steps[0]]})
    assert handouts(course, one.model_copy(update={"sessions": [session]}), 1) is None


def test_the_interface_has_a_word_for_each_kind_timer_and_group(course: Course) -> None:
    """A leader would find a gap where the guide says what a step is."""
    said: dict[str, Any] = course.words()["guide"]
    assert set(get_args(Kind)) == set(said["kinds"])
    assert set(get_args(TimerForm)) == set(said["timer"])
    assert set(get_args(For)) == set(said["for"])


def test_the_command_makes_a_guide_and_its_handouts(tmp_path: Path) -> None:
    """A leader would have the words, and nothing to hand out."""
    done = CliRunner().invoke(main, ["print", "--guide", "hurt", "--out", str(tmp_path)])
    assert (0, 7) == (done.exit_code, len(done.output.split()))
    assert [] == [path for path in done.output.split() if not Path(path).read_bytes().startswith(b"%PDF")]


@pytest.mark.parametrize(
    ("asked", "said"),
    [(["--guide", "hrut"], 'did you mean "hurt"?'), (["--guide", "hurt", "my-limits"], "one --guide"), ([], "--guide")],
)
def test_what_the_command_cannot_make_it_says(tmp_path: Path, asked: list[str], said: str) -> None:
    """A leader would wait for a file that does not come."""
    done = CliRunner().invoke(main, ["print", *asked, "--out", str(tmp_path)])
    assert (0, []) != (done.exit_code, list(tmp_path.iterdir()))
    assert said in done.output
    assert [] == list(tmp_path.iterdir())


def test_pictures_of_a_guide_its_form_and_a_handout(course: Course) -> None:
    """Somebody who looks for material could not see what they would get."""
    plan = course.plan("introduction")
    book, page = guide(course, plan, "a4"), pack(course, plan.sessions[0].worksheets, "a4")
    for name, given, number in (("guide", book, 6), ("screening", book, -2), ("handout", page, 0)):
        text, lost = printable(given)
        pages = typst.compile(
            pdf._TEMPLATE,
            root=pdf._TEMPLATE.parent,
            ignore_system_fonts=True,
            format="png",
            ppi=80,
            sys_inputs={"sheet": json.dumps({**text, "lost": lost})},
        )
        if os.environ.get("UNHURRIED_PICTURES"):
            (PICTURES / f"{name}.png").write_bytes(pages[number])
        assert (PICTURES / f"{name}.png").exists(), "run `make pictures`"
