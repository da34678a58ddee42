"""Everything that can go wrong by name, in one place.

UnhurriedError
├── CourseError          a notebook, worksheet or data file is not right (says file, line, place, advice)
├── SpaceError           something about "my space"
│   ├── WrongPassphrase  no space answers to these words
│   ├── PassphraseTaken  these words already open a space
│   ├── PassphraseWeak   too short to protect anything
│   ├── SpaceDamaged     the file fails its own integrity check; it is left alone
│   ├── SpaceNewer       made by a later version of this program
│   ├── SpaceFull        the disk is full
│   ├── SpaceReadOnly    the folder or file cannot be written
│   ├── SpaceBusy        another process held the file for longer than we wait
│   ├── NotForTwo        a folder for two keeps only what is for both
│   ├── SaveUnopened     a save file did not open: other words, or it was changed
│   ├── SaveSlow         a save file would take this computer too long to open
│   ├── SaveForeign      not a save file of ours
│   ├── SaveOtherKind    from a folder for two and not into one, or the other way round
│   ├── NotErased        something of a space that was to be erased is still there
│   └── SaveTooBig       longer than we save or take in
├── PrintFailed          a sheet could not be made
├── ExportFailed         a copy that can be read could not be made
├── CardTooLong          a card is longer than one that can be sealed
├── CardsFull            there is no place for another sealed card
└── StartError           the program cannot start (port taken, folder not writable, warm process died)

Each error has a `key` into `worksheets/<language>/interface.yaml` under `errors`. No error ever carries
a person's words: not in its message, its arguments, or the exception that it was raised from.
"""

from __future__ import annotations

from dataclasses import dataclass


class UnhurriedError(Exception):
    """Base of all our errors. `key` names the sentence in interface.yaml that a person is shown."""

    key = "unexpected"


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a course file. `line` counts from 1; None where a file is missing or unreadable."""

    file: str
    line: int | None
    place: str
    problem: str
    advice: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        place = f" {self.place}:" if self.place else ""
        advice = f": {self.advice}" if self.advice else ""
        return f"{where}:{place} {self.problem}{advice}"


class CourseError(UnhurriedError):
    """One or more faults in course files, all reported at once."""

    key = "course"

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class SpaceError(UnhurriedError):
    key = "space"


class WrongPassphrase(SpaceError):
    key = "wrong_passphrase"


class PassphraseTaken(SpaceError):
    key = "passphrase_taken"


class PassphraseWeak(SpaceError):
    key = "passphrase_weak"


class SpaceDamaged(SpaceError):
    key = "space_damaged"


class SpaceNewer(SpaceError):
    key = "space_newer"


class SpaceFull(SpaceError):
    key = "space_full"


class SpaceReadOnly(SpaceError):
    key = "space_read_only"


class SpaceBusy(SpaceError):
    key = "space_busy"


class NotForTwo(SpaceError):
    key = "not_for_two"


class SaveUnopened(SpaceError):
    key = "save_unopened"


class SaveSlow(SpaceError):
    key = "save_slow"


class SaveForeign(SpaceError):
    key = "save_foreign"


class SaveOtherKind(SpaceError):
    key = "save_other_kind"


class NotErased(SpaceError):
    key = "not_erased"


class SaveTooBig(SpaceError):
    key = "save_too_big"


class PrintFailed(UnhurriedError):
    key = "print_failed"


class ExportFailed(UnhurriedError):
    key = "export_failed"


class CardTooLong(UnhurriedError):
    key = "card_too_long"


class CardsFull(UnhurriedError):
    key = "cards_full"


class StartError(UnhurriedError):
    """The program cannot start. The message is one plain sentence with what to do, fit to print."""

    key = "start"
