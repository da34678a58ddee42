"""The command line: `unhurried open`."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import webbrowser
from pathlib import Path

import click
from platformdirs import user_data_path

from unhurried import __version__
from unhurried.course import find_course
from unhurried.errors import CourseError, SpaceError, SpaceFull, StartError
from unhurried.server.running import ask_running, name_of, runtime_folder
from unhurried.space.folder import Folder

#: Where the workbook answers unless another port is asked for. Fixed, so that an open page finds its way back after
#: the server was started again.
PORT = 8477


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="unhurried")
def main() -> None:
    """A private workbook for finding closeness again after a betrayal, at your own pace."""


@main.command("open")
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, help="Where to listen.")
@click.option("--no-browser", is_flag=True, help="Only print the link.")
@click.option("--space", type=click.Path(path_type=Path, file_okay=False), help="The folder for encrypted spaces.")
@click.option("--course", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Another course folder.")
@click.option("--join", metavar="CODE", help="Also let in everybody who opens /join/CODE, until the end.")
@click.option("--plain-start", is_flag=True, hidden=True, help="Start page processes without forking.")
def open_workbook(
    port: int, no_browser: bool, space: Path | None, course: Path | None, join: str | None, plain_start: bool
) -> None:
    """Start the workbook on this machine and open it in a browser."""
    try:
        _open(port, not no_browser, space or user_data_path("unhurried") / "spaces", course, join, plain_start)
    except CourseError as error:
        raise click.ClickException(str(error)) from None
    except StartError as error:
        raise click.ClickException(str(error)) from None


def _open(port: int, browser: bool, space: Path, course_folder: Path | None, join: str | None, plain: bool) -> None:
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    runtime = runtime_folder() / name_of(space)
    asked_at = runtime.with_suffix(".sock")
    running = ask_running(asked_at)
    if running is not None:
        _say_ready(running, browser)
        return
    # Imported here: neither `unhurried --help` nor a second `open` need wait for Voila.
    from unhurried.server.app import Workbook

    course = find_course(course_folder)
    words = course.words()["start"]
    try:
        Folder(space)
    except SpaceFull:
        raise StartError(words["disk_full"].format(folder=space)) from None
    except SpaceError:
        raise StartError(words["folder_not_writable"].format(folder=space)) from None
    workbook = Workbook(port=port, ip="127.0.0.1", open_browser=False, log_level=logging.ERROR)
    workbook.set_up(course, space, runtime.with_suffix(".visitors"), join, plain)

    def ready() -> None:
        _say_ready(workbook.link(), False)
        if browser and not _show(workbook.link()):
            click.echo(words["no_browser"], err=True)

    asyncio.run(workbook.serve(ready, asked_at))


def _say_ready(link: str, browser: bool) -> None:
    click.echo(f"Ready: {link}")
    sys.stdout.flush()
    if browser:
        _show(link)


def _show(link: str) -> bool:
    """Open a browser with a window; False where there is none (a text browser in the terminal is not one)."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    try:
        return webbrowser.open(link)
    except webbrowser.Error:
        return False
