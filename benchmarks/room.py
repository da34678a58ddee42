"""`python -m benchmarks.room`: 200 people in one room, with pulses, prompts and pauses, on this machine.

Each has a line of their own and answers as people do, all within a few seconds of a prompt, some of them twice. What is
measured is what they wait for: answer to acknowledged, and a leader's "pause" until it is on the last screen.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import psutil
from tornado.httpclient import HTTPRequest, HTTPResponse
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from tornado.websocket import WebSocketClientConnection, websocket_connect

from benchmarks.burst import allow_files
from benchmarks.subjects import ROOT

#: Seconds until something that has to come counts as lost.
PATIENCE = 30.0
#: Seconds within which people answer what was opened, and that a round of prompt, pulse and pause takes.
ANSWERING, ROUND = 8.0, 20.0
#: What is required: seconds until acknowledged (95th percentile), until the last screen is paused, and MB.
WANTED = {"acknowledged": 0.3, "paused": 1.0, "memory": 500.0}


@dataclass
class Seat:
    """One browser in the room, without a browser."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)
    line: WebSocketClientConnection | None = None
    seq: int = 0
    waits: dict[int, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)
    room: dict[str, Any] = field(default_factory=dict)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def join(self, code: str) -> Seat:
        await self.ask("room")
        await self.ask("room/join", method="POST", body=urlencode({"code": code}))
        return await self.connect()

    async def take(self, address: str) -> Seat:
        await self.ask(address.removeprefix(self.url))
        return await self.connect()

    async def connect(self) -> Seat:
        request = HTTPRequest(f"{self.url.replace('http', 'ws', 1)}room/line", headers=self.headers())
        self.line = await websocket_connect(request)
        asyncio.get_running_loop().create_task(self.listen(self.line))
        await self.until(bool)
        return self

    async def listen(self, line: WebSocketClientConnection) -> None:
        while (text := await line.read_message()) is not None:
            frame = json.loads(text)
            if "seq" in frame and not self.waits[frame["seq"]].done():
                self.waits.pop(frame["seq"]).set_result(frame)
            elif frame["type"] == "room":
                async with self.changed:
                    self.room = frame
                    self.changed.notify_all()

    async def until(self, state: Any) -> None:
        async with self.changed:
            await asyncio.wait_for(self.changed.wait_for(lambda: state(self.room)), PATIENCE)

    async def say(self, kind: str, **fields: Any) -> float:
        """Send a message; the seconds until it was acknowledged."""
        assert self.line is not None
        self.seq += 1
        answer = self.waits[self.seq] = asyncio.get_running_loop().create_future()
        began = time.perf_counter()
        await self.line.write_message(json.dumps({"type": kind, "seq": self.seq, **fields}))
        frame = await asyncio.wait_for(answer, PATIENCE)
        if frame["type"] != "kept":
            raise RuntimeError(f"{kind}: {frame}")
        return time.perf_counter() - began

    async def ask(self, path: str, **more: Any) -> HTTPResponse:
        client = SimpleAsyncHTTPClient(force_instance=True)
        headers = {**self.headers(), "X-XSRFToken": next((v for k, v in self.cookies.items() if k[:2] == "_x"), "")}
        answer = await client.fetch(
            f"{self.url}{path}", headers=headers, follow_redirects=False, raise_error=False, **more
        )
        if answer.code >= 400:
            raise RuntimeError(f"{path.split('/')[0]}: {answer.code}")
        for line in answer.headers.get_list("Set-Cookie"):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
        return answer

    def headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookies, "Origin": self.url.rstrip("/")}


@dataclass
class Measured:
    """Seconds of each wait; `lost`: what should have been in the room at its end and was not, by kind."""

    answers: list[float] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    joined: float = 0.0
    lost: list[str] = field(default_factory=list)
    megabytes: float = 0.0
    cpu: float = 0.0


async def evening(
    url: str, leader_link: str, code: str, people: int, seconds: float, server: psutil.Process, rooms: Path
) -> Measured:
    """One room from the door to its end."""
    measured = Measured()
    leader = await Seat(url).take(leader_link)
    began = time.perf_counter()
    seats = [Seat(url) for _ in range(people)]
    door = asyncio.Semaphore(20)  # people come in through a door

    async def come(seat: Seat) -> None:
        async with door:
            await seat.join(code)
            await seat.say("agree")

    await asyncio.gather(*(come(seat) for seat in seats))
    measured.joined = time.perf_counter() - began
    cpu = sum(server.cpu_times()[:2])
    prompts = [step["id"] for step in PLAN["steps"] if step["prompt"]]
    pulses = 6
    until, turn = time.perf_counter() + seconds, 0
    while time.perf_counter() < until:
        turn += 1
        left = time.perf_counter()
        if pulses and turn % 5 == 0:
            pulses -= 1
            await leader.say("pulse")
        elif prompts:
            await leader.say("go", step=prompts.pop(0))
            await leader.say("ask")
        else:
            break
        await leader.until(lambda room: (room.get("asked") or {}).get("state") == "open")
        asked = leader.room["asked"]
        outcome = await asyncio.gather(*(answer(seat, asked) for seat in seats), return_exceptions=True)
        for one in outcome:
            if isinstance(one, BaseException):
                measured.lost.append(f"answer: {type(one).__name__}")
            else:
                measured.answers += one
        measured.lost += ["answer: not in the room"] * abs(people - kept(rooms, asked["asked"]))
        await leader.say("close", asked=asked["asked"])
        await leader.say("show", asked=asked["asked"])
        measured.pauses.append(await pause(leader, seats, True, measured))
        measured.pauses.append(await pause(leader, seats, False, measured))
        measured.megabytes = max(measured.megabytes, server.memory_full_info().pss / 1e6)
        await asyncio.sleep(max(0.0, min(ROUND - (time.perf_counter() - left), until - time.perf_counter())))
    measured.cpu = sum(server.cpu_times()[:2]) - cpu
    await leader.say("end")
    return measured


