"""Export of 1 GB of photos and records against what people would use instead, all in one run (design section 10).

The peers get the same photos and the same records as plain files, sign with one key and seal for one reader. The export
reads its photos from protected files, as the store keeps them, and takes entries as the journal gives them; it checks
every hash, chain and commitment on the way, seals for two readers, and reads back.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import shutil
import subprocess
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from clerk_app import bundle, chain
from clerk_app.bundle import writer
from clerk_app.crypto import ProtectedReader, SealingKey, SigningKey, fingerprint, protect
from clerk_app.model import Entry, EntryKind, FileRef, LogId, Recorded

PHOTOS, PHOTO_BYTES = 400, 2_000_000
RECORD_BYTES = 200_000_000
ROWS = 40
ROUNDS = 3

MOST_OF_PEER, MOST_OF_PEER_READ_BACK, MOST_OF_COPY = 0.65, 1.2, 3.5

PEER = "tar c plain | zstd -3 -q | age -R recipient -o out.age && minisign -S -s secret -m out.age && sync out.age"
PEER_KEYS = "age-keygen -o key.txt 2>&1 && age-keygen -y key.txt > recipient && minisign -G -W -p public -s secret"

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(
        not all(map(shutil.which, ("age", "zstd", "minisign", "tar"))), reason="the peers are not installed"
    ),
]


class Village:
    """What an export takes from a store: protected photos, entries one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.signing = SigningKey.generate()
        self.sealing, self.township = SealingKey.generate(), SealingKey.generate()
        self.blob_key = os.urandom(32)
        (folder / "plain").mkdir()
        (folder / "blobs").mkdir()
        self.files = [self._photo(number) for number in range(PHOTOS)]
        self.entries = list(self._journal())

    def _photo(self, number: int) -> bundle.BundleFile:
        data = random.Random(number).randbytes(PHOTO_BYTES)
        (self.folder / "plain" / f"{number}.jpg").write_bytes(data)
        kept = self.folder / "blobs" / str(number)
        with open(kept, "wb") as file:
            protect(io.BytesIO(data), file, self.blob_key)

        def opened() -> io.BufferedReader:
            return io.BufferedReader(ProtectedReader(open(kept, "rb", buffering=0), self.blob_key), 1 << 20)

        return bundle.BundleFile(hashlib.sha256(data).hexdigest(), len(data), zlib.crc32(data), opened)

    def _journal(self) -> Iterator[Recorded]:
        log, prev, size, seq = LogId(fingerprint(self.signing.public), 1, "330502999000"), "", 0, 0
        chance = random.Random(1)
        with open(self.folder / "plain" / "records.jsonl", "wb") as lines:
            while size < RECORD_BYTES:
                seq += 1
                files = tuple(FileRef(file.sha256, file.size, "photo") for file in self.files[seq - 1 : seq])
                entry = Entry(
                    log=log,
                    seq=seq,
                    prev=prev,
                    anchor="",
                    at="2026-11-23T08:00:00Z",
                    clock="ok",
                    kind=EntryKind.COMPLETE,
                    matter=f"m-{seq}",
                    step="survey",
                    catalogue="ab" * 32,
                    actor="p-1",
                    role="clerk",
                    payload="",
                    files=files,
                )
                recorded = chain.record(entry, pay_list(chance), chance.randbytes(16), self.signing)
                inside = recorded.inside or b""
                size += lines.write(recorded.raw + b"\n" + inside + b"\n")
                prev = recorded.hash
                yield recorded

    def export(self, target: Path) -> None:
        bundle.write(
            target,
            bundle.Manifest(
                kind=bundle.BundleKind.REPORT,
                sender=bundle.Sender(
                    office="330502999201",
                    name="甲村",
                    device=self.signing.public.hex(),
                    sealing=self.sealing.recipient,
                ),
                recipient=bundle.Recipient(office="330502999000", sealing=self.township.recipient),
                number=1,
                previous="",
                receipt="",
                made="2026-11-23T08:00:00Z",
                program="clerk-app 0.1.0",
            ),
            self.entries,
            self.files,
            key=self.signing,
            recipients=(self.township.recipient, self.sealing.recipient),
            readback=self.sealing,
            spool=self.folder,
        )


def pay_list(chance: random.Random) -> dict[str, Any]:
    """A payload of some size: who worked how long for how much."""
    rows = [
        {
            "person": f"p-{chance.randrange(9999)}",
            "work": "村道维修小工",
            "days": chance.randrange(1, 9),
            "day": f"2026-11-{chance.randrange(1, 30):02d}",
            "amount": chance.randrange(10_000, 99_999),
            "note": "现场三人签字",
        }
        for _ in range(ROWS)
    ]
    return {"on": "2026-11-23", "fields": {"rows": rows}}


class Stopwatch:
    """Seconds of each round, by name."""

    def __init__(self) -> None:
        self.taken: dict[str, list[float]] = {}

    def time(self, name: str, work: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        result = work()
        self.taken.setdefault(name, []).append(time.perf_counter() - started)
        return result

    def __getitem__(self, name: str) -> float:
        return median(self.taken[name])


def shell(folder: Path, command: str) -> None:
    subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], cwd=folder, check=True, capture_output=True)


def copy(folder: Path) -> None:
    """A plain copy of the same files, each brought to the disk."""
    (folder / "copy").mkdir()
    for file in sorted((folder / "plain").iterdir()):
        with open(file, "rb") as source, open(folder / "copy" / file.name, "wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
            target.flush()
            os.fsync(target.fileno())


def clear(folder: Path) -> None:
    shutil.rmtree(folder / "copy", ignore_errors=True)
    for name in ("a.cwb", "out.age", "out.age.minisig"):
        (folder / name).unlink(missing_ok=True)
    os.sync()


def test_export_of_a_gigabyte(tmp_path, monkeypatch, capsys):
    village, watch = Village(tmp_path), Stopwatch()
    shell(tmp_path, PEER_KEYS)
    read_back = writer._read_back
    monkeypatch.setattr(writer, "_read_back", lambda *given: watch.time("reading back", lambda: read_back(*given)))
    for _ in range(ROUNDS):
        clear(tmp_path)
        watch.time("copy", lambda: copy(tmp_path))
        watch.time("peer", lambda: shell(tmp_path, PEER))
        watch.time("export", lambda: village.export(tmp_path / "a.cwb"))
    written = watch["export"] - watch["reading back"]
    with capsys.disabled():
        print(f"\n1 GB: {PHOTOS} photos, {len(village.entries)} entries; medians of {ROUNDS} rounds")
        peer, plain = watch["peer"], watch["copy"]
        for name, seconds, goals in (
            ("plain copy, fsync", plain, ""),
            ("tar | zstd -3 | age; minisign -S", peer, ""),
            ("without reading back", written, f"(goals {MOST_OF_PEER} and {MOST_OF_COPY})"),
            ("with reading back", watch["export"], f"(goal {MOST_OF_PEER_READ_BACK} x peer)"),
        ):
            print(f"  {name:34s} {seconds:6.2f} s  {seconds / peer:5.2f} x peer  {seconds / plain:5.2f} x copy {goals}")
    assert (tmp_path / "a.cwb").stat().st_size > PHOTOS * PHOTO_BYTES
    assert written <= MOST_OF_PEER * peer
    assert watch["export"] <= MOST_OF_PEER_READ_BACK * peer
    assert written <= MOST_OF_COPY * plain
