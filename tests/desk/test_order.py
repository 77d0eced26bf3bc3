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

from .courier import VILLAGES, Courier
from .test_month import PASSPHRASE, TOWNSHIP, Month

CODES = ["330502999201", "330502999202", "330502999203"]
STICKS = 9
FORKED = 7


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


# Forks: which line stands in the log and which beside it is decided by what came first, and nothing else is.


@pytest.fixture(scope="module")
def forked(county: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """All offices, closed, and seven bundles on their way: of a village, two copies of its disk, and another village.

    The first copy was made before the village wrote on, the second one after it had reported twice.
    """
    courier = Courier.at(county, tmp_path_factory.mktemp("forked"))
    code, other = VILLAGES
    courier.clone(code)
    for _ in range(2):
        courier.work(code)
        courier.report(code)
    courier.clone(code)
    for _ in range(2):
        courier.work(other)
        courier.report(other)
    courier.work(code)
    courier.report(code)
    courier.close()
    return courier.folder, courier.bag


def after_any(forked: tuple[Path, list[Path]], place: Path, order: Sequence[int]) -> tuple[Any, Any]:
    """The entries that a township holds, in logs and beside them, once bundles came in this order; and its shelf once
    the village went on with its first PC and carried over what the copies wrote."""
    folder, bag = forked
    courier = Courier.at(folder, place)
    told = [courier.take_in(bag[number]) for number in order]
    assert all(not verdict.refused and not verdict.held for verdict in told)
    office, branches = courier.township._office, courier.township.branches
    held = {
        recorded.hash
        for log, owner in office.owners().items()
        if owner in VILLAGES
        for recorded in office.store.journal.entries(log)
    }
    rows = branches.all(VILLAGES[0])
    beside = [entry.hash for row in rows for entry in branches.entries(row.id, VILLAGES[0])]
    assert len(held | set(beside)) == len(held) + len(beside)  # each once, in a log or beside it
    assert any(row.waiting for row in rows)
    courier.settle()
    for code in VILLAGES:
        courier.agree(code)
    shelf = office.store.shelf.dump()
    shelf.pop("shelf_state")  # which of the entries were confirmed or carried over: that is what the order decides
    courier.close()
    return held | set(beside), shelf


@pytest.fixture(scope="module")
def as_sent(forked: tuple[Path, list[Path]], tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    """The same where everything comes in the order in which it was written."""
    held, shelf = after_any(forked, tmp_path_factory.mktemp("as-sent"), range(FORKED))
    assert len(forked[1]) == FORKED
    assert len(shelf["shelf_matter"]) == 7
    return held, shelf


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(FORKED)), twice=st.lists(st.integers(0, FORKED - 1), max_size=3))
@example(order=list(reversed(range(FORKED))), twice=[0])
@example(order=[0, 6, 4, 3, 5, 2, 1], twice=[])
def test_whichever_line_of_a_fork_came_first_everything_is_kept_and_comes_out_the_same(
    forked: tuple[Path, list[Path]],
    as_sent: tuple[Any, Any],
    tmp_path_factory: pytest.TempPathFactory,
    order: list[int],
    twice: list[int],
) -> None:
    assert after_any(forked, tmp_path_factory.mktemp("forks"), [*order, *twice]) == as_sent
