"""For those who write the checklist: types shown in words, a folder checked with every fault at its place.

No office is needed for any of it. Where no folder is given, the release that the program ships is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clerk_app import catalogue, workflow
from clerk_app.errors import IntegrityError, UsageError
from clerk_app.model import Catalogue, MatterType

from .placing import write_file
from .shipped import shipped, type_row
from .views import TypeRow
from .words import label

_WANTED = "wanted."
"""What the labels of faults begin with."""

_PLACE = re.compile(r"(?P<list>[A-Z][A-Z0-9]*\.steps|parameters|roles)\[(?P<index>[0-9]+)\]")


@dataclass(frozen=True, slots=True)
class FaultRow:
    """A fault: its file and path, what should be there, and the step, parameter or role it is in ("" for none).

    `means` is `wanted` in Chinese, or as it is where it says itself.
    """

    file: str
    path: str
    wanted: str
    where: str
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCatalogue:
    """What was found in a catalogue. `hash` is "" and `types` empty where it could not be read; notes are no faults.

    `samples` is how many sample cases were run, `tries` how many of their wrong tries were refused as they must be;
    both are 0 where the types themselves have faults.
    """

    version: int
    name: str
    hash: str
    types: tuple[str, ...]
    samples: int
    tries: int
    faults: tuple[FaultRow, ...]
    notes: tuple[FaultRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepText:
    """A step in words. `after` are numbers of steps; `marks` says that it is optional, repeated or a notice."""

    number: int
    id: str
    name: str
    responsible: str
    basis: str
    after: tuple[int, ...]
    when: str
    marks: tuple[str, ...]
    papers: tuple[str, ...]
    signoffs: tuple[str, ...]
    gates: tuple[str, ...]
    block: str


def check_catalogue(folder: Path) -> CheckedCatalogue:
    """Everything wrong with a folder of TOML: what cannot be read, else what the lint finds, else what samples show."""
    faults = catalogue.check(folder)
    try:
        release = catalogue.draft(folder)
        cases = catalogue.samples(folder)
    except IntegrityError as error:
        rows = _rows(faults, None) or (_unread(error),)
        return CheckedCatalogue(version=0, name="", hash="", types=(), samples=0, tries=0, faults=rows, notes=())
    run = workflow.rehearse_all(release, () if faults else cases)
    flaws = () if faults else tuple(_flaw_row(flaw, release) for flaw in run.flaws)
    return CheckedCatalogue(
        version=release.version,
        name=release.name,
        hash=release.hash,
        types=tuple(sorted(release.types)),
        samples=run.samples,
        tries=run.tries,
        faults=(*_rows(faults, release), *flaws),
        notes=_rows(catalogue.notes(release), release),
    )


def _unread(error: IntegrityError) -> FaultRow:
    """A sample case that cannot be read."""
    details = error.details
    path, wanted = str(details.get("path", "")), str(details.get("wanted", error.code))
    file = str(details.get("file", "")) or f"samples/{path.split('.')[1]}.toml"
    return FaultRow(file, path, wanted, "", meaning(wanted))


def _flaw_row(flaw: workflow.Flaw, release: Catalogue) -> FaultRow:
    """A sample case that went otherwise than it says, or a gate that none of them proves."""
    kind = flaw.path.removeprefix("samples.").partition("[")[0].partition(".")[0]
    of_sample = flaw.path.startswith("samples.")
    means = meaning(flaw.wanted)
    if of_sample and means == flaw.wanted:
        means = f"被退回，理由是 {flaw.wanted}"
    came = f"，实际得到：{'、'.join(flaw.came) or '通过'}" if of_sample else ""
    return FaultRow(
        f"samples/{kind}.toml" if of_sample else f"{kind}.toml",
        flaw.path,
        flaw.wanted,
        _where(flaw.path, release),
        means + came,
    )


def types_of(source: Path | None = None) -> list[TypeRow]:
    """The types of a folder, or of the shipped release, as lines of the checklist."""
    release = release_of(source)
    return [type_row(release, type_id) for type_id in release.types]


def type_record(type_id: str, source: Path | None = None) -> dict[str, Any]:
    """A type as it stands in the canonical record; `UsageError` ("type-not-found")."""
    return catalogue.write_type(type_of(release_of(source), type_id))


def type_in_words(type_id: str, source: Path | None = None) -> tuple[StepText, ...]:
    """The steps of a type in words."""
    release = release_of(source)
    kind = type_of(release, type_id)
    numbers = {step.id: number for number, step in enumerate(kind.steps, 1)}
    return tuple(_step_text(release, kind, number, numbers) for number in numbers.values())


def release_of(source: Path | None) -> Catalogue:
    """The release that a folder holds, or the shipped one; `IntegrityError` at the first fault."""
    return shipped() if source is None else catalogue.load(source)


def type_of(release: Catalogue, type_id: str) -> MatterType:
    """A type of a release; `UsageError` ("type-not-found")."""
    kind = release.types.get(type_id)
    if kind is None:
        raise UsageError("type-not-found", type=type_id)
    return kind


def _step_text(release: Catalogue, kind: MatterType, number: int, numbers: dict[str, int]) -> StepText:
    step = kind.steps[number - 1]
    words = catalogue.Phrasing(release, kind, step)
    until = kind.step(step.until)
    marks = {
        "可以不做": step.optional,
        f"可以多次{f'，到“{until.name}”为止' if until else ''}": step.repeat,
        "要张贴公示": step.publicity,
    }
    return StepText(
        number=number,
        id=step.id,
        name=step.name,
        responsible=step.responsible,
        basis=step.basis,
        after=tuple(numbers[before] for before in step.after),
        when=words.condition(step.when) if step.when is not None else "",
        marks=tuple(mark for mark, given in marks.items() if given),
        papers=tuple(material.label for material in step.materials),
        signoffs=tuple(slot.label for slot in step.signoffs),
        gates=tuple(words.gate(gate) for gate in step.gates),
        block=step.block,
    )


def _rows(faults: tuple[catalogue.Fault, ...], release: Catalogue | None) -> tuple[FaultRow, ...]:
    return tuple(_row(fault, release) for fault in faults)


def _row(fault: catalogue.Fault, release: Catalogue | None) -> FaultRow:
    return FaultRow(fault.file, fault.path, fault.wanted, _where(fault.path, release), meaning(fault.wanted))


def meaning(wanted: str) -> str:
    """What a fault asks for, in Chinese; the word itself where it is a pattern such as ``text<=200``."""
    key = f"{_WANTED}{wanted}"
    said = label(key)
    return wanted if said == key else said


def _where(path: str, release: Catalogue | None) -> str:
    """The step, parameter or role that a path lies in, by its name."""
    found = _PLACE.match(path)
    if found is None or release is None:
        return ""
    index = int(found["index"])
    if found["list"] == "parameters":
        return f"“{list(release.parameters.values())[index].name}”"
    if found["list"] == "roles":
        return f"“{list(release.roles.values())[index].name}”"
    step = release.types[found["list"].partition(".")[0]].steps[index]
    return f"第 {index + 1} 步“{step.name}”" + (f"（共用组件“{step.block}”）" if step.block else "")


def write_schema(target: Path) -> None:
    """The JSON Schema of the TOML files, for editors."""
    write_file(target, catalogue.schema_text().encode("utf-8"))
