"""Work on the folder of spaces: finding, making, checking, copying back, changing the passphrase, erasing.

It runs in a short-lived process, never in the server: deriving a key takes 64 MiB, the server must hold no words,
and a space file must not be opened by a process that another connection lives in (closing would drop its locks).
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from hmac import compare_digest
from pathlib import Path

from unhurried.errors import SpaceBusy, SpaceDamaged, SpaceFull, SpaceReadOnly, WrongPassphrase
from unhurried.server.processes.job import Job
from unhurried.space.backup import check_and_back_up, good_copies, restore
from unhurried.space.erase import erase_space
from unhurried.space.folder import Folder
from unhurried.space.open_key import OpenKey


def run_job(job: Job) -> Job:
    """Do one job.

    Args:
        job: `{do: "open", folder, passphrase, today}`: find a space, check it, and copy it once a day (`today`: the
            reader's date, ISO 8601); `{do: "find", folder, passphrase}`: only find it; `{do: "make", folder,
            passphrase, kind}`; `{do: "restore", folder, key, slot}`: put a good copy in the place of a damaged file;
            `{do: "change", folder, key, old, new}`; `{do: "erase", folder, passphrase, key}`: the space of this key, if
            these are its words.

    Returns:
        `{key}` (as `OpenKey.to_plain`); for "erase" `{files}`, how many were looked at afterwards. For a damaged space
        `{error: key of the error, copies: [{slot, date}]}`. Raises every other SpaceError.
    """
    folder = Folder(Path(job["folder"]))
    if job["do"] == "erase":
        confirmed(folder, job)
        return {"files": erase_space(folder, job["passphrase"]).files}
    key = _key(folder, job)
    try:
        if job["do"] == "open":
            # No room or no right to write a copy is no reason to keep somebody from reading their words.
            with suppress(SpaceFull, SpaceReadOnly, SpaceBusy):
                check_and_back_up(key, date.fromisoformat(job["today"]))
        elif job["do"] == "restore":
            restore(key, job["slot"])
        elif job["do"] == "change":
            folder.change(key, job["old"], job["new"])
    except SpaceDamaged as error:
        copies = [{"slot": copy.slot, "date": copy.on.isoformat()} for copy in good_copies(key)]
        return {"error": error.key, "copies": copies}
    return {"key": key.to_plain()}


def confirmed(folder: Folder, job: Job) -> OpenKey:
    """The key of the space that is open, asked for with its words once more. Raises WrongPassphrase for any others."""
    key = folder.find(job["passphrase"])
    if not compare_digest(key.key, OpenKey.from_plain(job["key"]).key):
        raise WrongPassphrase
    return key


def _key(folder: Folder, job: Job) -> OpenKey:
    if "key" in job:
        return OpenKey.from_plain(job["key"])
    if job["do"] == "make":
        return folder.make(job["passphrase"], job["kind"])
    return folder.find(job["passphrase"])
