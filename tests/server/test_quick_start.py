"""The server is there soon after somebody asked for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from unhurried.server.voila_app import missing


def test_starting_builds_no_grammar_that_nothing_uses() -> None:
    """Everybody would wait another second for their workbook, each time, for a check that no page makes."""
    code = (
        "import sys, unhurried.server.app; print([name for name in ('lark', 'rfc3987_syntax') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == run.stdout.strip()


def test_a_missing_module_is_back_afterwards() -> None:
    """Another part of the program that needs it would break in a way that nobody can explain."""
    with missing("colorsys"), pytest.raises(ImportError):
        __import__("colorsys")
    assert __import__("colorsys").rgb_to_hsv


def test_a_module_that_is_there_stays() -> None:
    """As above: two copies of one module do not know each other."""
    before = sys.modules["json"]
    with missing("json"):
        assert before is __import__("json")
    assert before is sys.modules["json"]
