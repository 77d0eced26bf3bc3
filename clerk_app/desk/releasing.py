"""Releases of the checklist: written and signed at the county, previewed and put in force at township and village."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from clerk_app import canon, catalogue, workflow
from clerk_app.canon import Fields
from clerk_app.crypto import Cost, SigningKey, check_public, lock_key, open_key, short_fingerprint
from clerk_app.errors import IntegrityError, UsageError
from clerk_app.meter import Cancelled, Meter, Progress
from clerk_app.model import Catalogue, EntryKind, FileRef, Recorded, Signers
from clerk_app.workflow import Adoption, Comparison, Impact

from .office import Office
from .placing import placing, read_file, write_file
from .record import known_now, today

_LARGEST_KEY = 16 * 1024
_LARGEST_FILE = 8 * 1024 * 1024
_ALL = 1_000_000

_CATALOGUES = frozenset({EntryKind.CATALOGUE})

RUNNING = ("open", "refused", "resting")
"""The states of matters that are not over."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A release before it is put in force: by whom it is signed, what it changes, what it means for running matters.

    `names` are those of the types and parameters before and after it, by their ids and keys.
    """

    version: int
    name: str
    hash: str
    signers: tuple[str, ...]
    changes: Comparison
    names: Mapping[str, str]
    matters: tuple[tuple[str, Impact], ...]


@dataclass(frozen=True, slots=True)
class InForce:
    """The release in force: since which day ("" since the founding), and whose signatures the next one needs.

    `signers` are short fingerprints, `needed` of them must sign; `earlier` were in force before, the newest first, as
    version, name and day.
    """

    version: int
    name: str
    hash: str
    on: str
    signers: tuple[str, ...]
    needed: int
    earlier: tuple[tuple[int, str, str], ...]


def new_key(path: Path, passphrase: str, cost: Cost | None = None) -> str:
    """A key with which an official signs releases, in a new file that only the passphrase opens; its fingerprint."""
    if path.exists():
        raise UsageError("file-exists", name=path.name)
    key = SigningKey.generate()
    record = {**lock_key(key.seed, passphrase, cost or Cost.default()), "public": key.public.hex()}
    write_file(path, canon.encode(record))
    with placing(path):
        path.chmod(0o600)
    return short_fingerprint(key.public)


def public_of(path: Path) -> str:
    """The raw public key (hex) that a key's file names."""
    public = _key_record(path).hexadecimal("public")
    check_public(bytes.fromhex(public))
    return public


def _key_record(path: Path) -> Fields:
    return Fields.of(canon.decode(_small(path, _LARGEST_KEY), limit=_LARGEST_KEY))


def _small(path: Path, most: int) -> bytes:
    """A file's bytes; one that is larger than anything of its kind is not read."""
    raw = read_file(path, most)
    if len(raw) > most:
        raise IntegrityError("file-too-large", name=path.name, limit=most)
    return raw


def sign_release(source: Path, key: Path, passphrase: str, target: Path) -> tuple[str, int]:
    """Sign a catalogue's folder, or a release that others have signed; returns its hash and how many signed it.

    A folder whose sample cases fail, or leave a gate unproven, cannot be signed.
    """
    record = dict(_key_record(key).record)
    signing = open_key({name: record[name] for name in ("salt", "cost", "wrapped") if name in record}, passphrase)
    release, before = _unsigned(source) if source.is_dir() else _signed_before(source)
    raw = catalogue.signed(release, signing, before)
    catalogue.read_signed(raw)
    write_file(target, raw)
    return release.hash, len(before) + 1


def _unsigned(folder: Path) -> tuple[Catalogue, tuple[bytes, ...]]:
    release, cases = catalogue.load(folder), catalogue.samples(folder)
    flaws = workflow.rehearse_all(release, cases).flaws
    if flaws:
        raise IntegrityError("samples-fail", count=len(flaws), first=flaws[0].path)
    return release, ()


def _signed_before(path: Path) -> tuple[Catalogue, tuple[bytes, ...]]:
    release = read_release(path)
    return release.catalogue, release.signatures


def read_release(path: Path) -> catalogue.SignedRelease:
    """A release from its file, with every signature verified."""
    return catalogue.read_signed(_small(path, _LARGEST_FILE))


