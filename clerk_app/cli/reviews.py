"""Commands for the review queue: a village hands a step in, an official approves it, sends it back or asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from clerk_app import desk

from .console import Console, in_line, pass_console
from .matters import at_hand, matter, read_fields, read_files, with_content, with_form

_VERDICTS = {"approve": "同意", "return": "退回", "ask": "询问"}


@matter.command("submit")
@click.argument("matter_id")
@click.argument("step_id")
@with_content
@click.option("--note", default="", help="备注，或者对乡镇询问的回答")
@pass_console
def submit(console: Console, /, matter_id: str, step_id: str, note: str, **content: Any) -> None:
    """把一步报送乡镇审核，知道多少填多少；不写内容就报存下的草稿。"""
    with console.opened() as office:
        view = at_hand(office, matter_id, step_id)
        office.submit(
            matter_id,
            step_id,
            fields=read_fields(content["pairs"], content["source"]) or view.fields,
            files=read_files(office, content["files"]) or view.files,
            on=content["on"] or office.day(),
            note=note,
        )
    console.show({"submitted": step_id}, ["已报送，随下一个上报包走。"])


@click.group()
def review() -> None:
    """乡镇审核队列：等着乡镇签字的步骤。"""


@review.command("list")
@click.option("--village", "code", default="", help="只看一个村，写村的代码")
@pass_console
def list_reviews(console: Console, code: str) -> None:
    """列出等着审核的，最急的在前。"""
    with console.opened() as office:
        rows = office.reviews.queue(code)
    console.show(rows, [_line(row) for row in rows])


def _line(row: desk.ReviewRow) -> str:
    due = "" if row.days_left is None else f"  {row.due} 到期（{row.days_left} 天）"
    again = "  再次报送" if row.again else ""
    return f"{row.code} {row.name}  {row.matter} {row.step}  {row.title}：{row.step_name}（{row.label}）{due}{again}"


@review.command("show")
@click.argument("code")
@click.argument("matter_id")
@click.argument("step_id")
@click.option("--slot", default="")
@pass_console
def show(console: Console, code: str, matter_id: str, step_id: str, slot: str) -> None:
    """看一件：报送的内容、前面办过的步骤、还缺什么。"""
    with console.opened() as office:
        view = office.reviews.look(code, matter_id, step_id, slot=slot)
    lines = [_line(view.row), *([f"备注：{view.note}"] if view.note else [])]
    lines += [f"已办 {done.on} {done.name}" for done in view.done]
    lines += [f"可审核：{person.id} {person.name}" for person in view.officials]
    lines += [f"✗ {in_line(check.sentence)}" for check in view.checks]
    console.show(view, lines + [_told(row) for row in view.decisions])


def _told(row: desk.DecisionRow) -> str:
    return f"{row.on} {row.name} {_VERDICTS[row.verdict]} {row.step_name} {row.text}".rstrip()


@review.command("decided")
@click.option("--village", "code", default="")
@pass_console
def list_decided(console: Console, code: str) -> None:
    """列出审核过的，最近的在前。"""
    with console.opened() as office:
        rows = office.reviews.decided(code)
    console.show(rows, [_told(row) for row in rows])


def _decision(name: str) -> Callable[[Callable[..., None]], click.Command]:
    """One of the three decisions as a command; the official's own passphrase is asked for."""

    def add(command: Callable[..., None]) -> click.Command:
        for option in (
            click.option("--slot", default="", help="同一步有几处乡镇签字时，写是哪一处"),
            click.option("--person", required=True, help="审核人的编号"),
            click.argument("step_id"),
            click.argument("matter_id"),
            click.argument("code"),
        ):
            command = option(command)
        return review.command(name)(pass_console(command))

    return add


def _own_password() -> str:
    return str(click.prompt("审核人本人密码", hide_input=True, err=True))


@_decision("approve")
@with_form
@click.option("--text", default="", help="审核意见")
def approve(
    console: Console, /, code: str, matter_id: str, step_id: str, person: str, slot: str, text: str, **content: Any
) -> None:
    """同意；要乡镇填的栏目用 --field 填上。"""
    with console.opened() as office:
        view = office.reviews.look(code, matter_id, step_id, slot=slot)
        entry = office.reviews.approve(
            code,
            matter_id,
            step_id,
            person=person,
            passphrase=_own_password(),
            slot=slot,
            text=text,
            fields={**view.fields, **read_fields(content["pairs"], content["source"])},
            files=(*view.files, *read_files(office, content["files"])),
        )
    console.show({"review": entry}, ["已同意，随回执包下发。"])


@_decision("return")
@click.option("--text", required=True, help="退回的原因")
def send_back(console: Console, code: str, matter_id: str, step_id: str, person: str, slot: str, text: str) -> None:
    """退回，写明原因。"""
    with console.opened() as office:
        entry = office.reviews.send_back(
            code, matter_id, step_id, person=person, passphrase=_own_password(), text=text, slot=slot
        )
    console.show({"review": entry}, ["已退回，随回执包下发。"])


@_decision("ask")
@click.option("--text", required=True, help="要问的事")
def ask(console: Console, code: str, matter_id: str, step_id: str, person: str, slot: str, text: str) -> None:
    """询问；村里答复以前先等着。"""
    with console.opened() as office:
        entry = office.reviews.ask(
            code, matter_id, step_id, person=person, passphrase=_own_password(), text=text, slot=slot
        )
    console.show({"review": entry}, ["已发出询问，随回执包下发。"])


COMMANDS = (review,)
