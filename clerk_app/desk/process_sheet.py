"""The process sheet of a matter type (流程说明): who does what on which conditions, by when, and what can go wrong.

Everything in it is read off the checklist.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clerk_app import catalogue
from clerk_app.model import (
    Catalogue,
    Deadline,
    DistinctPersons,
    Gate,
    MatterType,
    MeetingNotice,
    Parameter,
    Publicity,
    Recusal,
    Require,
    SignOff,
    SignOrder,
    Step,
)
from clerk_app.report import Align, Block, Column, Facts, Grid, Heading, Note, Paper

_ORDINALS = "一二三四五六七八九十"
_TIMED = (Deadline, MeetingNotice, Publicity)
_WATCHING = (DistinctPersons, Recusal, SignOrder)
_SUPERVISORS = "supervisor"
"""Roles whose id begins so belong to the village's supervision committee (村务监督委员会)."""

_NONE = "（没有）"


@dataclass(frozen=True, slots=True)
class _Line:
    """A step with its number and its wording."""

    number: int
    step: Step
    words: catalogue.Phrasing

    def gates(self, *kinds: type[Gate]) -> Iterator[tuple[Gate, str]]:
        """The step's gates of these kinds, each with its sentence."""
        return ((gate, self.words.gate(gate)) for gate in self.step.gates if isinstance(gate, kinds))

    @property
    def title(self) -> str:
        """The step as it is named in a table."""
        return f"{self.number} {self.step.name}"


def process_sheet(release: Catalogue, kind: MatterType) -> Paper:
    """The sheet as a paper."""
    lines = [_Line(number, step, catalogue.Phrasing(release, kind, step)) for number, step in enumerate(kind.steps, 1)]
    parts: list[tuple[str, Sequence[Block]]] = [
        ("步骤和责任", [_steps(lines, kind)]),
        ("办理条件", [_grid(("步骤", "须满足", "依据"), (5, 11, 6), _conditions(lines))]),
        ("材料和签字", [_grid(("步骤", "材料", "签字", "产出"), (5, 7, 6, 4), _papers(lines))]),
        ("时限", [_grid(("步骤", "时限", "依据"), (5, 11, 6), _times(lines))]),
        ("公示公开", [_grid(("步骤", "天数和要求", "依据"), (5, 11, 6), _notices(lines))]),
        ("监督", [_grid(("步骤", "谁来监督、怎样监督"), (5, 17), _supervision(lines))]),
        ("风险点和防控", [_grid(("步骤", "风险点", "防控办法"), (5, 9, 8), _risks(lines))]),
        (
            "用到的标准",
            [_grid(("名称", "数值", "出处", "由谁确定"), (6, 4, 7, 5), _numbers(release, kind)), Note(_TAGS)],
        ),
    ]
    blocks: list[Block] = [Facts(tuple(_head(release, kind)))]
    for ordinal, (name, inside) in zip(_ORDINALS, parts, strict=False):
        blocks += [Heading(f"{ordinal}、{name}"), *inside]
    mark = f"{kind.id} · {release.name} 第 {release.version} 版 {release.hash[:8]}"
    return Paper(f"{kind.name}\n流程说明", tuple(blocks), mark=mark, author=release.name, form=True)


_TAGS = (
    "方括号里是数的性质：L 国家法律，Z 省，H 市，N 国家部门文件，C 县乡做法，A 本程序默认，U 待核实。"
    "A 和 U 不是规定，启用前须由乡镇核定；“待定”的没有定下来以前，用到它的步骤办不了。"
)


def _head(release: Catalogue, kind: MatterType) -> Iterator[tuple[str, str]]:
    yield "编号、名称", f"{kind.id} {kind.name}"
    yield "类别", kind.category
    yield "适用情形", kind.applies
    yield "依据", kind.basis
    always = (re.split(r"[;；]", step.responsible)[0] for step in kind.steps)
    who = (name for names in always for name in re.split(r"[、，,]", names) if name)
    yield "责任", "、".join(dict.fromkeys(who))
    notices = sum(step.publicity for step in kind.steps)
    gates = sum(len(step.gates) for step in kind.steps)
    yield "步骤", f"共 {len(kind.steps)} 步，{gates} 个关口，张贴公示 {notices} 次"
    yield "版本", f"{release.name} 第 {release.version} 版（{release.hash[:16]}）"


