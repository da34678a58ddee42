"""What a visitor costs the server in memory."""

from __future__ import annotations

import json
import math
from contextlib import AsyncExitStack
from http.cookies import SimpleCookie
from pathlib import Path

import psutil
from playwright.sync_api import Browser
from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

from benchmarks.browser import expected, new_context, script_block, visit
from benchmarks.messages import HELLO, frame, put, said
from benchmarks.servers import CHAPTER, JOIN, Ours, Stock

#: Visitors at once. A stock kernel is so much larger than the noise that three show its size.
LIGHT_VISITORS = 10
STOCK_VISITORS = 3

MB = 1_000_000


def memory(process: psutil.Process, kind: str) -> float:
    """Megabytes of one process. `kind`: "Pss" (its own, and its share of what it shares) or "Private_Dirty" (its own).

    Page processes let nobody but the system's administrator look into them; for anybody else this is not a number.
    """
    try:
        lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text("ascii").splitlines()
    except PermissionError:
        return math.nan
    return sum(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:")) * 1024 / MB


def tree_memory(server: Ours | Stock) -> float:
    """Megabytes (Pss) of a server with all its processes."""
    return sum(memory(process, "Pss") for process in server.tree())


async def of_our_visitors(server: Ours) -> tuple[float, float]:
    """`(megabytes of the server with one visitor, megabytes for each further one)`, each with an answer held."""
    async with AsyncExitStack() as open_pages:
        await _light_visit(server, open_pages)
        before = tree_memory(server)
        for _ in range(LIGHT_VISITORS):
            await _light_visit(server, open_pages)
        return before, (tree_memory(server) - before) / LIGHT_VISITORS


async def _light_visit(server: Ours, open_pages: AsyncExitStack) -> None:
    """A visit without a browser, of one who answers one question and stays."""
    joined = await _get(f"{server.url}join/{JOIN}?to={CHAPTER}", "")
    sent = SimpleCookie(", ".join(joined.headers.get_list("Set-Cookie")))
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in sent.items())
    html = (await _get(f"{server.url}{CHAPTER}", cookie)).body.decode()
    page, shown = script_block(html, "unhurried")["page"], script_block(html, "visit")["ready"]
    line = await websocket_connect(
        HTTPRequest(f"{server.url.replace('http', 'ws')}line/{page}", headers={"Cookie": cookie})
    )
    open_pages.callback(line.close)
    for content in (HELLO, put(seq=1)):
        await line.write_message(json.dumps(frame(shown[0]["comm"], content)))
    await _held(line)


async def _get(url: str, cookie: str) -> HTTPResponse:
    request = HTTPRequest(url, headers={"Cookie": cookie} if cookie else None, follow_redirects=False)
    return await AsyncHTTPClient().fetch(request, raise_error=False)


async def _held(line: WebSocketClientConnection) -> None:
    while (text := await line.read_message()) is not None:
        if said(json.loads(text)) == "held":
            return
    raise RuntimeError("A light visit lost its line before its answer was held.")


def of_stock_visitors(server: Stock, browser: Browser) -> tuple[float, float]:
    """`(megabytes of the server with one visitor, megabytes for each further one)`, each with an answer held."""
    contexts = [new_context(browser, expected("held")) for _ in range(1 + STOCK_VISITORS)]
    visit(contexts[0].new_page(), server, server.url)
    before = tree_memory(server)
    for context in contexts[1:]:
        visit(context.new_page(), server, server.url)
    growth = (tree_memory(server) - before) / STOCK_VISITORS
    for context in contexts:
        context.close()
    return before, growth
