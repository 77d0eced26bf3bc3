"""One short function for each thing a township does: the call to the desk, as a job for its thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from clerk_app import desk

from .actions import Call, Watched
from .pages.incoming import WAITING, Standing
from .pages.keys import Keyring
from .pages.orders import Overseen
from .pages.releases import Rules
from .pages.reviews import Given
from .pages.villages import VillageDetail
from .panels.slips import Sealed
from .widgets.arrivals import needs_look


def arrivals(at: desk.Desk, back: int) -> Call:
    """What came in today and `back` days before, or only what waits in quarantine."""

    def call() -> list[desk.ArrivalRow]:
        if back == WAITING:
            return [row for row in at.township.arrivals() if row.state != "filed"]
        return at.township.arrivals((date.fromisoformat(at.day()) - timedelta(days=back)).isoformat())

    return call


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits at a township: bundles, reviews, warnings and letters; how many villages reported this month."""

    bundles: int
    reviews: int
    watched: int
    villages: int
    reported: int
    minutes: int


def waiting(at: desk.Desk) -> Call:
    """The numbers beside the entries of the side bar."""

    def call() -> Waiting:
        came, day = at.township.arrivals(), at.day()
        watched = sum(not row.dealt_with for row in at.watch.warnings())
        watched += sum(letter.waits for letter in at.letters.all())
        filed = {row.code for row in came if row.state == "filed" and row.on.startswith(day[:7])}
        return Waiting(
            sum(needs_look(row) for row in came if row.state != "filed" or row.on == day),
            len(at.reviews.queue()),
            watched,
            len(at.contacts()),
            len(filed),
            at.preferences.value("lock.minutes"),
        )

    return call


def standing(at: desk.Desk) -> Call:
    """How the villages stand, and how many wait for an answer."""

    def call() -> Standing:
        sent = at.standings()
        fresh = sum(each.unpacked > 0 and not each.at_rest for each in sent)
        due = sum(each.unpacked + each.awaiting > 0 for each in sent)
        return Standing(at.township.villages(), fresh, due, all(each.at_rest for each in sent))

    return call


def retry(at: desk.Desk) -> Watched:
    """Try what waits in quarantine once more."""
    return lambda watch: at.township.retry(watch.tell, watch.stopped)


def reply(at: desk.Desk, folder: Path, carrier: str, anyway: bool) -> Watched:
    """Write the receipts for all villages."""
    return lambda watch: at.reply(folder, carrier=carrier, anyway=anyway, progress=watch.tell, cancelled=watch.stopped)


def village(at: desk.Desk, code: str) -> Call:
    """All that is to be known of one village."""

    def call() -> VillageDetail:
        seen = at.township.village(code)
        return VillageDetail(
            seen.arrivals(),
            seen.gaps(),
            seen.overdue(),
            at.warnings(code),
            at.letters.open_orders(code),
            at.branches.all(code),
        )

    return call


def village_matters(at: desk.Desk, code: str, text: str, state: str) -> Call:
    """The matters of one village that fit a search."""
    return lambda: at.township.village(code).matters(text, state)


def village_matter(at: desk.Desk, code: str, matter: str) -> Call:
    """One matter of a village in full."""
    return lambda: at.township.village(code).matter(matter)


def look(at: desk.Desk, waiting: desk.ReviewRow, given: Given | None) -> Call:
    """One case of the review queue over the content given, else over what is kept of it."""
    where = (waiting.code, waiting.matter, waiting.step)
    if given is None:
        return lambda: at.reviews.look(*where, slot=waiting.slot, drafted=True)
    return lambda: at.reviews.look(*where, slot=waiting.slot, fields=given.fields, files=given.files)


def keep_review(at: desk.Desk, waiting: desk.ReviewRow, given: Given) -> Call:
    """Keep what was typed and attached over a case."""
    return lambda: at.reviews.keep(waiting, given.fields or {}, given.files or ())


def decide(
    at: desk.Desk, verdict: str, waiting: desk.ReviewRow, given: Given, person: str, text: str, passphrase: str
) -> Call:
    """An official approves, sends back or asks, with the own password."""
    where, who = (waiting.code, waiting.matter, waiting.step), {"person": person, "passphrase": passphrase}
    slot, reviews = waiting.slot, at.reviews
    if verdict == "approve":
        return lambda: reviews.approve(*where, **who, slot=slot, text=text, fields=given.fields, files=given.files)
    return lambda: (reviews.send_back if verdict == "return" else reviews.ask)(*where, **who, slot=slot, text=text)


def watched(at: desk.Desk) -> Call:
    """Warnings of all villages, letters, and what was sent back."""

    def call() -> Overseen:
        sealed = Sealed(at.letters.discipline(), at.letters.slips())
        return Overseen(at.watch.warnings(), at.letters.all(), at.watch.returned(), sealed)

    return call


def keyring(at: desk.Desk) -> Call:
    """The keys around a township."""

    def call() -> Keyring:
        digits, words = at.trust.fingerprint()
        sheet = at.trust.enrolment_sheet(svg=True)
        return Keyring(at.township.devices(), digits, words, sheet, at.escrow.current(), at.escrow.openings())

    return call


def rules(at: desk.Desk) -> Call:
    """The release in force and the parameters."""
    return lambda: Rules(at.releases.in_force(), at.parameters(), {row.code: row.name for row in at.contacts()})


def preview_release(at: desk.Desk, path: Path) -> Watched:
    """What a release would change here."""
    return lambda watch: at.releases.preview(path, progress=watch.tell, cancelled=watch.stopped)
