"""Sealing for offices: whatever one office writes for another is an age file that both can open."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from clerk_app.errors import IntegrityError

from . import age, bech32
from .streams import Sink, Source, blocks, read_full, write_all

_RECIPIENT_PREFIX = "age"
_SECRET_PREFIX = "age-secret-key-"
_KEY_BYTES = 32
_BLOCK = 16 * age.CHUNK
_SEALED_CHUNK = age.CHUNK + age.TAG
_SEALED_BLOCK = 16 * _SEALED_CHUNK
_BLOCKS_AHEAD = 4


@dataclass(frozen=True, slots=True)
class SealingKey:
    """An office's X25519 key: `secret` as ``AGE-SECRET-KEY-1…``, `recipient` as ``age1…``; `age` reads both."""

    secret: str = field(repr=False)
    recipient: str
    _private: X25519PrivateKey = field(repr=False, compare=False)

    @classmethod
    def generate(cls) -> SealingKey:
        """A new random key."""
        return cls._of(secrets.token_bytes(_KEY_BYTES))

    @classmethod
    def parse(cls, secret: str) -> SealingKey:
        """The key of a secret in its one text form; `IntegrityError` ("sealing-key-malformed")."""
        try:
            raw = bech32.decode(_SECRET_PREFIX, secret.lower(), _KEY_BYTES)
        except ValueError as error:
            raise IntegrityError("sealing-key-malformed") from error
        return cls._of(raw)

    @classmethod
    def _of(cls, raw: bytes) -> SealingKey:
        private = X25519PrivateKey.from_private_bytes(raw)
        public = private.public_key().public_bytes_raw()
        secret = bech32.encode(_SECRET_PREFIX, raw).upper()
        return cls(secret, bech32.encode(_RECIPIENT_PREFIX, public), private)


def check_recipient(recipient: str) -> None:
    """Raise `IntegrityError` ("recipient-malformed") for a text that is no X25519 recipient, or a weak one."""
    _wrap(bytes(age.FILE_KEY_BYTES), recipient)


def guard(head: bytes) -> None:
    """Check the beginning of a file (16 KiB suffice) before any work: an age header as `seal` writes it, no other."""
    age.read_header(head)


def seal(reader: Source, writer: Sink, recipients: Sequence[str]) -> None:
    """Write what `reader` gives as an age file for these recipients.

    The caller's thread reads, so that whatever a reader does (hash, ask the database) stays there; a second thread
    encrypts and writes meanwhile. `IntegrityError` ("recipient-malformed"); no recipients is our misuse: `ValueError`.
    """
    if not 1 <= len(recipients) <= age.MOST_STANZAS:
        raise ValueError("a file is sealed for 1 to 16 recipients")
    file_key, nonce = secrets.token_bytes(age.FILE_KEY_BYTES), secrets.token_bytes(age.NONCE_BYTES)
    stanzas = tuple(_wrap(file_key, recipient) for recipient in recipients)
    write_all(writer, age.write_header(stanzas, file_key) + nonce)
    payload = _Payload(writer, age.payload_cipher(file_key, nonce))
    with ThreadPoolExecutor(1, "seal") as second:
        waiting: deque[Future[None]] = deque()
        for block, last in blocks(reader, _BLOCK):
            waiting.append(second.submit(payload.add, block, last))
            if len(waiting) > _BLOCKS_AHEAD:
                waiting.popleft().result()
        for future in waiting:
            future.result()


def unseal(reader: Source, writer: Sink, *keys: SealingKey) -> None:
    """Write what an age file holds that was sealed for one of these keys; nothing counts until this returns.

    `IntegrityError`: "age-header-…" before any work, "age-not-for-us", "age-damaged" (changed, cut or lengthened).
    """
    head = read_full(reader, age.LARGEST_HEADER)
    header = age.read_header(head)
    file_key = _file_key(header, keys)
    rest = _Rest(head[header.size :], reader)
    chunks = _Chunks(age.payload_cipher(file_key, read_full(rest, age.NONCE_BYTES)))
    for block, last in blocks(rest, _SEALED_BLOCK):
        write_all(writer, chunks.open(block, last))


def _file_key(header: age.Header, keys: Sequence[SealingKey]) -> bytes:
    """The file key by the first of these keys that fits."""
    for key in keys[:-1]:
        try:
            return age.unwrap(header, key._private)
        except IntegrityError as error:
            if error.code != "age-not-for-us":
                raise
    return age.unwrap(header, keys[-1]._private)


class _Payload:
    """The chunks of one file, encrypted a block at a time into a buffer that is used again."""

    def __init__(self, writer: Sink, cipher: ChaCha20Poly1305) -> None:
        self._writer = writer
        self._cipher = cipher
        self._number = 0
        self._buffer = memoryview(bytearray(_SEALED_BLOCK))

    def add(self, block: bytes, last: bool) -> None:
        """Encrypt and write the next block; only the last may be shorter than a full one."""
        view, at = memoryview(block), 0
        for start in range(0, max(len(block), 1), age.CHUNK):
            piece = view[start : start + age.CHUNK]
            nonce = age.chunk_nonce(self._number, last and start + age.CHUNK >= len(block))
            at += self._cipher.encrypt_into(nonce, piece, None, self._buffer[at : at + len(piece) + age.TAG])
            self._number += 1
        write_all(self._writer, bytes(self._buffer[:at]))


class _Chunks:
    """The chunks of one file, opened a block at a time in a buffer that is used again."""

    def __init__(self, cipher: ChaCha20Poly1305) -> None:
        self._cipher = cipher
        self._number = 0
        self._buffer = memoryview(bytearray(_BLOCK))

    def open(self, block: bytes, last: bool) -> bytes:
        """What the next block holds; only the last may be shorter than a full one, and only an only chunk is empty."""
        view, at = memoryview(block), 0
        for start in range(0, max(len(block), 1), _SEALED_CHUNK):
            chunk = view[start : start + _SEALED_CHUNK]
            size = len(chunk) - age.TAG
            if size < 0 or (size == 0 and self._number > 0):
                raise IntegrityError("age-damaged")
            nonce = age.chunk_nonce(self._number, last and start + _SEALED_CHUNK >= len(block))
            try:
                self._cipher.decrypt_into(nonce, chunk, None, self._buffer[at : at + size])
            except InvalidTag as error:
                raise IntegrityError("age-damaged") from error
            at += size
            self._number += 1
        return bytes(self._buffer[:at])


class _Rest:
    """What follows the header: the bytes that were read with it, then the file itself."""

    def __init__(self, head: bytes, reader: Source) -> None:
        self._head = head
        self._reader = reader

    def read(self, size: int, /) -> bytes:
        """The next bytes."""
        if not self._head:
            return self._reader.read(size)
        data, self._head = self._head[:size], self._head[size:]
        return data


def _wrap(file_key: bytes, recipient: str) -> age.Stanza:
    try:
        public = X25519PublicKey.from_public_bytes(bech32.decode(_RECIPIENT_PREFIX, recipient, _KEY_BYTES))
        return age.wrap(file_key, public, X25519PrivateKey.generate())
    except ValueError as error:
        raise IntegrityError("recipient-malformed") from error
