"""Words, passphrase and key are nowhere but where they belong."""

import base64
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from datetime import date

import pytest

from unhurried.errors import SpaceDamaged, SpaceError, WrongPassphrase
from unhurried.space.backup import backup_file, check_and_back_up, good_copies, restore
from unhurried.space.envelope import lock_for, new_contents
from unhurried.space.folder import Folder
from unhurried.space.open_key import OpenKey
from unhurried.space.sqlcipher import connect
from unhurried.space.vault import Answer, Conflict, Vault, Version

PASSPHRASE = "quince marker lantern seven"
MARKER = "Quittenmarker wrote this ünder the lamp"
AT = "2026-03-01T09:30:00+01:00"
InChild = Callable[[Callable[[], None]], int]


def test_nothing_can_be_read_in_any_file(folder: Folder, in_child: InChild) -> None:
    """Whoever finds the folder would read what was written on the worst day."""
    key = folder.make(PASSPHRASE)
    with Vault.open(key) as vault:
        vault.keep("letter", "words", MARKER, 0, AT, "tab")
        vault.keep("letter", "words", MARKER + " again", 0, AT, "other tab")
        vault.set_setting("leave_to", MARKER)
    check_and_back_up(key, date(2026, 3, 1))
    restore(key, good_copies(key)[0].slot)
    folder.change(key, PASSPHRASE, PASSPHRASE + " eight")

    def die_in_the_middle() -> None:
        vault = Vault.open(key)
        vault._connection.execute("PRAGMA cache_size = 1")
        vault._connection.execute("BEGIN IMMEDIATE")
        vault._connection.execute("UPDATE entries SET value = ?", (MARKER.encode() * 5000,))
        os.kill(os.getpid(), signal.SIGKILL)

    assert -signal.SIGKILL == in_child(die_in_the_middle)
    files = list(folder.path.iterdir())
    assert any(file.name.endswith("-journal") for file in files)
    found = [form for file in files for form in _forms(key) if form in file.read_bytes()]
    assert [] == found


def test_a_wrong_key_is_silent(open_key: OpenKey) -> None:
    """The terminal would count how often somebody tried."""
    code = (
        "import sys, pathlib\n"
        "from unhurried.errors import SpaceDamaged\n"
        "from unhurried.space.open_key import OpenKey\n"
        "from unhurried.space.vault import Vault\n"
        "try: Vault.open(OpenKey(pathlib.Path(sys.argv[1]), bytes(32)))\n"
        "except SpaceDamaged: sys.exit(5)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(open_key.file)], capture_output=True)
    assert (5, b"", b"") == (done.returncode, done.stdout, done.stderr)


def test_errors_carry_nothing(open_key: OpenKey, folder: Folder) -> None:
    """A traceback in a log would hold what was being written."""
    with Vault.open(open_key) as vault:
        vault._connection.execute("DROP VIEW current")
        vault._connection.execute("ALTER TABLE entries RENAME TO gone")
        with pytest.raises(SpaceError) as broken:
            vault.keep("letter", "words", MARKER, 0, AT, "tab")
    with pytest.raises(SpaceDamaged) as damaged:
        Vault.open(OpenKey(open_key.file, bytes(32)))
    with pytest.raises(WrongPassphrase) as wrong:
        folder.find(PASSPHRASE)
    for error in (broken.value, damaged.value, wrong.value):
        assert () == error.args
        assert error.__context__ is None
        assert error.__cause__ is None
        told = "".join(traceback.format_exception(error))
        assert [] == [form for form in _forms(open_key) if form.decode("latin-1") in told]


def test_repr_shows_nothing(open_key: OpenKey) -> None:
    """Whatever a debugger, a test or a log prints by itself must not be somebody's words."""
    lock, contents = lock_for(PASSPHRASE, bytes(16)), new_contents()
    holders = [
        Answer(MARKER, 1, AT, [Version(MARKER, AT)]),
        Version(MARKER, AT),
        Conflict(1, MARKER, AT),
        open_key,
        lock,
        contents,
    ]
    shown = repr(holders) + "".join(map(str, holders))
    for secret in (MARKER, open_key.key.hex(), repr(open_key.key), repr(lock.key), repr(contents.data_key), lock.name):
        assert secret not in shown


def test_temporary_tables_stay_in_memory(open_key: OpenKey) -> None:
    """SQLite would write what it sorts into the machine's temporary folder, unencrypted."""
    connection = connect(open_key.file, open_key.key)
    assert [(2,)] == connection.execute("PRAGMA temp_store").fetchall()
    assert ("TEMP_STORE=2",) in connection.execute("PRAGMA compile_options").fetchall()
    assert [("delete",)] == connection.execute("PRAGMA journal_mode").fetchall()
    assert [(3,)] == connection.execute("PRAGMA synchronous").fetchall()  # EXTRA
    connection.close()


def test_names_of_copies_need_the_key(open_key: OpenKey) -> None:
    """Names that could be worked out without the key would show which files belong together."""
    other = OpenKey(open_key.file, bytes(32))
    assert backup_file(open_key, 0) != backup_file(other, 0)
    assert 3 == len({backup_file(open_key, slot) for slot in range(3)})


def test_a_page_process_stays_light() -> None:
    """Every visit would wait for what only the server needs."""
    heavy = ("cryptography", "sqlite3", "pydantic", "ipywidgets", "IPython", "pandas", "tornado", "unhurried.worksheet")
    code = f"import sys, unhurried.space.vault; sys.exit(repr([m for m in {heavy} if m in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "[]" == done.stderr.strip()


def test_space_imports_nothing_of_ours_but_errors() -> None:
    """What keeps answers must not depend on what shows them."""
    code = (
        "import sys, unhurried.space.folder, unhurried.space.backup\n"
        "print([m for m in sys.modules if m.startswith('unhurried.') and 'space' not in m])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "['unhurried.errors']" == done.stdout.strip()


def _forms(key: OpenKey) -> list[bytes]:
    """Every form in which a word, the passphrase or the key could lie in a file."""
    texts = [MARKER, "Quittenmarker", PASSPHRASE, "lantern", key.key.hex(), key.key.hex().upper()]
    forms = [text.encode(encoding) for text in texts for encoding in ("utf-8", "utf-16-le")] + [key.key]
    # base64 has three ways to begin in the middle of something
    return forms + [
        base64.b64encode(plain[shift : shift + (len(plain) - shift) // 3 * 3]) for plain in forms for shift in range(3)
    ]
