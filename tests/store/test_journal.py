"""The journal: appended once at the end, read back byte for byte, erased beside the chain, walked fast."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app.errors import IntegrityError
from clerk_app.model import EntryKind, FileRef, Head, Recorded
from clerk_app.store import ShelfMatter, Store, Weight

JPEG = FileRef("ab" * 32, 1000, "photo")
PDF = FileRef("cd" * 32, 5000, "scan")


def append(store: Store, *entries: Recorded) -> None:
    """Append in one transaction."""
    with store.transaction():
        for recorded in entries:
            store.journal.append(recorded)


def test_an_entry_comes_back_as_it_went_in(store: Store, writer: Any) -> None:
    recorded = writer.next(payload={"name": "张某", "sum": 123456, "deep": {"list": [1, "二", True]}}, files=(JPEG,))
    append(store, recorded)
    assert store.journal.get(recorded.hash) == recorded
    assert list(store.journal.entries(writer.log)) == [recorded]
    assert store.journal.last(writer.log) == recorded


def test_what_is_not_here_is_none(store: Store, writer: Any) -> None:
    assert store.journal.get("00" * 32) is None
    assert store.journal.last(writer.log) is None
    assert store.journal.head(writer.log) == Head(0, "")
    assert store.journal.hash_at(writer.log, 1) == ""
    assert store.journal.logs() == []
    assert store.journal.count(writer.log) == 0
    assert list(store.journal.entries(writer.log, upto=5)) == []


def test_only_what_follows_the_head_is_appended(store: Store, writer: Any) -> None:
    first, second, third = writer.some(3)
    append(store, first)
    for wrong in (first, third):
        with pytest.raises(RuntimeError, match="at the end of its log"), store.transaction():
            store.journal.append(wrong)
    append(store, second)
    assert store.journal.head(writer.log) == Head(2, second.hash)


def test_the_end_of_a_log_is_cut_only_together_with_what_keeps_it(store: Store, writer: Any) -> None:
    entries = [writer.next(payload={"n": n}, files=(JPEG,)) for n in range(4)]
    append(store, *entries)
    with pytest.raises(RuntimeError, match="together"):
        store.journal.cut(writer.log, after=2)
    with store.transaction():
        store.journal.cut(writer.log, after=2)
    assert store.journal.head(writer.log) == Head(2, entries[1].hash)
    assert [r.hash for r in store.journal.entries(writer.log)] == [r.hash for r in entries[:2]]
    assert store.journal.get(entries[3].hash) is None
    assert store.journal.weigh(writer.log, after=0).files == 2
    append(store, entries[2])


def test_a_log_that_is_cut_as_a_whole_is_gone_and_may_come_again(store: Store, writer: Any) -> None:
    entries = writer.some(2)
    append(store, *entries)
    with store.transaction():
        store.journal.cut(writer.log, after=0)
    assert store.journal.logs() == []
    assert store.journal.head(writer.log) == Head(0, "")
    append(store, *entries)
    assert store.journal.logs() == [writer.log]


def test_an_entry_alone_is_not_appended(store: Store, writer: Any) -> None:
    with pytest.raises(RuntimeError, match="together"):
        store.journal.append(writer.next())


def test_a_rolled_back_entry_leaves_neither_trace_nor_memory(store: Store, writer: Any) -> None:
    first, second = writer.some(2)
    with pytest.raises(RuntimeError, match="at the end"):
        append(store, first, first)
    assert store.journal.logs() == []
    assert store.journal.head(writer.log) == Head(0, "")
    append(store, first, second)
    assert store.journal.head(writer.log) == Head(2, second.hash)


def test_logs_stand_beside_one_another(store: Store, writer: Any, new_writer: Any) -> None:
    other = new_writer(2)
    mine, theirs = writer.some(3), other.some(2)
    append(store, mine[0], theirs[0], mine[1], theirs[1], mine[2])
    assert store.journal.logs() == [writer.log, other.log]
    assert list(store.journal.entries(writer.log)) == mine
    assert list(store.journal.entries(other.log)) == theirs
    assert (store.journal.count(writer.log), store.journal.count(other.log)) == (3, 2)


@pytest.fixture(scope="module")
def long_log(tmp_path_factory: Any, keys: Any, new_writer: Any) -> Iterator[tuple[list[Recorded], Store, Any]]:
    """One log over several pages of reading, made once."""
    writer = new_writer()
    entries = writer.some(2345)
    with Store.create(tmp_path_factory.mktemp("long"), *keys) as store:
        append(store, *entries)
        yield entries, store, writer


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_stretch_of_a_log_is_the_stretch_of_what_was_appended(long_log: Any, data: Any) -> None:
    entries, store, writer = long_log
    after = data.draw(st.integers(0, len(entries)))
    upto = data.draw(st.integers(0, len(entries)) | st.none())
    assert list(store.journal.entries(writer.log, after=after, upto=upto)) == entries[after:upto]
    if upto is None or upto >= after:
        walked = store.journal.verify_chain(
            writer.log, after=after, prev=entries[after - 1].hash if after else "", upto=upto
        )
        end = len(entries) if upto is None else upto
        assert walked == (Head(end, entries[end - 1].hash if end else ""))


def test_entries_of_a_matter_and_of_a_kind(store: Store, writer: Any) -> None:
    epoch = writer.next(EntryKind.EPOCH, matter="")
    begun = writer.next(EntryKind.BEGIN, matter="m1")
    person = writer.next(EntryKind.PERSON, matter="")
    other = writer.next(EntryKind.BEGIN, matter="m2")
    done = writer.next(EntryKind.COMPLETE, matter="m1")
    append(store, epoch, begun, person, other, done)
    journal = store.journal
    assert list(journal.of_matter(writer.log, "m1")) == [begun, done]
    assert list(journal.of_matter(writer.log, "")) == []
    assert [journal.knows(writer.log, matter) for matter in ("m1", "m3", "")] == [True, False, False]
    assert journal.matters(writer.log) == ["m1", "m2"]
    assert list(journal.of_kinds(writer.log, {EntryKind.EPOCH, EntryKind.PERSON})) == [epoch, person]
    assert list(journal.of_kinds(writer.log, {EntryKind.EPOCH, EntryKind.PERSON}, after=1)) == [person]
    assert list(journal.of_kinds(writer.log, {EntryKind.BEGIN})) == []
    assert journal.hash_at(writer.log, 3) == person.hash


def test_matters_that_nobody_began_are_told_apart(store: Store, writer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clerk_app.store.journal._PAGE", 2)
    append(store, *writer.some(2, matter="m1"), *writer.some(1, matter="m3"))
    assert store.journal.unknown_matters(["m0", "m1", "m2", "m3", "m4"]) == {"m0", "m2", "m4"}
    assert store.journal.unknown_matters([]) == set()


def test_a_stretch_is_weighed_without_being_read(store: Store, writer: Any) -> None:
    first = writer.next(files=(JPEG,))
    second = writer.next(payload={}, files=(JPEG, PDF))
    append(store, first, second)
    assert store.journal.weigh(writer.log, after=1) == Weight(1, 2, len(second.raw) + 2 + 6000)
    assert store.journal.weigh(writer.log, after=0).entries == 2
    assert store.journal.weigh(writer.log, after=2) == Weight(0, 0, 0)


def test_an_entry_that_names_a_file_twice_is_filed(store: Store, writer: Any) -> None:
    recorded = writer.next(files=(JPEG, FileRef(JPEG.sha256, JPEG.size, "scan")))
    append(store, recorded)
    assert store.journal.get(recorded.hash) == recorded


def test_erasing_takes_away_what_lies_beside_and_leaves_the_chain(store: Store, writer: Any) -> None:
    kept, erased, last = writer.next(files=(JPEG,)), writer.next(files=(JPEG, PDF)), writer.next()
    append(store, kept, erased, last)
    with store.transaction():
        assert store.journal.erase([erased.hash]) == [PDF.sha256]
    found = store.journal.get(erased.hash)
    assert found is not None
    assert (found.payload, found.salt, found.raw) == (None, None, erased.raw)
    assert found.content == {}
    assert store.journal.verify_chain(writer.log) == Head(3, last.hash)
    with store.transaction():
        assert store.journal.erase([kept.hash, erased.hash]) == [JPEG.sha256]


def test_entries_erased_together_free_what_they_share(store: Store, writer: Any) -> None:
    one, two = writer.next(files=(JPEG,)), writer.next(files=(JPEG,))
    append(store, one, two)
    with store.transaction():
        assert store.journal.erase([one.hash, two.hash]) == [JPEG.sha256]


def test_what_is_erased_must_be_here(store: Store) -> None:
    with pytest.raises(RuntimeError, match="must be here"):
        store.journal.erase(["00" * 32])


def test_an_entry_erased_at_its_writer_is_filed_without_its_payload(store: Store, writer: Any) -> None:
    whole = writer.next()
    bare = Recorded(whole.entry, whole.raw, whole.hash, whole.signature, None, None)
    append(store, bare)
    assert store.journal.get(whole.hash) == bare


def test_what_was_erased_is_nowhere_in_the_pages(store: Store, writer: Any, folder: Path, keys: Any) -> None:
    secret = "330502195001011234"
    recorded = writer.next(payload={"identity": secret})
    append(store, recorded)
    store.shelf.put_matter(_row(), (), (), secret)
    with store.transaction():
        store.journal.erase([recorded.hash])
        store.shelf.put_matter(_row(), (), (), "")
    assert secret.encode() not in _decrypted(store, folder)
    assert " ".join(secret).encode() not in _decrypted(store, folder)


def _row() -> Any:
    return ShelfMatter("o", "m1", "1", "t", "V1", "t", "open", "s", "", "2026-01-01", "", 0)


def _decrypted(store: Store, folder: Path) -> bytes:
    """The bytes of every page as the database sees them."""
    pages = folder / "plain.db"
    store._db.execute(f"ATTACH DATABASE '{pages}' AS plain KEY ''")
    store._db.execute("SELECT sqlcipher_export('plain')")
    store._db.execute("DETACH DATABASE plain")
    raw = pages.read_bytes()
    pages.unlink()
    return raw


# Walking the chain


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("DELETE FROM entry WHERE seq = 5", 5),
        ("DELETE FROM entry WHERE seq = 1", 1),
        ("UPDATE entry SET seq = 99 WHERE seq = 5", 5),
        ("UPDATE entry SET raw = (SELECT raw FROM entry WHERE seq = 4) WHERE seq = 5", 5),
        ("UPDATE entry SET raw = CAST(replace(raw, 'survey', 'remedy') AS BLOB) WHERE seq = 5", 5),
        ("UPDATE entry SET hash = zeroblob(32) WHERE seq = 5", 5),
        ("UPDATE entry SET seq = CASE seq WHEN 5 THEN -6 ELSE -5 END WHERE seq IN (5, 6)", 5),
    ],
)
def test_a_broken_chain_is_found_where_it_is_broken(store: Store, writer: Any, damage: str, found: int) -> None:
    append(store, *writer.some(10))
    store._db.execute("PRAGMA foreign_keys = OFF")
    store._db.execute(damage)
    store._db.execute("UPDATE entry SET seq = -seq WHERE seq < 0")
    with pytest.raises(IntegrityError) as caught:
        store.journal.verify_chain(writer.log)
    assert caught.value.code == "journal-broken"
    assert caught.value.details == {"log": str(writer.log), "seq": found}


def test_a_chain_that_was_rewritten_behind_a_known_entry_is_found(store: Store, writer: Any) -> None:
    append(store, *writer.some(4))
    assert store.journal.verify_chain(writer.log, after=2, prev=store.journal.hash_at(writer.log, 2)).seq == 4
    with pytest.raises(IntegrityError):
        store.journal.verify_chain(writer.log, after=2, prev="00" * 32)


def test_a_link_quoted_inside_a_text_is_no_link(store: Store, writer: Any) -> None:
    """The fields are found by their bytes, and a quotation mark inside a text is escaped."""
    append(store, *writer.some(2))
    quoted = writer.next(payload={"note": f'"prev":"{writer.hash}"'})
    append(store, quoted)
    assert store.journal.verify_chain(writer.log).seq == 3


def test_an_empty_log_is_whole(store: Store, writer: Any) -> None:
    assert store.journal.verify_chain(writer.log) == Head(0, "")
