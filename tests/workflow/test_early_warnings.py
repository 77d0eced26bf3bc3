"""Early warnings: each pattern is seen where it is there, not where it is not, and stays until it is answered."""

from __future__ import annotations

from dataclasses import replace
from statistics import median_low
from typing import Any

import pytest

from clerk_app import workflow
from clerk_app.canon import Fields
from clerk_app.errors import IntegrityError, RefusedError
from clerk_app.model import AmountBand, Explanation, Fact, Person, Publicity
from clerk_app.workflow.early_warnings import explanation_of

from ..stopwatch import quickest

NUMBERS = {
    "warn.split.near": 10,
    "warn.split.count": 2,
    "warn.months": 12,
    "warn.winner.count": 3,
    "warn.price.percent": 30,
    "warn.paid.percent": 80,
    "bands.aggregate_months": 12,
    "cash.max_single": 100_000,
    "meal.per_head": 5_000,
}


@pytest.fixture
def seen(build: Any) -> Any:
    """The codes and details of the warnings over facts."""
    band = AmountBand(amount="a", method="m", site="s", months=12, limits={"询价": 100_000, "比选": "some.limit"})
    parameters = tuple(build.parameter(key, value) for key, value in NUMBERS.items())
    village = build.village(
        build.step("a", gates=(band,)), parameters=(*parameters, build.parameter("some.limit", None))
    )
    officer = replace(village.context.people["p1"], kin=("p9",))
    villager = Person("p9", "李某", ("villager",))
    village.knows(people={**village.context.people, "p1": officer, "p9": villager})

    def look(*facts: Fact, without: str = "") -> list[tuple[str, dict[str, Any]]]:
        known = {key: value for key, value in village.catalogue.parameters.items() if key != without}
        catalogue = replace(village.catalogue, parameters=known)
        return [(w.code, dict(w.details)) for w in workflow.early_warnings(catalogue, village.context, facts)]

    look.village = village
    return look


def fact(kind: str, value: str | int, matter: str = "m1", on: str = "2026-03-01", **parts: Any) -> Fact:
    text, number = (value, 0) if isinstance(value, str) else ("", value)
    ready = {"type": "T01", "step": "a", "visit": 1, "entry": f"e-{matter}-{on}", "row": 0}
    return Fact(**{**ready, "matter": matter, "on": on, "kind": kind, "text": text, "number": number, **parts})


def works(count: int, amount: int = 95_000, party: str = "某公司") -> list[Fact]:
    return [
        found
        for number in range(count)
        for found in (
            fact("amount", amount, f"m{number}", f"2026-0{number + 1}-01"),
            fact("party", party, f"m{number}", f"2026-0{number + 1}-01"),
        )
    ]


def test_sums_just_below_a_limit_for_one_party(seen: Any) -> None:
    assert seen(*works(2)) == [("warning-split", {"party": "某公司", "count": 2, "limit": 100_000})]
    assert seen(*works(1)) == []
    assert seen(*works(2, amount=89_999)) == []
    assert seen(*works(2, amount=100_001)) == []
    assert seen(*works(2), without="warn.split.near") == []
    far = [replace(known, on="2027-06-01") if known.matter == "m1" else known for known in works(2)]
    assert seen(*far) == []


def test_sums_of_a_type_that_is_not_in_force_any_more_say_nothing(seen: Any) -> None:
    assert seen(*(replace(known, type="T09") for known in works(2))) == []


def test_one_party_wins_again_and_again(seen: Any) -> None:
    assert seen(*works(3, amount=1)) == [("warning-winner", {"party": "某公司", "count": 3})]
    assert seen(*works(2, amount=1)) == []
    assert seen(*works(3, amount=1), without="warn.months") == []
    assert seen(*works(3, amount=1, party=" ")) == []
    same = [replace(known, matter="m0", visit=number) for number, known in enumerate(works(3, amount=1))]
    assert seen(*same) == []


def test_a_window_inside_a_longer_one_is_not_told_again(seen: Any) -> None:
    assert [details["count"] for _, details in seen(*works(5, amount=1))] == [5]


def prices(*values: int) -> list[Fact]:
    return [
        found
        for number, value in enumerate(values)
        for found in (
            fact("item", "砂石", f"m{number}", f"2026-0{number + 1}-01", row=1),
            fact("price", value, f"m{number}", f"2026-0{number + 1}-01", row=1),
        )
    ]


def test_a_price_far_above_the_library(seen: Any) -> None:
    told = ("warning-price", {"item": "砂石", "price": 131, "usual": 100})
    assert seen(*prices(100, 100, 100, 131)) == [told]
    assert seen(*prices(100, 100, 100, 130)) == []
    assert seen(*prices(100, 100, 500)) == []
    assert seen(*prices(100, 100, 100, 131), without="warn.price.percent") == []
    assert seen(*(known for known in prices(100, 100, 100, 131) if known.kind == "price")) == []


