"""Every claim of a valid bundle changed in turn, signed again and taken in by the township: each has its own reason."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from clerk_app import canon
from clerk_app.crypto import SealingKey, SigningKey, sshsig
from clerk_app.desk import Desk, Verdict

from .conftest import Offices
from .forging import LEFT_OUT, Forger

HASH, OTHER, FAR = "cd" * 32, "330502999202", "330502998000"
STRANGER = SigningKey.from_seed(b"\x07" * 32)
FOREIGN = SealingKey.parse("AGE-SECRET-KEY-13T9Y7DNHF7P2VLZS0JUUJENEFQHZE3M87TFC2Q3XJ4T62E4SJTAS56MWNM").recipient
MADE = ("made",)

CLAIMS: dict[str, tuple[tuple[str | int, ...], Any, str]] = {
    # wrong recipient
    "to another township": (("to", "office"), FAR, "manifest-inconsistent"),
    "to the sender itself": (("to", "office"), "330502999201", "manifest-inconsistent"),
    "to another key": (("to", "sealing"), FOREIGN, "wrong-recipient-key"),
    "to a key that is none": (("to", "sealing"), "age1", "record-malformed"),
    "to an office of eleven digits": (("to", "office"), "33050299900", "record-malformed"),
    "to nobody": (("to",), LEFT_OUT, "record-malformed"),
    # wrong village, wrong device
    "from a village that nobody knows": (("from", "office"), OTHER, "unknown-sender"),
    "from no office": (("from", "office"), "x", "record-malformed"),
    "from another device": (("from", "device"), STRANGER.public.hex(), "bundle-signer"),
    "from no device": (("from", "device"), LEFT_OUT, "record-malformed"),
    "a name that turns the line round": (("from", "name"), "甲\u202e村", "manifest-inconsistent"),
    "a name that is too long": (("from", "name"), "甲" * 201, "record-malformed"),
    "answers to a key that is none": (("from", "sealing"), "ssh-rsa", "record-malformed"),
    # wrong type, suite, version
    "a kind that nobody knows": (("kind",), "order", "record-malformed"),
    "another suite": (("suite",), "cw1-gm", "bundle-suite"),
    "an older suite": (("suite",), "cw0", "bundle-suite"),
    "a suite that is none": (("suite",), "CW1 ", "record-malformed"),
    "a format from the future": (("v",), 2, "bundle-newer"),
    "a reader from the future": (("reader",), 9, "bundle-newer"),
    "a format of nought": (("v",), 0, "record-malformed"),
    "a reader that is a text": (("reader",), "1", "record-malformed"),
    "a time that is none": (MADE, "2026-11-23 08:00", "record-malformed"),
    "a program with a line break": (("program",), "clerk\n", "record-malformed"),
    # where it stands
    "number nought": (("number",), 0, "record-malformed"),
    "a number of seven digits": (("number",), 1_000_000, "record-malformed"),
    "a second one without forerunner": (("number",), 2, "manifest-inconsistent"),
    "a first one with a forerunner": (("previous",), HASH, "manifest-inconsistent"),
    "a forerunner that is no hash": (("previous",), "xyz", "record-malformed"),
    "a receipt that is no hash": (("receipt",), "1", "record-malformed"),
    # what it carries
    "fewer entries than there are": (("entries",), 2, "manifest-inconsistent"),
    "no entries": (("entries",), 0, "record-malformed"),
    "more entries than a bundle may have": (("entries",), 500_001, "record-malformed"),
    "no logs": (("logs",), [], "manifest-inconsistent"),
    "a log that begins elsewhere": (("logs", 0, "first"), 2, "manifest-inconsistent"),
    "a log with another head": (("logs", 0, "head"), HASH, "bundle-logs"),
    "a log with a forerunner": (("logs", 0, "prev"), HASH, "manifest-inconsistent"),
    "a log for another reader": (("logs", 0, "log", "audience"), OTHER, "manifest-inconsistent"),
    "a log of a device that is not theirs": (("logs", 0, "log", "device"), HASH, "bundle-unknown-device"),
    "a log of another epoch": (("logs", 0, "log", "epoch"), 2, "bundle-logs"),
    "a log without epoch": (("logs", 0, "log", "epoch"), LEFT_OUT, "record-malformed"),
    "a file of another size": (("files", 0, "size"), 9, "bundle-files"),
    "a file of another name": (("files", 0, "sha256"), HASH, "bundle-files"),
    "a file of negative size": (("files", 0, "size"), -1, "record-malformed"),
    "files that are not listed": (("files",), [], "bundle-files"),
}


def lines(forger: Forger, name: str, change: Callable[[list[bytes]], list[bytes]]) -> dict[str, bytes | None]:
    """One member of lines, changed."""
    return {name: b"".join(line + b"\n" for line in change(forger.members()[name].splitlines()))}


def flipped(line: bytes, old: bytes, new: bytes) -> bytes:
    """A line in which something stands for the first time in another way."""
    assert old in line
    return line.replace(old, new, 1)


MEMBERS: dict[str, tuple[Callable[[Forger], Path], str]] = {
    "signed by a stranger in the device's name": (lambda f: f.forge(key=STRANGER), "bundle-signer"),
    "signed by a stranger in his own name": (
        lambda f: f.forge({("from", "device"): STRANGER.public.hex()}, key=STRANGER),
        "wrong-sender-key",
    ),
    "signed by the township in the village's name": (
        lambda f: f.forge({("from", "device"): f.township.card.signing}, key=f.township._office.device),
        "wrong-sender-key",
    ),
    "a signature for another purpose": (
        lambda f: f.forge(signature=sshsig(f.village._office.device, "clerk-entry1", f.members()["SHA256SUMS"])),
        "signature-malformed",
    ),
    "a signature over something else": (
        lambda f: f.forge(signature=sshsig(f.village._office.device, "clerk-bundle", b"other")),
        "signature-invalid",
    ),
    "sums of something else": (
        lambda f: f.forge(members={"SHA256SUMS": f.members()["SHA256SUMS"].replace(b"  README", b" *README")}),
        "bundle-sums",
    ),
    "another page of instructions": (lambda f: f.forge(members={"README.txt": b"trust me"}), "container-readme"),
    "no page of instructions": (lambda f: f.forge(members={"README.txt": None}), "container-malformed"),
    "something after the end": (lambda f: f.forge(tail=b"\0"), "container-trailing"),
    "an end that is missing": (lambda f: f.sealed(b"PK\x03\x04"), "container-truncated"),
    "a manifest in another form": (
        lambda f: f.forge(members={"manifest.json": canon.encode(f.manifest()).replace(b":", b": ", 1)}),
        "json-not-canonical",
    ),
    "a manifest that is none": (lambda f: f.forge(members={"manifest.json": b"[]"}), "record-malformed"),
    "an attachment that is another": (
        lambda f: f.forge(members={f"files/{f.manifest()['files'][0]['sha256']}": b"changed"}),
        "bundle-file-damaged",
    ),
    "an attachment that is left out": (
        lambda f: f.forge({("files",): []}, members={f"files/{f.manifest()['files'][0]['sha256']}": None}),
        "bundle-file-missing",
    ),
    "an entry that is left out": (
        lambda f: f.forge(
            members=lines(f, "entries.jsonl", lambda them: them[:1] + them[2:])
            | lines(f, "payloads.jsonl", lambda them: them[:1] + them[2:])
        ),
        "bundle-chain",
    ),
    "a last entry that is left out": (
        lambda f: f.forge(
            members=lines(f, "entries.jsonl", lambda them: them[:-1])
            | lines(f, "payloads.jsonl", lambda them: them[:-1])
        ),
        "bundle-logs",
    ),
    "an entry that was changed": (
        lambda f: f.forge(members=lines(f, "entries.jsonl", lambda them: [flipped(them[0], b"clerk", b"Clerk")])),
        "bundle-line",
    ),
    "a payload that was changed": (
        lambda f: f.forge(
            members=lines(
                f, "payloads.jsonl", lambda them: [flipped(them[0], "甲村".encode(), "乙村".encode()), *them[1:]]
            )
        ),
        "payload-mismatch",
    ),
    "another salt": (
        lambda f: f.forge(
            members=lines(
                f,
                "payloads.jsonl",
                lambda them: [them[0].split(b'"salt":"')[0] + b'"salt":"' + b"0" * 32 + them[0][-145:], *them[1:]],
            )
        ),
        "payload-mismatch",
    ),
    "a signature of another entry": (
        lambda f: f.forge(
            members=lines(f, "payloads.jsonl", lambda them: [them[0][:-130] + them[1][-130:], *them[1:]])
        ),
        "entry-signature",
    ),
}


def cases() -> dict[str, tuple[Callable[[Forger], Path], str]]:
    """All of them by name: how each is made, and the code of its refusal."""

    def forging(path: tuple[str | int, ...], value: Any) -> Callable[[Forger], Path]:
        return lambda forger: forger.forge({path: value})

    return {name: (forging(path, value), code) for name, (path, value, code) in CLAIMS.items()} | MEMBERS


@pytest.fixture(scope="module")
def closed(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two offices with one honest bundle between them, not yet taken in."""
    folder = tmp_path_factory.mktemp("claims") / "offices"
    shutil.copytree(founded, folder)
    offices = Offices(folder)
    offices.open("village").export(offices.stick)
    offices.close()
    return folder


