"""The power goes, or the process is killed, while somebody writes."""

import json
import os
import random
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from unhurried.space.backup import check_and_back_up
from unhurried.space.open_key import OpenKey
from unhurried.space.sqlcipher import check, connect
from unhurried.space.vault import Vault

ROUNDS = 20

# Keeps numbers in seven answers, as fast as it can, and says each one that was acknowledged. Every save is a sitting
# of its own, so the file grows; sizes vary, so growth happens at any moment.
WRITER = """
import itertools, json, sys
from unhurried.space.open_key import OpenKey
from unhurried.space.vault import Kept, Vault

vault = Vault.open(OpenKey.from_plain(json.loads(sys.stdin.readline())))
versions = {question: answer.version for (_, question), answer in vault.read().items()}
start = max((answer.value[0] for answer in vault.read().values()), default=0) + 1
for number in itertools.count(start):
    question = f"question {number % 7}"
    kept = vault.keep(
        "letter", question, [number, "x" * (number * 7919 % 30000)], versions.get(question, 0),
        "2026-03-01T09:30:00+01:00", f"sitting {number}",
    )
    assert isinstance(kept, Kept)
    versions[question] = kept.version
    print(number, flush=True)
"""


def test_what_was_acknowledged_survives_kill_9(open_key: OpenKey) -> None:
    """ "Kept 14:02" would be a lie on the day the battery runs out."""
    for _ in range(ROUNDS):
        acknowledged = _write_until_killed(open_key, after=random.randint(1, 40))
        with Vault.open(open_key) as vault:
            answers = vault.read()
        for number in acknowledged:
            assert answers["letter", f"question {number % 7}"].value[0] >= number
        connection = connect(open_key.file, open_key.key)
        check(connection)
        assert [] == connection.execute("PRAGMA cipher_integrity_check").fetchall()
        connection.close()


def test_a_killed_writer_leaves_a_space_that_can_be_copied(open_key: OpenKey) -> None:
    """The copy would be taken from half a transaction."""
    _write_until_killed(open_key, after=10)
    assert check_and_back_up(open_key, date(2026, 3, 1))


def test_a_transaction_cut_in_the_middle_is_undone(open_key: OpenKey, tmp_path: Path) -> None:
    """Half of an answer in the new words and half in the old ones."""
    with Vault.open(open_key) as vault:
        vault.keep("letter", "words", "a" * 50_000, 0, "2026-03-01T09:30:00+01:00", "tab")
        # A small cache makes SQLite write into the file before the commit: this is what a crash then leaves.
        vault._connection.execute("PRAGMA cache_size = 1")
        vault._connection.execute("BEGIN IMMEDIATE")
        vault._connection.execute("UPDATE entries SET value = ?", (b"b" * 50_000,))
        cut = OpenKey(tmp_path / "cut" / open_key.file.name, open_key.key)
        cut.file.parent.mkdir()
        # Another process copies: opening the file in this one would drop the vault's locks.
        for ending in ("", "-journal"):
            subprocess.run(["cp", f"{open_key.file}{ending}", f"{cut.file}{ending}"], check=True)
        vault._connection.execute("ROLLBACK")
    with Vault.open(cut) as vault:
        assert "a" * 50_000 == vault.read()["letter", "words"].value
    shutil.rmtree(cut.file.parent)


def _write_until_killed(open_key: OpenKey, after: int) -> list[int]:
    """Lets the writer be acknowledged `after` times, kills it, and returns every number that it said."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ}
    )
    assert writer.stdin and writer.stdout
    writer.stdin.write(json.dumps(open_key.to_plain()) + "\n")
    writer.stdin.flush()
    numbers = [int(writer.stdout.readline()) for _ in range(after)]
    writer.kill()
    numbers += [int(line) for line in writer.stdout.read().splitlines() if line]
    writer.wait()
    writer.stdin.close()
    writer.stdout.close()
    if not numbers:
        pytest.fail("nothing was acknowledged")
    return numbers
