"""The warm process: has imported everything and holds nothing of anybody; page processes are forked from it.

Run by `starter` as `python -m unhurried.server.processes.warm FD`, where FD is one end of a socket pair. It stays
single-threaded (a fork copies only the calling thread, and any lock that another one held stays locked for ever)
and opens no file of a person. Each order on the socket carries one descriptor: the page process's own end of its
socket pair. Children are watched by pidfd, so a number that the system has given to somebody else is never waited
for or ended.
"""

from __future__ import annotations

import gc
import os
import random
import select
import signal
import socket
import sys
import threading
from contextlib import suppress

from ipywidgets import Widget

from unhurried import exercise_page
from unhurried.errors import CourseError
from unhurried.server.processes import frames, page_process
from unhurried.server.processes.confine import confine, end_with_parent


def main(descriptor: int, course: str) -> None:
    end_with_parent()
    orders = socket.socket(fileno=descriptor)
    # Before anything looks for the course: with another one open (--course), the rehearsal would otherwise read the
    # built-in course, and every fork would read the right one anew.
    os.environ["UNHURRIED_COURSE"] = course
    exercise_page.prepare(course)
    rehearse()
    gc.collect()
    gc.freeze()  # the pages of memory made so far stay shared: the collector of a child never writes to them
    frames.send(orders, frames.OWN, {"warm": os.getpid()})
    Nursery(orders, course).run()


def rehearse() -> None:
    """Show every exercise once and put it away, so that what libraries set up at their first use is shared.

    Nobody is here yet: what is made holds the course's words and no person's.
    """
    page_process.install_comms()
    for identity in exercise_page.current_course().worksheet_ids():
        with suppress(CourseError):  # a page says for itself what is wrong with it
            exercise_page.page(identity)
    Widget.close_all()


class Nursery:
    """Forks page processes on order, and tells the server when each has ended.

    Orders: `{fork: id}` with one descriptor attached; `{end: id}`. Reports: `{forked: id, pid}`, `{ended: id}`.
    """

    def __init__(self, orders: socket.socket, course: str) -> None:
        self.orders = orders
        self.course = course
        self.poll = select.poll()
        self.poll.register(orders, select.POLLIN)
        self.children: dict[int, tuple[int, int]] = {}  # pidfd -> (the server's id of the process, pid)

    def run(self) -> None:
        while True:
            for descriptor, _ in self.poll.poll():
                if descriptor != self.orders.fileno():
                    self._bury(descriptor)
                elif not self._obey():
                    return  # the server has gone; its page processes end with us

    def _obey(self) -> bool:
        order, descriptors = receive_order(self.orders)
        if order is None:
            return False
        if "fork" in order:
            exercise_page.prepare(self.course)  # an author may have changed a worksheet since
            self._fork(order["fork"], descriptors[0])
        else:
            for pidfd, (identity, _) in self.children.items():
                if identity == order["end"]:
                    signal.pidfd_send_signal(pidfd, signal.SIGKILL)
        return True

    def _fork(self, identity: int, descriptor: int) -> None:
        if threading.active_count() != 1:
            raise RuntimeError("the warm process must have one thread when it forks")
        pid = os.fork()
        if pid == 0:
            _become_page_process(descriptor)
        os.close(descriptor)
        pidfd = os.pidfd_open(pid)
        self.children[pidfd] = (identity, pid)
        self.poll.register(pidfd, select.POLLIN)
        frames.send(self.orders, frames.OWN, {"forked": identity, "pid": pid})

    def _bury(self, pidfd: int) -> None:
        identity, _ = self.children.pop(pidfd)
        self.poll.unregister(pidfd)
        os.waitid(os.P_PIDFD, pidfd, os.WEXITED)
        os.close(pidfd)
        frames.send(self.orders, frames.OWN, {"ended": identity})


def receive_order(orders: socket.socket) -> tuple[dict[str, int] | None, list[int]]:
    """Read one order and the descriptors sent with it. `(None, [])` when the server has gone.

    An order is one frame sent in one call, far smaller than the socket's buffer, so its descriptor arrives with its
    first byte.
    """
    head, descriptors, _, _ = socket.recv_fds(orders, frames.LENGTH.size, 1)
    while 0 < len(head) < frames.LENGTH.size:
        head += orders.recv(frames.LENGTH.size - len(head))
    if not head:
        return None, []
    (length,) = frames.LENGTH.unpack(head)
    payload = b""
    while len(payload) < length:
        part = orders.recv(length - len(payload))
        if not part:
            return None, []
        payload += part
    return frames.decode(payload)[1], list(descriptors)


def _become_page_process(descriptor: int) -> None:
    """In the child: keep one descriptor, end with the warm process, serve, and leave without running its exit code."""
    try:
        os.dup2(descriptor, 3)
        os.closerange(4, os.sysconf("SC_OPEN_MAX"))
        end_with_parent()
        confine()
        random.seed()
        page_process.serve(socket.socket(fileno=3))
    except BaseException:
        os._exit(1)  # no traceback: it could show what a callback was given
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
