"""The sealing key and the master key are renewed: what was under way opens, and what a thief has opens nothing new."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from clerk_app import crypto
from clerk_app.crypto import Cost
from clerk_app.desk import Desk, open_office, recover_office, renewing
from clerk_app.desk.opening import settle_renewal
from clerk_app.errors import ClerkError, IntegrityError, SurroundingsError, UsageError
from clerk_app.model import EntryKind
from clerk_app.store import RENEWED, Store

from .conftest import PASSPHRASE, QUICK, Offices
from .test_trust import both

LATER = "后来的四个词"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are stretched as little as is allowed."""
    monkeypatch.setattr(Cost, "default", staticmethod(lambda: QUICK))


def sealed_for(path: Path, key: crypto.SealingKey) -> bool:
    """Whether a bundle opens with that key alone."""
    with open(path, "rb") as file, open(os.devnull, "wb") as target:
        try:
            crypto.unseal(file, target, key)
        except IntegrityError as error:
            return error.code != "age-not-for-us"
    return True


# The sealing key


@pytest.mark.parametrize("whose", ["village", "township"])
def test_a_sealing_key_is_renewed_and_partners_take_it_from_a_bundle(offices: Offices, whose: str) -> None:
    village, township = both(offices)
    owner, partner = (village, township) if whose == "village" else (township, village)
    old = owner._office.sealing
    fresh = owner.trust.renew_sealing("例行更换")
    assert fresh.recipient == owner.card.sealing != old.recipient
    assert [(row.recipient, row.until) for row in owner.trust.sealing()] == [
        (fresh.recipient, ""),
        (old.recipient, owner.day()),
    ]
    code = owner.card.code
    assert partner._office.realm.context.contacts[code].sealing == old.recipient
    # What the partner has sealed meanwhile was for the old key, and opens.
    partner_to_owner = offices.carry_back if whose == "village" else lambda t, v: offices.carry_up(v, t)
    owner_to_partner = offices.carry_up if whose == "village" else lambda v, t: offices.carry_back(t, v)
    assert partner_to_owner(township, village).state == "filed"
    assert owner_to_partner(village, township).state == "filed"
    card = partner._office.realm.context.contacts[code]
    assert (card.sealing, card.signing) == (fresh.recipient, owner.card.signing)
    partner.letters.write("新密钥封的", **({"to": code} if whose == "village" else {}))
    exported = partner.export(offices.stick) if whose == "township" else township.reply(offices.stick)[0].exported
    path = Path(exported.path)
    assert (sealed_for(path, owner._office.sealing), sealed_for(path, old)) == (True, False)
    assert owner.receive([path])[0].state == "filed"
    # It is the present one again after the office was opened anew, and the rules agree on both sides.
    offices.close()
    again = offices.open(whose)
    assert [row.recipient for row in again.trust.sealing()] == [fresh.recipient, old.recipient]
    rows = again._office.realm.context
    assert rows.office is not None
    assert rows.office.sealing == fresh.recipient


def test_a_bundle_under_way_for_the_old_key_opens_after_two_renewals(offices: Offices) -> None:
    village, township = both(offices)
    township.letters.write("路上的信", to=village.card.code)
    (late,) = township.reply(offices.stick)
    for reason in ("一", "二"):
        village.trust.renew_sealing(reason)
    assert village.receive([Path(late.exported.path)])[0].state == "filed"
    assert [row.text for row in village.letters.all()] == ["路上的信"]
    assert len(village.trust.sealing()) == 3


def test_only_so_many_former_keys_are_kept(offices: Offices) -> None:
    village = offices.open("village")
    first = village.card.sealing
    for number in range(16):
        village.trust.renew_sealing(f"第 {number} 次")
    rows = village.trust.sealing()
    assert len(rows) == 16
    assert first not in {row.recipient for row in rows}


