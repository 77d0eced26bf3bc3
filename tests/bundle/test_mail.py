"""Saved messages: nothing in them is believed, and what is no mail costs nothing."""

from __future__ import annotations

import struct
from email.message import EmailMessage
from pathlib import Path

import pytest

from clerk_app import bundle
from clerk_app.bundle import mail
from clerk_app.errors import IntegrityError

from ..stopwatch import own_seconds

SEALED = b"age-encryption.org/v1\nthe rest"


def saved(folder: Path, *attachments: bytes) -> Path:
    """A message with these attachments, saved as a file."""
    made = EmailMessage()
    made["Subject"] = "村务包"
    made.set_content("见附件")
    for number, data in enumerate(attachments):
        made.add_attachment(data, maintype="image", subtype="jpeg", filename=f"{number}.jpg")
    path = folder / "saved.eml"
    path.write_bytes(made.as_bytes())
    return path


def nested(depth: int) -> bytes:
    """A message of parts within parts."""
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number) for number in range(depth)
    )
    return head + b"\nend\n"


def seconds_to_refuse(path: Path) -> float:
    """What it takes to refuse a message; it is refused twice, for what is timed is not counted for coverage."""
    with pytest.raises(IntegrityError, match="mail-unreadable"):
        bundle.unpack(path, path.parent)
    with own_seconds() as spent, pytest.raises(IntegrityError, match="mail-unreadable"):
        bundle.unpack(path, path.parent)
    return spent[0]


def test_attachments_are_known_by_their_first_bytes(tmp_path: Path) -> None:
    path = saved(tmp_path, b"\xff\xd8 a photo", SEALED, SEALED + b"2")
    assert bundle.looks_like_mail(path)
    assert [each.read_bytes() for each in bundle.unpack(path, tmp_path)] == [SEALED, SEALED + b"2"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", "今天没有邮件\n".encode(), b"no colon here\nx", b"a b: c\nd"])
def test_what_is_no_mail_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    assert not bundle.looks_like_mail(path)


def test_an_empty_file_holds_no_messages(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"")
    assert bundle.unpack(path, tmp_path) == []


def test_parts_within_parts_cost_little_and_break_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.eml"
    path.write_bytes(nested(50))
    assert bundle.unpack(path, tmp_path) == []
    for deep in (nested(5000), nested(5000).upper(), b"Content-Type: message/rfc822\n\n" * 5000):
        path.write_bytes(deep)
        assert seconds_to_refuse(path) < 0.1


def test_too_many_messages_or_parts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, SEALED, SEALED, SEALED)
    monkeypatch.setattr(mail, "MOST_PARTS", 2)
    with pytest.raises(IntegrityError, match="mail-unreadable"):
        bundle.unpack(path, tmp_path)
    monkeypatch.setattr(mail, "MOST_MESSAGES", 1)
    path.write_bytes(b"From a\nSubject: x\n\ny\n\nFrom b\nSubject: x\n\ny\n")
    with pytest.raises(IntegrityError, match="mail-unreadable"):
        bundle.unpack(path, tmp_path)


def test_too_many_bundles_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "winmail.dat"
    path.write_bytes(wrapped(*[(DATA, SEALED)] * mail.MOST_PARTS))
    assert len(bundle.unpack(path, tmp_path)) == mail.MOST_PARTS
    path.write_bytes(wrapped(*[(DATA, SEALED)] * (mail.MOST_PARTS + 1)))
    with pytest.raises(IntegrityError, match="mail-unreadable"):
        bundle.unpack(path, tmp_path)
    monkeypatch.setattr(mail, "MOST_MESSAGES", 2)
    with pytest.raises(IntegrityError, match="mail-unreadable"):
        bundle.unpack(saved(tmp_path, SEALED, SEALED, SEALED), tmp_path)


@pytest.mark.parametrize("folded", [b"", b"\n "])
def test_a_header_of_many_parameters_is_refused_before_it_is_taken_apart(tmp_path: Path, folded: bytes) -> None:
    path = tmp_path / "x.eml"
    path.write_bytes(b'Content-Type: multipart/mixed; a="' + (b";" * 1000 + folded) * 64 + b"\n\nx\n")
    assert seconds_to_refuse(path) < 0.2


def test_a_long_list_of_receivers_is_no_fault(tmp_path: Path) -> None:
    path = saved(tmp_path, SEALED)
    path.write_bytes(b"To: " + b", ".join([b"a@example.com"] * 900) + b"\n" + path.read_bytes())
    assert [each.read_bytes() for each in bundle.unpack(path, tmp_path)] == [SEALED]


