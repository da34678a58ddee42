"""How a value lies in the database."""

from __future__ import annotations

import json
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


# Sorted, so that equal values are equal bytes. surrogatepass: half an emoji, cut in two by a text field, is
# kept as it is; the usual error about it would carry the whole text.
def to_bytes(value: Json) -> bytes:
    """JSON in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def from_bytes(stored: bytes) -> Json:
    """The reverse of `to_bytes`."""
    value: Json = json.loads(stored.decode("utf-8", "surrogatepass"))
    return value
