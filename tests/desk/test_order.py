"""The same bundles in any order, twice or set aside on the way, give the same store: lists, logs and what counts."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from clerk_app import workflow
from clerk_app.desk import Desk, open_office
from clerk_app.model import Complete

from .test_month import PASSPHRASE, TOWNSHIP, Month

CODES = ["330502999201", "330502999202", "330502999203"]
STICKS = 9


def forge(village: Desk, matter: str) -> None:
    """A step past the rules, signed with the right key."""
    office = village._office
    visit = len(office.matter(matter).runs_of("discovery")) + 1
    step = Complete(matter=matter, step="discovery", visit=visit, on=village.day(), fields={}, files=(), late_reason="")
    office.write(workflow.draft_of(step))


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """The township as it was, and nine bundles of three villages that came into being since.

    The first village hears a receipt between its bundles, so that the later ones stand on a number that the township
    as it was does not know: a gap until the first has come. The second forges steps in one bundle and builds on them
    in the next. The third loses a bundle for good.
    """
    folder = tmp_path_factory.mktemp("order")
    month = Month(folder, CODES)
    matters = {code: village.begin("V33", f"{code[-3:]} 第一件") for code, village in month.villages.items()}
    for village in month.villages.values():
        month.send(village)
    month.deliver(lost=0)
    month.answer(lost=0)
    before = folder / "before"
    shutil.copytree(folder / TOWNSHIP, before)
    hearing, forging, losing = (month.villages[code] for code in CODES)
    files = [keep(folder, 0, month.send(worked(hearing, "听")))]
    month.deliver(lost=0)
    month.answer(lost=0)
    files += [keep(folder, number, month.send(worked(hearing, f"听 {number}"))) for number in (1, 2)]
    for number in (3, 4, 5):
        forge(forging, matters[CODES[1]])
        files.append(keep(folder, number, month.send(worked(forging, f"造 {number}"))))
    for number in (6, 7, 8):
        month.send(worked(losing, f"丢 {number}")).unlink()
        losing.letters.write(f"第 {number} 封信")
        files.append(keep(folder, number, month.send(losing)))
    month.close()
    return before, files


def worked(village: Desk, title: str) -> Desk:
    """The village, with one matter more."""
    village.begin("V33", title)
    return village


def keep(folder: Path, number: int, bundle: Path) -> Path:
    """A copy that nobody takes away, under a name that says nothing of its number."""
    kept = folder / f"stick-{number}.cwb"
    shutil.copyfile(bundle, kept)
    return kept


def store_after(before: Path, folder: Path, files: Sequence[Path]) -> dict[str, Any]:
    """What a township holds after it took these in, one after the other, and tried its quarantine again."""
    shutil.copytree(before, folder)
    township = open_office(folder, passphrase=PASSPHRASE)
    for file in files:
        township.receive([file])
    while any(verdict.state == "filed" for verdict in township.township.retry()):
        pass
    office = township._office
    held = {
        "shelf": office.store.shelf.dump(),
        "logs": {
            log: [recorded.raw for recorded in office.store.journal.entries(log)]
            for log, owner in office.owners().items()
            if owner in CODES
        },
        "voided": {code: office.realm_of(code).voided for code in CODES},
        "bundles": sorted((row.office, row.number, row.id) for row in office.store.inbox.since("")),
        "waiting": sorted((row.name, row.number) for row in township.township.quarantine()),
    }
    township.rebuild()
    assert office.store.shelf.dump() == held["shelf"]
    township.close()
    return held


@pytest.fixture(scope="module")
def in_order(sent: tuple[Path, list[Path]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the township holds when everything comes as it was sent."""
    before, files = sent
    held = store_after(before, tmp_path_factory.mktemp("in-order") / "township", files)
    states = {state for _hash, state in held["shelf"]["shelf_state"]}
    assert states >= {"refused", "held"}
    assert held["waiting"] == []
    return held


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(STICKS)), twice=st.lists(st.integers(0, STICKS - 1), max_size=4))
@example(order=list(reversed(range(STICKS))), twice=[0, 8])
@example(order=[1, 0, 2, 4, 3, 5, 8, 7, 6], twice=[])
def test_any_order_gives_the_same_store(
    sent: tuple[Path, list[Path]],
    in_order: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
    order: list[int],
    twice: list[int],
) -> None:
    before, files = sent
    held = store_after(before, tmp_path_factory.mktemp("order") / "township", [files[n] for n in (*order, *twice)])
    assert held == in_order


def test_a_bundle_that_stands_on_one_that_has_not_come_waits(sent: tuple[Path, list[Path]], tmp_path: Path) -> None:
    """Else the orders above would never have met a gap."""
    before, files = sent
    shutil.copytree(before, tmp_path / "township")
    township = open_office(tmp_path / "township", passphrase=PASSPHRASE)
    assert [verdict.state for verdict in township.receive([files[1]])] == ["held"]
    township.receive([files[0]])
    assert [verdict.state for verdict in township.township.retry()] == ["filed"]
    township.close()
