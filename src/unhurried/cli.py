"""The command line: `unhurried open`, `author`, `check`, `check-words`, `export`, `forget`, `print` and `workshop`."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import logging
import os
import sys
import time
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from getpass import getpass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource
from platformdirs import user_data_path

from unhurried import __version__
from unhurried.course import Course, find_course
from unhurried.errors import CourseError, PrintFailed, SpaceError, SpaceFull, StartError
from unhurried.server.running import ask_running, name_of, runs, runtime_folder, sweep
from unhurried.space.cover import SALT
from unhurried.space.erase import erase_folder, is_folder_of_spaces
from unhurried.space.folder import Folder

if TYPE_CHECKING:
    from unhurried.exercises.gentle_check import Finding, Role
    from unhurried.printing import Paper

#: Where the workbook answers unless another port is asked for. Fixed, so that an open page finds its way back after
#: the server was started again.
PORT = 8477

#: The plan that a workshop opens with unless another is asked for.
INTRODUCTION = "introduction"


def _spaces() -> Path:
    """The folder for encrypted spaces, unless another is asked for."""
    return user_data_path("unhurried") / "spaces"


def _rooms() -> Path:
    """The folder for rooms that are open."""
    return user_data_path("unhurried") / "rooms"


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
        _open(port, not no_browser, space or _spaces(), course, join, plain_start)
    except CourseError as error:
        raise click.ClickException(str(error)) from None
    except StartError as error:
        raise click.ClickException(str(error)) from None


@main.command("check")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path, file_okay=False))
def check_course(folder: Path | None) -> None:
    """Look for mistakes in the course in DIR, or in the one that comes with the program.

    Each is printed as file:line: place: problem: advice. Without any, it prints what was looked at.
    """
    from unhurried.check import check

    try:
        counts = check(find_course(folder), date.today())
    except CourseError as error:
        click.echo(str(error))
        click.echo(f"Faults: {len(error.faults)}", err=True)
        sys.exit(1)
    ready = counts.chapters - counts.in_preparation
    placed = f" Ideas with a place: {counts.ideas} of {counts.ideas}, {counts.corrected} corrected."
    click.echo(
        f"No faults. Chapters: {ready}, and {counts.in_preparation} in preparation. Worksheets: {counts.worksheets}."
        f" Questions: {counts.questions}. Words: {counts.words}. Sources: {counts.sources}. Help lines:"
        f" {counts.help_lines}. Plans: {counts.plans}.{placed if counts.ideas else ''}"
    )


@main.command("check-words")
@click.option("--role", type=click.Choice(["hurt", "unfaithful"]), required=True, help="Who would say the words.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list of findings for each line.")
def check_words(role: Role, as_json: bool) -> None:
    """Look for blame and pressure in words that somebody means to say, one text a line, from standard input.

    What is found is never a fault: each finding says what the listener may hear, and two other ways to put it.
    """
    from unhurried.course.gentle import gentle_check

    if isinstance(sys.stdout, io.TextIOWrapper):
        # A letter that the terminal does not know is to end in a question mark, not in an error with somebody's words.
        sys.stdout.reconfigure(errors="replace")
    try:
        for number, line in enumerate(sys.stdin.buffer, start=1):
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            findings = gentle_check(text, role=role)
            if as_json:
                click.echo(json.dumps([asdict(finding) for finding in findings]))
            for finding in findings if not as_json else ():
                click.echo(_in_words(number, text, finding))
    except CourseError as error:
        raise click.ClickException(str(error)) from None


def _in_words(number: int, text: str, finding: Finding) -> str:
    """A finding as lines to read."""
    said, others = text[finding.start : finding.end], "\n".join(f"    Or: {other}" for other in finding.instead)
    return f'Line {number}: "{said}"\n    {finding.why}\n{others}'


@main.command("print")
@click.argument("ids", metavar="[ID]…", nargs=-1)
@click.option("--chapter", metavar="NAME", help="A chapter with everything in it, by its notebook's name.")
@click.option("--book", is_flag=True, help="The whole course as one book.")
@click.option("--guide", metavar="PLAN", help="What leaders of a group need: the guide, then each evening's handouts.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True, help="The size.")
@click.option("--plain-cover", is_flag=True, help="With a first page that tells nothing.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=".", help="The folder to write to.")
def print_pages(
    ids: tuple[str, ...],
    chapter: str | None,
    book: bool,
    guide: str | None,
    paper: Paper,
    plain_cover: bool,
    out: Path,
) -> None:
    """Make blank pages as PDF files, and print where they are: sheets of the worksheets ID…, a chapter, or the book.

    The files are called pages.pdf, pages-2.pdf and so on, from the first name that is free: no name tells a topic, and
    none is written over.
    """
    from unhurried.printing import print_book, print_chapter, print_worksheet
    from unhurried.printing.guide import for_leaders

    if [bool(ids), chapter is not None, book, guide is not None].count(True) != 1:
        raise click.UsageError("Name worksheets, or one --chapter, or --book, or one --guide.")
    try:
        course = find_course()
        if book:
            made = [print_book(course, paper, plain_cover, _progress(course))]
        elif guide is not None:
            made = for_leaders(course, course.plan(guide), paper)
        elif chapter is not None:
            made = [print_chapter(course, course.chapter(chapter), paper, plain_cover=plain_cover)]
        else:
            made = [print_worksheet(course, course.worksheet(one), paper, plain_cover=plain_cover) for one in ids]
        out.mkdir(parents=True, exist_ok=True)
        for pdf in made:
            click.echo(_write_beside(out, pdf))
    except CourseError as error:
        raise click.ClickException(str(error)) from None
    except PrintFailed:
        raise click.ClickException(find_course().words()["errors"]["print_failed"]["heading"]) from None
    except OSError as error:
        raise click.ClickException(f"{out}: {error.strerror}") from None


def _progress(course: Course) -> Callable[[int, int], None]:
    """Says in a terminal how far a book is; nothing where what is printed goes to a file or another program."""
    said = course.words()["paper"]

    def tell(done: int, of: int) -> None:
        if sys.stderr.isatty():
            words = said["chapters_done"].format(done=done, of=of) if done < of else said["setting"]
            click.echo(f"\r\x1b[K{words}", nl=done == of, err=True)

    return tell


@main.command("export")
@click.option("--space", type=click.Path(path_type=Path, file_okay=False), help="The folder for encrypted spaces.")
@click.option("--course", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Another course folder.")
@click.option("--all", "everything", is_flag=True, help="Also what cannot be shared, and earlier versions of answers.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default="pages.zip", help="The file to write.")
def export_space(space: Path | None, course: Path | None, everything: bool, out: Path) -> None:
    """Save a copy of a space that you can read without this program. It asks for the passphrase.

    The file, pages.zip unless you say otherwise, is not locked. None is ever written over.
    """
    try:
        found = find_course(course)
        words = found.words()
    except CourseError as error:
        raise click.ClickException(str(error)) from None
    folder = space or _spaces()
    said = words["export"]
    if not (folder / SALT).exists():
        raise click.ClickException(said["no_folder"].format(folder=folder))
    if out.exists():
        raise click.ClickException(said["taken"].format(file=out))
    made = _copy(found, folder, getpass(said["passphrase"]), everything)
    if "error" in made:
        raise click.ClickException(words["errors"][made["error"]]["sentence"])
    try:
        _write_new(out, base64.b64decode(made["file"]))
    except FileExistsError:
        raise click.ClickException(said["taken"].format(file=out)) from None
    except OSError:
        raise click.ClickException(said["not_writable"].format(file=out)) from None
    click.echo(said["made"].format(file=out))


@main.command("forget")
@click.option("--space", type=click.Path(path_type=Path), help="The folder for encrypted spaces.")
def forget(space: Path | None) -> None:
    """Take away, for good, all spaces on this machine, everybody's, and what the program needed while it ran.

    It asks first. The program itself stays, and so does what was saved or printed.
    """
    folder = space or _spaces()
    try:
        said = find_course().words()["forget"]
        runtime = runtime_folder()
    except (CourseError, StartError) as error:
        raise click.ClickException(str(error)) from None
    if runs(runtime / f"{name_of(folder)}.sock"):
        raise click.ClickException(said["running"])
    if folder.is_symlink():
        raise click.ClickException(said["link"].format(folder=folder))
    is_there = folder.exists()
    if is_there and not is_folder_of_spaces(folder):
        raise click.ClickException(said["other"].format(folder=folder))
    if not is_there:
        click.echo(said["nothing"].format(folder=folder))
    else:
        click.echo(said["about"].format(folder=folder))
        ask = said["ask"].format(word=said["word"])
        if click.prompt(ask, prompt_suffix="", default="", show_default=False).strip() != said["word"]:
            raise click.ClickException(said["stopped"])
    try:
        left = erase_folder(folder) if is_there else 0
        sweep(runtime)
    except (SpaceError, OSError):
        raise click.ClickException(said["not_writable"].format(folder=folder)) from None
    if space is None and not left:
        with suppress(OSError):  # not empty: what is in it is not ours
            folder.parent.rmdir()
    if left:
        click.echo(said["left"].format(count=left))
    if is_there:
        click.echo(said["done"])


@main.command("author")
@click.option("--course", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Another course folder.")
@click.option("--no-browser", is_flag=True, help="Only print the link.")
@click.option("--port", type=click.IntRange(1, 65535), default=PORT + 1, show_default=True, help="Where to listen.")
def author_course(course: Path | None, no_browser: bool, port: int) -> None:
    """Open JupyterLab on the course, with a live preview of one worksheet."""
    from unhurried.author.lab import serve

    try:
        serve(find_course(course), port, not no_browser and _has_windows(), lambda link: _say_ready(link, False))
    except StartError as error:
        raise click.ClickException(str(error)) from None


@main.command("workshop")
@click.option("--plan", metavar="NAME|FILE", help="A plan of the course, or a file with one of your own.")
@click.option("--session", type=click.IntRange(1), default=1, show_default=True, help="Which session of the plan.")
@click.option("--port", type=click.IntRange(1, 65535), default=PORT + 2, show_default=True, help="Where to listen.")
@click.option("--host", help="The one address of this machine to listen on.  [default: all]")
@click.option("--cert", type=click.Path(path_type=Path, dir_okay=False), help="A certificate (PEM) of your own.")
@click.option("--key", type=click.Path(path_type=Path, dir_okay=False), help="Its private key (PEM).")
@click.option("--self-signed/--plain", default=True, help="A certificate that this machine makes, or no encryption.")
@click.option("--behind-proxy", metavar="URL", help="The address that people open, where another program encrypts.")
@click.option("--rehearse", is_flag=True, help="Open a room with 24 pretend participants.")
@click.option("--new", is_flag=True, help="Delete a room that is still open, and open a new one.")
@click.option("--course", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Another course folder.")
def open_room(
    plan: str | None,
    session: int,
    port: int,
    host: str | None,
    cert: Path | None,
    key: Path | None,
    self_signed: bool,
    behind_proxy: str | None,
    rehearse: bool,
    new: bool,
    course: Path | None,
) -> None:
    """Open a room for a group: print the leader's link, and the code by which people join.

    A room that is still open is gone on with. It is deleted when a leader ends it, and after 24 hours in any case.
    """
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    from unhurried.server.opening import PRETEND, Wanted, open_workshop

    chosen = click.get_current_context().get_parameter_source
    named = ParameterSource.COMMANDLINE in (chosen("plan"), chosen("session"))
    try:
        found = find_course(course)
        said = found.words()["workshop"]["start"]
        if (cert is None) != (key is None):
            raise StartError(said["cert_and_key"])
        wanted = Wanted(
            port=port,
            host=host,
            certificate=cert,
            key=key,
            plain=not self_signed,
            proxy=behind_proxy,
            pretend=PRETEND if rehearse else 0,
            new=new,
        )
        open_workshop(found, _rooms(), lambda: _session(found, plan, session), named, wanted, click.echo)
    except (CourseError, StartError) as error:
        raise click.ClickException(str(error)) from None


def _session(course: Course, plan: str | None, number: int) -> dict[str, Any]:
    """A session as a room needs it. Raises CourseError, StartError."""
    name = plan or INTRODUCTION
    read = course.plan_in(Path(name)) if Path(name).suffix in (".yaml", ".yml") else course.plan(name)
    if number > len(read.sessions):
        said = course.words()["workshop"]["start"]["no_session"]
        raise StartError(said.format(plan=read.title, count=len(read.sessions)))
    return read.room(number)


def _copy(course: Course, folder: Path, passphrase: str, everything: bool) -> dict[str, Any]:
    from unhurried.server.processes.confine import leave_no_dump
    from unhurried.server.processes.jobs import run_job

    leave_no_dump()
    order = {"do": "copy", "course": str(course.root), "folder": str(folder), "passphrase": passphrase, "key": None}
    return run_job({**order, "everything": everything, "today": date.today().isoformat()})


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read. Raises OSError; then there is no file, or the one there was."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(data)
    except OSError:
        path.unlink()
        raise


def _write_beside(folder: Path, pdf: bytes) -> Path:
    """Write under the first free name, and return it."""
    paths = (folder / f"pages{'' if number == 1 else f'-{number}'}.pdf" for number in count(1))
    path = next(path for path in paths if not path.exists())
    path.write_bytes(pdf)
    return path


def _open(port: int, browser: bool, space: Path, course_folder: Path | None, join: str | None, plain: bool) -> None:
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    runtime = runtime_folder() / name_of(space)
    asked_at = runtime.with_suffix(".sock")
    running = ask_running(asked_at)
    if running is not None:
        _say_ready(running, browser)
        return
    if _rooms().is_dir():  # a room of yesterday is deleted, whichever program comes first
        from unhurried.rooms.places import living

        living(_rooms(), runtime.parent, time.time())
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
    # Only where others can come in: the store goes with the runtime folder, so cards end with the machine's session.
    store = runtime.with_suffix(".cards") if join else None
    workbook.set_up(course, space, runtime.with_suffix(".visitors"), join, plain, card_store=store)

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
    if not _has_windows():
        return False
    try:
        return webbrowser.open(link)
    except webbrowser.Error:
        return False


def _has_windows() -> bool:
    graphical = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(graphical) or not sys.platform.startswith("linux")
