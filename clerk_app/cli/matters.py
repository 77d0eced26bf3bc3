"""Commands that take a matter through its steps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from clerk_app import desk
from clerk_app.errors import UsageError
from clerk_app.model import FileRef

from .console import Console, in_line, pass_console


@click.group()
def matter() -> None:
    """办理事项。"""


@matter.command("new")
@click.argument("type_id")
@click.option("--title", required=True)
@click.option("--on", default="", help="日期，默认今天")
@pass_console
def new(console: Console, type_id: str, title: str, on: str) -> None:
    """新建事项，打印编号。"""
    with console.opened() as office:
        matter_id = office.begin(type_id, title, on=on)
    console.show({"matter": matter_id}, [matter_id])


@matter.command("list")
@click.option("--text", default="", help="标题、编号、姓名、金额、日期、拼音首字母")
@click.option("--state", default="")
@click.option("--type", "type_id", default="", help="事项类型，例如 V10")
@click.option("--since", default="", help="哪天以后开始的")
@click.option("--until", default="", help="哪天以前开始的")
@click.option("--least", type=int, help="金额至少多少（分）")
@click.option("--most", type=int, help="金额至多多少（分）")
@click.option("--person", default="", help="与这个人有关的，例如 p003")
@click.option("--order", type=click.Choice(list(desk.MATTER_ORDERS)), default="begun", show_default=True)
@click.option("--rising", is_flag=True, help="从小到大、从早到晚")
@click.option("--limit", type=click.IntRange(1, 100_000), default=200, show_default=True)
@pass_console
def list_matters(console: Console, /, limit: int, **conditions: Any) -> None:
    """列出事项。"""
    with console.opened() as office:
        page = office.search(desk.MatterQuery(**conditions), limit=limit)
    console.show(page.rows, [f"{r.id}  {r.number}  {r.title}  {r.step}" for r in page.rows])


@matter.command("show")
@click.argument("matter_id")
@pass_console
def show(console: Console, matter_id: str) -> None:
    """一个事项走到哪里了。"""
    with console.opened() as office:
        view = office.matter(matter_id)
    marks = {"done": "✓", "open": "●", "posted": "◐", "skipped": "–", "coming": "○", "refused": "✗", "failed": "✗"}
    lines = [f"{view.row.number} {view.row.title}"]
    console.show(view, lines + [f"{marks[s.state]} {s.id:28} {s.name} {s.note}" for s in view.flow])


@matter.command("next")
@click.argument("matter_id")
@pass_console
def show_next(console: Console, matter_id: str) -> None:
    """现在能办的步骤，以及每一步还差什么。"""
    with console.opened() as office:
        flow = office.matter(matter_id).flow
        steps = [office.step(matter_id, row.id) for row in flow if row.workable]
    lines = []
    for step in steps:
        lines.append(f"● {step.id} {step.name}（责任：{step.responsible}）")
        lines += [f"  {'✓' if check.met else '✗'} {in_line(check.sentence)}" for check in step.checks]
    console.show(steps, lines)


def at_hand(office: desk.Desk, matter_id: str, step_id: str) -> desk.StepView:
    """A step over the draft kept, that of its correction where one was begun."""
    view = office.step(matter_id, step_id)
    begun = view.kept is not None and view.state == "done"
    return office.step(matter_id, step_id, corrects=True) if begun else view


def read_fields(pairs: tuple[str, ...], source: str | None) -> dict[str, Any]:
    """Fields from a JSON file and from NAME=VALUE; a value that reads as JSON is taken as such, any other as text."""
    fields: dict[str, Any] = {}
    if source is not None:
        fields.update(_json_file(Path(source)))
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise UsageError("field-not-a-pair", text=pair)
        fields[name] = _value(value)
    return fields


def _json_file(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UsageError("fields-file-malformed") from error
    if not isinstance(found, dict):
        raise UsageError("fields-file-malformed")
    return found


def _value(text: str) -> Any:
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return text if isinstance(value, float) else value


def read_files(office: desk.Desk, pairs: tuple[str, ...]) -> tuple[FileRef, ...]:
    """Attachments from KIND=PATH; a picture is taken in as a photo."""
    return tuple(read_file(office, pair) for pair in pairs)


def read_file(office: desk.Desk, pair: str) -> FileRef:
    """One attachment from KIND=PATH."""
    kind, sign, path = pair.partition("=")
    if not sign or not Path(path).is_file():
        raise UsageError("file-not-found", text=pair)
    data = Path(path).read_bytes()
    return office.attach(data, kind, photo=not data.startswith(b"%PDF"))


_FORM = (
    click.option("--field", "pairs", multiple=True, help="填写一项：名称=值"),
    click.option("--fields", "source", type=click.Path(exists=True), help="填写内容的 JSON 文件"),
    click.option("--file", "files", multiple=True, help="附件：材料代号=文件"),
)
_ON = click.option("--on", default="", help="日期，默认今天")


def with_form(command: Any) -> Any:
    """The options for fields and attachments."""
    for option in reversed(_FORM):
        command = option(command)
    return command


def with_content(command: Any) -> Any:
    """The options for a step's content: fields, attachments, the day."""
    return with_form(_ON(command))


