"""The keys of officials before the rules: who may end one, how far it counts, and what an entry of it says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clerk_app import workflow
from clerk_app.canon import Fields
from clerk_app.crypto import SigningKey
from clerk_app.errors import IntegrityError, RefusedError
from clerk_app.model import (
    Card,
    Context,
    Entry,
    EntryKind,
    KeyCause,
    KeyReplacement,
    LogId,
    OfficeKind,
    Person,
    Recorded,
    Review,
    Reviewed,
    ReviewVerdict,
)
from clerk_app.workflow.approvals import review_record

VILLAGE, TOWNSHIP = "330502999201", "330502999000"
OLD, NEW = SigningKey.from_seed(b"\x09" * 32), SigningKey.from_seed(b"\x0a" * 32)
LI, WANG = Person("o1", "李某", ("office",), OLD.public.hex()), Person("o2", "王某", ("office",))
LOG, LATER = LogId("d" * 64, 1, VILLAGE), LogId("e" * 64, 2, VILLAGE)


def entry(kind: EntryKind, content: dict[str, Any], log: LogId = LOG, seq: int = 1) -> Recorded:
    """An entry as it would have been written; nobody looks at its bytes here."""
    said = Entry(log, seq, "", "", "2026-11-20T08:00:00Z", "ok", kind, "", "", "", "p001", "clerk", "")
    return Recorded(said, b"", f"{seq:064x}", b"", content, b"")


def card(kind: OfficeKind) -> Card:
    return Card(TOWNSHIP if kind is OfficeKind.TOWNSHIP else VILLAGE, "甲", kind, "ab" * 32, "age1" + "q" * 58)


def listed(context: Context, *people: Person) -> Context:
    """The township puts people on its list."""
    for person in people:
        said = {name: getattr(person, name) for name in Person.__slots__}
        said |= {"roles": list(person.roles), "kin": []}
        context = workflow.learn(context, entry(EntryKind.PERSON, said))
    return context


@pytest.fixture
def township() -> Context:
    """A township with two officials, one of whom has a key."""
    return listed(Context(office=card(OfficeKind.TOWNSHIP), today="2026-11-20"), LI, WANG)


def ending(**parts: Any) -> KeyReplacement:
    ready: dict[str, Any] = {"person": "o1", "key": LI.key, "fresh": NEW.public.hex(), "ends": {LOG: 5}}
    return KeyReplacement(**{**ready, "cause": KeyCause.FORGOTTEN, "reason": "忘了", "on": "2026-11-20", **parts})


def refused(context: Context, said: KeyReplacement) -> list[str]:
    try:
        workflow.admit_key_replacement(context, said)
    except RefusedError as caught:
        return [refusal.code for refusal in caught.refusals]
    return []


def said_by(key: SigningKey, verdict: ReviewVerdict = ReviewVerdict.APPROVE) -> Review:
    """A decision of the first official, signed with that key."""
    unsigned = Review(
        matter="m1",
        step="filing",
        visit=1,
        slot="township",
        verdict=verdict,
        text="",
        on="2026-11-20",
        person="o1",
        role="office",
        digest="0" * 64,
        seen=(),
        fields={},
        files=(),
    )
    return replace(unsigned, signature=key.sign(workflow.review_statement(VILLAGE, unsigned)).hex())


def heard(context: Context, review: Review, log: LogId, seq: int) -> Reviewed:
    """The decision as somebody hears it who knows that much."""
    content = {**review_record(review), "fields": {}, "signature": review.signature}
    return workflow.heard_review(context, entry(EntryKind.REVIEW, content, log, seq))


def village(township: Context, *ends: KeyReplacement) -> Context:
    """What a village knows that heard of the officials, and of these ends."""
    context = replace(Context(office=card(OfficeKind.VILLAGE)), officials=township.officials)
    context = replace(context, official_keys=township.official_keys)
    for end in ends:
        payload = dict(workflow.admit_key_replacement(township, end).payload)
        head = {"device": "f" * 64, "epoch": 1, "audience": "*"}
        payload_heard = {"log": head, "first": 1, "last": 9, "head": "a" * 64, "bundle": "b" * 64, "number": 1}
        told = entry(EntryKind.REPLACE_KEY, payload, LogId("f" * 64, 1, "*"))
        context = workflow.learn(context, entry(EntryKind.HEARD, payload_heard), (told,))
    return context


def test_a_replacement_is_refused_that_is_none(township: Context) -> None:
    assert refused(township, ending()) == []
    assert refused(township, ending(fresh="")) == []
    for parts, codes in (
        ({"reason": " "}, ["letter-without-text"]),
        ({"on": "2026-11-21"}, ["day-malformed"]),
        ({"person": "o9"}, ["key-not-officials"]),
        ({"person": "o2"}, ["key-not-officials"]),
        ({"key": NEW.public.hex()}, ["key-not-officials"]),
        ({"fresh": LI.key}, ["key-of-another-person"]),
    ):
        assert refused(township, ending(**parts)) == codes, parts
    for context in (replace(township, office=None), replace(township, office=card(OfficeKind.VILLAGE))):
        assert refused(context, ending()) == ["revocation-not-ours"]


def test_the_payload_is_read_back_strictly(township: Context) -> None:
    said = ending(ends={LOG: 5, LATER: 2})
    payload = dict(workflow.admit_key_replacement(township, said).payload)
    assert workflow.key_replacement_of(Fields.of(payload)) == said
    for name, value in (("key", ""), ("fresh", "1"), ("cause", "bored"), ("ends", [{"log": {}, "until": 1}])):
        with pytest.raises(IntegrityError):
            workflow.key_replacement_of(Fields.of({**payload, name: value}))


def test_a_township_has_the_new_key_and_an_earlier_one_can_end_once_more(township: Context) -> None:
    after = workflow.learn(
        township, entry(EntryKind.REPLACE_KEY, dict(workflow.admit_key_replacement(township, ending()).payload))
    )
    assert after.people["o1"].key == after.officials["o1"].key == NEW.public.hex()
    assert after.official_keys["o1"] == (LI.key, NEW.public.hex())
    assert after.ended == {LI.key: {LOG: 5}}
    assert refused(after, ending(fresh="ab" * 32)) == ["key-not-officials"]
    earlier = ending(fresh="", ends={LOG: 2}, cause=KeyCause.STOLEN)
    again = workflow.learn(
        after, entry(EntryKind.REPLACE_KEY, dict(workflow.admit_key_replacement(after, earlier).payload))
    )
    assert (again.people["o1"].key, again.ended) == (NEW.public.hex(), {LI.key: {LOG: 2}})


def test_a_key_counts_up_to_its_number_and_in_no_log_that_is_not_named(township: Context) -> None:
    knowing = village(township, ending())
    for log, seq, key, counts in (
        (LOG, 5, OLD, LI.key),
        (LOG, 6, OLD, ""),
        (LATER, 1, OLD, ""),
        (LOG, 6, NEW, NEW.public.hex()),
        (LATER, 1, NEW, NEW.public.hex()),
        (LOG, 1, SigningKey.from_seed(b"\x0b" * 32), ""),
    ):
        told = heard(knowing, said_by(key), log, seq)
        assert (told.name, told.key) == ("李某", counts), (log, seq)


def test_what_was_heard_before_counts_no_longer_where_the_key_had_ended(township: Context) -> None:
    knowing = village(township)
    for seq, verdict in ((5, ReviewVerdict.APPROVE), (6, ReviewVerdict.RETURN)):
        knowing = workflow.with_review(knowing, heard(knowing, said_by(OLD, verdict), LOG, seq))
    newest = workflow.newest_review(knowing, "m1", "filing", 1, "township")
    assert newest is not None
    assert newest.review.verdict is ReviewVerdict.RETURN
    payload = dict(workflow.admit_key_replacement(township, ending(cause=KeyCause.STOLEN)).payload)
    unmoved = workflow.counting(knowing)
    assert unmoved is knowing
    told = workflow.counting(replace(knowing, ended={LI.key: {LOG: 5}}))
    newest = workflow.newest_review(told, "m1", "filing", 1, "township")
    assert newest is not None
    assert (newest.review.verdict, newest.seq) == (ReviewVerdict.APPROVE, 5)
    assert [each.key for each in told.reviews["m1"]] == [LI.key, ""]
    assert workflow.counting(told) is told
    assert payload["cause"] == "stolen"


def test_a_village_says_nothing_of_officials(township: Context) -> None:
    said = entry(EntryKind.REPLACE_KEY, {})
    context = Context(office=card(OfficeKind.VILLAGE))
    assert workflow.learn(context, said) is context
    assert listed(context, LI).officials == {}
    assert listed(replace(context, office=None), LI).officials == {}


def test_a_replacement_that_was_written_before_is_still_read() -> None:
    golden = json.loads((Path(__file__).parents[1] / "golden" / "trust" / "replacement.json").read_text("utf-8"))
    said = workflow.key_replacement_of(Fields.of(golden["payload"]))
    assert (said.person, sorted(said.ends.values()), said.cause) == ("p002", [3, 7], KeyCause.FORGOTTEN)
    assert bytes.fromhex(said.fresh) == SigningKey.from_seed(b"\x06" * 32).public
