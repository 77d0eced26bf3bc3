"""Bundles whose every signature is right and that still must not pass: replayed, forked, revoked, against a rule.

A clerk who changes the program can sign anything with the device's own key. The township decides again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clerk_app import chain, workflow
from clerk_app.desk import Desk, Verdict
from clerk_app.model import (
    Begin,
    Card,
    Complete,
    Draft,
    EntryKind,
    Letter,
    LetterForm,
    OfficeKind,
    Withdraw,
)

HASH = "cd" * 32
DAY = "2026-11-20"


def codes(verdict: Verdict) -> list[str]:
    """What is told about the whole bundle."""
    return [sentence.code for sentence in verdict.sentences]


# Where a bundle stands among the others


def replayed(offices: Any, village: Desk, township: Desk) -> Path:
    path = Path(village.export(offices.stick).path)
    township.receive([path])
    return path


def older(offices: Any, village: Desk, township: Desk) -> Path:
    first = Path(village.export(offices.stick).path)
    village.begin("V33", "后来的一件")
    township.receive([Path(village.export(offices.stick).path)])
    return first


def late_without_news(offices: Any, village: Desk, township: Desk) -> Path:
    offices.carry_up(village, township)
    return older(offices, village, township)


def skipped(offices: Any, village: Desk, township: Desk) -> Path:
    village.export(offices.stick)
    return Path(village.export(offices.stick).path)


def forked_number(offices: Any, village: Desk, township: Desk) -> Path:
    """The outbox was rolled back: the same number again, with other contents."""
    offices.carry_up(village, township)
    with village._office.store.transaction():
        village._office.store.outbox.withdraw(township.card.code, 1)
    village.begin("V33", "另一件")
    place = offices.folder / "again"
    place.mkdir()
    return Path(village.export(place).path)


def forked_log(offices: Any, village: Desk, township: Desk) -> Path:
    """Two disks go on from the same entry."""
    offices.close()
    shutil.copytree(offices.folder / "village", offices.folder / "clone")
    first, second = offices.open("village"), offices.open("clone")
    for desk, title in ((first, "原机"), (second, "克隆")):
        desk.begin("V33", title)
    reopened = offices.open("township")
    offices.carry_up(first, reopened)
    for _ in range(2):
        second.export(offices.folder)
    return Path(second.export(offices.folder).path)


def revoked(offices: Any, village: Desk, township: Desk) -> Path:
    offices.carry_up(village, township)
    township.township.revoke(village.card.code, until=1, reason="电脑被偷")
    village.begin("V33", "贼写的")
    return Path(village.export(offices.stick).path)


def gap(offices: Any, village: Desk, township: Desk) -> Path:
    """The township was restored from a time before it took in anything."""
    offices.close()
    shutil.copytree(offices.folder / "township", offices.folder / "before")
    village, township = offices.open("village"), offices.open("township")
    offices.carry_up(village, township)
    offices.carry_back(township, village)
    path = Path(village.export(offices.stick, anyway=True).path)
    offices.close()
    shutil.rmtree(offices.folder / "township")
    (offices.folder / "before").rename(offices.folder / "township")
    return path


STANDING = {
    "replayed": (replayed, "duplicate", "bundle-duplicate"),
    "older": (older, "duplicate", "bundle-older"),
    "older after others": (late_without_news, "duplicate", "bundle-older"),
    "one was skipped": (skipped, "filed", "bundles-skipped"),
    "a number twice": (forked_number, "held", "bundle-fork"),
    "two histories": (forked_log, "held", "log-fork"),
    "a revoked device": (revoked, "quarantined", "revoked-sender-key"),
    "a gap": (gap, "held", "bundle-gap"),
}


@pytest.mark.parametrize("name", STANDING)
def test_where_a_bundle_stands_is_told(offices: Any, name: str) -> None:
    make, state, code = STANDING[name]
    path = make(offices, offices.open("village"), offices.open("township"))
    offices.close()
    township = offices.open("township")
    (verdict,) = township.receive([path])
    assert (verdict.state, codes(verdict)[:1]) == (state, [code])


def test_a_report_that_comes_back_to_its_village_is_not_for_it(offices: Any) -> None:
    village = offices.open("village")
    (verdict,) = village.receive([Path(village.export(offices.stick).path)])
    assert codes(verdict) == ["bundle-own"]


# What the rules say of an entry that was written past them


def foreign_card(village: Desk) -> dict[str, Any]:
    card = village.card
    return workflow.card_record(Card("330502999202", "乙村", OfficeKind.VILLAGE, card.signing, card.sealing))


def epoch(village: Desk) -> Draft:
    return Draft(EntryKind.EPOCH, {"card": foreign_card(village), "parent": None, "reason": ""})


def second_epoch(village: Desk) -> Draft:
    """It asks for the whole log once more, in the middle of that log."""
    log = village._office.main_log
    first = {"log": chain.log_record(log), "seq": 1, "head": village._office.store.journal.hash_at(log, 1)}
    return Draft(
        EntryKind.EPOCH,
        {"card": workflow.card_record(village.card), "parent": first, "reason": "restored", "heard": []},
    )


def catalogue(village: Desk) -> Draft:
    return Draft(EntryKind.CATALOGUE, {"version": 9, "name": "x"}, catalogue=HASH)


def same_catalogue(village: Desk) -> Draft:
    in_force = village._office.realm.context.catalogue
    return Draft(EntryKind.CATALOGUE, {"version": 1, "name": "x"}, catalogue=in_force)


def heard(village: Desk) -> Draft:
    (log,) = [log for log in village._office.realm.context.heard if log.audience == "*"]
    claim = {"log": chain.log_record(log), "first": 1, "last": 1, "head": HASH, "bundle": HASH, "number": 1}
    return Draft(EntryKind.HEARD, claim)


def parameter(village: Desk) -> Draft:
    return Draft(EntryKind.PARAMETER, {"key": "quotes.min", "value": 1, "on": DAY, "basis": ""})


def reply(village: Desk) -> Draft:
    return Draft(EntryKind.REPLY, {"letter": HASH, "text": "x", "on": DAY})


def order(village: Desk) -> Draft:
    letter = Letter(LetterForm.ORDER, "请办", DAY, "2026-12-01")
    return Draft(
        EntryKind.LETTER,
        {"form": letter.form.value, "text": letter.text, "on": letter.on, "due": letter.due, "matter": ""},
    )


def begun(village: Desk, type_id: str, catalogue_hash: str = "") -> Draft:
    command = Begin(
        matter="m-forged",
        on=DAY,
        type=type_id,
        title="伪造",
        number="甲村-2026-999",
        catalogue=catalogue_hash or village._office.realm.context.catalogue,
    )
    return workflow.draft_of(command)


def forged_step(village: Desk, step: str = "discovery", matter: str = "") -> Draft:
    fresh = matter or village.begin("V33", "一件", on=DAY)
    village._office.matter(fresh)
    done = Complete(matter=fresh, step=step, visit=1, on=DAY, fields={}, files=(), late_reason="")
    return workflow.draft_of(done)


def out_of_turn(village: Desk) -> Draft:
    matter = village.begin("V33", "一件", on=DAY)
    last = [step.id for step in village.matter(matter).flow][-1]
    return forged_step(village, last, matter)


def unknown_matter(village: Desk) -> Draft:
    return workflow.draft_of(Withdraw(matter="m-nowhere", on=DAY, reason="x"))


def more_than_decided(village: Desk) -> Draft:
    return Draft(EntryKind.ROLL, {"body": "villagers", "members": 40, "more": 1})


def malformed(village: Desk) -> Draft:
    return Draft(EntryKind.ROLL, {"body": "villagers", "members": "forty"})


def slip_without_file(village: Desk) -> Draft:
    return Draft(EntryKind.SLIP, {"on": DAY})


def person(village: Desk) -> Draft:
    post = {"id": "p099", "name": "张某", "roles": ["emperor"], "key": "", "kin": [], "active": True}
    return Draft(EntryKind.PERSON, post)


def erasure(village: Desk) -> Draft:
    return Draft(EntryKind.ERASURE, {"entries": [], "basis": "x"})


def said(kind: EntryKind) -> Callable[[Desk], Draft]:
    """Something that only a township may say."""
    return lambda village: Draft(kind, {"x": 1})


HELD = "held"
"""A checklist may still come: such an entry waits, and nothing is refused."""

ENTRIES: dict[str, tuple[Callable[[Desk], Draft], str]] = {
    "another village's epoch": (epoch, "epoch-of-another-office"),
    "an epoch in the middle of a log": (second_epoch, "epoch-not-first"),
    "a checklist that nobody adopted": (catalogue, HELD),
    "the same checklist again": (same_catalogue, "release-not-newer"),
    "what was never said": (heard, "heard-what-was-not-said"),
    "a parameter": (parameter, "parameter-not-ours"),
    "keys of the county": (said(EntryKind.SIGNERS), "signers-not-ours"),
    "the discipline office": (said(EntryKind.DISCIPLINE), "discipline-not-ours"),
    "a revocation": (said(EntryKind.REVOKE), "revocation-not-ours"),
    "an answer to no letter": (reply, "reply-to-nothing"),
    "an order to the township": (order, "order-not-ours"),
    "a type that is none": (lambda village: begun(village, "V99"), "type-unknown"),
    "a checklist of his own": (lambda village: begun(village, "V33", HASH), HELD),
    "a matter that is none": (unknown_matter, "matter-unknown"),
    "a step without its papers": (forged_step, "field-missing"),
    "a step that is none": (lambda village: forged_step(village, "no-such-step"), "step-unknown"),
    "a step out of turn": (out_of_turn, "step-before-missing"),
    "more than was decided": (more_than_decided, "entry-not-as-decided"),
    "a roll that is a text": (malformed, "record-malformed"),
    "an accusation without its slip": (slip_without_file, "record-malformed"),
    "a post that is none": (person, "role-unknown"),
    "an erasure of nothing": (erasure, "record-malformed"),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_past_the_rules_is_refused_alone_and_answered(offices: Any, name: str) -> None:
    make, code = ENTRIES[name]
    village, township = offices.open("village"), offices.open("township")
    draft = make(village)
    office = village._office
    with office.store.transaction():
        entry = office.draft_entry(office.main_log, draft)
        forged = chain.record(entry, draft.payload, bytes(16), office.device)
        office.store.journal.append(forged)
    verdict = offices.carry_up(village, township)
    assert (verdict.state, verdict.word) == ("filed", "verdict.noted")
    if code == HELD:
        assert (verdict.held, verdict.refused) == (1, ())
        return
    assert [entry.hash for entry in verdict.refused] == [forged.hash]
    assert [sentence.code for sentence in verdict.refused[0].sentences][:1] == [code]
    assert all(sentence.fix for sentence in verdict.refused[0].sentences)
