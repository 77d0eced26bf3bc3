"""One short function for each thing that helps with a step: files, papers, drafts, earlier values, the course."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from clerk_app import desk
from clerk_app.errors import ClerkError, SurroundingsError, UsageError
from clerk_app.model import FileRef

from .actions import MOST_BYTES, Call, Watched
from .content import Content
from .jobs import Watch
from .widgets.files import Source

MOST_AT_ONCE = 200
"""Files that are taken in at one wish; a whole phone by mistake is told so before any work."""

PDF = b"%PDF"
_PICTURES = frozenset({".jpg", ".jpeg", ".png"})


@dataclass(frozen=True, slots=True)
class Taken:
    """Files that were not attached, each with its name and the reasons in words."""

    refused: tuple[tuple[str, tuple[desk.Sentence, ...]], ...]


def attach(at: desk.Desk, kind: str, sources: Sequence[Source], files: list[FileRef]) -> Watched:
    """Take files in, one after the other, into `files`; one that cannot be taken in does not stop the others."""

    def call(watch: Watch) -> Taken:
        found = list(_found(sources))
        if len(found) > MOST_AT_ONCE:
            raise UsageError("too-many-files", most=MOST_AT_ONCE)
        refused: list[tuple[str, tuple[desk.Sentence, ...]]] = []
        for done, source in enumerate(found):
            if watch.stopped():
                break
            watch.tell(done, len(found))
            try:
                files.append(attach_one(at, kind, source))
            except ClerkError as error:
                name = source.name if isinstance(source, Path) else "PNG"
                refused.append((name, desk.explain(error)))
        return Taken(tuple(refused))

    return call


def _found(sources: Iterable[Source]) -> Iterator[Source]:
    """The files named, and for a folder the pictures in it, by their names."""
    for source in sources:
        if isinstance(source, Path) and source.is_dir():
            yield from _pictures_in(source)
        else:
            yield source


def _pictures_in(folder: Path) -> list[Path]:
    """`SurroundingsError` where the folder went away, as a stick does."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() in _PICTURES)
    except OSError as error:
        raise SurroundingsError("cannot-read", file=folder.name) from error


def attach_one(at: desk.Desk, kind: str, source: Source) -> FileRef:
    """One file or picture; a PDF as it is, anything else as a photo."""
    data = source if isinstance(source, bytes) else _read(source)
    return at.attach(data, kind, photo=not data.startswith(PDF))


def _read(path: Path) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise SurroundingsError("cannot-read", file=path.name) from error


def sign_on_page(
    at: desk.Desk, matter: str, step: str, signers: Sequence[tuple[str, str]], path: Path, c: Content
) -> Call:
    """People signed by hand on one page that was scanned; `signers` are slots with their persons."""

    def call() -> None:
        page = attach_one(at, "signature_page", path)
        for slot, person in signers:
            at.sign_on_page(matter, step, slot, person, page, fields=c.fields, files=c.files, on=c.on)

    return call


def picture(at: desk.Desk, file: FileRef, longest: int) -> Call:
    """A file as a picture of at most so many pixels."""
    return lambda: at.forms.picture(file.sha256, longest)


def is_paper(at: desk.Desk, file: FileRef) -> Call:
    """Whether a file is a PDF."""
    return lambda: at.file(file.sha256).startswith(PDF)


def attached_paper(at: desk.Desk, file: FileRef) -> Call:
    """An attached PDF and how many pages it has."""

    def call() -> tuple[bytes, int]:
        data = at.file(file.sha256)
        return data, desk.page_count(data)

    return call


def enrolment_paper(at: desk.Desk) -> Call:
    """The enrolment sheet as PDF and how many pages it has."""

    def call() -> tuple[bytes, int]:
        pdf = at.trust.enrolment_sheet()
        return pdf, desk.page_count(pdf)

    return call


def turn(at: desk.Desk, file: FileRef, quarters: int) -> Call:
    """A photo turned clockwise."""
    return lambda: at.forms.turn(file, quarters)


def paper(at: desk.Desk, kind: desk.PaperKind, matter: str, step: str, content: Content) -> Call:
    """A paper of a step as PDF, how many pages it has, and the characters that stand on it as empty boxes."""

    def call() -> tuple[bytes, int, str]:
        pdf = at.forms.paper(kind, matter, step, fields=content.fields, files=content.files, on=content.on)
        return pdf, desk.page_count(pdf), desk.empty_boxes(pdf)

    return call


def remembered(at: desk.Desk, matter: str, step: str) -> Call:
    """What was entered before at this step."""
    return lambda: at.forms.remembered(matter, step)


def begun(at: desk.Desk, matter: str) -> Call:
    """The steps of a matter with a draft."""
    return lambda: frozenset(row.step for row in at.forms.unfinished() if row.matter == matter)


def discard(at: desk.Desk, matter: str, step: str) -> Call:
    """Throw a draft away."""
    return lambda: at.forms.discard(matter, step)


def copied(at: desk.Desk, matter: str, step: str, *, sheet: bool) -> Call:
    """A step as text for another platform."""
    return lambda: at.forms.copied(matter, step, sheet=sheet)


def hand_in(at: desk.Desk, matter: str, step: str, content: Content, note: str) -> Call:
    """Hand a step to the township."""
    return lambda: at.submit(matter, step, fields=content.fields, files=content.files, on=at.day(), note=note)


def suspend(at: desk.Desk, matter: str, reason: str) -> Call:
    """Let a matter rest."""
    return lambda: at.suspend(matter, reason=reason)


def resume(at: desk.Desk, matter: str, reason: str) -> Call:
    """Go on with a matter that rests."""
    return lambda: at.resume(matter, reason=reason)


def withdraw(at: desk.Desk, matter: str, reason: str) -> Call:
    """End a matter before its last step."""
    return lambda: at.withdraw(matter, reason=reason)


def undone_by(at: desk.Desk, matter: str, step: str) -> Call:
    """The steps that going back would undo."""
    return lambda: at.undone_by(matter, step)


def send_back(at: desk.Desk, matter: str, step: str, reason: str) -> Call:
    """Go back to a step that was done."""
    return lambda: at.send_back(matter, step, reason=reason)


def migrate(at: desk.Desk, matter: str, reason: str, path: Path) -> Call:
    """Go on under the checklist in force, by a signed note."""

    def call() -> desk.Changes:
        page = attach_one(at, "migration_note", path)
        return at.migrate(matter, reason=reason, page=page)

    return call