@matter.command("do")
@click.argument("matter_id")
@click.argument("step_id")
@with_content
@click.option("--late", default="", help="逾期原因")
@click.option("--failed", is_flag=True, help="如实记录“未通过”：表决没有通过，或者该同意的没有同意")
@pass_console
def do(console: Console, /, matter_id: str, step_id: str, late: str, failed: bool, **content: Any) -> None:
    """完成一步。条件不满足时说明缺什么、依据哪一条、怎么办。"""
    with console.opened() as office:
        files = read_files(office, content["files"]) or office.step(matter_id, step_id).files
        office.complete(
            matter_id,
            step_id,
            fields=read_fields(content["pairs"], content["source"]) or office.step(matter_id, step_id).fields,
            files=files,
            on=content["on"] or office.day(),
            late_reason=late,
            failed=failed,
        )
    console.show({"done": step_id, "failed": failed}, ["已如实记录：未通过。" if failed else "已完成。"])


@matter.command("draft")
@click.argument("matter_id")
@click.argument("step_id")
@with_content
@pass_console
def draft(console: Console, /, matter_id: str, step_id: str, **content: Any) -> None:
    """先存下一步的内容，供签字；签字齐了再 do。"""
    with console.opened() as office:
        office.keep_draft(
            matter_id,
            step_id,
            fields=read_fields(content["pairs"], content["source"]),
            files=read_files(office, content["files"]),
            on=content["on"] or office.day(),
            late_reason="",
        )
        view = at_hand(office, matter_id, step_id)
    lines = [f"{'✓' if check.met else '✗'} {in_line(check.sentence)}" for check in view.checks]
    console.show(view, lines)


@matter.command("sign")
@click.argument("matter_id")
@click.argument("step_id")
@click.argument("slot")
@click.argument("person")
@click.option("--page", type=click.Path(exists=True), help="手写签名页的照片或扫描件；不写则输入本人密码")
@click.option("--on", default="")
@pass_console
def sign(console: Console, matter_id: str, step_id: str, slot: str, person: str, page: str | None, on: str) -> None:
    """对已存下的内容签字。"""
    with console.opened() as office:
        view = at_hand(office, matter_id, step_id)
        signed: dict[str, Any] = {"fields": view.fields, "files": view.files, "on": on or office.day()}
        if page is not None:
            scanned = read_file(office, f"signature_page={page}")
            office.sign_on_page(matter_id, step_id, slot, person, scanned, **signed)
        else:
            own = str(click.prompt("本人签字密码", hide_input=True, err=True))
            office.sign_with_key(matter_id, step_id, slot, person, own, **signed)
    console.show({"signed": slot}, ["已签字。"])


@matter.command("post")
@click.argument("matter_id")
@click.argument("step_id")
@click.option("--photo", "photos", type=click.Path(exists=True), multiple=True, required=True)
@click.option("--place", default=desk.NOTICE_BOARD, show_default=True)
@click.option("--on", default="")
@pass_console
def post(console: Console, matter_id: str, step_id: str, photos: tuple[str, ...], place: str, on: str) -> None:
    """登记公告已张贴。"""
    with console.opened() as office:
        files = read_files(office, tuple(f"{desk.NOTICE_UP}={path}" for path in photos))
        office.post(matter_id, step_id, on=on or office.day(), place=place, files=files)
    console.show({"posted": step_id}, ["已登记张贴。"])


@matter.command("object")
@click.argument("matter_id")
@click.argument("step_id")
@click.option("--text", required=True)
@click.option("--on", default="")
@pass_console
def object_to(console: Console, matter_id: str, step_id: str, text: str, on: str) -> None:
    """登记一条异议。"""
    with console.opened() as office:
        office.object(matter_id, step_id, on=on or office.day(), text=text)
    console.show({"objected": step_id}, ["已登记异议。"])


@matter.command("answer")
@click.argument("matter_id")
@click.argument("step_id")
@click.argument("objection")
@click.option("--text", required=True)
@click.option("--on", default="")
@pass_console
def answer(console: Console, matter_id: str, step_id: str, objection: str, text: str, on: str) -> None:
    """答复一条异议。"""
    with console.opened() as office:
        office.answer(matter_id, step_id, objection, on=on or office.day(), text=text)
    console.show({"answered": objection}, ["已答复。"])


@matter.command("correct")
@click.argument("matter_id")
@click.argument("step_id")
@with_content
@click.option("--reason", required=True, help="为什么更正")
@click.option("--late", default="")
@pass_console
def correct(console: Console, /, matter_id: str, step_id: str, reason: str, late: str, **content: Any) -> None:
    """更正已办的一步；原来的记录留着。"""
    with console.opened() as office:
        office.correct(
            matter_id,
            step_id,
            reason=reason,
            fields=read_fields(content["pairs"], content["source"]),
            files=read_files(office, content["files"]) or at_hand(office, matter_id, step_id).files,
            on=content["on"] or office.day(),
            late_reason=late,
        )
    console.show({"corrected": step_id}, ["已更正。"])


COMMANDS = (matter,)
