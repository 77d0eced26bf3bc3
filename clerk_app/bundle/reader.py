"""Reading a bundle: everything is proven in one fixed order before a caller sees any of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO, TypeAlias

from clerk_app import chain, crypto
from clerk_app.errors import IntegrityError, SurroundingsError
from clerk_app.meter import Cancelled
from clerk_app.model import LogId, Recorded

from .container import ENTRIES, FILES, PAYLOADS
from .contents import Contents, inspect
from .limits import Limits
from .lines import LinePair, read_pairs
from .manifest import Manifest
from .medium import Fetched
from .placing import blamed, bundle_unreadable, spool_failed
from .window import window
from .witness import Witness

PublicOf: TypeAlias = Callable[[LogId], bytes | None]
"""The raw public key of a log's device where it belongs to the sender, else None."""

MAGIC = b"age-encryption.org/v1\n"

_AS_TEXT = MAGIC[:-1] + b"\r\n"
"""How a bundle begins when a mail program took it for text and changed its line ends."""


def looks_sealed(path: Path) -> bool:
    """Whether a file begins as a bundle does; its name says nothing. `SurroundingsError` ("bundle-unreadable")."""
    with blamed(bundle_unreadable), open(path, "rb") as file:
        return looks_sealed_bytes(file.read(len(_AS_TEXT)))


def looks_sealed_bytes(head: bytes) -> bool:
    """Whether these bytes begin a bundle, be it one that was spoilt on its way: it shall be told, not passed over."""
    return head.startswith((MAGIC, _AS_TEXT))


@contextmanager
def open_sealed(
    path: Path,
    key: crypto.SealingKey,
    spool: Path,
    limits: Limits | None = None,
    cancelled: Cancelled | None = None,
    former: Sequence[crypto.SealingKey] = (),
) -> Iterator[Opened]:
    """Open a bundle: size, age header, decryption into a private spool, container, sums, signature, manifest.

    `former` are the keys that the office had before, for what was still sealed for them.

    Stops at the first failure. Nothing is parsed before the whole file was decrypted, for the beginning of a cut file
    may be genuine. `spool` is a private folder on this computer. `IntegrityError`: "bundle-too-large",
    "bundle-as-text", "age-…", and those of `inspect`. `SurroundingsError`: "bundle-unreadable", "spool-failed",
    "cancelled".
    """
    bounds = limits or Limits()
    with crypto.Spool(spool) as private:
        _decrypt(_Carried(path, cancelled), (key, *former), private, bounds)
        yield Opened(inspect(private.reader(), bounds), private, bounds)


def _decrypt(carried: _Carried, keys: Sequence[crypto.SealingKey], private: crypto.Spool, limits: Limits) -> None:
    with blamed(spool_failed):
        with carried as sealed:
            if sealed.size > limits.sealed:
                raise IntegrityError("bundle-too-large", size=sealed.size, limit=limits.sealed)
            if sealed.begins_as_text():
                raise IntegrityError("bundle-as-text")
            crypto.unseal(sealed, private, *keys)
        private.finish()


class _Carried:
    """A file on a carrier, whose failures are not those of this computer's disk."""

    def __init__(self, path: Path, cancelled: Cancelled | None) -> None:
        self._cancelled = cancelled
        with blamed(bundle_unreadable):
            self._file = open(path, "rb")  # noqa: SIM115
            self.size = os.fstat(self._file.fileno()).st_size
        self._fetched = Fetched(self._file)

    def __enter__(self) -> _Carried:
        return self

    def __exit__(self, *failure: object) -> None:
        self._file.close()

    def begins_as_text(self) -> bool:
        """Whether a mail program took the file for text."""
        with blamed(bundle_unreadable):
            head = self._file.read(len(_AS_TEXT))
            self._file.seek(0)
        return head == _AS_TEXT

    def read(self, size: int, /) -> bytes:
        if self._cancelled is not None and self._cancelled():
            raise SurroundingsError("cancelled")
        with blamed(bundle_unreadable):
            return self._fetched.read(size)


