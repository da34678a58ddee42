"""Passphrases: drawing words, and making what was typed comparable."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from unhurried.errors import PassphraseWeak

LEAST_CHARACTERS = 12
"""Fewest characters of an own passphrase, after normalising.

Eight characters that a person makes up are mostly a word and some digits, and lists of those are tried first.
Twelve leave room for three short words. Length cannot prove that words are hard to guess: this only refuses
what is surely too little, and generated words are the default. A design choice.
"""


def read_list(path: Path) -> list[str]:
    """The words of a list file: one a line, without blank lines and lines that begin with "#"."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def generate(words: Sequence[str], count: int = 6) -> str:
    """`count` words drawn at random, each independently, joined by spaces.

    Six of 1,465 words are 63 bits. Drawn by the system's secure source, never by `random`.
    """
    return " ".join(secrets.choice(words) for _ in range(count))


def normalise(passphrase: str) -> str:
    """What is compared instead of what was typed.

    Phones begin with a capital, paper has line breaks, and one accent has two spellings in Unicode. None of
    that may lock anybody out: case, the amount of white space and the Unicode spelling do not count.

    >>> normalise("  Blue   RIVER lamp ")
    'blue river lamp'
    """
    spelled = unicodedata.normalize("NFKC", passphrase).casefold()
    return " ".join(unicodedata.normalize("NFKC", spelled).split())


def check_strength(passphrase: str) -> None:
    """Raises PassphraseWeak when fewer than LEAST_CHARACTERS remain after normalising."""
    if len(normalise(passphrase)) < LEAST_CHARACTERS:
        raise PassphraseWeak
