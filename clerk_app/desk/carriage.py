"""The part of the desk that carries bundles out, takes them in, and knows where each of them stands."""

from __future__ import annotations

from pathlib import Path

from clerk_app.meter import Cancelled, Meter, Progress

from . import carry, gaps, keeping, receive, sending
from .carrier import Watch
from .carry_views import BundleRow, Exported, GapRow, Replied, Standing
from .office import Office
from .views import Verdict


class Carriage:
    """What a desk does with sticks and mail."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def export(
        self,
        to: Path,
        *,
        carrier: str = "usb",
        anyway: bool = False,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Exported:
        """Write the next bundle for the township into a folder. Called off, it leaves nothing.

        With `anyway` also where all is confirmed, to show that the village is there.
        """
        return carry.export(self._office, to, carrier=carrier, watch=Watch(progress, cancelled), anyway=anyway)

    def reply(
        self,
        to: Path,
        *,
        carrier: str = "usb",
        anyway: bool = False,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> list[Replied]:
        """Write a bundle for every village that has something to hear. Called off, it leaves nothing.

        With `anyway` also for those that know everything already.
        """
        return carry.reply(self._office, to, carrier=carrier, watch=Watch(progress, cancelled), anyway=anyway)

    def receive(
        self, paths: list[Path], *, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> list[Verdict]:
        """Take in bundles, or all that lie in the folders named. Called off, it leaves the rest for the next time.

        Before anything is taken in there is a checked copy of the day; what is taken in is never more than added.
        """
        keeping.daily_backup(self._office, Meter(None, cancelled))
        return receive.receive(self._office, paths, progress, cancelled)

    def verify(self, path: Path) -> Verdict:
        """Judge one bundle without taking it in."""
        return receive.receive_one(self._office, path, filing=False)

    def outbox(self) -> list[BundleRow]:
        """The bundles that went out, with who has to do what next."""
        return sending.outbox(self._office)

    def hand(self, number: int, *, to: str = "") -> None:
        """Say that a bundle was handed over; a township names the village."""
        sending.hand(self._office, number, to)

    def standings(self) -> list[Standing]:
        """Where all entries stand: accepted, awaiting an answer, in no bundle yet, refused."""
        return sending.standings(self._office)

    def gaps(self) -> list[GapRow]:
        """What should have come and did not, the oldest first."""
        return gaps.gaps(self._office)

    def set_phone(self, code: str, phone: str) -> None:
        """Note whom to call at another office."""
        gaps.set_phone(self._office, code, phone)
