"""Cards over HTTP: what one looks like, six words that open it on another device, and one sentence for all the rest."""

from __future__ import annotations

import base64
import itertools
import re
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unhurried.server.app import Workbook
from unhurried.server.cards import READS_EACH, pairs
from unhurried.server.processes import card_job
from unhurried.server.running import name_of

MARKER = "zwiebelmuster am dachfirst"
DAY = 24 * 3600
CLOSED = "There is no card here that is open."
NONE_OPENS = "increase mountain index anchor shield stadium"
_numbers = itertools.count(1)


def order(**changes: Any) -> dict[str, Any]:
    card = {"worksheet": "my-limits", "items": ["say"], "answers": {"say": MARKER}, "today": "2026-11-20"}
    return {**card, "ends_in": 6.5 * DAY, **changes}


def touch_order(**changes: Any) -> dict[str, Any]:
    return order(
        **{"worksheet": "kind-no", "items": ["my-no"], "answers": {"my-no": MARKER}, "ends_in": 3600, **changes}
    )


def given_by(visitor: Any, **changes: Any) -> dict[str, Any]:
    answer = visitor.post("card/give", order(**changes))
    assert 200 == answer.status, answer.text
    return answer.json  # type: ignore[no-any-return]


def read_by(visitor: Any, words: str) -> Any:
    answer = visitor.post("card", f"words={words.replace(' ', '+')}")
    assert 200 == answer.status
    return answer


def store_of(server: Any) -> Path:
    return server.runtime / "unhurried" / f"{name_of(server.space)}.cards"  # type: ignore[no-any-return]


def without_what_is_new_each_time(answer: Any) -> bytes:
    """The page without its token and its id."""
    token = answer.block("unhurried")
    body = answer.body.replace(token["page"].encode(), b"PAGE")
    return re.sub(rb'(value="|"xsrf":")[^"]+"', rb'\1TOKEN"', body)


# The card ---------------------------------------------------------------------------------------------------


def test_a_card_looks_as_it_will_be_seen(visitor: Any) -> None:
    """Somebody would show more than they had looked at."""
    seen = visitor.post("card/look", order()).json
    assert [MARKER] == seen["face"]["parts"][0]["said"]
    assert (7, False) == (seen["days"], seen["touch"])
    assert (1, True) == tuple(visitor.post("card/look", touch_order()).json[name] for name in ("days", "touch"))
    paper = visitor.post("card/sheet", order(paper="a4"))
    assert paper.body.startswith(b"%PDF-")
    assert 'inline; filename="pages.pdf"' == paper.headers["Content-Disposition"]
    assert "no-store" == paper.headers["Cache-Control"]


@pytest.mark.parametrize("address", ["card/look", "card/sheet", "card/give"])
@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"worksheet": "leaning", "items": ["leaning"], "answers": {"leaning": 7}}, True),
        ({"worksheet": "touch-ladder", "items": ["stop"], "answers": {"stop": MARKER}}, True),
        ({"items": ["hard"], "answers": {"hard": {"picked": [], "other": MARKER}}}, True),
        ({"items": []}, True),
        ({"items": ["say", "say"]}, True),
        ({"answers": {"say": 7}}, True),
        ({"worksheet": "no-such"}, True),
        ({"items": "say"}, False),
        ({"items": [5]}, False),
        ({"answers": [MARKER]}, False),
        ({"worksheet": 5}, False),
    ],
)
def test_a_forged_order_makes_no_card(visitor: Any, address: str, changes: dict[str, Any], refused: bool) -> None:
    """Whoever gets at a page could have it show what can never be shared."""
    answer = visitor.post(address, order(paper="a4", **changes))
    assert answer.status in ((409, 500) if refused else (400,))
    assert MARKER not in answer.text
    assert {"error"} == set(answer.json)


def test_only_those_who_were_let_in_make_or_read_cards(stranger: Any, visitor: Any) -> None:
    """Somebody on the network could try words, or fill the store."""
    for address in ("card/look", "card/sheet", "card/give", "card/mine", "card/withdraw", "card"):
        assert 403 == stranger.post(address, order()).status
        assert 403 == visitor.post(address, order(), {"X-XSRFToken": None}).status
        assert 403 == visitor.post(address, order(), {"Sec-Fetch-Site": "cross-site"}).status
    assert 403 == stranger.get("card").status


# Six words --------------------------------------------------------------------------------------------------


def test_another_person_reads_it_with_six_words_and_leaves_no_trace(visitor: Any, other: Any) -> None:
    """A card would not open, or its owner could find out whether and when it was read."""
    made = given_by(visitor)
    with sqlite3.connect(store_of(visitor.server)) as store:
        before = list(store.execute("SELECT * FROM cards"))
    page = read_by(other, made["words"].upper())
    assert MARKER in page.text
    assert "26 November 2026" in page.text
    assert "no-store" == page.headers["Cache-Control"]
    with sqlite3.connect(store_of(visitor.server)) as store:
        assert before == list(store.execute("SELECT * FROM cards"))
    assert visitor.get("card").text.count(MARKER) == 0


