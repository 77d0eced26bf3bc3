"""A bundle that is well made and well signed, but says one thing that is not so: each claim has its own refusal."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from clerk_app import bundle, canon
from clerk_app.bundle import Enrolled, FileItem, Past, Received
from clerk_app.bundle.lines import payload_line
from clerk_app.crypto import SealingKey, SigningKey, sshsig
from clerk_app.errors import IntegrityError
from clerk_app.model import Head

from .conftest import OTHER, TOWNSHIP, VILLAGE

SENDERS = {office.code: (Enrolled(office.card),) for office in (VILLAGE, OTHER)}


def verdict(shop, container, *, senders=SENDERS, past=None):
    """What the township finds first: the code of the refusal, or of the admission."""
    shop.seal(container)
    try:
        with shop.open() as opened:
            admission = bundle.judge(opened.contents, me=TOWNSHIP.card, senders=senders, past=past or Past())
            if admission.outcome is not bundle.Outcome.ADMIT:
                return admission.code
            list(opened.entries())
            return admission.code
    except IntegrityError as error:
        return error.code


class Case:
    """An honest bundle of three entries and one photo, to be changed."""

    photo = b"\xff\xd8 photo"

    def __init__(self, shop):
        self.shop = shop
        self.entries = shop.journal(3, files={2: [self.photo]})
        self.manifest = shop.whole(self.entries, [self.photo])

    def record(self):
        return json.loads(self.manifest.to_bytes())

    def judged(self, record=None, *, entries=None, blobs=None, key=VILLAGE.signing, changes=None, **options):
        raw = canon.encode(record) if record is not None else self.manifest.to_bytes()
        entries = self.entries if entries is None else entries
        blobs = [self.photo] if blobs is None else blobs
        return verdict(self.shop, self.shop.signed(raw, entries, blobs, key=key, changes=changes), **options)


@pytest.fixture
def case(workshop):
    return Case(workshop)


def test_the_honest_bundle_is_admitted(case):
    assert case.judged() == ""


HASH = "cd" * 32
FOREIGN = SealingKey.generate().recipient

CHANGES = {
    # who and to whom
    "to another township": (("to", "office"), "330502998000", "manifest-inconsistent"),
    "to a village": (("to", "office"), OTHER.code, "manifest-inconsistent"),
    "to oneself": (("to", "office"), VILLAGE.code, "manifest-inconsistent"),
    "to a key that is not ours": (("to", "sealing"), FOREIGN, "wrong-recipient-key"),
    "to a text that is no key": (("to", "sealing"), "age1", "record-malformed"),
    "to an office of eleven digits": (("to", "office"), "33050299900", "record-malformed"),
    "from another village": (("from", "office"), OTHER.code, "wrong-sender-key"),
    "from a village that is not enrolled": (("from", "office"), "330502999203", "unknown-sender"),
    "from the township itself": (("from", "office"), TOWNSHIP.code, "manifest-inconsistent"),
    "from another device": (("from", "device"), OTHER.signing.public.hex(), "bundle-signer"),
    "from a device in capitals": (("from", "device"), VILLAGE.signing.public.hex().upper(), "record-malformed"),
    "a name with a control character": (("from", "name"), "甲\x1b[31m村", "manifest-inconsistent"),
    "a name that turns the line round": (("from", "name"), "甲\u202e村", "manifest-inconsistent"),
    "a name of 201 characters": (("from", "name"), "甲" * 201, "record-malformed"),
    "an answer key that is none": (("from", "sealing"), "ssh-rsa", "record-malformed"),
    # what it is
    "a format from the future": (("v",), 2, "bundle-newer"),
    "a format without number": (("v",), 0, "record-malformed"),
    "a reader from the future": (("reader",), 2, "bundle-newer"),
    "another suite": (("suite",), "cw1-gm", "bundle-suite"),
    "a suite that is none": (("suite",), "CW1 ", "record-malformed"),
    "an unknown kind": (("kind",), "order", "record-malformed"),
    "a time that is none": (("made",), "2026-11-23 08:00", "record-malformed"),
    "a program with a line break": (("program",), "clerk\n", "record-malformed"),
    # where it stands
    "number nought": (("number",), 0, "record-malformed"),
    "a number with seven digits": (("number",), 1_000_000, "record-malformed"),
    "a number that is a truth value": (("number",), True, "record-malformed"),
    "a first bundle with a forerunner": (("previous",), HASH, "manifest-inconsistent"),
    "a second bundle without one": (("number",), 2, "manifest-inconsistent"),
    "a forerunner that is no hash": (("previous",), "xyz", "record-malformed"),
    "a receipt that is no hash": (("receipt",), "1", "record-malformed"),
    "a receipt that we never gave": (("receipt",), HASH, "receipt-unknown"),
    # what it carries
    "one entry more than it says": (("entries",), 2, "manifest-inconsistent"),
    "no entries": (("entries",), 0, "record-malformed"),
    "a log that begins elsewhere": (("logs", 0, "first"), 2, "manifest-inconsistent"),
    "a log that ends elsewhere": (("logs", 0, "last"), 4, "manifest-inconsistent"),
    "a log that ends before it begins": (("logs", 0, "last"), 0, "record-malformed"),
    "a log with another head": (("logs", 0, "head"), HASH, "bundle-logs"),
    "a log with a forerunner that it has not": (("logs", 0, "prev"), HASH, "manifest-inconsistent"),
    "a log meant for another village": (("logs", 0, "log", "audience"), OTHER.code, "manifest-inconsistent"),
    "a log of a device that is not theirs": (("logs", 0, "log", "device"), HASH, "bundle-unknown-device"),
    "a log of another epoch": (("logs", 0, "log", "epoch"), 2, "bundle-logs"),
    "no logs": (("logs",), [], "manifest-inconsistent"),
    "a file of another size": (("files", 0, "size"), 9, "bundle-files"),
    "a file of another name": (("files", 0, "sha256"), HASH, "bundle-files"),
    "no files": (("files",), [], "bundle-files"),
    "a file of negative size": (("files", 0, "size"), -1, "record-malformed"),
}


@pytest.mark.parametrize("claim", CHANGES)
def test_a_changed_claim_is_refused_though_it_is_signed(case, claim):
    path, value, code = CHANGES[claim]
    record = place = case.record()
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert case.judged(record) == code


@pytest.mark.parametrize("name", ["v", "suite", "kind", "from", "to", "number", "previous", "receipt", "logs", "files"])
def test_a_claim_that_is_left_out_is_refused(case, name):
    record = case.record()
    del record[name]
    assert case.judged(record) == "record-malformed"


def test_a_claim_that_we_do_not_know_is_let_pass(case):
    assert case.judged({**case.record(), "later": {"x": 1}}) == ""


def test_a_log_listed_twice_is_refused(case):
    record = case.record()
    record["logs"] *= 2
    record["entries"] *= 2
    assert case.judged(record) == "manifest-inconsistent"


def test_files_in_another_order_are_refused(case):
    record = case.record()
    record["files"] = [{"sha256": HASH, "size": 1}, {"sha256": "00" * 32, "size": 1}]
    assert case.judged(record) == "manifest-inconsistent"


def test_a_manifest_that_is_not_in_its_one_form_is_refused(case):
    raw = json.dumps(case.record()).encode()
    assert case.judged(changes={"manifest.json": raw}) == "json-not-canonical"


def test_a_name_twice_in_the_manifest_is_refused(case):
    raw = case.manifest.to_bytes().replace(b'"kind":', b'"kind":"reply","kind":')
    assert case.judged(changes={"manifest.json": raw}) == "json-not-canonical"


# Who signed


def test_the_key_of_another_village_cannot_speak_for_this_one(case):
    """The other village's key is enrolled and valid; it signs a bundle that names it as device, and us as office."""
    record = case.record()
    record["from"]["device"] = OTHER.signing.public.hex()
    assert case.judged(record, key=OTHER.signing) == "wrong-sender-key"


