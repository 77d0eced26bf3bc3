"""Detached signatures that `ssh-keygen -Y verify` checks (OpenSSH, PROTOCOL.sshsig), Ed25519 with SHA-512.

The reader parses nothing: for a namespace there is one armoured text in which only the key and the signature are free.
It takes these two from their places, writes the text again and accepts nothing but the same bytes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable

from clerk_app.errors import IntegrityError

from .signing import KEY_BYTES, SIGNATURE_BYTES, SigningKey, check_public, verify

BUNDLE_NAMESPACE = "clerk-bundle"
"""The purpose for which the signatures on bundles are made."""

_MAGIC = b"SSHSIG"
_ALGORITHM = b"ssh-ed25519"
_HASH = b"sha512"
_FIRST = b"-----BEGIN SSH SIGNATURE-----\n"
_LAST = b"-----END SSH SIGNATURE-----\n"
_COLUMNS = 70
_PRINCIPAL = re.compile(r"[A-Za-z0-9._@-]+")


def sshsig(key: SigningKey, namespace: str, message: bytes) -> bytes:
    """The armoured signature of `message` for one purpose."""
    return _armour(key.public, namespace, key.sign(_signed(namespace, message)))


def read_sshsig(armoured: bytes, namespace: str, message: bytes) -> bytes:
    """Verify a signature and return the signer's raw public key; whose it is, the caller must know.

    `IntegrityError`: "signature-malformed", "weak-public-key", "signature-invalid".
    """
    public, signature = _free_parts(armoured, namespace)
    check_public(public)
    if not verify(public, _signed(namespace, message), signature):
        raise IntegrityError("signature-invalid")
    return public


def ssh_public(public: bytes, comment: str) -> str:
    """A public key as one line of OpenSSH's: ``ssh-ed25519 AAAA… comment``."""
    return f"{_ALGORITHM.decode()} {base64.b64encode(_public_blob(public)).decode()} {comment}".rstrip()


def allowed_signers(rows: Iterable[tuple[str, bytes]]) -> str:
    """The file for ``ssh-keygen -Y verify -f``: who (an office's code) may sign bundles with which raw public key."""
    lines = []
    for principal, public in rows:
        if not _PRINCIPAL.fullmatch(principal):
            raise ValueError("a principal is a plain word")
        lines.append(f'{principal} namespaces="{BUNDLE_NAMESPACE}" {ssh_public(public, "")}\n')
    return "".join(lines)


def _string(data: bytes) -> bytes:
    """A string of the SSH protocol: its length in four bytes, then itself (RFC 4251, 5)."""
    return len(data).to_bytes(4, "big") + data


def _public_blob(public: bytes) -> bytes:
    return _string(_ALGORITHM) + _string(public)


def _signed(namespace: str, message: bytes) -> bytes:
    """What the key really signs: the purpose and the hash of the message."""
    digest = hashlib.sha512(message).digest()
    return _MAGIC + _string(namespace.encode()) + _string(b"") + _string(_HASH) + _string(digest)


def _blob(public: bytes, namespace: str, signature: bytes) -> bytes:
    version = (1).to_bytes(4, "big")
    purpose = _string(namespace.encode()) + _string(b"") + _string(_HASH)
    return (
        _MAGIC + version + _string(_public_blob(public)) + purpose + _string(_string(_ALGORITHM) + _string(signature))
    )


def _armour(public: bytes, namespace: str, signature: bytes) -> bytes:
    text = base64.b64encode(_blob(public, namespace, signature))
    lines = [text[at : at + _COLUMNS] + b"\n" for at in range(0, len(text), _COLUMNS)]
    return _FIRST + b"".join(lines) + _LAST


def _free_parts(armoured: bytes, namespace: str) -> tuple[bytes, bytes]:
    """The public key and the signature of the one text that could hold them."""
    start = len(_MAGIC) + 4 + 4 + len(_public_blob(b""))
    model = _armour(bytes(KEY_BYTES), namespace, bytes(SIGNATURE_BYTES))
    if len(armoured) != len(model):
        raise IntegrityError("signature-malformed")
    try:
        blob = base64.b64decode(armoured[len(_FIRST) : -len(_LAST)].replace(b"\n", b""), validate=True)
    except binascii.Error as error:
        raise IntegrityError("signature-malformed") from error
    public, signature = blob[start : start + KEY_BYTES], blob[-SIGNATURE_BYTES:]
    if _armour(public, namespace, signature) != armoured:
        raise IntegrityError("signature-malformed")
    return public, signature
