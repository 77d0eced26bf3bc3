"""Keys around an office: renewed, compared, revoked; a stolen PC; the desk handed over; an escrow that takes two."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from clerk_app.crypto import Cost, unlock_with_code
from clerk_app.desk import Desk, Passing, open_office, recover_office
from clerk_app.errors import IntegrityError, RefusedError, UsageError
from clerk_app.model import EntryKind, LogId

PASSPHRASE = "四个词的密码"
QUICK = Cost(memory=19 * 1024, passes=2, lanes=1)
VOTE = "vote_representatives"


def both(offices: Any) -> tuple[Desk, Desk]:
    """Village and township, after the first exchange."""
    village, township = offices.open("village"), offices.open("township")
    offices.carry_up(village, township)
    offices.carry_back(township, village)
    return village, township


def codes(verdict: Any) -> set[str]:
    return {sentence.code for sentence in verdict.sentences}


@pytest.mark.parametrize("lost", [False, True])
def test_a_village_renews_its_device_and_the_township_takes_it_from_a_bundle(offices: Any, lost: bool) -> None:
    village, township = both(offices)
    old = village.card.signing
    village.begin("V33", "换钥匙以前")
    if lost:
        village.export(offices.stick)
    village.trust.renew_device("例行更换")
    assert (village.card.epoch, village.card.signing == old) == (2, False)
    village.begin("V33", "换钥匙以后")
    verdict = offices.carry_up(village, township)
    assert (verdict.state, verdict.refused, verdict.held) == ("filed", (), 0)
    (row,) = [row for row in township.township.devices() if row.until is None]
    assert row.device == village.card.signing
    offices.carry_back(township, village)
    assert village.today().unreported.entries == 2  # what was heard, from both logs of the township
    offices.close()
    assert offices.open("village").card.epoch == 2


def test_a_township_renews_its_device_and_old_bundles_are_still_read(offices: Any) -> None:
    village, township = both(offices)
    village.begin("V33", "一件事")
    offices.carry_up(village, township)
    (replied,) = township.reply(offices.stick)
    village.receive([Path(replied.exported.path)])
    township.trust.renew_device("例行更换")
    township.letters.write("新钥匙以后的信", to=village.card.code)
    verdict = offices.carry_back(township, village)
    assert (verdict.state, verdict.word) != ("quarantined", "verdict.invalid")
    assert [row.text for row in village.letters.all()] == ["新钥匙以后的信"]
    assert village.contacts()[0].fingerprint == township.trust.fingerprint()[0]
    # A bundle that the old key signed and that was taken in is still what it was.
    assert village.verify(Path(replied.exported.path)).state == "duplicate"
    village.begin("V33", "又一件")
    assert offices.carry_up(village, township).state == "filed"


def test_a_revoked_device_hands_over_to_nobody(offices: Any) -> None:
    village, township = both(offices)
    township.township.revoke(village.card.code, until=1, reason="电脑被偷")
    village.trust.renew_device("贼换的")
    assert codes(offices.carry_up(village, township)) == {"wrong-sender-key"}


def test_a_key_that_nobody_handed_over_to_is_refused(offices: Any) -> None:
    from clerk_app.crypto import SigningKey
    from clerk_app.desk.epochs import Because, begin_epoch

    village, township = both(offices)
    office = village._office
    begin_epoch(office, office.main_log, SigningKey.generate(), Because.RENEWED)
    assert codes(offices.carry_up(village, township)) == {"wrong-sender-key"}


def test_a_failed_renewal_leaves_the_old_key(offices: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from clerk_app.desk import rekeying

    village = offices.open("village")
    entries, old = village.entries(), village.card.signing

    def fail(*_arguments: object) -> None:
        raise RuntimeError("the disk is gone")

    with monkeypatch.context() as broken:
        broken.setattr(rekeying, "begin_epoch", fail)
        with pytest.raises(RuntimeError, match="the disk"):
            village.trust.renew_device("例行更换")
    assert (village.entries(), village.card.signing) == (entries, old)
    offices.close()
    assert offices.open("village").card.signing == old


def test_a_persons_key_is_compared_in_digits_or_words(offices: Any) -> None:
    village, township = both(offices)
    code = village.card.code
    rows = {row.person: row for row in township.trust.people(code)}
    assert {row.state for row in rows.values()} == {"open", "none"}
    keyed = next(row for row in rows.values() if row.state == "open")
    paper = next((row for row in rows.values() if row.state == "none"), None)
    assert len(keyed.words.split()) == 8
    with pytest.raises(UsageError, match="fingerprint-differs"):
        township.trust.certify(code, keyed.person, fingerprint="高山 大河")
    township.trust.certify(code, keyed.person, fingerprint=keyed.words.replace(" ", ""))
    township.trust.certify(code, keyed.person, fingerprint=keyed.digits)
    offices.carry_back(township, village)
    seen = {row.person: row.state for row in village.trust.people()}
    assert seen[keyed.person] == "certified"
    for call in (
        lambda: village.trust.certify(code, keyed.person, fingerprint=keyed.words),
        lambda: village.trust.stolen(code, reason="x"),
    ):
        with pytest.raises(UsageError, match="township-only"):
            call()
    with pytest.raises(UsageError, match="person-not-found"):
        township.trust.certify(code, "p999", fingerprint="")
    with pytest.raises(UsageError, match="office-unknown"):
        township.trust.people("330502999999")
    if paper is not None:
        with pytest.raises(UsageError, match="person-has-no-key"):
            township.trust.certify(code, paper.person, fingerprint="")


def signed_vote(village: Desk, offices: Any) -> dict[str, Any]:
    from clerk_app.desk.script import _vote

    play = offices.play(village)
    play.matter, play.day = village.matters()[0].id, village.day()
    content: dict[str, Any] = play._content(village.step(play.matter, VOTE), _vote(33, 33))
    play._sign(village.step(play.matter, VOTE), content)
    return content


def test_a_revoked_key_counts_up_to_its_entry_and_not_beyond(voting: Any) -> None:
    village, township = both(voting)
    code = village.card.code
    signers = {row.person for row in village.trust.people() if row.state == "open"}
    for person in signers:
        until = township.trust.revoke_key(code, person, reason="人已离任")
    assert until == township._office.head(village._office.main_log).seq
    # The village has not heard of it: what it writes now is refused by number, whatever its clock says.
    signed_vote(village, voting)
    verdict = voting.carry_up(village, township)
    assert {s.code for entry in verdict.refused for s in entry.sentences} == {"signing-key-revoked"}
    voting.carry_back(township, village)
    assert {row.state for row in village.trust.people() if row.person in signers} == {"revoked"}
    with pytest.raises(RefusedError) as caught:
        signed_vote(village, voting)
    assert {refusal.code for refusal in caught.value.refusals} == {"signing-key-revoked"}
    for person in signers:
        village.staff.set_key(person, PASSPHRASE, cost=QUICK)
    content = signed_vote(village, voting)
    village.complete(village.matters()[0].id, VOTE, **content)
    assert voting.carry_up(village, township).refused == ()


def test_a_village_that_never_reported_has_no_number_to_revoke_from(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    township._office.realm_of(village.card.code).logs = ()
    with pytest.raises(UsageError, match="nothing-reported-yet"):
        township.trust._newest(village.card.code)


def test_a_stolen_pc_is_one_call_at_the_township_and_one_at_the_village(offices: Any, tmp_path: Path) -> None:
    village, township = both(offices)
    code, thief = village.card.code, offices.folder / "village"
    village.keys.change(PASSPHRASE, "副手的密码", deputy=True)
    recovery = village.keys.renew_recovery()
    backup = village.backup(tmp_path / "backups")
    village.begin("V33", "备份以后的事")
    offices.carry_up(village, township)
    keyed = sum(row.state == "open" for row in township.trust.people(code))
    done = township.trust.stolen(code, reason="电脑被盗")
    assert (done.keys, done.until, done.sheet[:5]) == (keyed, 2, b"%PDF-")
    village.begin("V33", "贼写的")
    assert codes(offices.carry_up(village, township)) == {"revoked-sender-key"}
    offices.close()
    told = recover_office(Path(backup), tmp_path / "new", code=recovery, new_passphrase="新的四个词")
    assert told != recovery
    for wrong in (PASSPHRASE, "副手的密码"):
        with pytest.raises(IntegrityError, match="wrong-passphrase"):
            open_office(tmp_path / "new", passphrase=wrong)
    with pytest.raises(IntegrityError, match="wrong-recovery-code"):
        unlock_with_code(tmp_path / "new", recovery)
    unlock_with_code(tmp_path / "new", told)
    fresh, township = open_office(tmp_path / "new", passphrase="新的四个词"), offices.open("township")
    shutil.rmtree(offices.stick)
    card = tmp_path / "card"
    township.enrol(card, fingerprint=fresh.write_card(card))
    assert offices.carry_up(fresh, township).refused == ()
    offices.carry_back(township, fresh)
    assert "备份以后的事" in {row.title for row in fresh.matters()}
    assert "贼写的" not in {row.title for row in fresh.matters()}
    assert [row.text[:6] for row in fresh.letters.all()] == ["贵村电脑被盗"]
    assert {row.state for row in fresh.trust.people()} <= {"revoked", "none"}
    fresh.close()
    assert thief.exists()


def handed(village: Desk, **changed: Any) -> Passing:
    """The passing of the desk from the clerk to a new person."""
    people = village.people()
    clerk = next(person.id for person in people if "clerk" in person.roles)
    successor = village.add_person("李某", (), passphrase="李某的签字密码", cost=QUICK).id
    ready = {"predecessor": clerk, "successor": successor, "giver": clerk}
    ready |= {"giver_passphrase": PASSPHRASE, "successor_passphrase": "李某的签字密码"}
    return Passing(**{**ready, **changed})


def test_a_clerk_hands_the_desk_over_and_the_old_password_opens_nothing(voting: Any) -> None:
    village, township = both(voting)
    village.keys.change(PASSPHRASE, "副手的密码", deputy=True)
    passing = handed(village)
    (open_matter,) = village.keys.open_matters()
    assert open_matter.title == village.matters()[0].title
    assert village.keys.handover_sheet(passing.predecessor, passing.successor).startswith(b"%PDF-")
    with pytest.raises(IntegrityError, match="wrong-passphrase"):
        village.keys.hand_over(passing, "不对", "接任人的密码")
    digest = village.keys.hand_over(passing, PASSPHRASE, "接任人的密码")
    roles = {person.id: person.roles for person in village.people()}
    assert "clerk" in roles[passing.successor]
    assert "clerk" not in roles[passing.predecessor]
    assert set(village.keys.kinds()) == {"clerk", "recovery"}
    verdict = voting.carry_up(village, township)
    assert (verdict.refused, verdict.held) == ((), 0)
    told = township._office.store.journal.get(digest)
    assert told is not None
    assert (told.content["matters"], told.content["giver"]) == (1, passing.predecessor)
    assert township.file(told.entry.files[0].sha256).startswith(b"%PDF-")
    voting.close()
    for wrong in (PASSPHRASE, "副手的密码"):
        with pytest.raises(IntegrityError, match="wrong-passphrase"):
            open_office(voting.folder / "village", passphrase=wrong)
    opened = open_office(voting.folder / "village", passphrase="接任人的密码")
    assert opened._office.actor == passing.successor
    opened.close()


def test_the_village_head_hands_over_for_a_clerk_who_is_gone(offices: Any) -> None:
    village, township = both(offices)
    head = next(person.id for person in village.people() if "head" in person.roles)
    before = village.entries()
    passing = handed(village, giver=head)
    with pytest.raises(RefusedError) as caught:
        village.keys.hand_over(passing, PASSPHRASE, "接任人的密码")
    assert [refusal.code for refusal in caught.value.refusals] == ["reason-missing"]
    assert village.entries() == before + 1  # only that the successor is on the list
    passing = Passing(**{**{n: getattr(passing, n) for n in Passing.__slots__}, "reason": "原文书去世"})
    village.keys.hand_over(passing, PASSPHRASE, "接任人的密码")
    assert offices.carry_up(village, township).refused == ()
    with pytest.raises(UsageError, match="village-only"):
        township.keys.hand_over(passing, PASSPHRASE, "接任人的密码")


def test_an_escrow_takes_two_and_the_village_hears_of_it(offices: Any) -> None:
    village, township = both(offices)
    code = village.card.code
    one, two = (township.add_person(name, ("clerk",)).id for name in ("甲某", "乙某"))
    assert township.escrow.current() is None
    with pytest.raises(UsageError, match="escrow-holders"):
        township.escrow.create({one: "一", two: "一"}, QUICK)
    with pytest.raises(UsageError, match="escrow-holders"):
        township.escrow.create({one: "一"}, QUICK)
    with pytest.raises(UsageError, match="township-only"):
        village.escrow.create({one: "一", two: "二"}, QUICK)
    first = township.escrow.create({one: "甲的词", two: "乙的词"}, QUICK)
    village.keys.set_escrow(first.recipient)
    newer = township.escrow.create({one: "甲的新词", two: "乙的新词"}, QUICK)
    assert township.escrow.current() == newer
    folder = offices.folder / "village"
    lost = Path(village.backup(offices.folder / "backups"))
    with pytest.raises(UsageError, match="township-only"):
        village.escrow.open(lost, code, {}, "新词", reason="x")
    assert township.escrow.openings() == []
    with pytest.raises(UsageError, match="escrow-not-set"):
        township.escrow.open(lost, code, {one: "甲的词"}, "新的密码词", reason="密码全忘了")
    with pytest.raises(UsageError, match="office-unknown"):
        township.escrow.open(lost, "330502999999", {}, "新的密码词", reason="密码全忘了")
    with pytest.raises(IntegrityError, match="wrong-holder-password"):
        township.escrow.open(lost, code, {one: "甲的词", two: "甲的词"}, "新的密码词", reason="密码全忘了")
    assert township.escrow.openings() == []
    with pytest.raises(RefusedError):
        township.escrow.open(lost, code, {one: "甲的词", two: "乙的词"}, "新的密码词", reason=" ")
    assert folder.exists()


def test_an_opened_escrow_leaves_its_entry_before_anything_is_opened(offices: Any) -> None:
    village, township = both(offices)
    code = village.card.code
    one, two = (township.add_person(name, ("clerk",)).id for name in ("甲某", "乙某"))
    words = {one: "甲的词", two: "乙的词"}
    recipient = township.escrow.create(words, QUICK).recipient
    township.escrow.create(words, QUICK)
    offices.carry_up(village, township)
    offices.carry_back(township, village)
    lost = Path(village.backup(offices.folder / "backups"))
    with pytest.raises(IntegrityError, match="no-escrow-slot"):
        township.escrow.open(lost, code, words, "新的密码词", reason="密码全忘了")
    assert len(township.escrow.openings()) == 1
    village.keys.set_escrow(recipient)
    lost = Path(village.backup(offices.folder / "backups"))
    township.escrow.open(lost, code, words, "新的密码词", reason="密码全忘了")
    offices.carry_up(village, township)
    told = offices.carry_back(township, village)
    assert "escrow-opened" in codes(told)
    rows = village.escrow.openings()
    assert [(row.names, row.reason) for row in rows] == [(("甲某", "乙某"), "密码全忘了")] * 2
    assert rows == township.escrow.openings()
    with pytest.raises(IntegrityError, match="epoch-needed"):
        open_office(lost, passphrase="新的密码词")


def test_an_escrow_opens_only_the_village_that_was_named(offices: Any, tmp_path: Path) -> None:
    from clerk_app.desk.opening import found_office

    village, township = both(offices)
    one, two = (township.add_person(name, ("clerk",)).id for name in ("甲某", "乙某"))
    words = {one: "甲的词", two: "乙的词"}
    recipient = township.escrow.create(words, QUICK).recipient
    ready = {"passphrase": PASSPHRASE, "clerk": "张某", "cost": QUICK}
    found_office(tmp_path / "other", kind="village", code="330502999202", name="乙村", **ready)
    other = open_office(tmp_path / "other", passphrase=PASSPHRASE)
    other.keys.set_escrow(recipient)
    other.close()
    with pytest.raises(UsageError, match="escrow-of-another"):
        township.escrow.open(tmp_path / "other", village.card.code, words, "新的密码词", reason="密码全忘了")
    open_office(tmp_path / "other", passphrase=PASSPHRASE).close()


def test_a_village_may_not_speak_as_a_township(offices: Any) -> None:
    from clerk_app.model import Draft

    village, township = both(offices)
    office = village._office
    for kind in (EntryKind.CERTIFY, EntryKind.ESCROW, EntryKind.REVOKE_KEY):
        office.write(Draft(kind, {}))
    verdict = offices.carry_up(village, township)
    found = [s.code for entry in verdict.refused for s in entry.sentences]
    assert found == ["certificate-not-ours", "escrow-not-ours", "revocation-not-ours"]


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH is not installed")
def test_stock_tools_know_the_renewed_device_from_the_townships_entries(offices: Any, tmp_path: Path) -> None:
    from clerk_app.crypto import ssh_public, sshsig

    village, township = both(offices)
    old = village._office.device
    village.trust.renew_device("例行更换")
    offices.carry_up(village, township)
    signers = tmp_path / "allowed_signers"
    assert township.township.write_allowed_signers(signers) == 1
    message = b"sums\n"
    for key, good in ((village._office.device, True), (old, False)):
        (tmp_path / "sig").write_bytes(sshsig(key, "clerk-bundle", message))
        words = ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", village.card.code]
        words += ["-n", "clerk-bundle", "-s", str(tmp_path / "sig")]
        ran = subprocess.run(words, input=message, capture_output=True, check=False)
        assert (ran.returncode == 0) is good
    assert ssh_public(old.public, "").split()[1] not in signers.read_text()


def test_offices_are_enrolled_by_words_from_a_printed_sheet(offices: Any) -> None:
    import pypdfium2
    import zxingcpp

    village, township = offices.open("village"), offices.open("township")
    card = offices.folder / "card"
    digits, words = village.trust.fingerprint()
    assert village.write_card(card) == digits
    assert (township.read_card(card).fingerprint, township.read_card(card).words) == (digits, words)
    with pypdfium2.PdfDocument(village.trust.enrolment_sheet()) as document:
        assert len(document) == 1
        shown = document[0].get_textpage().get_text_range()
        (code,) = zxingcpp.read_barcodes(document[0].render(scale=2).to_pil())
    assert digits in shown
    assert all(word in shown for word in words.split())
    assert code.text == f"CLERK-KEY {village.card.code} {village._office.main_log.device}"
    assert village.trust.enrolment_sheet(svg=True).startswith(b"<svg")
    with pytest.raises(UsageError, match="fingerprint-differs"):
        township.enrol(card, fingerprint=" ".join(reversed(words.split())))
    assert township.enrol(card, fingerprint=words).code == village.card.code
    assert township.enrol(card, fingerprint=code.text).code == village.card.code


def test_a_device_that_was_renewed_twice_before_it_reported_is_accepted(offices: Any) -> None:
    village, township = both(offices)
    for reason in ("例行更换", "再换一次"):
        village.trust.renew_device(reason)
        village.begin("V33", reason)
    verdict = offices.carry_up(village, township)
    assert (verdict.state, verdict.refused, verdict.held) == ("filed", (), 0)
    assert [row.device for row in township.township.devices() if row.until is None] == [village.card.signing]


def test_an_office_that_was_restored_twice_before_it_reported_is_taken_in(offices: Any, tmp_path: Path) -> None:
    from clerk_app.desk import restore_office

    village, township = both(offices)
    source = village
    for name in ("one", "two"):
        restore_office(Path(source.backup(tmp_path / f"copies-{name}")), tmp_path / name, passphrase=PASSPHRASE)
        if source is not village:
            source.close()
        source = open_office(tmp_path / name, passphrase=PASSPHRASE)
        source.begin("V33", f"恢复以后 {name}")
    assert codes(offices.carry_up(source, township)) == {"wrong-sender-key"}
    shutil.rmtree(offices.stick)
    card = tmp_path / "card"
    township.enrol(card, fingerprint=source.write_card(card))
    verdict = offices.carry_up(source, township)
    assert (verdict.state, verdict.refused, verdict.held) == ("filed", (), 0)
    offices.carry_back(township, source)
    assert len(source.matters()) == 2
    source.close()


def test_a_bundle_that_is_not_sound_introduces_nobody(offices: Any) -> None:
    from types import SimpleNamespace

    from clerk_app.desk.devices import enrolled
    from clerk_app.desk.rekeying import introduced, succeeding

    village, township = both(offices)
    known, senders = village.card, enrolled(township._office)[village.card.code]

    def unsound(_public_of: object) -> Any:
        raise IntegrityError("bundle-chain")

    def read(_public_of: object) -> Any:
        raise AssertionError("nobody whom we know writes in it")

    spans = [SimpleNamespace(log=village._office.main_log)]
    opened: Any = SimpleNamespace(entries=unsound, signer=b"\x01" * 32, manifest=SimpleNamespace(logs=spans))
    assert introduced(opened, known, senders, lambda _log: None) is None
    strange = SimpleNamespace(log=LogId("0" * 64, 1, township.card.code))
    opened = SimpleNamespace(entries=read, signer=b"\x01" * 32, manifest=SimpleNamespace(logs=[strange]))
    assert introduced(opened, known, senders, lambda _log: None) is None
    village.trust.renew_device("例行更换")
    office = village._office
    rekeys = office.store.journal.of_kinds(office.own_logs()[0], frozenset({EntryKind.REKEY}))
    (rekey,) = rekeys
    following = succeeding(known, rekey)
    assert following is not None
    assert following.signing == village.card.signing
    assert succeeding(village.card, rekey) is None  # it was not this device that handed over


def test_a_theft_that_cannot_be_written_down_changes_nothing(offices: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from clerk_app.desk import trusting

    village, township = both(offices)
    code = village.card.code

    def fail(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(trusting.workflow, "admit_letter", fail)
    with pytest.raises(RuntimeError, match="the disk"):
        township.trust.stolen(code, reason="电脑被盗")
    assert [row.until for row in township.township.devices()] == [None]
    assert {row.state for row in township.trust.people(code)} <= {"open", "none"}
