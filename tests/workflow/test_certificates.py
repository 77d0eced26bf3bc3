"""Keys in the journal: what may be said of them, by whom, and how far they count; the desk handed over."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clerk_app import workflow
from clerk_app.canon import Fields
from clerk_app.crypto import SigningKey, verify
from clerk_app.errors import IntegrityError, RefusedError
from clerk_app.model import (
    Card,
    Certificate,
    Draft,
    EntryKind,
    EscrowOpening,
    FileRef,
    Handover,
    KeyRevocation,
    LogId,
    OfficeKind,
    Rekey,
)

LOG = LogId("ab" * 32, 2, "330502999000")
NEW = SigningKey.from_seed(b"\x09" * 32)
SHEET = FileRef("cd" * 32, 100, "handover_list")


def codes(call: Any) -> list[str]:
    with pytest.raises(RefusedError) as caught:
        call()
    return [refusal.code for refusal in caught.value.refusals]


def rekeyed(**parts: Any) -> Rekey:
    card = Card("330502999201", "甲村", OfficeKind.VILLAGE, NEW.public.hex(), "age1" + "q" * 58, 3)
    card = replace(card, **parts.pop("card", {}))
    proof = NEW.sign(workflow.rekey_statement(LOG, card)).hex()
    return Rekey(**{"card": card, "proof": proof, "reason": "例行更换", "on": "2026-02-01", **parts})


def test_a_device_gives_way_to_one_that_proves_itself(build: Any) -> None:
    office = build.village()
    rekey = rekeyed()
    draft = workflow.admit_rekey(office.context, LOG, rekey)
    assert workflow.rekey_of(Fields.of(dict(draft.payload))) == rekey
    assert workflow.proves(LOG, rekey)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"reason": " "}, "letter-without-text"),
        ({"on": "2027-01-01"}, "day-malformed"),
        ({"proof": "00" * 64}, "rekey-not-proven"),
        ({"card": {"code": "330502999202"}}, "rekey-of-another-office"),
        ({"card": {"kind": OfficeKind.TOWNSHIP}}, "rekey-of-another-office"),
        ({"card": {"epoch": 2}}, "rekey-not-newer"),
    ],
)
def test_what_is_no_change_of_device(build: Any, parts: dict[str, Any], code: str) -> None:
    office = build.village()
    assert codes(lambda: workflow.admit_rekey(office.context, LOG, rekeyed(**parts))) == [code]
    nobody = replace(office.context, office=None)
    assert "rekey-of-another-office" in codes(lambda: workflow.admit_rekey(nobody, LOG, rekeyed()))


def test_a_change_of_device_is_judged_again(build: Any) -> None:
    office = build.village()
    forged = office.record(Draft(EntryKind.REKEY, workflow.admit_rekey(office.context, LOG, rekeyed()).payload))
    told = [refusal.code for refusal in workflow.rerun(office.catalogue, None, forged, office.context)]
    assert told == ["rekey-not-proven"]  # it was proven for another log


def test_certificates_and_revocations_are_said_and_read(build: Any) -> None:
    context = build.village().context
    certificate = Certificate("p1", "ef" * 32, "2026-02-01")
    draft = workflow.admit_certificate(context, certificate)
    assert workflow.certificate_of(Fields.of(dict(draft.payload))) == certificate
    revocation = KeyRevocation("p1", "ef" * 32, LOG, 7, "离任", "2026-02-01")
    draft = workflow.admit_key_revocation(context, revocation)
    assert workflow.key_revocation_of(Fields.of(dict(draft.payload))) == revocation
    assert codes(lambda: workflow.admit_certificate(context, replace(certificate, on="x"))) == ["day-malformed"]
    wordless = replace(revocation, reason="")
    assert codes(lambda: workflow.admit_key_revocation(context, wordless)) == ["letter-without-text"]


@pytest.mark.parametrize(
    ("log", "seq", "counts"),
    [(LOG, 7, True), (LOG, 8, False), (replace(LOG, epoch=1), 900, True), (replace(LOG, epoch=3), 1, False)],
)
def test_a_revoked_key_counts_by_number_and_never_by_day(log: LogId, seq: int, counts: bool) -> None:
    revocation = KeyRevocation("p1", "ef" * 32, LOG, 7, "离任", "2026-02-01")
    assert workflow.counts(revocation, log, seq) is counts


def test_a_village_that_heard_of_a_revocation_signs_with_another_key(build: Any) -> None:
    office = build.village(build.step("a", signoffs=(build.slot("one", "head"),)))
    done = office.done("a")
    key = office.context.people["p1"].key
    said = KeyRevocation("p1", key, LOG, 7, "离任", "2026-02-01")
    told = office.record(workflow.admit_key_revocation(office.context, said))
    log = {"device": LOG.device, "epoch": 2, "audience": LOG.audience}
    heard = office.record(Draft(EntryKind.HEARD, {"log": log, "first": 1, "last": 1, "head": "aa" * 32}))
    office.context = workflow.learn(office.context, heard, [told])
    assert office.context.retired == {key}
    assert office.codes(office.signed("a", "one", "p1", done)) == ["signing-key-revoked"]
    page = FileRef("e" * 64, 9, "signature_page")
    assert office.codes(office.signed("a", "one", "p1", done, page=page)) == []


def test_an_escrow_is_opened_by_two(build: Any) -> None:
    context = build.village().context
    opening = EscrowOpening(("p1", "p2"), "密码全忘了", "2026-02-01")
    draft = workflow.admit_escrow_opening(context, opening)
    assert workflow.escrow_opening_of(Fields.of(dict(draft.payload))) == opening
    for holders in (("p1",), ("p1", "p1"), ()):
        alone = replace(opening, holders=holders)
        assert codes(lambda alone=alone: workflow.admit_escrow_opening(context, alone)) == ["escrow-needs-two"]


def passed(office: Any, keys: Any, **parts: Any) -> Handover:
    """A hand-over from the clerk p4 to p3, signed by both."""
    ready = {"predecessor": "p4", "successor": "p3", "giver": "p4", "matters": 2, "sheet": SHEET.sha256}
    unsigned = Handover(**{**ready, "reason": "", "on": "2026-02-01", **parts})
    statement = workflow.handover_statement(office.context.office.code, unsigned)
    given, taken = (keys[person].sign(statement).hex() for person in (unsigned.giver, unsigned.successor))
    return replace(unsigned, given=given, taken=taken)


@pytest.fixture
def desk(build: Any) -> Any:
    """A village whose p3 has been given the post of clerk too."""
    office = build.village()
    people = dict(office.context.people)
    people["p3"] = replace(people["p3"], roles=("secretary", "clerk"))
    office.knows(people=people)
    return office


@pytest.fixture
def keys() -> Any:
    return {person: SigningKey.from_seed(bytes([at]) * 32) for at, person in enumerate(("p1", "p2", "p3", "p4"), 11)}


def test_the_desk_passes_on_with_both_signatures(desk: Any, keys: Any) -> None:
    handover = passed(desk, keys)
    draft = workflow.admit_handover(desk.context, handover, SHEET)
    assert workflow.handover_of(Fields.of(dict(draft.payload))) == handover
    recorded = desk.record(draft)
    assert workflow.rerun(desk.catalogue, None, recorded, desk.context) == ()
    forged = desk.record(replace(draft, files=()))
    assert [r.code for r in workflow.rerun(desk.catalogue, None, forged, desk.context)] == ["record-malformed"]


def test_the_head_hands_over_in_place_of_a_clerk_who_is_gone(desk: Any, keys: Any) -> None:
    assert workflow.admit_handover(desk.context, passed(desk, keys, giver="p1", reason="原文书去世"), SHEET)
    silent = passed(desk, keys, giver="p1")
    assert codes(lambda: workflow.admit_handover(desk.context, silent, SHEET)) == ["reason-missing"]
    other = passed(desk, keys, giver="p2", reason="原文书去世")
    assert codes(lambda: workflow.admit_handover(desk.context, other, SHEET)) == ["handover-by-another"]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"on": "2027-02-01"}, "day-malformed"),
        ({"on": "morgen"}, "day-malformed"),
        ({"sheet": "00" * 32}, "handover-without-list"),
        ({"successor": "p4"}, "handover-to-oneself"),
        ({"predecessor": "p1", "giver": "p1"}, "handover-by-another"),
        ({"successor": "p2"}, "handover-to-no-clerk"),
    ],
)
def test_what_is_no_hand_over(desk: Any, keys: Any, parts: dict[str, Any], code: str) -> None:
    assert code in codes(lambda: workflow.admit_handover(desk.context, passed(desk, keys, **parts), SHEET))


def test_a_hand_over_that_one_of_them_did_not_sign(desk: Any, keys: Any) -> None:
    good = passed(desk, keys)
    for name in ("given", "taken"):
        spoilt = replace(good, **{name: "00" * 64})
        told = codes(lambda spoilt=spoilt: workflow.admit_handover(desk.context, spoilt, SHEET))
        assert told == ["handover-not-signed"]
    unknown = replace(good, successor="p9")
    assert "handover-to-no-clerk" in codes(lambda: workflow.admit_handover(desk.context, unknown, SHEET))
    gone = replace(good, predecessor="p8", giver="p8")
    assert "handover-by-another" in codes(lambda: workflow.admit_handover(desk.context, gone, SHEET))
    absent = replace(good, giver="p8")
    assert "handover-by-another" in codes(lambda: workflow.admit_handover(desk.context, absent, SHEET))
    keyless = {**desk.context.people, "p3": replace(desk.context.people["p3"], key="")}
    desk.knows(people=keyless, office=None, today="")
    assert "handover-not-signed" in codes(lambda: workflow.admit_handover(desk.context, good, SHEET))


@pytest.mark.parametrize("kind", [EntryKind.CERTIFY, EntryKind.REVOKE_KEY, EntryKind.ESCROW])
def test_only_a_township_says_so(build: Any, kind: EntryKind) -> None:
    office = build.village()
    recorded = office.record(Draft(kind, {}))
    assert len(workflow.rerun(office.catalogue, None, recorded, office.context)) == 1


def test_a_declared_sealing_key_is_still_read() -> None:
    assert workflow.reseal_of(Fields.of(golden("reseal.json")["payload"])) == (
        "age1" + "q" * 58,
        "例行更换",
        "2026-11-26",
    )


def test_a_payload_of_another_form_is_refused() -> None:
    for read in (workflow.rekey_of, workflow.certificate_of, workflow.key_revocation_of, workflow.handover_of):
        with pytest.raises(IntegrityError):
            read(Fields.of({"person": 7}))


def test_a_second_device_stands_beside_the_first(build: Any) -> None:
    office = build.village()
    card = workflow.card_record(rekeyed().card)
    first = office.record(Draft(EntryKind.OFFICE, {"card": card}))
    second = office.record(Draft(EntryKind.OFFICE, {"card": {**card, "signing": "ee" * 32}, "beside": True}))
    context = workflow.learn(workflow.learn(office.context, first), second)
    assert context.contacts[card["code"]].signing == card["signing"]
    assert context.beside == {card["code"]: ("ee" * 32,)}


def golden(name: str) -> Any:
    return json.loads((Path(__file__).parents[1] / "golden" / "trust" / name).read_text(encoding="utf-8"))


def test_what_was_signed_in_the_first_version_is_still_proven() -> None:
    told = golden("rekey.json")
    assert workflow.proves(workflow.log_of(Fields.of(told["log"])), workflow.rekey_of(Fields.of(told["payload"])))
    told = golden("handover.json")
    handover = workflow.handover_of(Fields.of(told["payload"]))
    statement = workflow.handover_statement(told["office"], handover)
    for key, signature in zip(told["keys"], (handover.given, handover.taken), strict=True):
        assert verify(bytes.fromhex(key), statement, bytes.fromhex(signature))


def test_another_sealing_key_is_declared_with_its_reason(build: Any) -> None:
    office = build.village()
    recipient = "age1" + "z" * 58
    draft = workflow.admit_reseal(office.context, recipient, "例行更换", "2026-02-01")
    assert workflow.reseal_of(Fields.of(dict(draft.payload))) == (recipient, "例行更换", "2026-02-01")
    for reason, on, code in ((" ", "2026-02-01", "letter-without-text"), ("例行", "2027-01-01", "day-malformed")):
        assert codes(lambda r=reason, d=on: workflow.admit_reseal(office.context, recipient, r, d)) == [code]
    recorded = office.record(draft)
    assert workflow.rerun(office.catalogue, None, recorded, office.context) == ()
    card = replace(rekeyed().card, code="330502999201")
    context = workflow.learn(replace(office.context, office=card), recorded)
    assert context.office == replace(card, sealing=recipient)
    nobody = replace(office.context, office=None)
    assert workflow.learn(nobody, recorded) is nobody
    with pytest.raises(IntegrityError):
        workflow.reseal_of(Fields.of({**draft.payload, "sealing": "age1"}))
