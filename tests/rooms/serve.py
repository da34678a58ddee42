"""`python -m tests.rooms.serve`: a room with the small plan of these tests, served like `unhurried workshop`."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from tests.rooms.plan import PLAN

from unhurried.course import find_course
from unhurried.errors import StartError
from unhurried.server.opening import Wanted, open_workshop


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("rooms", type=Path)
    parser.add_argument("--port", type=int)
    parser.add_argument("--host")
    parser.add_argument("--cert", type=Path)
    parser.add_argument("--key", type=Path)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--behind-proxy")
    parser.add_argument("--pretend", type=int, default=0)
    parser.add_argument("--new", action="store_true")
    parser.add_argument("--title", help="another session")
    given = parser.parse_args()
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    wanted = Wanted(
        given.port, given.host, given.cert, given.key, given.plain, given.behind_proxy, given.pretend, given.new
    )
    plan = {**PLAN, "session_title": given.title or PLAN["session_title"]}
    try:
        open_workshop(
            find_course(),
            given.rooms,
            lambda: plan,
            given.title is not None,
            wanted,
            lambda line: print(line, flush=True),
        )
    except StartError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