class Releases:
    """Releases of the checklist at one open office."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def trust(self, keys: tuple[str, ...], needed: int) -> None:
        """Say whose signatures count from now on (townships); their fingerprints must have been compared."""
        self._office.write(workflow.admit_signers(self._office.realm.context, Signers(keys, needed)))

    def in_force(self) -> InForce:
        """The release in force here, and what was in force before."""
        office, context = self._office, self._office.realm.context
        known = office.catalogues[context.catalogue]
        adopted = [r for log in office.own_logs() for r in office.store.journal.of_kinds(log, _CATALOGUES)]
        told = [Fields.of(recorded.content) for recorded in reversed(adopted)]
        rows = [(told_.integer("version", 1), told_.text("name"), told_.text("on", default="")) for told_ in told]
        signers = context.signers or Signers((), 0)
        keys = tuple(short_fingerprint(bytes.fromhex(key)) for key in signers.keys)
        return InForce(known.version, known.name, known.hash, rows[0][2], keys, signers.needed, tuple(rows[1:]))

    def preview(self, path: Path, *, progress: Progress | None = None, cancelled: Cancelled | None = None) -> Preview:
        """What a release would change here; nothing is written. A township looks at the matters of all its villages.

        `progress` counts the running matters. Raises `SurroundingsError` ("cancelled") where it was called off.
        """
        office, release = self._office, read_release(path)
        known = release.catalogue
        current = office.catalogues[office.realm.context.catalogue]
        codes = [office.card.code] if office.is_village else [office.card.code, *office.realm.context.contacts]
        running = [(code, matter_id) for code in codes for matter_id in self._running(code)]
        meter = Meter(progress, cancelled)
        meter.total = len(running)
        return Preview(
            version=known.version,
            name=known.name,
            hash=known.hash,
            signers=release.signers,
            changes=workflow.compare(current, known),
            names=_names(current) | _names(known),
            matters=tuple(self._impacts(running, known, meter)),
        )

    def _running(self, code: str) -> list[str]:
        shelf = self._office.store.shelf
        return [row.id for state in RUNNING for row in shelf.matters(office=code, state=state, limit=_ALL)]

    def _impacts(
        self, running: Sequence[tuple[str, str]], release: Catalogue, meter: Meter
    ) -> Iterator[tuple[str, Impact]]:
        office = self._office
        for code, matter_id in running:
            realm = office.realm if code == office.card.code else office.realm_of(code)
            matter = realm.matter(matter_id)
            if matter is not None:
                yield code, workflow.impact(release, matter)
            meter.advance(1)

    def adopt(self, path: Path, *, on: str = "", resolution: str = "", page: FileRef | None = None) -> str:
        """Put a release in force for new matters; running ones stay under their own. Returns its hash."""
        office, release = self._office, read_release(path)
        context = known_now(office)
        adoption = Adoption(on or today(office), resolution.strip(), page)
        current = office.catalogues[context.catalogue]
        draft = workflow.admit_release(context, current, release.catalogue, release.signers, adoption)
        with office.store.transaction():
            files = [self._keep(catalogue.to_bytes(release.catalogue), "catalogue")]
            files += [self._keep(_small(path, _LARGEST_FILE), "release")]
            office.write(replace(draft, files=(*files, *draft.files)))
        return release.catalogue.hash

    def _keep(self, raw: bytes, kind: str) -> FileRef:
        info = self._office.store.blobs.put(raw)
        return FileRef(info.sha256, info.size, kind)

    def write_offered(self, target: Path) -> None:
        """Write the newest release that the township put in force and this village did not, to look at and adopt."""
        file = self._offered()
        if file is None:
            raise UsageError("no-release-offered")
        with self._office.store.blobs.open(file.sha256) as source:
            write_file(target, source.read())

    def _offered(self) -> FileRef | None:
        office, kinds = self._office, frozenset({EntryKind.CATALOGUE})
        mine = office.catalogues[office.realm.context.catalogue].version
        told = [r for log in office.realm.context.heard for r in office.store.journal.of_kinds(log, kinds)]
        newest = max(told, key=_version, default=None)
        if newest is None or _version(newest) <= mine:
            return None
        return next((file for file in newest.entry.files if file.kind == "release"), None)


def _names(release: Catalogue) -> dict[str, str]:
    types = {kind.id: kind.name for kind in release.types.values()}
    return types | {key: known.name for key, known in release.parameters.items()}


def _version(recorded: Recorded) -> int:
    return Fields.of(recorded.content).integer("version", 1)
