"""Save files, out of a space and into one. It runs in a short-lived process, never in the server: age takes half a
gigabyte for a moment, the server must hold no words, and opens no space."""

from __future__ import annotations

import base64
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from unhurried.errors import SpaceBusy, SpaceFull, SpaceReadOnly, UnhurriedError, WrongPassphrase
from unhurried.server.processes.outcome import outcome
from unhurried.server.processes.space_job import confirmed
from unhurried.space import save_file
from unhurried.space.backup import check_and_back_up
from unhurried.space.folder import Folder
from unhurried.space.open_key import OpenKey
from unhurried.space.whole import Whole, join, read_whole


def run_job(job: dict[str, Any]) -> dict[str, Any]:
    """Make a save file, or take one in.

    Args:
        job: `{do: "save", folder, passphrase, key}`: the folder of spaces, the words of the open space, its key
            (`OpenKey.to_plain`). `{do: "load", folder, passphrase, key, file, today}`: the words that the file was
            saved with, the key of the space that it goes into, the file in base64, the reader's date (ISO 8601). Where
            `key` is None, it goes into the space that its own words open; where there is none, one is made.

    Returns:
        For "save" `{file}` in base64; for "load" `{key, added, both}`: of the space that it went into, and what joining
        did (`whole.Joined`). `{error: key of an error}` where it failed, and then no answer has changed.
    """
    work = _save if job["do"] == "save" else _load
    return outcome(lambda: work(job), UnhurriedError)


def _save(job: dict[str, Any]) -> dict[str, Any]:
    whole = read_whole(confirmed(Folder(Path(job["folder"])), job))
    return {"file": base64.b64encode(save_file.seal(whole, job["passphrase"])).decode()}


def _load(job: dict[str, Any]) -> dict[str, Any]:
    whole = save_file.unseal(base64.b64decode(job["file"]), job["passphrase"])
    key = _into(Folder(Path(job["folder"])), job, whole)
    with suppress(SpaceFull, SpaceReadOnly, SpaceBusy):  # as at every opening: a copy from before, if there is room
        check_and_back_up(key, date.fromisoformat(job["today"]))
    done = join(key, whole)
    return {"key": key.to_plain(), "added": done.added, "both": done.both}


def _into(folder: Folder, job: dict[str, Any], whole: Whole) -> OpenKey:
    if job["key"] is not None:
        return OpenKey.from_plain(job["key"])
    try:
        return folder.find(job["passphrase"])
    except WrongPassphrase:
        return folder.make(job["passphrase"], whole.kind)
