"""The desk: everything a face may ask of one open office. It decides nothing itself; the rooms below do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from clerk_app.crypto import Cost
from clerk_app.meter import Cancelled, Meter, Progress
from clerk_app.model import Card, FileRef, Person, Record, Registrant
from clerk_app.store import MatterQuery

from . import consult, course, keeping, noticeboard, opening, record, shelving, showing, trust
from .branches import Branches
from .care import Care
from .care_views import Finding
from .carriage import Carriage
from .drafts import Content
from .escrowing import Escrow
from .forms import Forms
from .inspecting import Inspections
from .joining import Joining
from .keys import Keys
from .letters import Letters
from .noticeboard import BoardRow
from .preferences import Preferences
from .recording import Recording
from .releasing import Releases
from .reviewing import Reviews
from .rulebook import Rulebook
from .staff import Staff
from .step_views import MatterView, StepView
from .township import Township
from .trust_views import ContactRow
from .trusting import Trust
from .views import MatterPage, MatterRow, ParameterRow, RefusedEntry, SettingRow, Today, TypeRow
from .watching import Watch

_NO_FILES: tuple[FileRef, ...] = ()


class Desk(Recording, Carriage):
    """One open office. All calls come from one thread; a refusal by the rules is a `RefusedError`."""

    @property
    def card(self) -> Card:
        """Code, name, kind and public keys of the office."""
        return self._office.card

    @property
    def folder(self) -> Path:
        """Where the office lies."""
        return self._office.folder

    @property
    def releases(self) -> Releases:
        """Releases of the checklist."""
        return Releases(self._office)

    @property
    def branches(self) -> Branches:
        """Lines of the journal beside the one that goes on: copied disks, restored backups."""
        return Branches(self._office)

    @property
    def trust(self) -> Trust:
        """Keys of devices and people: renewed, compared, revoked."""
        return Trust(self._office)

    @property
    def joining(self) -> Joining:
        """How a village joins its township, from either side."""
        return Joining(self._office)

    @property
    def escrow(self) -> Escrow:
        """The township's escrow, which two persons open together."""
        return Escrow(self._office)

    @property
    def letters(self) -> Letters:
        """Messages, supervision orders, sealed accusations."""
        return Letters(self._office)

    @property
    def staff(self) -> Staff:
        """People and their posts."""
        return Staff(self._office)

    @property
    def rulebook(self) -> Rulebook:
        """The checklist in force, to be looked up and printed."""
        return Rulebook(self._office)

    @property
    def forms(self) -> Forms:
        """Help with forms: earlier values, drafts, copies, papers to print."""
        return Forms(self._office)

    @property
    def reviews(self) -> Reviews:
        """The township's review queue and its decisions."""
        return Reviews(self._office)

    @property
    def watch(self) -> Watch:
        """A township's look at its villages' early warnings, and at what it sent back."""
        return Watch(self._office)

    @property
    def inspections(self) -> Inspections:
        """Spot checks: drawn by lot, and what was found."""
        return Inspections(self._office)

    @property
    def township(self) -> Township:
        """How all villages stand, quarantine, devices."""
        return Township(self._office)

    def close(self) -> None:
        """Leave the mark, drop what nothing names, and let the next program in."""
        keeping.sweep(self._office)
        opening.write_mark(self._office)
        self._office.store.close()

    # Reading

    def day(self) -> str:
        """Today's legal day, by this PC's clock."""
        return record.today(self._office)

    def today(self) -> Today:
        """What can be done now, what waits, what must be reported, what came back."""
        return consult.today_list(self._office)

    def matters(
        self, text: str = "", state: str = "", type_id: str = "", limit: int = 200, offset: int = 0
    ) -> list[MatterRow]:
        """Matters, the newest first."""
        return consult.matters(self._office, text, state, type_id, limit, offset)

    def search(self, query: MatterQuery, *, limit: int = 100, offset: int = 0) -> MatterPage:
        """A stretch of the matters that a search finds, and how many there are."""
        return consult.search(self._office, query, limit, offset)

    def matter(self, matter_id: str) -> MatterView:
        """One matter with flow and history."""
        return showing.matter_view(self._office, matter_id)

    def step(self, matter_id: str, step_id: str, *, corrects: bool = False) -> StepView:
        """One step over the draft kept, or over what it was done with; `corrects`: over its correction."""
        return showing.step_view(self._office, matter_id, step_id, corrects=corrects)

    def look(
        self,
        matter_id: str,
        step_id: str,
        *,
        fields: Record,
        files: tuple[FileRef, ...],
        on: str,
        late_reason: str = "",
        corrects: bool = False,
    ) -> StepView:
        """One step, or its correction, over the content given; nothing is kept."""
        content = Content(fields, files, on, late_reason)
        return showing.step_view(self._office, matter_id, step_id, content, corrects=corrects)

    def returned(self) -> list[RefusedEntry]:
        """What the township refused and nobody has cured yet, entry by entry."""
        return consult.returned_entries(self._office)

    def notices(self) -> list[BoardRow]:
        """The notice board: what hangs and what has to, the most urgent first."""
        return noticeboard.notices(self._office)

    def types(self) -> list[TypeRow]:
        """The checklist in force."""
        return consult.types(self._office)

    def people(self) -> list[Person]:
        """Everyone on the list."""
        return list(self._office.realm.context.people.values())

    def roles(self) -> Mapping[str, str]:
        """Role ids with their Chinese names."""
        return consult.role_names(self._office)

    def rolls(self) -> Mapping[str, int]:
        """How many belong to each body."""
        return dict(self._office.realm.context.rolls)

    def parameters(self) -> list[ParameterRow]:
        """Every parameter with its value, tag and source."""
        return consult.parameters(self._office)

    def contacts(self) -> list[ContactRow]:
        """The offices enrolled."""
        return trust.contacts(self._office)

    def entries(self) -> int:
        """How many entries the office has written."""
        return sum(self._office.head(log).seq for log in self._office.own_logs())

    def file(self, sha256: str) -> bytes:
        """An attachment's bytes."""
        with self._office.store.blobs.open(sha256) as file:
            return file.read()

    # Keeping

    def change_person(
        self, person_id: str, *, roles: tuple[str, ...] | None = None, active: bool | None = None
    ) -> Person:
        """Give a person other posts, or say that the person has left or come back."""
        return course.change_person(self._office, person_id, roles=roles, active=active)

    def enter(self, registrant: Registrant) -> None:
        """Put a name into a register, change it or strike it out."""
        course.enter(self._office, registrant)

    def registrants(self, register: str) -> list[Registrant]:
        """The names of a register."""
        return course.registrants(self._office, register)

    def erase_matter(self, matter_id: str, *, basis: str) -> int:
        """Erase the personal data of a finished matter by law; returns how many entries were emptied."""
        return course.erase_matter(self._office, matter_id, basis)

    def erase_person(self, person_id: str, *, basis: str) -> int:
        """Erase the name of one who has left, by law; returns how many entries were emptied."""
        return course.erase_person(self._office, person_id, basis)

    def add_person(
        self,
        name: str,
        roles: tuple[str, ...],
        *,
        kin: tuple[str, ...] = (),
        passphrase: str = "",
        cost: Cost | None = None,
    ) -> Person:
        """Put a person on the list, with an own signing key where a passphrase is given."""
        return opening.add_person(self._office, name, roles, kin, passphrase, cost)

    def set_roll(self, body: str, members: int) -> None:
        """Say how many belong to a body."""
        record.set_roll(self._office, body, members)

    def set_parameter(self, key: str, value: int | None, basis: str = "") -> None:
        """Set a parameter for all villages (townships only); None is "record only"."""
        record.set_parameter(self._office, key, value, basis)

    def settings_of(self, key: str) -> list[SettingRow]:
        """Who set a parameter, when, and on what paper, the newest first."""
        return consult.settings_of(self._office, key)

    def write_card(self, path: Path) -> str:
        """Write this office's card; returns the fingerprint to read out face to face."""
        return trust.write_card(self._office, path)

    def read_card(self, path: Path) -> ContactRow:
        """What a card says, before it is enrolled."""
        return trust.contact_row(self._office, trust.read_card(path))

    def enrol(self, path: Path, *, fingerprint: str, beside: bool = False) -> ContactRow:
        """Trust another office from now on; `fingerprint` is what its people read out face to face.

        `beside` is for a village's second PC: the first one goes on speaking.
        """
        trust.compare(path, fingerprint)
        return trust.enrol(self._office, path, beside=beside)

    def walk(self) -> int:
        """The quick check after every opening: chains by their hashes, signatures since the mark."""
        return keeping.walk(self._office)

    def check(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> list[Finding]:
        """Look at everything that lies in the office."""
        return keeping.check(self._office, progress, cancelled)

    def backup(self, to: Path, progress: Progress | None = None, cancelled: Cancelled | None = None) -> str:
        """A checked copy in a new folder under `to`; returns its path. Called off, it leaves nothing."""
        return keeping.backup(self._office, to, Meter(progress, cancelled))

    def rebuild(self) -> None:
        """Make every list anew from the journal."""
        shelving.rebuild(self._office)

    @property
    def preferences(self) -> Preferences:
        """The settings of this desk."""
        return Preferences(self._office)

    @property
    def care(self) -> Care:
        """The second place of the backups, and the restore drill."""
        return Care(self._office)

    @property
    def keys(self) -> Keys:
        """Passwords and escrow."""
        return Keys(self._office)
