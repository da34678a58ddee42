"""The questions for one person alone: whatever is answered, nothing that can be seen, sent or found differs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Locator, Page, Playwright, expect
from tests.conftest import Server

ROOT = Path(__file__).parents[2]
WORDS: dict[str, Any] = yaml.safe_load((ROOT / "worksheets/en/interface.yaml").read_text("utf-8"))["alone"]
WHO = {"hurt": WORDS["for_hurt"], "unfaithful": WORDS["for_unfaithful"]}
ABOUT = {who: [question["id"] for question in WORDS["questions"][who]] for who in WHO}
ANSWERS = {"so": WORDS["answers"]["so"], "no": WORDS["answers"]["not_so"], "unsure": WORDS["answers"]["unsure"]}

#: Brings the page back to where it began and answers it once for each list of answers, as a person would: through the
#: buttons. Each answer is the number of a button; -1 stops there. Returns every different thing that was left.
ANSWER_ALL = """
async ([who, rounds]) => {
  const { start } = await import(document.querySelector('script[src$="host/main.js"]').src.replace("main", "alone"));
  const fresh = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html")
    .querySelector("[data-alone]");
  const press = (selector, at = 0) => document.querySelectorAll(selector)[at].click();
  const left = new Map();
  const note = (kind, value) => left.set(kind, (left.get(kind) ?? new Set()).add(value));
  const requests = performance.getEntriesByType("resource").length;
  for (const answers of rounds) {
    document.querySelector("[data-alone]").replaceWith(fresh.cloneNode(true));
    document.activeElement.blur();
    start();
    press('[data-to="before"]');
    press(`[data-ask="${who}"]`);
    for (const answer of answers) {
      if (answer < 0) press('[data-part="asking"] [data-to="end"]');
      else press("[data-answer]", answer);
    }
    note("page", document.documentElement.outerHTML);
    note("focus", document.activeElement.outerHTML);
    note("place", JSON.stringify([location.href, history.length, history.state, document.title, scrollY]));
    note("storage", JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, name,
      (await indexedDB.databases()).length, (await caches.keys()).length]));
    note("requests", performance.getEntriesByType("resource").length - requests);
  }
  return Object.fromEntries([...left].map(([kind, values]) => [kind, [...values]]));
}
"""


def rounds(who: str) -> Iterator[list[int]]:
    """Every combination of "Yes" and "No"; each answer to each question; and stopping at every place."""
    count = len(ABOUT[who])
    yield from (list(one) for one in product((0, 1), repeat=count))
    for place, answer in product(range(count), (0, 1, 2, 3)):
        yield [1] * place + [answer] + [1] * (count - place - 1)
        yield [answer] * (place + 1) + [-1] * (place + 1 < count)
    yield [-1]


def to_the_end(page: Page, who: str, **said: str) -> None:
    """Answer "No" to all but what is given: question id with dashes as underscores -> the answer's words."""
    page.get_by_role("button", name=WORDS["nobody"]).click()
    page.get_by_role("button", name=WHO[who]).click()
    for about, question in zip(ABOUT[who], WORDS["questions"][who], strict=True):
        expect(page.get_by_role("heading", level=1)).to_have_text(question["text"].strip())
        page.get_by_role("button", name=said.get(about.replace("-", "_"), ANSWERS["no"]), exact=True).press("Enter")
    expect(page.get_by_role("heading", name=WORDS["end"]["title"])).to_be_focused()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all: none of these tests leaves anything behind, which is what they are about."""
    server = Server(tmp_path_factory.mktemp("alone")).start()
    yield server
    server.close()


@pytest.fixture
def at_the_questions(page: Page, server: Any, person_at: Callable[..., Any]) -> Page:
    person_at(page, server).go_in()
    page.goto(server.url + "alone")
    expect(page.get_by_role("button", name=WORDS["nobody"])).to_be_visible()
    return page


def suggestion(page: Page) -> Locator:
    return page.locator("[data-suggestion]")


@pytest.mark.parametrize("who", WHO)
def test_every_way_of_answering_leaves_the_same(at_the_questions: Page, server: Any, who: str) -> None:
    """Whoever looks at the screen afterwards, or at the machine, would learn what somebody is afraid of."""
    page = at_the_questions
    asked: list[str] = []
    page.wait_for_load_state("networkidle")
    printed = server.out.read_bytes(), server.err.read_bytes()
    page.on("request", lambda request: asked.append(request.url))
    left = page.evaluate(ANSWER_ALL, [who, list(rounds(who))])
    assert {"page": 1, "focus": 1, "place": 1, "storage": 1, "requests": 1} == {
        kind: len(values) for kind, values in left.items()
    }
    assert [server.url + "alone"] == asked  # the page as it came, to begin from; no answer asks for anything
    assert [0] == left["requests"]
    assert printed == (server.out.read_bytes(), server.err.read_bytes())
    (focus,) = left["focus"]
    assert WORDS["end"]["title"] in focus


@pytest.mark.parametrize("who", WHO)
def test_both_lists_and_stopping_end_on_one_page(at_the_questions: Page, who: str) -> None:
    """The end page would tell whether somebody was hurt or broke trust."""
    page = at_the_questions
    left = [page.evaluate(ANSWER_ALL, [one, [[-1]]])["page"] for one in (who, "hurt", "unfaithful")]
    assert left[0] == left[1] == left[2]
    assert not re.search(r"data-(?:answer|question|about|ask)\b", left[0][0])


# One suggestion --------------------------------------------------------------------------------------------

#: The author's table, written once more: the first row of which one of each list may be so.
AFRAID = {"fear", "control", "no-is-punished", "force", "weapons", "watching"}
TABLE: list[tuple[str, list[set[str]]]] = [
    ("life-and-hands", [{"own-life"}, {"own-hands", "threats"}]),
    ("life-and-afraid", [{"own-life"}, AFRAID]),
    ("life", [{"own-life"}]),
    ("hands-and-afraid", [{"own-hands", "threats"}, AFRAID]),
    ("hands", [{"own-hands", "threats"}]),
    ("danger", [{"weapons", "watching"}]),
    ("afraid", [AFRAID]),
    ("conduct", [{"own-behaviour", "pressing", "own-control"}]),
    ("health", [{"health"}]),
    ("hidden", [{"still-going-on"}]),
    ("cannot-stop", [{"cannot-stop"}]),
    ("none", []),
]


def expected(so: set[str]) -> str:
    return next(name for name, lists in TABLE if all(one & so for one in lists))


@pytest.mark.parametrize("who", WHO)
def test_the_suggestion_follows_the_table(at_the_questions: Page, who: str) -> None:
    """Somebody who thinks of dying would be told to see a pharmacist."""
    every = [
        [about for about, so in zip(ABOUT[who], one, strict=True) if so]
        for one in product((False, True), repeat=len(ABOUT[who]))
    ]
    found = at_the_questions.evaluate(
        """async (every) => {
          const main = document.querySelector('script[src$="host/main.js"]').src;
              const { suggestionFor } = await import(main.replace("main", "alone"));
          return every.map((one) => suggestionFor(new Set(one)));
        }""",
        every,
    )
    assert [expected(set(one)) for one in every] == found
    assert {name for name, _ in TABLE} == set(WORDS["suggestion"]["texts"])


def test_it_comes_once_and_only_when_it_is_asked_for(at_the_questions: Page) -> None:
    """Whoever presses the button next would read what was meant for one person."""
    page = at_the_questions
    to_the_end(page, "hurt", fear=ANSWERS["so"])
    before = page.content()
    expect(suggestion(page)).to_be_hidden()
    page.get_by_role("button", name=WORDS["suggestion"]["button"]).click()
    expect(suggestion(page)).to_have_text(WORDS["suggestion"]["texts"]["afraid"].strip())
    expect(suggestion(page)).to_be_focused()
    page.get_by_role("button", name=WORDS["suggestion"]["put_away"]).click()
    expect(suggestion(page)).to_be_hidden()
    assert before == page.content()
    page.get_by_role("button", name=WORDS["suggestion"]["button"]).click()
    expect(suggestion(page)).to_have_text(WORDS["suggestion"]["texts"]["none"].strip())


@pytest.mark.parametrize("said", ["unsure", "so"])
def test_to_be_unsure_counts_like_yes(at_the_questions: Page, said: str) -> None:
    """Somebody who cannot say it yet would be sent on as if all were well."""
    to_the_end(at_the_questions, "unfaithful", own_hands=ANSWERS[said])
    at_the_questions.get_by_role("button", name=WORDS["suggestion"]["button"]).click()
    expect(suggestion(at_the_questions)).to_have_text(WORDS["suggestion"]["texts"]["hands"].strip())


def test_after_two_minutes_the_answers_are_gone(page: Page, server: Any, person_at: Callable[..., Any]) -> None:
    """Somebody leaves the room with the page open, and another person presses the button."""
    page.clock.install()
    person_at(page, server).go_in()
    page.goto(server.url + "alone")
    to_the_end(page, "hurt", own_life=ANSWERS["so"])
    before = page.content()
    page.clock.run_for("02:01")
    assert before == page.content()
    page.get_by_role("button", name=WORDS["suggestion"]["button"]).click()
    expect(suggestion(page)).to_have_text(WORDS["suggestion"]["texts"]["none"].strip())


def hide(page: Page) -> None:
    """The tab goes to the back, or the phone is locked."""
    page.evaluate(
        """() => {
          Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
          delete document.visibilityState;
        }"""
    )


def test_a_page_that_was_out_of_sight_begins_anew(at_the_questions: Page) -> None:
    """Whoever wakes the screen would go on where another person stopped."""
    page = at_the_questions
    page.get_by_role("button", name=WORDS["nobody"]).click()
    page.get_by_role("button", name=WHO["hurt"]).click()
    page.get_by_role("button", name=ANSWERS["so"]).click()
    hide(page)
    expect(page.get_by_role("button", name=WORDS["nobody"])).to_be_visible()
    to_the_end(page, "hurt")
    page.get_by_role("button", name=WORDS["suggestion"]["button"]).click()
    expect(suggestion(page)).to_have_text(WORDS["suggestion"]["texts"]["none"].strip())


def test_a_suggestion_does_not_outlast_a_look_away(at_the_questions: Page) -> None:
    """It would still stand there when somebody else takes up the phone."""
    page = at_the_questions
    to_the_end(page, "hurt", weapons=ANSWERS["so"])
    page.get_by_role("button", name=WORDS["suggestion"]["button"]).click()
    hide(page)
    expect(suggestion(page)).to_be_hidden()
    assert WORDS["suggestion"]["texts"]["danger"].strip() != suggestion(page).text_content()
    page.get_by_role("button", name=WORDS["suggestion"]["button"]).click()
    expect(suggestion(page)).to_have_text(WORDS["suggestion"]["texts"]["none"].strip())


def test_leaving_it_and_coming_back_begins_anew(at_the_questions: Page, server: Any) -> None:
    """The browser's own "Back" would bring the answers to whoever sits down next."""
    page = at_the_questions
    page.get_by_role("button", name=WORDS["nobody"]).click()
    page.get_by_role("button", name=WHO["hurt"]).click()
    page.get_by_role("button", name=ANSWERS["so"]).click()
    page.goto(server.url + "p/1")
    page.go_back()
    expect(page.get_by_role("button", name=WORDS["nobody"])).to_be_visible()
    expect(page.locator("[data-question]")).to_be_empty()


