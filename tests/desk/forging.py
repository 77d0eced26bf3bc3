"""Bundles that are well made and well signed and say something that is not so."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clerk_app import canon
from clerk_app.bundle.container import Member, directory, local_header
from clerk_app.bundle.contents import NAMESPACE, sums_of
from clerk_app.crypto import SigningKey, seal, sshsig, unseal
from clerk_app.desk import Desk


@dataclass
class Forger:
    """Takes an honest bundle of the village apart, and puts it together again with one claim changed."""

    village: Desk
    township: Desk
    honest: Path

    def members(self) -> dict[str, bytes]:
        """What lies inside the honest bundle, by name and in order."""
        plain = io.BytesIO()
        unseal(io.BytesIO(self.honest.read_bytes()), plain, self.township._office.sealing)
        with zipfile.ZipFile(plain) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def manifest(self) -> dict[str, Any]:
        """What the honest bundle says of itself."""
        record: dict[str, Any] = canon.decode(self.members()["manifest.json"])
        return record

    def forge(
        self,
        claims: Mapping[tuple[str | int, ...], Any] | None = None,
        *,
        members: Mapping[str, bytes | None] | None = None,
        key: SigningKey | None = None,
        signature: bytes | None = None,
        tail: bytes = b"",
    ) -> Path:
        """The bundle with claims of the manifest or whole members changed, signed again with the device's own key.

        A member given as None is left out; `tail` follows the container.
        """
        record, found = self.manifest(), self.members()
        for path, value in (claims or {}).items():
            place: Any = record
            for step in path[:-1]:
                place = place[step]
            if value is LEFT_OUT:
                del place[path[-1]]
            else:
                place[path[-1]] = value
        found["manifest.json"] = canon.encode(record)
        found |= {name: data for name, data in (members or {}).items() if data is not None}
        for name in [name for name, data in (members or {}).items() if data is None]:
            del found[name]
        covered = [name for name in found if not name.startswith("SHA256SUMS")]
        if "SHA256SUMS" not in (members or {}):
            found["SHA256SUMS"] = sums_of((name, hashlib.sha256(found[name]).hexdigest()) for name in covered)
        signing = key or self.village._office.device
        found["SHA256SUMS.sig"] = signature or sshsig(signing, NAMESPACE, found["SHA256SUMS"])
        order = [*covered, "SHA256SUMS", "SHA256SUMS.sig"]
        return self.sealed(packed([(name, found[name]) for name in order]) + tail)

    def sealed(self, container: bytes) -> Path:
        """A container on its way to the township."""
        out, path = io.BytesIO(), self.honest.with_name("forged.cwb")
        recipients = (self.township._office.sealing.recipient, self.village._office.sealing.recipient)
        seal(io.BytesIO(container), out, recipients)
        path.write_bytes(out.getvalue())
        return path


LEFT_OUT = object()
"""In the place of a claim that is not made at all."""


def packed(members: list[tuple[str, bytes]]) -> bytes:
    """A container of these members in this order, whatever they are."""
    out, placed = bytearray(), []
    for name, content in members:
        out += local_header(name, len(content), zlib.crc32(content))
        placed.append(Member(name, len(content), zlib.crc32(content), "", len(out)))
        out += content
    return bytes(out) + directory(placed)
