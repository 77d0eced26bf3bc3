"""Hand-over of the desk: a list of open matters that both confirm with their own keys, and a new password.

What a predecessor knew opens nothing any more. Where the predecessor is gone, the village head hands over and says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clerk_app import crypto, workflow
from clerk_app.errors import UsageError
from clerk_app.model import FileRef, Handover, Person, Recorded

from .course import change_person
from .office import Office
from .record import known_now, own_key, person_of, today
from .sheets import handover_sheet
from .trust_views import OpenMatter

SHEET = "handover_list"
"""The kind of the file that a hand-over names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """Who hands over to whom: ids on the people's list, each with the password of the own signing key.

    `giver` is the predecessor, or the village head where the predecessor is gone; then `reason` says why.
    """

    predecessor: str
    successor: str
    giver: str
    giver_passphrase: str
    successor_passphrase: str
    reason: str = ""


def open_matters(office: Office) -> list[OpenMatter]:
    """Every matter that is not over, the one that is due first in front."""
    found = []
    for state in ("open", "refused", "resting"):
        rows = office.store.shelf.matters(office=office.card.code, state=state, limit=1_000_000)
        found += [OpenMatter(row.number, row.title, row.step, row.due, row.begun_on) for row in rows]
    return sorted(found, key=lambda row: (row.due or "9999", row.number))


def givers(people: Sequence[Person], predecessor: str) -> list[Person]:
    """Who may hand over for a clerk: the clerk in the first place, and the village head in the clerk's stead."""
    may = [known for known in people if known.id == predecessor or workflow.HEAD in known.roles]
    return sorted(may, key=lambda known: known.id != predecessor)


def sheet(office: Office, giver: str, successor: str) -> bytes:
    """The list to print and sign by hand beside the keys."""
    names = (person_of(office, giver).name, person_of(office, successor).name)
    return handover_sheet(office.card.name, *names, today(office), open_matters(office))


def hand_over(office: Office, passing: Passing, old_passphrase: str, new_passphrase: str) -> Recorded:
    """Pass the desk on; returns the entry. The old password must open, and opens no longer; the deputy's goes too.

    `IntegrityError` "wrong-passphrase"; `RefusedError` with what the rules miss.
    """
    if not office.is_village:
        raise UsageError("village-only")
    crypto.unlock(office.folder, old_passphrase)
    giver, successor = person_of(office, passing.giver), person_of(office, passing.successor)
    keys = own_key(office, giver, passing.giver_passphrase), own_key(office, successor, passing.successor_passphrase)
    try:
        with office.store.transaction():
            _give_post(office, successor)
            recorded = _write(office, passing, keys)
            _take_post(office, passing.predecessor)
    except BaseException:
        office.refold()
        raise
    office.actor = passing.successor
    crypto.change_passphrase(office.folder, office.unlocked, new_passphrase)
    if crypto.SlotKind.DEPUTY in crypto.slot_kinds(office.folder):
        crypto.remove_slot(office.folder, office.unlocked, crypto.SlotKind.DEPUTY)
    return recorded


def _write(office: Office, passing: Passing, keys: tuple[crypto.SigningKey, crypto.SigningKey]) -> Recorded:
    data = sheet(office, passing.giver, passing.successor)
    info = office.store.blobs.put(data)
    unsigned = Handover(
        predecessor=passing.predecessor,
        successor=passing.successor,
        giver=passing.giver,
        matters=len(open_matters(office)),
        sheet=info.sha256,
        reason=passing.reason.strip(),
        on=today(office),
    )
    statement = workflow.handover_statement(office.card.code, unsigned)
    given, taken = (key.sign(statement).hex() for key in keys)
    signed = replace(unsigned, given=given, taken=taken)
    return office.write(workflow.admit_handover(known_now(office), signed, FileRef(info.sha256, info.size, SHEET)))


def _give_post(office: Office, successor: Person) -> None:
    if workflow.CLERK not in successor.roles:
        change_person(office, successor.id, roles=(*successor.roles, workflow.CLERK))


def _take_post(office: Office, predecessor: str) -> None:
    known = person_of(office, predecessor)
    change_person(office, predecessor, roles=tuple(role for role in known.roles if role != workflow.CLERK))