# The way through -------------------------------------------------------------------------------------------


def test_going_back_shows_no_answer(at_the_questions: Page) -> None:
    """Somebody takes the phone away and presses "Back" to see what was said."""
    page = at_the_questions
    page.get_by_role("button", name=WORDS["nobody"]).click()
    page.get_by_role("button", name=WHO["hurt"]).click()
    before = page.locator("main").inner_html()
    page.get_by_role("button", name=ANSWERS["so"]).click()
    page.get_by_role("button", name=WORDS["back"], exact=True).click()
    assert before == page.locator("main").inner_html()
    page.get_by_role("button", name=WORDS["back"], exact=True).click()
    expect(page.get_by_role("button", name=WHO["hurt"])).to_be_visible()


def test_an_answer_can_be_changed(at_the_questions: Page) -> None:
    """A slip of the thumb would stand."""
    page = at_the_questions
    page.get_by_role("button", name=WORDS["nobody"]).click()
    page.get_by_role("button", name=WHO["hurt"]).click()
    page.get_by_role("button", name=ANSWERS["so"]).click()
    page.get_by_role("button", name=WORDS["back"], exact=True).click()
    page.get_by_role("button", name=ANSWERS["no"], exact=True).click()
    page.get_by_role("button", name=WORDS["stop_here"]).click()
    page.get_by_role("button", name=WORDS["suggestion"]["button"]).click()
    expect(suggestion(page)).to_have_text(WORDS["suggestion"]["texts"]["none"].strip())


