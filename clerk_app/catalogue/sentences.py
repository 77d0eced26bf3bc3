"""Conditions and gates in Chinese: fields, steps and parameters by their names, sums of money in yuan.

`GATE_SENTENCES` has a sentence for each gate of the vocabulary. A gate that has none yet is told attribute by
attribute, so that nothing of it is hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from clerk_app import codes
from clerk_app.model import (
    Binary,
    Catalogue,
    Constant,
    Days,
    Expression,
    Field,
    FieldKind,
    Gate,
    Limit,
    MatterType,
    Name,
    Not,
    Parameter,
    Step,
)

from .gates import ATTRIBUTES, REFERENCES, Points, name_of
from .terms import gate_term, term, word

_SIGNS = {
    "==": "＝",
    "!=": "≠",
    "<": "＜",
    "<=": "≤",
    ">": "＞",
    ">=": "≥",
    "and": "且",
    "or": "或",
    "*": "×",
    "/": "÷",
    "+": "＋",
    "-": "－",
}
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_LEVELS = {"or": 1, "and": 2, "+": 5, "-": 5, "*": 6, "/": 6}
_COMPARISON = 4
_UNCLEAR = ((2, 1),)
"""`and` beside `or` has brackets that the language does not need and a reader does."""
_YUAN = "元"

GATE_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "vote": "{body}的到会人数、同意票数达到法定要求",
        "meeting_notice": "至少提前 {days}{count}通知（{sent}至{held}）",
        "publicity": "张贴满 {days}{count}，贴上、到期都有照片",
        "no_open_objection": "收到的异议都已答复",
        "quotes": "“{table}”里至少 {least}不同的{bidder}",
        "amount_band": "“{amount}”（连同 {months}内同类事项）不超过所选“{method}”的上限：{limits}",
        "cashless": "“{amount}”从 {limit}起不得付现金",
        "tier": "“{amount}”超过 {large}须有{minutes}，超过 {huge}须有{resolution}",
        "distinct_persons": "签字的是不同的人",
        "sign_order": "按列出的先后签字",
        "signed_on": "都在“{day}”当天签字",
        "recusal": "“{table}”里的{person}和近亲属不签字",
        "deadline": "{days}{count}内办完，过期写明原因",
        "require": "{condition}",
        "parameter_set": "“{key}”已经确定",
        "each_month": "从“{since}”起每个月都做过“{step}”",
        "sum_of": "“{total}”等于“{table}”里“{column}”的合计",
        "unique": "“{table}”里没有{columns}相同的两行",
        "listed": "“{table}”每一行的{columns}都在“{step}”的“{source}”里",
        "gathered": "“{table}”由程序取出：从“{since}”起办结的、“{among}”里写明的各类事项（{columns}）",
        "carried": "“{field}”与“{step}”的“{source}”相同",
        "registered": "“{field}”在{register}里",
        "submatter": "从本事项另开的“{type}”都已办结",
    }
)
"""What each gate asks for; the placeholders are its attributes in Chinese."""

_MORE: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "meeting_notice": {"unless": "，写明“{unless}”的除外"},
        "publicity": {"within": "；前一步之后 {within}内贴出"},
        "distinct_persons": {"steps": "，也没有签过“{steps}”"},
        "deadline": {"since": "，从“{since}”起算", "day": "，从“{day}”起算", "remind": "，提前 {remind} 天提醒"},
        "sum_of": {"times": "（乘以“{times}”）"},
        "unique": {"fields": "（“{fields}”相同的各次之间）"},
        "quotes": {"winner": "，“{winner}”是其中一家"},
        "submatter": {"least": "，至少 {least}件"},
    }
)
"""What is added to a sentence where an attribute is given."""


@dataclass(frozen=True, slots=True)
class Phrasing:
    """Puts what stands in one step of a type into words."""

    catalogue: Catalogue
    type: MatterType
    step: Step

    def condition(self, tree: Expression) -> str:
        """A condition in Chinese."""
        return self._say(tree, 0)

    def gate(self, gate: Gate) -> str:
        """What a gate asks for, in one sentence without its end."""
        name = name_of(gate)
        spoken = {a.name: self._attribute(gate, a.name) for a in ATTRIBUTES[name]}
        given = [a.name for a in ATTRIBUTES[name] if getattr(gate, a.name) not in (a.default, None)]
        if name not in GATE_SENTENCES:
            told = (f"{term('Gate', each)}{spoken[each]}" for each in given if each != "basis")
            return "，".join((gate_term(name), *told))
        more = _MORE.get(name, {})
        parts = [GATE_SENTENCES[name], *(more[each] for each in given if each in more)]
        return "".join(parts).format(**spoken) + self._in_force(gate)

    def limit(self, limit: Limit) -> str:
        """A limit with its unit: a number, or a parameter's value with its tag; 待定 where it is EMPTY."""
        if isinstance(limit, int):
            return str(limit)
        return said_value(self.catalogue.parameters[limit])

    def _in_force(self, gate: Gate) -> str:
        since = f"{gate.effective} 起" if gate.effective else ""
        upto = f"{gate.lapsed} 前" if gate.lapsed else ""
        return f"（{since}{'，' if since and upto else ''}{upto}开始的事项）" if since or upto else ""

    def _attribute(self, gate: Gate, name: str) -> str:
        value = getattr(gate, name)
        if isinstance(value, Binary | Constant | Name | Not):
            return self.condition(value)
        if isinstance(value, Days):
            return "（按工作日）" if value is Days.WORKING and "工作日" not in self._attribute(gate, "days") else ""
        if isinstance(value, StrEnum):
            return word(value.value)
        if isinstance(value, Mapping):
            return "，".join(f"{choice} {self._money(limit)}" for choice, limit in value.items())
        if isinstance(value, tuple):
            return "、".join(self._named(gate, name, each) for each in value)
        return self._named(gate, name, value)

    def _money(self, limit: Limit) -> str:
        return f"{codes.yuan(limit)} 元" if isinstance(limit, int) else self.limit(limit)

    def _named(self, gate: Gate, name: str, value: Any) -> str:
        """A name or a limit of a gate as people call it."""
        points = REFERENCES.get(name)
        if isinstance(value, int):
            unit = {"days": " 天", "within": " 天", "least": " 个", "months": " 个月"}.get(name, "")
            return self._money(value) if name in ("limit", "large", "huge") else f"{value}{unit}"
        if points is None:
            return self.limit(value)
        if points is Points.PARAMETER:
            return self.catalogue.parameters[value].name
        if points is Points.STEP:
            return self._step(value)
        if points is Points.TYPE:
            return self.catalogue.types[value].short
        if points in (Points.FIELD, Points.OWN):
            return self._label(value)
        if points is Points.THERE:
            return self._label(value, self.type.step(str(getattr(gate, "step", ""))))
        if points is Points.COLUMN:
            return self._column(str(getattr(gate, "table", "")), value)
        return str(value)

    def _step(self, step_id: str) -> str:
        step = self.type.step(step_id)
        return step.name if step is not None else step_id

    def _label(self, field_id: str, step: Step | None = None) -> str:
        field = self._field(field_id, step)
        return field.label if field is not None else field_id

    def _field(self, field_id: str, step: Step | None = None) -> Field | None:
        """The field of this step or of the one given, else of any step."""
        places = (step or self.step, *self.type.steps)
        return next((field for place in places for field in place.fields if field.id == field_id), None)

    def _column(self, table: str, column: str) -> str:
        field = self._field(table)
        columns = field.columns if field is not None else ()
        return next((each.label for each in columns if each.id == column), column)

    def _say(self, tree: Expression, level: int) -> str:
        if isinstance(tree, Constant):
            return _constant(tree)
        if isinstance(tree, Name):
            return self._name(tree.name)
        if isinstance(tree, Not):
            return self._not(tree.inside, level)
        one_of = _one_of(tree)
        if one_of is not None:
            return f"{self._name(one_of[0])}＝{'／'.join(one_of[1])}"
        emptiness = self._emptiness(tree)
        if emptiness:
            return emptiness
        own = _LEVELS.get(tree.sign, _COMPARISON)
        money = own == _COMPARISON and (self._is_money(tree.left) or self._is_money(tree.right))
        left, right = self._side(tree.left, own, money=money), self._side(tree.right, own + (own > 1), money=money)
        said = f"{left}{_SIGNS[tree.sign]}{right}"
        return f"（{said}）" if own < level or (own, level) in _UNCLEAR else said

    def _not(self, inside: Expression, level: int) -> str:
        if isinstance(inside, Binary) and inside.sign in _OPPOSITE:
            return self._say(Binary(_OPPOSITE[inside.sign], inside.left, inside.right), level)
        return f"不是（{self._say(inside, 0)}）"

    def _side(self, tree: Expression, level: int, *, money: bool) -> str:
        if money and isinstance(tree, Constant) and isinstance(tree.value, int) and tree.value:
            return f"{codes.yuan(tree.value)}{_YUAN}"
        return self._say(tree, level)

    def _emptiness(self, tree: Binary) -> str:
        """``x != ''`` asks whether anything is written there."""
        empty = isinstance(tree.right, Constant) and tree.right.value == ""
        if not empty or not isinstance(tree.left, Name):
            return ""
        return f"{'填了' if tree.sign == '!=' else '没有填'}{self._name(tree.left.name)}"

    def _is_money(self, tree: Expression) -> bool:
        if not isinstance(tree, Name):
            return False
        field = self._field(tree.name.rpartition(".")[2])
        return field is not None and field.kind is FieldKind.MONEY

    def _name(self, name: str) -> str:
        head, _, rest = name.partition(".")
        if not rest:
            return self._label(name)
        step_id, _, field_id = rest.partition(".")
        if head == "sum":
            return f"历次{self._label(field_id, self.type.step(step_id)).removesuffix('合计')}合计"
        if head == "count":
            return f"“{self._step(step_id)}”次数"
        parameter = self.catalogue.parameters.get(name)
        return f"{parameter.name}（{said_value(parameter)}）" if parameter is not None else name


