"""Keys and what is done with them: signatures, sealed files for others, protected files for ourselves, key slots."""

from __future__ import annotations

from .passwords import Cost, lock_key, open_key, unwrap, wrap
from .sealing import SealingKey, check_recipient, guard, seal, unseal
from .shared import join_key, split_key
from .signing import SigningKey, check_public, fingerprint, short_fingerprint, verify
from .slots import (
    SlotKind,
    Unlocked,
    change_passphrase,
    found,
    remove_slot,
    renew_recovery,
    set_escrow,
    slot_kinds,
    unlock,
    unlock_with_code,
    unlock_with_escrow,
)
from .spoken import spoken_fingerprint
from .spool import Spool
from .sshsig import allowed_signers, read_sshsig, ssh_public, sshsig
from .vault import ProtectedReader, protect

__all__ = [
    "join_key",
    "renew_recovery",
    "split_key",
    "spoken_fingerprint",
    "Cost",
    "ProtectedReader",
    "SealingKey",
    "SigningKey",
    "SlotKind",
    "Spool",
    "Unlocked",
    "allowed_signers",
    "change_passphrase",
    "check_public",
    "check_recipient",
    "fingerprint",
    "found",
    "guard",
    "lock_key",
    "open_key",
    "protect",
    "read_sshsig",
    "remove_slot",
    "seal",
    "short_fingerprint",
    "slot_kinds",
    "ssh_public",
    "sshsig",
    "unlock",
    "unlock_with_code",
    "unlock_with_escrow",
    "unseal",
    "unwrap",
    "verify",
    "wrap",
    "set_escrow",
]
