"""What went out and came in, what was set aside, and the small things that a desk keeps."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.model import LogId
from clerk_app.store import InboxRow, OutboxRow, SetAside, Span, Store

SENT = OutboxRow("330502999000", 1, "aa" * 32, "2026-11-24T08:00:00Z", 10, 2, 5000, "usb")
GOT = InboxRow("330502999201", "dd" * 32, 1, "bb" * 32, "", "2026-11-24T09:00:00Z", 9, 1, 0, "cc" * 32)


def test_bundles_that_went_out_are_listed_newest_first(store: Store) -> None:
    assert store.outbox.last(SENT.office) is None
    second = replace(SENT, number=2, id="ab" * 32, made="2026-11-25T08:00:00Z")
    for row in (SENT, second):
        store.outbox.add(row)
    assert store.outbox.all() == [second, SENT]
    assert store.outbox.last(SENT.office) == second


def test_a_receipt_is_noted_with_its_bundle_only(store: Store) -> None:
    second = replace(SENT, number=2, id="ab" * 32)
    for row in (SENT, second):
        store.outbox.add(row)
    store.outbox.receipted(SENT.id, "ee" * 32, returned=False)
    assert store.outbox.all() == [second, replace(SENT, state="receipted", receipt="ee" * 32)]
    store.outbox.receipted(second.id, "ef" * 32, returned=True)
    assert store.outbox.last(SENT.office) == replace(second, state="returned", receipt="ef" * 32)


def test_what_a_bundle_carries_and_when_it_was_handed_over_is_kept_with_it(store: Store) -> None:
    log, other = (LogId("ab" * 32, epoch, "330502999000") for epoch in (1, 2))
    second = replace(SENT, number=2, id="ab" * 32)
    store.outbox.add(SENT, [Span(log, 1, 10)])
    store.outbox.add(second, [Span(log, 11, 12), Span(other, 1, 3)])
    store.outbox.add(replace(SENT, office="330502999201"))
    store.outbox.hand(SENT.office, 2, "2026-11-26")
    assert [row.handed for row in store.outbox.all()] == ["2026-11-26", "", ""]
    wanted = {(SENT.office, 1): (Span(log, 1, 10),), (SENT.office, 2): (Span(log, 11, 12), Span(other, 1, 3))}
    assert store.outbox.spans() == wanted


def test_a_bundle_that_never_took_its_name_leaves_its_number_free(store: Store) -> None:
    store.outbox.add(SENT, [Span(LogId("ab" * 32, 1, "330502999000"), 1, 10)])
    store.outbox.add(replace(SENT, office="330502999201"))
    store.outbox.withdraw(SENT.office, 1)
    assert store.outbox.last(SENT.office) is None
    assert store.outbox.spans() == {}
    assert [row.office for row in store.outbox.all()] == ["330502999201"]


def test_bundles_that_came_in_are_kept_by_office_and_device(store: Store) -> None:
    assert store.inbox.last(GOT.office) is None
    other_device = replace(GOT, device="de" * 32, id="bc" * 32, received="2026-11-26T09:00:00Z")
    for row in (other_device, GOT, replace(GOT, office="330502999202")):
        store.inbox.add(row)
    assert store.inbox.of(GOT.office) == [GOT, other_device]
    assert store.inbox.last(GOT.office) == other_device
    assert store.inbox.since("2026-11-24T09:00:00Z")[0] == GOT
    assert store.inbox.since("2099-01-01T00:00:00Z") == []


def test_what_was_set_aside_keeps_its_newest_reason(store: Store) -> None:
    store.inbox.quarantine(SetAside("f1", "json-malformed", "2026-11-24T09:00:00Z"))
    store.inbox.quarantine(SetAside("f1", "bundle-gap", "2026-11-25T09:00:00Z", "330502999201", 7))
    assert store.inbox.quarantined() == [SetAside("f1", "bundle-gap", "2026-11-24T09:00:00Z", "330502999201", 7)]


def test_a_drawer_keeps_one_value_for_each_key(store: Store) -> None:
    store.drafts.put("m1", "survey", value=b"one")
    store.drafts.put("m1", "survey", value=b"two")
    store.drafts.put("m1", "vote", value=b"three")
    assert store.drafts.get("m1", "survey") == b"two"
    assert store.drafts.get("m2", "survey") is None
    assert sorted(store.drafts.items()) == [(("m1", "survey"), b"two"), (("m1", "vote"), b"three")]
    store.drafts.drop("m1", "survey")
    store.drafts.drop("m1", "survey")
    assert store.drafts.items() == [(("m1", "vote"), b"three")]


def test_drawers_have_no_part_in_one_another(store: Store) -> None:
    store.keyring.put("a", value=b"key")
    store.notes.put("a", value=b"note")
    assert (store.keyring.get("a"), store.notes.get("a")) == (b"key", b"note")