def said_value(parameter: Parameter) -> str:
    """A parameter's value with its unit and tag; 待定 where it is EMPTY."""
    if parameter.value is None:
        return f"待定［{parameter.tag.value}］"
    shown = codes.yuan(parameter.value) if parameter.unit == _YUAN else str(parameter.value)
    space = "" if parameter.unit == "%" else " "
    return f"{shown}{space}{parameter.unit}［{parameter.tag.value}］"


def _constant(constant: Constant) -> str:
    if isinstance(constant.value, bool):
        return "是" if constant.value else "否"
    return str(constant.value)


def _one_of(tree: Binary) -> tuple[str, tuple[str, ...]] | None:
    """``x == 'a' or x == 'b'`` as the name and what it may be."""
    if tree.sign == "==" and isinstance(tree.left, Name) and isinstance(tree.right, Constant):
        return (tree.left.name, (str(tree.right.value),)) if _is_word(tree.right) else None
    if tree.sign != "or" or not isinstance(tree.left, Binary) or not isinstance(tree.right, Binary):
        return None
    left, right = _one_of(tree.left), _one_of(tree.right)
    if left is None or right is None or left[0] != right[0]:
        return None
    return left[0], (*left[1], *right[1])


def _is_word(constant: Constant) -> bool:
    return isinstance(constant.value, str) and bool(constant.value)
