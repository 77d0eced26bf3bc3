"""The small language of conditions, as a tree: comparisons, and/or/not, + - * /, names and constants; no calls.

Money is whole fen, percentages are whole numbers, dates are compared as dates. A name is a field of the matter or,
with a dot in it, a parameter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Constant:
    """A whole number, a date (``YYYY-MM-DD``), a text or a truth value."""

    value: int | str | bool


@dataclass(frozen=True, slots=True)
class Name:
    """The value of a field, or of a parameter where the name has a dot."""

    name: str


@dataclass(frozen=True, slots=True)
class Not:
    """True where its inside is false."""

    inside: Expression


@dataclass(frozen=True, slots=True)
class Binary:
    """Two sides and what stands between them: ``or and == != < <= > >= + - * /``.

    ``a / b`` exists only as exact arithmetic: both sides of a comparison are compared as fractions.
    """

    sign: str
    left: Expression
    right: Expression


Expression: TypeAlias = Constant | Name | Not | Binary
