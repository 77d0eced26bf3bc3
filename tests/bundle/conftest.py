"""Offices with fixed keys, journals that they could have written, and bundles made of them, honest and otherwise."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from clerk_app import bundle, chain
from clerk_app.bundle.container import Member, directory, local_header
from clerk_app.bundle.contents import NAMESPACE, Contents, inspect, sums_of
from clerk_app.bundle.lines import payload_line
from clerk_app.bundle.readme import README
from clerk_app.bundle.witness import Witness
from clerk_app.crypto import SealingKey, SigningKey, fingerprint, seal, sshsig, unseal
from clerk_app.model import Card, Entry, EntryKind, FileRef, LogId, OfficeKind, Recorded

MADE = "2026-11-23T08:00:00Z"


@dataclass(frozen=True)
class Office:
    """An office that tests can write for: keys from fixed seeds."""

    code: str
    name: str
    signing: SigningKey
    sealing: SealingKey

    @property
    def card(self) -> Card:
        kind = OfficeKind.TOWNSHIP if self.code.endswith("000") else OfficeKind.VILLAGE
        return Card(self.code, self.name, kind, self.signing.public.hex(), self.sealing.recipient)

    def log(self, audience: str, epoch: int = 1) -> LogId:
        return LogId(fingerprint(self.signing.public), epoch, audience)


VILLAGE = Office(
    "330502999201",
    "甲村",
    SigningKey.from_seed(b"\x01" * 32),
    SealingKey.parse("AGE-SECRET-KEY-1QH8MU2PNSX4T3YPWJ02S3LCRRS9U60U42QW9NM3G4S6TYXEYP73SE3L5ME"),
)
TOWNSHIP = Office(
    "330502999000",
    "示范镇",
    SigningKey.from_seed(b"\x02" * 32),
    SealingKey.parse("AGE-SECRET-KEY-1MCFPHATPU069S5EV9334THYNXRXP36EA2Z0TD02S0XR3EZZKGZES8KQTUJ"),
)
OTHER = Office(
    "330502999202",
    "乙村",
    SigningKey.from_seed(b"\x03" * 32),
    SealingKey.parse("AGE-SECRET-KEY-13T9Y7DNHF7P2VLZS0JUUJENEFQHZE3M87TFC2Q3XJ4T62E4SJTAS56MWNM"),
)


class Workshop:
    """Makes journals and bundles in a folder of its own."""

    village, township, other = VILLAGE, TOWNSHIP, OTHER

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.spool = folder / "spool"
        self.stick = folder / "stick"
        self.spool.mkdir()
        self.stick.mkdir()

    def journal(
        self,
        count: int,
        *,
        office: Office = VILLAGE,
        audience: str = TOWNSHIP.code,
        epoch: int = 1,
        payloads: Sequence[Mapping[str, Any]] = (),
        files: Mapping[int, Sequence[bytes]] | None = None,
    ) -> list[Recorded]:
        """`count` entries from number 1 on; `files` by number."""
        log, prev, entries = office.log(audience, epoch), "", []
        for seq in range(1, count + 1):
            refs = tuple(FileRef(digest(data), len(data), "photo") for data in (files or {}).get(seq, ()))
            entry = Entry(
                log, seq, prev, "", MADE, "ok", EntryKind.COMPLETE, "m-1", "survey", "ab" * 32, "p-1", "clerk", "", refs
            )
            payload = payloads[seq - 1] if seq <= len(payloads) else {"on": "2026-11-23", "note": f"第{seq}次"}
            salt = hashlib.sha256(f"{log}/{seq}".encode()).digest()[:16]
            entries.append(chain.record(entry, payload, salt, office.signing))
            prev = entries[-1].hash
        return entries

    def manifest(self, *, sender: Office = VILLAGE, recipient: Office = TOWNSHIP, **claims: Any) -> bundle.Manifest:
        card = sender.card
        settled = {"number": 1, "previous": "", "receipt": "", "made": MADE, "program": "clerk-app 0.1.0"}
        return bundle.Manifest(
            kind=bundle.BundleKind.REPORT if card.kind is OfficeKind.VILLAGE else bundle.BundleKind.REPLY,
            sender=bundle.Sender(
                office=sender.code, name=sender.name, device=card.signing, sealing=sender.sealing.recipient
            ),
            recipient=bundle.Recipient(office=recipient.code, sealing=recipient.sealing.recipient),
            **{**settled, **claims},
        )

    def file(self, data: bytes) -> bundle.BundleFile:
        return bundle.BundleFile(digest(data), len(data), zlib.crc32(data), lambda: io.BytesIO(data))

    def write(
        self,
        entries: Iterable[Recorded],
        blobs: Iterable[bytes] = (),
        *,
        name: str = "a.cwb",
        sender: Office = VILLAGE,
        recipient: Office = TOWNSHIP,
        files: Sequence[bundle.BundleFile] | None = None,
        limits: bundle.Limits | None = None,
        note: Any = None,
        progress: Any = None,
        cancelled: Any = None,
        **claims: Any,
    ) -> bundle.Written:
        return bundle.write(
            self.stick / name,
            self.manifest(sender=sender, recipient=recipient, **claims),
            entries,
            [self.file(data) for data in blobs] if files is None else files,
            key=sender.signing,
            recipients=(recipient.sealing.recipient, sender.sealing.recipient),
            readback=sender.sealing,
            spool=self.spool,
            note=note,
            limits=limits,
            progress=progress,
            cancelled=cancelled,
        )

    def open(self, name: str = "a.cwb", key: SealingKey = TOWNSHIP.sealing, limits: bundle.Limits | None = None) -> Any:
        return bundle.open_sealed(self.stick / name, key, self.spool, limits)

    def example(self) -> tuple[list[Recorded], list[bytes]]:
        """What the golden bundle carries: four entries, one of them erased, and two attachments."""
        blobs = [b"\xff\xd8 a photo of the road", b"%PDF-1.7 minutes"]
        payloads = [
            {"type": "V10", "title": "村道维修", "number": "甲村-2026-001", "on": "2026-11-20"},
            {
                "visit": 1,
                "on": "2026-11-21",
                "fields": {"amount": 1234500, "by": "张某", "done": True},
                "late_reason": "",
            },
            {
                "visit": 1,
                "on": "2026-11-22",
                "fields": {"rows": [{"name": "李某𣲘", "sum": 0}]},
                "late_reason": '"\\\n',
            },
            {},
        ]
        entries = self.journal(4, payloads=payloads, files={2: blobs, 4: blobs[:1]})
        entries[2] = replace(entries[2], payload=None, salt=None)
        return entries, blobs

    def inside(self, name: str = "a.cwb") -> bytes:
        """The container of a bundle on the stick."""
        plain = io.BytesIO()
        unseal(io.BytesIO((self.stick / name).read_bytes()), plain, TOWNSHIP.sealing)
        return plain.getvalue()

    def seal(self, container: bytes, name: str = "a.cwb") -> Path:
        """Put a container on the stick, sealed as it should be."""
        sealed = io.BytesIO()
        seal(io.BytesIO(container), sealed, (TOWNSHIP.sealing.recipient, VILLAGE.sealing.recipient))
        (self.stick / name).write_bytes(sealed.getvalue())
        return self.stick / name

    @staticmethod
    def pack(members: Iterable[tuple[str, bytes]]) -> bytes:
        """A container of these members in this order, whatever they are."""
        out, placed = bytearray(), []
        for name, content in members:
            out += local_header(name, len(content), zlib.crc32(content))
            placed.append(Member(name, len(content), zlib.crc32(content), "", len(out)))
            out += content
        return bytes(out) + directory(placed)

    def signed(
        self,
        manifest: bytes,
        entries: Sequence[Recorded] = (),
        blobs: Iterable[bytes] = (),
        *,
        key: SigningKey = VILLAGE.signing,
        changes: Mapping[str, bytes] | None = None,
    ) -> bytes:
        """A container around these members, summed and signed correctly whatever they say; `changes` replace members.

        A change of SHA256SUMS or of its signature is made last, so that it is not covered.
        """
        members = {
            "README.txt": README,
            "manifest.json": manifest,
            "entries.jsonl": b"".join(one.raw + b"\n" for one in entries),
            "payloads.jsonl": b"".join(payload_line(one) + b"\n" for one in entries),
            **{f"files/{name}": data for name, data in sorted((digest(blob), blob) for blob in blobs)},
        }
        members |= {name: data for name, data in (changes or {}).items() if not name.startswith("SHA256SUMS")}
        sums = sums_of((name, digest(data)) for name, data in members.items())
        members |= {"SHA256SUMS": sums, "SHA256SUMS.sig": sshsig(key, NAMESPACE, sums)}
        return self.pack((members | dict(changes or {})).items())

    def whole(self, entries: Sequence[Recorded], blobs: Iterable[bytes] = (), **claims: Any) -> bundle.Manifest:
        """The manifest that `write` would make for these entries."""
        witness = Witness()
        for one in entries:
            witness.take(one)
        items = tuple(sorted(bundle.FileItem(sha256=digest(blob), size=len(blob)) for blob in blobs))
        return self.manifest(**{"logs": witness.spans(), "files": items, "entries": witness.count, **claims})

    @staticmethod
    def inspect(container: bytes, limits: bundle.Limits | None = None) -> Contents:
        return inspect(io.BytesIO(container), limits or bundle.Limits())


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)
