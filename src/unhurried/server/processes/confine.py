"""What the system allows a process that holds a person's words, as far as this system can be asked.

Linux only; elsewhere these functions do nothing, and `docs/threat-model.md` says so.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

if sys.platform == "linux":
    # Loaded before any fork, so that page processes share it.
    import resource

    _libc = ctypes.CDLL(None)

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4

#: Address space of one page process in bytes. A page needs about 300 MB of addresses (mostly shared with the warm
#: process); a runaway one must not take the machine's memory.
MOST_MEMORY = 2 * 1024**3

#: Threads that typst may set pages with. Each reserves addresses: on a machine with many cores a book would not fit.
TYPST_THREADS = "2"


def end_with_parent() -> None:
    """Ask the system to end this process when the thread that started it ends."""
    if sys.platform == "linux":
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def leave_no_dump() -> None:
    """No crash dump on disk, and no reading of this process's memory by other programs of the same user."""
    if sys.platform == "linux":
        _libc.prctl(PR_SET_DUMPABLE, 0)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def confine() -> None:
    """For a page process: no dump, and bounded memory and files."""
    leave_no_dump()
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        os.environ["RAYON_NUM_THREADS"] = TYPST_THREADS
