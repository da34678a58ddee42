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

from unhurried import exercise_page
from unhurried.course import Code, exercise_ids
from unhurried.errors import CourseError
from unhurried.server.my_pages import CELLS
from unhurried.server.processes import frames, page_process
from unhurried.server.processes.confine import confine, end_with_parent


def main(descriptor: int, course: str) -> None:
    end_with_parent()
    orders = socket.socket(fileno=descriptor)
    # Before anything looks for the course: with another one open (--course), the rehearsal would otherwise read the
    # built-in course, and every fork would read the right one anew.
    os.environ["UNHURRIED_COURSE"] = course
    prepare(course)
    frames.send(orders, frames.OWN, {"warm": os.getpid()})
    Nursery(orders, course).run()


def prepare(folder: str) -> None:
    """Make ready whatever page processes have in common. Quick while no file of the course has changed."""
    if not exercise_page.prepare(folder):
        return
    course = exercise_page.current_course()
    chapters = [list(CELLS)]
    with suppress(CourseError):  # each page says for itself what is wrong with it
        for chapter in (chapter for chapter in course.chapters() if chapter.ready):
            with suppress(CourseError):
                notebook = course.notebook(chapter.notebook)
                if exercise_ids(notebook):
                    chapters.append([cell.source for cell in notebook.cells if isinstance(cell, Code)])
    page_process.rehearse(chapters)
    gc.unfreeze()  # what was made of the course before it changed may go
    gc.collect()
    gc.freeze()  # the pages of memory made so far stay shared: the collector of a child never writes to them


class Nursery:
    """Forks page processes on order, ends them on order, and buries them.

    Orders: `{fork: id}` with one descriptor attached; `{end: id}`. Reports: `{forked: id}`, or `{failed: id}` where the
    system allows no further process or file. That a process has ended the server hears from its own socket.
    """

    def __init__(self, orders: socket.socket, course: str) -> None:
        self.orders = orders
        self.course = course
        self.poll = select.epoll()
        self.poll.register(orders, select.EPOLLIN)
        self.children: dict[int, int] = {}  # pidfd -> the server's id of the process

    def run(self) -> None:
        while True:
            for descriptor, _ in self.poll.poll():
                if descriptor != self.orders.fileno():
                    self._bury(descriptor)
                elif not self._obey():
                    return  # the server has gone; its page processes end with us

    def _obey(self) -> bool:
        frame, descriptors = frames.receive_with_descriptors(self.orders)
        if frame is None:
            return False
        order = frame[1]
        if "fork" in order:
            with suppress(OSError):  # too few files to look: then there are too few to fork as well
                prepare(self.course)  # an author may have changed a worksheet since
            self._fork(order["fork"], descriptors)
        else:
            for pidfd, identity in self.children.items():
                if identity == order["end"]:
                    signal.pidfd_send_signal(pidfd, signal.SIGKILL)
        return True

    def _fork(self, identity: int, descriptors: list[int]) -> None:
        if threading.active_count() != 1:
            raise RuntimeError("the warm process must have one thread when it forks")
        report: dict[str, int] = {"failed": identity}
        with suppress(OSError, ValueError):  # no more files, processes or memory: nobody else may lose theirs for it
            (descriptor,) = descriptors
            try:
                pid = os.fork()
                if pid == 0:
                    _become_page_process(descriptor)
            finally:
                os.close(descriptor)
            report = self._watch(identity, pid)
        frames.send(self.orders, frames.OWN, report)

    def _watch(self, identity: int, pid: int) -> dict[str, int]:
        try:
            pidfd = os.pidfd_open(pid)
        except OSError:
            os.kill(pid, signal.SIGKILL)  # it has not been waited for, so the number is still its own
            os.waitpid(pid, 0)
            raise
        self.children[pidfd] = identity
        self.poll.register(pidfd, select.EPOLLIN)
        return {"forked": identity}

    def _bury(self, pidfd: int) -> None:
        del self.children[pidfd]
        self.poll.unregister(pidfd)
        os.waitid(os.P_PIDFD, pidfd, os.WEXITED)
        os.close(pidfd)


def _become_page_process(descriptor: int) -> None:
    """In the child: keep one descriptor, end with the warm process, serve, and leave without running its exit code."""
    try:
        os.dup2(descriptor, 3)
        os.closerange(4, os.sysconf("SC_OPEN_MAX"))
        end_with_parent()
        confine()
        random.seed()
        exercise_page.current_course().settle()  # it was looked at a moment ago, before the fork
        page_process.serve(socket.socket(fileno=3))
    except BaseException:
        os._exit(1)  # no traceback: it could show what a callback was given
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
