"""`python -m benchmarks.gentle`: how long the gentle check takes, put into docs/gentle-check.md."""

from __future__ import annotations

import random
import statistics
import time

from tests.gentle_sentences import DOC, read

from unhurried.course import BUILT_IN, Course
from unhurried.exercises.gentle_check import ROLES, Role, Rules, gentle_check

CHARACTERS, TEXTS = 2000, 40
BEGIN, END = "<!-- time: begin -->", "<!-- time: end -->"


def main() -> None:
    started = time.process_time()
    rules = Course(BUILT_IN).gentle_rules()
    reading = time.process_time() - started
    lines = [f"Reading the rules, once: {reading * 1000:.0f} ms.", ""]
    for role in ROLES:
        said = [one.text for one in read("sentences.yaml") if one.role == role]
        texts = [" ".join(random.Random(seed).choices(said, k=100))[:CHARACTERS] for seed in range(TEXTS)]
        times = [min(_milliseconds(text, rules, role) for _ in range(3)) for text in texts]
        lines.append(f"- {role}: {statistics.median(times):.1f} ms; the longest {max(times):.1f} ms.")
    before, _, rest = DOC.read_text("utf-8").partition(BEGIN)
    figures = "\n".join(lines)
    DOC.write_text(f"{before}{BEGIN}\n{figures}\n{END}{rest.partition(END)[2]}", "utf-8")
    print(figures)


def _milliseconds(text: str, rules: Rules, role: Role) -> float:
    started = time.process_time()
    gentle_check(text, rules, role=role)
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    main()
