"""A space as one locked file, to be kept elsewhere: age's passphrase format with JSON inside (docs/save-file.md).

The public `age` tool opens it, so it can be read when this program is gone. Making or opening one takes 270 to 520 MB
for a moment: a short-lived process, one at a time.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from unhurried.errors import SaveForeign, SaveSlow, SaveTooBig, SaveUnopened, SpaceNewer
from unhurried.space.cover import STEP
from unhurried.space.schema import BESIDE, IN_LINE, SETTLED
from unhurried.space.whole import Entry, Whole
from unhurried.space.words import normalise

NAME = "pages.age"
"""What the file is called: it tells that it is locked, and nothing else."""

LARGEST = 24 * STEP
"""Bytes of the longest save file. On its way to the process that opens it, it becomes a third longer, and must fit into
one frame (64 MiB) and into memory several times over. A design choice: about three million words."""

_LEAST_WORK = 16
"""Power of two of age's scrypt: 64 MiB for each guess, as much as one at the folder takes (envelope.py)."""

_TRIES = 8
"""age measures by one millisecond of work how fast this computer is, and goes by that: how much work it puts into a
file, and how much it is willing to do for one (16 seconds). On a busy computer a measurement can be far off."""

_MADE_BY, _FORMAT = "unhurried", 1
_OPENING = b"age-encryption.org/v1\n-> scrypt "
_PLACES = {"in_line": IN_LINE, "beside": BESIDE, "chosen_over": SETTLED}
_NAMES = {place: name for name, place in _PLACES.items()}


def seal(whole: Whole, passphrase: str) -> bytes:
    """The space as a locked file. Raises SaveTooBig.

    It opens with the words as `normalise` makes them: small letters, one space between two. Its length is a whole
    number of steps, but for what age adds, so that it tells no more than a file of the folder does.
    """
    plain = json.dumps(
        {
            "made_by": _MADE_BY,
            "format": _FORMAT,
            "kind": whole.kind,
            "settings": whole.settings,
            "entries": [{**asdict(entry), "beside": _NAMES[entry.beside]} for entry in whole.entries],
        }
    ).encode()  # ASCII: half an emoji, which a text field may leave behind, is an escape in it
    if len(plain) > LARGEST - STEP:
        raise SaveTooBig
    import pyrage  # on use: page processes need none of it

    padded = plain.ljust(-(-len(plain) // STEP) * STEP)
    for _ in range(_TRIES):
        sealed: bytes = pyrage.passphrase.encrypt(padded, normalise(passphrase))
        if _work(sealed) >= _LEAST_WORK:
            break
    return sealed


def unseal(file: bytes, passphrase: str) -> Whole:
    """What is in a save file.

    Raises SaveForeign for any other file, SaveUnopened where the words are others or the file was changed or cut off,
    SaveSlow where this computer would need too long for it, SpaceNewer for a later format, SaveTooBig.
    """
    if len(file) > LARGEST:
        raise SaveTooBig
    if not file.startswith(_OPENING):
        raise SaveForeign
    plain = _decrypted(file, passphrase)
    if plain is None:
        raise SaveUnopened
    whole = _read(plain)
    if whole is None:
        raise SaveForeign
    return whole


def _decrypted(file: bytes, passphrase: str) -> bytes | None:
    import pyrage

    for _ in range(_TRIES):
        try:
            plain: bytes = pyrage.passphrase.decrypt(file, normalise(passphrase))
        except pyrage.DecryptError as trouble:
            if not str(trouble).startswith("Excessive work"):  # said at once, before anything is worked out
                return None
        else:
            return plain
    raise SaveSlow


def _work(file: bytes) -> int:
    return int(file.split(b"\n", 2)[1].split()[-1])


def _read(plain: bytes) -> Whole | None:
    """None where it is not ours. Whoever sealed it knew the words, and still may have made it by hand: it is looked at
    before any of it goes into a space."""
    try:
        found = json.loads(plain)
        if found["made_by"] != _MADE_BY:
            return None
        newer = found["format"] > _FORMAT
        whole = None if newer else Whole(_kind(found["kind"]), [_entry(one) for one in found["entries"]],
                                         dict(found["settings"]))  # fmt: skip
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if whole is None:
        raise SpaceNewer
    in_line = {(one.worksheet, one.question) for one in whole.entries if one.beside == IN_LINE}
    return whole if all((one.worksheet, one.question) in in_line for one in whole.entries) else None


def _kind(said: Any) -> Any:
    if said not in ("own", "two"):
        raise ValueError("no such kind")
    return said


def _entry(said: dict[str, Any]) -> Entry:
    entry = Entry(**{**said, "beside": _PLACES[said["beside"]]})
    texts = (entry.worksheet, entry.question, entry.kept_at, entry.begun_at, entry.sitting)
    moments = [datetime.fromisoformat(at) for at in (entry.kept_at, entry.begun_at)]
    if not all(isinstance(text, str) for text in texts) or type(entry.version) is not int:
        raise TypeError("not an entry")
    if any(moment.tzinfo is None for moment in moments) or not 0 <= entry.version < 2**53:
        raise ValueError("not an entry")
    return entry
