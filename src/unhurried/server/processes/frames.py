"""Frames between server and page process: 4-byte big-endian length, one byte of kind, UTF-8 JSON.

The kind keeps two conversations apart on one socket. `COMM` frames are relayed to and from the browser; `OWN`
frames pass between server and page process only (keys among them), and the relay never makes one out of anything
that a browser sent.
"""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

COMM = b"C"
OWN = b"S"
LENGTH = struct.Struct(">I")

#: Longest frame in bytes. A text of 200,000 characters (the format's limit) is at most 800,000 bytes of UTF-8;
#: a state message may carry a worksheet's worth of them.
LONGEST = 64 * 1024 * 1024


def encode(kind: bytes, body: object) -> bytes:
    """Return one frame. Args: kind: COMM or OWN. body: anything that JSON can carry."""
    # ASCII: half of a broken emoji (a lone surrogate) is legal in JSON as an escape, and in UTF-8 not at all.
    return encode_text(kind, json.dumps(body, separators=(",", ":")))


def encode_text(kind: bytes, text: str) -> bytes:
    """Return one frame around JSON that is already text (the relay forwards without reading twice)."""
    data = text.encode()
    return LENGTH.pack(len(data) + 1) + kind + data


def decode(payload: bytes) -> tuple[bytes, Any]:
    """Split a frame's payload (without its length) into kind and body."""
    return payload[:1], json.loads(payload[1:])


def send(connection: socket.socket, kind: bytes, body: object) -> None:
    """Send one frame over a blocking socket. Raises OSError when the other side is gone."""
    connection.sendall(encode(kind, body))


def receive(connection: socket.socket) -> tuple[bytes, Any] | None:
    """Wait for one frame on a blocking socket; None when the other side has closed it."""
    return _frame(connection, b"")


def receive_with_descriptors(connection: socket.socket) -> tuple[tuple[bytes, Any] | None, list[int]]:
    """The same, and the descriptors that came with it (POSIX).

    They arrive with the first byte of a frame that was sent in one call and is far smaller than the socket's buffer.
    Where this process may open no more files, the system drops them.
    """
    begun, descriptors, _, _ = socket.recv_fds(connection, LENGTH.size, 1)
    return (_frame(connection, begun) if begun else None), list(descriptors)


def _frame(connection: socket.socket, begun: bytes) -> tuple[bytes, Any] | None:
    """Read a frame whose first bytes, `begun`, have been read."""
    head = _exactly(connection, LENGTH.size, begun)
    if head is None:
        return None
    (length,) = LENGTH.unpack(head)
    if not 1 <= length <= LONGEST:
        return None
    payload = _exactly(connection, length)
    return None if payload is None else decode(payload)


def _exactly(connection: socket.socket, count: int, begun: bytes = b"") -> bytes | None:
    parts = bytearray(begun)
    while len(parts) < count:
        try:
            part = connection.recv(min(count - len(parts), 1 << 20))
        except ConnectionError:  # closed by a server that had not read all that we said
            part = b""
        if not part:
            return None
        parts += part
    return bytes(parts)
