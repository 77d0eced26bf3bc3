"""Where a bundle stands among the others of its sender: each cell of the table has its own outcome and code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clerk_app.bundle import Contents, Enrolled, LogSpan, Outcome, Past, Received, judge
from clerk_app.model import Head

from .conftest import OTHER, TOWNSHIP, VILLAGE

SENDERS = {VILLAGE.code: (Enrolled(VILLAGE.card),), OTHER.code: (Enrolled(OTHER.card),)}
LOG = VILLAGE.log(TOWNSHIP.code)
COMMON = VILLAGE.log("*")


def h(letter: str, seq: int) -> str:
    """The hash of entry `seq` in the history `letter`."""
    return f"{letter}{seq:063d}" if seq else ""


def span(first, last, history="a", log=LOG):
    return LogSpan(log=log, first=first, last=last, head=h(history, last), prev=h(history, first - 1))


FIRST = (span(1, 3),)


@pytest.fixture
def arriving(workshop):
    """A bundle with this number, id letter and spans, as it stands after opening."""

    def build(number=1, name="b", *, previous=None, spans=FIRST, receipt="", signer=VILLAGE):
        before = h("b", number - 1) if previous is None else previous
        manifest = workshop.manifest(number=number, previous=before, receipt=receipt, logs=tuple(spans))
        return Contents(h(name, number), signer.signing.public, manifest, ())

    return build


def received(*numbers, name="b"):
    return {number: Received(h(name, number), h(name, number - 1), f"receipt-{number}") for number in numbers}


def heads(seq, history="a", log=LOG):
    return {log: Head(seq, h(history, seq))}


def found(contents, past=None, *, me=TOWNSHIP.card, senders=SENDERS):
    admission = judge(contents, me=me, senders=senders, past=past or Past())
    return admission.outcome, admission.code


def history(letter="a", upto=99):
    return lambda log, seq: h(letter, seq) if seq <= upto else ""


ADMIT, KNOWN, HOLD, REFUSE = Outcome.ADMIT, Outcome.KNOWN, Outcome.HOLD, Outcome.REFUSE

TABLE = {
    # the plain course
    "the first": ({}, Past(), ADMIT, ""),
    "the next": ({"number": 2, "spans": [span(4, 6)]}, Past(bundles=received(1), heads=heads(3)), ADMIT, ""),
    "the next, cumulative": (
        {"number": 2, "spans": [span(1, 6)]},
        Past(bundles=received(1), heads=heads(3)),
        ADMIT,
        "",
    ),
    "the next with nothing new": (
        {"number": 2, "spans": [span(1, 3)]},
        Past(bundles=received(1), heads=heads(3)),
        ADMIT,
        "",
    ),
    "the next with part of what we hold": (
        {"number": 2, "spans": [span(1, 2)]},
        Past(bundles=received(1), heads=heads(3), hash_at=history()),
        ADMIT,
        "",
    ),
    "the next on our receipt": (
        {"number": 2, "spans": [span(4, 6)], "receipt": "r"},
        Past(bundles=received(1), heads=heads(3), receipts={"r"}),
        ADMIT,
        "",
    ),
    "a first one that builds on a receipt we lost": ({"receipt": "r"}, Past(), ADMIT, "receipt-unknown"),
    # again
    "the same again": ({}, Past(bundles=received(1), heads=heads(3)), KNOWN, "bundle-duplicate"),
    "an early one again": ({"number": 1}, Past(bundles=received(1, 2, 3), heads=heads(9)), KNOWN, "bundle-duplicate"),
    # lost sticks
    "two lost, all entries here": (
        {"number": 4, "spans": [span(4, 9)]},
        Past(bundles=received(1), heads=heads(3)),
        ADMIT,
        "bundles-skipped",
    ),
    "the first lost, all entries here": ({"number": 2, "spans": [span(1, 9)]}, Past(), ADMIT, "bundles-skipped"),
    "entries missing": (
        {"number": 2, "spans": [span(5, 9)]},
        Past(bundles=received(1), heads=heads(3)),
        HOLD,
        "bundle-gap",
    ),
    "entries and numbers missing": (
        {"number": 4, "spans": [span(5, 9)]},
        Past(bundles=received(1), heads=heads(3)),
        HOLD,
        "bundle-gap",
    ),
    "nothing known and it begins late": ({"number": 7, "spans": [span(5, 9)]}, Past(), HOLD, "bundle-gap"),
    "a gap in one log of two": (
        {"number": 2, "spans": [span(4, 6), span(3, 4, log=COMMON)]},
        Past(bundles=received(1), heads=heads(3) | heads(1, log=COMMON)),
        HOLD,
        "bundle-gap",
    ),
    "both logs go on": (
        {"number": 2, "spans": [span(4, 6), span(2, 4, log=COMMON)]},
        Past(bundles=received(1), heads=heads(3) | heads(1, log=COMMON)),
        ADMIT,
        "",
    ),
    "a new log beside the old one": (
        {"number": 2, "spans": [span(4, 6), span(1, 2, log=COMMON)]},
        Past(bundles=received(1), heads=heads(3)),
        ADMIT,
        "",
    ),
    # found again
    "a lost one found after the next took its place": (
        {"number": 2, "spans": [span(1, 3)]},
        Past(bundles=received(1, 3), heads=heads(9), hash_at=history()),
        KNOWN,
        "bundle-older",
    ),
    "a lost one found that has something new after all": (
        {"number": 2, "spans": [span(1, 3), span(1, 2, log=COMMON)]},
        Past(bundles=received(1, 3), heads=heads(9), hash_at=history()),
        ADMIT,
        "bundle-late",
    ),
    "a lost one of another history": (
        {"number": 2, "spans": [span(1, 3, "x")]},
        Past(bundles=received(1, 4), heads=heads(9), hash_at=history()),
        HOLD,
        "log-fork",
    ),
    # two histories
    "the same number, another bundle": ({"name": "x"}, Past(bundles=received(1)), HOLD, "bundle-fork"),
    "the next of another forerunner": (
        {"number": 2, "previous": h("x", 1), "spans": [span(4, 6)]},
        Past(bundles=received(1), heads=heads(3)),
        HOLD,
        "bundle-fork",
    ),
    "a lost one that its successor does not name": (
        {"number": 2, "name": "x"},
        Past(bundles=received(3), heads=heads(9)),
        HOLD,
        "bundle-fork",
    ),
    "the log goes on from another entry": (
        {"number": 2, "spans": [span(4, 6, "x")]},
        Past(bundles=received(1), heads=heads(3)),
        HOLD,
        "log-fork",
    ),
    "the log ends in another entry": (
        {"number": 2, "spans": [span(1, 3, "x")]},
        Past(bundles=received(1), heads=heads(3)),
        HOLD,
        "log-fork",
    ),
    "the log begins inside ours with another entry": (
        {"number": 2, "spans": [span(3, 9, "x")]},
        Past(bundles=received(1), heads=heads(5), hash_at=history()),
        HOLD,
        "log-fork",
    ),
    "the log ends inside ours with another entry": (
        {"number": 2, "spans": [replace(span(1, 4), head=h("x", 4))]},
        Past(bundles=received(1), heads=heads(5), hash_at=history()),
        HOLD,
        "log-fork",
    ),
    "inside what we no longer hold": (
        {"number": 2, "spans": [span(3, 9, "x")]},
        Past(bundles=received(1), heads=heads(5)),
        ADMIT,
        "",
    ),
    "a restored backup that wrote again under an old number": (
        {"number": 3, "name": "x", "spans": [span(4, 6, "x")]},
        Past(bundles=received(1, 2, 3), heads=heads(9), hash_at=history()),
        HOLD,
        "bundle-fork",
    ),
}


@pytest.mark.parametrize("cell", TABLE)
def test_each_cell_of_the_table(arriving, cell):
    bundle, past, outcome, code = TABLE[cell]
    assert found(arriving(**bundle), past) == (outcome, code)


def test_a_duplicate_is_answered_with_the_receipt_that_was_given(arriving):
    past = Past(bundles=received(1, 2), heads=heads(9))
    assert judge(arriving(1), me=TOWNSHIP.card, senders=SENDERS, past=past).receipt == "receipt-1"


def test_an_older_one_is_answered_with_the_newest_receipt(arriving):
    past = Past(bundles=received(1, 3), heads=heads(9))
    assert judge(arriving(2), me=TOWNSHIP.card, senders=SENDERS, past=past).receipt == "receipt-3"


def test_a_gap_says_which_entries_are_missing(arriving):
    past = Past(bundles=received(1), heads=heads(3))
    admission = judge(arriving(2, spans=[span(7, 9)]), me=TOWNSHIP.card, senders=SENDERS, past=past)
    assert admission.details == {"number": 2, "first": 4, "last": 6}


def test_skipped_bundles_are_counted(arriving):
    past = Past(bundles=received(1), heads=heads(3))
    admission = judge(arriving(5, spans=[span(4, 9)]), me=TOWNSHIP.card, senders=SENDERS, past=past)
    assert admission.details == {"number": 5, "skipped": 3}


# Who and to whom come before all else


def test_for_another_office(arriving):
    assert found(arriving(), me=OTHER.card) == (REFUSE, "wrong-recipient")


def test_for_another_key_of_this_office(arriving):
    renewed = replace(TOWNSHIP.card, sealing=OTHER.sealing.recipient)
    assert found(arriving(), me=renewed) == (REFUSE, "wrong-recipient-key")


def test_of_an_office_that_is_not_enrolled(arriving):
    assert found(arriving(), senders={}) == (HOLD, "unknown-sender")
    assert found(arriving(), senders={VILLAGE.code: ()}) == (HOLD, "unknown-sender")


@pytest.mark.parametrize("signer", [OTHER, TOWNSHIP])
def test_of_a_device_that_is_not_the_offices_own(arriving, signer):
    assert found(arriving(signer=signer)) == (REFUSE, "wrong-sender-key")


@pytest.mark.parametrize(("number", "code"), [(1, ""), (2, "bundles-skipped"), (3, "revoked-sender-key")])
def test_of_a_device_that_was_revoked_after_its_second_bundle(arriving, number, code):
    senders = {VILLAGE.code: (Enrolled(VILLAGE.card, until=2),)}
    assert found(arriving(number), senders=senders)[1] == code


def test_of_the_second_device_of_an_office(arriving):
    senders = {VILLAGE.code: (Enrolled(VILLAGE.card, until=5), Enrolled(OTHER.card))}
    assert found(arriving(signer=OTHER), senders=senders) == (ADMIT, "")


@pytest.mark.parametrize("known", [{}, received(1), received(1, name="x")])
def test_a_wrong_address_is_said_before_anything_about_numbers(arriving, known):
    assert found(arriving(), Past(bundles=known), me=OTHER.card) == (REFUSE, "wrong-recipient")


def test_a_revoked_device_is_said_before_a_fork(arriving):
    senders = {VILLAGE.code: (Enrolled(VILLAGE.card, until=0),)}
    assert found(arriving(name="x"), Past(bundles=received(1)), senders=senders) == (REFUSE, "revoked-sender-key")


def test_what_was_sealed_for_a_former_key_of_ours_was_under_way(arriving):
    """The manifest names the recipient's present key; one that it had before is told apart from a stranger's."""
    renewed = replace(TOWNSHIP.card, sealing=OTHER.card.sealing)
    assert found(arriving(), me=renewed) == (REFUSE, "wrong-recipient-key")
    admission = judge(arriving(), me=renewed, senders=SENDERS, past=Past(), former=frozenset({TOWNSHIP.card.sealing}))
    assert (admission.outcome, admission.code) == (ADMIT, "")
