"""A notebook with code of its own: a stock kernel behind our guard, which ends with its page and leaves nothing."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import zmq.asyncio
from jupyter_client.session import Session
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from unhurried.server.fallback import kernel as kernels
from unhurried.server.fallback import wire
from unhurried.server.fallback.frontend import FrontEnd
from unhurried.server.fallback.kernel import ALLOWED, Channel, Kernel, Kernels
from unhurried.server.fallback.page import IDLE, end_idle, policy
from unhurried.server.processes import frames
from unhurried.server.processes.starter import ENVIRONMENT

COURSE = Path(__file__).resolve().parents[1] / "own-code"
SECRET = "a word that nobody may read"  # what the cell with a mistake raises
#: Code cells of the notebook, in order.
IMPORTS, SLIDER, INTERACT, TABLE, PRINTED, MISTAKE, EXERCISE = range(7)
WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module")
def orchard(server_class: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server with the course of this test."""
    server = server_class(tmp_path_factory.mktemp("orchard"), "--course", str(COURSE)).start()
    yield server
    server.close()


@pytest.fixture
def person(orchard: Any, visitor_of: Callable[[Any], Any], until: Callable[..., Any]) -> Any:
    until(lambda: not running(orchard))
    return visitor_of(orchard).enter()


def running(server: Any) -> list[psutil.Process]:
    """The kernels of a server."""
    found = []
    for process in psutil.Process(server.process.pid).children():
        try:
            if "unhurried.server.fallback.kernel_process" in process.cmdline():
                found.append(process)
        except psutil.Error:
            continue
    return found


def left_over(server: Any) -> list[Path]:
    """What kernels have left in the server's folder: one folder for each."""
    return list((server.runtime / "unhurried").glob("*.k/*"))


