"""The sheets of the workbook in which officials write: one row a thing, one column an attribute, Chinese headers.

Rows are the records of `release` laid flat, so nothing is said twice and nothing is lost. What stands in which column
follows from the attributes of the model; a column whose header begins with `ASIDE` is only there to be read.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, get_type_hints

from clerk_app.model import Field, Gate, Material, MatterType, Parameter, Role, SignOff, Step

from .gates import ATTRIBUTES
from .terms import term

ASIDE = "※"
"""Marks a column that the program writes and never reads."""

RELEASE, TYPES, STEPS, FIELDS, MATERIALS, SIGNOFFS, GATES, PARAMETERS, ROLES, DAYS = (
    "清单",
    "事项",
    "步骤",
    "字段",
    "材料",
    "签字",
    "关口",
    "参数",
    "岗位",
    "节假日",
)

OFF, ON = "放假", "上班"
"""What a day of the sheet of holidays is."""

TYPE, STEP, TABLE, GATE, MEANING = "^type", "^step", "^table", "^gate", "^meaning"
"""Keys that no record has: where a row belongs, which gate it is, and what that gate says."""


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, the key in the record, the type of its attribute (None where the sheet itself knows)."""

    header: str
    key: str
    type: Any = str
    aside: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name and its columns."""

    title: str
    columns: tuple[Column, ...]

    def header(self, key: str) -> str:
        """The header of a key; the sheet's first one where the key has no column."""
        return next((column.header for column in self.columns if column.key == key), self.columns[0].header)


_ELSEWHERE = frozenset({"steps", "fields", "columns", "materials", "signoffs", "gates"})
"""Attributes whose things have a sheet of their own."""

_OF_TYPE = Column("事项编号", TYPE)
_OF_STEP = Column("步骤编号", STEP)


def _own(noun: type) -> tuple[Column, ...]:
    hints = get_type_hints(noun)
    names = [each.name for each in dataclasses.fields(noun) if each.init and each.name not in _ELSEWHERE]
    return tuple(Column(term(noun.__name__, name), name, hints[name]) for name in names)


def _gate_columns() -> tuple[Column, ...]:
    """Every attribute that any gate has, those that all have first; each gate says itself of what type its own are."""
    common = [each.name for each in dataclasses.fields(Gate)]
    names = dict.fromkeys(common) | dict.fromkeys(a.name for each in ATTRIBUTES.values() for a in each)
    return tuple(Column(term("Gate", name), name, None) for name in names)


SHEETS: Mapping[str, Sheet] = MappingProxyType(
    {
        sheet.title: sheet
        for sheet in (
            Sheet(RELEASE, (Column("版本号", "version", int), Column("清单名称", "name"))),
            Sheet(TYPES, _own(MatterType)),
            Sheet(STEPS, (_OF_TYPE, *_own(Step))),
            Sheet(FIELDS, (_OF_TYPE, _OF_STEP, Column("所属表格", TABLE), *_own(Field))),
            Sheet(MATERIALS, (_OF_TYPE, _OF_STEP, *_own(Material))),
            Sheet(SIGNOFFS, (_OF_TYPE, _OF_STEP, *_own(SignOff))),
            Sheet(
                GATES,
                (
                    _OF_TYPE,
                    _OF_STEP,
                    Column("关口", GATE),
                    Column(f"{ASIDE} 意思", MEANING, aside=True),
                    *_gate_columns(),
                ),
            ),
            Sheet(PARAMETERS, _own(Parameter)),
            Sheet(ROLES, _own(Role)),
            Sheet(DAYS, (Column("日期", "day"), Column("放假或上班", "kind"))),
        )
    }
)
"""All sheets in their order."""
