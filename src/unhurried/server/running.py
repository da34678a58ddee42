"""How a second `unhurried open` finds the server that already runs: a socket in a folder of our own.

Not on Windows, where Python has no such sockets; there a second `open` says that the port is taken.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import re
import shutil
import socket
import stat
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_runtime_path

from unhurried.errors import StartError

#: Names of what a server keeps in the runtime folder: its socket, the cookies' secret, the kernels' connection files.
_OURS = re.compile(r"[0-9a-f]{12}\.(sock|visitors|k|cards(-journal)?)")


def runtime_folder() -> Path:
    """A short folder that only this user can enter, for sockets and the cookies' secret. Raises StartError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where it goes instead will do, and nobody has anything to mend
        folder = user_runtime_path("unhurried")
    if not os.access(folder.parent, os.W_OK):
        folder = Path(tempfile.gettempdir()) / f"unhurried-{os.getuid() if hasattr(os, 'getuid') else 0}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise StartError(
            f"The folder {folder} cannot be made. Ask whoever runs this machine to let you write there."
        ) from None
    if sys.platform != "win32":
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
            raise StartError(f"{folder} belongs to somebody else. Remove it or ask whoever runs this machine.")
        folder.chmod(0o700)
    return folder


def name_of(space: Path) -> str:
    """A short name for whatever concerns the server of this folder of spaces."""
    return hashlib.sha256(str(space.resolve()).encode()).hexdigest()[:12]


def ask_running(path: Path) -> str | None:
    """A new link from the server that listens on this socket; None when none does."""
    if not hasattr(socket, "AF_UNIX") or not path.exists():
        return None
    with socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(5)
        try:
            asking.connect(str(path))
            return asking.recv(4096).decode() or None
        except OSError:
            return None


def runs(path: Path) -> bool:
    """Whether a server listens on this socket. Asks it for nothing. False on a system without such sockets."""
    if not hasattr(socket, "AF_UNIX"):
        return False
    with socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(5)
        try:
            asking.connect(str(path))
        except OSError:
            return False
        return True


def sweep(folder: Path) -> None:
    """Take away what servers that are gone have left in the runtime folder, and the folder itself if it is empty then.

    Only what has a name of ours (`name_of`), and of that only files, sockets, and the folders for kernels; nothing
    behind a link. What belongs to a server that runs stays. Raises OSError.
    """
    for left in list(folder.iterdir()):
        if not _OURS.fullmatch(left.name) or runs(left.with_suffix(".sock")):
            continue
        if stat.S_ISDIR(left.lstat().st_mode):
            shutil.rmtree(left)  # which follows no link
        else:
            left.unlink()
    with contextlib.suppress(OSError):  # not empty: another server runs
        folder.rmdir()


async def answer_others(path: Path, link: Callable[[], str]) -> asyncio.Server | None:
    """Give a new link to every `unhurried open` that asks. None where the system has no such sockets."""
    if not hasattr(socket, "AF_UNIX"):
        return None

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(link().encode())
        await writer.drain()
        writer.close()

    path.unlink(missing_ok=True)  # left by a server that was killed: nobody answers on it
    server = await asyncio.start_unix_server(answer, str(path))
    path.chmod(0o600)
    return server
