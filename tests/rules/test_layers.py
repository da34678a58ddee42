"""Rules stay on the standard library, so that they can run inside the reader's browser."""

from __future__ import annotations

import subprocess
import sys


def test_importing_the_rules_imports_nothing_heavy() -> None:
    """Else a person could one day not open the workbook without a server."""
    found = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, unhurried.exercises\n"
            "print(*sorted(m for m in sys.modules if m.split('.')[0] in"
            " ('pydantic', 'yaml', 'ipywidgets', 'IPython', 'anywidget', 'traitlets')\n"
            "  or m.startswith('unhurried')))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = found.stdout.split()
    assert "unhurried.exercises.ladder" in loaded
    assert [] == [name for name in loaded if name != "unhurried" and not name.startswith("unhurried.exercises")]
