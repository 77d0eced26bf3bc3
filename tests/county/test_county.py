"""A county's database, a real PostgreSQL: loaded once, again, after a cut, by several workers, with erased payloads."""

from __future__ import annotations

import getpass
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest

from clerk_app import county
from clerk_app.cli import main
from clerk_app.desk import open_office
from clerk_app.desk.demo import Play, found_pair
from clerk_app.errors import SurroundingsError, UsageError

PASSPHRASE = "四个词的密码"
VILLAGE, TOWNSHIP = "330502999201", "330502999000"
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))

pytestmark = pytest.mark.skipif(not PROGRAMS, reason="PostgreSQL is not installed")


def as_postgres(*words: str) -> None:
    """Run one of PostgreSQL's programs, which refuse to work for root."""
    program, *rest = words
    command = [str(PROGRAMS[-1].with_name(program)), *rest]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server of its own on a socket of its own; the address of its first database."""
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        place, user = Path(folder), getpass.getuser()
        if os.geteuid() == 0:
            user = "postgres"
            shutil.chown(place, user)
        data, options = str(place / "data"), f"-c listen_addresses='' -k {place} -c fsync=off"
        as_postgres("initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--locale=C", "-U", user)
        as_postgres("pg_ctl", "-D", data, "-w", "-o", options, "-l", str(place / "log"), "start")
        yield f"postgresql://{user}@/postgres?host={place}"
        as_postgres("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


@pytest.fixture
def dsn(server: str) -> str:
    """An empty database."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return server


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A township that took in a village's small-works matter."""
    folder = tmp_path_factory.mktemp("county")
    village, township = found_pair(folder, PASSPHRASE)
    Play(village, PASSPHRASE, lambda line: None).perform(last="meeting_notice")
    township.receive([Path(village.export(folder).path)])
    village.close()
    township.close()
    return folder


def ask(dsn: str, query: str) -> list[Any]:
    """The rows of a query."""
    with psycopg.connect(dsn) as connection:
        return connection.execute(query).fetchall()  # type: ignore[arg-type]


def test_a_township_is_loaded_once_however_often_it_is_loaded(played: Path, dsn: str) -> None:
    township = open_office(played / "township", passphrase=PASSPHRASE)
    steps: list[tuple[int, int]] = []
    first = township.township.load_county(dsn, lambda done, of: steps.append((done, of)))
    assert (first.entries, first.matters) == (first.total, 1)
    assert steps[-1][0] == steps[-1][1]
    before = ask(dsn, "SELECT log, seq, hash, raw, payload::text FROM entry ORDER BY log, seq")
    again = township.township.load_county(dsn)
    assert (again.entries, again.total) == (0, first.total)
    assert ask(dsn, "SELECT log, seq, hash, raw, payload::text FROM entry ORDER BY log, seq") == before
    journal = township._office.store.journal
    assert len(before) == sum(journal.count(log) for log in journal.logs())
    mine = {str(log): [recorded.raw for recorded in journal.entries(log)] for log in journal.logs()}
    for log, seq, _hash, raw, _payload in before:
        assert mine[log][seq - 1] == raw
    township.close()


