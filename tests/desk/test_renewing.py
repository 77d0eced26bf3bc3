"""A device that was renewed: what it wrote before is taken in whenever it comes, and nothing that follows."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from clerk_app.desk import Desk, open_office
from clerk_app.errors import UsageError

from .conftest import PASSPHRASE, Offices
from .test_trust import both, codes


def under_way(offices: Offices) -> tuple[Desk, Desk, Path]:
    """A village whose old device's bundle is under way while the new device's one has come."""
    village, township = both(offices)
    village.begin("V33", "换钥匙以前")
    late = Path(village.export(offices.stick).path)
    village.trust.renew_device("例行更换")
    village.begin("V33", "换钥匙以后")
    assert offices.carry_up(village, township).state == "filed"
    return village, township, late


def test_a_bundle_under_way_when_the_device_was_renewed_is_taken(offices: Offices) -> None:
    village, township, late = under_way(offices)
    number = village.outbox()[1].number
    assert [row.numbers for row in township.township.village(village.card.code).gaps()] == [((number, number),)]
    (verdict,) = township.receive([late])
    assert (verdict.state, verdict.word, codes(verdict)) == (
        "duplicate",
        "verdict.noted",
        {"bundle-older", "bundle-answered"},
    )
    assert township.township.village(village.card.code).gaps() == []
    assert township.township.quarantine() == []
    # And so it is a second time, and after one more renewal.
    assert township.receive([late])[0].state == "duplicate"
    village.trust.renew_device("再换一次")
    assert offices.carry_up(village, township).state == "filed"
    assert township.receive([late])[0].state == "duplicate"


def test_a_bundle_of_the_old_device_may_also_come_first(offices: Offices) -> None:
    village, township = both(offices)
    village.begin("V33", "换钥匙以前")
    early = Path(village.export(offices.stick).path)
    village.trust.renew_device("例行更换")
    assert township.receive([early])[0].state == "filed"
    assert offices.carry_up(village, township).state == "filed"
    states = {row.device: row.until for row in township.township.devices()}
    assert states[village.card.signing] is None
    assert sorted(until for until in states.values() if until is not None) == [village.outbox()[1].number]


def test_a_reply_under_way_when_the_township_renewed_its_device_is_taken(offices: Offices) -> None:
    village, township = both(offices)
    code = village.card.code
    township.letters.write("旧钥匙的信", to=code)
    (late,) = township.reply(offices.stick)
    township.trust.renew_device("例行更换")
    township.letters.write("新钥匙的信", to=code)
    assert offices.carry_back(township, village).state == "filed"
    (verdict,) = village.receive([Path(late.exported.path)])
    assert (verdict.state, codes(verdict)) == ("duplicate", {"bundle-older", "bundle-answered"})
    assert {row.text for row in village.letters.all()} == {"旧钥匙的信", "新钥匙的信"}


@pytest.mark.parametrize("until", [1, 2])
def test_it_is_refused_where_the_old_key_was_revoked_before_that_number(offices: Offices, until: int) -> None:
    village, township, late = under_way(offices)
    code = village.card.code
    old = next(row.device for row in township.township.devices() if row.until is not None)
    township.township.revoke(code, until=until, reason="旧钥匙可能被偷", device=old)
    (verdict,) = township.receive([late])
    assert village.outbox()[1].number == 2
    assert (verdict.state, "revoked-sender-key" in codes(verdict)) == (
        ("duplicate", False) if until == 2 else ("quarantined", True)
    )
    # The new key is not touched by it.
    village.begin("V33", "照常上报")
    assert offices.carry_up(village, township).state == "filed"
    with pytest.raises(UsageError, match="device-unknown"):
        township.township.revoke(code, until=1, reason="x", device="ab" * 32)


def as_before(village: Desk, device: Any) -> None:
    """The village's PC signs with a key that it had before, in the log that belongs to it."""
    office = village._office
    office.device, office.epoch = device, 1


def test_nothing_of_the_old_key_counts_after_the_entry_with_which_it_gave_way(offices: Offices) -> None:
    village, township = both(offices)
    old = village._office.device
    village.trust.renew_device("例行更换")
    assert offices.carry_up(village, township).state == "filed"
    as_before(village, old)
    village.begin("V33", "贼用旧钥匙写的")
    before = {log: township._office.head(log) for log in township._office.store.journal.logs()}
    path = Path(village.export(offices.stick).path)
    for told in (township.verify(path), *township.receive([path])):
        assert (told.state, told.word) == ("quarantined", "verdict.invalid")
        assert "device-gave-way" in codes(told)
    assert {log: township._office.head(log) for log in township._office.store.journal.logs()} == before
    assert "aside.revoked-sender-key" in {row.called for row in township.township.arrivals()}


def test_what_a_copied_disk_wrote_with_the_old_key_is_kept_as_a_fork(offices: Offices, tmp_path: Path) -> None:
    """The original renewed its key, the copy went on with the old one: two lines, and none is lost."""
    village, township = both(offices)
    offices.close()
    shutil.copytree(offices.folder / "village", tmp_path / "copy")
    village, township = offices.open("village"), offices.open("township")
    village.trust.renew_device("例行更换")
    assert offices.carry_up(village, township).state == "filed"
    copy = open_office(tmp_path / "copy", passphrase=PASSPHRASE)
    copy.begin("V33", "另一块硬盘上的事")
    shutil.rmtree(offices.stick)
    verdict = offices.carry_up(copy, township)
    assert (verdict.state, "fork-kept" in codes(verdict)) == ("held", True)
    copy.close()
