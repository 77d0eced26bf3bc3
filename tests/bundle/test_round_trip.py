"""What one office writes, the other reads: the same entries, the same files, nothing else."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clerk_app.errors import IntegrityError

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
PAYLOADS = st.lists(
    st.dictionaries(
        st.sampled_from(("on", "title", "amount", "rows", "yes")),
        st.one_of(TEXT, st.integers(-(2**53) + 1, 2**53 - 1), st.booleans(), st.lists(TEXT, max_size=3)),
    ),
    min_size=1,
    max_size=8,
)
BLOBS = st.lists(st.binary(max_size=300), max_size=4, unique=True)


@given(payloads=PAYLOADS, blobs=BLOBS, erased=st.sets(st.integers(0, 7)))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_is_read_again(workshop, payloads, blobs, erased):
    with tempfile.TemporaryDirectory() as folder:
        shop = type(workshop)(Path(folder))
        entries = shop.journal(len(payloads), payloads=payloads, files={1: blobs})
        entries = [
            replace(one, payload=None, salt=None) if place in erased else one for place, one in enumerate(entries)
        ]
        written = shop.write(entries, blobs)

        with shop.open() as opened:
            assert list(opened.entries()) == entries
            assert opened.manifest == written.manifest
            assert opened.id == written.id
            assert opened.signer == shop.village.signing.public
            assert [opened.file(item.sha256).read() for item in opened.manifest.files] == [
                blob for _, blob in sorted((item.sha256, blob) for item, blob in _pairs(opened.manifest.files, blobs))
            ]
        assert written.size == (shop.stick / "a.cwb").stat().st_size
        assert os.listdir(shop.stick) == ["a.cwb"]
        assert os.listdir(shop.spool) == []


def _pairs(items, blobs):
    import hashlib

    known = {hashlib.sha256(blob).hexdigest(): blob for blob in blobs}
    return [(item, known[item.sha256]) for item in items]


def test_the_sender_can_open_it_too(workshop):
    workshop.write(workshop.journal(2))
    with workshop.open(key=workshop.village.sealing) as opened:
        assert len(list(opened.entries())) == 2


def test_nobody_else_can_open_it(workshop):
    workshop.write(workshop.journal(2))
    with pytest.raises(IntegrityError, match="age-not-for-us"), workshop.open(key=workshop.other.sealing):
        pass


def test_entries_of_several_logs_may_lie_between_each_other(workshop):
    own = workshop.journal(3, office=workshop.township, audience=workshop.village.code)
    common = workshop.journal(3, office=workshop.township, audience="*")
    mixed = [own[0], common[0], common[1], own[1], common[2], own[2]]
    written = workshop.write(mixed, sender=workshop.township, recipient=workshop.village)
    assert [span.log.audience for span in written.manifest.logs] == [workshop.village.code, "*"]
    with workshop.open(key=workshop.village.sealing) as opened:
        assert list(opened.entries()) == mixed


def test_a_bundle_goes_on_where_the_receipt_left_off(workshop):
    entries = workshop.journal(5)
    span = workshop.write(entries[2:]).manifest.logs[0]
    assert (span.first, span.last, span.prev, span.head) == (3, 5, entries[1].hash, entries[4].hash)


def test_an_older_device_of_the_sender_is_verified_with_the_key_that_the_caller_knows(workshop):
    old, new = workshop.journal(2, office=workshop.other), workshop.journal(2)
    workshop.write([*old, *new])
    asked = []

    def public_of(log):
        asked.append(log)
        return workshop.other.signing.public

    with workshop.open() as opened:
        assert list(opened.entries(public_of)) == [*old, *new]
    assert asked == [old[0].entry.log]


def test_an_unknown_device_stops_before_the_first_entry(workshop):
    workshop.write([*workshop.journal(2, office=workshop.other), *workshop.journal(2)])
    with workshop.open() as opened, pytest.raises(IntegrityError, match="bundle-unknown-device"):
        next(opened.entries())


def test_a_wrong_key_for_an_older_device_is_found(workshop):
    workshop.write([*workshop.journal(2, office=workshop.other), *workshop.journal(2)])
    with workshop.open() as opened, pytest.raises(IntegrityError, match="entry-wrong-device"):
        list(opened.entries(lambda log: workshop.township.signing.public))


def test_files_and_entries_can_be_read_side_by_side(workshop):
    blobs = [b"a" * 70_000, b"b" * 70_000]
    entries = workshop.journal(2, files={1: blobs})
    workshop.write(entries, blobs)
    with workshop.open() as opened:
        one, other = (opened.file(item.sha256) for item in opened.manifest.files)
        stream = opened.entries()
        first = (one.read(5), next(stream), other.read(5))
        rest = (one.read(), list(stream), other.read())
        assert {first[0] + rest[0], first[2] + rest[2]} == set(blobs)
        assert [first[1], *rest[1]] == entries


def test_a_file_can_be_read_anywhere(workshop):
    data = bytes(range(256)) * 20
    workshop.write(workshop.journal(1, files={1: [data]}), [data])
    with workshop.open() as opened, opened.file(opened.manifest.files[0].sha256) as file:
        assert file.seekable()
        assert (file.seek(-4, os.SEEK_END), file.read()) == (len(data) - 4, data[-4:])
        assert (file.seek(100), file.seek(28, os.SEEK_CUR), file.read(3)) == (100, 128, data[128:131])
        file.seek(len(data) + 9)
        assert file.read() == b""


def test_a_file_that_is_not_listed_is_our_mistake(workshop):
    workshop.write(workshop.journal(1))
    with workshop.open() as opened, pytest.raises(KeyError):
        opened.file("00" * 32)


def test_nothing_is_left_in_the_spool(workshop):
    workshop.write(workshop.journal(3))
    with workshop.open() as opened:
        list(opened.entries())
    assert os.listdir(workshop.spool) == []


def test_a_bundle_tells_how_a_log_in_it_begins(workshop):
    entries, blobs = workshop.example()
    workshop.write(entries, blobs)
    log = entries[0].entry.log
    with workshop.open() as opened:
        assert opened.beginning(log) == entries[0].inside
        assert opened.beginning(replace(log, epoch=log.epoch + 1)) is None
