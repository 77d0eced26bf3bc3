"""The papers of a matter that its steps need now: the public notice, the page to sign by hand, the summary.

What they say is read off the form and the runs. On a notice stands what the catalogue calls public, and what it calls
masked only masked; the rest never (personal-information law art. 6, 25).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from clerk_app import codes, days, report, workflow
from clerk_app.errors import UsageError
from clerk_app.model import Field, FieldKind, Matter, Notice, Privacy, Record, Run, Step
from clerk_app.workflow import Flow, StepState

from .drafts import Content
from .form_views import PaperKind
from .office import Office
from .record import known_now, matter_of, step_of

_STATES = {
    StepState.DONE: "已办",
    StepState.OPEN: "可办",
    StepState.POSTED: "公示中",
    StepState.SKIPPED: "不需要",
    StepState.COMING: "还没到",
    StepState.FAILED: "未通过",
}
_WIDEST_CELL = 40
"""Characters of a text that stand beside its label; a longer one has a paragraph of its own."""


def kinds(office: Office, matter_id: str, step_id: str) -> tuple[PaperKind, ...]:
    """The papers that can be made at a step."""
    step = step_of(office, matter_of(office, matter_id), step_id)
    found = [PaperKind.NOTICE] if step.publicity else []
    found += [PaperKind.SIGNATURES] if step.signoffs else []
    return (*found, PaperKind.SUMMARY)


def paper(office: Office, kind: PaperKind, matter_id: str, step_id: str, content: Content) -> bytes:
    """One paper of a step as PDF, over the content at hand; `UsageError` ("step-has-no-paper") for one it has not."""
    if kind not in kinds(office, matter_id, step_id):
        raise UsageError("step-has-no-paper", paper=f"paper.{kind.value}")
    matter = matter_of(office, matter_id)
    step = step_of(office, matter, step_id)
    flow = Flow(office.catalogues[matter.catalogue], matter, known_now(office))
    if kind is PaperKind.NOTICE:
        return report.notice(_notice(flow, step, content))
    if kind is PaperKind.SIGNATURES:
        return report.signature_page(_signature_page(flow, step, content))
    return report.paper(_summary(flow))


# Values in words


def _said(flow: Flow, field: Field, value: Any) -> str:
    """A value as a paper says it, "" for none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.kind is FieldKind.MONEY and isinstance(value, int):
        return f"{codes.yuan(value)}元"
    if field.kind is FieldKind.PERSON:
        person = flow.context.people.get(str(value))
        return person.name if person is not None else ""
    return str(value)


def _shown(flow: Flow, field: Field, value: Any) -> str:
    """A value as a wall may show it."""
    said = _said(flow, field, value)
    return codes.masked(said) if field.privacy is Privacy.MASKED else said


def _grid(flow: Flow, field: Field, rows: Any, *, public: bool) -> report.Grid | None:
    """A table of a form, None where it has no row or nothing of it may be shown."""
    columns = [column for column in field.columns if not public or column.privacy in (Privacy.PUBLIC, Privacy.MASKED)]
    if not columns or not isinstance(rows, list) or not rows:
        return None
    word = _shown if public else _said
    cells = tuple(tuple(word(flow, column, row.get(column.id)) for column in columns) for row in rows)
    heads = tuple(
        report.Column(column.label, 1, report.Align.RIGHT if column.kind is FieldKind.MONEY else report.Align.CENTRE)
        for column in columns
    )
    return report.Grid(heads, cells)


# The notice


def _notice(flow: Flow, step: Step, content: Content) -> report.Notice:
    matter, office = flow.matter, flow.context.office
    name = office.name if office is not None else ""
    word = next((word for word in ("公示", "公告") if word in step.name), "公开")
    told = [*_earlier(flow, step), (step, content.fields)]
    facts = [fact for known, fields in told for fact in _public_facts(flow, known, fields)]
    hung = _hanging(flow, step, content.on)
    return report.Notice(
        issuer=committee(name),
        title=f"关于{matter.title}的{word}\n（{step.name}）",
        number=matter.number,
        on=hung.on,
        paragraphs=(
            f"现将“{matter.title}”的有关情况{word}如下。",
            *(f"{label}：{value}" for label, value in facts if len(value) > _WIDEST_CELL),
        ),
        facts=tuple((label, value) for label, value in facts if len(value) <= _WIDEST_CELL),
        grids=tuple(grid for known, fields in told for grid in _public_grids(flow, known, fields)),
        days=hung.days,
        first_day=hung.first,
        last_day=hung.last,
        objections_to=f"{committee(name)}或者村务监督委员会",
        mark=matter.number,
    )


def committee(name: str) -> str:
    """The body that signs a village's notices."""
    if name.endswith(("会", "社")):
        return name
    return name + ("居民委员会" if name.endswith("社区") else "村民委员会")


def _earlier(flow: Flow, step: Step) -> list[tuple[Step, Record]]:
    """What led to a notice: the newest runs of the steps before it, back to the notice before."""
    wanted, waiting = set[str](), list(step.after)
    while waiting:
        before = flow.type.step(waiting.pop())
        if before is not None and before.id not in wanted:
            wanted.add(before.id)
            if not before.publicity:
                waiting += before.after
    runs = ((known, flow.matter.last_run(known.id)) for known in flow.type.steps if known.id in wanted)
    return [(known, run.fields) for known, run in runs if run is not None and not known.publicity]


