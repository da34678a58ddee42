"""Kernels of notebooks with code of their own: started, asked to run the cells, relayed to, and ended.

A kernel stands in the place of a page process in a visit (`server/visits.py`), so that all limits and all ways of
ending hold for it. It opens no space. What people set in its widgets is in its memory and passes through here; none of
it is kept.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import nbformat.v4
import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.session import DELIM
from nbclient import NotebookClient
from traitlets import Type

from unhurried.errors import StartError
from unhurried.server.fallback import wire
from unhurried.server.processes import frames
from unhurried.server.processes.starter import PYTHON, environment

#: Seconds until a kernel that does not answer counts as failed.
START = 60.0
#: Seconds that one cell may run before it is interrupted; loading pandas and drawing takes five on a slow machine.
CELL = 30
#: Seconds until all cells must have run.
CELLS = 120.0
#: Seconds between looks at whether the process is still there.
LOOK = 1.0
#: Seconds that the end of the program waits for all kernels to end.
LAST = 1.5

#: What a page may ask of its kernel: to be described, and what its widgets need. Never to run code.
ALLOWED = frozenset({"kernel_info_request", "comm_info_request", "comm_open", "comm_msg", "comm_close"})

WINDOWS = sys.platform == "win32"


class Page(Protocol):
    """What a kernel needs of its page's WebSocket."""

    def relay(self, message: bytes) -> None: ...


class NotUnderstood(Exception):
    """A page sent what it may not, or more than its kernel takes. Says nothing of what was sent."""


class _OneSpec(KernelSpecManager):
    """Our kernel and no other: a person's own folders may hold kernels of any kind."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(
            argv=[*PYTHON, "unhurried.server.fallback.kernel_process", "-f", "{connection_file}"],
            display_name="Python",
            language="python",
            metadata={"supported_encryption": ["curve"]},
        )


class Channel(AsyncZMQSocketChannel):
    """A channel on which a reply is heard although something is sent while it is waited for.

    A ZeroMQ socket's descriptor tells once that something has come, and sending takes notice of it too. pyzmq's
    asyncio socket knows that, but jupyter_client sends past it: its receiver may then wait for ever. In Voila that is
    the notebook with an `Output` that stays at "Executing".
    """

    def send(self, msg: dict[str, Any]) -> None:
        self.socket.send_multipart(self.session.serialize(msg))

    def send_signed(self, parts: list[bytes]) -> bool:
        """Send the parts of a message, signed. False when it would have to wait: a kernel that loops takes nothing,
        and everybody else's pages pass through this process too."""
        signed = [DELIM, self.session.sign(parts[: wire.PARTS]), *parts]
        sent: Any = self.socket.send_multipart(signed, flags=zmq.NOBLOCK)
        return not sent.cancel() and sent.exception() is None  # what cannot be cancelled is done


class _Client(AsyncKernelClient):
    shell_channel_class = Type(Channel)


