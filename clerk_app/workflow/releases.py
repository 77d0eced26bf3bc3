"""Which catalogue rules: whose signatures a release needs, when one may be put in force, and what it would change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clerk_app.canon import Fields
from clerk_app.errors import Refusal, RefusedError
from clerk_app.model import Catalogue, Context, Draft, EntryKind, FileRef, Matter, OfficeKind, Signers

from .forms import is_day

MOST_SIGNERS = 9
FEWEST = 2
"""A single key, however well kept, never puts a checklist in force."""

_KEY = re.compile(r"[0-9a-f]{64}")


def admit_signers(context: Context, signers: Signers) -> Draft:
    """Say whose signatures count; `RefusedError` for a village, for too few, or for keys that are none."""
    refusals = tuple(_signers_refusals(context, signers))
    if refusals:
        raise RefusedError(refusals)
    return Draft(EntryKind.SIGNERS, {"keys": list(signers.keys), "needed": signers.needed})


def _signers_refusals(context: Context, signers: Signers) -> Iterator[Refusal]:
    if context.office is None or context.office.kind is OfficeKind.VILLAGE:
        yield Refusal("signers-not-ours")
    sound = all(_KEY.fullmatch(key) for key in signers.keys) and len(set(signers.keys)) == len(signers.keys)
    if not sound or not FEWEST <= signers.needed <= len(signers.keys) <= MOST_SIGNERS:
        yield Refusal("signers-too-few", {"fewest": FEWEST, "most": MOST_SIGNERS})


def signers_of(fields: Fields) -> Signers:
    """Signers as a payload holds them, strictly."""
    return Signers(fields.texts("keys", most=MOST_SIGNERS, longest=64), fields.integer("needed", FEWEST, MOST_SIGNERS))


@dataclass(frozen=True, slots=True)
class Adoption:
    """How a release is put in force: on which day, by which resolution, and the scanned page of it.

    A village needs the resolution of its villagers' representatives; a township puts in force what the county signed.
    """

    on: str
    resolution: str = ""
    page: FileRef | None = None


def admit_release(
    context: Context, current: Catalogue, release: Catalogue, signers: Iterable[str], adoption: Adoption
) -> Draft:
    """Put a signed release in force for new matters; `RefusedError` with everything that speaks against it."""
    refusals = tuple(_release_refusals(context, current, release, frozenset(signers), adoption))
    if refusals:
        raise RefusedError(refusals)
    payload = {"version": release.version, "name": release.name, "on": adoption.on, "resolution": adoption.resolution}
    files = (adoption.page,) if adoption.page is not None else ()
    return Draft(EntryKind.CATALOGUE, payload, catalogue=release.hash, files=files)


def _release_refusals(
    context: Context, current: Catalogue, release: Catalogue, signers: frozenset[str], adoption: Adoption
) -> Iterator[Refusal]:
    if context.signers is None:
        yield Refusal("signers-not-set")
    else:
        have, need = len(signers & set(context.signers.keys)), context.signers.needed
        if have < need:
            yield Refusal("release-signatures-too-few", {"have": have, "need": need, "short": need - have})
    if release.version <= current.version:
        yield Refusal("release-not-newer", {"found": release.version, "current": current.version})
    if not is_day(adoption.on) or (context.today and adoption.on > context.today):
        yield Refusal("day-malformed", {"text": adoption.on[:20]})
    is_village = context.office is not None and context.office.kind is OfficeKind.VILLAGE
    if is_village and (not adoption.resolution.strip() or adoption.page is None):
        yield Refusal("adoption-without-resolution")


@dataclass(frozen=True, slots=True)
class Impact:
    """A running matter under a release that is not in force yet: could it move there, and which steps would be lost."""

    matter: str
    title: str
    type: str
    movable: bool
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a release changes: ids of types, and parameters as (key, value before, value after; None for none)."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    parameters: tuple[tuple[str, int | None, int | None], ...]


def compare(current: Catalogue, release: Catalogue) -> Comparison:
    """What is different in a release."""
    before, after = current.types, release.types
    keys = dict.fromkeys((*current.parameters, *release.parameters))
    values = ((key, _value(current, key), _value(release, key)) for key in keys)
    return Comparison(
        tuple(name for name in after if name not in before),
        tuple(name for name in before if name not in after),
        tuple(name for name in after if name in before and after[name] != before[name]),
        tuple(row for row in values if row[1] != row[2]),
    )


def _value(catalogue: Catalogue, key: str) -> int | None:
    known = catalogue.parameters.get(key)
    return known.value if known is not None else None


def impact(release: Catalogue, matter: Matter) -> Impact:
    """What a release would mean for a running matter. It stays under its own catalogue unless it is moved."""
    kind = release.types.get(matter.type)
    done = dict.fromkeys(run.step for run in matter.runs)
    lost = tuple(step for step in done if kind is None or kind.step(step) is None)
    return Impact(matter.id, matter.title, matter.type, kind is not None and not lost, lost)