def test_much_was_paid_before_the_acceptance(seen: Any) -> None:
    contract = fact("amount", 1000)
    early = [fact("paid", 801, on="2026-04-01")]
    told = [("warning-paid-early", {"paid": 801, "contract": 1000, "percent": 80})]
    assert seen(contract, *early) == told
    assert seen(contract, *early, fact("accepted", "2026-04-02", on="2026-04-02")) == told
    assert seen(contract, *early, fact("accepted", "2026-04-01", on="2026-04-01")) == []
    assert seen(contract, fact("paid", 800)) == []
    assert seen(contract, *early, without="warn.paid.percent") == []


def test_cash_where_it_is_forbidden(seen: Any) -> None:
    told = [("warning-cash", {"paid": 100_000, "limit": 100_000})]
    assert seen(fact("paid", 100_000), fact("method", "现金")) == told
    assert seen(fact("paid", 99_999), fact("method", "现金")) == []
    assert seen(fact("paid", 100_000), fact("method", "转账")) == []
    assert seen(fact("paid", 100_000)) == []
    assert seen(fact("paid", 100_000), fact("method", "现金"), without="cash.max_single") == []


def test_a_meal_above_the_cap(seen: Any) -> None:
    assert seen(fact("meal", 20_001), fact("heads", 4)) == [
        ("warning-meal", {"cost": 20_001, "heads": 4, "cap": 5_000})
    ]
    assert seen(fact("meal", 20_000), fact("heads", 4)) == []
    assert seen(fact("meal", 20_001)) == []
    assert seen(fact("meal", 20_001), fact("heads", 4), without="meal.per_head") == []


def test_a_meal_is_eaten_in_one_step_and_settled_in_another(seen: Any) -> None:
    eaten, cost = fact("heads", 2, step="meal"), fact("meal", 99_999_999, step="settle")
    assert [code for code, _ in seen(eaten, cost)] == ["warning-meal"]
    assert seen(replace(eaten, visit=2), cost) == []


def test_paid_labour_of_an_officers_relative(seen: Any) -> None:
    assert seen(fact("worker", "p9", row=1)) == [("warning-kin", {"worker": "李某", "officer": "张某"})]
    assert seen(fact("worker", "p4", row=1)) == []
    assert seen(fact("worker", "王某", row=1)) == []


def test_relatives_are_known_from_either_side(seen: Any) -> None:
    people = seen.village.context.people
    seen.village.knows(people={**people, "p1": replace(people["p1"], kin=()), "p9": replace(people["p9"], kin=("p1",))})
    assert seen(fact("worker", "p9", row=1))[0][0] == "warning-kin"
    seen.village.knows(people={**people, "p1": replace(people["p1"], active=False)})
    assert seen(fact("worker", "p9", row=1)) == []


def test_a_relative_who_is_not_on_the_list_is_named_as_written(seen: Any) -> None:
    people = seen.village.context.people
    seen.village.knows(people={**people, "p1": replace(people["p1"], kin=("王某",))})
    assert seen(fact("worker", "王某"))[0][1] == {"worker": "王某", "officer": "张某"}


def test_one_bill_settled_twice(seen: Any) -> None:
    twice = (fact("invoice", "no 12"), fact("invoice", "NO12", "m2"))
    assert seen(*twice) == [("warning-invoice", {"invoice": "NO12", "count": 2})]
    assert seen(fact("invoice", "1"), fact("invoice", "2", "m2"), fact("invoice", " ", "m3")) == []
    assert seen(fact("invoice", "1", row=1), fact("invoice", "1", row=2)) == []


def test_a_notice_that_hung_too_briefly(seen: Any) -> None:
    told = [("warning-notice", {"short": 2, "posted": "2026-01-02"})]
    assert seen(fact("short", 0, text="2026-01-02", number=2)) == told


def test_one_person_turns_to_several_places(seen: Any) -> None:
    assert seen(fact("petitioner", "王某"), fact("petitioner", "王某 ", "m2")) == [("warning-petitioner", {"count": 2})]
    assert seen(fact("petitioner", "王某"), fact("petitioner", "李某", "m2")) == []
    assert seen(fact("petitioner", "王某"), fact("petitioner", "王某", "m2"), without="warn.months") == []


def test_facts_are_read_from_what_was_done(build: Any) -> None:
    rows = build.table("rows", build.text("who"), build.number("how_many", required=False))
    step = build.step(
        "a",
        publicity=True,
        fields=(build.money("sum"), build.text("no", required=False), rows),
        materials=(build.material("notice_down"),),
        register={"amount": "sum"},
        facts={"invoice": "no", "worker": "rows.who", "heads": "rows.how_many"},
    )
    village = build.village(step, build.step("b", after=("a",)))
    village.ask(village.posted("a", "2026-01-02"))
    down = (build.photo("notice_down"),)
    village.ask(village.done("a", "2026-01-03", down, sum=5, rows=[{"who": "甲", "how_many": 2}, {"who": "乙"}]))
    village.ask(village.done("b", "2026-01-03"))
    flow = workflow.Flow(village.catalogue, village.matter, village.context)
    found = [(f.kind, f.row, f.text, f.number) for f in workflow.facts_of(flow)]
    assert found == [("amount", 0, "", 5), ("worker", 1, "甲", 0), ("worker", 2, "乙", 0), ("heads", 1, "", 2)]


