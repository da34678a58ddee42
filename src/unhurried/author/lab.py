"""JupyterLab on a course: for this machine alone, and asking nothing of another."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from platformdirs import user_config_path
from tornado.netutil import bind_sockets
from traitlets.config import Config

import unhurried
from unhurried.author.clean_notebook import clean
from unhurried.author.work_folder import PREVIEW, WorkFolder
from unhurried.course import Course
from unhurried.errors import StartError

ADDRESS: Final = "127.0.0.1"

_PACKAGE = Path(unhurried.__file__).resolve().parent


def serve(course: Course, port: int, browser: bool, ready: Callable[[str], None]) -> None:
    """Serve JupyterLab on a course until SIGINT or SIGTERM.

    Args:
        course: the course to work on. Its kernels work on the same one, by UNHURRIED_COURSE.
        port: where to listen.
        browser: whether to open a browser. JupyterLab does it by a file, so that no list of processes shows the key.
        ready: called once with the link, when pages can be served.

    Raises:
        StartError: JupyterLab is not installed, the folder cannot be worked on, or the port cannot be used.
    """
    if find_spec("jupyterlab") is None:
        raise StartError(
            'JupyterLab is not installed beside this program. Install the program with its extra "author"; '
            "in a copy of its source, `make run` does that."
        )
    refuse(course.root)
    _try_port(port)
    from jupyterlab.handlers.announcements import NeverCheckForUpdate
    from jupyterlab.labapp import LabApp

    with tempfile.TemporaryDirectory(prefix="unhurried-author-") as made:
        folder = WorkFolder(Path(made))
        folder.lay_out(course)
        os.environ |= _environment(course, folder)
        tempfile.tempdir = made
        token = secrets.token_urlsafe(32)
        config = Config(
            Application={"log_level": logging.ERROR},
            ServerApp={
                "ip": ADDRESS,
                "port": port,
                "port_retries": 0,
                "root_dir": str(folder.course),
                "open_browser": browser,
                "allow_root": True,
                "terminals_enabled": False,
            },
            IdentityProvider={"token": token},
            MappingKernelManager={"transport_encryption": "auto"},
            FileCheckpoints={"checkpoint_dir": str(folder.root / "checkpoints")},
            LabApp={
                "default_url": f"/lab/tree/{PREVIEW}",
                "app_settings_dir": str(folder.settings),
                "user_settings_dir": str(user_config_path("unhurried") / "jupyterlab"),
                "workspaces_dir": str(folder.root / "workspaces"),
                "extra_labextensions_path": [str(folder.page_code)],
                "news_url": None,
                "check_for_updates_class": NeverCheckForUpdate,
                "extension_manager": "readonly",
            },
        )
        app = LabApp.initialize_server(argv=[], config=config)
        app.contents_manager.register_pre_save_hook(clean)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: app.stop(from_signal=True))
        link = f"http://{ADDRESS}:{port}/lab/tree/{PREVIEW}?token={token}"
        app.io_loop.add_callback(lambda: ready(link))
        app.start()


def refuse(folder: Path) -> None:
    """Refuse a folder that is no course, and the one inside the installed program, which an update replaces.

    Raises:
        StartError: with what to do.
    """
    if folder.is_relative_to(_PACKAGE):
        raise StartError(
            f"This course is part of the installed program, and an update would take your changes away. "
            f"Copy the folder {folder} to a place of your own, and name that: unhurried author --course MY-FOLDER"
        )
    if not (folder / "worksheets" / "en").is_dir() or not (folder / "notebooks").is_dir():
        raise StartError(f"There is no course in {folder}. A course has the folders notebooks, worksheets/en and data.")


def _environment(course: Course, folder: WorkFolder) -> dict[str, str]:
    """For JupyterLab and its kernels. What they leave among temporary files goes with our folder."""
    return {
        "UNHURRIED_COURSE": str(course.root),
        # Nothing that is set up elsewhere on this machine takes part: no extension of the server, no other address.
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_RUNTIME_DIR": str(folder.root / "runtime"),
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder.root)),
    }


def _try_port(port: int) -> None:
    try:
        for opened in bind_sockets(port, ADDRESS):
            opened.close()
    except OSError:
        raise StartError(
            f"Port {port} cannot be used here. Choose another one, for example: unhurried author --port {port + 1}"
        ) from None
