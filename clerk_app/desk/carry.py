"""Bundles out: what the other office has not confirmed yet, in one sealed file that was read back in full."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from clerk_app import __version__, bundle, canon, days
from clerk_app.errors import UsageError
from clerk_app.model import Card
from clerk_app.store import OutboxRow, Span

from .carrier import Trace, Watch, check_room, clear_leftovers, traceless, with_copy
from .carry_views import Exported, Replied
from .confirming import is_at_rest
from .office import Office
from .opening import write_mark
from .outgoing import Outgoing, outgoing, township
from .preferences import value_of
from .sending import answered_rows
from .views import Sentence
from .words import sentence

MAIL = "mail"


def export(office: Office, folder: Path, *, carrier: str, watch: Watch, anyway: bool = False) -> Exported:
    """Write the village's next bundle into a folder.

    Nothing new to report is a `UsageError` ("nothing-to-report", or "all-confirmed" where only confirmations of
    confirmations wait: `anyway` writes them, to show that the village is there).
    """
    if not office.is_village:
        raise UsageError("village-only")
    waiting = outgoing(office, township(office))
    if not waiting.spans:
        raise UsageError("nothing-to-report")
    if not anyway and is_at_rest(office, waiting):
        raise UsageError("all-confirmed")
    (done,) = _exported(office, [waiting], folder, carrier, watch)
    return done


def reply(office: Office, folder: Path, *, carrier: str, watch: Watch, anyway: bool = False) -> list[Replied]:
    """One bundle for every village that has something to hear; with `anyway` for those too that know all of it."""
    if office.is_village:
        raise UsageError("township-only")
    cards = office.realm.context.contacts
    waiting = [outgoing(office, cards[code]) for code in sorted(cards)]
    waiting = [each for each in waiting if each.spans and (anyway or not is_at_rest(office, each))]
    done = _exported(office, waiting, folder, carrier, watch)
    return [Replied(each.to.code, each.to.name, one) for each, one in zip(waiting, done, strict=True)]


@dataclass(frozen=True, slots=True)
class _Load:
    """What one office is to get: `carried` of `total` waiting entries, which take at most `room` bytes."""

    waiting: Outgoing
    carried: int
    total: int
    room: int


def _exported(office: Office, waiting: list[Outgoing], folder: Path, carrier: str, watch: Watch) -> list[Exported]:
    """All bundles, and then their second copies: no copy takes the room of somebody's first."""
    loads = [_load(office, each, carrier, watch) for each in waiting]
    with bundle.on_carrier():
        if not folder.is_dir():
            raise UsageError("folder-not-found")
        clear_leftovers(office, folder)
        check_room(folder, sum(load.room for load in loads), _old_bundles(office, folder))
    with traceless(office) as trace:
        done = [_written(office, load, folder, carrier, watch, trace) for load in loads]
        if carrier != MAIL:
            done = [with_copy(one, watch, trace) for one in done]
    write_mark(office)
    return [replace(one, sentences=(*one.sentences, *_told(one))) for one in done]


def _load(office: Office, waiting: Outgoing, carrier: str, watch: Watch) -> _Load:
    """How many of the waiting entries fit the carrier: a mail server counts the message as it is sent."""
    limit = value_of(office, f"carrier.{carrier}")
    weights = []
    for recorded in waiting.entries(office):
        watch.go_on()
        weights.append(bundle.Load(len(recorded.raw), len(canon.encode(recorded.payload)), recorded.entry.files))
    carried = bundle.plan(weights, bundle.largest_attached(limit) if carrier == MAIL else limit)
    room = bundle.room(weights[:carried])
    return _Load(waiting, carried, len(weights), room + bundle.message_size(room) if carrier == MAIL else room)


def _old_bundles(office: Office, folder: Path) -> list[Path]:
    """Bundles of ours in the folder that the other office has answered in full: they may go."""
    named = [(folder / _name(office, row.office, row.made, row.number), row.size) for row in answered_rows(office)]
    return sorted(path for path, size in named if path.is_file() and path.stat().st_size == size)


def _written(office: Office, load: _Load, folder: Path, carrier: str, watch: Watch, trace: Trace) -> Exported:
    """Write one bundle. Its number is noted just before it takes its name, so that no two ever bear the same one."""
    to = load.waiting.to
    last = office.store.outbox.last(to.code)
    number = last.number + 1 if last is not None else 1
    made = office.clock()
    target = folder / _name(office, to.code, made, number)

    def note(written: bundle.Written) -> None:
        files = len(written.manifest.files)
        row = OutboxRow(to.code, number, written.id, made, load.carried, files, written.size, carrier)
        with office.store.transaction():
            office.store.outbox.add(row, [Span(span.log, span.first, span.last) for span in written.manifest.logs])

    trace.begin(to.code, number, target)
    with tempfile.TemporaryDirectory(dir=office.folder, prefix="spool-") as spool:
        written = bundle.write(
            target,
            _manifest(office, to, number, last.id if last is not None else "", made),
            islice(load.waiting.entries(office), load.carried),
            _files(office, load),
            key=office.device,
            recipients=(to.sealing, office.sealing.recipient),
            readback=office.sealing,
            spool=Path(spool),
            note=note,
            progress=watch.progress,
            cancelled=watch.cancelled,
        )
    trace.add(target, number)
    left = load.total - load.carried
    done = Exported(str(target), number, load.carried, len(written.manifest.files), written.size, left)
    return _mailed(office, done, trace) if carrier == MAIL else done


def _mailed(office: Office, done: Exported, trace: Trace) -> Exported:
    """The bundle in a message beside it, ready to be sent."""
    source = Path(done.path)
    mail = source.with_suffix(".eml")
    subject = f"{office.card.name} 第 {done.number} 号{'上报包' if office.is_village else '回执包'}"
    text = "附件是加密签名的村务包，请保存附件，或者把整封邮件存成文件，再用“接收”打开。"
    with bundle.on_carrier():
        message = bundle.message(source, sender=office.card.code, subject=subject, text=text)
    bundle.put(mail, message)
    trace.add(mail, done.number)
    return replace(done, mail=str(mail), mail_size=len(message))


def _told(done: Exported) -> tuple[Sentence, ...]:
    """What did not fit, and what was written; whether the stick may be taken out is said last."""
    whole = sentence(
        "export-mailed" if done.mail else "export-done",
        {
            "number": done.number,
            "entries": done.entries,
            "files": done.files,
            "size": done.mail_size or done.size,
            "name": Path(done.mail or done.path).name,
        },
    )
    return (sentence("export-rest", {"left": done.left}), whole) if done.left else (whole,)


def _name(office: Office, to: str, made: str, number: int) -> str:
    """The name under which a bundle travels: the village's code in both directions."""
    village = office.card.code if office.is_village else to
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


def _files(office: Office, load: _Load) -> list[bundle.BundleFile]:
    """Each attachment of the entries once, in the order of their names."""
    named = {
        file.sha256
        for recorded in islice(load.waiting.entries(office), load.carried)
        if recorded.payload is not None
        for file in recorded.entry.files
    }
    return [_file(office, sha256) for sha256 in sorted(named)]


def _file(office: Office, sha256: str) -> bundle.BundleFile:
    info = office.store.blobs.info(sha256)
    return bundle.BundleFile(
        sha256=sha256, size=info.size, crc32=info.crc32, open=lambda: office.store.blobs.open(sha256)
    )