def test_an_unknown_key_cannot_speak_for_anybody(case):
    stranger = SigningKey.generate()
    record = case.record()
    record["from"]["device"] = stranger.public.hex()
    assert case.judged(record, key=stranger) == "wrong-sender-key"


def test_a_signature_by_another_key_than_the_manifest_names_is_refused(case):
    assert case.judged(key=OTHER.signing) == "bundle-signer"


def test_a_signature_for_another_purpose_is_refused(case):
    members = dict(unpacked(case))
    other = sshsig(VILLAGE.signing, "clerk-entry1", members["SHA256SUMS"])
    assert case.judged(changes={"SHA256SUMS.sig": other}) == "signature-malformed"


def test_a_signature_over_other_sums_is_refused(case):
    other = sshsig(VILLAGE.signing, "clerk-bundle", b"other")
    assert case.judged(changes={"SHA256SUMS.sig": other}) == "signature-invalid"


def test_a_revoked_device_is_refused_from_its_last_number_on(case):
    def at(until):
        return case.judged(senders={VILLAGE.code: (Enrolled(VILLAGE.card, until),)})

    assert (at(0), at(1), at(None)) == ("revoked-sender-key", "", "")


def test_a_bundle_for_another_township_that_was_sealed_for_us_is_refused(case):
    """The other way round: its own records say that it was never meant for us."""
    entries = case.shop.journal(2, audience="330502998000")
    recipient = bundle.Recipient(office="330502998000", sealing=TOWNSHIP.sealing.recipient)
    manifest = replace(case.shop.whole(entries), recipient=recipient)
    assert verdict(case.shop, case.shop.signed(manifest.to_bytes(), entries)) == "wrong-recipient"


