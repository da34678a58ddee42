"""Visits without a server: page processes of either kind, and a page's WebSocket that only remembers."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import psutil
import pytest

from unhurried.course import find_course
from unhurried.server.limits import Limits
from unhurried.server.processes.starter import PlainStarter, Starter, WarmStarter, can_fork_safely
from unhurried.server.visits import Visits

STARTERS = [pytest.param(WarmStarter, marks=pytest.mark.skipif(not can_fork_safely(), reason="no safe fork here"))]
STARTERS += [pytest.param(PlainStarter)]

#: Runs in a page process in place of a notebook's cells, and says through a widget's definition what it sees there.
PROBE = """
import ctypes, json, os, random, resource, threading
import traitlets
from unhurried.widgets.worksheet import Worksheet
seen = json.dumps({
    "environment": dict(os.environ),
    "nowhere": [os.fstat(number).st_rdev == os.stat(os.devnull).st_rdev for number in (0, 1, 2)],
    "descriptors": len(os.listdir("/proc/self/fd")) - 1,
    "core": resource.getrlimit(resource.RLIMIT_CORE),
    "memory": resource.getrlimit(resource.RLIMIT_AS)[0],
    "dumpable": ctypes.CDLL(None).prctl(3, 0, 0, 0, 0),
    "threads": threading.active_count(),
    "random": random.random(),
    "pid": os.getpid(),
})
class Probe(Worksheet):
    stem = traitlets.Unicode(seen, read_only=True).tag(sync=True)
Probe({}, print)
"""


class FakeLine:
    """A page's WebSocket that only remembers."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.hung_up = False

    def tell(self, text: str) -> None:
        self.told.append(text)

    def hang_up(self) -> None:
        self.hung_up = True


def lives(pid: int) -> bool:
    """Whether a process is still there, and more than a name that waits to be struck off."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


async def ended(pid: int) -> None:
    """Wait until this process is gone."""
    until = time.monotonic() + 20
    while lives(pid):
        assert time.monotonic() < until, "the page process goes on"
        await asyncio.sleep(0.01)


def with_visits(
    kind: type[Any],
    story: Callable[[Visits], Any],
    patience: tuple[float, float] = (1000, 1000),
    limits: Limits = Limits(memory=1024**3, visits=100),  # noqa: B008  # it is frozen
) -> None:
    """Run a story on visits whose page processes come from a starter of this kind."""

    async def told() -> None:
        starter: Starter = kind(find_course().root)
        try:
            await starter.open()
            visits = Visits(starter, limits, lambda visitor: None, patience)
            await story(visits)
            visits.close()
        finally:
            starter.close()

    asyncio.run(told())


async def probed(visits: Visits, visitor: str = "somebody") -> tuple[Any, Any]:
    """A new visit, and what its page process sees."""
    visit = visits.begin(visitor, str(find_course().root), [PROBE])
    (shown,) = (await asyncio.wait_for(asyncio.shield(visit.ready), 30))["ready"]
    return visit, json.loads(shown["stem"])
