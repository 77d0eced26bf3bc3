"""What a decrypted bundle must be, as one pass over its bytes: exact container, sums, signature, manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from clerk_app import crypto
from clerk_app.errors import IntegrityError

from .container import FILES, MANIFEST, SIGNATURE, SUMS, Member, Readable, scan
from .limits import Limits
from .manifest import FileItem, Manifest

NAMESPACE = "clerk-bundle"
"""The SSHSIG namespace: a signature made for anything else is none for a bundle."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A bundle whose every byte is accounted for. `id` is the SHA-256 of its SHA256SUMS, `signer` a raw public key."""

    id: str
    signer: bytes
    manifest: Manifest
    members: tuple[Member, ...]


def sums_of(named: Iterable[tuple[str, str]]) -> bytes:
    """The member SHA256SUMS, as coreutils write it, for pairs of name and SHA-256 in hex."""
    return "".join(f"{sha256}  {name}\n" for name, sha256 in named).encode("ascii")


def bundle_id(sums: bytes) -> str:
    """The name of a bundle: SHA-256 (hex) of its SHA256SUMS."""
    return hashlib.sha256(sums).hexdigest()


def inspect(stream: Readable, limits: Limits) -> Contents:
    """Check in the fixed order, stopping at the first fault.

    `IntegrityError`: "container-…" (`scan`), "bundle-sums", "signature-…" (`crypto.read_sshsig`), "json-…",
    "record-malformed", "bundle-newer", "bundle-suite", "manifest-inconsistent", "bundle-signer", "bundle-files".
    """
    members, kept = scan(stream, limits, keep=(MANIFEST, SUMS, SIGNATURE))
    sums = sums_of((member.name, member.sha256) for member in members[:-2])
    if kept[SUMS] != sums:
        raise IntegrityError("bundle-sums")
    signer = crypto.read_sshsig(kept[SIGNATURE], NAMESPACE, sums)
    manifest = Manifest.from_bytes(kept[MANIFEST], limits)
    if signer.hex() != manifest.sender.device:
        raise IntegrityError("bundle-signer", office=manifest.sender.office)
    if _files(members) != manifest.files:
        raise IntegrityError("bundle-files")
    return Contents(bundle_id(sums), signer, manifest, members)


def _files(members: Iterable[Member]) -> tuple[FileItem, ...]:
    """The attachments that are there; each is what its name says, or the bundle lies about itself."""
    found = [member for member in members if member.name.startswith(FILES)]
    for member in found:
        if member.name != FILES + member.sha256:
            raise IntegrityError("bundle-file-damaged", name=member.name)
    return tuple(FileItem(sha256=member.sha256, size=member.size) for member in found)