def test_a_bundle_for_this_township_that_was_sealed_anew_for_another_is_refused_there(case):
    """Surreptitious forwarding: whoever can read a bundle can seal it again for somebody else."""
    container = case.shop.signed(case.manifest.to_bytes(), case.entries, [case.photo])
    contents = case.shop.inspect(container)
    elsewhere = replace(TOWNSHIP.card, code="330502998000")
    found = bundle.judge(contents, me=elsewhere, senders=SENDERS, past=Past())
    assert (found.outcome, found.code) == (bundle.Outcome.REFUSE, "wrong-recipient")


# Replay


def test_the_same_bundle_again_is_known(case):
    contents = case.shop.inspect(case.shop.signed(case.manifest.to_bytes(), case.entries, [case.photo]))
    past = Past(bundles={1: Received(contents.id, "", "our-receipt")})
    assert case.judged(past=past) == "bundle-duplicate"


def test_the_same_number_with_other_contents_is_a_fork(case):
    assert case.judged(past=Past(bundles={1: Received(HASH, "", "")})) == "bundle-fork"


def test_another_history_of_the_same_log_is_a_fork(case):
    past = Past(heads={case.entries[0].entry.log: Head(3, HASH)})
    assert case.judged(past=past) == "log-fork"


# What is inside


def unpacked(case):
    import io
    import zipfile

    raw = case.shop.signed(case.manifest.to_bytes(), case.entries, [case.photo])
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def test_sums_that_do_not_fit_are_refused_though_signed(case):
    sums = dict(unpacked(case))["SHA256SUMS"].replace(b"  README", b" *README")
    changes = {"SHA256SUMS": sums, "SHA256SUMS.sig": sshsig(VILLAGE.signing, "clerk-bundle", sums)}
    assert case.judged(changes=changes) == "bundle-sums"


def test_a_file_that_is_not_what_its_name_says_is_refused(case):
    name = f"files/{case.manifest.files[0].sha256}"
    assert case.judged(changes={name: b"\xff\xd8 pHoto"}) == "bundle-file-damaged"


def test_a_file_that_no_entry_names_is_refused(case):
    extra = b"smuggled"
    manifest = case.shop.whole(case.entries, [case.photo, extra])
    assert case.judged(json.loads(manifest.to_bytes()), blobs=[case.photo, extra]) == "bundle-file-unnamed"