def kept(rooms: Path, asked: int) -> int:
    """How many answers to this are in the room's database."""
    (file,) = rooms.glob("*/room.sqlite")
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as reader:
        (count,) = reader.execute("SELECT count(*) FROM answers WHERE asked = ?", [asked]).fetchone()
    return int(count)


async def answer(seat: Seat, asked: dict[str, Any]) -> list[float]:
    """Somebody sees what was opened, thinks, answers, and perhaps answers again."""
    await seat.until(lambda room: (room.get("asked") or {}).get("asked") == asked["asked"])
    waits = []
    for _ in range(random.choice((1, 1, 2))):
        await asyncio.sleep(random.uniform(0, ANSWERING / 2))
        option = random.choice([option["id"] for option in asked["options"]] + [None])
        waits.append(await seat.say("answer", asked=asked["asked"], option=option))
    return waits


async def pause(leader: Seat, seats: list[Seat], on: bool, measured: Measured) -> float:
    """The seconds from the leader's press to the last screen."""
    began = time.perf_counter()
    seen = asyncio.gather(*(seat.until(lambda room: room["paused"] == on) for seat in seats), return_exceptions=True)
    await leader.say("pause", on=on)
    measured.lost += ["pause" for one in await seen if isinstance(one, BaseException)]
    return time.perf_counter() - began


def session(prompts: int) -> dict[str, Any]:
    """A session with this many prompts."""
    options = [{"id": one, "label": one} for one in ("yes", "partly", "no")]
    empty = {"purpose": "", "say": "", "watch": [], "safety": [], "shown": None, "timer": None, "breakout": None}
    steps = [
        {
            **empty,
            "id": f"prompt-{number}",
            "title": "Prompt",
            "kind": "prompt",
            "minutes": 1,
            "worksheets": [],
            "prompt": {"question": "How is it?", "sensitive": number % 2 == 0, "options": options},
        }
        for number in range(prompts)
    ]
    return {"title": "Measuring", "session_title": "Measuring", "agreements": ["None."], "draft": False, "steps": steps}


PLAN = session(60)

SERVE = """
import sys
from pathlib import Path
from benchmarks.room import PLAN
from unhurried.course import find_course
from unhurried.server.opening import Wanted, open_workshop
wanted = Wanted(int(sys.argv[2]), host="127.0.0.1", plain=True)
open_workshop(find_course(), Path(sys.argv[1]), lambda: PLAN, False, wanted, lambda line: print(line, flush=True))
"""


def started(folder: Path) -> tuple[subprocess.Popen[str], str, str, str]:
    """A server with a room: `(process, address, the leader's link, code)`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(folder)}
    command = [sys.executable, "-c", SERVE, str(folder / "rooms"), str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    link = code = ""
    while not code:
        line = process.stdout.readline()
        if not line:
            raise RuntimeError("the server did not start")
        link = found[1] if (found := re.match(r"Ready: (\S+)", line)) else link
        code = found[1] if (found := re.match(r"Code:  (\S+)", line)) else code
    return process, f"http://127.0.0.1:{port}/", link, code


def table(measured: Measured, people: int, seconds: float) -> tuple[str, bool]:
    """The figures as a Markdown table, and whether all is as it should be."""
    answers, pauses = pd.Series(measured.answers), pd.Series(measured.pauses)
    good = {
        "acknowledged": answers.quantile(0.95) < WANTED["acknowledged"],
        "paused": pauses.max() < WANTED["paused"],
        "lost": not measured.lost,
        "memory": measured.megabytes < WANTED["memory"],
    }
    rows = [
        ("answer → acknowledged, median", f"{answers.median() * 1000:.0f} ms", ""),
        ("answer → acknowledged, 95th percentile", f"{answers.quantile(0.95) * 1000:.0f} ms", "300 ms"),
        ("answer → acknowledged, most", f"{answers.max() * 1000:.0f} ms", ""),
        ("pause → on every screen, most", f"{pauses.max() * 1000:.0f} ms", "1000 ms"),
        ("lost", str(len(measured.lost)), "0"),
        ("server's memory (Pss), most", f"{measured.megabytes:.0f} MB", "500 MB"),
        ("server's CPU", f"{measured.cpu / seconds * 100:.0f} % of one core", ""),
        ("all have come in and agreed", f"{measured.joined:.1f} s", ""),
    ]
    head = f"{people} people, {seconds / 60:.1f} minutes, {len(answers)} answers, {len(pauses)} pauses\n\n"
    lines = ["| what | measured | wanted |", "| --- | --- | --- |", *(f"| {a} | {b} | {c} |" for a, b, c in rows)]
    return head + "\n".join(lines), all(good.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=600.0)
    given = parser.parse_args()
    allow_files()
    print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores", flush=True)
    with tempfile.TemporaryDirectory(prefix="u-") as name:
        folder = Path(name)
        process, url, link, code = started(folder)
        server, rooms = psutil.Process(process.pid), folder / "rooms"
        try:
            began = time.perf_counter()
            measured = asyncio.run(evening(url, link, code, given.people, given.seconds, server, rooms))
            text, good = table(measured, given.people, time.perf_counter() - began)
        finally:
            process.terminate()
            process.wait(20)
    print(text)
    for kind in sorted(set(measured.lost)):
        print(f"lost: {measured.lost.count(kind)} x {kind}")
    sys.exit(not good)


if __name__ == "__main__":
    main()
