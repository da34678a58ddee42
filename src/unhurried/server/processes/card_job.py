"""Making a card, sealing it, reading it, taking it back. It runs in a short-lived process, never in the server: the
server must hold no words, deriving a key takes 64 MiB, and a record of what was given out goes into a space.

What a card given out as six words needs for being taken back lies in its owner's space, under the setting GIVEN:
`[{id, secret, ends, touch, title}]`. Without a space it is in the page that made it, and nowhere else.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from unhurried.course import Course
from unhurried.exercise_page.card_face import Face, chosen, days, face, is_touch
from unhurried.printing import print_card
from unhurried.server.card_store import CardStore
from unhurried.server.processes.job import Job, as_pdf, course_of
from unhurried.space.cards import lock_of, open_card, seal_card
from unhurried.space.open_key import OpenKey
from unhurried.space.vault import Vault
from unhurried.space.words import generate
from unhurried.worksheet import Worksheet

#: The setting of a space with what takes its cards back.
GIVEN = "given"
_DAY = 24 * 3600.0


def look(job: Job) -> Job:
    """The card as it will be seen.

    Args:
        job: `{course, worksheet, items, answers, today}`: the course's folder, a worksheet's id, what was ticked
            (`exercise_page/card_face.py`), `{question: value}`, the reader's date (ISO 8601).

    Returns:
        `{face, days, touch}`: `days` that it may be seen, today among them; `touch`: it goes when touch rests.
    """
    _, worksheet, seen = _face(job)
    return {"face": seen, "days": days(worksheet), "touch": is_touch(worksheet)}


def sheet(job: Job) -> Job:
    """The same card on paper. `job` has `paper` besides. Returns `{pdf}` in base64."""
    course, _, seen = _face(job)
    return as_pdf(print_card(course, seen, job["paper"]))


def give(job: Job) -> Job:
    """The same card under six words.

    Args:
        job: besides, `store`: its file; `ends_in`: seconds until the midnight at which it ends, by the reader's clock,
            never taken for more than its days have; `key`: the open space (`OpenKey.to_plain`), None for none.

    Returns:
        `{words, card: {id, secret, ends, touch, title}, kept}`: `ends` in seconds since the epoch; `kept`: whether the
        space knows of it.
    """
    course, worksheet, seen = _face(job)
    store, now = CardStore(Path(job["store"])), time.time()
    words = generate(course.passphrase_words())
    sealed, secret = seal_card(seen, words, store.salt(now))
    ends = now + (min(job["ends_in"], days(worksheet) * _DAY) if job["ends_in"] > 0 else 0)  # 0 too for no number
    card = {"id": sealed.id, "secret": secret, "ends": ends, "touch": is_touch(worksheet), "title": worksheet.title}
    # First what takes it back: a card that nobody could take back is worse than a record without a card.
    _record(job["key"], lambda given: [*given, card], now)
    store.put(sealed, ends, now)
    return {"words": words, "card": card, "kept": job["key"] is not None}


def read(job: Job) -> Job:
    """What these words open.

    Args:
        job: `{store, words}`.

    Returns:
        `{face, left}`, with the seconds that are left to it; `{}` where no card opens, whatever the reason.
    """
    store, now = CardStore(Path(job["store"])), time.time()
    lock = lock_of(job["words"], store.salt(now))
    found = store.get(lock.name, now)
    seen = open_card(found[0] if found else None, lock)
    return {"face": seen, "left": found[1] - now} if found and seen else {}


def mine(job: Job) -> Job:
    """`{cards: [{id, secret, ends, touch, title}]}`: those given out of the open space that have not ended.

    Args:
        job: `{key}`.
    """
    return {"cards": _record(job["key"], lambda given: given, time.time())}


def withdraw(job: Job) -> Job:
    """Take cards back. The answer is the same whether they were there or not.

    Args:
        job: `{store, cards: [[id, secret], …], key}`.

    Returns:
        `{}`.
    """
    store, now = CardStore(Path(job["store"])), time.time()
    for identity, secret in job["cards"]:
        store.take_back(identity, secret, now)
    gone = {identity for identity, _ in job["cards"]}
    _record(job["key"], lambda given: [card for card in given if card["id"] not in gone], now)
    return {}


def rest(job: Job) -> Job:
    """Take back every card about touch that the open space knows of. Touch rests, and nobody hears of it.

    Args:
        job: `{store, key}`.

    Returns:
        `{}`.
    """
    store, now = CardStore(Path(job["store"])), time.time()
    for card in _record(job["key"], lambda given: given, now):
        if card["touch"]:
            store.take_back(card["id"], card["secret"], now)
    _record(job["key"], lambda given: [card for card in given if not card["touch"]], now)
    return {}


def _face(job: Job) -> tuple[Course, Worksheet, Face]:
    course = course_of(job)
    worksheet = course.worksheet(job["worksheet"])
    seen = face(course, worksheet, chosen(worksheet, job["items"], job["answers"]), date.fromisoformat(job["today"]))
    return course, worksheet, seen


def _record(key: dict[str, str] | None, change: Callable[[list[Any]], list[Any]], now: float) -> list[Any]:
    """Change what the space knows of its cards, if one is open; return what it then knows."""
    if key is None:
        return []
    with Vault.open(OpenKey.from_plain(key)) as vault:
        before: list[Any] = vault.setting(GIVEN) or []  # type: ignore[assignment]  # only we write it
        after = [card for card in change(before) if card["ends"] > now]
        if after != before:
            vault.set_setting(GIVEN, after)
    return after
