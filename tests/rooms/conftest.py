"""Rooms for tests, each with a server of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import makes
from tests.rooms.guests import Evening, RoomServer
from tests.server.conftest import DEADLINE


@pytest.fixture(scope="module")
def run() -> Iterator[Callable[..., Any]]:
    """Calls something and waits for what it promises, on one loop for all tests of a module."""

    async def called(act: Callable[..., Any], *given: Any) -> Any:
        return await asyncio.wait_for(act(*given), DEADLINE)

    with asyncio.Runner() as runner:
        yield lambda act, *given: runner.run(called(act, *given))


@pytest.fixture
def room_server_of(tmp_path: Path) -> Iterator[Callable[..., RoomServer]]:
    yield from makes(RoomServer, tmp_path)


@pytest.fixture
def room_server(room_server_of: Callable[..., RoomServer]) -> RoomServer:
    return room_server_of().start()  # type: ignore[return-value]


@pytest.fixture
def evening(room_server: RoomServer, run: Callable[..., Any]) -> Evening:
    return Evening(room_server, run)


@pytest.fixture(scope="module")
def one_evening(tmp_path_factory: pytest.TempPathFactory, run: Callable[..., Any]) -> Iterator[Evening]:
    server = RoomServer(tmp_path_factory.mktemp("room"))
    try:
        server.start()
        yield Evening(server, run)
    finally:
        server.close()


@pytest.fixture
def shared_evening(one_evening: Evening) -> Evening:
    """One room for all tests of a module that do not ask, close or end anything."""
    one_evening.leader = one_evening.leading.room_line()  # nobody answered on the one before between two tests
    return one_evening
