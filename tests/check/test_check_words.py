"""`unhurried check-words`, as somebody runs it who has words in a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys


def run(words: bytes, *options: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "unhurried", "check-words", *options]
    return subprocess.run(command, input=words, capture_output=True, check=False, env={**os.environ, **environment})


def test_each_line_gets_its_own_findings_as_json() -> None:
    """Else a tool could not tell which words were meant."""
    done = run(
        "You never listen.\n\nThank you.\nSorry if you’re hurt 😢, but you pushed me\r\n".encode(),
        "--role",
        "unfaithful",
        "--json",
    )
    lists = [json.loads(line) for line in done.stdout.splitlines()]
    assert (0, b"") == (done.returncode, done.stderr)
    assert [["absolutes"], [], [], ["conditional_apology"]] == [
        sorted({one["kind"] for one in found}) for found in lists
    ]
    first = lists[0][0]
    assert ["kind", "start", "end", "why", "instead"] == list(first)
    assert (0, 9, 2) == (first["start"], first["end"], len(first["instead"]))


def test_people_get_words_to_read() -> None:
    """Else somebody would have to read brackets on a bad day."""
    done = run(b"Thank you.\nCalm down.\n", "--role", "unfaithful")
    text = done.stdout.decode()
    assert 0 == done.returncode
    assert text.startswith('Line 2: "Calm down"\n')
    assert 2 == text.count("Or: ")


def test_bytes_that_are_no_text_are_looked_at_too() -> None:
    """Else a file from another machine would end in an error that repeats its words."""
    done = run(b"You never listen \xff\xfe.\n\x00\n", "--role", "hurt", "--json")
    assert (0, b"") == (done.returncode, done.stderr)
    assert 2 == len(done.stdout.splitlines())


def test_a_terminal_without_our_letters_gets_an_answer_too() -> None:
    """Else an error would end the program, with somebody's words around it."""
    done = run("You never 😢 listen.\n".encode(), "--role", "hurt", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (0, b"") == (done.returncode, done.stderr)
    assert done.stdout.startswith(b'Line 1: "You never"\n')


def test_who_speaks_has_to_be_said() -> None:
    """Else the words of one would be looked at as those of the other."""
    assert 2 == run(b"You never listen.\n").returncode
