"""Bundles out: what the other office has not confirmed yet, in one sealed file that was read back in full."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from clerk_app import __version__, bundle, canon, days, workflow
from clerk_app.canon import Fields
from clerk_app.errors import UsageError
from clerk_app.model import Card, EntryKind, Head, LogId, Recorded
from clerk_app.store import OutboxRow

from .office import Office
from .opening import write_mark
from .placing import write_file
from .preferences import value_of
from .views import Exported, Replied

MAIL = "mail"

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What waits for one office: spans of our logs after what that office has confirmed."""

    to: Card
    spans: tuple[tuple[LogId, int], ...]

    def entries(self, office: Office) -> Iterator[Recorded]:
        """The entries, log by log."""
        for log, after in self.spans:
            yield from office.store.journal.entries(log, after=after)


def outgoing(office: Office, to: Card) -> Outgoing:
    """Cumulative since the last receipt, not since the last sending: a lost stick makes no gap (design 6)."""
    confirmed = _confirmed(office, to)
    logs = office.own_logs() if office.is_village else (*office.own_logs(), office.log(to.code))
    waiting = [(log, confirmed.get(log, Head(0, "")).seq) for log in logs]
    return Outgoing(to, tuple((log, after) for log, after in waiting if office.head(log).seq > after))


def _confirmed(office: Office, to: Card) -> dict[LogId, Head]:
    """How far the other office has taken in our logs, by its own signed word."""
    if office.is_village:
        return _receipted(office)
    return dict(office.realm_of(to.code).context.heard)


def receipts(office: Office) -> Iterator[Recorded]:
    """Every receipt that a village has heard, the oldest first."""
    for log in office.realm.context.heard:
        yield from office.store.journal.of_kinds(log, frozenset({EntryKind.RECEIPT}))


def _receipted(office: Office) -> dict[LogId, Head]:
    heads: dict[LogId, Head] = {}
    for receipt in receipts(office):
        payload = Fields.of(receipt.content)
        heads[workflow.log_of(payload.inside("log"))] = Head(payload.integer("last"), payload.hexadecimal("head"))
    return heads


def township(office: Office) -> Card:
    """The township that a village reports to; `UsageError` before it is enrolled."""
    known = office.realm.context.contacts
    if not known:
        raise UsageError("township-not-enrolled")
    return next(iter(known.values()))


def export(
    office: Office,
    folder: Path,
    *,
    carrier: str,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Exported:
    """Write the village's next bundle into a folder. Nothing new to report is a `UsageError`."""
    if not office.is_village:
        raise UsageError("village-only")
    waiting = outgoing(office, township(office))
    if not waiting.spans:
        raise UsageError("nothing-to-report")
    return write_bundle(office, waiting, folder, carrier, progress, cancelled)


def reply(
    office: Office, folder: Path, *, carrier: str, progress: Progress | None, cancelled: Cancelled | None
) -> list[Replied]:
    """One bundle for every village that has something to hear."""
    if office.is_village:
        raise UsageError("township-only")
    written = []
    for code, card in sorted(office.realm.context.contacts.items()):
        waiting = outgoing(office, card)
        if waiting.spans:
            exported = write_bundle(office, waiting, folder, carrier, progress, cancelled)
            written.append(Replied(code, card.name, exported))
    return written


def write_bundle(
    office: Office,
    waiting: Outgoing,
    folder: Path,
    carrier: str,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Exported:
    """Write what fits the carrier; the outbox knows of it only once it was read back and renamed."""
    if not folder.is_dir():
        raise UsageError("folder-not-found")
    carried, total = _fitting(office, waiting, carrier)
    last = office.store.outbox.last(waiting.to.code)
    number = last.number + 1 if last is not None else 1
    made = office.clock()
    target = folder / _name(office, waiting.to, made, number)
    with tempfile.TemporaryDirectory(dir=office.folder, prefix="spool-") as spool:
        written = bundle.write(
            target,
            _manifest(office, waiting.to, number, last.id if last is not None else "", made),
            islice(waiting.entries(office), carried),
            _files(office, waiting, carried),
            key=office.device,
            recipients=(waiting.to.sealing, office.sealing.recipient),
            readback=office.sealing,
            spool=Path(spool),
            progress=progress,
            cancelled=cancelled,
        )
    attached = len(written.manifest.files)
    office.store.outbox.add(
        OutboxRow(waiting.to.code, number, written.id, made, carried, attached, written.size, carrier)
    )
    write_mark(office)
    mail = _write_mail(office, target, number) if carrier == MAIL else ""
    return Exported(str(target), number, carried, attached, written.size, total - carried, mail)


def _write_mail(office: Office, bundle_file: Path, number: int) -> str:
    """The bundle in a message beside it, ready to be sent."""
    mail = bundle_file.with_suffix(".eml")
    subject = f"{office.card.name} 第 {number} 号{'上报包' if office.is_village else '回执包'}"
    text = "附件是加密签名的村务包，请保存附件，或者把整封邮件存成文件，再用“接收”打开。"
    write_file(mail, bundle.message(bundle_file, sender=office.card.code, subject=subject, text=text))
    return str(mail)


def _fitting(office: Office, waiting: Outgoing, carrier: str) -> tuple[int, int]:
    """How many of the waiting entries fit the carrier, and how many there are."""
    limit = value_of(office, f"carrier.{carrier}")
    loads = [
        bundle.Load(len(recorded.raw), len(canon.encode(recorded.payload)), recorded.entry.files)
        for recorded in waiting.entries(office)
    ]
    return bundle.plan(loads, limit), len(loads)


def _name(office: Office, to: Card, made: str, number: int) -> str:
    village = office.card.code if office.is_village else to.code
    return bundle.bundle_name(days.beijing_day(made), village, number, reply=not office.is_village)


def _manifest(office: Office, to: Card, number: int, previous: str, made: str) -> bundle.Manifest:
    card = office.card
    return bundle.Manifest(
        kind=bundle.BundleKind.REPORT if office.is_village else bundle.BundleKind.REPLY,
        sender=bundle.Sender(office=card.code, name=card.name, device=card.signing, sealing=card.sealing),
        recipient=bundle.Recipient(office=to.code, sealing=to.sealing),
        number=number,
        previous=previous,
        receipt=office.realm.context.anchor if office.is_village else "",
        made=made,
        program=f"clerk-app {__version__}",
    )


def _files(office: Office, waiting: Outgoing, carried: int) -> list[bundle.BundleFile]:
    """Each attachment of the entries once, in the order of their names."""
    named = {
        file.sha256
        for recorded in islice(waiting.entries(office), carried)
        if recorded.payload is not None
        for file in recorded.entry.files
    }
    return [_file(office, sha256) for sha256 in sorted(named)]


def _file(office: Office, sha256: str) -> bundle.BundleFile:
    info = office.store.blobs.info(sha256)
    return bundle.BundleFile(
        sha256=sha256, size=info.size, crc32=info.crc32, open=lambda: office.store.blobs.open(sha256)
    )
