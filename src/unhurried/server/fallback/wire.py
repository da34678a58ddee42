"""Kernel messages on a page's WebSocket: the protocol `v1.kernel.websocket.jupyter.org` of JupyterLab's services.

A message is a number of offsets, the offsets (each 8 bytes, little-endian), and then a channel's name and the parts of
the message: header, parent header, metadata, content, and any buffers. The first offset is where the name begins, the
last one the end of the message. `jupyter_server` reads it too, but believes whatever number of offsets it is told.
"""

from __future__ import annotations

from itertools import pairwise

PROTOCOL = "v1.kernel.websocket.jupyter.org"

#: Parts that a message has at least, and the most buffers that a page may send along.
PARTS = 4
MOST_BUFFERS = 256

_WORD = 8


class Malformed(ValueError):
    """These bytes are no message. Says nothing of what they were."""


def encode(channel: str, parts: list[bytes]) -> bytes:
    """One message. `parts`: header, parent header, metadata, content, buffers, each as it is sent to a kernel."""
    pieces = [channel.encode(), *parts]
    offsets = [_WORD * (len(pieces) + 2)]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    head = [len(offsets), *offsets]
    return b"".join([*(number.to_bytes(_WORD, "little") for number in head), *pieces])


def decode(message: bytes) -> tuple[str, list[bytes]]:
    """The channel's name and the parts. Raises Malformed."""
    count = int.from_bytes(message[:_WORD], "little")
    if not 2 + PARTS <= count <= 2 + PARTS + MOST_BUFFERS:
        raise Malformed
    head = message[_WORD : _WORD * (count + 1)]
    offsets = [int.from_bytes(head[at : at + _WORD], "little") for at in range(0, len(head), _WORD)]
    in_order = all(one <= other for one, other in pairwise(offsets))
    if len(offsets) != count or not in_order or offsets[0] < _WORD * (count + 1) or offsets[-1] > len(message):
        raise Malformed
    channel, *parts = (message[one:other] for one, other in pairwise(offsets))
    try:
        return channel.decode(), parts
    except UnicodeDecodeError:
        raise Malformed from None
