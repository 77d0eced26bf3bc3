"""Only whole PDF files that anybody can open are taken in."""

from __future__ import annotations

import pytest

from clerk_app.errors import IntegrityError
from clerk_app.report import LARGEST, Paper, Paragraph, accept_paper, paper

SOUND = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<< /Size 1 >>\nstartxref\n9\n%%EOF\n"


def refused(data: bytes) -> str:
    """The code that a file is refused with."""
    with pytest.raises(IntegrityError) as caught:
        accept_paper(data)
    return caught.value.code


def test_a_sound_paper_and_one_of_our_own_are_taken() -> None:
    accept_paper(SOUND)
    accept_paper(SOUND + b"\r\n scanner 3.1\r\n")
    accept_paper(paper(Paper("签字页", (Paragraph("甲"),))))


def test_one_byte_over_the_limit_is_refused_and_the_limit_is_not() -> None:
    accept_paper(SOUND[:9] + bytes(LARGEST - len(SOUND)) + SOUND[9:])
    assert refused(SOUND[:9] + bytes(LARGEST + 1 - len(SOUND)) + SOUND[9:]) == "paper-too-large"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xff\xd8\xff", b" " + SOUND, b"%PDF-9.9" + SOUND[8:]])
def test_what_does_not_begin_as_pdf_is_none(data: bytes) -> None:
    assert refused(data) == "paper-not-pdf"


@pytest.mark.parametrize("cut", [9, 30, len(SOUND) - 5, len(SOUND) - 15])
def test_a_paper_without_its_end_is_damaged(cut: int) -> None:
    assert refused(SOUND[:cut]) == "paper-damaged"


def test_an_end_mark_that_is_far_from_the_end_does_not_count() -> None:
    assert refused(SOUND + bytes(3000)) == "paper-damaged"


@pytest.mark.parametrize("entry", [b"/Encrypt 5 0 R", b"/Encrypt<</Filter/Standard>>", b"/Encrypt\n<< >>"])
def test_a_paper_that_needs_a_password_is_refused(entry: bytes) -> None:
    assert refused(SOUND.replace(b"/Size 1", entry)) == "paper-locked"


def test_a_name_that_only_begins_like_it_is_no_password() -> None:
    accept_paper(SOUND.replace(b"/Size 1", b"/EncryptMetadata true"))
