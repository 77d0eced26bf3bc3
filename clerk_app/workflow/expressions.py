"""What a condition is worth. Unknown names make an unknown result, and an unknown condition does not hold."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeAlias

from clerk_app.model import Binary, Constant, Expression, Name, Not

Value: TypeAlias = int | str | bool | Fraction | None
Lookup: TypeAlias = Callable[[str], Value]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_RECKON: dict[str, Callable[[Any, Any], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def evaluate(expression: Expression, lookup: Lookup) -> Value:
    """The value of an expression: a whole number, fraction, text or truth value, or None where it is not known."""
    if isinstance(expression, Constant):
        return expression.value
    if isinstance(expression, Name):
        return lookup(expression.name)
    if isinstance(expression, Not):
        inside = evaluate(expression.inside, lookup)
        return (not inside) if isinstance(inside, bool) else None
    return _binary(expression, lookup)


def holds(expression: Expression, lookup: Lookup) -> bool:
    """True only where the condition is known to be true."""
    return evaluate(expression, lookup) is True


def names_of(expression: Expression) -> frozenset[str]:
    """Every name that an expression asks for."""
    match expression:
        case Name():
            return frozenset({expression.name})
        case Not():
            return names_of(expression.inside)
        case Binary():
            return names_of(expression.left) | names_of(expression.right)
        case _:
            return frozenset()


def _binary(expression: Binary, lookup: Lookup) -> Value:
    left = evaluate(expression.left, lookup)
    right = evaluate(expression.right, lookup)
    if expression.sign == "and":
        return _and(left, right)
    if expression.sign == "or":
        both = _and(_negate(left), _negate(right))
        return _negate(both)
    if left is None or right is None:
        return None
    if expression.sign in _RECKON:
        return _reckon(expression.sign, left, right)
    if _kind(left) is not _kind(right):
        return None
    return _COMPARE[expression.sign](left, right)


def _and(left: Value, right: Value) -> bool | None:
    """Three-valued: false beats unknown, unknown beats true."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def _negate(value: Value) -> bool | None:
    return (not value) if isinstance(value, bool) else None


def _reckon(sign: str, left: Value, right: Value) -> Fraction | None:
    if _kind(left) is not Fraction or _kind(right) is not Fraction or (sign == "/" and right == 0):
        return None
    return _RECKON[sign](Fraction(left), Fraction(right))  # type: ignore[arg-type]


def _kind(value: Value) -> type:
    """Truth values, texts (dates among them) and numbers are never compared with each other."""
    if isinstance(value, bool):
        return bool
    return str if isinstance(value, str) else Fraction
