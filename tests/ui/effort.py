"""What a job costs: keys and clicks here, against writing it on paper and typing it again into an online form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clerk_app.model import Act, Field, FieldKind, Step
from clerk_app.workflow.sample_village import day, form
from ui.forms.reading import write_sum

PAGE = Path(__file__).parents[2] / "docs" / "manual" / "effort.md"

PICK = 2
"""Clicks in a file dialog: the file, and "open"."""


@dataclass
class Effort:
    """Keys and clicks, as they were really sent to the window or would be to a form."""

    keys: int = 0
    clicks: int = 0


@dataclass
class Before:
    """The same job without this program: characters and signatures on paper, then keys and clicks online."""

    written: int = 0
    signatures: int = 0
    online: Effort = field(default_factory=Effort)


def before(steps: dict[str, Step], acts: Sequence[Act]) -> Before:
    """Every field written once by hand and typed once more; every paper uploaded, signed pages and notices too."""
    told = Before()
    for act in acts:
        if act.refused:
            continue
        step = steps[act.step]
        told.online.clicks += 2  # The step is opened, and sent off.
        for kind, text in _cells(step.fields, form(step.fields, act.fields, day(act.day))):
            told.written += len(text)
            if kind in (FieldKind.CHOICE, FieldKind.YES, FieldKind.PERSON):
                told.online.clicks += 2
            else:
                told.online.keys += len(text) + 1
        papers = sum(material.least for material in step.materials)
        told.signatures += len(step.signoffs)
        told.online.clicks += (papers + bool(step.signoffs) + (act.posted is not None)) * (1 + PICK)
    return told


def _cells(fields: Iterable[Field], values: dict[str, Any]) -> Iterator[tuple[FieldKind, str]]:
    """Every value that somebody has to write, as it would be written."""
    for known in fields:
        value = values.get(known.id)
        if value is None:
            continue
        if known.kind is FieldKind.TABLE:
            for row in value:
                yield from _cells(known.columns, row)
        elif known.kind is FieldKind.MONEY:
            yield known.kind, write_sum(value).replace(",", "")
        elif known.kind is FieldKind.YES:
            yield known.kind, "是" if value else "否"
        elif known.kind is FieldKind.PERSON:
            yield known.kind, "某某某"
        else:
            yield known.kind, str(value)


def line(name: str, steps: int, ours: Effort, told: Before) -> str:
    """A line of the page's table."""
    return (
        f"| {name} | {steps} | {ours.keys:,} | {ours.clicks:,} | {told.written:,} 字，签 {told.signatures} 次 | "
        f"{told.online.keys:,} | {told.online.clicks:,} |"
    )


def page(lines: Sequence[str]) -> str:
    """The whole page."""
    return _HEAD + "\n".join(lines) + "\n"


_HEAD = """# 要敲多少键

十件常见的事，从写名称到归档，由测试在真的窗口里照样例办一遍，数出真正按下的键和点击（`make effort` 重新数一遍；
数变了而这一页没有变，测试通不过）。右边是同样的内容先写在纸上、再到网上填一遍的数：

- 纸上：每一格写一遍，每个签字签一次。
- 网上：文字每字一键、每格再按一次 Tab；选择点两下；每份材料、签字页、公告照片各点三下；每一步打开一下、提交一下。
- 本程序：汉字也按每字一键算（输入法实际要多些，两边一样）；选择用方向键；一步的签字签在一张纸上、拍一张，点击全算在内。

样例里每一步的内容都不一样，没有一格是“照上次填”的；办第二件时，本程序要敲的还会少。

| 事 | 步数 | 本程序：键 | 点击 | 纸上 | 网上再填：键 | 点击 |
|---|---|---|---|---|---|---|
"""
