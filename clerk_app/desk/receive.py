"""Bundles in: everything is checked in one fixed order, the rules are run again, and every entry gets its answer.

What is sound is filed; whatever fails goes to quarantine with its reason, and nothing is ever deleted.
"""

from __future__ import annotations

import filecmp
import hashlib
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from clerk_app import bundle, canon, chain, days
from clerk_app.canon import Fields
from clerk_app.crypto import fingerprint
from clerk_app.errors import IntegrityError, SurroundingsError
from clerk_app.meter import Cancelled, Progress
from clerk_app.model import Card, LogId, Recorded
from clerk_app.store import InboxRow, SetAside

from .carrier import clear_spools
from .confirming import note_arrival
from .devices import enrolled, given_way, one_pc
from .filing import Filed, file_reply, file_report
from .looking import Found, found_in
from .office import Office
from .refilling import FORKS, keep_fork
from .rekeying import introduced
from .views import Sentence, Verdict
from .words import explain, sentence

VALID = "verdict.valid"
VALID_WITH_NOTES = "verdict.noted"
UNCERTAIN = "verdict.uncertain"
INVALID = "verdict.invalid"

QUARANTINE = "quarantine"


def receive(office: Office, paths: list[Path], progress: Progress | None, cancelled: Cancelled | None) -> list[Verdict]:
    """Take in files and folders; one bad bundle never stops the others. Oldest number first, by the files' names.

    Called off, it answers what was not looked at with the state ``left``: the next time goes on from there, for what
    was taken in is known.
    """
    clear_spools(office)
    with bundle.readable():
        found = sorted(found_in(paths), key=lambda each: each.path.name)
    verdicts: list[Verdict] = []
    for done, each in enumerate(found):
        told = _left(each.path) if cancelled is not None and cancelled() else _either(office, each, cancelled)
        verdicts += [verdict for verdict in told if each.named or not _is_other_mail(verdict)]
        if told[0].state == "left":
            return verdicts + [verdict for later in found[done + 1 :] for verdict in _left(later.path)]
        if progress is not None:
            progress(done + 1, len(found))
    return verdicts


def _is_other_mail(verdict: Verdict) -> bool:
    """True for a message that has nothing to do with us."""
    return [told.code for told in verdict.sentences] == ["mail-without-bundle"]


def _left(path: Path) -> list[Verdict]:
    return [_verdict(path, UNCERTAIN, "left", (sentence("receive-left", {}),))]


def _either(office: Office, found: Found, cancelled: Cancelled | None) -> list[Verdict]:
    """What became of a file, or of its second copy where the first is damaged."""
    first, second = found.path, found.second
    if second is None or _same(first, second):
        return _received(office, first, cancelled)
    if not _opens(office, second):
        told = _received(office, first, cancelled)
        return [_noted(each, sentence("second-copy-damaged", {})) for each in told] if _opens(office, first) else told
    if not _opens(office, first):
        told = _received(office, second, cancelled)
        return [_noted(each, sentence("first-copy-damaged", {})) for each in told]
    return _received(office, first, cancelled) + _received(office, second, cancelled)


def _same(first: Path, second: Path) -> bool:
    try:
        return filecmp.cmp(first, second, shallow=False)
    except OSError:
        return False


def _opens(office: Office, path: Path) -> bool:
    """Whether a file is a whole bundle for us."""
    try:
        with (
            tempfile.TemporaryDirectory(dir=office.folder, prefix="spool-") as spool,
            bundle.open_sealed(path, office.sealing, Path(spool), former=office.former),
        ):
            return True
    except (IntegrityError, SurroundingsError):
        return False


def _noted(verdict: Verdict, note: Sentence) -> Verdict:
    word = VALID_WITH_NOTES if verdict.word == VALID else verdict.word
    return replace(verdict, word=word, sentences=(*verdict.sentences, note))


