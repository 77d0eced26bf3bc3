"""Writing a bundle: gather the lines, seal while hashing, bring it to the medium, read all of it back, rename."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from clerk_app import crypto
from clerk_app.errors import IntegrityError, SurroundingsError
from clerk_app.meter import Cancelled, Meter, Progress
from clerk_app.model import Recorded

from .behind import Behind
from .carriers import sealed_size
from .container import MANIFEST, README_NAME, SIGNATURE, SUMS, Readable, directory
from .contents import NAMESPACE, Contents, inspect, sums_of
from .gathering import Gathering
from .limits import Limits
from .manifest import FileItem, Manifest
from .medium import Fetched, settle
from .pipe import Pipe, beside
from .placing import placed
from .pouring import BundleFile, Part, Pouring, members_of
from .readme import README


@dataclass(frozen=True, slots=True)
class Written:
    """A bundle that lies on its carrier and was read back: its id, its size there, and its manifest as written."""

    id: str
    size: int
    manifest: Manifest


def write(
    target: Path,
    manifest: Manifest,
    entries: Iterable[Recorded],
    files: Sequence[BundleFile],
    *,
    key: crypto.SigningKey,
    recipients: Sequence[str],
    readback: crypto.SealingKey,
    spool: Path,
    note: Callable[[Written], None] | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Written:
    """Write one bundle; it is there under its name only when every byte was read back from the carrier and verified.

    The caller has verified the entries' signatures; hashes, payloads and chains are checked here, and each attachment
    is hashed once, while it is sealed. `logs`, `files` and `entries` of the manifest are filled in. `spool` is a
    private folder on this computer. On any failure nothing is left.

    `note` is called with the finished bundle just before it takes its name: the place to record its number. After a
    crash in between a number may be missing, but never do two bundles bear the same one.

    `IntegrityError`: "bundle-entry-mismatch", "bundle-chain", "bundle-file-missing", "bundle-file-unnamed",
    "blob-mismatch", "bundle-too-large", and what the manifest's reader says of it. `SurroundingsError`: "no-space",
    "bundle-exists", "carrier-full", "carrier-failed", "read-back-failed", "blob-unreadable", "spool-failed",
    "cancelled".
    """
    _check_use(manifest, key, recipients, readback)
    bounds, meter = limits or Limits(), Meter(progress, cancelled)
    with Gathering(spool) as gathering:
        gathering.take_all(entries, meter)
        whole = _whole(manifest, gathering, files, bounds)
        parts = _parts(whole, gathering, files, key)
        inside = _inside(parts)
        needed = sealed_size(inside)
        if needed > bounds.sealed:
            raise IntegrityError("bundle-too-large", size=needed, limit=bounds.sealed)
        meter.total = inside + sum(part.size for part in parts)
        with placed(target, needed=needed) as part:
            size = _seal(part, Pouring(parts, meter), recipients)
            contents = _read_back(part, readback, bounds, meter)
            if contents.members != members_of(parts):
                raise SurroundingsError("read-back-failed", reason="bundle-sums")
            written = Written(contents.id, size, whole)
            if note is not None:
                note(written)
        return written


def _check_use(
    manifest: Manifest, key: crypto.SigningKey, recipients: Sequence[str], readback: crypto.SealingKey
) -> None:
    if manifest.sender.device != key.public.hex():
        raise RuntimeError("a bundle is signed by the device that its manifest names")
    if not {manifest.recipient.sealing, readback.recipient} <= set(recipients):
        raise RuntimeError("a bundle is sealed for the office that its manifest names, and for its sender")


def _whole(manifest: Manifest, gathering: Gathering, files: Sequence[BundleFile], limits: Limits) -> Manifest:
    """The manifest with what was gathered, as a reader will see it."""
    items = tuple(sorted(FileItem(sha256=file.sha256, size=file.size) for file in files))
    gathering.witness.check_files(items)
    filled = replace(manifest, logs=gathering.witness.spans(), files=items, entries=gathering.witness.count)
    return Manifest.from_bytes(filled.to_bytes(), limits)


def _parts(
    manifest: Manifest, gathering: Gathering, files: Sequence[BundleFile], key: crypto.SigningKey
) -> tuple[Part, ...]:
    """All members in their order, the sums and the signature over them included: nothing waits for a content."""
    covered = (
        Part.of_bytes(README_NAME, README),
        Part.of_bytes(MANIFEST, manifest.to_bytes()),
        *gathering.parts(),
        *(Part.of_file(file) for file in sorted(files, key=lambda file: file.sha256)),
    )
    sums = sums_of((part.name, part.sha256) for part in covered)
    signature = crypto.sshsig(key, NAMESPACE, sums)
    return (*covered, Part.of_bytes(SUMS, sums), Part.of_bytes(SIGNATURE, signature))


def _inside(parts: Sequence[Part]) -> int:
    """The size of the container."""
    members = members_of(parts)
    return members[-1].start + members[-1].size + len(directory(members))


def _seal(part: Path, pouring: Pouring, recipients: Sequence[str]) -> int:
    """Write the sealed file and bring it to the medium; its size."""
    with open(part, "wb") as sealed:
        with Behind(sealed) as behind:
            crypto.seal(pouring, behind, recipients)
        settle(sealed)
        return sealed.tell()


class _Metered:
    """A stream whose bytes are counted as they are read."""

    def __init__(self, stream: Readable, meter: Meter) -> None:
        self._stream = stream
        self._meter = meter

    def read(self, size: int, /) -> bytes:
        """What the stream gives."""
        data = self._stream.read(size)
        self._meter.advance(len(data))
        return data


def _read_back(part: Path, key: crypto.SealingKey, limits: Limits, meter: Meter) -> Contents:
    """Open what lies on the carrier as its reader would: decrypting on one core, hashing and comparing on the other."""

    def unseal(pipe: Pipe) -> None:
        with open(part, "rb") as sealed:
            crypto.unseal(Fetched(sealed), pipe, key)

    try:
        with beside(unseal) as pipe:
            return inspect(_Metered(pipe, meter), limits)
    except IntegrityError as error:
        raise SurroundingsError("read-back-failed", reason=error.code) from error
