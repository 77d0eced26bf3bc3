"""Keys and what is done with them: signatures, sealed files for others, protected files for ourselves, key slots."""

from __future__ import annotations

from .sealing import SealingKey, check_recipient, guard, seal, unseal
from .signing import SigningKey, check_public, fingerprint, short_fingerprint, verify
from .spool import Spool
from .sshsig import allowed_signers, read_sshsig, ssh_public, sshsig
from .vault import ProtectedReader, protect

__all__ = [
    "ProtectedReader",
    "SealingKey",
    "SigningKey",
    "Spool",
    "allowed_signers",
    "check_public",
    "check_recipient",
    "fingerprint",
    "guard",
    "protect",
    "read_sshsig",
    "seal",
    "short_fingerprint",
    "ssh_public",
    "sshsig",
    "unseal",
    "verify",
]