def _received(office: Office, path: Path, cancelled: Cancelled | None) -> list[Verdict]:
    """What became of a bundle, or of every bundle in a saved message or mailbox."""
    try:
        if bundle.looks_sealed(path) or not bundle.looks_like_mail(path):
            return [receive_one(office, path, filing=True, cancelled=cancelled)]
        with tempfile.TemporaryDirectory(dir=office.folder, prefix="spool-") as folder:
            unpacked = bundle.unpack(path, Path(folder))
            if not unpacked:
                return [_verdict(path, INVALID, "quarantined", (sentence("mail-without-bundle", {}),))]
            told = [receive_one(office, each, filing=True, cancelled=cancelled) for each in unpacked]
            return [replace(each, path=str(path)) for each in told]
    except IntegrityError as error:
        return [_verdict(path, INVALID, "quarantined", explain(error))]
    except SurroundingsError as error:
        if error.code == "cancelled":
            return _left(path)
        if error.code != "bundle-unreadable":
            raise
        return [_verdict(path, UNCERTAIN, "unread", explain(error))]


def receive_one(office: Office, path: Path, *, filing: bool, cancelled: Cancelled | None = None) -> Verdict:
    """Judge one file; with `filing` it is also taken in, or put into quarantine.

    `SurroundingsError`: "bundle-unreadable", "spool-failed", "cancelled".
    """
    try:
        with (
            tempfile.TemporaryDirectory(dir=office.folder, prefix="spool-") as spool,
            bundle.open_sealed(path, office.sealing, Path(spool), cancelled=cancelled, former=office.former) as opened,
        ):
            return _judged(office, path, opened, filing)
    except IntegrityError as error:
        if error.code == "bundle-too-large":
            # What no bundle can be is not copied either: its size is its own and may be that of the whole disk.
            return _verdict(path, INVALID, "unread", explain(error))
        if filing:
            _quarantine(office, path, error.code)
        return _verdict(path, INVALID, "quarantined", explain(error))


def _judged(office: Office, path: Path, opened: bundle.Opened, filing: bool) -> Verdict:
    manifest = opened.manifest
    admission = _admission(office, opened)
    notes: tuple[Sentence, ...] = (sentence(admission.code, admission.details),) if admission.code else ()
    if admission.code == "wrong-recipient" and opened.signer == office.device.public:
        told = sentence("bundle-own", {"number": manifest.number, "to": manifest.recipient.office})
        return _verdict(path, VALID_WITH_NOTES, "own", (told,), manifest)
    if admission.outcome is bundle.Outcome.REFUSE:
        if filing:
            _quarantine(office, path, admission.code, manifest)
        return _verdict(path, INVALID, "quarantined", notes, manifest)
    if admission.outcome is bundle.Outcome.HOLD:
        return _held(office, path, opened, admission.code, notes, filing)
    if admission.outcome is bundle.Outcome.KNOWN:
        if filing:
            with office.store.transaction():
                note_arrival(office, manifest.sender.office)
                if admission.code == "bundle-older":
                    # A bundle that a later one has overtaken did come: its number is missing no longer.
                    office.store.inbox.add(_inbox_row(office, opened, Filed(0, (), (), admission.receipt)))
        before = _told_before(office, admission, manifest)
        return _verdict(path, VALID_WITH_NOTES, "duplicate", (*notes, before), manifest)
    return _filed(office, path, opened, notes, filing)


def _admission(office: Office, opened: bundle.Opened) -> bundle.Admission:
    """Where a bundle stands; a signer whom nobody knows may be introduced in it by the device that we know."""
    senders, past, code = enrolled(office), _past(office, opened), opened.manifest.sender.office
    former = {key.recipient for key in office.former}
    admission = bundle.judge(opened.contents, me=office.card, senders=senders, past=past, former=former)
    if admission.code != "wrong-sender-key":
        return admission
    known = office.realm.context.contacts[code]
    card = introduced(opened, known, senders[code], lambda log: _public_of(office, known, opened, log))
    if card is None:
        return admission
    met = {**senders, code: (*senders[code], bundle.Enrolled(card))}
    return bundle.judge(opened.contents, me=office.card, senders=met, past=past, former=former)


