"""What a worksheet is about, found from its names and first sentences: what protects somebody must not hang on a key
that an author can leave out."""

from __future__ import annotations

import re
from typing import Final

from unhurried.worksheet.model import Worksheet


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


#: Topics and the words that show them, in ids (with spaces for dashes), titles and `about`.
TOPICS: Final[dict[str, re.Pattern[str]]] = {
    "touch": _words(r"touch\w*|hug\w*|cuddl\w*|caress\w*|massage\w*|kiss\w*"),
    "sex": _words(r"sex|sexual\w*|arous\w*|desires?|intimacy"),
    "sharing": _words(r"sharing|share with"),
    "transparency": _words(r"transparen\w*|openness|honesty|disclos\w*|still hidden"),
    "body": _words(r"body|bodies|panic|numb|numbness|images that come|triggers?"),
    "fear": _words(r"fear\w*|afraid|safety|violence"),
    "deciding": _words(r"deciding|decision|leaning|stay or (?:go|leave)|three doors"),
    "agreement": _words(r"agreements?|agreeing"),
    "card": _words(r"cards? for|cards?"),
    "safety check": _words(r"safety check"),
}


def of_worksheet(worksheet: Worksheet) -> set[str]:
    """The topics of a worksheet."""
    found = of_words(f"{worksheet.id.replace('-', ' ')} . {worksheet.title} . {worksheet.about}")
    return found | ({"touch"} if worksheet.widget == "ladder" else set())


def of_words(text: str) -> set[str]:
    return {topic for topic, words in TOPICS.items() if words.search(text)}
