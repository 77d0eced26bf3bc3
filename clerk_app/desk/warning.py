"""Early warnings as a face shows them, and the answers given."""

from __future__ import annotations

from collections.abc import Callable

from clerk_app import workflow
from clerk_app.errors import UsageError
from clerk_app.model import EarlyWarning, Explanation
from clerk_app.store import ShelfMatter

from .office import Office
from .realm import Realm
from .record import known_now, today
from .shelving import found_warnings
from .views import WarningRow
from .words import sentence


def warnings(office: Office, village: str = "") -> list[WarningRow]:
    """All warnings of this office, or at a township of one of its villages; those without an answer come first."""
    realm = _realm(office, village)
    code, shelf = village or office.card.code, office.store.shelf
    rows = [
        _row(realm, warning, lambda matter: shelf.matter(code, matter)) for warning in found_warnings(office, realm)
    ]
    return sorted(rows, key=lambda row: (bool(row.answered_on), row.days[-1], row.key))


def unanswered(office: Office) -> int:
    """How many warnings of this office nobody has answered."""
    explained = office.realm.context.explained
    return sum(warning.key not in explained for warning in found_warnings(office, office.realm))


def _realm(office: Office, village: str) -> Realm:
    if not village or village == office.card.code:
        return office.realm
    if village not in office.realm.context.contacts:
        raise UsageError("office-unknown", code=village)
    return office.realm_of(village)


def found_in(office: Office, village: str) -> tuple[EarlyWarning, ...]:
    """The warnings themselves, of one of a township's villages."""
    return found_warnings(office, _realm(office, village))


def _row(realm: Realm, warning: EarlyWarning, shelved: Callable[[str], ShelfMatter | None]) -> WarningRow:
    answer = realm.context.explained.get(warning.key)
    matters = dict.fromkeys(fact.matter for fact in warning.causes)
    known = [shelved(matter) for matter in matters]
    return WarningRow(
        key=warning.key,
        sentence=sentence(warning.code, warning.details),
        matters=tuple(matters),
        entries=tuple(dict.fromkeys(fact.entry for fact in warning.causes)),
        days=tuple(sorted({fact.on for fact in warning.causes})),
        answered_on=answer.on if answer is not None else "",
        answer=answer.text if answer is not None else "",
        titles=tuple(matter.title if matter is not None else "" for matter in known),
    )


def explain_warning(office: Office, key: str, text: str, on: str = "") -> None:
    """Answer a warning of this office; a key may be cut short as long as it names one warning."""
    found = found_warnings(office, office.realm)
    keys = [warning.key for warning in found if warning.key.startswith(key)] if len(key) >= 8 else []
    given = Explanation(keys[0] if len(keys) == 1 else key, on or today(office), text.strip())
    office.write(workflow.admit_explanation(known_now(office), found, given))
