"""A bundle is there, whole and read back, or it is not there at all."""

from __future__ import annotations

import errno
import io
import os
import random
import threading
import zlib
from dataclasses import replace

import pytest

from clerk_app import bundle
from clerk_app.bundle import medium, placing, writer
from clerk_app.errors import ClerkError, IntegrityError, SurroundingsError

from .conftest import OTHER, TOWNSHIP, VILLAGE

PHOTO = random.Random(7).randbytes(3_000_000)


@pytest.fixture
def loaded(workshop):
    """A workshop, and a call that writes its bundle of three entries and one photo."""
    entries = workshop.journal(3, files={2: [PHOTO]})

    def write(**options):
        return workshop.write(entries, [PHOTO], **options)

    return workshop, write


def nothing_left(shop):
    assert list(shop.stick.iterdir()) == []
    assert list(shop.spool.iterdir()) == []


def failed(write, kind=ClerkError, **options):
    with pytest.raises(kind) as caught:
        write(**options)
    return caught.value


def test_the_file_is_for_its_owner_alone(loaded):
    shop, write = loaded
    write()
    assert (shop.stick / "a.cwb").stat().st_mode & 0o777 == 0o600


def test_progress_rises_to_its_total_on_the_callers_thread(loaded):
    _, write = loaded
    seen = []
    write(progress=lambda done, total: seen.append((threading.current_thread(), done, total)))
    assert {thread for thread, _, _ in seen} == {threading.current_thread()}
    assert [done for _, done, _ in seen] == sorted({done for _, done, _ in seen})
    assert seen[-1][1] == seen[-1][2]
    assert len({total for *_, total in seen}) == 1


@pytest.mark.parametrize("after", [0, 1, 2, 3, 4, 6, 8, 10, 12, 14])
def test_a_cancelled_export_leaves_nothing(loaded, after):
    shop, write = loaded
    asked = []

    def cancelled():
        asked.append(1)
        return len(asked) > after

    assert failed(write, cancelled=cancelled).code == "cancelled"
    nothing_left(shop)


def test_an_export_that_is_not_called_off_asks_often_enough(loaded):
    _, write = loaded
    asked = []
    write(cancelled=lambda: bool(asked.append(1)))
    assert len(asked) >= 15


def test_a_file_that_is_there_already_is_never_written_over(loaded):
    shop, write = loaded
    (shop.stick / "a.cwb").write_bytes(b"an earlier bundle")
    error = failed(write)
    assert (error.code, error.details) == ("bundle-exists", {"name": "a.cwb"})
    assert (shop.stick / "a.cwb").read_bytes() == b"an earlier bundle"


def test_what_a_crash_left_is_replaced(loaded):
    shop, write = loaded
    (shop.stick / "a.cwb.part").write_bytes(b"half a bundle")
    write()
    assert os.listdir(shop.stick) == ["a.cwb"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_that_waits_under_the_name_is_not_followed(loaded):
    shop, write = loaded
    (shop.folder / "precious").write_bytes(b"precious")
    (shop.stick / "a.cwb.part").symlink_to(shop.folder / "precious")
    write()
    assert (shop.folder / "precious").read_bytes() == b"precious"


def test_too_little_space_is_said_before_anything_is_written(loaded, monkeypatch):
    shop, write = loaded
    monkeypatch.setattr(placing.shutil, "disk_usage", lambda _folder: Usage(1000))
    error = failed(write)
    assert error.code == "no-space"
    assert error.details["free"] == 1000
    assert len(PHOTO) < error.details["needed"] < len(PHOTO) + 50_000
    assert error.details["short"] == error.details["needed"] - 1000
    nothing_left(shop)


class Usage:
    def __init__(self, free):
        self.free = free


def test_a_folder_that_is_not_there_is_the_carriers_fault(loaded):
    shop, write = loaded
    error = failed(write, name="gone/a.cwb")
    assert (error.code, error.details) == ("carrier-gone", {})
    nothing_left(shop)


class FailingFile(io.FileIO):
    """A file on a stick that fails after so many bytes."""

    def __init__(self, path, mode, *, after, number):
        super().__init__(path, mode)
        self.left, self.number = after, number

    def write(self, data):
        self.left -= len(data)
        if self.left < 0:
            raise OSError(self.number, os.strerror(self.number))
        return super().write(data)

    def read(self, size=-1):
        self.left -= size
        if self.left < 0:
            raise OSError(self.number, os.strerror(self.number))
        return super().read(size)


def failing_open(monkeypatch, *, mode, after, number):
    def fake(path, how):
        if how == mode:
            return FailingFile(path, how, after=after, number=number)
        return open(path, how)

    monkeypatch.setattr(writer, "open", fake, raising=False)


AFTER = [0, 1, 200, 1000, 65_536, 1_000_000, 2_999_999, 3_005_000]


@pytest.mark.parametrize("after", AFTER)
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "carrier-full"),
        (errno.EFBIG, "carrier-file-limit"),
        (errno.EROFS, "carrier-locked"),
        (errno.ENODEV, "carrier-gone"),
        (errno.EIO, "carrier-failed"),
    ],
)
def test_a_stick_that_fails_while_it_is_written_leaves_nothing(loaded, monkeypatch, after, number, code):
    shop, write = loaded
    failing_open(monkeypatch, mode="wb", after=after, number=number)
    assert failed(write, SurroundingsError).code == code
    nothing_left(shop)