class Kernel:
    """One kernel, seen from the server. It takes the place of a page process: `read`, `write`, `close`.

    Holds a person's words only while they pass through.
    """

    def __init__(self, folder: Path, manager: AsyncKernelManager, client: AsyncKernelClient, cells: list[str]) -> None:
        self.page: Page | None = None
        self._folder = folder
        self._manager = manager
        self._client = client
        self._cells: list[str] | None = cells
        self._relays: list[asyncio.Task[None]] = []
        self.ended: asyncio.Task[None] | None = None

    async def read(self) -> bytes | None:
        """First, once the cells have run, one frame with what they show; then None, when the process has ended.

        The frame is `{ready: [{outputs: [{data, metadata}], failed}], failed: None}`, one entry for each cell.
        """
        if self._cells is not None:
            cells, self._cells = self._cells, None
            with contextlib.suppress(Exception):  # a kernel can die in any way; its page is told that it has ended
                shown = await asyncio.wait_for(self._run(cells), CELLS)
                if self.ended is None:
                    self._relays = [asyncio.create_task(self._relay(name)) for name in ("iopub", "shell")]
                    return frames.encode(frames.OWN, {"ready": shown, "failed": None})[frames.LENGTH.size :]
        while self.ended is None and await self._manager.is_alive():
            await asyncio.sleep(LOOK)
        if self.ended is not None:
            await asyncio.wait([self.ended])
        return None

    async def _run(self, cells: list[str]) -> list[dict[str, Any]]:
        await self._client.wait_for_ready(timeout=START)
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
        runner = NotebookClient(notebook, km=self._manager, allow_errors=True, timeout=CELL, interrupt_on_timeout=True)
        runner.kc = self._client
        shown = []
        for index, cell in enumerate(notebook.cells):
            await runner.async_execute_cell(cell, index, store_history=False)
            failed = any(output["output_type"] == "error" for output in cell.outputs)
            shown.append({"outputs": list(_shown(cell.outputs)), "failed": failed})
        return shown

    async def _relay(self, name: str) -> None:
        """From the kernel to the page: what arrives while no page is connected is not kept for it."""
        socket = getattr(self._client, f"{name}_channel").socket
        while True:
            received = await socket.recv_multipart()
            _, (_signature, *parts) = self._client.session.feed_identities(received)
            if self.page is not None:
                self.page.relay(wire.encode(name, parts))

    def take(self, message: bytes) -> None:
        """From the page to the kernel. Raises NotUnderstood."""
        try:
            channel, parts = wire.decode(message)
            header = json.loads(parts[0])
        except (ValueError, RecursionError):
            raise NotUnderstood from None
        if channel != "shell" or not isinstance(header, dict) or str(header.get("msg_type")) not in ALLOWED:
            raise NotUnderstood
        if not self._client.shell_channel.send_signed(parts):
            raise NotUnderstood

    def write(self, frame: bytes) -> None:
        """What a page process is told (a space was opened, or locked) is nothing to a kernel, which has no space."""

    def close(self) -> None:
        """End the process, at once and without asking it: what it holds was never to be kept."""
        if self.ended is None:
            self.page = None
            self.ended = asyncio.get_running_loop().create_task(self._end())

    async def _end(self) -> None:
        for relay in self._relays:
            relay.cancel()
        await self._manager.shutdown_kernel(now=True)
        self._client.stop_channels()
        shutil.rmtree(self._folder, ignore_errors=True)


class Kernels:
    """All kernels of this server.

    Args:
        folder: for sockets and connection files, short and ours alone; emptied first, and removed at the end.
        course: the course's folder.
    """

    def __init__(self, folder: Path, course: Path) -> None:
        self.folder = folder
        self.course = course
        self._context: zmq.asyncio.Context | None = None
        self._kernels: set[Kernel] = set()
        shutil.rmtree(folder, ignore_errors=True)  # of a server that was killed

    async def start(self, cells: list[str]) -> Kernel:
        """A new kernel that will run these cells. Raises StartError."""
        if self._context is None:
            self._context = zmq.asyncio.Context()
        folder = self.folder / secrets.token_hex(3)  # short: a socket's path has about 100 bytes
        manager = AsyncKernelManager(
            kernel_spec_manager=_OneSpec(),
            client_factory=_Client,
            connection_file=str(folder / "c"),
            context=self._context,
            transport="tcp" if WINDOWS else "ipc",
            ip="127.0.0.1" if WINDOWS else str(folder / "s"),
            transport_encryption="required" if WINDOWS else "disabled",
        )
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            folder.mkdir(mode=0o700)
            await manager.start_kernel(
                cwd=str(self.course / "notebooks"),
                env={**environment(), "UNHURRIED_COURSE": str(self.course), "IPYTHONDIR": str(folder)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except (OSError, RuntimeError, zmq.ZMQError):
            raise StartError("A kernel did not start.") from None
        client = manager.client(context=self._context)
        client.allow_stdin = False
        client.start_channels(hb=False, stdin=False)
        self._kernels = {kernel for kernel in self._kernels if kernel.ended is None or not kernel.ended.done()}
        kernel = Kernel(folder, manager, client, cells)
        self._kernels.add(kernel)
        return kernel

    async def close(self) -> None:
        """End all kernels, and remove what they left in their folder."""
        for kernel in self._kernels:
            kernel.close()
        ends = [kernel.ended for kernel in self._kernels if kernel.ended is not None]
        if ends:
            await asyncio.wait(ends, timeout=LAST)
        if self._context is not None:
            self._context.destroy(linger=0)
        shutil.rmtree(self.folder, ignore_errors=True)


def _shown(outputs: list[Any]) -> Iterator[dict[str, Any]]:
    """A cell's outputs as the front end draws them; without errors and warnings, which name paths of this machine."""
    for output in outputs:
        if output["output_type"] in ("display_data", "execute_result"):
            yield {"data": output["data"], "metadata": output["metadata"]}
        elif output["output_type"] == "stream" and output["name"] == "stdout":
            yield {"data": {"text/plain": output["text"]}, "metadata": {}}
