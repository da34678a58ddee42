"""The map of the mission: each idea of the three documents that the course grew from, and where it lives.

`python -m tests.content.test_coverage` writes docs/coverage.md anew.
"""

from __future__ import annotations

from unhurried.check.coverage import read_coverage
from unhurried.course import BUILT_IN, find_course

COURSE = find_course(BUILT_IN)
READ = read_coverage(BUILT_IN)
assert READ is not None
IDEAS = READ[0].ideas
DOCUMENT = BUILT_IN / "docs/coverage.md"
DOCUMENTS = ("one", "two", "three")

#: Worksheets that stand for no idea of the documents: they are there for safety, or for finding one's way.
OF_OUR_OWN = {
    "first-nights-h", "first-nights-b", "my-space", "where-am-i-today", "contact-plan", "contact-plan-together",
    "health-check", "still-hidden", "images-that-come-b", "repair-talk", "our-timeline", "small-wins-b",
    "time-out-agreement", "transparency-agreement-h", "transparency-agreement-b", "touch-ladder-b", "card-for-today",
    "afterwards", "afterwards-talk", "leaning", "door-together", "door-not-sure", "re-check", "phq-4",
}  # fmt: skip


def places() -> dict[str, str]:
    """Title by id, of all worksheets and chapters."""
    sheets = {identity: COURSE.worksheet(identity).title for identity in COURSE.worksheet_ids()}
    return {chapter.notebook: chapter.title for chapter in COURSE.chapters()} | sheets


def written() -> str:
    """docs/coverage.md."""
    titles = places()
    corrected = sum(idea.corrected is not None for idea in IDEAS)
    lines = [
        "# A map of the mission",
        "",
        "The course grew from three documents: **one**, questions and answers on rebuilding intimacy after a betrayal; "
        "**two**, an article on emotional intimacy; **three**, a long article on sex and trust. Each of their ideas "
        "has a place in the course. Where research does not carry an idea, the last column says what the course says "
        "instead. Written from `data/coverage.yaml` by `python -m tests.content.test_coverage`.",
        "",
        f"{len(IDEAS)} ideas, {corrected} of them corrected.",
        "",
        "| from | idea | where it lives | corrected |",
        "| --- | --- | --- | --- |",
    ]
    for idea in IDEAS:
        where = ", ".join(titles[one] for one in idea.lives)
        lines.append(f"| {', '.join(idea.documents)} | {idea.idea} | {where} | {idea.corrected or ''} |")
    return "\n".join(lines) + "\n"


def test_each_document_is_there_and_no_other() -> None:
    """Something that the mission promises would be nowhere on the map. Its places are held by `unhurried check`."""
    assert {*DOCUMENTS} == {one for idea in IDEAS for one in idea.documents}


def test_each_worksheet_stands_for_an_idea_or_is_known_to_be_of_our_own() -> None:
    """A page could slip in that serves no purpose that anybody has named."""
    named = {one for idea in IDEAS for one in idea.lives}
    assert set(COURSE.worksheet_ids()) - named == OF_OUR_OWN


def test_the_document_says_what_the_list_says() -> None:
    """Whoever judges the course would read a map of an older one."""
    assert written() == DOCUMENT.read_text("utf-8")


if __name__ == "__main__":
    DOCUMENT.write_text(written(), "utf-8")
