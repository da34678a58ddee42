"""How much this machine has for page processes, asked once when the server starts (docs/adr/0013)."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil

if sys.platform != "win32":
    import resource

#: The part of the memory that is free at the start which page processes may take together. The rest is for the browser
#: on the same machine, for the server, and for opening spaces (64 MiB, one at a time) and making sheets.
SHARE = 0.75

#: Files that a visit is reckoned at: the socket of its page process, its line, and up to four connections on which
#: a browser asks for page code.
FILES_EACH = 6
#: Files that the server needs besides, and never gives to a connection.
OTHER_FILES = 64
#: More is of no use, and some programs that a system starts with an unlimited number close each of them one by one.
MOST_FILES = 65_536
#: On Windows Python's event loop waits with `select`, which takes no more sockets.
WINDOWS_FILES = 512


@dataclass(frozen=True)
class Limits:
    """`memory`: bytes for all page processes together. `visits`: open pages with exercises, those in line included."""

    memory: int
    visits: int


def of_this_machine(files: int) -> Limits:
    """`files`: how many files the server may open (`allow_files`)."""
    return Limits(int(SHARE * free_memory()), max(1, (files - OTHER_FILES) // FILES_EACH))


def allow_files() -> int:
    """Let this process, and those that it starts, open as many files as the system allows; return how many."""
    if sys.platform == "win32":
        return WINDOWS_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        with contextlib.suppress(OSError, ValueError):  # macOS names a hard limit that it does not grant
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            return most
    return min(soft, MOST_FILES) if soft != resource.RLIM_INFINITY else MOST_FILES


def free_memory() -> int:
    """Bytes that programs could take now, by what the system says and by what our control group allows (containers)."""
    free: int = psutil.virtual_memory().available
    group = Path("/sys/fs/cgroup")
    with contextlib.suppress(OSError, ValueError):  # no such group, or "max": none allows less than the machine has
        allowed = int((group / "memory.max").read_text("ascii"))
        free = min(free, allowed - int((group / "memory.current").read_text("ascii")))
    return max(free, 0)
