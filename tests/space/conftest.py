"""Spaces to test with. Nothing here leaves pytest's own temporary folder."""

from __future__ import annotations

import os
import secrets
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from unhurried.space import envelope
from unhurried.space.folder import Folder
from unhurried.space.open_key import OpenKey
from unhurried.space.vault import Vault


@pytest.fixture(autouse=True)
def argon2_costs(monkeypatch: pytest.MonkeyPatch) -> tuple[int, int, int]:
    """Memory in KiB, passes and lanes as released. The tests themselves derive keys with less, to be quick."""
    released = (envelope._MEMORY_KIB, envelope._PASSES, envelope._LANES)
    monkeypatch.setattr(envelope, "_MEMORY_KIB", 64)
    monkeypatch.setattr(envelope, "_PASSES", 1)
    return released


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "spaces")


@pytest.fixture
def open_key(tmp_path: Path) -> OpenKey:
    """A space without a folder around it: no Argon2id, no noise."""
    key = OpenKey(tmp_path / secrets.token_hex(16), secrets.token_bytes(32))
    Vault.create(key).close()
    return key


@pytest.fixture
def vault(open_key: OpenKey) -> Iterator[Vault]:
    with Vault.open(open_key) as vault:
        yield vault


@pytest.fixture
def in_child() -> Callable[[Callable[[], None]], int]:
    """Runs something in a process of its own; 0 when it returned, else its exit code or minus its signal."""

    def run(what: Callable[[], None]) -> int:
        child = os.fork()
        if child == 0:
            try:
                what()
            except BaseException:
                os.write(2, traceback.format_exc().encode())
                os._exit(1)
            os._exit(0)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    return run
