"""The age v1 file format (C2SP, age-encryption.org/v1): binary form, recipients of the type X25519, nothing else.

A file is a header that wraps a random file key for each recipient, a MAC over the header, a 16-byte nonce, and the
payload in chunks of 64 KiB under ChaCha20-Poly1305. Why this stands here and not in a library: docs/decisions/0003.
"""

from __future__ import annotations

import base64
import hmac
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from clerk_app.errors import IntegrityError

FILE_KEY_BYTES = 16
NONCE_BYTES = 16
CHUNK = 64 * 1024
TAG = 16

MOST_STANZAS = 16
"""Recipients that a header may name."""

LARGEST_HEADER = 16 * 1024
"""Bytes within which a header must end."""

_VERSION = b"age-encryption.org/v1\n"
_STANZA = re.compile(rb"-> X25519 ([A-Za-z0-9+/]{43})\n([A-Za-z0-9+/]{43})\n")
_FOREIGN = re.compile(rb"-> (?!X25519\b)[!-~]")
_END = re.compile(rb"--- ([A-Za-z0-9+/]{43})\n")
_WRAP_INFO = b"age-encryption.org/v1/X25519"


@dataclass(frozen=True, slots=True)
class Stanza:
    """The file key wrapped for one recipient: a one-time public key and 32 bytes that only its holder can open."""

    share: bytes
    body: bytes

    def __bytes__(self) -> bytes:
        return b"-> X25519 " + _base64(self.share) + b"\n" + _base64(self.body) + b"\n"


@dataclass(frozen=True, slots=True)
class Header:
    """A header as read: its stanzas, the bytes under the MAC, the MAC, and the bytes that it takes in the file."""

    stanzas: tuple[Stanza, ...]
    covered: bytes
    mac: bytes
    size: int


def write_header(stanzas: tuple[Stanza, ...], file_key: bytes) -> bytes:
    """The header that holds these stanzas."""
    covered = _VERSION + b"".join(bytes(stanza) for stanza in stanzas) + b"---"
    return covered + b" " + _base64(_mac(file_key, covered)) + b"\n"


def read_header(head: bytes) -> Header:
    """Read the header at the beginning of a file, strictly; nothing is computed with keys yet.

    `IntegrityError`: "age-header-not-age", "age-header-foreign" (another kind of recipient, also a passphrase),
    "age-header-too-large", "age-header-malformed".
    """
    if not head.startswith(_VERSION):
        raise IntegrityError("age-header-not-age")
    head = head[:LARGEST_HEADER]
    stanzas: list[Stanza] = []
    at = len(_VERSION)
    while match := _STANZA.match(head, at):
        stanzas.append(Stanza(_plain(match[1]), _plain(match[2])))
        at = match.end()
    if len(stanzas) > MOST_STANZAS:
        raise IntegrityError("age-header-too-large", found=len(stanzas), limit=MOST_STANZAS)
    end = _END.match(head, at)
    if end is None and _FOREIGN.match(head, at):
        raise IntegrityError("age-header-foreign")
    if end is None or not stanzas:
        raise IntegrityError("age-header-malformed")
    return Header(tuple(stanzas), head[: at + 3], _plain(end[1]), end.end())


def wrap(file_key: bytes, recipient: X25519PublicKey, once: X25519PrivateKey) -> Stanza:
    """Wrap the file key for a recipient with a private key made for this purpose; `ValueError` for a weak recipient."""
    share = once.public_key().public_bytes_raw()
    key = _derive(once.exchange(recipient), share + recipient.public_bytes_raw(), _WRAP_INFO)
    return Stanza(share, ChaCha20Poly1305(key).encrypt(bytes(12), file_key, None))


def unwrap(header: Header, identity: X25519PrivateKey) -> bytes:
    """The file key; `IntegrityError`: "age-not-for-us", "age-header-malformed", "age-damaged" (the MAC)."""
    own = identity.public_key().public_bytes_raw()
    for stanza in header.stanzas:
        try:
            shared = identity.exchange(X25519PublicKey.from_public_bytes(stanza.share))
        except ValueError as error:  # a share of low order would give everybody the same secret
            raise IntegrityError("age-header-malformed") from error
        try:
            key = _derive(shared, stanza.share + own, _WRAP_INFO)
            file_key = ChaCha20Poly1305(key).decrypt(bytes(12), stanza.body, None)
        except InvalidTag:
            continue
        if not hmac.compare_digest(_mac(file_key, header.covered), header.mac):
            raise IntegrityError("age-damaged")
        return file_key
    raise IntegrityError("age-not-for-us")


def payload_cipher(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    """The cipher of the payload's chunks."""
    return ChaCha20Poly1305(_derive(file_key, nonce, b"payload"))


def chunk_nonce(number: int, last: bool) -> bytes:
    """The nonce of a chunk: its number from 0, and whether it is the last, so that none can be cut off unnoticed."""
    return (number << 8 | last).to_bytes(12, "big")


def _derive(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(secret)


def _mac(file_key: bytes, covered: bytes) -> bytes:
    return hmac.digest(_derive(file_key, b"", b"header"), covered, "sha256")


def _base64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _plain(text: bytes) -> bytes:
    """The bytes of an unpadded base64 text that is written in its one canonical way."""
    data = base64.b64decode(text + b"=" * (-len(text) % 4))
    if _base64(data) != text:
        raise IntegrityError("age-header-malformed")
    return data
