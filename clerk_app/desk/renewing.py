"""Another master key for the whole store: who has the old key file and an old password opens nothing written later."""

from __future__ import annotations

import shutil

from clerk_app import crypto
from clerk_app.errors import UsageError
from clerk_app.meter import Meter
from clerk_app.store import Store, begun, finish, unwritten

from .office import Office
from .opening import DEVICE_FILE, keep_device, settle_renewal
from .trust_views import MasterRenewed

ESCROWED = "escrow.recipient"
"""The note of the age recipient for which the master key is sealed too, so that another one can be."""


def renew_master(
    office: Office, passphrase: str, *, meter: Meter | None = None, cost: crypto.Cost | None = None
) -> MasterRenewed:
    """Write the office anew under another master key, which the clerk's password and a new recovery code open.

    The copy is proven before it counts; cut off at any moment, the office is the old one or the new one as a whole.
    Its bytes are counted, and until then it can be called off.
    The deputy sets a password again. `IntegrityError` "wrong-passphrase"; `UsageError` "clerk-passphrase-needed" for
    the deputy's; `SurroundingsError` "disk-full", for there must be room for all of it once more.
    """
    if crypto.unlock(office.folder, passphrase).slot is not crypto.SlotKind.CLERK:
        raise UsageError("clerk-passphrase-needed")
    before = crypto.slot_kinds(office.folder)
    recipient = office.store.notes.get(ESCROWED)
    part = begun(office.folder)
    try:
        escrow = recipient.decode("ascii") if recipient is not None else None
        fresh, code = crypto.found(part, passphrase, cost=cost, escrow=escrow)
        lost = office.store.copy_under(part, fresh.derive("store"), fresh.salt, fresh.derive("blobs"), meter or Meter())
        keep_device(part, fresh, office.device)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise unwritten(error) from error
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    office.store.close()
    try:
        finish(office.folder, (DEVICE_FILE,))
    finally:
        _open_again(office, passphrase)
    kinds = crypto.slot_kinds(office.folder)
    return MasterRenewed(code, tuple(kind.value for kind in before if kind not in kinds), len(lost))


def _open_again(office: Office, passphrase: str) -> None:
    """Go on with whichever store counts now: the password opens both."""
    settle_renewal(office.folder)
    unlocked = crypto.unlock(office.folder, passphrase)
    keys = unlocked.derive("store"), unlocked.salt, unlocked.derive("blobs")
    office.moved(Store.open(office.folder, *keys), unlocked)
