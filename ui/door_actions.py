"""One short function for each thing done at the door, before an office is open: opened, founded, brought back."""

from __future__ import annotations

from pathlib import Path

from clerk_app import desk
from clerk_app.errors import ClerkError

from .actions import Call, Watched
from .jobs import Watch
from .setup import TakingOver, Wanted


def open_office(folder: str, passphrase: str) -> Watched:
    """Open an office, with the day's backup; the password goes no further than this call."""
    return lambda watch: desk.open_office(
        Path(folder), passphrase=passphrase, progress=watch.tell, cancelled=watch.stopped
    )


def epoch_question(folder: str, passphrase: str) -> Call:
    """Why an office does not open here, and the answers that may fit."""
    return lambda: desk.epoch_question(Path(folder), passphrase=passphrase)


def go_on(folder: str, passphrase: str, because: desk.Because) -> Watched:
    """Open an office with a new epoch, for the reason that was given."""
    return lambda watch: desk.open_office(
        Path(folder),
        passphrase=passphrase,
        continue_as_new_epoch=True,
        because=because,
        progress=watch.tell,
        cancelled=watch.stopped,
    )


def open_with_code(folder: str, code: str, new: str) -> Call:
    """Open with the printed recovery code, and set a new password."""
    return lambda: desk.open_with_code(Path(folder), code, new)


def begin_founding(wanted: Wanted) -> Call:
    """Found an office; the answer is its recovery code."""
    return lambda: desk.begin_founding(
        wanted.folder,
        kind=wanted.kind,
        code=wanted.code,
        name=wanted.name,
        passphrase=wanted.passphrase,
        clerk=wanted.clerk,
    )


def finish_founding(folder: Path, typed: str) -> Call:
    """The recovery code was typed back."""
    return lambda: desk.finish_founding(folder, typed)


def enter(folder: Path, passphrase: str, place: Path | None) -> Call:
    """Open an office that was just founded, and give its backups a second place where one was chosen.

    The answer is the desk, and why the place could not be taken: an office that is open must have somebody who closes
    it.
    """

    def call() -> tuple[desk.Desk, ClerkError | None]:
        opened = desk.open_office(folder, passphrase=passphrase)
        try:
            if place is not None:
                opened.care.set_place(place)
        except ClerkError as error:
            return opened, error
        return opened, None

    return call


def take_over(wanted: TakingOver) -> Watched:
    """Put a backup back into an empty folder, and look at all of it."""
    return lambda watch: desk.restore_office(
        wanted.source,
        wanted.folder,
        passphrase=wanted.passphrase,
        code=wanted.code,
        new_passphrase=wanted.new if wanted.code else "",
        progress=watch.tell,
        cancelled=watch.stopped,
    )


def recover(wanted: TakingOver) -> Watched:
    """Go on from a backup after a theft; the answer is the office's name and its new recovery code."""

    def call(watch: Watch) -> tuple[str, str]:
        code = desk.recover_office(
            wanted.source,
            wanted.folder,
            passphrase=wanted.passphrase,
            code=wanted.code,
            new_passphrase=wanted.new,
            progress=watch.tell,
            cancelled=watch.stopped,
        )
        opened = desk.open_office(wanted.folder, passphrase=wanted.new)
        name = opened.card.name
        opened.close()
        return name, code

    return call