def test_a_renewal_that_fails_leaves_the_old_key(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    from clerk_app.desk import sealing_keys

    village, _township = both(offices)
    before, entries = village.trust.sealing(), village.entries()
    monkeypatch.setattr(sealing_keys, "keep_sealing", lambda *_: (_ for _ in ()).throw(RuntimeError("the disk")))
    with pytest.raises(RuntimeError, match="the disk"):
        village.trust.renew_sealing("例行更换")
    assert (village.trust.sealing(), village.entries()) == (before, entries)
    with pytest.raises(ClerkError):
        village.trust.renew_sealing(" ")


def test_a_stranger_cannot_change_for_whom_is_sealed(offices: Offices) -> None:
    """Only the device that the card names speaks for it; an earlier one of a second line does not."""
    from clerk_app.desk.rekeying import resealed

    village, township = both(offices)
    village.trust.renew_sealing("例行更换")
    office = village._office
    (said,) = office.store.journal.of_kinds(office.main_log, frozenset({EntryKind.RESEAL}))
    assert resealed(township.card, said) is None
    known = resealed(village.card, said)
    assert known is not None
    assert known.sealing == village.card.sealing


def test_two_pcs_share_their_sealing_key(offices: Offices, tmp_path: Path) -> None:
    from clerk_app.desk import Because, restore_office

    village, township = both(offices)
    backup = village.backup(tmp_path / "backups")
    restore_office(Path(backup), tmp_path / "second", passphrase=PASSPHRASE, because=Because.SECOND)
    second = open_office(tmp_path / "second", passphrase=PASSPHRASE)
    shared = second.card.sealing
    with pytest.raises(UsageError, match="sealing-second-pc"):
        second.trust.renew_sealing("例行更换")
    second.close()
    # After a theft of it the key stays too: the first one has no other.
    copy = open_office(tmp_path / "second", passphrase=PASSPHRASE)
    backup = copy.backup(tmp_path / "again")
    copy.close()
    recover_office(Path(backup), tmp_path / "third", passphrase=PASSPHRASE, new_passphrase="新的四个词")
    third = open_office(tmp_path / "third", passphrase="新的四个词")
    assert third.card.sealing == shared
    third.close()
    assert township is not None


# The master key


def stolen(folder: Path, target: Path) -> Path:
    """What a thief has: the key file, and nothing else of use."""
    target.mkdir()
    for name in ("keys.cwk", "keys.cwk2"):
        shutil.copy(folder / name, target / name)
    return target


def opens(thief: Path, folder: Path, attempt: Callable[[Path], crypto.Unlocked]) -> bool:
    """Whether a copy of the present store opens with the stolen key file."""
    copy = thief.with_name("attempt")
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("backups", "lock"))
    for name in ("keys.cwk", "keys.cwk2"):
        shutil.copy(thief / name, copy / name)
    try:
        unlocked = attempt(copy)
        Store.open(copy, unlocked.derive("store"), unlocked.salt, unlocked.derive("blobs")).close()
    except IntegrityError as error:
        return error.code != "store-damaged"
    finally:
        shutil.rmtree(copy)
    return True


def test_an_old_key_file_and_an_old_password_open_nothing_written_later(voting: Offices, tmp_path: Path) -> None:
    village, township = both(voting)
    folder = voting.folder / "village"
    recovery = village.keys.renew_recovery()
    thief = stolen(folder, tmp_path / "thief")
    for attempt in (lambda at: crypto.unlock(at, PASSPHRASE), lambda at: crypto.unlock_with_code(at, recovery)):
        assert opens(thief, folder, attempt)
    before, blobs = village.matters(), village._office.store.blobs.all()
    old = sorted(path.name for path in (folder / "blobs").glob("??/*"))
    device = village.card.signing
    done = village.keys.renew_master(PASSPHRASE)
    assert (done.gone, done.lost) == ((), 0)
    for attempt in (lambda at: crypto.unlock(at, PASSPHRASE), lambda at: crypto.unlock_with_code(at, recovery)):
        assert not opens(thief, folder, attempt)
    # The open desk goes on, and so does one that is opened later; the device is the same, and nothing is lost.
    village.begin("V33", "换主密钥以后")
    assert len(village.matters()) == len(before) + 1
    assert (village.card.signing, village._office.store.blobs.all()) == (device, blobs)
    assert blobs
    fresh = sorted(path.name for path in (folder / "blobs").glob("??/*"))
    assert len(fresh) == len(old)
    assert not set(fresh) & set(old)
    assert all(finding.sound for finding in village.check())
    voting.close()
    village, township = voting.open("village"), voting.open("township")
    assert all(finding.sound for finding in village.check())
    assert voting.carry_up(village, township).refused == ()
    village.keys.prove_recovery(done.recovery)
    with pytest.raises(IntegrityError, match="wrong-recovery-code"):
        village.keys.prove_recovery(recovery)
    assert not (folder / RENEWED).exists()
    backup = Path(village.backup(tmp_path / "backups"))
    with pytest.raises(IntegrityError, match="wrong-recovery-code"):
        crypto.unlock_with_code(backup, recovery)