def test_a_load_that_was_cut_off_goes_on_where_it_stood(
    played: Path, dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clerk_app.county.database._PAGE", 7)
    township = open_office(played / "township", passphrase=PASSPHRASE)
    pages = county.Database._copy

    def cut(self: Any, table: str, *rest: Any) -> None:
        if table == "entry" and len(ask(dsn, "SELECT 1 FROM entry")) >= 14:
            raise psycopg.OperationalError("the cable")
        pages(self, table, *rest)

    monkeypatch.setattr(county.Database, "_copy", cut)
    with pytest.raises(SurroundingsError, match="county-unreachable"):
        township.township.load_county(dsn)
    monkeypatch.setattr(county.Database, "_copy", pages)
    ((there,),) = ask(dsn, "SELECT count(*) FROM entry")
    rest = township.township.load_county(dsn)
    assert 14 <= there < rest.total
    assert rest.entries == rest.total - there
    township.close()


def test_the_views_answer_what_a_county_asks(played: Path, dsn: str) -> None:
    township = open_office(played / "township", passphrase=PASSPHRASE)
    township.township.load_county(dsn)
    rows = ask(dsn, "SELECT village, name, running, closed FROM village_now ORDER BY village")
    assert rows == [(TOWNSHIP, "示范镇", 0, 0), (VILLAGE, "甲村", 1, 0)]
    assert sum(count for (count,) in ask(dsn, "SELECT steps FROM steps_by_month")) > 3
    assert ask(dsn, "SELECT count(*) FROM paid_by_year") == [(0,)]
    assert ask(dsn, "SELECT type, state FROM matter") == [("V10", "open")]
    assert ask(dsn, f"SELECT count(*) FROM task_{TOWNSHIP}")[0][0] > 0
    assert ask(dsn, "SELECT payload->>'title' FROM entry WHERE kind = 'begin'") == [("甲村村道路面修复",)]
    township.close()


def test_what_was_erased_does_not_stay_at_the_county(played: Path, dsn: str, tmp_path: Path) -> None:
    shutil.copytree(played, tmp_path / "copy")
    village = open_office(tmp_path / "copy" / "village", passphrase=PASSPHRASE)
    township = open_office(tmp_path / "copy" / "township", passphrase=PASSPHRASE)
    township.township.load_county(dsn)
    matter = village.matters()[0].id
    village.withdraw(matter, reason="不办了")
    township.receive([Path(village.export(tmp_path).path)])
    (replied,) = township.reply(tmp_path)
    village.receive([Path(replied.exported.path)])
    village.erase_matter(matter, basis="《个人信息保护法》第四十七条")
    township.receive([Path(village.export(tmp_path).path)])
    township.township.load_county(dsn)
    assert "甲村村道路面修复" not in str(ask(dsn, "SELECT payload::text, raw FROM entry"))
    assert ask(dsn, "SELECT state FROM matter") == [("withdrawn",)]
    for desk in (village, township):
        desk.close()


def test_several_workers_load_several_townships(
    played: Path, dsn: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from clerk_app.desk.demo import _QUICK
    from clerk_app.desk.opening import found_office

    monkeypatch.setenv("CLERK_PASSPHRASE", PASSPHRASE)
    second = tmp_path / "second"
    found_office(
        second, kind="township", code="330502888000", name="乙镇", passphrase=PASSPHRASE, clerk="张某", cost=_QUICK
    )
    shutil.copytree(played / "township", tmp_path / "first")
    code = main(["county", "load", str(tmp_path / "first"), str(second), "--dsn", dsn, "--workers", "2", "--json"])
    rows = json.loads(capsys.readouterr().out)
    assert (code, [row["township"] for row in rows]) == (0, [TOWNSHIP, "330502888000"])
    assert main(["county", "load", str(second), "--dsn", dsn]) == 0
    assert "新装 0 条" in capsys.readouterr().out
    assert ask(dsn, "SELECT count(*) FROM township") == [(2,)]


def test_a_township_is_prepared_while_another_one_writes(dsn: str) -> None:
    with (
        county.connected(dsn) as one,
        county.connected(dsn) as other,
        ThreadPoolExecutor(max_workers=1) as pool,
    ):
        one.prepare(TOWNSHIP, "甲镇", ())
        begun: list[Future[None]] = []

        def midway() -> Iterator[county.MatterRow]:
            """Among the matters that are written the other loader begins, and waits."""
            begun.append(pool.submit(other.prepare, "330502888000", "乙镇", ()))
            while not ask(dsn, "SELECT count(*) FROM pg_locks WHERE NOT granted")[0][0]:
                assert not begun[0].done()
            yield from ()

        rows: Any = midway()
        one.replace(TOWNSHIP, rows, (), ())
        begun[0].result(timeout=30)
    assert ask(dsn, "SELECT count(*) FROM township") == [(2,)]


def test_what_goes_wrong_in_a_worker_is_told(
    played: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLERK_PASSPHRASE", PASSPHRASE)
    for name in ("first", "second"):
        shutil.copytree(played / "township", tmp_path / name)
    nowhere = "postgresql://x@/y?host=/none"
    folders = [str(tmp_path / name) for name in ("first", "second")]
    assert main(["county", "load", *folders, "--dsn", nowhere, "--workers", "2", "--json"]) == 4
    assert "county-unreachable" in capsys.readouterr().out


def test_a_village_or_a_wrong_address_is_told(played: Path, dsn: str, capsys: pytest.CaptureFixture[str]) -> None:
    village = open_office(played / "village", passphrase=PASSPHRASE)
    with pytest.raises(UsageError, match="township-only"):
        village.township.load_county(dsn)
    village.close()
    with pytest.raises(SurroundingsError, match="county-unreachable"), county.connected("postgresql://x@/y?host=/none"):
        pass
    with county.connected(dsn) as database, pytest.raises(ValueError, match="12-digit"):
        database.prepare("1; DROP", "x", ())


def test_a_zero_character_never_reaches_the_database() -> None:
    from clerk_app.desk.countywide import _readable

    assert _readable({"a\0": ["b\0", 3, {"c": "\0"}]}) == {"a": ["b", 3, {"c": ""}]}