@pytest.mark.parametrize("after", [0, 16_384, 1_000_000])
def test_a_stick_that_fails_while_it_is_read_back_leaves_nothing(loaded, monkeypatch, after):
    shop, write = loaded
    failing_open(monkeypatch, mode="rb", after=after, number=errno.EIO)
    error = failed(write, SurroundingsError)
    assert (error.code, error.details) == ("carrier-failed", {"reason": "EIO"})
    nothing_left(shop)


@pytest.mark.parametrize("place", [0, 30, 300, 4000, 70_000, 1_500_000, -1])
def test_a_stick_that_gives_back_other_bytes_is_found_out(loaded, monkeypatch, place):
    shop, write = loaded

    def settle(file):
        medium.settle(file)
        with open(file.name, "r+b") as part:
            whole = bytearray(part.read())
            whole[place] ^= 1
            part.seek(0)
            part.write(whole)

    monkeypatch.setattr(writer, "settle", settle)
    error = failed(write)
    assert error.code == "read-back-failed"
    assert error.details["reason"].startswith("age-")
    nothing_left(shop)


def test_a_stick_that_keeps_only_the_beginning_is_found_out(loaded, monkeypatch):
    shop, write = loaded

    def settle(file):
        medium.settle(file)
        os.truncate(file.name, 4096)

    monkeypatch.setattr(writer, "settle", settle)
    assert failed(write).details == {"reason": "age-damaged"}
    nothing_left(shop)


def test_a_stick_that_gives_back_an_earlier_bundle_is_found_out(workshop, monkeypatch):
    workshop.write(workshop.journal(2), name="earlier.cwb")
    earlier = (workshop.stick / "earlier.cwb").read_bytes()

    def settle(file):
        medium.settle(file)
        with open(file.name, "wb") as part:
            part.write(earlier)

    monkeypatch.setattr(writer, "settle", settle)
    with pytest.raises(SurroundingsError, match="read-back-failed"):
        workshop.write(workshop.journal(3))
    assert os.listdir(workshop.stick) == ["earlier.cwb"]


def test_a_failing_flush_is_a_failure(loaded, monkeypatch):
    shop, write = loaded

    def broken(_descriptor):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(placing.os, "fsync", broken)
    assert failed(write).code == "carrier-failed"
    nothing_left(shop)


# Renaming and the folder


@pytest.fixture
def replacing(monkeypatch):
    """`os.replace` that is refused so many times, and the pauses that were made."""
    pauses = []
    monkeypatch.setattr(placing, "sleep", pauses.append)

    def refuse(times, **marks):
        left = [times]
        real = os.replace

        def fake(source, target):
            if left[0]:
                left[0] -= 1
                error = PermissionError(errno.EACCES, "held")
                for name, value in marks.items():
                    setattr(error, name, value)
                raise error
            real(source, target)

        monkeypatch.setattr(placing.os, "replace", fake)
        return pauses

    return refuse


@pytest.mark.parametrize("winerror", [5, 32, 33])
@pytest.mark.parametrize("times", [1, 6])
def test_a_scanner_that_holds_the_file_is_waited_for(loaded, replacing, winerror, times):
    shop, write = loaded
    pauses = replacing(times, winerror=winerror)
    write()
    assert len(pauses) == times
    assert sum(pauses) < 3
    assert os.listdir(shop.stick) == ["a.cwb"]


