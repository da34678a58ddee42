"""A page process that was started plainly, where there is no safe fork (macOS, Windows).

Run by `starter` as `python -m unhurried.server.processes.plain COURSE`, two of them kept ready. The page's socket
arrives over standard input: on POSIX as an inherited descriptor's number, on Windows as `socket.share` data.
"""

from __future__ import annotations

import socket
import sys

from unhurried import exercise_page
from unhurried.server.processes import page_process
from unhurried.server.processes.confine import confine, end_with_parent


def main(course: str) -> None:
    end_with_parent()
    exercise_page.prepare(course)
    if sys.platform == "win32":
        length = int(sys.stdin.buffer.readline())
        connection = socket.fromshare(sys.stdin.buffer.read(length))
    else:
        connection = socket.socket(fileno=int(sys.argv[2]))
    confine()
    page_process.serve(connection)


if __name__ == "__main__":
    main(sys.argv[1])
