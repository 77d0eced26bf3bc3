"""What fits a carrier is known before it is written, and never turns out too big."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clerk_app import canon
from clerk_app.bundle import Limits, Load, bundle_name, plan
from clerk_app.bundle.carriers import sealed_size
from clerk_app.errors import SurroundingsError
from clerk_app.model import FileRef

MEGABYTE = 1 << 20


def photo(number, size=MEGABYTE):
    return FileRef(f"{number:064x}", size, "photo")


def loads(count, **weight):
    return [Load(800, 400, (photo(number, **weight),)) for number in range(count)]


def test_all_fit():
    assert plan(loads(3), 15 * MEGABYTE) == 3


def test_nothing_to_carry_fits():
    assert plan([], 15 * MEGABYTE) == 0


def test_what_does_not_fit_goes_into_the_next_bundle():
    assert plan(loads(20), 15 * MEGABYTE) == 14


def test_an_entry_never_goes_without_its_files_nor_overtakes_another():
    big = Load(800, 400, (photo(99, size=15 * MEGABYTE),))
    assert plan([*loads(2), big, *loads(2)], 15 * MEGABYTE) == 2


def test_a_file_that_several_entries_name_is_carried_once():
    shared = [Load(800, 400, (photo(1, size=10 * MEGABYTE),)) for _ in range(50)]
    assert plan(shared, 15 * MEGABYTE) == 50


def test_a_first_entry_that_no_bundle_can_carry_says_how_much_it_needs():
    with pytest.raises(SurroundingsError) as refused:
        plan(loads(1, size=20 * MEGABYTE), 15 * MEGABYTE)
    assert refused.value.code == "carrier-too-small"
    assert 20 * MEGABYTE < refused.value.details["needed"] < 20.2 * MEGABYTE
    assert refused.value.details["limit"] == 15 * MEGABYTE


def test_only_as_many_entries_are_looked_at_as_are_needed():
    def endless():
        yield from loads(15)
        raise AssertionError("asked for more than fits")

    assert plan(endless(), 10 * MEGABYTE) == 9


@pytest.mark.parametrize(
    "limits",
    [
        Limits(entry_count=5),
        Limits(file_count=5),
        Limits(entries=5 * 801),
        Limits(payloads=6 * 400 + 5 * 300),
        Limits(sealed=5 * MEGABYTE + 200_000),
    ],
)
def test_no_bundle_is_planned_that_a_reader_would_refuse(limits):
    assert plan(loads(8), 100 * MEGABYTE, limits) == 5


ENTRIES = st.lists(
    st.tuples(st.integers(0, 3000), st.lists(st.integers(0, 9), max_size=3, unique=True)), min_size=1, max_size=10
)


@given(ENTRIES, st.integers(160_000, 500_000))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_planned_is_never_bigger_and_little_smaller_when_written(workshop, weights, carrier):
    blobs = {number: bytes([number]) * (number * 4000) for number in range(10)}
    with tempfile.TemporaryDirectory() as folder:
        shop = type(workshop)(Path(folder))
        entries = shop.journal(
            len(weights),
            payloads=[{"note": "记" * size} for size, _ in weights],
            files={seq: [blobs[number] for number in named] for seq, (_, named) in enumerate(weights, start=1)},
        )
        waiting = [Load(len(one.raw), len(canon.encode(one.payload)), one.entry.files) for one in entries]
        count = plan(waiting, carrier)
        named = {number for _, numbers in weights[:count] for number in numbers}
        written = shop.write(entries[:count], [blobs[number] for number in named])
        assert written.size <= carrier
        assert plan(waiting, written.size + 40_000) >= count


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 10 * 65_536])
def test_the_sealed_size_is_an_upper_bound(workshop, size):
    import io

    from clerk_app.crypto import seal

    sealed = io.BytesIO()
    seal(io.BytesIO(bytes(size)), sealed, [workshop.village.sealing.recipient] * 16)
    assert size < len(sealed.getvalue()) <= sealed_size(size)


def test_a_bundle_has_a_name_that_every_carrier_lets_pass():
    name = bundle_name("2026-11-23", "330502999201", 17)
    assert name == "20261123-330502999201-000017.cwb"
    assert (len(name), name.isascii()) == (32, True)


def test_a_reply_is_found_beside_its_report():
    assert bundle_name("2026-11-23", "330502999201", 17, reply=True) == "20261123-330502999201-r00017.cwb"


@pytest.mark.parametrize(
    ("day", "office", "number"),
    [
        ("20261123", "330502999201", 1),
        ("2026-11-23", "../330502999", 1),
        ("2026-11-23", "330502999201", 0),
        ("2026-11-23", "330502999201", 1_000_000),
    ],
)
def test_a_name_of_other_things_is_our_mistake(day, office, number):
    with pytest.raises(ValueError, match="12-digit"):
        bundle_name(day, office, number)