class Channels:
    """A page's line to its kernel, as the front end opens it."""

    def __init__(self, person: Any, run: Callable[..., Any], visit: str, **headers: str) -> None:
        address = f"127.0.0.1:{person.server.port}"
        cookie = "; ".join(f"{name}={value}" for name, value in person.cookies.items())
        url = f"ws://{address}/voila/api/kernels/{visit}/channels?session_id=of-this-test"
        request = HTTPRequest(url, headers={"Origin": f"http://{address}", "Cookie": cookie, **headers})
        self._run = run
        self._line = run(lambda: websocket_connect(request, subprotocols=[wire.PROTOCOL]))
        self._count = 0

    def send(self, kind: str, content: dict[str, Any], channel: str = "shell") -> None:
        self._count += 1
        header = {
            "msg_id": f"m{self._count}",
            "msg_type": kind,
            "session": "of-this-test",
            "username": "",
            "date": "2026-11-20T21:30:00Z",
            "version": "5.3",
        }
        parts = [json.dumps(part).encode() for part in (header, {}, {"version": "1.0.0"}, content)]
        self.send_raw(wire.encode(channel, parts))

    def send_raw(self, message: str | bytes) -> None:
        self._run(self._line.write_message, message, isinstance(message, bytes))

    def hear(self, kind: str) -> dict[str, Any]:
        """The content of the next message of this kind."""
        while (message := self._run(self._line.read_message)) is not None:
            _, parts = wire.decode(message)
            if json.loads(parts[0])["msg_type"] == kind:
                content: dict[str, Any] = json.loads(parts[3])
                return content
        pytest.fail(f"The line was closed with {self._line.close_code} before {kind}.")

    def states(self) -> dict[str, Any]:
        """All widgets' states by id, as the front end asks for them."""
        comm = "of-this-test"
        self.send("comm_open", {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}})
        self.send("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}})
        while (content := self.hear("comm_msg"))["comm_id"] != comm:
            pass
        return {identity: model["state"] for identity, model in content["data"]["states"].items()}

    def set(self, widget: str, **state: Any) -> None:
        self.send("comm_msg", {"comm_id": widget, "data": {"method": "update", "state": state, "buffer_paths": []}})

    @property
    def code(self) -> int | None:
        """The code with which the server closes the line; waits for that."""
        while self._run(self._line.read_message) is not None:
            pass
        code: int | None = self._line.close_code
        return code


def visit_of(page: Any) -> str:
    identity: str = page.block("unhurried")["page"]
    return identity


def slider_in(states: dict[str, Any]) -> str:
    return next(identity for identity, state in states.items() if state.get("description") == "Pears")


def test_prose_and_what_each_cell_shows(person: Any) -> None:
    """A course with a slider would be an error page, and whoever made it could not use it at all."""
    page = person.page()
    assert "It is here for tests: widgets that no worksheet has" in page.text
    assert "Nothing on this page is kept, even while your space is open." in page.text
    shown = page.block("shown")
    assert [False, False, False, False, False, True, False] == [cell["failed"] for cell in shown]
    assert [] == shown[IMPORTS]["outputs"]
    assert WIDGET in shown[SLIDER]["outputs"][0]["data"]
    assert WIDGET in shown[INTERACT]["outputs"][0]["data"]
    assert "<td>quince</td>" in shown[TABLE]["outputs"][0]["data"]["text/html"]
    assert [{"data": {"text/plain": "Printed by a cell.\n"}, "metadata": {}}] == shown[PRINTED]["outputs"]
    assert WIDGET in shown[EXERCISE]["outputs"][0]["data"]


def test_a_mistake_shows_no_traceback(person: Any, orchard: Any) -> None:
    """A traceback repeats what the code was given, on a page that somebody else may be looking at."""
    text = person.page().text
    assert [] == [part for part in (SECRET, "ValueError", "Traceback", "<module>") if part in text]
    assert "" == orchard.err.read_text()


def test_a_mistake_in_what_a_slider_calls_shows_one_sentence(person: Any, run: Callable[..., Any]) -> None:
    """It would print what somebody has just set, with lines of code, into the middle of the page."""
    channels = Channels(person, run, visit_of(person.page()))
    channels.set(slider_in(channels.states()), value=9)
    error = channels.hear("error")
    assert ("Exception", "", ["This part did not work. You did not cause it."]) == tuple(
        error[part] for part in ("ename", "evalue", "traceback")
    )


def test_a_slider_is_answered(person: Any, run: Callable[..., Any]) -> None:
    """People would move a slider and nothing would happen."""
    channels = Channels(person, run, visit_of(person.page()))
    channels.set(slider_in(channels.states()), value=7)
    assert {"name": "stdout", "text": "Pears in the basket: 7\n"} == channels.hear("stream")


def test_an_exercise_is_just_looking(person: Any, run: Callable[..., Any]) -> None:
    """It could write into a space through a kernel in which any code runs, or promise to keep what it does not."""
    assert {} == person.post("space/make", {"passphrase": "quiet harbour lantern seven orchard"}).json
    channels = Channels(person, run, visit_of(person.page()))
    states = channels.states()
    exercise = next(identity for identity, state in states.items() if state.get("stem") == "worksheet")
    channels.send("comm_msg", {"comm_id": exercise, "data": {"method": "custom", "content": {"do": "hello"}}})
    while (said := channels.hear("comm_msg")["data"].get("content", {})).get("say") != "state":
        pass
    assert ("looking", {}) == (said["keeping"], said["answers"])


def test_the_policy_allows_no_other_host(person: Any) -> None:
    """A widget of somebody else could send what is on the page to anybody."""
    sent = person.page().headers["Content-Security-Policy"]
    assert policy() == sent
    directives = {name: set(sources) for name, *sources in (part.split() for part in sent.split("; "))}
    assert {"'none'"} == directives["default-src"]
    assert {"'self'", "blob:"} == directives["script-src"]
    assert {"'self'"} == directives["connect-src"]
    known = {"'none'", "'self'", "data:", "blob:", "'unsafe-inline'"}
    assert set() == set().union(*directives.values()) - known
    assert ["style-src"] == [name for name, sources in directives.items() if "'unsafe-inline'" in sources]
    assert "no-store" == person.page().headers["Cache-Control"]


def test_the_other_pages_keep_the_strict_policy(person: Any) -> None:
    """One such chapter would loosen the policy of every page on which people write."""
    for path in ("", "help", "steady"):
        assert "'unsafe-inline'" not in person.get(path).headers["Content-Security-Policy"]


def test_nobody_reaches_the_kernel_of_another(
    person: Any, orchard: Any, visitor_of: Callable[[Any], Any], run: Callable[..., Any]
) -> None:
    """Whoever learns the id of a page could watch it, or set what another person sees."""
    visit = visit_of(person.page())
    address = f"voila/api/kernels/{visit}"
    other, stranger = visitor_of(orchard).enter(), visitor_of(orchard)
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": "x", "Sec-WebSocket-Version": "13"}
    headers: dict[str, str]
    for path, headers in ((address, {}), (f"{address}/channels", upgrade)):
        assert (path, 404) == (path, other.get(path, headers).status)
        assert (path, 403) == (path, stranger.get(path, headers).status)
        assert (path, 403) == (path, person.get(path, {**headers, "Host": f"elsewhere.example:{orchard.port}"}).status)
    with pytest.raises(HTTPClientError):
        Channels(other, run, visit)
    with pytest.raises(HTTPClientError):
        Channels(person, run, visit, Origin="http://elsewhere.example")
    assert 200 == person.get(address).status
    assert slider_in(Channels(person, run, visit).states())


def test_nothing_more_of_jupyter_answers(person: Any) -> None:
    """Stock Voila lets anybody end or restart any kernel, and hands out files beside the notebook."""
    visit = visit_of(person.page())
    for method, path in (
        ("GET", "api/kernels"),
        ("GET", "api/kernelspecs"),
        ("GET", "api/contents"),
        ("POST", f"api/kernels/{visit}/interrupt"),
        ("POST", f"api/kernels/{visit}/restart"),
        ("POST", f"api/shutdown/{visit}"),
        ("GET", "files/slider.ipynb"),
    ):
        for base in ("voila/", "voila/voila/", ""):
            asked = person.post(base + path) if method == "POST" else person.get(base + path)
            assert (base + path, 404) == (base + path, asked.status)
    token = {"X-XSRFToken": person.cookies[f"_x{person.server.port}"]}
    assert 405 == person.ask("DELETE", f"voila/api/kernels/{visit}", token).status


def test_a_page_cannot_run_code(person: Any, run: Callable[..., Any]) -> None:
    """Through one foreign script on the page somebody could do on this computer whatever its owner can."""
    visit = visit_of(person.page())
    for kind in ("execute_request", "shutdown_request", "debug_request", "interrupt_request"):
        assert kind not in ALLOWED
        channels = Channels(person, run, visit)
        channels.send(kind, {"code": "print('was here')", "silent": False})
        assert (kind, 4400) == (kind, channels.code)
    # A kernel takes orders to end, and to be debugged, on its other channel.
    channels = Channels(person, run, visit)
    channels.send("kernel_info_request", {}, channel="control")
    assert 4400 == channels.code
    assert slider_in(Channels(person, run, visit).states())


#: No message at all, or none that its page may send.
BROKEN = {
    "text": "text",
    "nothing": b"",
    "more parts than anybody could count": b"\xff" * 40,
    "short": (2).to_bytes(8, "little") + b"\xff" * 16,
    "a list": wire.encode("shell", [b"[]", b"{}", b"{}", b"{}"]),
    "a kind that is none": wire.encode("shell", [b'{"msg_type": ["comm_msg"]}', b"{}", b"{}", b"{}"]),
    "half": wire.encode("shell", [b"{", b"{}", b"{}", b"{}"]),
    "deep": wire.encode("shell", [b"[" * 200_000, b"{}", b"{}", b"{}"]),
}


def test_what_is_no_message_closes_the_line(person: Any, run: Callable[..., Any]) -> None:
    """A broken message could reach the kernel, or end the server for everybody."""
    visit = visit_of(person.page())
    for name, message in BROKEN.items():
        channels = Channels(person, run, visit)
        channels.send_raw(message)
        assert (name, 4400) == (name, channels.code)
    assert slider_in(Channels(person, run, visit).states())


def test_a_kernel_ends_with_its_page(person: Any, orchard: Any, run: Callable[..., Any], until: Any) -> None:
    """What somebody set would stay in memory for whoever comes after, and the machine would fill up."""
    page = person.page()
    channels = Channels(person, run, visit_of(page))
    (kernel,) = running(orchard)
    token = person.cookies[f"_x{orchard.port}"]
    assert 204 == person.post("goodbye", f"_xsrf={token}&page={visit_of(page)}").status
    channels._line.close()
    until(lambda: not kernel.is_running() and not left_over(orchard))


def test_leaving_ends_the_kernel(person: Any, orchard: Any, run: Callable[..., Any], until: Any) -> None:
    """Somebody leaves in a hurry, and the page that they left goes on running behind them."""
    channels = Channels(person, run, visit_of(person.page()))
    (kernel,) = running(orchard)
    person.leave()
    assert 1000 == channels.code
    until(lambda: not kernel.is_running() and not left_over(orchard))


def test_a_page_that_was_never_loaded_leaves_no_kernel(person: Any, orchard: Any, until: Any) -> None:
    """Somebody presses a link and at once another; each time a whole Python would stay behind."""
    connection = person.connect("GET", "p/1", {}, b"")
    response = connection.getresponse()
    assert response.read(15) == b"<!doctype html>"
    until(lambda: running(orchard))
    response.close()
    connection.close()
    until(lambda: not running(orchard) and not left_over(orchard))


def test_a_page_without_a_line_leaves_no_kernel(person: Any, orchard: Any, until: Any) -> None:
    """A browser that has gone, or runs no scripts, would hold a kernel for ever."""
    person.page()
    assert running(orchard)
    until(lambda: not running(orchard))


def test_a_visitor_has_three_at_most(person: Any, orchard: Any, run: Callable[..., Any], until: Any) -> None:
    """One person with many tabs would take the memory that everybody else's pages need."""
    lines = [Channels(person, run, visit_of(person.page())) for _ in range(4)]
    until(lambda: len(running(orchard)) == 3)
    assert 1000 == lines[0].code


def test_a_kernel_that_died_is_known_to_be_gone(person: Any, orchard: Any, run: Callable[..., Any]) -> None:
    """The page would try to reach it for ever, and say nothing."""
    visit = visit_of(person.page())
    channels = Channels(person, run, visit)
    running(orchard)[0].kill()
    assert 1000 == channels.code
    assert 404 == person.get(f"voila/api/kernels/{visit}").status


def test_a_kernel_knows_little_and_writes_nothing(person: Any, orchard: Any, run: Callable[..., Any]) -> None:
    """Secrets of the server, or a hub's tokens, would be there for any code; what was typed would be in a history."""
    channels = Channels(person, run, visit_of(person.page()))
    (kernel,) = running(orchard)
    own = {"UNHURRIED_COURSE", "IPYTHONDIR", "JPY_PARENT_PID"}
    assert set() == kernel.environ().keys() - set(ENVIRONMENT) - own - {"LC_CTYPE"}
    states = channels.states()
    exercise = next(identity for identity, state in states.items() if state.get("stem") == "worksheet")
    marker = "zwetschgenmus am fensterbrett"
    put = {"do": "put", "question": "garden", "value": marker, "base": 0, "seq": 1, "at": "2026-11-20T21:30:00+01:00"}
    channels.send("comm_msg", {"comm_id": exercise, "data": {"method": "custom", "content": put}})
    while channels.hear("comm_msg")["data"].get("content", {}).get("say") != "held":
        pass
    files = [path for path in [*orchard.runtime.rglob("*"), *orchard.folder.rglob("*")] if path.is_file()]
    assert [] == [path for path in files if marker.encode() in path.read_bytes()]
    assert [] == [path for path in files if path.name == "history.sqlite"]
    assert 0o700 == left_over(orchard)[0].stat().st_mode & 0o777 == left_over(orchard)[0].parent.stat().st_mode & 0o777


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_kernels_end_with_the_server(
    server_of: Callable[..., Any], visitor_of: Callable[[Any], Any], until: Any, number: int
) -> None:
    """The program is closed, and what was on a page goes on in a process that nobody can see."""
    server = server_of("--course", str(COURSE)).start()
    visitor_of(server).enter().page()
    (kernel,) = running(server)
    server.stop(number)
    until(lambda: not kernel.is_running() or kernel.status() == psutil.STATUS_ZOMBIE)
    if number == signal.SIGKILL:  # nobody was there to clear up: the next start does
        assert left_over(server)
        server.start()
    assert [] == left_over(server)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("{files}static/voila.js", 200),
        ("{files}labextensions/anywidget/package.json", 200),
        ("voila/lab/extensions/unhurried/worksheet.js", 200),
        ("{files}static/../conf.json", 404),
        ("{files}labextensions/../../../../pyvenv.cfg", 404),
        ("{files}static/nothing.js", 404),
        ("voila/0123456789abcdef/static/voila.js", 404),
        ("voila/lab/extensions/unhurried/worksheet.py", 404),
    ],
)
def test_files_of_the_front_end(orchard: Any, visitor_of: Callable[[Any], Any], path: str, status: int) -> None:
    """Whatever lies on this computer could be read by a page, or the page could not be drawn."""
    address = path.format(files=FrontEnd("voila/").files)
    assert status == visitor_of(orchard).enter().get(address).status
    assert visitor_of(orchard).get(address).status in (403, 404)