def _public_facts(flow: Flow, step: Step, fields: Record) -> Iterator[tuple[str, str]]:
    for field in step.fields:
        if field.kind is not FieldKind.TABLE and field.privacy in (Privacy.PUBLIC, Privacy.MASKED):
            shown = _shown(flow, field, fields.get(field.id))
            if shown:
                yield field.label, shown


def _public_grids(flow: Flow, step: Step, fields: Record) -> Iterator[report.Grid]:
    for field in step.fields:
        if field.kind is FieldKind.TABLE and field.privacy in (Privacy.PUBLIC, Privacy.MASKED):
            grid = _grid(flow, field, fields.get(field.id), public=True)
            if grid is not None:
                yield grid


@dataclass(frozen=True, slots=True)
class _Hanging:
    """When a notice goes up and how long it hangs; no days where nothing asks for any, or nobody has set how many."""

    on: str
    first: str
    last: str
    days: int


def _hanging(flow: Flow, step: Step, on: str) -> _Hanging:
    """As the notice was posted, or as if it went up on the day at hand; a run that is over is seen as it was."""
    count = flow.count(step.id)
    visit = flow.visit(step) if flow.is_open(step) else max(1, count)
    runs = tuple(run for run in flow.matter.runs if (run.step, run.visit) != (step.id, visit))
    notice = flow.notice(step, visit) or Notice(step.id, visit, on, "", (), "")
    posted = replace(flow, matter=replace(flow.matter, runs=runs, notices=(*flow.matter.notices, notice)))
    last = workflow.due_of(posted, step).takedown or notice.on
    up = days.parse(notice.on)
    return _Hanging(notice.on, days.add_days(up, 1).isoformat(), last, days.full_days(up, days.parse(last)))


# The page to sign


def _signature_page(flow: Flow, step: Step, content: Content) -> report.SignaturePage:
    office = flow.context.office
    tables = (
        (field.label, _grid(flow, field, content.fields.get(field.id), public=False))
        for field in step.fields
        if field.kind is FieldKind.TABLE
    )
    return report.SignaturePage(
        office=office.name if office is not None else "",
        matter=flow.matter.title,
        step=step.name,
        digest=workflow.content_digest(content.fields, content.files),
        slots=tuple(report.Slot(slot.label, _only_name(flow, slot.roles)) for slot in step.signoffs),
        number=flow.matter.number,
        visit=flow.visit(step) if flow.is_open(step) else max(1, flow.count(step.id)),
        on=content.on,
        contents=tuple(_facts(flow, step, content.fields, sensitive=True)),
        tables=tuple((label, grid) for label, grid in tables if grid is not None),
        attachments=tuple(_attached(step, content)),
    )


def _only_name(flow: Flow, roles: tuple[str, ...]) -> str:
    """The name of the one person who may sign, "" where there are several or none."""
    names = [person.name for person in flow.context.people.values() if person.active and set(person.roles) & set(roles)]
    return names[0] if len(names) == 1 else ""


def _facts(flow: Flow, step: Step, fields: Record, *, sensitive: bool) -> Iterator[tuple[str, str]]:
    for field in step.fields:
        said = "" if field.kind is FieldKind.TABLE else _said(flow, field, fields.get(field.id))
        if said and (sensitive or field.privacy is not Privacy.SENSITIVE):
            yield field.label, said


def _attached(step: Step, content: Content) -> Iterator[str]:
    for material in step.materials:
        count = sum(file.kind == material.id for file in content.files)
        if count:
            yield f"{material.label}：{count} 份"


# The summary


def _summary(flow: Flow) -> report.Paper:
    matter, office = flow.matter, flow.context.office
    states = [(number, step, flow.state(step)) for number, step in enumerate(flow.type.steps, 1)]
    rows = [
        (str(number), step.name, step.responsible, _STATES[state], _day_of(matter, step))
        for number, step, state in states
        if state is not StepState.SKIPPED
    ]
    skipped = "、".join(step.name for _number, step, state in states if state is StepState.SKIPPED)
    shares = (("序号", 2), ("步骤", 7), ("责任", 5), ("状态", 3), ("日期", 4))
    columns = tuple(report.Column(name, share, report.Align.LEFT if share > 4 else report.Align.CENTRE)
                    for name, share in shares)  # fmt: skip
    name = office.name if office is not None else ""
    blocks: list[report.Block] = [
        report.Facts(
            (("事项", matter.title), ("编号", matter.number), ("类别", flow.type.name), ("开始", matter.begun_on)),
            paired=True,
        ),
        report.Heading("一、流程"),
        report.Grid(columns, tuple(rows), fine=True),
        *([report.Note(f"不需要的步骤：{skipped}。")] if skipped else []),
        report.Heading("二、各步填写的内容"),
        *_filled(flow),
    ]
    return report.Paper("事项办理情况表", tuple(blocks), mark=matter.number, author=name, form=True)


def _day_of(matter: Matter, step: Step) -> str:
    run = matter.last_run(step.id)
    return run.on if run is not None else ""


def _filled(flow: Flow) -> Iterator[report.Block]:
    """What every run was done with, in the order of the flow; sensitive values are left out."""
    told = False
    for step in flow.type.steps:
        for run in flow.matter.runs_of(step.id):
            facts = tuple(_facts(flow, step, run.fields, sensitive=False))
            if facts:
                told = True
                yield report.Paragraph(_headed(step, run), leads=True)
                yield report.Facts(facts)
    if not told:
        yield report.Paragraph("还没有办过的步骤。")


def _headed(step: Step, run: Run) -> str:
    return f"{step.name}（{run.on}）" if run.visit == 1 else f"{step.name} 第{run.visit}次（{run.on}）"