def test_a_double_press_answers_one_question(at_the_questions: Page) -> None:
    """A shaking thumb would answer a question that nobody has read."""
    page = at_the_questions
    page.get_by_role("button", name=WORDS["nobody"]).click()
    page.get_by_role("button", name=WHO["hurt"]).click()
    page.get_by_role("button", name=ANSWERS["no"], exact=True).dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text(WORDS["questions"]["hurt"][1]["text"].strip())


def test_when_somebody_might_see_it_nothing_is_asked(at_the_questions: Page) -> None:
    """Somebody reads over a shoulder, and sees what is being asked."""
    page = at_the_questions
    page.get_by_role("button", name=WORDS["somebody"]).click()
    expect(page.get_by_role("heading", name=WORDS["not_now"]["title"])).to_be_focused()
    seen = page.locator("main").inner_text()
    assert not re.search(r"afraid|safety|hurt", seen)
    assert not re.search(r"data-(?:answer|question|about|ask)\b", page.content())


def test_no_question_is_seen_before_page_code_runs(
    server: Any, new_page: Callable[..., Page], person_at: Callable[..., Any]
) -> None:
    """On a slow machine the questions would stand on the screen before anybody said that they are alone."""
    page = new_page()
    page.route("**/host/main.js", lambda route: route.abort())
    person_at(page, server).go_in()
    page.goto(server.url + "alone", wait_until="commit")
    expect(page.get_by_role("heading", name=WORDS["title"])).to_be_visible()
    seen = page.locator("main").inner_text()
    assert WORDS["title"] == seen.strip()


