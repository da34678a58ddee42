"""Save files, out of a space and into one. It runs in a short-lived process, never in the server: age takes half a
gigabyte for a moment, the server must hold no words, and opens no space."""

from __future__ import annotations

import base64
from contextlib import suppress
from datetime import date
from pathlib import Path

from unhurried.errors import SpaceBusy, SpaceFull, SpaceReadOnly, WrongPassphrase
from unhurried.server.processes.job import Job
from unhurried.server.processes.space_job import confirmed
from unhurried.space import save_file
from unhurried.space.backup import check_and_back_up
from unhurried.space.folder import Folder
from unhurried.space.open_key import OpenKey
from unhurried.space.whole import Whole, join, read_whole


def save(job: Job) -> Job:
    """Make a save file.

    Args:
        job: `{folder, passphrase, key}`: the folder of spaces, the words of the open space, its key
            (`OpenKey.to_plain`).

    Returns:
        `{file}` in base64. Raises WrongPassphrase, and what else is wrong with the space or too big.
    """
    whole = read_whole(confirmed(Folder(Path(job["folder"])), job))
    return {"file": base64.b64encode(save_file.seal(whole, job["passphrase"])).decode()}


def load(job: Job) -> Job:
    """Take a save file in.

    Args:
        job: `{folder, passphrase, key, file, today}`: the words that the file was saved with, the key of the space that
            it goes into, the file in base64, the reader's date (ISO 8601). Where `key` is None, it goes into the space
            that its own words open; where there is none, one is made.

    Returns:
        `{key, added, both}`: of the space that it went into, and what joining did (`whole.Joined`). Where it raises, no
        answer has changed.
    """
    whole = save_file.unseal(base64.b64decode(job["file"]), job["passphrase"])
    key = _into(Folder(Path(job["folder"])), job, whole)
    with suppress(SpaceFull, SpaceReadOnly, SpaceBusy):  # as at every opening: a copy from before, if there is room
        check_and_back_up(key, date.fromisoformat(job["today"]))
    done = join(key, whole)
    return {"key": key.to_plain(), "added": done.added, "both": done.both}


def _into(folder: Folder, job: Job, whole: Whole) -> OpenKey:
    if job["key"] is not None:
        return OpenKey.from_plain(job["key"])
    try:
        return folder.find(job["passphrase"])
    except WrongPassphrase:
        return folder.make(job["passphrase"], whole.kind)
