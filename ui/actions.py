"""One short function for each thing a clerk does: the call to the desk, as a job for its thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from clerk_app import desk
from clerk_app.errors import UsageError

from .carry_box import Differing
from .content import Content
from .jobs import Watch
from .joining_boxes import Joined
from .pages.exchange import Reporting
from .pages.letters import Post
from .pages.people import Everybody
from .pages.settings import Standing
from .pages.today import FirstPage

MOST_BYTES = 40 << 20
"""A file picked as an attachment is not even read beyond this size."""

Call = Callable[[], Any]
Watched = Callable[[Watch], Any]
Writing = Callable[[Path], Call]


def today(at: desk.Desk) -> Call:
    """Today's list, and what else somebody must look at; warnings are asked for by themselves."""

    def call() -> FirstPage:
        orders = [letter for letter in at.letters.open_orders() if not letter.ours]
        care, unfinished = at.care.state(), at.forms.unfinished()
        return FirstPage(at.today(), orders, care, unfinished, at.joining.state(), alone=at.staff.alone())

    return call


def joined(at: desk.Desk) -> Call:
    """Where this village's joining stands, and its key as it is compared."""
    return lambda: Joined(at.joining.state(), *at.trust.fingerprint(), at.trust.enrolment_code())


def search(at: desk.Desk, query: desk.MatterQuery, offset: int) -> Call:
    """A stretch of the matters that a search finds."""
    return lambda: at.search(query, offset=offset)


def write_notice(at: desk.Desk, matter: str, step: str, path: Path) -> Call:
    """The public notice of a step, over what is kept of it."""

    def call() -> None:
        view = at.step(matter, step)
        paper = at.forms.paper(desk.PaperKind.NOTICE, matter, step, fields=view.fields, files=view.files, on=view.on)
        desk.write_file(path, paper)

    return call


def write_chart(at: desk.Desk, type_id: str, path: Path) -> Call:
    """The flow chart of a type as PDF."""
    return lambda: at.rulebook.write_chart(type_id, path)


def write_sheet(at: desk.Desk, type_id: str, path: Path) -> Call:
    """The process sheet of a type as PDF."""
    return lambda: at.rulebook.write_process_sheet(type_id, path)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits, as numbers: steps, notices, returned entries and letters; and the silence in days."""

    ready: int
    board: int
    returned: int
    letters: int
    silent: int | None
    minutes: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted, and how many entries there were on which day: until those change nothing else does."""

    entries: int
    day: str
    waiting: Waiting


def waiting(at: desk.Desk, before: Counted | None) -> Call:
    """The numbers beside the entries of the side bar; what was counted `before` is counted anew once it changed."""

    def call() -> Counted:
        entries, day, minutes = at.entries(), at.day(), at.preferences.value("lock.minutes")
        if before is not None and (before.entries, before.day) == (entries, day):
            return Counted(entries, day, replace(before.waiting, minutes=minutes))
        return Counted(entries, day, count(minutes))

    def count(minutes: int) -> Waiting:
        today = at.today()
        board = sum(row.needs_work for row in at.notices())
        unread = sum(row.waits for row in at.letters.all())
        silent = today.unreported.days_since_receipt
        return Waiting(len(today.ready), board, len(at.returned()), unread, silent, minutes)

    return call


def everybody(at: desk.Desk) -> Call:
    """What the people page shows."""
    return lambda: Everybody(at.people(), at.staff.roles(), at.staff.registers(), at.rolls())


def add_person(at: desk.Desk, name: str, roles: tuple[str, ...], kin: tuple[str, ...], passphrase: str) -> Call:
    """Put a person on the list."""
    return lambda: at.add_person(name, roles, kin=kin, passphrase=passphrase)


def reporting(at: desk.Desk) -> Call:
    """What the page of bundles shows."""
    return lambda: Reporting(
        at.today().unreported,
        at.outbox(),
        at.standings(),
        at.gaps(),
        at.returned(),
        at.contacts(),
        at.branches.all(),
        at.branches.question(),
    )


def differing(at: desk.Desk, branch: str, code: str) -> Call:
    """What a line beside ours wrote, and what carrying it over would do; a township, which names a code, only looks."""

    def call() -> Differing:
        entries = at.branches.entries(branch, code)
        if code:
            return Differing(entries)
        try:
            return Differing(entries, at.branches.preview(branch))
        except UsageError as error:
            return Differing(entries, why=desk.explain(error))

    return call


def write_handover_sheet(at: desk.Desk, giver: str, successor: str, path: Path) -> Call:
    """The list of open matters that goes over, as PDF."""
    return lambda: desk.write_file(path, at.keys.handover_sheet(giver, successor))


def backup(at: desk.Desk, folder: Path) -> Watched:
    """A checked copy in another folder."""
    return lambda watch: at.backup(folder, watch.tell, watch.stopped)


def back_up_today(at: desk.Desk) -> Watched:
    """The backup of the day, where it is missing."""
    return lambda watch: at.care.back_up_today(progress=watch.tell, cancelled=watch.stopped)


