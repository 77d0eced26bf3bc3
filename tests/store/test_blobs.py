"""Attachments: on the disk before they are named, found damaged by name, dropped only when nothing names them."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import shutil
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clerk_app.errors import ClerkError, IntegrityError
from clerk_app.model import FileRef
from clerk_app.store import BlobInfo, Store

PHOTO = b"photo of the road" * 100
SHA = hashlib.sha256(PHOTO).hexdigest()
NOTHING: frozenset[str] = frozenset()


def code_of(action: Any) -> str:
    """The code that an action fails with."""
    with pytest.raises(ClerkError) as caught:
        action()
    return caught.value.code


def files(folder: Path) -> list[str]:
    """Every file of an attachment."""
    return sorted(path.name for path in (folder / "blobs").rglob("*") if path.is_file())


def test_an_attachment_comes_back_with_its_measures(store: Store) -> None:
    info = store.blobs.put(PHOTO)
    assert info == BlobInfo(SHA, len(PHOTO), zlib.crc32(PHOTO)) == store.blobs.info(SHA)
    assert store.blobs.has(SHA)
    assert store.blobs.check(SHA)
    with store.blobs.open(SHA) as file:
        assert file.read() == PHOTO
        file.seek(6)
        assert file.read(2) == b"of"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.sampled_from([0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20]), place=st.integers(0, 3 << 20))
def test_a_stream_is_read_from_where_it_stands(store: Store, size: int, place: int) -> None:
    data = (b"%07d" % size) * (size // 7 + 1)
    source = io.BytesIO(b"before" + data[:size])
    source.seek(6)
    info = store.blobs.put(source)
    with store.blobs.open(info.sha256) as file:
        file.seek(place)
        assert file.read() == data[:size][place:]


def test_names_and_bytes_on_the_disk_tell_nothing(store: Store, folder: Path) -> None:
    store.blobs.put(PHOTO)
    (name,) = files(folder)
    assert SHA[:8] not in name
    assert PHOTO[:17] not in store.blobs.path(SHA).read_bytes()


def test_what_is_here_already_is_not_written_again(store: Store) -> None:
    store.blobs.put(PHOTO)
    before = store.blobs.path(SHA).stat()
    store.blobs.put(io.BytesIO(PHOTO))
    assert store.blobs.path(SHA).stat().st_ino == before.st_ino
    assert store.blobs.all() == [SHA]


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"CWV1\nshort")])
def test_a_lost_or_damaged_file_is_made_good_by_putting_it_again(store: Store, damage: Any) -> None:
    store.blobs.put(PHOTO)
    damage(store.blobs.path(SHA))
    assert not store.blobs.check(SHA)
    store.blobs.put(PHOTO)
    assert store.blobs.check(SHA)


def test_an_unknown_attachment_is_missing(store: Store) -> None:
    assert not store.blobs.has(SHA)
    assert not store.blobs.check(SHA)
    assert code_of(lambda: store.blobs.info(SHA)) == "blob-missing"
    assert code_of(lambda: store.blobs.open(SHA)) == "blob-missing"


def test_a_lost_file_is_missing(store: Store) -> None:
    store.blobs.put(PHOTO)
    store.blobs.path(SHA).unlink()
    assert not store.blobs.has(SHA)
    assert code_of(lambda: store.blobs.open(SHA)) == "blob-missing"


def test_a_file_that_cannot_be_read_is_said(store: Store) -> None:
    store.blobs.put(PHOTO)
    store.blobs.path(SHA).unlink()
    store.blobs.path(SHA).mkdir()
    assert code_of(lambda: store.blobs.open(SHA)) == "blob-not-readable"


def test_every_flipped_bit_is_found_and_named(store: Store) -> None:
    store.blobs.put(b"short photo")
    sha256 = hashlib.sha256(b"short photo").hexdigest()
    path = store.blobs.path(sha256)
    whole = path.read_bytes()
    for bit in range(len(whole) * 8):
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        with pytest.raises(IntegrityError) as caught:
            store.blobs.open(sha256).read()
        assert caught.value.code == "blob-damaged"
        assert caught.value.details["name"] == sha256[:16]


def test_damage_behind_the_last_chunk_is_found_when_it_is_read(store: Store) -> None:
    data = bytes(3 << 20)
    sha256 = store.blobs.put(data).sha256
    path = store.blobs.path(sha256)
    raw = bytearray(path.read_bytes())
    raw[100] ^= 1
    path.write_bytes(raw)
    with store.blobs.open(sha256) as file:
        assert code_of(file.read) == "blob-damaged"
    assert not store.blobs.check(sha256)


def test_two_files_that_were_exchanged_do_not_open(store: Store) -> None:
    one, two = store.blobs.put(b"one").sha256, store.blobs.put(b"two").sha256
    shutil.copyfile(store.blobs.path(one), store.blobs.path(two))
    assert code_of(lambda: store.blobs.open(two)) == "blob-damaged"


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "disk-full"), (errno.EFBIG, "disk-full"), (errno.EACCES, "store-not-writable")],
)
def test_a_disk_that_takes_no_more_leaves_nothing_half(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def refuse(_: int) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr(os, "fsync", refuse)
    assert code_of(lambda: store.blobs.put(PHOTO)) == code
    assert files(folder) == []
    assert store.blobs.all() == []


def test_the_file_is_on_the_disk_before_its_row(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    sync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda number: (order.append("fsync"), sync(number))[1])
    monkeypatch.setattr(os, "replace", lambda a, b: (order.append("rename"), replace(a, b))[1])
    store._db.set_trace_callback(lambda text: order.append(text.split()[0]) if text.startswith("INSERT") else None)
    store.blobs.put(PHOTO)
    at_rename = order.index("rename")
    assert "fsync" in order[:at_rename]
    assert order[at_rename:] == ["rename", "fsync", "INSERT"]


# Dropping and sweeping


def name_it(store: Store, writer: Any, sha256: str) -> Any:
    """Append an entry that names the attachment."""
    recorded = writer.next(files=(FileRef(sha256, 1, "photo"),))
    with store.transaction():
        store.journal.append(recorded)
    return recorded


def test_what_an_entry_names_is_never_swept(store: Store, writer: Any) -> None:
    store.blobs.put(PHOTO)
    name_it(store, writer, SHA)
    assert [store.blobs.sweep(NOTHING) for _ in range(3)] == [0, 0, 0]
    assert store.blobs.check(SHA)


def test_the_unnamed_is_dropped_at_the_second_sweep(store: Store, folder: Path) -> None:
    store.blobs.put(PHOTO)
    assert store.blobs.sweep(NOTHING) == 0
    assert store.blobs.check(SHA)
    assert store.blobs.sweep(NOTHING) == 1
    assert store.blobs.all() == []
    assert files(folder) == []


def test_what_a_draft_keeps_or_an_entry_named_since_counts_anew(store: Store, writer: Any) -> None:
    store.blobs.put(PHOTO)
    store.blobs.sweep(NOTHING)
    assert store.blobs.sweep(frozenset({SHA})) == 0
    assert store.blobs.sweep(NOTHING) == 0
    name_it(store, writer, SHA)
    assert [store.blobs.sweep(NOTHING) for _ in range(3)] == [0, 0, 0]


def test_what_was_put_again_counts_anew(store: Store) -> None:
    store.blobs.put(PHOTO)
    store.blobs.sweep(NOTHING)
    store.blobs.put(PHOTO)
    assert store.blobs.sweep(NOTHING) == 0


def test_what_a_crash_left_is_swept_at_once(store: Store, folder: Path) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction():
        _put_and_fail(store)
    path = store.blobs.path(SHA)
    path.with_suffix(".part").write_bytes(b"half")
    assert len(files(folder)) == 2
    assert store.blobs.sweep(NOTHING) == 2
    assert files(folder) == []


def _put_and_fail(store: Store) -> None:
    store.blobs.put(PHOTO)
    raise ZeroDivisionError


def test_a_sweep_stands_for_itself(store: Store) -> None:
    with pytest.raises(RuntimeError, match="stands for itself"), store.transaction():
        store.blobs.sweep(NOTHING)


def test_a_dropped_file_goes_only_when_that_is_confirmed(store: Store, writer: Any) -> None:
    store.blobs.put(PHOTO)
    recorded = name_it(store, writer, SHA)
    with pytest.raises(RuntimeError, match="must be here"), store.transaction():
        _erase(store, recorded.hash, "00" * 32)
    assert store.blobs.check(SHA)
    with store.transaction():
        _erase(store, recorded.hash)
        assert store.blobs.path(SHA).exists()
    assert not store.blobs.path(SHA).exists()
    assert not store.blobs.has(SHA)


def _erase(store: Store, *hashes: str) -> None:
    for digest in hashes:
        for sha256 in store.journal.erase([digest]):
            store.blobs.drop(sha256)


def test_what_is_dropped_and_put_again_stays(store: Store) -> None:
    store.blobs.put(PHOTO)
    with store.transaction():
        store.blobs.drop(SHA)
        store.blobs.put(PHOTO)
    assert store.blobs.check(SHA)