def test_the_deputy_sets_a_password_again_and_a_noted_escrow_stays(offices: Offices) -> None:
    village = offices.open("village")
    escrow = crypto.SealingKey.generate()
    village.keys.change(PASSPHRASE, "副手的密码", deputy=True)
    village.keys.set_escrow(escrow.recipient)
    with pytest.raises(UsageError, match="clerk-passphrase-needed"):
        village.keys.renew_master("副手的密码")
    with pytest.raises(IntegrityError, match="wrong-passphrase"):
        village.keys.renew_master("不对")
    assert village.keys.renew_master(PASSPHRASE).gone == ("deputy",)
    assert set(village.keys.kinds()) == {"clerk", "recovery", "escrow"}
    folder = offices.folder / "village"
    assert crypto.unlock_with_escrow(folder, escrow).master == village._office.unlocked.master
    # One that was set before it was noted has to be set again.
    village._office.store.notes.drop("escrow.recipient")
    assert village.keys.renew_master(PASSPHRASE).gone == ("escrow",)


def test_a_damaged_attachment_holds_nothing_up_and_is_counted(voting: Offices) -> None:
    village = voting.open("village")
    blobs = village._office.store.blobs
    name = blobs.all()[0]
    raw = blobs.path(name).read_bytes()
    blobs.path(name).write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    assert village.keys.renew_master(PASSPHRASE).lost == 1
    assert not village._office.store.blobs.has(name)


def test_after_a_theft_everything_is_renewed_on_the_new_pc(offices: Offices, tmp_path: Path) -> None:
    village, township = both(offices)
    old = village._office.sealing
    thief = stolen(offices.folder / "village", tmp_path / "thief")
    backup = village.backup(tmp_path / "backups")
    township.trust.stolen(village.card.code, reason="电脑被盗")
    offices.close()
    recover_office(Path(backup), tmp_path / "new", passphrase=PASSPHRASE, new_passphrase="新的四个词")
    assert not opens(thief, tmp_path / "new", lambda at: crypto.unlock(at, PASSPHRASE))
    fresh, township = open_office(tmp_path / "new", passphrase="新的四个词"), offices.open("township")
    assert fresh.card.sealing != old.recipient
    assert [row.recipient for row in fresh.trust.sealing()] == [fresh.card.sealing, old.recipient]
    card = tmp_path / "card"
    township.enrol(card, fingerprint=fresh.write_card(card))
    shutil.rmtree(offices.stick)
    verdict = offices.carry_up(fresh, township)
    assert (verdict.state, verdict.refused) == ("filed", ())
    (replied,) = township.reply(offices.stick)
    assert not sealed_for(Path(replied.exported.path), old)
    assert fresh.receive([Path(replied.exported.path)])[0].state == "filed"
    fresh.close()


# Interrupted at every step


class Dead(BaseException):
    """The program was killed here."""


def dying(monkeypatch: pytest.MonkeyPatch, after: int) -> list[str]:
    """From the step with that number on, nothing is replaced or deleted any more; returns what was done before.

    New folders are not counted: how many the attachments need hangs on their names, which are others every time.
    """
    done: list[str] = []

    def counted(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*words: Any, **named: Any) -> Any:
            if len(done) >= after:
                raise Dead(name)
            done.append(name)
            return original(*words, **named)

        return call

    monkeypatch.setattr(os, "replace", counted("replace", os.replace))
    monkeypatch.setattr(shutil, "rmtree", counted("rmtree", shutil.rmtree))
    monkeypatch.setattr(Path, "unlink", counted("unlink", Path.unlink))
    return done


def test_cut_off_at_every_step_the_store_is_the_old_one_or_the_new_one(voting: Offices, tmp_path: Path) -> None:
    """Each step on the disk is the last one once; whoever opens the office next has all of it."""
    village = voting.open("village")
    matters = [row.title for row in village.matters()]
    voting.close()
    source, states = voting.folder / "village", set()
    for after in range(200):
        folder = tmp_path / f"cut-{after}"
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("backups"))
        thief = stolen(folder, tmp_path / f"thief-{after}")
        office = open_office(folder, passphrase=PASSPHRASE)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Cost, "default", staticmethod(lambda: QUICK))
            dying(patch, after)
            try:
                office.keys.renew_master(PASSPHRASE)
                ended = True
            except Dead:
                ended = False
        office._office.store.close()
        once_more(folder)
        again = open_office(folder, passphrase=PASSPHRASE)
        assert [row.title for row in again.matters()] == matters
        assert all(finding.sound for finding in again.check())
        again.close()
        assert not list(folder.glob(f"{RENEWED}*"))
        states.add(opens(thief, folder, lambda at: crypto.unlock(at, PASSPHRASE)))
        shutil.rmtree(folder)
        if ended:
            break
    assert ended
    assert states == {True, False}


