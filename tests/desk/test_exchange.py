"""From village to township and back: filed, refused, answered; a forged step is found and its refusal is seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clerk_app import workflow
from clerk_app.bundle import Limits
from clerk_app.desk import Desk
from clerk_app.errors import RefusedError, UsageError
from clerk_app.model import Complete

VOTE = "vote_representatives"


def the_matter(village: Desk) -> str:
    """The id of the one matter."""
    return village.matters()[0].id


def vote_content(village: Desk, offices: Any, present: int) -> dict[str, Any]:
    """A signed vote with so many present, all in favour."""
    from clerk_app.desk.script import _vote

    play = offices.play(village)
    play.matter, play.day = the_matter(village), village.day()
    view = village.step(play.matter, VOTE)
    content: dict[str, Any] = play._content(view, _vote(present, present))
    play._sign(view, content)
    return content


def forge(village: Desk, content: dict[str, Any]) -> str:
    """Write a step past the rules with the right device key, as a changed program would."""
    office = village._office
    matter = the_matter(village)
    command = Complete(matter=matter, step=VOTE, visit=1, late_reason="", **content)
    assert office.matter(matter) is not None
    return office.write(workflow.draft_of(command)).hash


def deliver(offices: Any, village: Desk, township: Desk) -> Any:
    """Carry the village's bundle to the township."""
    exported = village.export(offices.stick)
    (verdict,) = township.receive([Path(exported.path)])
    return verdict


def answer(offices: Any, township: Desk, village: Desk) -> Any:
    """Carry the township's answer back."""
    (replied,) = township.reply(offices.stick)
    (verdict,) = village.receive([Path(replied.exported.path)])
    return verdict


