"""The text of a condition and its tree: a tokenizer, precedence climbing, and the one canonical way to write it.

    or  <  and  <  not  <  == != < <= > >=  <  + -  <  * /

Constants are whole numbers, days (``2026-01-01``), texts in single quotes, and ``true``/``false`` (also 是/否).
Money is fen, so there are no decimals. There are no calls: reading a catalogue can never run anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from clerk_app.model import Binary, Constant, Expression, Name, Not

from .limits import DEEPEST_EXPRESSION, LONGEST_EXPRESSION
from .reading import is_day, malformed

_LEVELS: dict[str, int] = {
    "or": 1,
    "and": 2,
    "==": 4,
    "!=": 4,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
}
_NOT = 3
_COMPARISON = 4
_ATOM = 7

_TOKEN = re.compile(
    r"(?P<space>[ \n]+)"
    r"|(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]))"
    r"|(?P<number>(?:0|[1-9][0-9]{0,14})(?![0-9.a-z_A-Z]))"
    r"|(?P<text>'[^'\x00-\x1f]{0,100}')"
    r"|(?P<name>[a-z][a-z0-9_]{0,39}(?:\.[a-z0-9_]{1,40}){0,4})"
    r"|(?P<truth>是|否)"
    r"|(?P<sign>==|!=|<=|>=|<|>|\+|-|\*|/|\(|\))"
)
_TRUTHS = {"true": True, "false": False, "是": True, "否": False}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def parse_expression(text: Any, path: str = "condition") -> Expression:
    """The tree of a condition; `IntegrityError` ("catalogue-malformed") names `path` and the character of the fault."""
    if not isinstance(text, str) or not 0 < len(text) <= LONGEST_EXPRESSION:
        raise malformed(path, f"condition<={LONGEST_EXPRESSION}")
    tree = _Parser(tuple(_tokens(text, path)), path).whole()
    if _depth(tree) > DEEPEST_EXPRESSION:
        raise malformed(path, f"depth<={DEEPEST_EXPRESSION}")
    if len(render_expression(tree)) > LONGEST_EXPRESSION:
        raise malformed(path, f"condition<={LONGEST_EXPRESSION}")
    return tree


def render_expression(tree: Expression) -> str:
    """The canonical text of a tree: one space around each sign, brackets only where they are needed."""
    return _render(tree, 0)


def _tokens(text: str, path: str) -> Iterator[_Token]:
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise malformed(f"{path}@{position}", "number|day|'text'|name|sign")
        kind = str(found.lastgroup)
        if kind != "space":
            yield _word(_Token(kind, found.group(), position))
        position = found.end()
    yield _Token("end", "", position)


def _word(token: _Token) -> _Token:
    """Names that are words of the language."""
    if token.text in ("and", "or", "not"):
        return _Token("sign", token.text, token.at)
    if token.text in _TRUTHS:
        return _Token("truth", token.text, token.at)
    return token


class _Parser:
    """One pass over the tokens; brackets and `not` are the only recursion, and both are counted."""

    def __init__(self, tokens: tuple[_Token, ...], path: str) -> None:
        self._tokens = tokens
        self._path = path
        self._next = 0
        self._deep = 0

    def whole(self) -> Expression:
        """All tokens as one expression."""
        tree = self._climb(1)
        if self._peek().kind != "end":
            self._fail("and|or|sign|end")
        return tree

    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _fail(self, wanted: str) -> NoReturn:
        raise malformed(f"{self._path}@{self._peek().at}", wanted)

    def _climb(self, lowest: int) -> Expression:
        left = self._operand(lowest)
        while (level := _LEVELS.get(self._peek().text, 0)) >= lowest and self._peek().kind == "sign":
            sign = self._take().text
            left = Binary(sign, left, self._climb(level + 1))
            if level == _COMPARISON and _LEVELS.get(self._peek().text) == _COMPARISON:
                self._fail("one-comparison")
        return left

    def _operand(self, lowest: int) -> Expression:
        token = self._peek()
        if token.kind in ("number", "day", "text", "truth"):
            return _constant(self._take(), self._path)
        if token.kind == "name":
            return Name(self._take().text)
        if token.text != "(" and (token.text != "not" or lowest > _NOT):
            self._fail("number|day|'text'|name|not|(")
        self._deep += 1
        if self._deep > DEEPEST_EXPRESSION:
            self._fail(f"depth<={DEEPEST_EXPRESSION}")
        self._take()
        found = Not(self._climb(_NOT)) if token.text == "not" else self._bracketed()
        self._deep -= 1
        return found

    def _bracketed(self) -> Expression:
        inside = self._climb(1)
        if self._peek().text != ")":
            self._fail(")")
        self._take()
        return inside


def _constant(token: _Token, path: str) -> Constant:
    if token.kind == "number":
        return Constant(int(token.text))
    if token.kind == "truth":
        return Constant(_TRUTHS[token.text])
    if token.kind == "text":
        return Constant(token.text[1:-1])
    if not is_day(token.text):
        raise malformed(f"{path}@{token.at}", "YYYY-MM-DD")
    return Constant(token.text)


def _depth(tree: Expression) -> int:
    if isinstance(tree, Not):
        return 1 + _depth(tree.inside)
    if isinstance(tree, Binary):
        return 1 + max(_depth(tree.left), _depth(tree.right))
    return 1


def _render(tree: Expression, lowest: int) -> str:
    """The text of a tree that stands where only levels from `lowest` up may stand without brackets."""
    text, level = _bare(tree)
    return text if level >= lowest else f"({text})"


def _bare(tree: Expression) -> tuple[str, int]:
    if isinstance(tree, Constant):
        return _render_constant(tree.value), _ATOM
    if isinstance(tree, Name):
        return tree.name, _ATOM
    if isinstance(tree, Not):
        return f"not {_render(tree.inside, _NOT)}", _NOT
    level = _LEVELS[tree.sign]
    left = _render(tree.left, level + 1 if level == _COMPARISON else level)
    return f"{left} {tree.sign} {_render(tree.right, level + 1)}", level


def _render_constant(value: int | str | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return value if is_day(value) else f"'{value}'"
