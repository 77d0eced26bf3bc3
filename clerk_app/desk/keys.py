"""The keys to an office's data: the clerk's password, the deputy's, the township's escrow, and the master key itself.

Only another master key touches data; everything else changes the header alone.
"""

from __future__ import annotations

from clerk_app import crypto
from clerk_app.meter import Cancelled, Meter, Progress

from .handing_over import Passing, hand_over, open_matters, sheet
from .office import Office
from .renewing import ESCROWED, renew_master
from .trust_views import MasterRenewed, OpenMatter


class Keys:
    """The slots of one open office."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def kinds(self) -> tuple[str, ...]:
        """Which slots there are: ``clerk``, ``deputy``, ``recovery``, ``escrow``."""
        return tuple(kind.value for kind in crypto.slot_kinds(self._office.folder))

    def change(self, old: str, new: str, *, deputy: bool = False) -> None:
        """A new password for the clerk, or a first or new one for the deputy; the old one is asked for once more."""
        kind = crypto.SlotKind.DEPUTY if deputy else crypto.SlotKind.CLERK
        crypto.unlock(self._office.folder, old)
        crypto.change_passphrase(self._office.folder, self._office.unlocked, new, kind)

    def remove_deputy(self) -> None:
        """The deputy opens this office no longer."""
        crypto.remove_slot(self._office.folder, self._office.unlocked, crypto.SlotKind.DEPUTY)

    def renew_recovery(self) -> str:
        """A new recovery code to print; the one on the earlier sheet opens nothing any more."""
        return crypto.renew_recovery(self._office.folder, self._office.unlocked)

    def open_matters(self) -> list[OpenMatter]:
        """What a successor takes over."""
        return open_matters(self._office)

    def handover_sheet(self, giver: str, successor: str) -> bytes:
        """The list of open matters as PDF, to be printed and signed by hand too."""
        return sheet(self._office, giver, successor)

    def hand_over(self, passing: Passing, old: str, new: str) -> str:
        """Pass the desk on to a successor, with a new password; returns the entry's hash."""
        return hand_over(self._office, passing, old, new).hash

    def set_escrow(self, recipient: str) -> None:
        """Who holds this age key can open the office when every password is lost, and nobody else can."""
        crypto.set_escrow(self._office.folder, self._office.unlocked, recipient)
        self._office.store.notes.put(ESCROWED, value=recipient.encode("ascii"))

    def renew_master(
        self, passphrase: str, *, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> MasterRenewed:
        """Another master key: who has an old key file and an old password opens nothing that is written later.

        Called off, the office is as it was.
        """
        return renew_master(self._office, passphrase, meter=Meter(progress, cancelled))

    def prove_recovery(self, typed: str) -> None:
        """The code typed back from paper opens this office; `IntegrityError` ("wrong-recovery-code")."""
        crypto.unlock_with_code(self._office.folder, typed)