def _held(
    office: Office, path: Path, opened: bundle.Opened, code: str, notes: tuple[Sentence, ...], filing: bool
) -> Verdict:
    if filing:
        _quarantine(office, path, code, opened.manifest)
        notes += _kept_fork(office, opened, code)
    return _verdict(path, UNCERTAIN, "held", notes, opened.manifest)


def _kept_fork(office: Office, opened: bundle.Opened, code: str) -> tuple[Sentence, ...]:
    """The second line of a copied disk is kept, and told to the village: which one goes on is for people to say."""
    if office.is_village or code not in FORKS:
        return ()
    sender = office.realm.context.contacts[opened.manifest.sender.office]
    try:
        with office.store.transaction():
            kept = keep_fork(office, opened, sender, lambda log: _public_of(office, sender, opened, log))
    except BaseException:
        office.refold()
        raise
    return (sentence("fork-kept", {"entries": kept}),) if kept else ()


def _told_before(office: Office, admission: bundle.Admission, manifest: bundle.Manifest) -> Sentence:
    """When a bundle that is known was taken in, and the number of the receipt that answered it."""
    rows = office.store.inbox.of(manifest.sender.office)
    row = next(row for row in rows if row.receipt == admission.receipt)
    receipt = office.store.journal.get(admission.receipt) if admission.receipt else None
    number = receipt.entry.seq if receipt is not None else 0
    return sentence("bundle-answered", {"on": days.beijing_day(row.received), "receipt": number})


def _filed(office: Office, path: Path, opened: bundle.Opened, notes: tuple[Sentence, ...], filing: bool) -> Verdict:
    sender = office.realm.context.contacts[opened.manifest.sender.office]
    entries = list(opened.entries(lambda log: _public_of(office, sender, opened, log)))
    fork = _parting(office, entries)
    if fork:
        told = sentence("log-fork", {"number": opened.manifest.number, "seq": fork})
        return _held(office, path, opened, "log-fork", (*notes, told), filing)
    beyond = _beyond(office, opened, entries)
    if beyond:
        if filing:
            _quarantine(office, path, "revoked-sender-key", opened.manifest)
        told = sentence("device-gave-way", {"number": opened.manifest.number, "seq": beyond})
        return _verdict(path, INVALID, "quarantined", (*notes, told), opened.manifest)
    if not filing:
        return _verdict(path, VALID_WITH_NOTES if notes else VALID, "sound", notes, opened.manifest, len(entries))
    for item in opened.manifest.files:
        if not office.store.blobs.has(item.sha256):
            with opened.file(item.sha256) as file:
                office.store.blobs.put(file)
    try:
        with office.store.transaction():
            filed = _file(office, opened, sender, entries)
            office.store.inbox.add(_inbox_row(office, opened, filed))
            note_arrival(office, sender.code)
    except BaseException:
        office.refold()
        raise
    bad = bool(filed.refused or filed.held or notes)
    word = VALID_WITH_NOTES if bad else VALID
    return _verdict(path, word, "filed", notes, opened.manifest, filed.accepted, filed)


def _parting(office: Office, entries: list[Recorded]) -> int:
    """The first entry that is another one than we hold under its number, 0 where none is.

    The manifest alone does not tell where a span begins before our head and ends after it.
    """
    for recorded in entries:
        log, seq = recorded.entry.log, recorded.entry.seq
        if seq <= office.head(log).seq and office.store.journal.hash_at(log, seq) != recorded.hash:
            return seq
    return 0


def _beyond(office: Office, opened: bundle.Opened, entries: list[Recorded]) -> int:
    """The first entry that follows the one with which its device gave way to another, 0 where none does.

    What a renewed device wrote before that counts, in whichever bundle it comes; nothing comes after it.
    """
    ends = {way.log: way.seq for way in given_way(office, opened.manifest.sender.office)}
    return next((each.entry.seq for each in entries if each.entry.seq > ends.get(each.entry.log, each.entry.seq)), 0)


