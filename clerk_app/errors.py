"""What may go wrong because of the world: a code and its details, never a sentence.

The sentence for each code stands in `resources/words/*.toml`; `clerk_app.desk.words` puts the two together.
Anything raised that is not a `ClerkError` is a fault of our own and ends in a crash report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, TypeAlias

Detail: TypeAlias = str | int


@dataclass(frozen=True, slots=True)
class Refusal:
    """One condition that is not met.

    `code` names the sentence, `details` are the figures in it (money in fen, days as whole numbers, dates as
    ``YYYY-MM-DD``), `basis` is the article that asks for it and `step` the step id where it arose ("" for none).
    """

    code: str
    details: Mapping[str, Detail] = field(default_factory=dict)
    basis: str = ""
    step: str = ""


class ClerkError(Exception):
    """The world did something wrong; `exit_code` is what the command line returns for it."""

    exit_code: ClassVar[int] = 2

    def __init__(self, code: str, /, **details: Detail) -> None:
        super().__init__(code, details)
        self.code = code
        self.details: Mapping[str, Detail] = details

    def __reduce__(self) -> tuple[object, ...]:
        """It comes back from another process as what it was."""
        return (_revived, (type(self), self.code, dict(self.details)))


def _revived(kind: type[ClerkError], code: str, details: Mapping[str, Detail]) -> ClerkError:
    return kind(code, **details)


class RefusedError(ClerkError):
    """One or more rules are not met; nothing was recorded."""

    exit_code = 1

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__("refused")
        self.refusals = refusals

    def __reduce__(self) -> tuple[object, ...]:
        """The refusals come with it."""
        return (type(self), (self.refusals,))


class UsageError(ClerkError):
    """The caller named something that does not exist or cannot be done that way."""

    exit_code = 2


class IntegrityError(ClerkError):
    """A file or record is damaged, not authentic, or not meant for us."""

    exit_code = 3


class SurroundingsError(ClerkError):
    """Disk, stick, folder or another program stands in the way."""

    exit_code = 4
