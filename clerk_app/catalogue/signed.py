"""A release as it travels: the canonical record of a catalogue with the signatures that the county's officials gave.

Each signature is an SSHSIG over the canonical bytes of the catalogue in the namespace `NAMESPACE`, so that `ssh-keygen`
checks it too. Who may sign, and how many must, the receiving office knows from elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clerk_app import canon, crypto
from clerk_app.canon import Fields
from clerk_app.crypto import SigningKey
from clerk_app.errors import IntegrityError
from clerk_app.model import Catalogue

from .limits import LARGEST_RELEASE
from .release import from_record, to_bytes

NAMESPACE = "clerk-catalogue"

LARGEST_SIGNED = LARGEST_RELEASE + 64 * 1024
MOST_SIGNATURES = 9

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class SignedRelease:
    """A release that was read and whose signatures hold; `signers` are their raw public keys in hex, each once."""

    catalogue: Catalogue
    signatures: tuple[bytes, ...]
    signers: tuple[str, ...]


def signed(release: Catalogue, key: SigningKey, before: Sequence[bytes] = ()) -> bytes:
    """The file of a release with one signature more."""
    raw = to_bytes(release)
    return _file(raw, (*before, crypto.sshsig(key, NAMESPACE, raw)))


def _file(raw: bytes, signatures: Sequence[bytes]) -> bytes:
    return canon.encode(
        {
            "format": _FORMAT,
            "catalogue": canon.trusted(raw),
            "signatures": [signature.decode("ascii") for signature in signatures],
        }
    )


def read_signed(raw: bytes) -> SignedRelease:
    """A release from its file, with every signature verified, and that before the release is looked through.

    `IntegrityError`: "json-…", "catalogue-malformed", "release-newer", "signature-…", "signed-twice".
    """
    fields = Fields.of(canon.decode(raw, limit=LARGEST_SIGNED))
    found = fields.integer("format", 1)
    if found > _FORMAT:
        raise IntegrityError("release-newer", found=found, known=_FORMAT)
    texts = fields.texts("signatures", most=MOST_SIGNATURES, longest=1000)
    record = fields.inside("catalogue").record
    message = canon.encode(record)
    signatures = tuple(text.encode("utf-8") for text in texts)
    signers = tuple(crypto.read_sshsig(signature, NAMESPACE, message).hex() for signature in signatures)
    if len(set(signers)) != len(signers):
        raise IntegrityError("signed-twice")
    return SignedRelease(from_record(record), signatures, signers)