def _file(office: Office, opened: bundle.Opened, sender: Card, entries: list[Recorded]) -> Filed:
    if office.is_village:
        return file_reply(office, opened, entries)
    return file_report(office, opened, sender, entries)


def _public_of(office: Office, sender: Card, opened: bundle.Opened, log: LogId) -> bytes | None:
    """The key of another device of the same office: as the first entry of its log names it, here or in the bundle.

    An office that was restored twice before it reported carries a log of which nothing is here yet; the enrolled device
    that signed the bundle vouches for it. A card that was enrolled before names its own key.
    """
    owner = office.owners().get(log)
    if owner is None:
        keys = (bytes.fromhex(known.card.signing) for known in enrolled(office).get(sender.code, ()))
        known = next((key for key in keys if fingerprint(key) == log.device), None)
        return known if known is not None else _declared(opened, sender, log)
    if owner != sender.code:
        return None
    first = next(office.store.journal.entries(log, upto=1))
    return bytes.fromhex(Fields.of(first.content).inside("card").hexadecimal("signing"))


def _declared(opened: bundle.Opened, sender: Card, log: LogId) -> bytes | None:
    """The key that a log in the bundle names in its first entry: that of its device, in the sender's name."""
    payload = opened.beginning(log)
    if payload is None:
        return None
    card = Fields.of(canon.decode(payload, limit=chain.LARGEST_PAYLOAD)).inside("card")
    key = bytes.fromhex(card.hexadecimal("signing"))
    return key if fingerprint(key) == log.device and card.text("code") == sender.code else None


def _inbox_row(office: Office, opened: bundle.Opened, filed: Filed) -> InboxRow:
    manifest = opened.manifest
    return InboxRow(
        manifest.sender.office,
        manifest.sender.device,
        manifest.number,
        opened.id,
        manifest.previous,
        office.clock(),
        filed.accepted,
        len(filed.refused),
        len(filed.held),
        filed.receipt,
    )


def _past(office: Office, opened: bundle.Opened) -> bundle.Past:
    """What is held from the PC whose device signed: bundles are counted through where it renewed its key."""
    sender = opened.manifest.sender
    rows = office.store.inbox.of(sender.office)
    keys = one_pc(given_way(office, sender.office), sender.device)
    return bundle.Past(
        bundles={row.number: bundle.Received(row.id, row.previous, row.receipt) for row in rows if row.device in keys},
        heads={span.log: office.head(span.log) for span in opened.manifest.logs},
        receipts=frozenset(row.receipt for row in rows),
        hash_at=office.store.journal.hash_at,
    )


def _quarantine(office: Office, path: Path, reason: str, manifest: bundle.Manifest | None = None) -> None:
    """Keep the file as it came, under the hash of its bytes, with the reason; the original stays where it is."""
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    kept = office.folder / QUARANTINE / f"{digest[:32]}.cwb"
    kept.parent.mkdir(mode=0o700, exist_ok=True)
    if not kept.exists():
        part = kept.with_suffix(bundle.PART)
        shutil.copyfile(path, part)
        part.replace(kept)
    whose, number = (manifest.sender.office, manifest.number) if manifest is not None else ("", 0)
    office.store.inbox.quarantine(SetAside(digest, reason, office.clock(), whose, number))


def quarantined_file(office: Office, row: SetAside) -> Path:
    """Where a file that was set aside lies."""
    return office.folder / QUARANTINE / f"{row.digest[:32]}.cwb"


def _verdict(
    path: Path,
    word: str,
    state: str,
    sentences: tuple[Sentence, ...],
    manifest: bundle.Manifest | None = None,
    accepted: int = 0,
    filed: Filed | None = None,
) -> Verdict:
    return Verdict(
        path=str(path),
        word=word,
        state=state,
        sender=manifest.sender.name if manifest is not None else "",
        number=manifest.number if manifest is not None else 0,
        accepted=accepted,
        refused=filed.refused if filed is not None else (),
        held=len(filed.held) if filed is not None else 0,
        sentences=sentences + (filed.notes if filed is not None else ()),
    )
