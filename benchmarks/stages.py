"""Where the time and the memory of one page process go: forked, cells run, an answer held, a space open, kept.

Page processes are started here as the server starts them, by the same code, and spoken to over the same socket.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Any

import pandas as pd
import psutil

from benchmarks.memory import memory
from benchmarks.messages import HELLO, frame, put, said
from benchmarks.subjects import FIFTEEN
from unhurried.course.notebook import Code, read_notebook
from unhurried.server.processes import frames
from unhurried.server.processes.starter import PageProcess, WarmStarter

#: Page processes. The one before them pays for what the warm process does for the first time, and is not counted.
ROUNDS = 10


class Stages:
    """One page process, measured after each of its stages."""

    def __init__(self, page: PageProcess, process: psutil.Process, since: float) -> None:
        self.page = page
        self.process = process
        self.since = since
        self.used = 0.0
        self.rows: list[dict[str, Any]] = []

    async def reached(self, stage: str) -> None:
        """The process has answered. Measure it once it rests; the wait for that is not part of the stage's time."""
        waited = time.perf_counter() - self.since
        while self.process.status() != psutil.STATUS_SLEEPING:
            await asyncio.sleep(0.001)
        used = int(Path(f"/proc/{self.process.pid}/schedstat").read_text().split()[0]) / 1e6
        own, fair = memory(self.process, "Private_Dirty"), memory(self.process, "Pss")
        self.rows.append({"stage": stage, "wait": waited * 1000, "cpu": used - self.used, "own": own, "fair": fair})
        self.used, self.since = used, time.perf_counter()

    def ask(self, kind: bytes, body: object) -> None:
        self.page.write(frames.encode(kind, body))

    async def answer(self, kind: bytes, name: str) -> Any:
        """Wait for the server's own message with this key, or for what the widget says by this name."""
        while payload := await self.page.read():
            got, body = frames.decode(payload)
            if got == kind and (name in body if kind == frames.OWN else said(body) == name):
                return body
        raise RuntimeError("A page process ended before it had answered.")


async def of_page_processes() -> pd.DataFrame:
    """One row for each stage of each page process.

    Columns: `stage`; `wait` and `cpu` in ms for this stage alone; `own` and `fair` in MiB by its end (dirty
    pages that are this process's alone, and Pss).
    """
    cells = [cell.source for cell in read_notebook(FIFTEEN.notebook).cells if isinstance(cell, Code)]
    starter = WarmStarter(FIFTEEN.course)
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="u-") as folder:
        await starter.open()
        try:
            (warm,) = psutil.Process().children()
            for number in range(1 + ROUNDS):
                key = await _new_space(starter, folder, f"words of benchmark space number {number}")
                stages = await _live(starter, warm, cells, key)
                rows += stages if number else []
        finally:
            starter.close()
    return pd.DataFrame(rows)


async def _new_space(starter: WarmStarter, folder: str, passphrase: str) -> dict[str, str]:
    process = await starter.start()
    job = {"do": "make", "folder": folder, "passphrase": passphrase, "kind": "own"}
    process.write(frames.encode(frames.OWN, {"job": job}))
    payload = await process.read()
    process.close()
    if payload is None:
        raise RuntimeError("No space could be made.")
    key: dict[str, str] = frames.decode(payload)[1]["key"]
    return key


async def _live(
    starter: WarmStarter, warm: psutil.Process, cells: list[str], key: dict[str, str]
) -> list[dict[str, Any]]:
    """The life of one page process, as rows."""
    others = set(warm.children())
    since = time.perf_counter()
    page = await starter.start()
    (process,) = set(warm.children()) - others
    stages = Stages(page, process, since)
    await stages.reached("forked")
    stages.ask(frames.OWN, {"start": {"course": str(FIFTEEN.course), "cells": cells}})
    shown = await stages.answer(frames.OWN, "ready")
    await stages.reached("cells have run")
    comm = shown["ready"][0]["comm"]
    stages.ask(frames.COMM, frame(comm, HELLO))
    stages.ask(frames.COMM, frame(comm, put(FIFTEEN.question, 0, seq=1)))
    await stages.answer(frames.COMM, "held")
    await stages.reached("an answer is held")
    stages.ask(frames.OWN, {"space": key})
    await stages.answer(frames.OWN, "opened")
    await stages.reached("a space is open")
    stages.ask(frames.COMM, frame(comm, put(FIFTEEN.question, 0, seq=2)))
    await stages.answer(frames.COMM, "kept")
    await stages.reached("the answer is kept")
    page.close()
    return stages.rows