def copy_backup(at: desk.Desk) -> Watched:
    """One more checked copy in the second place."""
    return lambda watch: at.care.copy_now(progress=watch.tell, cancelled=watch.stopped)


def set_place(at: desk.Desk, folder: Path | None) -> Watched:
    """Another second place for the backups, or none."""
    return lambda watch: at.care.set_place(folder, progress=watch.tell, cancelled=watch.stopped)


def renew_master(at: desk.Desk, passphrase: str) -> Watched:
    """The whole store under another master key."""
    return lambda watch: at.keys.renew_master(passphrase, progress=watch.tell, cancelled=watch.stopped)


def drill(at: desk.Desk, passphrase: str, code: str) -> Watched:
    """Bring the newest backup back in a scratch folder, and look at all of it."""
    return lambda watch: at.care.drill(passphrase=passphrase, code=code, progress=watch.tell, cancelled=watch.stopped)


def begin(at: desk.Desk, type_id: str, title: str, parent: str = "") -> Call:
    """Begin a matter, perhaps from another one."""
    return lambda: at.begin(type_id, title, parent=parent)


def look(at: desk.Desk, matter: str, step: str, content: Content, *, corrects: bool) -> Call:
    """What is missing over the content on the page."""
    return lambda: at.look(matter, step, **_all_of(content), corrects=corrects)


def _all_of(content: Content) -> dict[str, Any]:
    """What stands on the page, by the names that the desk has for it."""
    return {field.name: getattr(content, field.name) for field in fields(Content)}


def keep(at: desk.Desk, matter: str, step: str, content: Content) -> Call:
    """Keep what was typed."""
    return lambda: at.keep_draft(matter, step, **_all_of(content))


def sign_with_key(at: desk.Desk, matter: str, step: str, slot: str, person: str, passphrase: str, c: Content) -> Call:
    """A person signs with the own password."""
    return lambda: at.sign_with_key(matter, step, slot, person, passphrase, fields=c.fields, files=c.files, on=c.on)


def post(at: desk.Desk, matter: str, step: str, content: Content, place: str) -> Call:
    """A notice was put up; its photos are those of the page."""
    photos = tuple(file for file in content.files if file.kind == desk.NOTICE_UP)

    def call() -> desk.Changes:
        changes = at.post(matter, step, on=content.on, place=place, files=photos)
        rest = tuple(file for file in content.files if file not in photos)
        at.keep_draft(matter, step, fields=content.fields, files=rest, on=at.day(), late_reason=content.late_reason)
        return changes

    return call


def complete(at: desk.Desk, matter: str, step: str, content: Content, *, failed: bool = False) -> Call:
    """A step is done; `failed` puts on record that it ended in the negative."""
    return lambda: at.complete(matter, step, **_all_of(content), failed=failed)


def correct(at: desk.Desk, matter: str, step: str, content: Content, reason: str) -> Call:
    """Replace what a step was done with."""
    return lambda: at.correct(matter, step, **_all_of(content), reason=reason)


def object_to(at: desk.Desk, matter: str, step: str, text: str) -> Call:
    """Somebody objects to a notice."""
    return lambda: at.object(matter, step, on=at.day(), text=text)


def answer(at: desk.Desk, matter: str, step: str, objection: str, text: str) -> Call:
    """An objection is answered."""
    return lambda: at.answer(matter, step, objection, on=at.day(), text=text)


def export(at: desk.Desk, folder: Path, carrier: str, anyway: bool) -> Watched:
    """Write the next bundle."""
    return lambda watch: [
        at.export(folder, carrier=carrier, anyway=anyway, progress=watch.tell, cancelled=watch.stopped)
    ]


def receive(at: desk.Desk, paths: list[Path]) -> Watched:
    """Take bundles in."""
    return lambda watch: at.receive(paths, progress=watch.tell, cancelled=watch.stopped)


def standing(at: desk.Desk) -> Call:
    """What the settings page shows."""
    return lambda: Standing(at.preferences.all(), at.parameters(), at.contacts(), at.keys.kinds(), at.care.state())


def letters(at: desk.Desk) -> Call:
    """Letters and early warnings."""
    return lambda: Post(at.letters.all(), at.warnings())


def write_letter(at: desk.Desk, text: str, to: str = "", due: str = "", matter: str = "") -> Call:
    """Write to the other side, perhaps about a matter; with a day it is an order."""
    return lambda: at.letters.write(text, to=to, due=due, matter=matter)


def answer_letter(at: desk.Desk, letter: str, text: str) -> Call:
    """Answer a letter."""
    return lambda: at.letters.answer(letter, text)


def explain_warning(at: desk.Desk, key: str, text: str) -> Call:
    """Answer an early warning."""
    return lambda: at.explain_warning(key, text)


def walk(at: desk.Desk) -> Call:
    """The quick check after every opening."""
    return at.walk


def check(at: desk.Desk) -> Watched:
    """Look at everything that lies in the office."""
    return lambda watch: at.check(watch.tell, watch.stopped)