def test_a_file_that_is_left_out_is_missed(case):
    manifest = replace(case.manifest, files=())
    assert case.judged(json.loads(manifest.to_bytes()), blobs=[]) == "bundle-file-missing"


def test_a_file_of_an_erased_entry_is_not_missed(case):
    entries = [case.entries[0], replace(case.entries[1], payload=None, salt=None), case.entries[2]]
    manifest = replace(case.manifest, files=())
    assert case.judged(json.loads(manifest.to_bytes()), entries=entries, blobs=[]) == ""


def test_an_entry_left_out_in_the_middle_is_noticed(case):
    entries = [case.entries[0], case.entries[2]]
    manifest = replace(case.manifest, entries=3)
    assert case.judged(json.loads(manifest.to_bytes()), entries=entries) == "bundle-chain"


def test_an_entry_left_out_at_the_end_is_noticed(case):
    assert case.judged(entries=case.entries[:2]) == "bundle-logs"


def test_more_entries_than_the_manifest_lists_are_refused(case):
    more = case.shop.journal(4, files={2: [case.photo]})
    assert case.judged(entries=more) == "bundle-logs"


def test_entries_that_changed_places_are_refused(case):
    assert case.judged(entries=[case.entries[1], case.entries[0], case.entries[2]]) == "bundle-chain"


def test_an_entry_of_another_village_is_refused(case):
    entries = [*case.entries[:2], case.shop.journal(3, office=OTHER)[2]]
    assert case.judged(entries=entries) == "entry-wrong-device"


def test_an_entry_of_a_device_that_the_manifest_does_not_list_is_refused(case):
    """With several devices each entry finds its own key, and one that is not listed finds none."""
    own, old = case.entries, case.shop.journal(1, office=OTHER)
    manifest = case.shop.whole([*old, *own], [case.photo])
    third = case.shop.journal(1, office=TOWNSHIP, audience=TOWNSHIP.code)
    container = case.shop.signed(manifest.to_bytes(), [*third, *own], [case.photo])
    with case.shop.open(case.shop.seal(container).name) as opened, pytest.raises(IntegrityError, match="bundle-logs"):
        list(opened.entries(lambda log: OTHER.signing.public))


LINE_FAULTS = {
    "a signature of another entry": (lambda lines: _with(lines, 0, signature=lines[1][-130:-2]), "entry-signature"),
    "a payload of another entry": (
        lambda lines: [lines[0].replace("第1次".encode(), "第9次".encode()), *lines[1:]],
        "payload-mismatch",
    ),
    "another salt": (lambda lines: _with(lines, 0, salt=b"0" * 32), "payload-mismatch"),
    "a salt without payload": (lambda lines: _with(lines, 0, payload=b"null"), "bundle-line"),
    "a payload without salt": (lambda lines: _with(lines, 0, salt=b""), "bundle-line"),
    "a payload that is no record": (lambda lines: _with(lines, 0, payload=b"[]"), "payload-mismatch"),
    "lines of other entries": (lambda lines: [lines[1], lines[0], lines[2]], "bundle-line"),
    "a line too few": (lambda lines: lines[:2], "bundle-line"),
    "a line too many": (lambda lines: [*lines, lines[2]], "bundle-line"),
    "an empty line": (lambda lines: [b"", *lines[1:]], "bundle-line"),
    "a space": (lambda lines: [lines[0].replace(b'"payload":', b'"payload": '), *lines[1:]], "payload-mismatch"),
    "capitals": (lambda lines: _with(lines, 0, signature=b"A" * 128), "bundle-line"),
    "an unknown name": (lambda lines: [lines[0][:-1] + b',"x":1}', *lines[1:]], "bundle-line"),
    "a carriage return": (lambda lines: [lines[0] + b"\r", *lines[1:]], "bundle-line"),
}