@pytest.fixture(scope="module")
def forger(closed: Path) -> Iterator[Forger]:
    """A forger over them; nothing that he makes is ever filed, so that one township serves for all cases."""
    offices = Offices(closed)
    (honest,) = offices.stick.glob("*.cwb")
    yield Forger(offices.open("village"), offices.open("township"), honest)
    offices.close()


def untouched(township: Desk) -> tuple[Any, ...]:
    """What must not move when a bundle is not taken in."""
    office = township._office
    return office.store.journal.logs(), office.head(office.log("330502999201")), office.store.inbox.of("330502999201")


def told(verdict: Verdict) -> tuple[str, str]:
    """What is wrong, and by how much, in words."""
    (sentence,) = verdict.sentences
    assert sentence.fix
    return sentence.what, sentence.amount


@pytest.mark.parametrize("name", cases())
def test_a_false_claim_is_refused_with_its_reason_and_the_file_is_kept(forger: Forger, name: str) -> None:
    make, code = cases()[name]
    path, before = make(forger), untouched(forger.township)
    (verdict,) = forger.township.receive([path])
    assert [sentence.code for sentence in verdict.sentences] == [code]
    assert (verdict.state, verdict.word) in (("quarantined", "verdict.invalid"), ("held", "verdict.uncertain"))
    assert untouched(forger.township) == before
    kept = {each.read_bytes() for each in (forger.township.folder / "quarantine").iterdir()}
    assert path.read_bytes() in kept


def test_there_are_sixty_and_nearly_each_is_told_in_words_of_its_own(forger: Forger) -> None:
    found = {name: told(forger.township.verify(make(forger))) for name, (make, _code) in cases().items()}
    assert len(found) >= 60
    assert len({code for _make, code in cases().values()}) >= 25
    assert len(set(found.values())) >= 50


def test_the_honest_bundle_is_taken_in(forger: Forger) -> None:
    assert forger.township.verify(forger.forge()).state == "sound"
