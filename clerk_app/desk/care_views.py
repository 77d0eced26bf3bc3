"""What a face shows of the keeping of an office: its settings, its backups, what a check found."""

from __future__ import annotations

from dataclasses import dataclass

from .views import Sentence


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of `check`: what was looked at, whether it is sound, and the sentence where it is not."""

    name: str
    sound: bool
    count: int
    sentence: Sentence | None


@dataclass(frozen=True, slots=True)
class PreferenceRow:
    """A setting of this desk: a whole number with its bounds, both of them allowed, and its unit's name."""

    key: str
    name: str
    value: int
    default: int
    low: int
    high: int
    unit: str
    unit_name: str


@dataclass(frozen=True, slots=True)
class CareView:
    """How well an office is cared for: the day of its newest backup, its second place, the last drill; "" for none.

    Every day there should be a new backup, and a copy of it in the second place where that is there.
    """

    backup_on: str
    backup_missing: bool
    place: str
    there: bool
    copied_on: str
    copy_missing: bool
    drilled_on: str
    drill_due: bool

    @property
    def drill_fresh(self) -> bool:
        """A drill was made, and not too long ago; an office too young for one to be due has none."""
        return bool(self.drilled_on) and not self.drill_due


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """A backup that was put back and looked at in full: whose it is, how much it holds, what the check found."""

    name: str
    code: str
    epoch: int
    entries: int
    matters: int
    people: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """True where everything was found sound."""
        return all(finding.sound for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Drill:
    """A restore drill: the backup that was brought back, and what came of it."""

    backup: str
    result: BroughtBack
