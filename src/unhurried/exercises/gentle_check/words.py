"""A text as plain words: small letters, no short forms, and each word with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

#: Ends of a sentence, and of a clause, as they stand among the words. Nothing else among the words has no letter.
FULL_STOP, QUESTION, COMMA = ".", "?", ","
MARKS = frozenset((FULL_STOP, QUESTION, COMMA))
#: Stands for words of somebody else, and for any number in digits; for a word that was made unreadable ("d***").
QUOTE, NUMBER, CURSE = '"', "#", "*"

_PIECE = re.compile(
    r"(?P<number>\d+(?:[.,:]\d+)*)"
    r"|(?P<title>\b(?:dr|mr|mrs|ms|prof)\.(?=\s))"
    r"|(?P<curse>\b[^\W\d_]{1,3}\*+[^\W\d_]+|\b[^\W\d_]{1,2}\*{2,})"
    r"|(?P<word>[^\W\d_]+(?:['’ʼ`´][^\W\d_]+)*)"
    r"|(?P<pause>\.{2,}|…|[,;:()\[\]–—]+|\s-+\s)"
    r"|(?P<end>[.!?\n]+)",
    re.IGNORECASE,
)
_APOSTROPHE = re.compile("[’ʼ`´]")
#: "sooo", "alwaysss": three and more of a letter are one.
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_AMERICAN = re.compile(r"(?<=[^\W\d_]{3})iz(?=(?:e|es|ed|ing)$)")
#: Words that turn: what was denied or reported before them is over.
_TURNS = frozenset(("but", "however", "although", "though", "yet", "because", "except"))
#: "as though", "even because": no turn, nor where a clause begins anyway.
_NO_TURN = MARKS | {"as", "even", "not", "just", "only", "nothing", "anything", "a", "no"}
#: After these, "ill" is "I'll" without its apostrophe, and nobody's illness.
_BEFORE_I = MARKS | {"and", "or", "then", "so", "because", "else", "that", "me", "again"}

_QUOTED = re.compile(
    r"“[^“”\n]{1,400}”|«[^«»\n]{1,400}»|\"[^\"\n]{1,400}\""
    r"|(?<![^\s(])['‘](?=\w)(?:[^'‘’\n]|(?<=\w)['’](?=\w)){1,400}['’](?!\w)"
)
#: Marked words fewer than this are a way of stressing a word, unless somebody is said to have said them.
_QUOTED_WORDS = 3
_SAID = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|old|ells|elling)|wr(?:ite|ites|ote|itten)|call(?:s|ed|ing)?|shout(?:s|ed|ing)?"
    r"|text(?:ed)?|ask(?:s|ed)?|hear[ds]?|read|words?|answer(?:ed|s)?|went|line|sentence)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sentence:
    """One sentence. Holds a person's words: not in `repr`.

    Attributes:
        words: in small letters, short forms written out ("don't": do, not), with marks between clauses and one at
            the end.
        places: for each of `words`, where it stands in the text: `(start, end)` in characters.
    """

    words: tuple[str, ...] = field(repr=False)
    places: tuple[tuple[int, int], ...] = field(repr=False)

    @cached_property
    def vocabulary(self) -> Mapping[str, Sequence[int]]:
        """Each of the words, with its indexes."""
        found: dict[str, list[int]] = {}
        for index, word in enumerate(self.words):
            found.setdefault(word, []).append(index)
        return found

    def where(self, words: frozenset[str] | None) -> Iterable[int]:
        """The indexes of these words; None: of all."""
        if words is None:
            return range(len(self.words))
        return (index for word in self.vocabulary.keys() & words for index in self.vocabulary[word])

    def span(self, first: int, after: int) -> tuple[int, int]:
        """Where the words from `first` to the one before `after` stand in the text, without a mark at the end."""
        last = next((index for index in range(after - 1, first, -1) if self.words[index] not in MARKS), first)
        return self.places[first][0], self.places[last][1]

    @cached_property
    def clauses(self) -> tuple[int, ...]:
        """For each word, the index of the first word of its clause."""
        starts, first = [], 0
        for index, word in enumerate(self.words):
            starts.append(first)
            if word in MARKS:
                first = index + 1
        return tuple(starts)


def sentences(text: str, spelled: Mapping[str, tuple[str, ...]]) -> Iterator[Sentence]:
    """The sentences of any text, in order.

    Args:
        text: what somebody wrote.
        spelled: words as they may be written, apostrophes left out, and how they are written out: `{"dont": ("do",
            "not")}`.
    """
    heard: list[tuple[str, tuple[int, int]]] = []
    for word, place in _words(text, spelled):
        before = heard[-1][0] if heard else FULL_STOP
        if word in MARKS and before in MARKS:
            # Of marks in a row only one stays, and one that ends a sentence is stronger than a comma.
            if not heard or word == COMMA:
                continue
            heard.pop()
        elif word == "that" and before == COMMA:
            # "You said it was late, that you had to work": still what was said.
            heard.pop()
        elif word == "ill" and before in _BEFORE_I:
            heard.append(("i", place))
            word = "will"
        elif word in _TURNS and before not in _NO_TURN:
            heard.append((COMMA, place))
        heard.append((word, place))
        if word in (FULL_STOP, QUESTION):
            yield _sentence(heard)
            heard = []
    if heard:
        yield _sentence([*heard, (FULL_STOP, (len(text), len(text)))])


def _sentence(heard: Sequence[tuple[str, tuple[int, int]]]) -> Sentence:
    return Sentence(tuple(word for word, _ in heard), tuple(place for _, place in heard))


def _words(text: str, spelled: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, tuple[int, int]]]:
    at = 0
    for first, last in _quotations(text):
        yield from _pieces(text, at, first, spelled)
        yield QUOTE, (first, last)
        # The mark at the end of what was said may end the sentence too.
        yield from _pieces(text, last - 2, last - 1, spelled) if text[last - 2] in ".!?" and _ends(text, last) else ()
        at = last
    yield from _pieces(text, at, len(text), spelled)


def _ends(text: str, at: int) -> bool:
    rest = text[at : at + 8].lstrip(" ")
    return not rest or rest[0].isupper() or rest[0] == "\n"


def _quotations(text: str) -> Iterator[tuple[int, int]]:
    """Where words of somebody else stand: in quotation marks, with words around them."""
    found = [match.span() for match in _QUOTED.finditer(text)]
    between = zip([0, *(last for _, last in found)], [*(first for first, _ in found), len(text)], strict=True)
    if not any(letter.isalpha() for last, first in between for letter in text[last:first]):
        return
    for first, last in found:
        near = text[max(0, first - 60) : first], text[last : last + 40]
        if len(text[first:last].split()) >= _QUOTED_WORDS or any(map(_SAID.search, near)):
            yield first, last


def _pieces(
    text: str, start: int, end: int, spelled: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, tuple[int, int]]]:
    for match in _PIECE.finditer(text, start, end):
        place, kind = match.span(), match.lastgroup
        if kind == "word":
            for word in written_out(match[0], spelled):
                yield word, place
        elif kind == "title":
            yield match[0].lower().rstrip("."), place
        elif kind == "end":
            yield QUESTION if "?" in match[0] else FULL_STOP, place
        else:
            yield {"number": NUMBER, "curse": CURSE, "pause": COMMA}[str(kind)], place


#: What the ends of short forms stand for. "'s" is "is" after words that own nothing, and stays apart elsewhere.
_ENDS = {"re": "are", "ve": "have", "ll": "will", "d": "would", "m": "am"}
_NEGATED = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}
_OWN_NOTHING = frozenset(
    [
        *(
            "it",
            "that",
            "what",
            "who",
            "where",
            "there",
            "here",
            "he",
            "she",
            "how",
            "when",
            "why",
            "this",
            "everything",
        ),
        *("nothing", "something", "everyone", "everybody", "nobody", "somebody", "someone"),
    ]
)


def written_out(word: str, spelled: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """A word in small letters, as British English writes it, and a short form as the words that it stands for.

    >>> written_out("WON’T", {})
    ('will', 'not')
    >>> written_out("dont", {"dont": ("do", "not")})
    ('do', 'not')
    """
    small = _APOSTROPHE.sub("'", _DRAWN_OUT.sub(r"\1", word.lower()))
    found = spelled.get(small.replace("'", ""))
    if found:
        return found
    stem, _, end = small.rpartition("'")
    if end == "t" and stem.endswith("n"):
        return _NEGATED.get(stem[:-1], stem[:-1]), "not"
    if end == "s" and stem:
        return stem, "is" if stem in _OWN_NOTHING else "'s"
    if stem and end in _ENDS:
        return (*spelled.get(stem, (stem,)), _ENDS[end])
    return (_AMERICAN.sub("is", small.replace("'", "")),)
