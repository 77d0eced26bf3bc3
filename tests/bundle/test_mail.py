"""Saved messages: nothing in them is believed, and what is no mail costs nothing."""

from __future__ import annotations

import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from clerk_app import bundle
from clerk_app.bundle import mail
from clerk_app.errors import IntegrityError

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
    path.write_bytes(nested(5000))
    began = time.process_time()
    with pytest.raises(IntegrityError, match="mail-unreadable"):
        bundle.unpack(path, tmp_path)
    assert time.process_time() - began < 2


def test_too_many_messages_or_parts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, SEALED, SEALED, SEALED)
    monkeypatch.setattr(mail, "MOST_PARTS", 2)
    with pytest.raises(IntegrityError, match="mail-unreadable"):
        bundle.unpack(path, tmp_path)
    monkeypatch.setattr(mail, "MOST_MESSAGES", 1)
    path.write_bytes(b"From a\nSubject: x\n\ny\n\nFrom b\nSubject: x\n\ny\n")
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