def _grid(names: tuple[str, ...], shares: tuple[int, ...], rows: Iterator[tuple[str, ...]]) -> Grid:
    """A table of small letters; where there is nothing to tell it says so."""
    columns = tuple(Column(name, share, Align.LEFT) for name, share in zip(names, shares, strict=True))
    found = tuple(rows)
    return Grid(columns, found or ((_NONE, *("" for _ in names[1:])),), fine=True)


def _steps(lines: Sequence[_Line], kind: MatterType) -> Grid:
    numbers = {step.id: number for number, step in enumerate(kind.steps, 1)}

    def row(line: _Line) -> tuple[str, ...]:
        step = line.step
        after = "、".join(str(numbers[before]) for before in step.after) or "开始"
        until = f"，到第 {numbers[step.until]} 步为止" if step.until else ""
        marks = (("可以不做", step.optional), (f"可以多次{until}", step.repeat), ("张贴公示", step.publicity))
        told = [line.words.condition(step.when)] if step.when is not None else []
        told += [mark for mark, given in marks if given]
        told += [f"“{step.block}”中的一步"] if step.block else []
        return line.title, step.responsible, after, "；".join(told)

    return _grid(("步骤", "责任人", "接在", "什么情况下办"), (6, 5, 3, 10), map(row, lines))


def _listed(texts: Sequence[str]) -> str:
    """Several texts in one cell, one under the other."""
    return "\n".join(f"· {text}" for text in texts) if len(texts) > 1 else "".join(texts)


def _conditions(lines: Sequence[_Line]) -> Iterator[tuple[str, ...]]:
    for line in lines:
        found = [(gate, text) for gate, text in line.gates(Gate) if not isinstance(gate, (*_TIMED, *_WATCHING))]
        for place, (gate, text) in enumerate(found):
            yield (line.title if place == 0 else "", text, gate.basis)


def _papers(lines: Sequence[_Line]) -> Iterator[tuple[str, ...]]:
    for line in lines:
        step = line.step
        papers = [f"{each.label}{_count(each.least)}" for each in step.materials]
        signers = [each.label for each in step.signoffs]
        if papers or signers or step.output:
            yield line.title, _listed(papers), _listed(signers), step.output


def _count(least: int) -> str:
    return {0: "（可以没有）", 1: ""}.get(least, f"（至少 {least} 份）")


def _times(lines: Sequence[_Line]) -> Iterator[tuple[str, ...]]:
    for line in lines:
        yield from ((line.title, text, gate.basis) for gate, text in line.gates(Deadline, MeetingNotice))


def _notices(lines: Sequence[_Line]) -> Iterator[tuple[str, ...]]:
    for line in lines:
        yield from ((line.title, text, gate.basis or line.step.basis) for gate, text in line.gates(Publicity))


def _supervision(lines: Sequence[_Line]) -> Iterator[tuple[str, ...]]:
    """Where supervisors sign, and the rules against one person doing everything."""
    for line in lines:
        told = [f"{slot.label}签字确认{_because(slot)}" for slot in line.step.signoffs if _supervises(slot)]
        told += [text for _, text in line.gates(*_WATCHING)]
        if told:
            yield line.title, _listed(told)


def _supervises(slot: SignOff) -> bool:
    return all(role.startswith(_SUPERVISORS) for role in slot.roles)


def _because(slot: SignOff) -> str:
    return f"（{slot.basis}）" if slot.basis else ""


def _risks(lines: Sequence[_Line]) -> Iterator[tuple[str, ...]]:
    """What the rules were written against: each is what the program says when it refuses."""
    for line in lines:
        found = [gate for gate in line.step.gates if isinstance(gate, Require)]
        yield from ((line.title if place == 0 else "", gate.say, gate.fix) for place, gate in enumerate(found))


def _numbers(release: Catalogue, kind: MatterType) -> Iterator[tuple[str, ...]]:
    for parameter in used(release, kind):
        yield parameter.name, catalogue.said_value(parameter), parameter.source, parameter.setter


def used(release: Catalogue, kind: MatterType) -> tuple[Parameter, ...]:
    """The parameters that a type uses, in the order of the checklist."""
    keys = catalogue.used_parameters({kind.id: kind})
    return tuple(parameter for key, parameter in release.parameters.items() if key in keys)