def once_more(folder: Path) -> None:
    """The next opening is cut off as well, early in it."""
    with pytest.MonkeyPatch.context() as patch:
        dying(patch, 1)
        with suppress(Dead):
            settle_renewal(folder)


def test_a_log_of_the_old_store_is_not_read_into_the_new_one(voting: Offices, tmp_path: Path) -> None:
    """A crash may leave the database's log; under another key its pages would be taken for the store's."""
    village, folder = voting.open("village"), voting.folder / "village"
    village.begin("V33", "还在日志里的事")
    for name in ("store.db-wal", "store.db-shm"):
        shutil.copy(folder / name, tmp_path / name)
    assert (tmp_path / "store.db-wal").stat().st_size > 4096
    replaced = os.replace

    def until_it_counts(source: Path, target: Path) -> None:
        replaced(source, target)
        if target.name == RENEWED:
            raise Dead

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", until_it_counts)
        patch.setattr(renewing, "_open_again", lambda *_: None)
        with pytest.raises(Dead):
            village.keys.renew_master(PASSPHRASE)
    voting._open.clear()
    for name in ("store.db-wal", "store.db-shm"):
        shutil.copy(tmp_path / name, folder / name)
    village = voting.open("village")
    assert "还在日志里的事" in {row.title for row in village.matters()}
    assert all(finding.sound for finding in village.check())


def test_called_off_the_master_key_is_the_old_one(offices: Offices) -> None:
    village, folder = offices.open("village"), offices.folder / "village"
    before = (folder / "keys.cwk").read_bytes()
    for after in range(100):
        left = iter(range(after))
        try:
            village.keys.renew_master(PASSPHRASE, cancelled=lambda left=left: next(left, None) is None)
            break
        except SurroundingsError:
            assert (folder / "keys.cwk").read_bytes() == before
            assert not list(folder.glob(f"{RENEWED}*"))
    assert after > 3
    assert (folder / "keys.cwk").read_bytes() != before
    village.begin("V33", "照常办")


def test_a_recovery_that_is_called_off_leaves_nothing(offices: Offices, tmp_path: Path) -> None:
    """Over putting the backup back, over the looks at it, and over the new master key."""
    copy = Path(offices.open("village").backup(tmp_path / "copies"))
    offices.close()
    for after in range(100):
        left = iter(range(after))
        try:
            recover_office(
                copy,
                tmp_path / "back",
                passphrase=PASSPHRASE,
                new_passphrase=LATER,
                cancelled=lambda left=left: next(left, None) is None,
            )
            break
        except SurroundingsError:
            assert not (tmp_path / "back").exists()
    assert after > 10
    open_office(tmp_path / "back", passphrase=LATER).close()


def test_without_room_nothing_has_changed(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    from clerk_app.store import store as rooms

    village = offices.open("village")

    def full(*_words: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(rooms, "copy_pages", full)
        with pytest.raises(SurroundingsError, match="disk-full"):
            village.keys.renew_master(PASSPHRASE)
    folder = offices.folder / "village"
    assert not list(folder.glob(f"{RENEWED}*"))
    village.begin("V33", "照常办")
    replaced = os.replace
    for last in ("keys.cwk", RENEWED, "store.db"):  # in the copy; when it would count; when it takes its place
        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", lambda *ways, at=last: full() if ways[1].name == at else replaced(*ways))
            with pytest.raises(SurroundingsError, match="disk-full"):
                village.keys.renew_master(PASSPHRASE)
        if last == "store.db":
            break
        assert not list(folder.glob(f"{RENEWED}*"))
    # The disk failed while the new store took the place of the old one: whoever opens it next finishes that.
    offices._open.clear()
    assert (folder / RENEWED).exists()
    village = offices.open("village")
    village.begin("V33", "还是照常办")
    assert all(finding.sound for finding in village.check())


def test_an_office_that_is_open_elsewhere_is_left_alone(offices: Offices) -> None:
    village = offices.open("village")
    (offices.folder / "village" / RENEWED).mkdir()
    with pytest.raises(SurroundingsError, match="office-in-use"):
        settle_renewal(offices.folder / "village")
    offices.close()
    settle_renewal(offices.folder / "village")
    assert isinstance(village, Desk)
    assert not (offices.folder / "village" / RENEWED).exists()
