"""A small session as plain data, as a room gets it from the course (`Plan.room`)."""

from __future__ import annotations

from typing import Any


def step(identity: str, kind: str, minutes: int = 5, **more: Any) -> dict[str, Any]:
    empty = {"shown": None, "timer": None, "prompt": None, "breakout": None, "worksheets": []}
    told = {"purpose": "For the leader: why.", "say": "Words to say.", "watch": ["Look out."], "safety": ["Be safe."]}
    return {"id": identity, "title": identity.title(), "kind": kind, "minutes": minutes, **empty, **told, **more}


def prompt(question: str, *options: str, sensitive: bool = False) -> dict[str, Any]:
    named = [{"id": option, "label": option.title()} for option in options]
    return {"question": question, "sensitive": sensitive, "options": named}


PLAN: dict[str, Any] = {
    "plan": "small",
    "session": 1,
    "of": 1,
    "title": "A small plan",
    "session_title": "One evening",
    "for": "hurt",
    "draft": False,
    "reviewed": False,
    "minutes": 35,
    "agreements": ["What is said here stays here.", "Anybody may pass."],
    "steps": [
        step("welcome", "welcome"),
        step("agreements", "agreements"),
        step("tired", "prompt", prompt=prompt("How tired are you?", "a_little", "very", "not")),
        step("alone", "prompt", prompt=prompt("Have you told anybody?", "yes", "no", sensitive=True)),
        step("around", "round", timer={"form": "round", "seconds": 90}),
        step("groups", "breakout", breakout={"colours": ["Blue", "Green"], "report": "Nothing."}),
        step("write", "exercise", worksheets=["kind-to-myself"], timer={"form": "quiet", "seconds": None}),
    ],
}