@pytest.mark.parametrize("stopped", [True, False])
def test_print_has_the_help_and_nothing_else(at_the_questions: Page, stopped: bool) -> None:
    """A sheet in the printer would show a question, or a suggestion."""
    page = at_the_questions
    if stopped:
        to_the_end(page, "hurt", force=ANSWERS["so"])
        page.get_by_role("button", name=WORDS["suggestion"]["button"]).click()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    seen = page.locator("body").inner_text()
    for section in WORDS["end"]["sections"]:
        assert section["text"].strip() in seen
    assert "988" in seen
    for text in [WORDS["title"], *(one["text"].strip() for one in WORDS["questions"]["hurt"])]:
        assert text not in seen
    for text in (WORDS["suggestion"]["texts"]["afraid"], WORDS["suggestion"]["button"], WORDS["stop_here"]):
        assert text.strip() not in seen


def test_without_javascript_it_is_all_there_to_read(
    server: Any, playwright: Playwright, chromium: dict[str, Any], watch: Any, person_at: Callable[..., Any]
) -> None:
    """Somebody with an old or a locked-down browser would find an empty page."""
    browser = playwright.chromium.launch(**chromium)
    context = browser.new_context(java_script_enabled=False)
    watch.over(context)
    page = context.new_page()
    person_at(page, server).go_in()
    page.goto(server.url + "alone")
    seen = page.locator("main").inner_text()
    for one in [*WORDS["questions"]["hurt"], *WORDS["questions"]["unfaithful"], *WORDS["end"]["sections"]]:
        assert one["text"].strip() in seen
    assert WORDS["no_js"].strip() in seen
    expect(page.locator("main").get_by_role("button")).to_have_count(0)
    assert "988" in page.locator("main").text_content()
    browser.close()


@pytest.mark.parametrize("place", ["p/12", "help", "p/1"])
def test_it_is_found_where_it_may_be_needed(server: Any, page: Page, person_at: Callable[..., Any], place: str) -> None:
    """Nobody would come upon it."""
    person_at(page, server).go_in()
    page.goto(server.url + place)
    if place == "p/12":
        page.get_by_role("link", name="Open these questions").click()
    elif place == "help":
        page.locator("main").get_by_role("link", name=WORDS["title"]).click()
    else:
        page.get_by_role("banner").get_by_role("link", name="Get help").click()
        page.get_by_role("dialog").get_by_role("link", name=WORDS["title"]).click()
    expect(page).to_have_url(server.url + "alone")
    expect(page).to_have_title("Workbook")