def test_it_goes_from_the_readers_screen_when_it_ends(visitor: Any, other: Any) -> None:
    """A page that was left open would still say it the day after. The time is counted by the browser, from now."""
    made = given_by(visitor, ends_in=600)
    seconds, address = read_by(other, made["words"]).headers["Refresh"].split("; url=")
    assert "/card" == address
    assert 0 < int(seconds) <= 600


def test_wrong_taken_back_and_ended_cannot_be_told_apart(visitor: Any, other: Any) -> None:
    """Somebody would learn that a card was taken back, and ask why."""
    wrong = read_by(other, NONE_OPENS)
    back, ended = given_by(visitor), given_by(visitor, ends_in=0)
    assert {} == visitor.post("card/withdraw", {"cards": [[back["card"]["id"], back["card"]["secret"]]]}).json
    pages = [wrong, read_by(other, back["words"]), read_by(other, ended["words"]), read_by(other, "")]
    assert all(CLOSED in page.text for page in pages)
    assert all("Refresh" not in page.headers for page in pages)
    assert 1 == len({without_what_is_new_each_time(page) for page in pages})
    heads = [[name for name in page.headers if name not in ("Date", "Set-Cookie")] for page in pages]
    assert all(heads[0] == head for head in heads)


def test_each_of_them_is_the_same_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stopwatch would tell what one sentence does not."""
    done: list[str] = []
    for name in ("lock_of", "open_card"):
        real = getattr(card_job, name)
        monkeypatch.setattr(card_job, name, lambda *given, name=name, real=real: (done.append(name), real(*given))[1])
    for identity, secret in (("x", "y"), ("", "")):
        assert {} == card_job.withdraw(
            {"do": "card_withdraw", "store": str(tmp_path / "c"), "cards": [[identity, secret]], "key": None}
        )
    for words in ("wrong words", "", "x" * 200):
        assert {} == card_job.read({"do": "card_read", "store": str(tmp_path / "c"), "words": words})
    assert ["lock_of", "open_card"] * 3 == done


@settings(max_examples=60, deadline=None)
@given(st.floats() | st.integers(), st.booleans())
def test_no_clock_of_a_reader_makes_a_card_last_longer(
    tmp_path_factory: pytest.TempPathFactory, ends_in: float, touch: bool
) -> None:
    """A clock that is set back, forward, or to another zone would let a yes stand beyond its day."""
    folder = tmp_path_factory.mktemp("give")
    job = {**(touch_order if touch else order)(ends_in=ends_in), "do": "card_give", "store": str(folder / "c")}
    now = time.time()
    patch = pytest.MonkeyPatch()
    patch.setattr(card_job, "seal_card", lambda *_: _sealed())
    patch.setattr(card_job, "generate", lambda *_: NONE_OPENS)
    made = card_job.give({**job, "course": str(Path(__file__).parents[2]), "key": None})
    patch.undo()
    most = DAY if touch else 7 * DAY
    assert made["card"]["ends"] <= time.time() + (min(most, ends_in) if ends_in > 0 else 0)
    assert made["card"]["ends"] >= now


def _sealed() -> Any:
    from unhurried.space.cards import Sealed

    return Sealed("a" * 32, b"sealed", bytes(32)), "secret"


def test_there_is_a_limit_to_trying(visitor: Any, other: Any) -> None:
    """Somebody could try words until a card opens. What is said then does not depend on the words."""
    made = given_by(visitor)
    for _ in range(READS_EACH[0]):
        assert CLOSED in read_by(other, NONE_OPENS).text
    for words in (NONE_OPENS, made["words"]):
        page = read_by(other, words)
        assert "There were too many tries." in page.text
        assert MARKER not in page.text
    assert MARKER in read_by(visitor, made["words"]).text


def test_there_is_a_limit_to_giving(visitor: Any) -> None:
    """One person could fill the store, and nobody else could give anybody anything."""
    answers = [visitor.post("card/give", order(items=["which"])).json for _ in range(20)]
    assert all(answer["error"] == "unexpected" for answer in answers)
    assert {"error": "too_many"} == visitor.post("card/give", order()).json


def test_a_card_that_is_too_long_is_not_cut(visitor: Any) -> None:
    """The end of a letter would be missing."""
    answer = visitor.post("card/give", order(answers={"say": "word " * 20_000}))
    assert (409, {"error": "card_too_long"}) == (answer.status, answer.json)


def test_nothing_of_it_is_on_the_disk_or_in_the_log(visitor: Any, other: Any) -> None:
    """Whoever has the machine could read every card, or try its words on the next."""
    made = given_by(visitor)
    read_by(other, made["words"])
    hidden = [MARKER, made["words"], made["card"]["secret"], made["words"].split()[0] + " " + made["words"].split()[1]]
    needles = [
        form for text in hidden for form in (text.encode(), text.encode("utf-16-le"), base64.b64encode(text.encode()))
    ]
    files = [
        one for root in (visitor.server.folder, visitor.server.runtime) for one in root.rglob("*") if one.is_file()
    ]
    assert store_of(visitor.server) in files
    for file in files:
        found = file.read_bytes()
        assert not any(needle in found for needle in needles), file.name


# Taking back ------------------------------------------------------------------------------------------------


@pytest.fixture
def words() -> str:
    return f"quiet sealed river {next(_numbers)} {time.monotonic_ns()}"


def with_space(visitor: Any, words: str, page: str = "p/1") -> Any:
    line = visitor.line(visitor.page(page))
    assert 200 == visitor.post("space/make", {"passphrase": words}).status
    line.told("opened")
    return line


def test_a_space_remembers_how_to_take_its_cards_back(visitor: Any, other: Any, words: str) -> None:
    """Whoever closed the page could never take back what they gave out from it."""
    with_space(visitor, words)
    made = given_by(visitor)
    assert made["kept"]
    (card,) = visitor.post("card/mine").json["cards"]
    assert made["card"] == card
    assert [] == other.post("card/mine").json["cards"]
    visitor.post("card/withdraw", {"cards": [[card["id"], card["secret"]]]})
    assert [] == visitor.post("card/mine").json["cards"]
    assert CLOSED in read_by(other, made["words"]).text


def test_a_pause_takes_back_every_card_about_touch(visitor: Any, other: Any, words: str, until: Any) -> None:
    """Whoever paused all touch would still have a card out, on a device that is not theirs."""
    line = with_space(visitor, words)
    touch, letter = given_by(visitor, **touch_order()), given_by(visitor)
    assert MARKER in read_by(other, touch["words"]).text
    line.put("no_touch", True)
    line.says("kept")
    until(lambda: [letter["card"]] == visitor.post("card/mine").json["cards"])
    assert CLOSED in read_by(other, touch["words"]).text
    assert MARKER in read_by(other, letter["words"]).text
    line.put("no_touch", False, seq=2)
    line.says("kept")
    assert CLOSED in read_by(other, touch["words"]).text, "that a pause ends brings nothing back"


def test_nobody_takes_back_the_card_of_another(visitor: Any, other: Any) -> None:
    """Whoever was given a card could make it vanish for its owner's other reader, or guess that it exists."""
    made = given_by(visitor)
    for secret in ("", made["words"], made["card"]["secret"][:-1]):
        assert {} == other.post("card/withdraw", {"cards": [[made["card"]["id"], secret]]}).json
    assert MARKER in read_by(other, made["words"]).text
    for wrong in (None, "x", [["a"]], [[1, 2]], {}):
        assert 400 == other.post("card/withdraw", {"cards": wrong}).status
    assert [] == pairs([])


