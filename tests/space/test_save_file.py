"""Save files: what goes out comes in again, to the last version, and other programs can read it."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shutil
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from tests.space import age_format
from tests.space.wholes import AT, entry, wholes

from unhurried.errors import SaveForeign, SaveSlow, SaveTooBig, SaveUnopened, SpaceNewer
from unhurried.space import save_file
from unhurried.space.cover import STEP
from unhurried.space.folder import Folder
from unhurried.space.save_file import seal, unseal
from unhurried.space.vault import Vault
from unhurried.space.whole import Whole, join, read_whole

WORDS = "Quince  marker lantern\nSEVEN"
PLAIN_WORDS = "quince marker lantern seven"
MARKER = "zwiebelmuster am dachfirst"
WHOLE = Whole("own", [entry(value=MARKER), entry(question="b", value=None, version=0, beside=0)], {"leave_to": None})

#: How a file begins that is not locked: for the format alone.
HEAD = b"age-encryption.org/v1\n-> scrypt c2FsdA 18\n"

JS = Path(__file__).parents[2] / "src/unhurried/widgets/host/space_save.js"


@pytest.fixture(scope="module")
def sealed() -> bytes:
    """Made once: age takes a second and half a gigabyte."""
    return seal(WHOLE, WORDS)


@pytest.fixture
def without_age(monkeypatch: pytest.MonkeyPatch) -> None:
    """The format alone: nothing is locked, so that many can be made."""
    monkeypatch.setattr(pyrage.passphrase, "encrypt", lambda plain, words: HEAD + plain)
    monkeypatch.setattr(pyrage.passphrase, "decrypt", lambda file, words: file[len(HEAD) :])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(whole=wholes)
def test_what_was_saved_comes_back_the_same(whole: Whole, without_age: None) -> None:
    """Somebody would find an answer changed, or a version missing, on their new computer."""
    assert whole == unseal(seal(whole, WORDS), WORDS)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(whole=wholes)
def test_a_space_goes_out_and_into_a_new_one_the_same(
    whole: Whole, without_age: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same, over real files: all versions, those beside, those chosen over, and settings."""
    folder = Folder(tmp_path_factory.mktemp("spaces"))
    first, second = folder.make("first words to open", whole.kind), folder.make("other words to open", whole.kind)
    join(first, whole)
    out = unseal(seal(read_whole(first), WORDS), WORDS)
    join(second, out)
    assert read_whole(first) == read_whole(second)
    assert sorted(map(repr_of, whole.entries)) == sorted(map(repr_of, read_whole(second).entries))
    assert whole.settings == read_whole(second).settings
    with Vault.open(first) as one, Vault.open(second) as other:
        assert one.read() == other.read()
        assert one.read_whole() == other.read_whole()
    assert 0 == second.file.stat().st_size % STEP


def repr_of(one: Any) -> str:
    return repr((one.worksheet, one.question, one.beside, one.state))


def test_it_opens_with_the_words_and_no_others(sealed: bytes) -> None:
    """Whoever finds the file could read it; or its owner could not."""
    assert WHOLE == unseal(sealed, PLAIN_WORDS)
    with pytest.raises(SaveUnopened):
        unseal(sealed, PLAIN_WORDS + "s")


def test_a_second_reader_opens_it(sealed: bytes) -> None:
    """In twenty years nobody could, without this program and the library that it was made with."""
    found = json.loads(age_format.read(sealed, PLAIN_WORDS))
    assert ("unhurried", 1, "own") == (found["made_by"], found["format"], found["kind"])
    assert [MARKER, None] == [one["value"] for one in found["entries"]]


def test_the_public_age_tool_opens_it(sealed: bytes, tmp_path: Path) -> None:
    """The sentence that says so, at the button, would be false."""
    age = shutil.which("age")
    if age is None:
        if os.environ.get("UNHURRIED_NEEDS_BROWSER"):
            pytest.fail("No age was found, and this run must have it (apt-get install age).")
        warnings.warn("NO age FOUND: nobody checked that it opens save files (apt-get install age).", stacklevel=1)
        pytest.skip("no age on this machine")
    (tmp_path / "pages.age").write_bytes(sealed)
    plain = tmp_path / "plain"
    assert 0 == _typed(PLAIN_WORDS, [age, "--decrypt", "--output", str(plain), str(tmp_path / "pages.age")])
    assert MARKER in plain.read_text()


def _typed(words: str, command: list[str]) -> int:
    """Run a program that asks for a passphrase at a terminal, and type it there. Returns its exit code."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(command[0], command)
    said, deadline = b"", time.monotonic() + 60
    while time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                said += os.read(terminal, 1024)
            except OSError:  # it has ended
                break
            if b"assphrase" in said:
                os.write(terminal, words.encode() + b"\n")
                said = b""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("cut", [1, 17, STEP // 2])
def test_one_that_was_cut_off_is_refused(sealed: bytes, cut: int) -> None:
    """Half of somebody's words would come back and look like all of them."""
    with pytest.raises(SaveUnopened):
        unseal(sealed[:-cut], WORDS)


