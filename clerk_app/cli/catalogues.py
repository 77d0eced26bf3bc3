"""Commands for those who read and write the checklist; no office is needed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from clerk_app import desk

from .console import Console, pass_console

_OUT = click.option("--out", "target", type=click.Path(), required=True, help="写到哪里")


_FROM = click.option(
    "--from", "source", type=click.Path(exists=True, file_okay=False), help="清单文件夹，不写就是程序自带的清单"
)


@click.group()
def catalogue() -> None:
    """村级事务清单。"""


@catalogue.command("list")
@_FROM
@pass_console
def list_types(console: Console, source: str | None) -> None:
    """列出事项类型。"""
    rows = desk.types_of(_path(source))
    console.show(rows, [f"{r.id} {r.name}（{r.steps} 步）" for r in rows])


@catalogue.command("show")
@click.argument("type_id")
@_FROM
@pass_console
def show_type(console: Console, type_id: str, source: str | None) -> None:
    """列出一类事项的步骤、条件和关口。"""
    steps = desk.type_in_words(type_id, _path(source))
    console.show(desk.type_record(type_id, _path(source)), [line for step in steps for line in _step_lines(step)])


def _step_lines(step: desk.StepText) -> Iterator[str]:
    """A step with what it asks for, indented under its name."""
    after = f" ← {'、'.join(map(str, step.after))}" if step.after else ""
    marks = f" [{','.join(step.marks)}]" if step.marks else ""
    yield f"{step.number:2d}. {step.name}（{step.responsible}）{after}{marks} {step.basis}".rstrip()
    told = (("条件", (step.when,)), ("材料", step.papers), ("签字", step.signoffs), ("关口", step.gates))
    for name, texts in told:
        yield from (f"      {name}：{text}" for text in texts if text)


@catalogue.command("check")
@click.argument("path", type=click.Path(exists=True, file_okay=False))
@pass_console
def check_catalogue(console: Console, path: str) -> int:
    """检查一份清单，并把每类事项的样例走一遍；有错时逐条指出文件和位置。"""
    found = desk.check_catalogue(Path(path))
    lines = [f"✗ {_fault_line(fault)}" for fault in found.faults]
    lines += [f"· {_fault_line(note)}" for note in found.notes]
    if found.faults:
        lines.append(f"有 {len(found.faults)} 处错误。“应为”的意思见《清单编写说明》。")
    else:
        lines.append(f"清单第 {found.version} 版，{len(found.types)} 类事项，{found.hash[:16]}")
        lines.append(f"样例 {found.samples} 个全部走通，其中应当退回的 {found.tries} 次都退回了。")
    console.show(found, lines)
    return 3 if found.faults else 0


def _fault_line(fault: desk.FaultRow) -> str:
    where = f" {fault.where}" if fault.where else ""
    return f"{fault.file} {fault.path}{where}：应为 {_asked(fault.wanted, fault.means)}"


def _asked(wanted: str, means: str) -> str:
    return wanted if means == wanted else f"{means}（{wanted}）"


@catalogue.command("schema")
@_OUT
@pass_console
def schema(console: Console, target: str) -> None:
    """写出清单文件的 JSON Schema，供编辑器边写边查。"""
    desk.write_schema(Path(target))
    console.show({"path": target}, [target])


@catalogue.command("chart")
@click.argument("type_id")
@_OUT
@_FROM
@pass_console
def chart(console: Console, type_id: str, target: str, source: str | None) -> None:
    """画一类事项的流程图，一页 A4；文件名以 .svg 或 .pdf 结尾。"""
    desk.write_chart(type_id, Path(target), _path(source))
    console.show({"path": target}, [target])


@catalogue.command("process-sheet")
@click.argument("type_id")
@_OUT
@_FROM
@pass_console
def process_sheet(console: Console, type_id: str, target: str, source: str | None) -> None:
    """打印一类事项的流程说明（PDF）：依据、责任、条件、步骤、时限、材料、公示、监督、风险点。"""
    desk.write_process_sheet(type_id, Path(target), _path(source))
    console.show({"path": target}, [target])


@catalogue.command("checklist")
@_OUT
@_FROM
@pass_console
def checklist(console: Console, target: str, source: str | None) -> None:
    """把全部事项、步骤、关口和每个数的出处写成一页（Markdown）。"""
    desk.write_checklist(Path(target), _path(source))
    console.show({"path": target}, [target])


@catalogue.group("sheet")
def sheet() -> None:
    """清单的表格（XLSX）：导出、导入。"""


@sheet.command("export")
@_OUT
@_FROM
@pass_console
def export_sheet(console: Console, target: str, source: str | None) -> None:
    """把清单写成一个 XLSX 表格。"""
    digest = desk.export_workbook(Path(target), _path(source))
    console.show({"path": target, "hash": digest}, [f"{target} 清单 {digest[:16]}"])


@sheet.command("import")
@click.argument("workbook", type=click.Path(exists=True, dir_okay=False))
@click.option("--out", "target", type=click.Path(), required=True, help="写到哪个空文件夹")
@pass_console
def import_sheet(console: Console, workbook: str, target: str) -> int:
    """把 XLSX 表格读回来，写成清单文件夹；有错时指出工作表、行和列，什么都不写。"""
    found = desk.import_workbook(Path(workbook), Path(target))
    lines = [f"✗ 工作表“{f.sheet}”第 {f.row} 行“{f.column}”：应为 {_asked(f.wanted, f.means)}" for f in found.faults]
    if not lines:
        lines.append(f"{target} 清单第 {found.version} 版，{len(found.types)} 类事项，{found.hash[:16]}")
    console.show(found, lines)
    return 3 if found.faults else 0


def _path(text: str | None) -> Path | None:
    return None if text is None else Path(text)


COMMANDS = (catalogue,)
