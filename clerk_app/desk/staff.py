"""People and their posts: which posts there are, who may not hold which together, changes, and own signing keys."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clerk_app import canon, workflow
from clerk_app.crypto import Cost, SigningKey, lock_key
from clerk_app.errors import RefusedError, UsageError
from clerk_app.model import Person, Registrant, Registry

from . import course
from .consult import role_names
from .office import Office
from .record import person_of
from .views import Sentence
from .words import explain


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A post; `excludes` are the ids of the posts that the same person may not hold, by the article `basis`.

    `office` is ``village`` or ``township``: where its holders serve.
    """

    id: str
    name: str
    excludes: tuple[str, ...]
    basis: str
    office: str


class Staff:
    """The people of one open office."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def roles(self) -> list[RoleRow]:
        """Every post of the checklist in force."""
        catalogue = self._office.catalogues[self._office.realm.context.catalogue]
        names = role_names(self._office)
        return [
            RoleRow(role.id, names[role.id], role.excludes, role.basis, role.office.value)
            for role in catalogue.roles.values()
        ]

    def alone(self) -> bool:
        """True while nobody but the clerk who founded the office is on the list: nobody could sign a step."""
        return len(self._office.realm.context.people) <= 1

    def conflicts(self, name: str, roles: tuple[str, ...]) -> tuple[Sentence, ...]:
        """Why a person of that name could not hold all of these posts; empty where it is allowed."""
        context = self._office.realm.context
        try:
            workflow.admit_person(
                self._office.catalogues[context.catalogue], context, Person("unknown", name.strip(), roles)
            )
        except RefusedError as error:
            return explain(error)
        return ()

    def change(
        self,
        person_id: str,
        *,
        name: str | None = None,
        roles: tuple[str, ...] | None = None,
        kin: tuple[str, ...] | None = None,
        active: bool | None = None,
    ) -> Person:
        """Change what is known of a person; what is None stays. Near relatives are so for each other."""
        known = person_of(self._office, person_id)
        changed = replace(
            known,
            name=known.name if name is None else name.strip(),
            roles=known.roles if roles is None else roles,
            kin=known.kin if kin is None else kin,
            active=known.active if active is None else active,
        )
        self._write(changed)
        return changed

    def set_key(self, person_id: str, passphrase: str, *, cost: Cost | None = None) -> Person:
        """A new signing key of a person's own, opened with a password that only this person knows.

        What was signed with an earlier key stays signed; that key signs nothing any more. The key of an official, which
        signs in other logs than the one of this list, is replaced by its own entry: `UsageError` "official-has-key".
        """
        known = person_of(self._office, person_id)
        if known.key and not self._office.is_village:
            raise UsageError("official-has-key", name=known.name)
        key = SigningKey.generate()
        changed = replace(known, key=key.public.hex())
        wrapped = lock_key(key.seed, passphrase, cost or Cost.default())
        with self._office.store.transaction():
            self._write(changed)
            self._office.store.keyring.put(person_id, value=canon.encode(wrapped))
        return changed

    def _write(self, person: Person) -> None:
        context = self._office.realm.context
        self._office.write(workflow.admit_person(self._office.catalogues[context.catalogue], context, person))

    def registers(self) -> dict[str, list[Registrant]]:
        """The names of every register, those struck out included."""
        return {register.value: course.registrants(self._office, register.value) for register in Registry}