@pytest.mark.parametrize("end", [b"\n", b"\r"])
def test_more_lines_than_the_parser_should_see_are_refused(tmp_path: Path, end: bytes) -> None:
    path = tmp_path / "x.eml"
    path.write_bytes(nested(150) + (b"a" + end) * 70_000)
    assert seconds_to_refuse(path) < 0.2


def test_a_message_of_too_many_lines_is_refused_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "MOST_LINES", 40)
    path = tmp_path / "x.eml"
    path.write_bytes(b"A: b\n\n" + b"a\n" * 38)
    assert bundle.unpack(path, tmp_path) == []
    path.write_bytes(b"A: b\n\n" + b"a\n" * 39)
    with pytest.raises(IntegrityError, match="mail-unreadable"):
        bundle.unpack(path, tmp_path)


def test_a_ready_message_comes_back_as_it_went(tmp_path: Path) -> None:
    source = tmp_path / "20261124-330502999201-000001.cwb"
    source.write_bytes(SEALED)
    raw = bundle.message(source, sender="330502999201", subject="甲村 第 1 号上报包", text="请接收。")
    path = tmp_path / "x.eml"
    path.write_bytes(raw)
    assert raw.isascii()
    (again,) = bundle.unpack(path, tmp_path)
    assert again.read_bytes() == SEALED


# What gateways and mail programs make of an attachment


def wrapped(*attributes: tuple[int, bytes]) -> bytes:
    """A ``winmail.dat`` with these attributes (MS-OXTNEF 2.1.2)."""
    body = b"".join(
        struct.pack("<BII", 2, name, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)
        for name, data in attributes
    )
    return struct.pack("<IH", 0x223E9F78, 1) + body


TITLE, DATA = 0x00018010, 0x0006800F


def test_what_outlook_wrapped_up_is_found(tmp_path: Path) -> None:
    raw = wrapped((TITLE, b"x.cwb\0"), (DATA, SEALED), (DATA, b"a photo"), (DATA, SEALED + b"2"))
    alone = tmp_path / "winmail.dat"
    alone.write_bytes(raw)
    assert bundle.looks_like_mail(alone)
    within = saved(tmp_path, raw)
    for path in (alone, within):
        assert [each.read_bytes() for each in bundle.unpack(path, tmp_path)] == [SEALED, SEALED + b"2"]


@pytest.mark.parametrize("cut", [0, 6, 10, 20, 40])
def test_a_cut_wrapping_gives_what_is_whole_and_no_more(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "winmail.dat"
    path.write_bytes(wrapped((DATA, SEALED))[: cut or None])
    assert len(bundle.unpack(path, tmp_path)) <= 1


def test_a_wrapping_that_lies_about_its_size_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "winmail.dat"
    path.write_bytes(struct.pack("<IHBII", 0x223E9F78, 1, 2, DATA, 0xFFFFFFFF))
    assert bundle.unpack(path, tmp_path) == []


def test_a_bundle_that_was_taken_for_text_is_looked_at_so_that_it_can_be_refused(tmp_path: Path) -> None:
    spoilt = SEALED.replace(b"\n", b"\r\n")
    (again,) = bundle.unpack(saved(tmp_path, spoilt), tmp_path)
    assert again.read_bytes() == spoilt
    assert bundle.looks_sealed(again)


def test_a_message_within_a_message_is_looked_into(tmp_path: Path) -> None:
    """A forwarded message is a part that holds parts; one without any body has nothing to look into."""
    inner = EmailMessage()
    inner["Subject"] = "转发"
    inner.set_content("见附件")
    inner.add_attachment(SEALED, maintype="application", subtype="octet-stream", filename="x.cwb")
    outer = EmailMessage()
    outer["Subject"] = "外层"
    outer.set_content("转发")
    outer.add_attachment(inner)
    path = tmp_path / "forwarded.eml"
    path.write_bytes(outer.as_bytes())
    assert [each.read_bytes() for each in bundle.unpack(path, tmp_path)] == [SEALED]


# Sizes


@pytest.mark.parametrize("size", [0, 1, 56, 57, 58, 1000, 100_000])
def test_a_message_is_never_larger_than_it_was_reckoned(tmp_path: Path, size: int) -> None:
    source = tmp_path / "20261124-330502999201-000001.cwb"
    source.write_bytes(b"\xff" * size)
    raw = bundle.message(source, sender="330502999201", subject="甲村 第 1 号上报包" * 10, text="请接收。" * 100)
    assert len(raw) <= bundle.message_size(size)


@pytest.mark.parametrize("limit", [0, 8192, 8269, 8270, 1 << 20, 15 << 20])
def test_the_largest_bundle_of_a_message_fits_it(limit: int) -> None:
    largest = bundle.largest_attached(limit)
    assert largest == 0 or bundle.message_size(largest) <= limit
    assert bundle.message_size(largest + 58) > limit
