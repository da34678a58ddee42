"""Compressed responses: chosen by what the browser takes, and made once for what is the same for everybody."""

from __future__ import annotations

import gzip
import re
import zlib
from functools import cached_property

import brotli

#: In the order in which we would rather send them. Browsers take brotli on trustworthy addresses only; on a plain
#: address of a local network they take gzip.
ENCODINGS = ("br", "gzip")

#: Page code is compressed at the server's start and sent for as long as it runs; a page, after each change, while
#: somebody waits for it. Brotli's 11 takes about 160 ms for all page code, its 5 about 3 ms for the longest page.
_FOR_LONG, _AT_ONCE = 11, 9
_GZIP_AT_ONCE = 6

#: Bytes that one uncompressed block can hold, in gzip (RFC 1951) and, as we write it, in brotli (RFC 7932).
_BLOCK = 65535

_PART = re.compile(r"\s*([\w*-]+)\s*(?:;\s*q=([0-9.]+)\s*)?", re.IGNORECASE)


def chosen(accept: str) -> str:
    """The encoding to answer a request's `Accept-Encoding` with: "br", "gzip" or "identity".

    What is refused by `;q=0`, not named, or not understood is not sent.
    """
    weights: dict[str, float] = {}
    for part in accept.split(","):
        if found := _PART.fullmatch(part):
            try:
                weights[found[1].lower()] = float(found[2] or 1)
            except ValueError:
                continue
    return next((name for name in ENCODINGS if weights.get(name, weights.get("*", 0)) > 0), "identity")


class Encoded:
    """Bytes that never change, in every encoding."""

    def __init__(self, plain: bytes) -> None:
        self._bytes: dict[str, bytes] = {
            "identity": plain,
            "gzip": gzip.compress(plain, 9, mtime=0),
            "br": brotli.compress(plain, quality=_FOR_LONG),
        }

    def __getitem__(self, encoding: str) -> bytes:
        return self._bytes[encoding]


class Beginning:
    """How a page begins for everybody: compressed once, at the first request that takes the encoding.

    What follows is one person's (a token, a visit's id) and is added as it is, uncompressed. So nothing secret is ever
    compressed together with anything else, and its length tells nothing (the attacks on compressed pages need that).
    """

    def __init__(self, text: str) -> None:
        self.plain = text.encode()

    @cached_property
    def _checksum(self) -> int:
        return zlib.crc32(self.plain)

    @cached_property
    def _gzip(self) -> bytes:
        stream = zlib.compressobj(_GZIP_AT_ONCE, wbits=31)  # 31: with gzip's own head
        return stream.compress(self.plain) + stream.flush(zlib.Z_FULL_FLUSH)

    @cached_property
    def _br(self) -> bytes:
        stream = brotli.Compressor(mode=brotli.MODE_TEXT, quality=_AT_ONCE)
        return bytes(stream.process(self.plain) + stream.flush())

    def body(self, encoding: str) -> Body:
        """A response that begins with this."""
        if encoding == "br":
            return BrotliBody(self._br)
        if encoding == "gzip":
            return GzipBody(self._gzip, self._checksum, len(self.plain))
        return Body(self.plain)


class Body:
    """One response's body, in the order: `begun`, any number of `add`, `end`. Here without an encoding."""

    def __init__(self, begun: bytes) -> None:
        self.begun = begun

    def add(self, text: str) -> bytes:
        """What to send for this text."""
        content = text.encode()
        return b"".join(self._block(content[at : at + _BLOCK]) for at in range(0, len(content), _BLOCK))

    def end(self) -> bytes:
        """What to send last."""
        return b""

    def _block(self, content: bytes) -> bytes:
        return content


class GzipBody(Body):
    def __init__(self, begun: bytes, checksum: int, length: int) -> None:
        super().__init__(begun)
        self._checksum, self._length = checksum, length

    def _block(self, content: bytes) -> bytes:
        self._checksum = zlib.crc32(content, self._checksum)
        self._length += len(content)
        size = len(content)
        return b"\0" + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little") + content

    def end(self) -> bytes:
        length = self._length & 0xFFFFFFFF
        return b"\1\0\0\xff\xff" + self._checksum.to_bytes(4, "little") + length.to_bytes(4, "little")


class BrotliBody(Body):
    def _block(self, content: bytes) -> bytes:
        # From the lowest bit: not the last block (1 bit), its length less one in four half bytes (2 and 16 bits),
        # uncompressed (1 bit), then filled up to a whole byte.
        return ((len(content) - 1) << 3 | 1 << 19).to_bytes(3, "little") + content

    def end(self) -> bytes:
        return b"\3"  # the last block, and an empty one
