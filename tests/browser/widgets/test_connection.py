"""How a page waits: before its next try, and for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.sync_api import Page

if TYPE_CHECKING:
    from conftest import Exercise


def test_a_room_does_not_come_back_all_at_once(page: Page, exercise: Exercise) -> None:
    """After a restart two hundred pages would ask in the same moment, again and again, and nobody would get in."""
    exercise.open("worksheet", "small")
    waits: list[list[float]] = page.evaluate(
        """async () => {
             const { waitBefore } = await import("/widgets/host/connection.js");
             return Array.from({ length: 20 }, (_, tries) => Array.from({ length: 200 }, () => waitBefore(tries)));
           }"""
    )
    assert max(waits[0]) <= 400, "a short loss is over before it is seen"
    longest = [max(of_one) for of_one in waits]
    assert 15_000 >= max(longest), "somebody waits in front of it"
    for of_one in waits:
        assert min(of_one) >= max(of_one) * 0.4, "no try follows another at once"
        part = (max(of_one) - min(of_one)) / 4
        quarters = [
            sum(min(of_one) + part * n <= one <= min(of_one) + part * (n + 1) for one in of_one) for n in range(4)
        ]
        assert min(quarters) >= 20, "spread over the whole time"


def test_an_answer_that_lies_ready_after_a_sleep_is_heard(page: Page, exercise: Exercise) -> None:
    """Opening the lid would look like a loss; or a real loss after a sleep would never be noticed."""
    page.clock.install()
    exercise.open("worksheet", "small")

    def missed_after(*forwards: Any) -> int:
        page.evaluate(
            """async () => {
                 const { deadline } = await import("/widgets/deadline.js");
                 window.callOff?.();
                 window.missed = 0;
                 window.callOff = deadline(5_000, () => { missed += 1; });
               }"""
        )
        for forward in forwards:
            forward()
        missed: int = page.evaluate("missed")
        return missed

    def sleep() -> None:
        page.clock.fast_forward("08:00:00")

    assert 0 == missed_after(lambda: page.clock.run_for(4_900), lambda: page.evaluate("callOff()"), sleep)
    assert 1 == missed_after(lambda: page.clock.run_for(5_100))
    assert 0 == missed_after(sleep)
    assert 0 == missed_after(sleep, lambda: page.evaluate("callOff()"), lambda: page.clock.run_for(60_000))
    assert 1 == missed_after(sleep, lambda: page.clock.run_for(5_100))
    assert 1 == missed_after(sleep, sleep), "a tab that its browser wakes once a minute notices too"
