"""Bundles by e-mail: what fits a message, and what comes back from a gateway under whatever name."""

from __future__ import annotations

import base64
import random
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clerk_app import workflow
from clerk_app.desk import Desk
from clerk_app.errors import SurroundingsError
from clerk_app.model import FileRef, Letter, LetterForm

LIMIT = 2 << 20
"""The smallest limit that the settings allow, in bytes of the message as it is sent."""


def attach(village: Desk, count: int, size: int) -> None:
    """So many letters with a file of that size each; the township will refuse them, but they travel all the same."""
    office = village._office
    for number in range(count):
        with office.store.transaction():
            info = office.store.blobs.put(random.Random(number).randbytes(size))
            letter = Letter(LetterForm.MESSAGE, f"第 {number} 封", village.day())
            draft = workflow.admit_letter(office.realm.context, letter)
            office.write(replace(draft, files=(FileRef(info.sha256, info.size, "photo"),)))


@pytest.fixture
def village(offices: Any) -> Desk:
    """A village whose mail server takes messages of two mebibytes."""
    opened: Desk = offices.open("village")
    opened.preferences.set("carrier.mail", LIMIT)
    return opened


def test_what_does_not_fit_goes_into_the_next_message_and_each_stands_alone(offices: Any, village: Desk) -> None:
    township = offices.open("township")
    attach(village, 6, 600_000)
    messages, left = [], 1
    while left:
        done = village.export(offices.stick, carrier="mail")
        left = done.left
        assert Path(done.mail).stat().st_size <= LIMIT
        (verdict,) = township.receive([Path(done.mail)])
        assert verdict.state in ("filed", "duplicate")
        offices.carry_back(township, village)
        messages.append(done)
    assert 3 <= len(messages) <= 5
    assert "export-rest" in [sentence.code for sentence in messages[0].sentences]
    assert village.standings()[0].awaiting == 0


def test_a_file_too_large_for_any_message_is_said_with_its_size(offices: Any, village: Desk) -> None:
    township = offices.open("township")
    attach(village, 1, LIMIT)
    small = village.export(offices.stick, carrier="mail")
    assert small.left == 1
    township.receive([Path(small.path)])
    offices.carry_back(township, village)
    with pytest.raises(SurroundingsError, match="carrier-too-small") as refused:
        village.export(offices.stick, carrier="mail")
    assert refused.value.details["needed"] > LIMIT > refused.value.details["limit"]
    assert village.export(offices.stick).left == 0


NAMES = ["tcmime.1388.1527.1742.bin", "ATT00001.bin", "附件.dat", "noname", "x.cwb.txt", "photo.jpg"]


@pytest.mark.parametrize("name", NAMES)
def test_a_renamed_bundle_is_known_by_its_content(offices: Any, village: Desk, name: str) -> None:
    township = offices.open("township")
    path = Path(village.export(offices.stick, carrier="mail").path)
    place = offices.folder / "saved"
    place.mkdir()
    path.rename(place / name)
    assert [verdict.state for verdict in township.receive([place])] == ["filed"]


def test_everything_that_travels_has_a_name_that_every_gateway_takes(offices: Any, village: Desk) -> None:
    township = offices.open("township")
    done = village.export(offices.stick, carrier="mail")
    township.receive([Path(done.path)])
    (replied,) = township.reply(offices.stick, carrier="mail")
    for path in (done.path, done.mail, replied.exported.path, replied.exported.mail):
        name = Path(path).name
        assert name.isascii()
        assert len(name) <= 32


def outlook(data: bytes) -> bytes:
    """What Outlook makes of an attachment (MS-OXTNEF)."""
    return struct.pack("<IHBII", 0x223E9F78, 1, 2, 0x0006800F, len(data)) + data + b"\0\0"


def test_what_outlook_wrapped_up_is_taken_in(offices: Any, village: Desk) -> None:
    township = offices.open("township")
    raw = Path(village.export(offices.stick, carrier="mail").path).read_bytes()
    place = offices.folder / "saved"
    place.mkdir()
    (place / "winmail.dat").write_bytes(outlook(raw))
    (verdict,) = township.receive([place])
    assert (verdict.state, Path(verdict.path).name) == ("filed", "winmail.dat")


def spoilt(raw: bytes, kind: str) -> bytes:
    """What a gateway that takes a bundle for text makes of it."""
    if kind == "line ends":
        return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    if kind == "quoted-printable":
        import quopri

        return quopri.encodestring(raw)
    if kind == "seven bits":
        return bytes(byte & 0x7F for byte in raw)
    if kind == "utf-8":
        return raw.decode("utf-8", "replace").encode()
    return base64.encodebytes(raw)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("line ends", "bundle-as-text"),
        ("quoted-printable", "age-damaged"),
        ("seven bits", "age-damaged"),
        ("utf-8", "age-damaged"),
        ("base64", "age-header-not-age"),
    ],
)
def test_what_a_gateway_changed_is_refused_with_words(offices: Any, village: Desk, kind: str, code: str) -> None:
    township = offices.open("township")
    path = Path(village.export(offices.stick, carrier="mail").path)
    path.write_bytes(spoilt(path.read_bytes(), kind))
    (verdict,) = township.receive([path])
    assert (verdict.word, verdict.state) == ("verdict.invalid", "quarantined")
    assert [sentence.code for sentence in verdict.sentences] == [code]
    assert verdict.sentences[0].fix
