"""A tab that its browser puts on ice, to save the battery, is no loss.

Driven over the browser's own debugging protocol: a page that Playwright drives always counts as looked at, and is never
frozen.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from tornado.websocket import WebSocketClientConnection, websocket_connect

WORDS = yaml.safe_load((Path(__file__).parents[2] / "worksheets/en/interface.yaml").read_text("utf-8"))

#: Seconds until a page is there, or is back after its process has gone, on a busy machine.
PATIENCE = 45.0

#: Every sentence that the banner or an exercise's status ever shows, and for how long the page stood still at most.
DIARY = """
window.said = new Set();
new MutationObserver(() => {
  for (const line of document.querySelectorAll("#connection, .u-status")) said.add(line.textContent);
}).observe(document, {subtree: true, childList: true, characterData: true});
let last = performance.now();
window.stood = 0;
setInterval(() => {
  stood = Math.max(stood, performance.now() - last);
  last = performance.now();
}, 50);
"""

MAKE_SPACE = """
(async () => {
  const {base, xsrf} = JSON.parse(document.getElementById("unhurried").textContent);
  const headers = {"Content-Type": "application/json", "X-XSRFToken": xsrf};
  const body = JSON.stringify({passphrase: "four walnuts under the window"});
  return (await fetch(`${base}space/make`, {method: "POST", headers, body})).status;
})()
"""

FIELD = "document.querySelector('textarea')"
STATUS = "document.querySelector('.u-status').textContent"


class Tab:
    """One tab of a browser of its own."""

    def __init__(self, runner: asyncio.Runner, browser: WebSocketClientConnection) -> None:
        self._runner, self._browser = runner, browser
        self._session: dict[str, str] = {}
        self._asked = 0
        target = self.do("Target.createTarget", url="about:blank")["targetId"]
        self._session = {"sessionId": self.do("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]}
        self.do("Page.enable")
        self.do("Page.addScriptToEvaluateOnNewDocument", source=DIARY)

    def do(self, method: str, **params: Any) -> Any:
        """Order something from the browser, and wait for what it says."""
        self._asked += 1
        order = {"id": self._asked, "method": method, "params": params, **self._session}
        return self._runner.run(self._ask(json.dumps(order), self._asked))

    async def _ask(self, order: str, number: int) -> Any:
        await self._browser.write_message(order)
        while (text := await self._browser.read_message()) is not None:
            answer = json.loads(text)
            if answer.get("id") == number:
                return answer["result"]
        pytest.fail("the browser has gone")

    def evaluate(self, expression: str) -> Any:
        result = self.do("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        return result["result"].get("value")

    def sees(self, expression: str) -> None:
        """Wait until this holds on the page."""
        until = time.monotonic() + PATIENCE
        while not self.evaluate(f"Boolean({expression})"):
            assert time.monotonic() < until, f"never: {expression}"
            time.sleep(0.05)

    def type(self, text: str) -> None:
        """At the end of the first large field."""
        self.evaluate(f"{FIELD}.focus(), {FIELD}.setSelectionRange(1e6, 1e6)")
        self.do("Input.insertText", text=text)

    @contextmanager
    def on_ice(self) -> Iterator[None]:
        self.do("Page.setWebLifecycleState", state="frozen")
        try:
            yield
        finally:
            self.do("Page.setWebLifecycleState", state="active")
            self.do("Page.bringToFront")

    def frights(self) -> list[str]:
        """What was said that would have frightened somebody."""
        calm = {"", *(WORDS["exercise"][name] for name in ("preparing", "nothing_yet", "held", "keeping"))}
        return [one for one in self.evaluate("[...said]") if one not in calm and not one.startswith("Kept ")]

    def all_is_kept(self, text: str) -> None:
        """Kept, and there when the page is loaded anew, as one version."""
        self.sees(f"{STATUS}.startsWith('Kept ')")
        assert text == self.evaluate(f"{FIELD}.value")
        self.evaluate("window.before = true")
        self.do("Page.reload")
        self.sees(f"window.before === undefined && {FIELD} && {FIELD}.value === {json.dumps(text)}")
        self.sees("!document.querySelector('.u-versions:not([hidden])')?.checkVisibility()")


@pytest.fixture
def tab(server: Any, join: str, chromium: dict[str, Any], tmp_path: Path) -> Iterator[Tab]:
    """The ladder with an open space, in the middle of a sentence."""
    options = ["--headless", "--remote-debugging-port=0", f"--user-data-dir={tmp_path / 'profile'}"]
    command = [chromium["executable_path"], *chromium["args"], *options, "about:blank"]
    with (tmp_path / "browser.txt").open("w+") as told, subprocess.Popen(command, stderr=told) as browser:
        try:
            until = time.monotonic() + PATIENCE
            while not (address := re.search(r"ws://\S+", (tmp_path / "browser.txt").read_text())):
                assert time.monotonic() < until, "the browser does not start"
                time.sleep(0.05)
            with asyncio.Runner() as runner:
                tab = Tab(runner, runner.run(_connect(address[0])))
                tab.do("Page.navigate", url=f"{server.url}join/{join}?to=p/1")
                tab.sees(f"document.querySelector('.u-status') && {STATUS} === {json.dumps(WORDS['exercise']['held'])}")
                assert 200 == tab.evaluate(MAKE_SPACE)
                tab.sees("document.getElementById('space-button').dataset.space === 'open'")
                tab.type("before, ")
                tab.sees(f"{STATUS}.startsWith('Kept ')")
                yield tab
        finally:
            browser.terminate()


async def _connect(address: str) -> WebSocketClientConnection:
    return await websocket_connect(address)


def test_a_tab_on_ice_goes_on_without_a_fright(tab: Tab) -> None:
    """Whoever comes back to the tab would be told of a loss that was none."""
    tab.type("put on ice, ")
    with tab.on_ice():
        time.sleep(8)  # longer than the page waits for an answer: ice that does not last proves nothing
    tab.type("and on")
    tab.sees("stood > 7_000")
    tab.sees(f"{STATUS}.startsWith('Kept ')")
    assert [] == tab.frights()
    tab.all_is_kept("before, put on ice, and on")


def test_a_tab_on_ice_finds_another_page_process_when_it_thaws(tab: Tab, server: Any) -> None:
    """The tab would look as before, and keep nothing any more."""
    tab.type("put on ice, ")
    with tab.on_ice():
        (process,) = server.warm().children()
        process.kill()
        process.wait(10)
    tab.type("and on")
    tab.all_is_kept("before, put on ice, and on")
