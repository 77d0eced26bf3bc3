"""The shelf: what lists and searches find, and that it can be emptied and made again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from clerk_app.model import Commitment, Fact
from clerk_app.store import ORDERS, MatterQuery, ShelfMatter, ShelfReview, ShelfTask, Store

HOME = "330502999201"
ROAD = ShelfMatter(
    HOME, "m1", "2026-001", "甲村道路修复", "V10", "工程", "open", "询价", "2026-12-01", "2026-11-01", "", 0
)
TASK = ShelfTask(HOME, "m1", "quotes", "询价", "clerk", "2026-12-01", "", "")
PAID = Commitment("m1", "V10", "pay", "2026-11-20", 123_45, "村口", "乙公司", 1)

BILL = Fact("m1", "V10", "pay", 1, "aa", "2026-11-20", "invoice", 0, "NO12")
WAITS = ShelfReview(HOME, "m1", "filing", "township", 1, "2026-11-20", 1)


def put(
    store: Store,
    row: ShelfMatter,
    words: str = "",
    *,
    tasks: Any = (),
    commitments: Any = (),
    facts: Any = (),
    reviews: Any = (),
) -> None:
    """Put a matter on the shelf."""
    with store.transaction():
        store.shelf.put_matter(row, tasks, commitments, words or row.title, facts, reviews)


def beside(matter: str) -> dict[str, Any]:
    """What lies on the shelf with a matter: a task, a sum, a fact, a sign-off that waits."""
    return {
        "tasks": [replace(TASK, matter=matter)],
        "commitments": [replace(PAID, matter=matter)],
        "facts": [replace(BILL, matter=matter)],
        "reviews": [replace(WAITS, matter=matter)],
    }


def found(store: Store, **conditions: Any) -> list[str]:
    """The ids that a search finds."""
    return [row.id for row in store.shelf.matters(office=HOME, **conditions)]


def test_a_matter_is_replaced_whole(store: Store) -> None:
    put(store, ROAD, **beside("m1"))
    assert store.shelf.facts(HOME) == [BILL]
    assert store.shelf.reviews(HOME) == [WAITS]
    later = replace(ROAD, state="closed", closed_on="2026-12-20")
    put(store, later, "另一个标题")
    assert store.shelf.matter(HOME, "m1") == later
    assert store.shelf.tasks(HOME) == []
    assert store.shelf.commitments(HOME) == []
    assert store.shelf.facts(HOME) == []
    assert store.shelf.reviews(HOME) == []
    assert found(store, text="道路") == []
    assert found(store, text="标题") == ["m1"]


@pytest.mark.parametrize(("text", "there"), [("dlxf", True), ("JCDL", True), ("dl", True), ("xfdl", False)])
def test_a_matter_is_found_by_the_pinyin_initials_of_its_title(store: Store, text: str, there: bool) -> None:
    put(store, ROAD, "2026-001")
    assert found(store, text=text) == (["m1"] if there else [])


def test_what_is_not_on_the_shelf_is_none(store: Store) -> None:
    assert store.shelf.matter(HOME, "m1") is None
    assert found(store) == []


def test_the_newest_come_first_and_pages_follow_one_another(store: Store) -> None:
    for number in range(1, 8):
        put(store, replace(ROAD, id=f"m{number}", begun_on=f"2026-11-{number // 2 + 1:02d}"))
    everything = found(store)
    assert everything == ["m7", "m6", "m5", "m4", "m3", "m2", "m1"]
    assert found(store, limit=3) + found(store, limit=3, offset=3) + found(store, limit=3, offset=6) == everything


def test_every_condition_must_hold(store: Store) -> None:
    put(store, ROAD)
    put(store, replace(ROAD, id="m2", state="closed"))
    put(store, replace(ROAD, id="m3", type="V11", title="甲村低保"))
    assert found(store, state="open") == ["m3", "m1"]
    assert found(store, state="open", type_id="V10") == ["m1"]
    assert found(store, state="open", text="低保") == ["m3"]
    assert found(store, state="closed", text="低保") == []


def test_offices_do_not_see_one_anothers(store: Store) -> None:
    other = "330502999202"
    put(store, ROAD, tasks=[TASK], commitments=[PAID])
    put(store, replace(ROAD, office=other), tasks=[replace(TASK, office=other)], commitments=[PAID])
    assert len(store.shelf.matters(office=other, text="道路")) == 1
    assert store.shelf.tasks(HOME) == [(ROAD, TASK)]
    assert store.shelf.commitments(other) == [PAID]
    put(store, replace(ROAD, office=other))
    assert store.shelf.tasks(HOME) == [(ROAD, TASK)]
    assert store.shelf.tasks(other) == []


@pytest.mark.parametrize(
    "text",
    [
        "路",
        "道路",
        "甲村道路修复",
        "道 路",
        "道路,修复",
        "张某",
        "𣲘",
        "13812345678",
        "2345",
        "jcdl",
        "JCDL",
        "JcDl",
        "２３４５",
    ],
)
def test_a_phrase_of_any_length_is_found(store: Store, text: str) -> None:
    put(store, ROAD, "甲村道路修复 张某𣲘 13812345678 jcdlxf")
    put(store, replace(ROAD, id="m2", title="乙村水渠"), "乙村水渠")
    assert found(store, text=text) == ["m1"]


@pytest.mark.parametrize("text", ["路道", "道修", "某张", "9999", "fx"])
def test_characters_in_another_order_are_not_found(store: Store, text: str) -> None:
    put(store, ROAD, "甲村道路修复 张某 13812345678 jcdlxf")
    assert found(store, text=text) == []


@pytest.mark.parametrize("text", ["", "  ", ",。", '"', "*", '" OR "', "^", "()", "NEAR(", "-"])
def test_a_text_without_letters_is_no_condition_and_none_is_a_command(store: Store, text: str) -> None:
    put(store, ROAD)
    expected = [] if any(character.isalnum() for character in text) else ["m1"]
    assert found(store, text=text) == expected


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(min_size=1, max_size=40), data=st.data())
def test_every_piece_of_the_words_finds_them(store: Store, words: str, data: Any) -> None:
    """Each character is a token of its own, so whatever stands together is found together."""
    assume("\x00" not in words)
    start = data.draw(st.integers(0, len(words) - 1))
    piece = words[start : start + data.draw(st.integers(1, 8))]
    # A piece that cuts a composed character apart is normalised in another way than the whole.
    assume(piece.isascii() or all("\u4e00" <= character <= "\u9fff" for character in piece))
    put(store, ROAD, words)
    assert found(store, text=piece) == ["m1"]


def test_words_beyond_the_bound_are_left_out(store: Store) -> None:
    put(store, ROAD, "甲" * 2000 + "尾")
    assert found(store, text="尾") == []


def test_matters_are_counted_by_type_and_year(store: Store) -> None:
    for number, day in enumerate(("2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01")):
        put(store, replace(ROAD, id=f"m{number}", begun_on=day))
    assert store.shelf.count_of_type(HOME, "V10", "2026") == 2
    assert store.shelf.count_of_type(HOME, "V11", "2026") == 0


def test_punctuality_counts_the_matters_closed_in_a_month(store: Store) -> None:
    for number, (day, late) in enumerate((("2026-10-31", 0), ("2026-11-01", 0), ("2026-11-30", 2), ("", 0))):
        put(store, replace(ROAD, id=f"m{number}", state="closed", closed_on=day, late=late))
    put(store, replace(ROAD, id="given-up", state="withdrawn", closed_on="2026-11-02"))
    assert store.shelf.punctuality(HOME, "2026-11") == (1, 2)
    assert store.shelf.punctuality(HOME, "2026-12") == (0, 0)


def test_states_of_entries_are_set_and_replaced(store: Store) -> None:
    store.shelf.set_states([("aa", "held"), ("bb", "accepted")])
    store.shelf.set_states(iter([("aa", "refused")]))
    assert store.shelf.states(["aa", "bb", "cc"]) == {"aa": "refused", "bb": "accepted"}


def test_commitments_come_by_day(store: Store) -> None:
    earlier = replace(PAID, on="2026-11-01", visit=2)
    put(store, ROAD, commitments=[PAID, earlier])
    assert store.shelf.commitments(HOME) == [earlier, PAID]


def test_warnings_are_replaced_and_told_when_facts_moved(store: Store) -> None:
    assert not store.shelf.facts_moved(HOME)
    put(store, ROAD, facts=[BILL])
    assert store.shelf.facts_moved(HOME)
    assert not store.shelf.facts_moved(HOME)
    put(store, replace(ROAD, late=1))
    assert store.shelf.facts_moved(HOME)
    put(store, replace(ROAD, late=2))
    assert not store.shelf.facts_moved(HOME)
    store.shelf.put_warnings(HOME, ["bb", "aa"])
    store.shelf.put_warnings("330502999202", ["cc"])
    assert store.shelf.warnings(HOME) == ["aa", "bb"]
    store.shelf.put_warnings(HOME, [])
    assert (store.shelf.warnings(HOME), store.shelf.warnings("330502999202")) == ([], ["cc"])


def test_a_rebuilt_shelf_is_equal_whatever_the_order(store: Store) -> None:
    rows = [replace(ROAD, id=f"m{number}", title=f"甲村第{number}号") for number in range(5)]
    for row in rows:
        put(store, row, **beside(row.id))
    put(store, rows[2], **beside("m2"))
    store.shelf.set_states([("aa", "held")])
    store.shelf.put_warnings(HOME, ["aa"])
    before = store.shelf.dump()
    assert all(before.values())
    store.shelf.clear()
    assert all(rows == [] for rows in store.shelf.dump().values())
    for row in reversed(rows):
        put(store, row, **beside(row.id))
    store.shelf.set_states([("aa", "held")])
    store.shelf.put_warnings(HOME, ["aa"])
    assert store.shelf.dump() == before
    assert found(store, text="第3号") == ["m3"]


def test_a_dump_shows_every_difference(store: Store) -> None:
    put(store, ROAD, tasks=[TASK], commitments=[PAID])
    before = store.shelf.dump()
    put(store, ROAD, "别的词", tasks=[TASK], commitments=[PAID])
    assert {name for name, rows in store.shelf.dump().items() if rows != before[name]} == {"shelf_search"}
    put(store, replace(ROAD, late=1), tasks=[replace(TASK, deadline="")], commitments=[replace(PAID, amount=1)])
    changed = {name for name, rows in store.shelf.dump().items() if rows != before[name]}
    assert changed == {"shelf_matter", "shelf_task", "shelf_commitment"}


def asked(store: Store, **conditions: Any) -> list[str]:
    """The ids that a query finds, in its order."""
    query = MatterQuery(**conditions)
    rows = store.shelf.search(HOME, query, limit=100)
    assert store.shelf.search_count(HOME, query) == len(rows)
    return [row.id for row in rows]


@pytest.fixture
def three(store: Store) -> Store:
    """Three matters of different days, sums and people."""
    for number, (day, due, sum_) in enumerate(
        (("2026-11-01", "", 500), ("2026-11-03", "2026-12-09", 30_000), ("2026-11-02", "2026-12-01", 70_000)), start=1
    ):
        row = replace(ROAD, id=f"m{number}", begun_on=day, due=due, amount=sum_, number=f"2026-{9 - number:03d}")
        with store.transaction():
            store.shelf.put_matter(row, (), (), "甲村", people=[f"p00{number}", "p009"])
    return store


@pytest.mark.parametrize(
    ("conditions", "ids"),
    [
        ({}, ["m2", "m3", "m1"]),
        ({"since": "2026-11-02"}, ["m2", "m3"]),
        ({"until": "2026-11-02"}, ["m3", "m1"]),
        ({"least": 30_000}, ["m2", "m3"]),
        ({"most": 30_000}, ["m2", "m1"]),
        ({"least": 0, "most": 500}, ["m1"]),
        ({"person": "p002"}, ["m2"]),
        ({"person": "p00"}, []),
        ({"person": "p009", "text": "甲村", "type_id": "V10", "state": "open"}, ["m2", "m3", "m1"]),
        ({"rising": True}, ["m1", "m3", "m2"]),
        ({"order": "due", "rising": True}, ["m3", "m2", "m1"]),
        ({"order": "due"}, ["m2", "m3", "m1"]),
        ({"order": "amount"}, ["m3", "m2", "m1"]),
        ({"order": "number", "rising": True}, ["m3", "m2", "m1"]),
        ({"order": "title"}, ["m2", "m3", "m1"]),
    ],
)
def test_a_query_bounds_and_sorts(three: Store, conditions: dict[str, Any], ids: list[str]) -> None:
    assert asked(three, **conditions) == ids


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_can_be_asked(three: Store, order: str) -> None:
    assert len(asked(three, order=order)) == len(asked(three, order=order, rising=True)) == 3


def test_a_persons_word_is_found_in_no_text(store: Store) -> None:
    put(store, ROAD, "personp001 p001")
    assert asked(store, person="p001") == []


def test_the_type_begun_last_comes_first(store: Store) -> None:
    for number, (kind, day) in enumerate((("V10", "2026-11-01"), ("V11", "2026-11-05"), ("V10", "2026-11-03"))):
        put(store, replace(ROAD, id=f"m{number}", type=kind, begun_on=day))
    assert store.shelf.recent_types(HOME) == ["V11", "V10"]
