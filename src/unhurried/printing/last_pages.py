"""What a book ends with: ways to steady oneself, and people who answer. On a screen both are on every page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from unhurried.course import Course
from unhurried.printing.prose import Node, heading, listed, paragraph


def steady_page(course: Course) -> list[Node]:
    """The ways to steady oneself, each with its steps."""
    said = course.words()["steady"]
    nodes = [heading(1, said["title"]), paragraph(said["alarm"]), paragraph(said["intro"])]
    for way in said["ways"]:
        nodes += [heading(2, way["title"]), paragraph(way["about"]), listed(way["steps"], start=1)]
    return [*nodes, heading(2, said["not_now"]), paragraph(course.words()["print"]["book"]["not_now"])]


def help_page(course: Course) -> list[Node]:
    """What to do in danger, and the lines by country, each with how far it was checked."""
    said, found = course.words()["help"], course.help_lines()
    nodes = [
        heading(1, said["title"]),
        paragraph(said["intro"]),
        heading(2, said["emergency_title"]),
        paragraph(f"{said['emergency']} {said['emergency_silent']}"),
        paragraph(said["self_harm"]),
    ]
    for name in ("afraid", "safer_device"):
        nodes += [heading(2, said[f"{name}_title"]), paragraph(said[name])]
        if name == "afraid":
            nodes += [paragraph(said["force"]), paragraph(said["own_behaviour"])]
    nodes.append(paragraph(course.words()["print"]["book"]["lines"]))
    for country in found["countries"]:
        lines = [line for line in found["lines"] if line["country"] == country["id"]]
        nodes += [heading(2, country["name"]), *_country(course, lines)]
    return [*nodes, heading(2, said["anywhere_title"]), paragraph(said["anywhere"]), paragraph(said["no_answer"])]


def _country(course: Course, lines: Sequence[Mapping[str, Any]]) -> Iterator[Node]:
    said = course.words()["help"]
    for kind, name in said["kinds"].items():
        shown = [_line(course, line) for line in lines if line["kind"] == kind]
        if shown:
            yield heading(3, name)
            yield {"node": "list", "items": [[line] for line in shown], "start": None}


def _line(course: Course, line: Mapping[str, Any]) -> Node:
    said, of_page = course.words()["help"], course.words()["page"]
    parts = [", ".join(number["shown"] for number in line["numbers"])]
    if line["text"]:
        words = of_page["text_word"].format(**line["text"]) if line["text"]["say"] else line["text"]["to"]
        parts.append(said["text"].format(text=words))
    if line["note"]:
        parts.append(line["note"].rstrip("."))
    parts.append(said["hours"].format(hours=line["hours"]) if line["hours"] else said["hours_unknown"].rstrip("."))
    if line["languages"]:
        parts.append(line["languages"])
    if line["website"]:
        parts.append(said["website"].format(website=line["website"]))
    if line["verified_on"]:
        parts.append(said["checked_on"].format(date=line["verified_on"]))
    elif not line["verified"]:
        parts.append(said["unverified"])
    return paragraph(f"{line['name']}.", "".join(f" {part}." for part in parts if part))
