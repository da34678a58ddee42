"""Work on the folder of spaces: finding, making, checking, copying back, changing the passphrase.

It runs in a short-lived process, never in the server: deriving a key takes 64 MiB, the server must hold no words,
and a space file must not be opened by a process that another connection lives in (closing would drop its locks).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from unhurried.errors import SpaceDamaged, SpaceError
from unhurried.space.backup import check_and_back_up, good_copies, restore
from unhurried.space.folder import Folder
from unhurried.space.open_key import OpenKey


def run_job(job: dict[str, Any]) -> dict[str, Any]:
    """Do one job and say how it went.

    Args:
        job: `{do: "open", folder, passphrase, today}`: find a space, check it, and copy it once a day (`today`: the
            reader's date, ISO 8601); `{do: "make", folder, passphrase}`; `{do: "restore", folder, passphrase, slot}`:
            put a good copy in the place of a damaged file; `{do: "change", folder, key, old, new}`.

    Returns:
        `{key}` (as `OpenKey.to_plain`), or `{error: key of an error}`, for a damaged space with
        `copies: [{slot, date}]`.
    """
    key: OpenKey | None = None
    try:
        folder = Folder(Path(job["folder"]))
        if job["do"] == "make":
            key = folder.make(job["passphrase"])
        elif job["do"] == "change":
            key = OpenKey.from_plain(job["key"])
            folder.change(key, job["old"], job["new"])
        else:
            key = folder.find(job["passphrase"])
            if job["do"] == "restore":
                restore(key, job["slot"])
            else:
                check_and_back_up(key, date.fromisoformat(job["today"]))
    except SpaceDamaged as error:
        copies = good_copies(key) if key is not None else []
        return {
            "error": error.key,
            "copies": [{"slot": copy.slot, "date": copy.on.isoformat()} for copy in copies],
        }
    except SpaceError as error:
        return {"error": error.key}
    return {"key": key.to_plain()}
