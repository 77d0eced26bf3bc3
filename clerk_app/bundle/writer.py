"""Writing a bundle: gather the lines, seal while hashing, bring it to the medium, read all of it back, rename."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from clerk_app import crypto
from clerk_app.errors import IntegrityError, SurroundingsError
from clerk_app.model import Recorded

from .carriers import sealed_size
from .container import MANIFEST, README_NAME, SIGNATURE, SUMS, Readable, directory
from .contents import NAMESPACE, Contents, bundle_id, inspect, sums_of
from .gathering import Gathering
from .limits import Limits
from .manifest import FileItem, Manifest
from .meter import Cancelled, Meter, Progress
from .pipe import Pipe, beside
from .placing import check_space, placed, settle
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
    limits: Limits | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Written:
    """Write one bundle; it is there under its name only when every byte was read back from the carrier and verified.

    The caller has verified the entries' signatures; hashes, payloads and chains are checked here, and each attachment
    is hashed once, while it is sealed. `logs`, `files` and `entries` of the manifest are filled in. `spool` is a
    private folder on this computer. On any failure nothing is left.

    `IntegrityError`: "bundle-entry-mismatch", "bundle-chain", "bundle-file-missing", "bundle-file-unnamed",
    "blob-mismatch", and what the manifest's reader says of it. `SurroundingsError`: "no-space", "bundle-exists",
    "carrier-full", "carrier-failed", "read-back-failed", "blob-unreadable", "cancelled".
    """
    _check_use(manifest, key, recipients, readback)
    bounds, meter = limits or Limits(), Meter(progress, cancelled)
    with Gathering(spool) as gathering:
        gathering.take_all(entries, meter)
        whole = _whole(manifest, gathering, files, bounds)
        parts = _parts(whole, gathering, files, key)
        inside = _size(parts)
        check_space(target.parent, sealed_size(inside))
        meter.total = 2 * inside
        with placed(target) as part:
            with open(part, "wb") as sealed:
                crypto.seal(Pouring(parts, meter), sealed, recipients)
                settle(sealed)
            size = part.stat().st_size
            contents = _read_back(part, readback, bounds, meter)
            ...
