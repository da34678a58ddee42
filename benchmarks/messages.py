"""What a page says to its page process (docs/protocol.md), for visits without a browser."""

from __future__ import annotations

from datetime import datetime
from typing import Any

#: The question that every visit answers: a scale from 0 to 10.
QUESTION = "room"

HELLO: dict[str, Any] = {"do": "hello"}


def put(seq: int, value: int = 0) -> dict[str, Any]:
    """An answer on a page that knew of none before."""
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    return {"do": "put", "question": QUESTION, "value": value, "base": 0, "seq": seq, "at": at}


def frame(comm: str, content: dict[str, Any]) -> dict[str, Any]:
    """A message as it goes over the page's WebSocket, and over the page process's socket."""
    return {"type": "comm_msg", "comm": comm, "data": {"method": "custom", "content": content}}


def said(message: dict[str, Any]) -> str | None:
    """What a message from the page process says ("state", "held", …); None for any other message."""
    what: str | None = message.get("data", {}).get("content", {}).get("say")
    return what
