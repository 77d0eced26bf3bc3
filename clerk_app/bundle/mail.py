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

from .reader import MAGIC

LARGEST_MESSAGE = 64 << 20
"""A bundle by mail has at most 45 MiB, and base64 makes it a third longer."""

MOST_MESSAGES = 10_000
MOST_PARTS = 200
_HEAD = 4096
_FROM = b"From "


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
    """Whether a file is a saved message or a mailbox: it begins with header lines."""
    with open(path, "rb") as file:
        first, _, rest = file.read(_HEAD).partition(b"\n")
    if first.startswith(_FROM):
        return True
    name, colon, _ = first.partition(b":")
    return bool(colon and rest) and name.replace(b"-", b"").isalpha() and name.isascii() and len(name) <= 60


def unpack(path: Path, folder: Path) -> list[Path]:
    """Write every bundle in a saved message or mailbox into a private folder; `IntegrityError` ("mail-unreadable")."""
    written: list[Path] = []
    for number, raw in enumerate(_messages(path), start=1):
        if number > MOST_MESSAGES:
            raise IntegrityError("mail-unreadable", file=path.name)
        for data in _attachments(raw, path.name):
            target = folder / f"{len(written):05d}.cwb"
            target.write_bytes(data)
            written.append(target)
    return written


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
            if size > LARGEST_MESSAGE:
                raise IntegrityError("mail-unreadable", file=path.name)
            lines.append(line)
        if lines:
            yield b"".join(lines)


def _attachments(raw: bytes, name: str) -> Iterator[bytes]:
    """The attachments that begin as a bundle does."""
    try:
        parts = _leaves(email.message_from_bytes(raw))
    except (RecursionError, LookupError, ValueError) as error:
        raise IntegrityError("mail-unreadable", file=name) from error
    if len(parts) > MOST_PARTS:
        raise IntegrityError("mail-unreadable", file=name)
    for part in parts:
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and data.startswith(MAGIC):
            yield data


def _leaves(mail: Message) -> list[Message]:
    """The parts that hold something, without the parts that only hold parts."""
    return [part for part in mail.walk() if not part.is_multipart()]
