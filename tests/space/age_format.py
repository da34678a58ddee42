"""age's passphrase format, read by this page and the `cryptography` library alone: a second reader beside pyrage.

Written from the specification (age-encryption.org/v1): a header of lines, a MAC over it, then the payload in pieces.
"""

from __future__ import annotations

import base64
import hmac
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

PIECE = 64 * 1024
TAG = 16


def read(file: bytes, passphrase: str) -> bytes:
    """What is in the file. Raises an error of any kind where something is not as the specification says."""
    end = file.index(b"\n--- ") + 1
    version, recipient, body, *_ = file[:end].split(b"\n")
    assert version == b"age-encryption.org/v1"
    arrow, kind, salt, work = recipient.split(b" ")
    assert (arrow, kind) == (b"->", b"scrypt")
    label = b"age-encryption.org/v1/scrypt" + _unpadded(salt)
    wrapping = Scrypt(salt=label, length=32, n=2 ** int(work), r=8, p=1).derive(passphrase.encode())
    file_key = ChaCha20Poly1305(wrapping).decrypt(bytes(12), _unpadded(body), None)
    mac, _, payload = file[end + 4 :].partition(b"\n")
    expected = hmac.digest(_derived(file_key, b"", b"header"), file[: end + 3], sha256)
    assert hmac.compare_digest(expected, _unpadded(mac))
    key = ChaCha20Poly1305(_derived(file_key, payload[:16], b"payload"))
    sealed = payload[16:]
    pieces = [sealed[start : start + PIECE + TAG] for start in range(0, len(sealed), PIECE + TAG)]
    last = len(pieces) - 1
    return b"".join(
        key.decrypt(number.to_bytes(11, "big") + bytes([number == last]), piece, None)
        for number, piece in enumerate(pieces)
    )


def _unpadded(text: bytes) -> bytes:
    return base64.b64decode(text + b"=" * (-len(text) % 4))


def _derived(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose).derive(key)
