"""A stick as a desk uses it: room before anything is written, a second copy, no trace of what was called off."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from clerk_app import bundle
from clerk_app.errors import ClerkError, SurroundingsError
from clerk_app.meter import Cancelled, Progress

from .carry_views import Exported
from .office import Office
from .views import Sentence
from .words import explain, sentence

COPY = "copy"
"""The folder of the second copies, beside the first ones."""

_MARGIN = 1 << 20
"""Bytes that a second copy leaves free."""

_MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Watch:
    """Who looks on while something long is done, and may call it off."""

    progress: Progress | None = None
    cancelled: Cancelled | None = None

    def go_on(self) -> None:
        """`SurroundingsError` ("cancelled") where it was called off."""
        if self.cancelled is not None and self.cancelled():
            raise SurroundingsError("cancelled")


@dataclass(slots=True)
class _Left:
    """A bundle on its way: its row in the outbox, where it will lie, and the whole files that it has left so far."""

    office: str
    number: int
    target: Path
    files: list[Path] = field(default_factory=list)


@dataclass(slots=True)
class Trace:
    """What an export has left so far, to be taken back where it is called off or fails.

    Only files that were written by it are ever removed: one that lay there before under the same name is not ours.
    """

    office: Office
    _left: list[_Left] = field(default_factory=list)

    def begin(self, to: str, number: int, target: Path) -> None:
        """A bundle is begun."""
        self._left.append(_Left(to, number, target))

    def add(self, path: Path, number: int) -> None:
        """A file of a bundle is whole: the bundle itself, its message, or its second copy."""
        next(left for left in self._left if (left.number, left.target.stem) == (number, path.stem)).files.append(path)

    def take_back(self, *, everything: bool) -> None:
        """Forget what was not finished, or everything. A number is free again only where its file is surely gone."""
        for left in self._left:
            if everything or not left.files:
                for path in left.files:
                    with suppress(OSError):
                        path.unlink(missing_ok=True)
                if not any(map(_may_be_there, [left.target, *left.files])):
                    with self.office.store.transaction():
                        self.office.store.outbox.withdraw(left.office, left.number)


def _may_be_there(path: Path) -> bool:
    """Whether a file lies there, or its stick was pulled out and nobody can tell; a folder of copies may be missing."""
    place = path.parent if path.parent.name != COPY else path.parent.parent
    try:
        return path.exists() or not place.is_dir()
    except OSError:
        return True


@contextmanager
def traceless(office: Office) -> Iterator[Trace]:
    """An export that leaves nothing where it is called off, and nothing half where it fails."""
    trace = Trace(office)
    try:
        yield trace
    except BaseException as error:
        called_off = not isinstance(error, ClerkError) or error.code == "cancelled"
        trace.take_back(everything=called_off)
        raise


def check_room(folder: Path, needed: int, old: list[Path]) -> None:
    """Room for what shall be written, before anything is; `old` may be deleted, for the other office has them.

    `SurroundingsError`: "no-space", "no-space-old-bundles".
    """
    try:
        bundle.check_room(folder, needed)
    except SurroundingsError as error:
        if error.code != "no-space" or not old:
            raise
        raise SurroundingsError(
            "no-space-old-bundles",
            needed=needed,
            free=error.details["free"],
            short=error.details["short"],
            count=len(old),
            freed=sum(path.stat().st_size for path in old),
            names="、".join(path.name for path in old[:_MOST_NAMES]),
        ) from error


def clear_leftovers(office: Office, folder: Path) -> None:
    """Remove what a crash left: our unfinished files on the carrier, and private folders on this PC."""
    code = office.card.code
    ours = f"*-{code}-*" if office.is_village else f"*-{code[:9]}*-r*"
    for place in (folder, folder / COPY):
        for path in place.glob(ours + bundle.PART):
            with suppress(OSError):
                path.unlink()
    clear_spools(office)


def clear_spools(office: Office) -> None:
    """Remove private folders of a program that was killed: nobody else has this office open."""
    for path in office.folder.glob("spool-*"):
        shutil.rmtree(path, ignore_errors=True)


def with_copy(done: Exported, watch: Watch, trace: Trace) -> Exported:
    """The bundle with its second copy where there is room, and with what is to be told of it."""
    source = Path(done.path)
    target = source.parent / COPY / source.name
    told = _copied(source, target, done, watch, trace)
    copy = str(target) if told.code == "copy-written" else ""
    return replace(done, copy=copy, sentences=(told,))


def _copied(source: Path, target: Path, done: Exported, watch: Watch, trace: Trace) -> Sentence:
    try:
        bundle.check_room(source.parent, done.size + _MARGIN)
        with suppress(OSError):
            target.parent.mkdir(exist_ok=True)
        bundle.copy(source, target, progress=watch.progress, cancelled=watch.cancelled)
        trace.add(target, done.number)
    except SurroundingsError as error:
        if error.code == "cancelled":
            raise
        if error.code == "no-space":
            return sentence("copy-no-room", {"short": error.details["short"]})
        return sentence("copy-failed", {"reason": explain(error)[0].what})
    finally:
        with suppress(OSError):
            target.parent.rmdir()  # an empty one helps nobody
    return sentence("copy-written", {"folder": COPY})
