"""A sealed bundle that was changed, cut, lengthened or put together anew is never opened."""

from __future__ import annotations

import random

import pytest

from clerk_app.bundle import Limits, looks_sealed
from clerk_app.errors import ClerkError, IntegrityError, SurroundingsError


def refused(shop, limits=None):
    with pytest.raises(IntegrityError) as caught, shop.open(limits=limits) as opened:
        list(opened.entries())
    return caught.value.code


@pytest.fixture
def sealed(workshop):
    workshop.write(workshop.journal(2, files={1: [b"photo"]}), [b"photo"])
    return (workshop.stick / "a.cwb").read_bytes()


def test_each_of_two_thousand_random_flipped_bits_is_refused(workshop, sealed):
    chance = random.Random(20261123)
    for bit in chance.sample(range(len(sealed) * 8), 2000):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        (workshop.stick / "a.cwb").write_bytes(changed)
        assert refused(workshop).startswith("age-")


@pytest.mark.soak
def test_each_flipped_bit_is_refused(workshop, sealed):
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        (workshop.stick / "a.cwb").write_bytes(changed)
        assert refused(workshop).startswith("age-")


@pytest.mark.soak
def test_a_bundle_cut_at_any_byte_is_refused(workshop, sealed):
    for size in range(len(sealed)):
        (workshop.stick / "a.cwb").write_bytes(sealed[:size])
        assert refused(workshop).startswith("age-")


def test_a_bundle_cut_at_any_sector_is_refused(workshop):
    photo = random.Random(1).randbytes(300_000)
    workshop.write(workshop.journal(2, files={1: [photo]}), [photo])
    whole = (workshop.stick / "a.cwb").read_bytes()
    for size in range(0, len(whole), 512):
        (workshop.stick / "a.cwb").write_bytes(whole[:size])
        assert refused(workshop).startswith("age-")


@pytest.mark.parametrize("tail", [b"\0", b"\0" * 512, b"x" * 100_000])
def test_appended_bytes_are_refused(workshop, sealed, tail):
    (workshop.stick / "a.cwb").write_bytes(sealed + tail)
    assert refused(workshop) == "age-damaged"


def test_a_bundle_twice_in_one_file_is_refused(workshop, sealed):
    (workshop.stick / "a.cwb").write_bytes(sealed + sealed)
    assert refused(workshop) == "age-damaged"


@pytest.mark.parametrize("other", [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"-----BEGIN AGE ENCRYPTED FILE-----\n"])
def test_another_kind_of_file_is_refused_at_once(workshop, other):
    (workshop.stick / "a.cwb").write_bytes(other)
    assert refused(workshop) == "age-header-not-age"


def test_a_bundle_one_byte_over_the_limit_is_refused_before_it_is_read(workshop, sealed):
    with workshop.open(limits=Limits(sealed=len(sealed))):
        pass
    assert refused(workshop, Limits(sealed=len(sealed) - 1)) == "bundle-too-large"


def test_a_bundle_is_known_by_its_content_and_not_by_its_name(workshop, sealed):
    (workshop.stick / "tcmime.1388.1527.bin").write_bytes(sealed)
    (workshop.stick / "letter.cwb").write_bytes(b"hello")
    assert looks_sealed(workshop.stick / "tcmime.1388.1527.bin")
    assert not looks_sealed(workshop.stick / "letter.cwb")


@pytest.mark.parametrize("name", ["nothing.cwb", "."])
def test_a_file_that_cannot_be_read_is_no_fault_of_the_sender(workshop, name):
    with pytest.raises(SurroundingsError, match="bundle-unreadable"), workshop.open(name):
        pass
    with pytest.raises(SurroundingsError, match="bundle-unreadable"):
        looks_sealed(workshop.stick / name)


def test_a_stick_that_fails_while_it_is_read_is_told_from_a_full_disk(workshop, sealed, monkeypatch):
    from clerk_app.bundle import reader

    def failing(_source, _sink, _key):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(reader.crypto, "unseal", failing)
    with pytest.raises(SurroundingsError) as full, workshop.open():
        pass
    assert (full.value.code, full.value.details) == ("spool-failed", {"reason": "ENOSPC"})

    def reading(source, _sink, _key):
        source._fetched = BrokenFile()
        source.read(1)

    monkeypatch.setattr(reader.crypto, "unseal", reading)
    with pytest.raises(SurroundingsError) as broken, workshop.open():
        pass
    assert (broken.value.code, broken.value.details) == ("bundle-unreadable", {"reason": "EIO"})


class BrokenFile:
    def read(self, size):
        raise OSError(5, "Input/output error")


def test_a_failure_leaves_nothing_in_the_spool(workshop, sealed):
    (workshop.stick / "a.cwb").write_bytes(sealed[:-1])
    with pytest.raises(ClerkError), workshop.open():
        pass
    assert list(workshop.spool.iterdir()) == []