def test_widgets_come_from_this_python_alone() -> None:
    """Extensions that somebody once tried in JupyterLab would run on every such page."""
    names = {extension["name"] for extension in FrontEnd("/").extensions}
    assert {"@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget"} <= names
    assert set() == {name for name in names if name.startswith("@voila-dashboards/jupyterlab")}


class Quiet:
    """A visit, as far as the round over idle kernels knows it."""

    def __init__(self, process: object, used_at: float) -> None:
        self.process, self.used_at = process, used_at


class Ending(list[Quiet]):
    def __init__(self, *visits: Quiet) -> None:
        super().__init__(visits)
        self.ended: list[Quiet] = []

    def end(self, visit: Quiet) -> None:
        self.ended.append(visit)


def test_a_kernel_that_nobody_uses_ends() -> None:
    """A forgotten tab would hold the memory of twenty pages for as long as the program runs."""
    kernel = object.__new__(Kernel)
    now = time.monotonic()
    old, fresh = Quiet(kernel, now - IDLE - 1), Quiet(kernel, now - IDLE + 1)
    exercise = Quiet(object(), now - IDLE - 1)
    visits: Any = Ending(old, fresh, exercise)
    end_idle(visits, now)
    assert [old] == visits.ended


def test_without_private_sockets_all_is_encrypted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows a kernel is reached through a port, and any program of anybody on that machine could listen."""
    monkeypatch.setattr(kernels, "WINDOWS", True)

    async def shown() -> Any:
        here = Kernels(tmp_path / "k", COURSE)
        try:
            kernel = await here.start(["print('quince')"])
            (file,) = (tmp_path / "k").rglob("c")
            connection = json.loads(file.read_text())
            told = await kernel.read()
        finally:
            await here.close()
        assert told is not None
        return connection, frames.decode(told)[1]

    connection, told = asyncio.run(shown())
    assert ("tcp", "127.0.0.1") == (connection["transport"], connection["ip"])
    assert 40 == len(connection["curve_publickey"]) == len(connection["curve_secretkey"])
    assert "quince\n" == told["ready"][0]["outputs"][0]["data"]["text/plain"]
    assert not (tmp_path / "k").exists()


def test_a_cell_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One loop in one cell would leave the page without all that comes after it."""
    monkeypatch.setattr(kernels, "CELL", 1)

    async def shown() -> Any:
        here = Kernels(Path(os.environ.get("TMPDIR", "/tmp")) / tmp_path.name[-20:], COURSE)
        try:
            kernel = await here.start(["while True: pass", "print('after')"])
            told = await kernel.read()
        finally:
            await here.close()
        assert told is not None
        return frames.decode(told)[1]["ready"]

    stopped, after = asyncio.run(shown())
    assert (True, []) == (stopped["failed"], stopped["outputs"])
    assert (False, "after\n") == (after["failed"], after["outputs"][0]["data"]["text/plain"])


def test_a_reply_is_heard_although_something_is_sent() -> None:
    """Now and then a page with an `Output` would stay at "Getting this part ready", as it does in stock Voila."""

    async def heard() -> Any:
        with zmq.asyncio.Context() as context:
            kernel = zmq.Context.shadow(context.underlying).socket(zmq.PAIR)
            kernel.bind("inproc://of-this-test")
            page = context.socket(zmq.PAIR)
            page.connect("inproc://of-this-test")
            session = Session(key=b"of this test")
            channel = Channel(page, session)
            waiting = asyncio.create_task(channel.get_msg(timeout=None))
            await asyncio.sleep(0)  # it waits now
            session.send(kernel, "execute_reply")
            channel.send(session.msg("comm_msg"))
            try:
                return await asyncio.wait_for(waiting, 10)
            finally:
                kernel.close(0)
                page.close(0)

    assert "execute_reply" == asyncio.run(heard())["msg_type"]
