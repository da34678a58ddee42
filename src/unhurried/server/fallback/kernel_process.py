"""A kernel: stock ipykernel, told to write nothing down and to repeat nothing.

Run by `kernel` as `python -m unhurried.server.fallback.kernel_process -f CONNECTION_FILE`.
"""

from __future__ import annotations

import logging
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from traitlets import Type
from traitlets.config import Config

from unhurried.course import find_course
from unhurried.errors import CourseError
from unhurried.server.processes.confine import end_with_parent, leave_no_dump


class Shell(ZMQInteractiveShell):
    """A shell whose errors are one plain sentence, in a cell and in a widget's callback alike."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        # A traceback shows what the code was given: what somebody has just set or typed, and paths of this machine.
        super()._showtraceback(Exception, "", [_sentence()])  # type: ignore[no-untyped-call]  # IPython's


class Kernel(IPythonKernel):
    shell_class = Type(Shell)


def _sentence() -> str:
    try:
        sentence: str = find_course().words()["own_code"]["failed"]
    except CourseError:  # in the middle of an edit; the page is loaded again in any case
        return ""
    return sentence


def main() -> None:
    end_with_parent()
    leave_no_dump()
    quiet = Config(
        Application={"log_level": logging.CRITICAL},  # at DEBUG, ipykernel prints what messages say
        IPKernelApp={"kernel_class": Kernel, "no_stderr": True, "capture_fd_output": False},
        HistoryManager={"enabled": False},  # else every cell goes into a database
        InteractiveShellApp={"exec_PYTHONSTARTUP": False},
    )
    IPKernelApp.launch_instance(config=quiet)


if __name__ == "__main__":
    main()