class Opened:
    """A bundle that is whole and signed. Whether its signer may speak for the office, `judge` says."""

    def __init__(self, contents: Contents, spool: crypto.Spool, limits: Limits) -> None:
        self.contents = contents
        self._spool = spool
        self._limits = limits
        self._members = {member.name: member for member in contents.members}
        self._files = spool.reader()

    @property
    def id(self) -> str:
        """The bundle's name: SHA-256 (hex) of its SHA256SUMS."""
        return self.contents.id

    @property
    def signer(self) -> bytes:
        """The raw Ed25519 public key that signed."""
        return self.contents.signer

    @property
    def manifest(self) -> Manifest:
        """What the bundle says of itself."""
        return self.contents.manifest

    def file(self, sha256: str) -> BinaryIO:
        """A seekable reader of an attachment that the manifest lists; `KeyError` for any other."""
        return self._member(FILES + sha256, self._files)

    def entries(self, public_of: PublicOf = lambda _: None) -> Iterator[Recorded]:
        """The entries in their order, each verified when it is its turn: bytes, device, signature, payload, chain.

        `public_of` is asked, before the first entry, for every log that was not written by the signing device; it must
        know the sender's own devices only. What concerns all entries together is known at the end alone: nothing
        counts until the last one was taken. `IntegrityError`: "bundle-unknown-device", "bundle-line", "bundle-chain",
        "bundle-logs", "bundle-file-missing", "bundle-file-unnamed", and those of `chain.check`.
        """
        manifest, witness = self.manifest, Witness()
        publics = self._publics(public_of)
        with closing(self._spool.reader()) as entries, closing(self._spool.reader()) as payloads:
            lines = self._member(ENTRIES, entries), self._member(PAYLOADS, payloads)
            for pair in read_pairs(*lines, self._limits.payload_line):
                recorded = _verified(pair, publics)
                witness.take(recorded)
                if witness.count > manifest.entries:
                    break
                yield recorded
        if witness.spans() != manifest.logs:
            raise IntegrityError("bundle-logs")
        witness.check_files(manifest.files)

    def beginning(self, log: LogId) -> bytes | None:
        """The payload of a log's first entry, if it is carried: what the log says of itself, not verified yet."""
        if not any(span.log == log and span.first == 1 for span in self.manifest.logs):
            return None
        with closing(self._spool.reader()) as entries, closing(self._spool.reader()) as payloads:
            lines = self._member(ENTRIES, entries), self._member(PAYLOADS, payloads)
            pairs = ((chain.entry_of(pair.raw), pair) for pair in read_pairs(*lines, self._limits.payload_line))
            return next((pair.payload for entry, pair in pairs if (entry.log, entry.seq) == (log, 1)), None)

    def _member(self, name: str, stream: BinaryIO) -> BinaryIO:
        member = self._members[name]
        return window(stream, member.start, member.size)

    def _publics(self, public_of: PublicOf) -> Mapping[str, bytes]:
        """The public key of each device whose entries are carried."""
        publics = {crypto.fingerprint(self.signer): self.signer}
        for log in (span.log for span in self.manifest.logs):
            if log.device not in publics:
                public = public_of(log)
                if public is None:
                    raise IntegrityError("bundle-unknown-device", office=self.manifest.sender.office)
                publics[log.device] = public
        return publics


def _verified(pair: LinePair, publics: Mapping[str, bytes]) -> Recorded:
    """Check one entry with the key of its own device."""
    if len(publics) == 1:
        (public,) = publics.values()
    else:
        device = chain.entry_of(pair.raw).log.device
        if device not in publics:
            raise IntegrityError("bundle-logs")
        public = publics[device]
    return chain.check(pair.raw, pair.signature, pair.payload, pair.salt, public)