# On a machine of one's own ----------------------------------------------------------------------------------


def test_on_ones_own_machine_there_are_no_six_words(
    tmp_path: Path, visitor_of: Callable[..., Any], server_class: Any
) -> None:
    """Somebody would hand out words that nobody can type in anywhere."""
    assert Workbook.card_store is None
    server = server_class(tmp_path)
    with server.out.open("ab") as out, server.err.open("ab") as err:
        server.process = subprocess.Popen(server.command(), stdout=out, stderr=err, env=server.environment)
    try:
        while not (ready := re.search(r"^Ready: \S+/(enter/\S+)$", server.out.read_text(), re.MULTILINE)):
            assert server.process.poll() is None
            time.sleep(0.02)
        visitor = visitor_of(server)
        visitor.get(ready[1])
        page = visitor.get("steady")
        visitor.post("leaving", "to=")
        assert "six_words" not in page.block("unhurried")
        assert 200 == visitor.post("card/look", order()).status
        for address in ("card/give", "card/mine", "card/withdraw", "card"):
            assert 404 == visitor.post(address, order()).status
        assert 404 == visitor.get("card").status
        assert 'href="/card"' not in visitor.get("").text
        assert not store_of(server).exists()
    finally:
        server.close()


def test_in_a_room_the_map_leads_to_it(visitor: Any) -> None:
    """Whoever was given six words would not know where to type them."""
    assert visitor.get("steady").block("unhurried")["six_words"] is True
    assert 'href="/card"' in visitor.page("").text


def test_a_link_can_lead_straight_to_the_field_for_six_words(visitor_of: Callable[..., Any], shared: Any) -> None:
    """Whoever was given six words would land among chapters that are not for them."""
    reader = visitor_of(shared)
    assert "/card" == reader.get("join/together?to=card").headers["Location"]
    assert 'id="card-form"' in reader.page("card").text
