import pytest

from unhurried.errors import SpaceNewer
from unhurried.space import schema
from unhurried.space.cover import STEP
from unhurried.space.open_key import OpenKey
from unhurried.space.schema import MIGRATIONS, bring_up_to_date
from unhurried.space.sqlcipher import Connection, connect
from unhurried.space.vault import Vault

AT = "2026-03-01T09:30:00+01:00"


def _second(connection: Connection) -> None:
    connection.execute("ALTER TABLE entries ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")


def _second_fails(connection: Connection) -> None:
    _second(connection)
    raise RuntimeError


def test_migrations_are_numbered_without_gaps() -> None:
    """A missing number would leave every space made before it unreadable."""
    assert list(range(1, len(MIGRATIONS) + 1)) == list(MIGRATIONS)


def test_an_older_space_opens_in_a_newer_program(
    open_key: OpenKey, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An update would lose what was written before it."""
    vault.keep("letter", "words", "from last year", 0, AT, "tab")
    connection = connect(open_key.file, open_key.key)
    bring_up_to_date(connection, {**MIGRATIONS, 2: _second})
    assert [("calm",)] == connection.execute("SELECT mood FROM entries").fetchall()
    assert [("2",)] == connection.execute("SELECT value FROM meta WHERE name = 'format'").fetchall()
    bring_up_to_date(connection, {**MIGRATIONS, 2: _second_fails})  # done already: not run again
    connection.close()
    assert "from last year" == vault.read()["letter", "words"].value
    assert 0 == open_key.file.stat().st_size % STEP


def test_an_update_that_fails_leaves_the_space_as_it_was(open_key: OpenKey) -> None:
    """A space half way between two formats opens in neither."""
    connection = connect(open_key.file, open_key.key)
    with pytest.raises(RuntimeError):
        bring_up_to_date(connection, {**MIGRATIONS, 2: _second_fails})
    connection.close()
    with Vault.open(open_key) as vault:
        vault.keep("letter", "words", "still here", 0, AT, "tab")


def test_a_newer_space_is_left_alone(open_key: OpenKey) -> None:
    """An older program would write into a format that it does not understand."""
    connection = connect(open_key.file, open_key.key)
    bring_up_to_date(connection, {**MIGRATIONS, 2: _second})
    connection.close()
    before = open_key.file.read_bytes()
    with pytest.raises(SpaceNewer):
        Vault.open(open_key)
    assert before == open_key.file.read_bytes()


def test_each_state_of_an_entry_has_its_own_number() -> None:
    """The view `current` counts on 0; two states with one number would mix chosen and not chosen."""
    assert (0, 1, 2) == (schema.IN_LINE, schema.BESIDE, schema.SETTLED)