@pytest.mark.parametrize("place", [60, 150, -3, 200_000])
def test_one_that_was_changed_is_refused(sealed: bytes, place: int) -> None:
    """Somebody could put words into another person's mouth."""
    changed = bytearray(sealed)
    changed[place] ^= 1
    with pytest.raises(SaveUnopened):
        unseal(bytes(changed), WORDS)
    with pytest.raises(SaveUnopened):
        unseal(sealed + b"\0", WORDS)


@pytest.mark.parametrize("other", [b"", b"age-encryption.org/v1\n-> X25519 abc", b"PK\x03\x04 pages.zip", b"\0" * 9])
def test_other_files_are_told_apart(other: bytes) -> None:
    """Whoever picks the wrong file would search for a slip in their passphrase."""
    with pytest.raises(SaveForeign):
        unseal(other, WORDS)


def test_one_that_would_take_for_ever_is_refused(sealed: bytes) -> None:
    """A file that somebody made on purpose could bring the computer to a stop."""
    first, recipient, rest = sealed.split(b"\n", 2)
    slow = recipient.rsplit(b" ", 1)[0] + b" 30"
    with pytest.raises(SaveSlow):
        unseal(b"\n".join([first, slow, rest]), WORDS)


def test_a_busy_computer_neither_weakens_a_file_nor_refuses_it(sealed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file could be guessed at cheaply, or a right passphrase be called a wrong one, for a moment's stutter."""
    decrypt = pyrage.passphrase.decrypt
    weak = sealed.replace(sealed.split(b"\n", 2)[1], b"-> scrypt c2FsdA 12", 1)
    made = [weak, weak, sealed]
    monkeypatch.setattr(pyrage.passphrase, "encrypt", lambda plain, words: made.pop(0))
    assert sealed == seal(WHOLE, WORDS)
    assert [] == made
    refused = [pyrage.DecryptError("Excessive work parameter for passphrase."), None]

    def busy(file: bytes, words: str) -> bytes:
        trouble = refused.pop(0)
        if trouble:
            raise trouble
        plain: bytes = decrypt(file, words)
        return plain

    monkeypatch.setattr(pyrage.passphrase, "decrypt", busy)
    assert WHOLE == unseal(sealed, WORDS)


ENTRY = {
    "worksheet": "a", "question": "b", "value": 1, "version": 1, "kept_at": AT, "begun_at": AT, "sitting": "s",
    "beside": "in_line",
}  # fmt: skip
GOOD = {"made_by": "unhurried", "format": 1, "kind": "own", "settings": {}, "entries": [ENTRY]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"made_by": "another"},
        {"kind": "three"},
        {"settings": 5},
        {"entries": None},
        *({"entries": [{**ENTRY, **change}]} for change in (
            {"worksheet": 5}, {"version": "1"}, {"version": -1}, {"version": True}, {"kept_at": "yesterday"},
            {"begun_at": "2026-01-01T00:00:00"}, {"beside": "nowhere"}, {"sitting": None}, {"more": 1},
            {"beside": "beside"},
        )),
        {"entries": [{name: value for name, value in ENTRY.items() if name != "value"}]},
    ],
)  # fmt: skip
def test_one_made_by_hand_is_looked_at_first(wrong: dict[str, Any], without_age: None) -> None:
    """A space would take in what makes it unreadable."""

    def made(what: dict[str, Any]) -> bytes:
        return HEAD + json.dumps(what).encode()

    assert [1] == [one.value for one in unseal(made(GOOD), WORDS).entries]
    with pytest.raises(SaveForeign):
        unseal(made({**GOOD, **wrong}), WORDS)
    with pytest.raises(SpaceNewer):
        unseal(made({**GOOD, "format": 2}), WORDS)


def test_what_is_too_large_is_refused_before_anything_is_done(without_age: None) -> None:
    """The program would take all memory, and end with everybody's open pages."""
    with pytest.raises(SaveTooBig):
        seal(Whole("own", [entry(value="x" * save_file.LARGEST)]), WORDS)
    with pytest.raises(SaveTooBig):
        unseal(b"x" * (save_file.LARGEST + 1), WORDS)
    almost = seal(Whole("own", [entry(value="x" * (save_file.LARGEST - 2 * STEP))]), WORDS)
    assert len(almost) <= save_file.LARGEST
    assert f"LARGEST = {save_file.LARGEST // STEP} * 1024 * 1024" in JS.read_text()


def test_its_length_tells_only_whole_steps(without_age: None) -> None:
    """From one file to the next, its size would tell how much was written."""
    lengths = {len(seal(Whole("own", [entry(value="x" * size)]), WORDS)) for size in (0, 10, 5000, 900_000)}
    assert 1 == len(lengths)


def test_the_document_names_every_key(sealed: bytes) -> None:
    """Whoever reads the file in twenty years would have to guess."""
    told = (Path(__file__).parents[2] / "docs/save-file.md").read_text()
    found = json.loads(age_format.read(sealed, PLAIN_WORDS))
    named = set(re.findall(r"^\| `(\w+)` \|", told, re.MULTILINE))
    assert {*found, *found["entries"][0]} == named


@pytest.fixture(autouse=True)
def _no_words_in_any_file(tmp_path: Path) -> Iterator[None]:
    yield
    left = [file for file in tmp_path.rglob("*") if file.is_file() and file.name != "plain"]
    assert [] == [file for file in left if MARKER.encode() in file.read_bytes()]
