"""The whole checklist as one page of Markdown: every type with its steps and gates, every number with its tag.

It says itself which numbers are nobody's rule but this program's default.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from clerk_app import catalogue, codes
from clerk_app.model import Catalogue, MatterType, Parameter, Step, Tag

from .process_sheet import used

_HEAD = """# 事项清单

由清单自动生成（`make written`），不要手改。{name} 第 {version} 版，{types} 类事项，{steps} 步，{gates} 个关口，\
{parameters} 个可以调整的数。

**这些数从哪里来。** 每个数都标了性质。L、Z、H、N 有法律、法规或文件出处；C 是一些县乡的做法，本地不一定相同；
**A 是本程序的默认值，不是任何规定；U 没有核实过**。启用之前，乡镇要逐个核定 A 和 U，并确定“待定”的数；没有确定的，
用到它的步骤办不了。

| 性质 | 意思 | 几个 | 其中待定 |
|---|---|---:|---:|
{tags}
"""

_TAGS: Mapping[Tag, str] = {
    Tag.LAW: "国家法律",
    Tag.PROVINCE: "省的法规、文件",
    Tag.CITY: "市的法规、文件",
    Tag.NATIONAL_DOCUMENT: "国家部门文件",
    Tag.COUNTY: "县乡做法，各地不同",
    Tag.ASSUMPTION: "**本程序默认，不是规定**",
    Tag.UNVERIFIED: "**待核实**",
}


def checklist(release: Catalogue) -> str:
    """The page of a release."""
    blocks = _blocks(release)
    parts = [
        _head(release),
        "## 全部事项\n\n" + _overview(release),
        *(_type(release, kind, blocks) for kind in release.types.values()),
        *(_block(release, name, *where) for name, where in blocks.items()),
        "## 全部的数\n\n" + _parameters(release.parameters.values()),
        "## 写在关口里的数\n\n这些数不能由各单位调整，只随清单版本改；性质看依据。\n\n" + _fixed(release),
    ]
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _head(release: Catalogue) -> str:
    steps = [step for kind in release.types.values() for step in kind.steps]
    counts = Counter(parameter.tag for parameter in release.parameters.values())
    empty = Counter(parameter.tag for parameter in release.parameters.values() if parameter.value is None)
    tags = "\n".join(f"| {tag.value} | {said} | {counts[tag]} | {empty[tag]} |" for tag, said in _TAGS.items())
    return _HEAD.format(
        name=release.name,
        version=release.version,
        types=len(release.types),
        steps=len(steps),
        gates=sum(len(step.gates) for step in steps),
        parameters=len(release.parameters),
        tags=tags,
    )


def _table(names: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"]
    lines += [f"| {' | '.join(_cell(each) for each in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", "<br>")


def _overview(release: Catalogue) -> str:
    tags = tuple(tag.value for tag in Tag)

    def row(kind: MatterType) -> tuple[object, ...]:
        numbers = used(release, kind)
        counts = Counter(parameter.tag.value for parameter in numbers)
        gates = sum(len(step.gates) for step in kind.steps)
        empty = sum(parameter.value is None for parameter in numbers)
        return (kind.id, kind.name, kind.category, len(kind.steps), gates, *(counts[tag] or "" for tag in tags), empty)

    names = ("编号", "名称", "类别", "步骤", "关口", *tags, "待定")
    return _table(names, map(row, release.types.values()))


def _type(release: Catalogue, kind: MatterType, blocks: Mapping[str, tuple[str, tuple[Step, ...]]]) -> str:
    head = f"## {kind.id} {kind.name}\n\n{kind.applies}\n\n依据：{kind.basis}。\n\n"
    rows = [_row(release, kind, number, blocks) for number in range(1, len(kind.steps) + 1)]
    numbers = "、".join(f"{each.name} {catalogue.said_value(each)}" for each in used(release, kind)) or "没有"
    return f"{head}{_table(('', '步骤', '责任人', '在哪步之后', '条件', '关口'), rows)}\n用到的数：{numbers}。\n"


def _row(
    release: Catalogue, kind: MatterType, number: int, blocks: Mapping[str, tuple[str, tuple[Step, ...]]]
) -> tuple[object, ...]:
    step = kind.steps[number - 1]
    words = catalogue.Phrasing(release, kind, step)
    places = {each.id: place for place, each in enumerate(kind.steps, 1)}
    after = "、".join(str(places[before]) for before in step.after)
    marks = (("可不做", step.optional), ("可多次", step.repeat), ("公示", step.publicity))
    name = "".join((step.name, *(f" [{mark}]" for mark, given in marks if given)))
    when = words.condition(step.when) if step.when is not None else ""
    own = list(map(words.gate, step.gates))
    if step.block:
        usual = _usual(kind, number, blocks[step.block][1])
        own = [f"见组件“{step.block}”", *(words.gate(gate) for gate in step.gates[usual:])]
    return number, name, step.responsible, after, when, "\n".join(own)


def _usual(kind: MatterType, number: int, block: tuple[Step, ...]) -> int:
    """How many gates a step has from its block; what a type added stands behind them."""
    first = number
    while first > 1 and kind.steps[first - 2].block == kind.steps[number - 1].block:
        first -= 1
    place = number - first
    return len(block[place].gates) if place < len(block) else 0


def _blocks(release: Catalogue) -> dict[str, tuple[str, tuple[Step, ...]]]:
    """Every block by its name: the type whose use of it has the fewest gates added, and its steps there."""
    found: dict[str, tuple[str, tuple[Step, ...]]] = {}
    for kind in release.types.values():
        for name, steps in _uses(kind):
            known = found.get(name)
            if known is None or _gates(steps) < _gates(known[1]):
                found[name] = kind.id, steps
    return found


def _gates(steps: tuple[Step, ...]) -> int:
    return sum(len(step.gates) for step in steps)


def _uses(kind: MatterType) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """Each use of a block in a type: its name and its steps."""
    start = 0
    for place in range(1, len(kind.steps) + 1):
        if place == len(kind.steps) or kind.steps[place].block != kind.steps[start].block:
            if kind.steps[start].block:
                yield kind.steps[start].block, kind.steps[start:place]
            start = place


def _block(release: Catalogue, name: str, type_id: str, steps: tuple[Step, ...]) -> str:
    kind = release.types[type_id]

    def row(step: Step) -> tuple[object, ...]:
        words = catalogue.Phrasing(release, kind, step)
        return step.name, step.responsible, step.basis, "\n".join(map(words.gate, step.gates))

    table = _table(("步骤", "责任人", "依据", "关口"), map(row, steps))
    return f"## 组件：{name}\n\n几类事项共用，这里写的是用在 {type_id} 里的样子。\n\n{table}"


def _parameters(parameters: Iterable[Parameter]) -> str:
    def row(each: Parameter) -> tuple[object, ...]:
        ends = [_bound(each, end) for end in (each.lowest, each.highest)]
        bounds = (" … ".join(ends) if any(ends) else "不限") if each.settable else "不能调整"
        return f"`{each.key}`", each.name, catalogue.said_value(each), bounds, each.source, each.setter

    return _table(("参数", "名称", "数值[性质]", "可调范围", "出处", "由谁确定"), map(row, parameters))


def _bound(parameter: Parameter, bound: int | None) -> str:
    if bound is None:
        return ""
    return codes.yuan(bound) if parameter.unit == "元" else str(bound)


def _fixed(release: Catalogue) -> str:
    """Numbers that stand in gates themselves, each with the article that its gate names."""
    rows: dict[tuple[object, ...], list[str]] = {}
    for kind in release.types.values():
        for step in kind.steps:
            words = catalogue.Phrasing(release, kind, step)
            for gate in step.gates:
                numbers = catalogue.numbers_in(gate)
                if numbers:
                    key = words.gate(gate), "、".join(f"{n:,}" for n in numbers), gate.basis
                    rows.setdefault(key, []).append(kind.id)
    names = ("关口", "其中的数（金额以分计）", "依据", "用在")
    return _table(names, ((*key, "、".join(dict.fromkeys(types))) for key, types in rows.items()))
