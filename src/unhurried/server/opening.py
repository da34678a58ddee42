"""Opening a room from the terminal: where it is found, by which certificate, and whether one is gone on with."""

from __future__ import annotations

import asyncio
import io
import logging
import socket
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import segno

from unhurried.course import Course
from unhurried.errors import CourseError, StartError
from unhurried.rooms.codes import as_read
from unhurried.rooms.open_room import OpenRoom
from unhurried.rooms.places import Places, living, new_places
from unhurried.server.addresses import lan_addresses
from unhurried.server.certificate import fingerprint, make_certificate, names_in, tls
from unhurried.server.running import ask_running, name_of, runtime_folder
from unhurried.server.workshop import Address, Workshop

#: Where to listen so that every device in the same network can come in.
EVERYWHERE = "0.0.0.0"  # noqa: S104  # that is what a room is for; the guard answers to known hosts alone
#: Pretend participants in a rehearsal: enough for results to show something, and few enough for some to show nothing.
PRETEND = 24
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Wanted:
    """What was asked for in the terminal. `host`: None for every address of this machine. `certificate`, `key`: files;
    None for one that this machine makes. `plain`: no encryption. `proxy`: the address that people open, where another
    program encrypts. `pretend`: pretend participants. `new`: delete a room that is still open."""

    port: int
    host: str | None = None
    certificate: Path | None = None
    key: Path | None = None
    plain: bool = False
    proxy: str | None = None
    pretend: int = 0
    new: bool = False


def open_workshop(
    course: Course,
    rooms: Path,
    plan: Callable[[], Mapping[str, Any]],
    named: bool,
    wanted: Wanted,
    say: Callable[[str], None],
) -> None:
    """Open a room, or go on with the one that is open, and serve it until SIGINT or SIGTERM.

    Where one runs already, only a new link for a leader is said.

    Args:
        course: the course.
        rooms: the folder of all rooms.
        plan: gives the session of a new room, as plain data.
        named: whether somebody asked for that very session, and not just for any room.
        wanted: how it is served.
        say: prints a line. `Ready: ADDRESS` comes first; the address is the leader's, and good for one use.

    Raises:
        CourseError: the course or the plan is not right.
        StartError: the port is taken, another room is open, a folder or a certificate cannot be used.
    """
    words = course.words()["workshop"]["start"]
    runtime = runtime_folder()
    asked_at = runtime / f"room-{name_of(rooms)}.sock"
    if (link := ask_running(asked_at)) is not None:
        if named or wanted.new or wanted.pretend:
            raise StartError(words["runs"])
        say(f"Ready: {link}")
        return
    try:
        places, goes_on = _places(rooms, runtime, wanted.new)
    except OSError:
        raise StartError(words["folder"].format(folder=rooms)) from None
    try:
        workshop = _with_room(course, places, goes_on, plan, named, wanted)

        def ready() -> None:
            say(f"Ready: {workshop.link()}")
            for line in _told(workshop, wanted, places, goes_on, words):
                say(line)

        asyncio.run(workshop.serve(ready, asked_at))
    except (CourseError, StartError):
        if not goes_on:  # nobody was in it, and the next start would go on with it
            places.delete()
        raise


def _with_room(
    course: Course, places: Places, goes_on: bool, plan: Callable[[], Mapping[str, Any]], named: bool, wanted: Wanted
) -> Workshop:
    """A server that has its room. Raises CourseError, StartError."""
    words = course.words()["workshop"]["start"]
    try:
        room = OpenRoom(places, {} if goes_on else plan(), wanted.pretend, time.time())
        if goes_on and (room.pretend != wanted.pretend or (named and _same(room.plan) != _same(plan()))):
            room.close()
            raise StartError(words["other_plan"])
        address = _address(places, wanted, words)
    except OSError:
        raise StartError(words["folder"].format(folder=places.folder.parent)) from None
    host = wanted.host or (LOOPBACK if wanted.proxy else EVERYWHERE)
    workshop = Workshop(port=wanted.port, ip=host, open_browser=False, log_level=logging.ERROR)
    workshop.set_up_room(course, room, places.visitors, address, places.cards)
    return workshop


def _places(rooms: Path, runtime: Path, new: bool) -> tuple[Places, bool]:
    """Where the room is, and whether it is gone on with."""
    found = living(rooms, runtime, time.time())
    if found is not None and new:
        found.delete()
        found = None
    return (found, True) if found is not None else (new_places(rooms, runtime), False)


def _same(plan: Mapping[str, Any]) -> tuple[Any, Any]:
    """What tells one session from another."""
    return plan["title"], plan["session_title"]


def _address(places: Places, wanted: Wanted, words: Mapping[str, str]) -> Address:
    if wanted.proxy:
        parts = urlsplit(wanted.proxy)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
            raise StartError(words["behind_proxy"])
        origin = f"{parts.scheme}://{parts.netloc}"
        return Address(origin, frozenset({parts.netloc.lower(), f"{LOOPBACK}:{wanted.port}"}), proxied=True)
    own = lan_addresses() if wanted.host in (None, EVERYWHERE) else [str(wanted.host)]
    names = list(dict.fromkeys([*own, LOOPBACK, "localhost", socket.gethostname()]))
    if wanted.plain:
        return Address(_origin("http", names[0], wanted.port), _hosts(names, wanted.port))
    try:
        if wanted.certificate is not None:
            names = [*names_in(wanted.certificate), *names]
        elif not places.certificate.exists():
            make_certificate(places.certificate, names)
        context = tls(wanted.certificate or places.certificate, wanted.key)
    except (OSError, ValueError):
        raise StartError(words["certificate"]) from None
    return Address(_origin("https", names[0], wanted.port), _hosts(names, wanted.port), context)


def _origin(scheme: str, name: str, port: int) -> str:
    return f"{scheme}://{_host(name, port, scheme)}"


def _hosts(names: Iterable[str], port: int) -> frozenset[str]:
    return frozenset(_host(name, port, scheme).lower() for name in names for scheme in ("http", "https"))


def _host(name: str, port: int, scheme: str) -> str:
    """As browsers write it: without the port that belongs to the scheme."""
    bare = f"[{name}]" if ":" in name else name
    return bare if port == {"http": 80, "https": 443}[scheme] else f"{bare}:{port}"


def _told(workshop: Workshop, wanted: Wanted, places: Places, goes_on: bool, words: Mapping[str, str]) -> list[str]:
    """What a leader reads in the terminal after the first line."""
    hall = workshop.hall
    lines = [words["join"].format(address=hall.join_address), words["code"].format(code=as_read(hall.room.code))]
    picture = io.StringIO()
    segno.make(hall.join_address, error="m", micro=False).terminal(picture, compact=True, border=2)
    lines.append(picture.getvalue())
    if not lan_addresses() and not wanted.proxy:
        lines.append(words["no_network"])
    if hall.room.pretend:
        lines.append(words["rehearsal"].format(count=hall.room.pretend))
    if hall.room.plan["draft"]:
        lines.append(words["draft"])
    if wanted.plain:
        lines.append(words["not_encrypted"])
    elif not wanted.proxy and wanted.certificate is None:
        lines.append(words["self_made"].format(fingerprint=fingerprint(places.certificate)))
    lines.append(words["goes_on"] if goes_on else words["room"])
    return lines