@pytest.mark.parametrize(("days", "short"), [(5, [4]), (1, []), ("none.set", [])])
def test_a_notice_that_came_down_too_early_past_the_rules_is_a_fact(
    build: Any, days: int | str, short: list[int]
) -> None:
    steps = [build.step("a", publicity=True)]
    parameters = (build.parameter("none.set", None),)
    village = build.village(*steps, parameters=parameters)
    village.ask(village.posted("a", "2026-01-02"))
    village.ask(village.done("a", "2026-01-03"))
    kind = village.catalogue.types["T01"]
    gated = replace(kind, steps=(replace(kind.steps[0], gates=(Publicity(days=days),)),))
    flow = workflow.Flow(replace(village.catalogue, types={"T01": gated}), village.matter, village.context)
    assert [f.number for f in workflow.facts_of(flow)] == short


def test_a_notice_that_nobody_had_to_post_says_nothing(build: Any) -> None:
    village = build.village(build.step("a", publicity=True))
    village.ask(village.done("a"))
    assert list(workflow.facts_of(workflow.Flow(village.catalogue, village.matter, village.context))) == []


def test_a_step_that_the_type_has_no_longer_says_nothing(build: Any) -> None:
    village = build.village(build.step("a", register={"amount": "sum"}, fields=(build.money("sum"),)))
    village.ask(village.done("a", sum=5))
    kind = replace(village.catalogue.types["T01"], steps=(build.step("other"),))
    flow = workflow.Flow(replace(village.catalogue, types={"T01": kind}), village.matter, village.context)
    assert list(workflow.facts_of(flow)) == []


def test_a_warning_is_answered_once_it_is_there(seen: Any) -> None:
    context, village = seen.village.context, seen.village
    facts = (fact("short", 0, text="2026-01-02", number=2),)
    found = workflow.early_warnings(village.catalogue, context, facts)
    given = Explanation(found[0].key, "2026-03-02", "下雨")
    draft = workflow.admit_explanation(context, found, given)
    assert explanation_of(Fields.of(draft.payload)) == given
    learnt = workflow.learn(context, village.record(draft))
    assert learnt.explained == {given.key: given}
    for bad, code in (
        (replace(given, key="0" * 64), "warning-unknown"),
        (replace(given, on="x"), "day-malformed"),
        (replace(given, on="2027-01-01"), "day-malformed"),
        (replace(given, text=" "), "text-missing"),
        (replace(given, text="长" * 1001), "text-too-long"),
    ):
        with pytest.raises(RefusedError) as caught:
            workflow.admit_explanation(context, found, bad)
        assert caught.value.refusals[0].code == code


def test_a_new_cause_makes_a_new_warning(seen: Any) -> None:
    catalogue, context = seen.village.catalogue, seen.village.context
    first = workflow.early_warnings(catalogue, context, works(3, amount=1))
    again = workflow.early_warnings(catalogue, context, reversed(works(3, amount=1)))
    more = workflow.early_warnings(catalogue, context, works(4, amount=1))
    assert first[0].key == again[0].key != more[0].key


def test_a_malformed_answer_is_refused_by_the_township(seen: Any) -> None:
    village = seen.village
    with pytest.raises(IntegrityError):
        explanation_of(Fields.of({"warning": "x", "on": "2026-03-02", "text": "下雨"}))
    found = workflow.early_warnings(village.catalogue, village.context, [fact("short", 0, text="x", number=2)])
    draft = workflow.admit_explanation(village.context, found, Explanation(found[0].key, "2026-03-02", "下雨"))
    assert workflow.rerun(village.catalogue, None, village.record(draft), village.context) == ()
    bad = village.record(replace(draft, payload={"warning": "x"}))
    assert [r.code for r in workflow.rerun(village.catalogue, None, bad, village.context)] == ["record-malformed"]


def test_prices_people_and_days_by_the_thousand_are_looked_through_at_once(seen: Any) -> None:
    one = seen.village.context.people["p1"]
    crowd = {f"o{n}": replace(one, id=f"o{n}", kin=tuple(f"k{n}-{k}" for k in range(50))) for n in range(2000)}
    seen.village.knows(people={**crowd, "p1": one})
    facts = [fact("worker", f"w{n}", row=n) for n in range(2000)]
    facts += [fact("petitioner", "张某", row=n) for n in range(10_000)]
    prices = [number * 7919 % 6007 + 9000 for number in range(6000)]
    for row, price in enumerate(prices):
        facts += [fact("item", "水泥", row=row), fact("price", price, row=row)]
    seconds, found = quickest(lambda: seen(*facts), 1.5)
    assert seconds < 1.5
    assert {code for code, _ in found} == {"warning-price"}
    for _, told in found[:100]:
        assert told["usual"] == median_low(prices[: prices.index(told["price"])])