def test_a_scanner_that_never_lets_go_is_a_failure(loaded, replacing):
    shop, write = loaded
    replacing(7, winerror=32)
    error = failed(write)
    assert error.code == "carrier-locked"
    nothing_left(shop)


def test_a_missing_right_is_not_waited_for(loaded, replacing):
    shop, write = loaded
    pauses = replacing(1)
    assert failed(write).code == "carrier-locked"
    assert pauses == []
    nothing_left(shop)


@pytest.fixture
def folder_sync(monkeypatch):
    """`os.fsync` that gives this error number for folders."""

    def fail(number):
        real = os.fsync

        def fake(descriptor):
            import stat

            if stat.S_ISDIR(os.fstat(descriptor).st_mode):
                raise OSError(number, os.strerror(number))
            real(descriptor)

        monkeypatch.setattr(placing.os, "fsync", fake)

    return fail


def test_a_file_system_that_cannot_settle_folders_is_good_enough(loaded, folder_sync):
    _, write = loaded
    folder_sync(errno.EINVAL)
    write()


def test_a_folder_that_fails_to_settle_is_a_failure(loaded, folder_sync):
    shop, write = loaded
    folder_sync(errno.EIO)
    assert failed(write).code == "carrier-failed"
    nothing_left(shop)


def test_where_folders_cannot_be_settled_it_is_not_tried(loaded, folder_sync, monkeypatch):
    _, write = loaded
    folder_sync(errno.EIO)
    monkeypatch.setattr(placing, "_FOLDERS_SETTLE", False)
    monkeypatch.delattr(placing.os, "posix_fadvise")
    write()


# The number is noted before the name is given


def test_a_bundle_is_noted_when_it_was_read_back_and_before_it_has_its_name(loaded):
    shop, write = loaded
    noted = []
    written = write(note=lambda one: noted.append((one, os.listdir(shop.stick))))
    assert noted == [(written, ["a.cwb.part"])]


def test_a_note_that_cannot_be_made_leaves_no_bundle(loaded):
    shop, write = loaded

    def refuse(_written):
        raise SurroundingsError("disk-full")

    assert failed(write, note=refuse).code == "disk-full"
    nothing_left(shop)


def test_nothing_is_noted_of_a_bundle_that_failed(loaded, monkeypatch):
    shop, write = loaded
    monkeypatch.setattr(writer, "settle", lambda file: os.truncate(file.name, 4096))
    noted = []
    assert failed(write, note=noted.append).code == "read-back-failed"
    assert noted == []
    nothing_left(shop)


# What the caller gives


@pytest.mark.parametrize("change", ["bit", "short", "long", "empty"])
def test_a_damaged_attachment_stops_the_export(loaded, change):
    shop, write = loaded
    data = {"bit": b"\0" + PHOTO[1:], "short": PHOTO[:-1], "long": PHOTO + b"\0", "empty": b""}[change]
    given = replace(shop.file(PHOTO), open=lambda: io.BytesIO(data))
    error = failed(write, IntegrityError, files=[given])
    assert (error.code, error.details) == ("blob-mismatch", {"name": f"files/{given.sha256}"})
    nothing_left(shop)


def test_an_endless_attachment_is_read_no_further_than_one_piece_too_far(loaded):
    class Endless(io.RawIOBase):
        taken = 0

        def readable(self):
            return True

        def read(self, size=-1):
            Endless.taken += size
            return bytes(size)

    shop, write = loaded
    assert failed(write, files=[replace(shop.file(PHOTO), open=Endless)]).code == "blob-mismatch"
    assert Endless.taken <= len(PHOTO) + 2 * (1 << 20)


def test_a_wrong_checksum_in_the_callers_books_is_found_when_reading_back(loaded):
    shop, write = loaded
    given = replace(shop.file(PHOTO), crc32=zlib.crc32(PHOTO) ^ 1)
    error = failed(write, files=[given])
    assert (error.code, error.details) == ("read-back-failed", {"reason": "container-checksum"})
    nothing_left(shop)