def _with(lines, place, **parts):
    from clerk_app.bundle.lines import _LINE

    match = _LINE.fullmatch(lines[place])
    found = {"entry": match[1], "payload": match[2], "salt": match[3], "signature": match[4]} | parts
    changed = b'{"entry":"%b","payload":%b,"salt":"%b","signature":"%b"}' % tuple(found.values())
    return [*lines[:place], changed, *lines[place + 1 :]]


@pytest.mark.parametrize("fault", LINE_FAULTS)
def test_a_fault_in_the_lines_is_refused(case, fault):
    change, code = LINE_FAULTS[fault]
    lines = change([payload_line(one) for one in case.entries])
    assert case.judged(changes={"payloads.jsonl": b"".join(line + b"\n" for line in lines)}) == code


def test_a_last_line_without_end_is_refused(case):
    raw = b"\n".join(payload_line(one) for one in case.entries)
    assert case.judged(changes={"payloads.jsonl": raw}) == "bundle-line"


def test_an_entry_that_is_not_in_its_one_form_is_refused(case):
    raw = b"".join(one.raw.replace(b'"seq":', b'"seq": ') + b"\n" for one in case.entries)
    assert case.judged(changes={"entries.jsonl": raw}) == "bundle-line"


def test_an_entry_that_is_no_entry_is_refused_even_with_a_fitting_line(case):
    from clerk_app.chain import hash_of

    lines = [payload_line(one) for one in case.entries]
    raws = [b"{}", *(one.raw for one in case.entries[1:])]
    changes = {
        "entries.jsonl": b"".join(raw + b"\n" for raw in raws),
        "payloads.jsonl": b"".join(line + b"\n" for line in _with(lines, 0, entry=hash_of(b"{}").encode())),
    }
    assert case.judged(changes=changes) == "record-malformed"


def test_a_line_one_byte_over_its_limit_is_refused(workshop):
    entries = workshop.journal(1)
    container = workshop.signed(workshop.whole(entries).to_bytes(), entries)
    size = len(payload_line(entries[0]))
    workshop.seal(container)
    with workshop.open(limits=bundle.Limits(payload_line=size)) as opened:
        assert list(opened.entries()) == entries
    with (
        workshop.open(limits=bundle.Limits(payload_line=size - 1)) as opened,
        pytest.raises(IntegrityError, match="bundle-line"),
    ):
        list(opened.entries())


COUNTS = {"entry_count": 3, "log_count": 2, "file_count": 2}


@pytest.mark.parametrize(("bound", "count"), COUNTS.items())
def test_one_more_than_a_count_allows_is_refused(workshop, bound, count):
    blobs = [b"one", b"two"]
    entries = [*workshop.journal(2, files={1: blobs}), *workshop.journal(1, epoch=2)]
    raw = workshop.whole(entries, blobs).to_bytes()
    read = bundle.Manifest.from_bytes
    assert read(raw, bundle.Limits(**{bound: count})).entries == 3
    with pytest.raises(IntegrityError, match="record-malformed"):
        read(raw, bundle.Limits(**{bound: count - 1}))


def test_a_listed_file_one_byte_over_its_limit_is_refused(workshop):
    raw = workshop.whole(workshop.journal(1, files={1: [b"12345"]}), [b"12345"]).to_bytes()
    assert bundle.Manifest.from_bytes(raw, bundle.Limits(file=5)).files == (
        FileItem(sha256="5994471abb01112afcc18159f6cc74b4f511b99806da59b3caf5a9c173cacfc5", size=5),
    )
    with pytest.raises(IntegrityError, match="record-malformed"):
        bundle.Manifest.from_bytes(raw, bundle.Limits(file=4))


def test_a_manifest_one_byte_over_its_limit_is_refused(workshop):
    raw = workshop.whole(workshop.journal(1)).to_bytes()
    assert bundle.Manifest.from_bytes(raw, bundle.Limits(manifest=len(raw))).number == 1
    with pytest.raises(IntegrityError, match="json-too-large"):
        bundle.Manifest.from_bytes(raw, bundle.Limits(manifest=len(raw) - 1))
