"""What an exercise needs of an open space, and how it holds an answer itself. All of it holds a person's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:  # with it comes pandas
    from unhurried.looking_back.table import Entry


class Version(Protocol):
    """One of several states of an answer: a version beside, or an earlier one. `at`: ISO 8601 with offset."""

    @property
    def value(self) -> Any: ...
    @property
    def at(self) -> str: ...


class Answer(Version, Protocol):
    """The version in use (from 1), and `beside` it those that wait for the person's choice."""

    @property
    def version(self) -> int: ...
    @property
    def beside(self) -> Sequence[Version]: ...


class Kept(Protocol):
    """An answer was committed as this version."""

    @property
    def version(self) -> int: ...
    @property
    def at(self) -> str: ...


@runtime_checkable
class Conflict(Protocol):
    """An answer was committed beside a newer one, which this describes."""

    @property
    def value(self) -> Any: ...
    @property
    def version(self) -> int: ...
    @property
    def at(self) -> str: ...


class Vault(Protocol):
    """An open space. Every method raises SpaceError."""

    @property
    def kind(self) -> str:
        """ "own": one person's. "two": a folder for two, which keeps only what is for both."""

    def read(self) -> Mapping[tuple[str, str], Answer]:
        """Every answer in the space, by worksheet and question."""

    def history(self, worksheet: str, question: str) -> Sequence[Version]:
        """What was answered to one question, oldest first; the last is the current answer."""

    def keep(
        self, worksheet: str, question: str, value: Any, base: int, at: str, sitting: str, settles: bool
    ) -> Kept | Conflict:
        """Commit one answer. `base`: the version it was made from; `sitting`: a random name for one visit."""


class OpenSpace(Vault, Protocol):
    """An open space with all that its owner can look at, and take out. Every method raises SpaceError."""

    def entries(self) -> Sequence[Entry]:
        """Every entry without its words, in the order in which they were begun."""

    def values(self, numbers: Sequence[int]) -> Mapping[int, Any]:
        """What these entries say, by their ids."""

    def delete(self, named: Sequence[Any]) -> bool:
        """Take these of its own entries out for good; False, with nothing done, when one says something else by now."""

    def renew_copies(self, today: date) -> None:
        """Put a copy of the space as it is now in the place of each of its copies."""


@dataclass(frozen=True)
class Held:
    """An answer in this process: of a person just looking, or as just kept."""

    value: Any = field(repr=False)
    version: int
    at: str
    beside: Sequence[Version] = field(default=(), repr=False)