def test_an_attachment_that_cannot_be_read_is_not_the_carriers_fault(loaded):
    shop, write = loaded

    def broken():
        raise OSError(errno.EIO, "Input/output error")

    error = failed(write, files=[replace(shop.file(PHOTO), open=broken)])
    assert (error.code, error.details) == ("blob-unreadable", {"reason": "EIO"})
    nothing_left(shop)


def test_an_attachment_is_read_once_and_on_the_callers_thread(loaded):
    shop, write = loaded
    threads = []

    def opened():
        threads.append(threading.current_thread())
        return io.BytesIO(PHOTO)

    write(files=[replace(shop.file(PHOTO), open=opened)])
    assert threads == [threading.current_thread()]


def test_an_attachment_that_an_entry_names_and_nobody_gives(loaded):
    shop, write = loaded
    assert failed(write, IntegrityError, files=[]).code == "bundle-file-missing"
    nothing_left(shop)


def test_an_attachment_that_no_entry_names(loaded):
    shop, write = loaded
    assert failed(write, IntegrityError, files=[shop.file(PHOTO), shop.file(b"x")]).code == "bundle-file-unnamed"
    nothing_left(shop)


def test_no_entries_are_no_bundle(workshop):
    with pytest.raises(IntegrityError, match="record-malformed"):
        workshop.write([])
    nothing_left(workshop)


ENTRY_FAULTS = {
    "a gap": (lambda entries: [entries[0], entries[2]], "bundle-chain"),
    "another order": (lambda entries: entries[::-1], "bundle-chain"),
    "bytes that are not of this hash": (lambda entries: [replace(entries[0], raw=b"{}")], "bundle-entry-mismatch"),
    "a payload that is not the entry's": (
        lambda entries: [replace(entries[0], payload={"on": "2026-11-24"}, inside=None)],
        "bundle-entry-mismatch",
    ),
    "a salt that is not the entry's": (
        lambda entries: [replace(entries[0], salt=bytes(16))],
        "bundle-entry-mismatch",
    ),
}


@pytest.mark.parametrize("fault", ENTRY_FAULTS)
def test_a_store_that_gives_damaged_entries_stops_the_export(workshop, fault):
    change, code = ENTRY_FAULTS[fault]
    with pytest.raises(IntegrityError) as refused:
        workshop.write(change(workshop.journal(3)))
    assert refused.value.code == code
    nothing_left(workshop)


def test_names_outside_the_first_plane_are_sorted_as_the_format_asks(workshop):
    """The quick encoder orders by code point, canonical JSON by UTF-16 unit; the commitment tells them apart."""
    payload = {"\uffee": 1, "\U00020000": 2}
    entries = workshop.journal(1, payloads=[payload])
    workshop.write(entries)
    with workshop.open() as opened:
        assert list(opened.entries()) == entries


def test_a_full_disk_under_the_spool_is_not_the_carriers_fault(workshop):
    def entries():
        yield from workshop.journal(1)
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(SurroundingsError) as full:
        workshop.write(entries())
    assert (full.value.code, full.value.details) == ("spool-failed", {"reason": "ENOSPC"})
    nothing_left(workshop)


def test_many_entries_pass_through_the_spool(workshop):
    entries = workshop.journal(60, payloads=[{"note": "记" * 20_000}] * 60)
    workshop.write(entries)
    with workshop.open() as opened:
        assert list(opened.entries()) == entries


def test_a_bundle_over_the_limit_is_not_begun(loaded):
    shop, write = loaded
    error = failed(write, IntegrityError, limits=bundle.Limits(sealed=3_000_000))
    assert error.code == "bundle-too-large"
    nothing_left(shop)


@pytest.mark.parametrize(
    "change",
    [
        {"key": OTHER.signing},
        {"recipients": (VILLAGE.sealing.recipient,)},
        {"recipients": (TOWNSHIP.sealing.recipient,)},
        {"readback": OTHER.sealing},
    ],
)
def test_a_key_that_does_not_fit_the_manifest_is_our_mistake(workshop, change):
    given = {
        "key": VILLAGE.signing,
        "recipients": (TOWNSHIP.sealing.recipient, VILLAGE.sealing.recipient),
        "readback": VILLAGE.sealing,
        "spool": workshop.spool,
    }
    with pytest.raises(RuntimeError):
        bundle.write(workshop.stick / "a.cwb", workshop.manifest(), workshop.journal(1), [], **(given | change))
    nothing_left(workshop)
