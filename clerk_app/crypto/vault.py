"""Files at rest on this computer: AES-256-GCM in chunks, so that any place can be read without the rest.

Form of a file: the five bytes of `MAGIC`, a random 32-byte salt, then chunks of 1 MiB of plain text, each with a
16-byte tag; the last chunk is shorter or equal, and empty only in an empty file. The key of a file is
HKDF-SHA256(key, salt, "cw1/vault"), so nonces may count: 11 bytes with the chunk's number from 0, one byte that is 1
for the last chunk and 0 for the others. A reader first proves the last chunk: then the length is proven, and a chunk
that is changed, moved, cut off or appended is found when it is read.
"""

from __future__ import annotations

import io
import os
import secrets
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from clerk_app.errors import IntegrityError

from .streams import Sink, Source, read_full, write_all

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAGIC = b"CWV1\n"
SALT_BYTES = 32
CHUNK = 1 << 20
TAG = 16

_HEADER = len(MAGIC) + SALT_BYTES
_SEALED_CHUNK = CHUNK + TAG


def protect(reader: Source, writer: Sink, key: bytes) -> None:
    """Write what `reader` gives as a vault file under a 32-byte key."""
    target = ProtectedWriter(writer, key)
    while block := reader.read(CHUNK):
        target.write(block)
    target.finish()


class ProtectedWriter:
    """A vault file that is being written; it is one only after `finish`.

    Both buffers are used again for every chunk: asking for fresh memory costs several times the encryption.
    """

    def __init__(self, writer: Sink, key: bytes) -> None:
        salt = secrets.token_bytes(SALT_BYTES)
        self._writer = writer
        self._cipher = _cipher(key, salt)
        self._plain = memoryview(bytearray(CHUNK))
        self._sealed = memoryview(bytearray(_SEALED_CHUNK))
        self._filled = 0
        self._number = 0
        write_all(writer, MAGIC + salt)

    def write(self, data: bytes, /) -> int:
        """Take the next bytes; a full chunk waits until it is known whether it is the last."""
        rest = memoryview(data)
        while rest:
            if self._filled == CHUNK:
                self._emit(last=False)
            piece = rest[: CHUNK - self._filled]
            self._plain[self._filled : self._filled + len(piece)] = piece
            self._filled += len(piece)
            rest = rest[len(piece) :]
        return len(data)

    def finish(self) -> None:
        """Write the last chunk."""
        self._emit(last=True)

    def _emit(self, *, last: bool) -> None:
        sealed = self._sealed[: self._filled + TAG]
        self._cipher.encrypt_into(_nonce(self._number, last), self._plain[: self._filled], None, sealed)
        write_all(self._writer, bytes(sealed))
        self._filled = 0
        self._number += 1


class ProtectedReader(io.RawIOBase):
    """A vault file, read at any place; it owns `file` (seekable) and closes it.

    `IntegrityError` ("vault-damaged") at once where the file has been cut or lengthened or the key is another one, and
    at reading where a chunk has been changed.
    """

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        super().__init__()
        self._file = file
        self._place = 0
        self._held = -1
        self._plain = b""
        whole = file.seek(0, os.SEEK_END)
        file.seek(0)
        header = read_full(file, _HEADER)
        if len(header) != _HEADER or not header.startswith(MAGIC):
            raise IntegrityError("vault-damaged")
        self._cipher = _cipher(key, header[len(MAGIC) :])
        self._last = max(0, -(-(whole - _HEADER) // _SEALED_CHUNK) - 1)
        self._size = whole - _HEADER - (self._last + 1) * TAG
        self._tail = self._opened(self._last)
        if not self._tail and self._last > 0:
            raise IntegrityError("vault-damaged")

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def tell(self) -> int:
        """The place that is read next."""
        return self._place

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place, also beyond the end; `ValueError` before the beginning."""
        place = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._size}[whence]
        if place < 0:
            raise ValueError("a file has no place before its beginning")
        self._place = place
        return place

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read into a buffer, at most to the end of the chunk."""
        if self._place >= self._size:
            return 0
        target = memoryview(buffer).cast("B")
        number, start = divmod(self._place, CHUNK)
        data = memoryview(self._load(number))[start : start + len(target)]
        target[: len(data)] = data
        self._place += len(data)
        return len(data)

    def close(self) -> None:
        """Close the file below as well."""
        self._file.close()
        super().close()

    def _load(self, number: int) -> bytes:
        """The plain text of a chunk; the last of the file, which was proven first, and the one read last are held."""
        if number == self._last:
            return self._tail
        if number != self._held:
            self._plain, self._held = self._opened(number), number
        return self._plain

    def _opened(self, number: int) -> bytes:
        self._file.seek(_HEADER + number * _SEALED_CHUNK)
        sealed = read_full(self._file, _SEALED_CHUNK)
        try:
            return self._cipher.decrypt(_nonce(number, number == self._last), sealed, None)
        except InvalidTag as error:
            raise IntegrityError("vault-damaged") from error


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    if len(key) != 32:
        raise ValueError("a vault key has 32 bytes")
    return AESGCM(HKDF(SHA256(), 32, salt, b"cw1/vault").derive(key))


def _nonce(number: int, last: bool) -> bytes:
    return (number << 8 | last).to_bytes(12, "big")
