"""Voila's application class, imported without a second of work that nothing here uses.

Its imports reach `jsonschema`, which builds a parser for each rule of international addresses as soon as it finds
`rfc3987_syntax`. No schema of Jupyter has such an address. `jsonschema` does without that package where it is missing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def missing(module: str) -> Iterator[None]:
    """Within it, importing this module fails as if it were not installed (Python: `sys.modules`, an entry of None).

    One that was imported before stays as it is.
    """
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]  # documented, but typeshed knows modules only
    try:
        yield
    finally:
        del sys.modules[module]


with missing("rfc3987_syntax"):
    from voila.app import Voila

__all__ = ["Voila"]