def test_a_forged_vote_is_refused_alone_and_the_village_sees_it(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    content = vote_content(village, voting, 25)
    with pytest.raises(RefusedError) as honest:
        village.complete(the_matter(village), VOTE, **content)
    assert [refusal.code for refusal in honest.value.refusals] == ["quorum-not-met"]
    forged = forge(village, content)
    other = village.begin("V33", "某户低保申请", on=content["on"])
    verdict = deliver(voting, village, township)
    assert verdict.word == "verdict.noted"
    assert [(entry.hash, entry.step) for entry in verdict.refused] == [(forged, VOTE)]
    assert [sentence.code for sentence in verdict.refused[0].sentences] == ["quorum-not-met"]
    assert "还差 2 人：应到 40，实到 25，需 27" in verdict.refused[0].sentences[0].amount
    assert verdict.held == 0
    assert verdict.accepted == village.entries() - 1
    back = answer(voting, township, village)
    assert [sentence.code for sentence in back.sentences] == ["quorum-not-met"]
    view = village.matter(the_matter(village) if village.matters()[0].id != other else village.matters()[1].id)
    states = {step.id: step.state for step in view.flow}
    assert states[VOTE] == "refused"
    assert view.row.state == "refused"
    assert [said.code for entry in village.today().refused for said in entry.sentences] == ["quorum-not-met"]
    assert next(row for row in view.history if row.hash == forged).state == "refused"
    assert village.outbox()[0].state == "returned"


def test_a_refused_step_is_cured_by_doing_it_properly(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    forge(village, vote_content(village, voting, 25))
    deliver(voting, village, township)
    answer(voting, township, village)
    village.complete(the_matter(village), VOTE, **vote_content(village, voting, 33))
    verdict = deliver(voting, village, township)
    assert (verdict.refused, verdict.held) == ((), 0)
    assert village.matter(the_matter(village)).row.state == "open"
    assert village.today().refused == ()


def test_what_builds_on_a_refused_step_is_held(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    content = vote_content(village, voting, 25)
    forge(village, content)
    photo = voting.play(village)
    up = village.attach(_picture(photo), "notice_up", photo=True)
    village.post(the_matter(village), "resolution", on=content["on"], place="公开栏", files=(up,))
    verdict = deliver(voting, village, township)
    assert (len(verdict.refused), verdict.held) == (1, 1)
    answer(voting, township, village)
    states = {step.id: step.state for step in village.matter(the_matter(village)).flow}
    assert (states[VOTE], states["resolution"]) == ("refused", "coming")


def _picture(play: Any) -> bytes:
    from clerk_app import photos

    return photos.draw_sample(["公示"], 7, width=400)


def test_the_same_bundle_twice_changes_nothing(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    exported = village.export(voting.stick)
    path = Path(exported.path)
    township.receive([path])
    before = township._office.store.shelf.dump()
    (again,) = township.receive([path])
    assert (again.state, again.word) == ("duplicate", "verdict.noted")
    assert [sentence.code for sentence in again.sentences] == ["bundle-duplicate", "bundle-answered"]
    assert township._office.store.shelf.dump() == before


def test_a_lost_stick_makes_no_gap(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    lost = village.export(voting.stick)
    village.begin("V10", "第二件", on=village.day())
    second = village.export(voting.stick)
    assert second.entries == lost.entries + 1
    (verdict,) = township.receive([Path(second.path)])
    assert verdict.state == "filed"
    assert verdict.accepted == second.entries


def test_after_the_receipt_only_what_is_new_travels(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    deliver(voting, village, township)
    answer(voting, township, village)
    assert village.outbox()[0].state == "receipted"
    assert village.today().unreported.entries == 0  # that the answer was heard is told with the next news
    village.begin("V10", "第二件", on=village.day())
    assert village.export(voting.stick).entries == 2


def test_the_township_sees_the_matter_as_the_village_does(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    deliver(voting, village, township)
    matter = the_matter(village)
    seen = township._office.realm_of("330502999201")
    ours = village._office.matter(matter)
    assert seen.matter(matter) == ours
    context, own = seen.context, village._office.realm.context
    assert (context.people, context.rolls, context.parameters) == (own.people, own.rolls, own.parameters)


def test_a_changed_bundle_goes_to_quarantine_and_the_file_is_kept(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    path = Path(village.export(voting.stick).path)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    (verdict,) = township.receive([path])
    assert (verdict.word, verdict.state) == ("verdict.invalid", "quarantined")
    assert path.exists()
    (kept,) = (voting.folder / "township" / "quarantine").iterdir()
    assert kept.read_bytes() == raw
    assert len(township._office.store.inbox.quarantined()) == 1


def test_a_file_that_is_larger_than_any_bundle_is_told_and_not_copied(offices: Any, tmp_path: Path) -> None:
    township, path = offices.open("township"), tmp_path / "x.cwb"
    with open(path, "wb") as file:
        file.write(b"age-encryption.org/v1\n")
        file.truncate(Limits().sealed + 1)
    (verdict,) = township.receive([path])
    assert (verdict.word, verdict.state) == ("verdict.invalid", "unread")
    assert [told.code for told in verdict.sentences] == ["bundle-too-large"]
    assert not (township.folder / "quarantine").exists()
    assert township.township.quarantine() == []


def test_one_bad_bundle_does_not_stop_the_others(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    village.export(voting.stick)
    (voting.stick / "00-first.cwb").write_bytes(b"age-encryption.org/v1\nnonsense")
    (voting.stick / "readme.txt").write_text("not a bundle", encoding="utf-8")
    seen: list[tuple[int, int]] = []
    verdicts = township.receive([voting.stick], progress=lambda done, total: seen.append((done, total)))
    assert [verdict.state for verdict in verdicts] == ["quarantined", "filed"]
    assert seen == [(1, 2), (2, 2)]


def test_an_own_bundle_that_comes_back_is_noted_and_not_set_aside(voting: Any) -> None:
    village = voting.open("village")
    path = Path(village.export(voting.stick).path)
    (verdict,) = village.receive([path])
    assert (verdict.word, verdict.state, verdict.number) == ("verdict.noted", "own", 1)
    assert [sentence.code for sentence in verdict.sentences] == ["bundle-own"]
    assert village._office.store.inbox.quarantined() == []
    assert village.verify(path).state == "own"


def test_verify_judges_without_filing(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    path = Path(village.export(voting.stick).path)
    verdict = township.verify(path)
    assert (verdict.word, verdict.state, verdict.accepted) == ("verdict.valid", "sound", village.entries())
    assert township._office.store.inbox.of("330502999201") == []


def test_each_side_does_its_own_kind_of_sending(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    with pytest.raises(UsageError, match="township-only"):
        village.reply(offices.stick)
    with pytest.raises(UsageError, match="village-only"):
        township.export(offices.stick)
    with pytest.raises(UsageError, match="folder-not-found"):
        village.export(offices.folder / "nowhere")
    deliver(offices, village, township)
    answer(offices, township, village)
    township.receive([Path(village.export(offices.stick, anyway=True).path)])
    (replied,) = township.reply(offices.stick, anyway=True)
    assert replied.exported.entries == 1


def test_a_cancelled_export_leaves_nothing(voting: Any) -> None:
    village = voting.open("village")
    with pytest.raises(Exception, match="cancelled"):
        village.export(voting.stick, cancelled=lambda: True)
    assert list(voting.stick.iterdir()) == []
    assert village.outbox() == []


def test_a_parameter_set_by_the_township_rules_the_village_after_it_is_heard(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    deliver(offices, village, township)
    answer(offices, township, village)
    township.set_parameter("quotes.min", 5, "示政发〔2026〕3号")
    (told,) = township.settings_of("quotes.min")
    assert (told.value, told.office, told.basis) == (5, "示范镇", "示政发〔2026〕3号")
    known = {row.key: row.value for row in village.parameters()}
    assert known["quotes.min"] == 3
    answer(offices, township, village)
    known = {row.key: row.value for row in village.parameters()}
    assert known["quotes.min"] == 5
    assert village.settings_of("quotes.min")[0] == told
    with pytest.raises(RefusedError):
        village.set_parameter("quotes.min", 2)


def test_an_entry_that_claims_to_have_heard_what_was_not_said_is_refused(offices: Any) -> None:
    from clerk_app import chain
    from clerk_app.model import Draft, EntryKind

    village, township = offices.open("village"), offices.open("township")
    office = village._office
    (log,) = [log for log in office.realm.context.heard if log.audience == "*"]
    head = office.realm.context.heard[log]
    claim = {"log": chain.log_record(log), "first": 1, "last": head.seq, "head": "0" * 64, "bundle": "0" * 64}
    office.write(Draft(EntryKind.HEARD, {**claim, "number": 1}))
    verdict = deliver(offices, village, township)
    assert [s.code for entry in verdict.refused for s in entry.sentences] == ["heard-what-was-not-said"]


def test_a_matter_under_a_catalogue_that_the_township_never_adopted_is_held(offices: Any) -> None:
    from clerk_app import catalogue
    from clerk_app.model import Draft, EntryKind, FileRef
    from clerk_app.places import resources

    village, township = offices.open("village"), offices.open("township")
    office = village._office
    release = catalogue.load(resources() / "catalogue")
    foreign = catalogue.read(catalogue.to_bytes(replace(release, version=release.version + 1)))
    info = office.store.blobs.put(catalogue.to_bytes(foreign))
    file = FileRef(info.sha256, info.size, "catalogue")
    payload = {"version": foreign.version, "name": foreign.name}
    office.write(Draft(EntryKind.CATALOGUE, payload, catalogue=info.sha256, files=(file,)))
    village.begin("V10", "新清单下的事", on=village.day())
    verdict = deliver(offices, village, township)
    assert (len(verdict.refused), verdict.held) == (0, 2)
