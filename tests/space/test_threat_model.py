import re
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "threat-model.md"


def test_every_test_that_it_names_exists() -> None:
    """A promise on that page would have nothing behind it."""
    named = set(re.findall(r"`(test_\w+)`", DOCUMENT.read_text(encoding="utf-8")))
    written = set()
    for file in Path(__file__).parents[1].rglob("test_*.py"):
        written |= set(re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE))
    assert len(named) > 30
    assert set() == named - written
