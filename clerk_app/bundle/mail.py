"""Bundles by e-mail: a ready message out, and whatever a mail program saved taken apart again.

Nothing in a message is believed: an attachment is a bundle when its first bytes say so, whatever a gateway called it.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage, Message
from pathlib import Path

from clerk_app.errors import IntegrityError

from . import winmail
from .reader import looks_sealed_bytes

LARGEST_MESSAGE = 64 << 20
"""A bundle by mail has at most 45 MiB, and base64 makes it a third longer."""

MOST_MESSAGES = 10_000
MOST_PARTS = 200
"""Parts of a message, and bundles that Outlook wrapped up in one."""

MOST_LINES = 1_000_000
"""The largest message of ours has some 830,000; the parser keeps each line for itself."""

_HOLDING = (b"multipart/", b"message/")
"""What a part that holds parts says of itself (RFC 2046)."""

_MOST_WORK = 10_000_000
"""Lines times parts that hold parts: the parser asks each of those about each line."""

_LONGEST_HEADER = 4096
"""Characters of a header that describes a part; the parser's work grows with the square of its parameters."""

_HEAD = 4096
_FROM = b"From "
_LINE, _LINE_SENT = 57, 78
"""Bytes that a line of base64 holds, and how long it is on its way (RFC 2045: 76 characters and a line end)."""

_AROUND = 8 * 1024
"""What a message of ours has around its attachment, at the most."""


def largest_attached(limit: int) -> int:
    """The largest bundle whose message stays within a mail server's limit, which counts the message as it is sent."""
    return max(0, limit - _AROUND) // _LINE_SENT * _LINE


def message_size(size: int) -> int:
    """An upper bound for the message around a bundle of so many bytes."""
    return _AROUND + -(-size // _LINE) * _LINE_SENT


def message(bundle: Path, *, sender: str, subject: str, text: str) -> bytes:
    """An ``.eml`` file with the bundle attached, which a mail program opens as a draft (no address is guessed)."""
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["Subject"] = subject
    mail["X-Unsent"] = "1"
    mail["X-Clerk-Office"] = sender
    mail.set_content(text, cte="base64")
    mail.add_attachment(bundle.read_bytes(), maintype="application", subtype="octet-stream", filename=bundle.name)
    return mail.as_bytes()


def looks_like_mail(path: Path) -> bool:
    """Whether a file is a saved message or a mailbox, which begin with header lines, or what Outlook made of one."""
    with open(path, "rb") as file:
        first, _, rest = file.read(_HEAD).partition(b"\n")
    if first.startswith((_FROM, winmail.SIGNATURE)):
        return True
    name, colon, _ = first.partition(b":")
    return bool(colon and rest) and name.replace(b"-", b"").isalpha() and name.isascii() and len(name) <= 60


def unpack(path: Path, folder: Path) -> list[Path]:
    """Write every bundle in a saved message, a mailbox or a ``winmail.dat`` into a private folder.

    `IntegrityError` ("mail-unreadable").
    """
    written: list[Path] = []
    for number, raw in enumerate(_messages(path), start=1):
        if number > MOST_MESSAGES:
            raise IntegrityError("mail-unreadable", file=path.name)
        for count, data in enumerate(_attachments(raw, path.name), start=1):
            if count > MOST_PARTS or len(written) == MOST_MESSAGES:
                raise IntegrityError("mail-unreadable", file=path.name)
            target = folder / f"{len(written):05d}.cwb"
            target.write_bytes(data)
            written.append(target)
    return written


def _carried(data: bytes) -> Iterator[bytes]:
    """An attachment that is a bundle, or those that Outlook wrapped up in it."""
    for each in winmail.attachments(data) if data.startswith(winmail.SIGNATURE) else (data,):
        if looks_sealed_bytes(each):
            yield each


def _messages(path: Path) -> Iterator[bytes]:
    """The messages of a mailbox (RFC 4155), or the one message of a file; one that is too large is refused."""
    with open(path, "rb") as file:
        lines: list[bytes] = []
        size, blank = 0, True
        for line in iter(lambda: file.readline(LARGEST_MESSAGE), b""):
            if blank and line.startswith(_FROM):
                if lines:
                    yield b"".join(lines)
                lines, size = [], 0
                continue
            blank = line in (b"\n", b"\r\n")
            size += len(line)
            if size > LARGEST_MESSAGE or len(lines) == MOST_LINES:
                raise IntegrityError("mail-unreadable", file=path.name)
            lines.append(line)
        if lines:
            yield b"".join(lines)


def _attachments(raw: bytes, name: str) -> Iterator[bytes]:
    """The attachments that begin as a bundle does."""
    if raw.startswith(winmail.SIGNATURE):
        yield from _carried(raw)
        return
    lower = raw.lower()
    holding = sum(lower.count(kind) for kind in _HOLDING)
    if holding > MOST_PARTS or holding * (raw.count(b"\n") + raw.count(b"\r")) > _MOST_WORK:
        raise IntegrityError("mail-unreadable", file=name)
    try:
        parts = _leaves(email.message_from_bytes(raw, policy=_Bounded()))
    except (RecursionError, LookupError, ValueError) as error:
        raise IntegrityError("mail-unreadable", file=name) from error
    if len(parts) > MOST_PARTS:
        raise IntegrityError("mail-unreadable", file=name)
    for part in parts:
        data = part.get_payload(decode=True)
        yield from _carried(data if isinstance(data, bytes) else b"")


class _Bounded(email.policy.Compat32):
    """Headers as the parser always reads them; what describes a part is bounded before it is taken apart."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """`ValueError` for a header that is too long."""
        described = sourcelines[0][:8].lower() == "content-"
        if described and sum(len(line) for line in sourcelines) > _LONGEST_HEADER:
            raise ValueError("header too long")
        return super().header_source_parse(sourcelines)


def _leaves(mail: Message) -> list[Message]:
    """The parts that hold something, without the parts that only hold parts."""
    return [part for part in mail.walk() if not part.is_multipart()]
