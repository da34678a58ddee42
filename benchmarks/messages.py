"""What a page says to its page process (docs/protocol.md), for visits without a browser."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

HELLO: dict[str, Any] = {"do": "hello"}


def put(question: str, value: Any, seq: int, base: int = 0, at: datetime | None = None) -> dict[str, Any]:
    """An answer. `base`: the version that the page knew, 0 for none. `at`: when it was written; None is now."""
    written = (at or datetime.now()).astimezone().isoformat(timespec="seconds")
    return {"do": "put", "question": question, "value": value, "base": base, "seq": seq, "at": written}


def frame(comm: str, carried: dict[str, Any]) -> dict[str, Any]:
    """A message as it goes over the page's WebSocket, and over the page process's socket."""
    return {"type": "comm_msg", "comm": comm, "data": {"method": "custom", "content": carried}}


def said(message: dict[str, Any]) -> str | None:
    """What a message from the page process says ("state", "held", …); None for any other message."""
    what: str | None = content(message).get("say")
    return what


def content(message: dict[str, Any]) -> dict[str, Any]:
    """What a message carries between page and exercise; empty for any other message."""
    carried: dict[str, Any] = message.get("data", {}).get("content", {})
    return carried


def script_block(html: str, name: str) -> dict[str, Any]:
    """One of the JSON blocks in our pages (server/pages.py)."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', html, re.DOTALL)
    if found is None:
        raise RuntimeError(f"A page came without its block {name}.")
    block: dict[str, Any] = json.loads(found[1])
    return block
