"""What runs in a page process: the notebook's cells, unless they have run before the fork; then comm messages, one at a
time, until the socket closes.

No shell, no zmq, no threads: ipywidgets and anywidget run unchanged on a comm manager of our own whose messages go
over one socket. The socket is the lifeline: when the server closes it, or dies, the process ends.
"""

from __future__ import annotations

import ast
import contextlib
import os
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import comm
from comm.base_comm import BaseComm, CommManager
from ipywidgets import Widget

from unhurried import exercise_page
from unhurried.errors import SpaceError
from unhurried.server.processes import frames
from unhurried.server.processes.jobs import run_job
from unhurried.space.open_key import OpenKey
from unhurried.space.vault import Vault

Send = Callable[[str, str, Any], None]


class PageComms(CommManager):
    """The comm manager of this process: one visitor, one page.

    `send(message type, comm id, data)` is replaced once the cells have run: until then what widgets say about
    themselves is collected as `opened`, and goes into the page's HTML.
    """

    def __init__(self) -> None:
        super().__init__()
        self.opened: dict[str, dict[str, Any]] = {}
        self.send: Send = self._collect

    def receive(self, message: dict[str, Any]) -> None:
        """Hand one relayed message, `{comm, data}`, to its widget; one for no widget of ours is passed over."""
        if message["comm"] in self.comms:
            # Exercises answer for their own failures. One that gets this far must not end the page, and what it
            # says could repeat an answer.
            with contextlib.suppress(Exception):
                self.comms[message["comm"]].handle_msg(
                    {"content": {"comm_id": message["comm"], "data": message["data"]}, "buffers": []}
                )

    def _collect(self, kind: str, comm_id: str, data: Any) -> None:
        if kind == "comm_open":
            self.opened[comm_id] = data["state"]


class PageComm(BaseComm):
    def publish_msg(
        self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **keys: Any
    ) -> None:
        _comms.send(msg_type, self.comm_id, data)


@dataclass(frozen=True)
class Rehearsed:
    """A chapter whose cells have run before anybody came: what `run_cells` returned, and what that is made of."""

    shown: tuple[list[dict[str, Any]], int | None]
    exercises: list[exercise_page.Shown]


_comms = PageComms()
#: By the sources of the cells. In the warm process, and so in every page process that was forked from it.
_rehearsed: dict[tuple[str, ...], Rehearsed] = {}


def rehearse(chapters: Iterable[list[str]]) -> None:
    """Run the cells of these chapters now, so that page processes forked from this one need not.

    Nobody is here yet: what is made holds the course's words and no person's. Only for cells that show exercises and do
    nothing else (`course.exercise_ids`).
    """
    Widget.close_all()
    _rehearsed.clear()
    install_comms()
    for cells in chapters:
        _rehearsed[tuple(cells)] = Rehearsed(run_cells(cells), exercise_page.take_open())


def install_comms() -> None:
    """Make ipywidgets talk through this module. Must run before the first widget is made."""
    global _comms
    _comms = PageComms()
    comm.create_comm = PageComm
    comm.get_comm_manager = lambda: _comms


def serve(connection: socket.socket) -> None:
    """Serve one page, or do one job, until it is done or the server closes the connection."""
    first = frames.receive(connection)
    if first is None or first[0] != frames.OWN:
        return
    order = first[1]
    if "job" in order:
        done = run_job(order["job"], lambda so_far, of: _say(connection, frames.OWN, {"told": [so_far, of]}))
        frames.send(connection, frames.OWN, done)
    else:
        _serve_page(connection, order["start"])


def _serve_page(connection: socket.socket, start: dict[str, Any]) -> None:
    ready, failed = _show(start)
    # Only where it stopped travels: an exception's text could repeat what it was given.
    frames.send(connection, frames.OWN, {"ready": ready, "failed": failed})
    _comms.send = lambda kind, comm_id, data: _say(
        connection, frames.COMM, {"type": kind, "comm": comm_id, "data": data}
    )
    exercise_page.when_touch_rests(lambda: _say(connection, frames.OWN, {"rest": True}))
    vault: Vault | None = None
    while frame := frames.receive(connection):
        kind, body = frame
        if kind == frames.COMM:
            _comms.receive(body)
        elif "ask" in body:
            _say(connection, frames.OWN, {"here": True})
        elif "space" in body:
            _close(vault)
            vault = None
            try:
                vault = Vault.open(OpenKey.from_plain(body["space"]), exercise_page.may_be_kept_for_two)
                exercise_page.attach_all(vault)
            except SpaceError as error:
                _close(vault)
                vault = None
                _say(connection, frames.OWN, {"refused": error.key})
            else:
                _say(connection, frames.OWN, {"opened": vault.kind})
        elif "lock" in body:
            _close(vault)
            vault = None
    _close(vault)


def _show(start: dict[str, Any]) -> tuple[list[dict[str, Any]], int | None]:
    """What the page's cells show, as `run_cells` returns it."""
    rehearsed = _rehearsed.get(tuple(start["cells"]))
    if rehearsed is not None:
        exercise_page.begin(rehearsed.exercises)
        return rehearsed.shown
    os.environ["UNHURRIED_COURSE"] = start["course"]
    exercise_page.prepare(start["course"])
    exercise_page.current_course().settle()
    install_comms()
    return run_cells(start["cells"])


def _say(connection: socket.socket, kind: bytes, body: object) -> None:
    """Send a frame. Nobody may be listening any more, and what came before the end is still to be kept."""
    with contextlib.suppress(OSError):
        frames.send(connection, kind, body)


def _close(vault: Vault | None) -> None:
    if vault is not None:
        exercise_page.detach_all()
        vault.close()


def run_cells(cells: list[str]) -> tuple[list[dict[str, Any]], int | None]:
    """Run a notebook's code cells in order and say which widget each shows.

    Args:
        cells: the sources of the code cells, in the notebook's order.

    Returns:
        `(shown, failed)`: for each cell that ended in a widget `{comm, stem, section}`, `section` counting from 0
        over the cells that end in an expression; and the first section at which a cell raised, or None. What the
        widget shows, its `definition`, is in the page already (server/pages.py).
    """
    names: dict[str, Any] = {}
    shown: list[dict[str, Any]] = []
    failed: int | None = None
    section = 0
    for source in cells:
        tree = ast.parse(source)
        last = tree.body[-1] if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        if last is not None:
            tree.body.pop()
        try:
            exec(compile(tree, "<cell>", "exec"), names)
            if last is None:
                continue
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
        except Exception:  # a cell may fail in any way; the page says so in its place, and the others still work
            failed = section if failed is None else failed
            value = None
        comm_id = getattr(getattr(value, "comm", None), "comm_id", None)
        if comm_id in _comms.opened:
            shown.append({"comm": comm_id, "stem": _comms.opened[comm_id]["stem"], "section": section})
        section += last is not None
    return shown, failed
