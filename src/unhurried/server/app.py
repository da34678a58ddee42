"""The workbook's server: a subclass of Voila with handlers, guard and page processes of our own."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

# Before anything else that could import Jupyter, since it makes those imports quick.
from unhurried.server.voila_app import Voila

# isort: split
import tornado.web
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.netutil import bind_sockets

from unhurried.course import Course
from unhurried.errors import StartError
from unhurried.server import cards, entrance, for_therapist, limits, pages, prints, spaces
from unhurried.server.assets import Asset, Assets
from unhurried.server.card_store import CardStore
from unhurried.server.fallback import frontend
from unhurried.server.fallback.kernel import Kernels
from unhurried.server.fallback.page import end_idle
from unhurried.server.guard import NotFound, Visitors
from unhurried.server.keys import GOODBYE, QUIET, Keys
from unhurried.server.line import LONGEST_MESSAGE, PageLine
from unhurried.server.processes.confine import leave_no_dump
from unhurried.server.processes.starter import PlainStarter, Starter, WarmStarter, can_fork_safely
from unhurried.server.rendered import Rendered
from unhurried.server.running import answer_others
from unhurried.server.templates import LATER_WORDS, Templates, as_script
from unhurried.server.visits import DROPPED, UNCLAIMED, Visit, Visits

log = logging.getLogger(__name__)

#: Bytes of the longest request that is not a WebSocket message: a form, or a passphrase.
LONGEST_BODY = 64 * 1024
#: Sheets of paper, chapters, and texts of a worksheet, that are made at once; besides, one book.
PRINTS_AT_ONCE = 2
#: Seconds between the WebSocket's own pings, and for their answers: a network that was cut leaves both sides waiting.
PING, PONG = 30.0, 20.0
#: Seconds that a connection may stay without a request, and that a request may take to arrive.
IDLE = 120.0
#: Seconds between looks at which spaces have been quiet for too long.
ROUND = 5.0
#: Seconds between looks at which sealed cards have ended.
TIDY = 60.0
#: Where the front end for other notebooks is, behind the base URL.
FRONT_END = "voila/"


class Doors(HTTPServer):
    """Closes a connection that comes when few files are left: without any, nobody could be let in or even refused."""

    most = limits.MOST_FILES

    def handle_stream(self, stream: IOStream, address: Any) -> None:
        # The system gives the lowest number that is free.
        if sys.platform != "win32" and stream.socket.fileno() >= self.most:
            stream.close()
        else:
            super().handle_stream(stream, address)


class Workbook(Voila):  # type: ignore[misc]  # Voila comes without types
    """One server: one course, one folder of spaces, any number of visitors.

    Of Voila this keeps the configuration and the settings of its application; what a browser can reach is listed in
    `init_handlers`, and all of it goes through `guard.Guarded`. Notebooks that need a full kernel are not served yet.
    """

    # A configuration file in the folder where somebody happens to stand is code; ours is passed in code.
    config_file_paths: ClassVar[list[str]] = []
    card_store: Path | None = None
    #: Whether people can open a space here.
    has_spaces: ClassVar[bool] = True
    #: What else the HTTP server is told: a workshop's is told how to speak TLS.
    door_options: dict[str, Any]

    def set_up(
        self,
        course: Course,
        folder: Path,
        state_file: Path,
        join: str | None = None,
        plain_start: bool = False,
        waits: tuple[float, float] = (QUIET, GOODBYE),
        patience: tuple[float, float] = (UNCLAIMED, DROPPED),
        card_store: Path | None = None,
    ) -> None:
        """Give the server what it serves.

        Args:
            course: the course.
            folder: where the spaces are.
            state_file: where cookies' signing secret survives a crash.
            join: a code for `/join/CODE`; None for one-time links only.
            plain_start: start page processes plainly even where they could be forked.
            waits: seconds (quiet, after the last goodbye) until a space locks itself.
            patience: seconds (unclaimed, dropped) until a page process without a WebSocket ends.
            card_store: the file of sealed cards, for a room or a hosted edition; None: no card has six words, since
                nobody else could type them in.

        Raises:
            CourseError: the map, the interface's words or the help lines are not right.
        """
        self.initialize([])
        course.chapters()  # without its map no page can be shown: say so now, not on every page
        self.course = course
        self.words = course.words()
        self.door_options = {}
        self.cookie_name = f"v{self.port}"
        self.hosts = {f"{name}:{self.port}" for name in ("127.0.0.1", "localhost", "[::1]")}
        self.visitors = Visitors(state_file, join)
        self.card_store = card_store
        self.card_limits = cards.Limits()
        self._under_way: set[asyncio.Future[dict[str, Any]]] = set()
        self.passphrase_words = course.passphrase_words()
        self.templates = Templates(self.words, self.base_url, card_store is not None, self.has_spaces)
        away = self.templates.text("away.html").encode()
        later = as_script({name: self.words[name] for name in LATER_WORDS}).encode()
        self.assets = Assets(self.base_url, {"away.html": away, "later.json": later})
        self.templates.use(self.assets.root)
        self.rendered = Rendered(course, self.templates, course.help_lines())
        self.front_end = frontend.FrontEnd(self.base_url + FRONT_END)
        self.kernels = Kernels(state_file.with_suffix(".k"), course.root)
        self.printing = asyncio.Semaphore(PRINTS_AT_ONCE)
        self.binding = asyncio.Lock()
        fork = can_fork_safely() and not plain_start
        self.starter: Starter = WarmStarter(course.root) if fork else PlainStarter(course.root)
        self.files = limits.allow_files()  # before any process is started, so that each may open as many
        self.visits = Visits(
            self.starter, limits.of_this_machine(self.files), lambda visitor: self.keys.of(visitor), patience
        )
        self.visits.rest = self._rest
        self.keys = Keys(
            folder,
            self.visits.run_job,
            self._opened,
            self.visits.lock,
            self.visits.send_elsewhere,
            self.visits.end_all,
            waits,
        )

    def init_settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = super().init_settings()
        settings.update(
            workbook=self,
            allow_remote_access=False,
            log_function=lambda handler: None,  # addresses tell which page somebody read
            websocket_max_message_size=LONGEST_MESSAGE,
            websocket_ping_interval=PING,
            websocket_ping_timeout=PONG,
            xsrf_cookie_name=f"_x{self.port}",
            xsrf_cookie_kwargs={"samesite": "Strict", "httponly": True, "path": self.base_url},
        )
        return settings

    def init_handlers(self) -> list[Any]:
        """Every address that the server answers. Voila's own are not among them."""
        base = self.base_url
        return [
            *((rf"{base}{address}", *handler) for address, *handler in self.addresses()),
            (rf"{base}line/([\w-]+)", PageLine),
            (rf"{base}steady", pages.Plain, {"template": "steady.html"}),
            (rf"{base}help", pages.Plain, {"template": "help.html"}),
            (rf"{base}alone", pages.Plain, {"template": "alone.html"}),
            (rf"{base}print", prints.Print),
            (rf"{base}text", prints.Text),
            *((rf"{base}{name}", handler) for name, handler in cards.ROUTES),
            (rf"{base}leave", entrance.Leave),
            (rf"{base}goodbye", entrance.Goodbye),
            (rf"{base}health", pages.Health),
            (rf"{base}static/([0-9a-f]+)/([\w./-]+)", Asset),
            (r".*", NotFound),
        ]

    def addresses(self) -> list[tuple[Any, ...]]:
        """What a workbook answers besides: addresses behind the base, each with its handler."""
        return [
            ("", pages.Map),
            (r"p/([0-9]{1,6})", pages.ChapterPage),
            (r"p/([0-9]{1,6})/visit", pages.NewVisit),
            ("erased", pages.Erased),
            ("leaving", pages.Leaving),
            ("keeps", pages.Plain, {"template": "keeps.html"}),
            ("notes", pages.Plain, {"template": "notes.html"}),
            (r"enter/([\w-]+)", entrance.ByKey),
            (r"join/([\w-]+)", entrance.ByCode),
            ("bind", prints.Bind),
            *((f"space/{name}", handler) for name, handler in spaces.ROUTES),
            *for_therapist.ROUTES,
            *frontend.routes(FRONT_END),
        ]

    def link(self) -> str:
        """A new one-time address."""
        return f"http://127.0.0.1:{self.port}{self.base_url}enter/{self.visitors.new_key()}"

    def begin_visit(self, visitor: str, cells: list[str], for_two: bool) -> Visit:
        return self.visits.begin(visitor, str(self.course.root), cells, for_two=for_two)

    def begin_kernel(self, visitor: str, cells: list[str]) -> Visit:
        """The same for a notebook with code of its own, which keeps nothing in any space."""
        return self.visits.begin(visitor, str(self.course.root), cells, lambda: self.kernels.start(cells))

    def leave(self, visitor: str) -> None:
        """Somebody leaves: blank their other pages, end their page processes, lock, and know them no more."""
        for visit in self.visits.of(visitor):
            visit.tell("left")
            self.visits.end(visit)
        self.keys.forget(visitor)
        self.visitors.leave(visitor)

    def _rest(self, visitor: str) -> None:
        """Touch rests: take back every card about touch that was given out of this visitor's space as six words."""
        if self.card_store is not None:
            job = {"do": "card_rest", "store": str(self.card_store), "key": self.keys.of(visitor)}
            self._under_way.add(task := asyncio.ensure_future(self.keys.in_turn(job)))
            task.add_done_callback(self._under_way.discard)

    def _opened(self, visitor: str) -> None:
        key = self.keys.of(visitor)
        if key is not None:
            for visit in self.visits.of(visitor):
                self.visits.hand_over(visit, key)

    async def serve(self, ready: Callable[[], None], asked_at: Path) -> None:
        """Serve until SIGINT or SIGTERM.

        Args:
            ready: called once pages can be served.
            asked_at: the socket on which a second `unhurried open` asks for a link.

        Raises:
            StartError: the port is taken, or no page process can be started.
        """
        leave_no_dump()  # keys of open spaces are in this process's memory
        stopped = asyncio.Event()
        _on_signals(stopped)
        self.connection_dir = str(asked_at.parent)  # Voila insists on one; our kernels have a folder of their own
        try:
            sockets = self._bind()
            self.visitors.remember()
            await self.starter.open()
            self.app = tornado.web.Application(**self.init_settings())
            self.app.add_handlers(".*$", self.init_handlers())
            patience = {"idle_connection_timeout": IDLE, "body_timeout": IDLE}
            server = Doors(self.app, max_body_size=LONGEST_BODY, **patience, **self.door_options)
            server.most = self.files - limits.OTHER_FILES
            server.add_sockets(sockets)
            rounds = [
                asyncio.create_task(round_) for round_ in (self._rounds(), self.visits.watch(), self._tidy_cards())
            ]
            others = await answer_others(asked_at, self.link)
            ready()
            await stopped.wait()
            for task in rounds:
                task.cancel()
            server.stop()
            self.visitors.close()
            if others is not None:
                others.close()
                asked_at.unlink(missing_ok=True)
        finally:
            self.keys.close()
            self.visits.close()
            self.starter.close()
            await self.kernels.close()

    def _bind(self) -> list[Any]:
        try:
            return bind_sockets(self.port, self.ip)
        except OSError as error:
            taken = error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE))
            key = "port_taken" if taken else "port_refused"
            raise StartError(self.words["start"][key].format(port=self.port, other=self.port + 1)) from None

    async def _rounds(self) -> None:
        while True:
            await asyncio.sleep(ROUND)
            self.keys.lock_quiet()
            end_idle(self.visits, time.monotonic())

    async def _tidy_cards(self) -> None:
        """Forget cards that have ended also while nobody comes. A store that is busy is tidied the next time."""
        while self.card_store is not None:
            await asyncio.sleep(TIDY)
            with contextlib.suppress(sqlite3.Error, OSError):
                await asyncio.to_thread(CardStore(self.card_store).tidy, time.time())


def _on_signals(stopped: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        if sys.platform == "win32":
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stopped.set))
        else:
            loop.add_signal_handler(number, stopped.set)
