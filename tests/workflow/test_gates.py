"""Every gate: what passes, what is refused, and the figures that the refusal carries."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clerk_app import workflow
from clerk_app.model import (
    GATES,
    AmountBand,
    Binary,
    Carried,
    Cashless,
    Closed,
    Commitment,
    Constant,
    Days,
    Deadline,
    DistinctPersons,
    EachMonth,
    Gathered,
    Listed,
    MeetingNotice,
    Name,
    NoOpenObjection,
    ParameterSet,
    Publicity,
    Quotes,
    Recusal,
    Require,
    SignedOn,
    SignOrder,
    SumOf,
    Tier,
    Unique,
)
from clerk_app.workflow import JUDGES


def test_every_gate_of_the_vocabulary_has_its_judge() -> None:
    assert set(JUDGES) == set(GATES.values())


# Publicity


def hanging(build: Any, days: int | str = 15, posted: str = "2026-03-01", **more: Any) -> Any:
    gates = (Publicity(days=days, basis="组织法第三十五条"), NoOpenObjection())
    office = build.village(build.step("a", publicity=True, gates=gates), **more)
    office.ask(office.posted("a", posted))
    return office


@pytest.mark.parametrize(("taken_down", "codes"), [("2026-03-16", []), ("2026-03-15", ["publicity-too-short"])])
def test_fifteen_days_are_counted_from_the_day_after_posting(build: Any, taken_down: str, codes: list[str]) -> None:
    office = hanging(build)
    assert office.codes(office.done("a", taken_down, (build.photo("notice_down"),))) == codes


def test_an_early_take_down_is_told_how_long_to_wait(build: Any) -> None:
    office = hanging(build)
    details = office.refusal(office.done("a", "2026-03-10", (build.photo("notice_down"),)), "publicity-too-short")
    assert details == {
        "posted": "2026-03-01",
        "hung": 9,
        "need": 15,
        "short": 6,
        "earliest": "2026-03-16",
    }


def test_a_notice_is_photographed_at_both_ends(build: Any) -> None:
    office = hanging(build)
    assert office.codes(office.done("a", "2026-03-20")) == ["notice-photo-missing"]
    bare = build.village(build.step("a", publicity=True, gates=(Publicity(days=15),)))
    assert bare.codes(bare.posted("a", "2026-03-01", files=())) == ["notice-photo-missing"]


def test_a_notice_that_was_never_posted_cannot_end(build: Any) -> None:
    office = build.village(build.step("a", publicity=True, gates=(Publicity(days=15),)))
    assert office.codes(office.done("a", "2026-03-20", (build.photo("notice_down"),))) == ["notice-not-posted"]


def test_working_days_of_publicity_skip_weekends(build: Any) -> None:
    # 2026-03-06 is a Friday: the third working day after it is Wednesday the 11th.
    office = build.village(build.step("a", publicity=True, gates=(Publicity(days=3, count=Days.WORKING),)))
    office.ask(office.posted("a", "2026-03-06"))
    early = office.done("a", "2026-03-10", (build.photo("notice_down"),))
    assert office.refusal(early, "publicity-too-short")["hung"] == 2
    assert office.codes(replace(early, on="2026-03-11")) == []


def test_a_notice_put_up_late_needs_its_reason(build: Any) -> None:
    office = build.village(
        build.step("vote"),
        build.step("a", after=("vote",), publicity=True, gates=(Publicity(days=1, within=2),)),
    )
    office.ask(office.done("vote", "2026-03-01"))
    office.ask(office.posted("a", "2026-03-05"))
    end = office.done("a", "2026-03-06", (build.photo("notice_down"),))
    assert office.refusal(end, "deadline-missed") == {"due": "2026-03-03", "late": 2}
    assert office.codes(replace(end, late_reason="停电")) == []
    in_time = build.village(
        build.step("vote"), build.step("a", after=("vote",), publicity=True, gates=(Publicity(days=1, within=2),))
    )
    in_time.ask(in_time.done("vote", "2026-03-01"))
    in_time.ask(in_time.posted("a", "2026-03-03"))
    assert in_time.codes(end) == []


def test_an_open_objection_stops_the_notice_until_it_is_answered(build: Any) -> None:
    office = hanging(build)
    objection = office.ask(office.objected("a", on="2026-03-05"))
    end = office.done("a", "2026-03-20", (build.photo("notice_down"),))
    assert office.refusal(end, "objection-open") == {"count": 1}
    office.ask(office.answered("a", objection.hash, on="2026-03-06"))
    assert office.codes(end) == []


def test_the_number_of_days_comes_from_the_parameter_in_force(build: Any) -> None:
    office = hanging(build, "publish.days", parameters=(build.parameter("publish.days", 15),))
    end = office.done("a", "2026-03-20", (build.photo("notice_down"),))
    assert office.codes(end) == []
    office.knows(parameters={"publish.days": 20})
    assert office.codes(end) == ["publicity-too-short"]


def test_an_empty_parameter_stops_the_step_and_names_who_must_set_it(build: Any) -> None:
    office = build.gated(ParameterSet(key="x.y"), parameters=(build.parameter("x.y", None),))
    assert office.refusal(office.done("a"), "parameter-empty") == {"name": "x.y", "key": "x.y", "setter": "乡镇"}
    office.knows(parameters={"x.y": 1})
    assert office.codes(office.done("a")) == []


# Time


def test_a_meeting_is_announced_in_time_or_with_its_reason(build: Any) -> None:
    gate = MeetingNotice(days=3, sent="sent", held="held", unless="why")
    office = build.gated(gate, build.day("sent"), build.day("held"), build.text("why", required=False))
    assert office.codes(office.done("a", sent="2026-02-01", held="2026-02-04")) == []
    short = office.done("a", sent="2026-02-02", held="2026-02-04")
    assert office.refusal(short, "meeting-notice-too-short")["ahead"] == 2
    assert office.codes(office.done("a", sent="2026-02-02", held="2026-02-04", why="防汛")) == []


def test_a_notice_of_which_a_day_is_not_given_is_not_judged(build: Any) -> None:
    optional = replace(build.day("sent"), required=False)
    office = build.gated(MeetingNotice(days=3, sent="sent", held="held"), optional, build.day("held"))
    assert office.codes(office.done("a", held="2026-02-04")) == []


def test_days_ahead_may_be_working_days(build: Any) -> None:
    gate = MeetingNotice(days=2, sent="sent", held="held", count=Days.WORKING)
    office = build.gated(gate, build.day("sent"), build.day("held"))
    # Friday to Monday: the Sunday between them is worked in this calendar, the Saturday is not.
    assert office.codes(office.done("a", "2026-02-01", sent="2026-01-02", held="2026-01-05")) == []
    too_soon = office.done("a", "2026-02-01", sent="2026-01-02", held="2026-01-04")
    assert office.refusal(too_soon, "meeting-notice-too-short")["ahead"] == 1


def two_steps(build: Any, gate: Deadline) -> Any:
    office = build.village(build.step("a"), build.step("b", after=("a",), gates=(gate,)))
    office.ask(office.done("a", "2026-01-02"))
    return office


def test_a_late_step_needs_its_reason_and_is_then_let_through(build: Any) -> None:
    office = two_steps(build, Deadline(days=10))
    assert office.codes(office.done("b", "2026-01-12")) == []
    assert office.refusal(office.done("b", "2026-01-15"), "deadline-missed") == {"due": "2026-01-12", "late": 3}
    assert office.codes(office.done("b", "2026-01-15", late_reason="暴雨")) == []


def test_working_days_skip_weekends_and_holidays_and_count_worked_weekends(build: Any) -> None:
    # 2026-01-02 is a Friday; Sunday the 4th is worked; Saturday is not: the second working day after it is Monday.
    office = two_steps(build, Deadline(days=2, count=Days.WORKING))
    assert office.codes(office.done("b", "2026-01-05")) == []
    assert office.codes(office.done("b", "2026-01-06")) == ["deadline-missed"]


def test_a_deadline_without_a_step_before_counts_from_the_beginning(build: Any) -> None:
    office = build.gated(Deadline(days=5))
    assert office.codes(office.done("a", "2026-01-06")) == []
    assert office.codes(office.done("a", "2026-01-07")) == ["deadline-missed"]


def test_a_deadline_may_count_from_a_day_in_the_form(build: Any) -> None:
    office = build.gated(Deadline(days=5, day="from"), replace(build.day("from"), required=False))
    late = {"from": "2026-02-01"}
    assert office.codes(office.done("a", "2026-02-07", **late)) == ["deadline-missed"]
    assert office.codes(office.done("a", "2026-02-06", **late)) == []
    assert office.codes(office.done("a", "2026-02-07")) == []


def test_a_deadline_since_a_step_that_was_skipped_does_not_run(build: Any) -> None:
    office = build.village(build.step("a", optional=True), build.step("b", gates=(Deadline(days=1, since="a"),)))
    assert office.codes(office.done("b", "2026-12-01")) == []


def test_a_deadline_since_a_step_that_was_left_out_counts_from_the_one_before_it(build: Any) -> None:
    never = Binary("==", Constant(1), Constant(2))
    for left_out in ({"optional": True}, {"when": never}):
        office = build.village(
            build.step("a"),
            build.step("b", after=("a",), **left_out),
            build.step("c", after=("b",), gates=(Deadline(days=1, since="b"),)),
        )
        office.ask(office.done("a", "2026-01-02"))
        assert office.codes(office.done("c", "2026-01-03")) == []
        assert office.refusal(office.done("c", "2026-01-05"), "deadline-missed") == {"due": "2026-01-03", "late": 2}


def checked_monthly(build: Any) -> Any:
    office = build.village(
        build.step("start"),
        build.step("check", after=("start",), repeat=True, optional=True),
        build.step("end", after=("start",), gates=(EachMonth(step="check", since="start"),)),
    )
    office.ask(office.done("start", "2026-01-10"))
    return office


def test_a_month_without_a_check_is_named(build: Any) -> None:
    office = checked_monthly(build)
    office.ask(office.done("check", "2026-01-20"))
    assert office.codes(office.done("end", "2026-02-09")) == []
    assert office.refusal(office.done("end", "2026-03-10"), "month-without-check") == {
        "first": "2026-02-10",
        "last": "2026-03-10",
    }
    office.ask(office.done("check", "2026-02-25"))
    assert office.codes(office.done("end", "2026-03-10")) == []


def test_even_a_short_job_is_checked_once(build: Any) -> None:
    office = checked_monthly(build)
    assert office.codes(office.done("end", "2026-01-12")) == ["month-without-check"]


def test_monthly_checks_are_not_asked_before_their_first_step(build: Any) -> None:
    office = build.village(
        build.step("start", optional=True), build.step("end", gates=(EachMonth(step="x", since="start"),))
    )
    assert office.codes(office.done("end", "2026-05-01")) == []


# Buying and paying


def quotes(build: Any, *names: str, winner: str = "甲") -> list[str]:
    gate = Quotes(table="bids", bidder="who", least="quotes.min", winner="winner")
    office = build.gated(
        gate,
        build.table("bids", build.text("who"), required=False),
        build.text("winner"),
        parameters=(build.parameter("quotes.min", 3),),
    )
    return office.codes(office.done("a", bids=[{"who": name} for name in names], winner=winner))


def test_three_different_bidders_are_needed_and_the_winner_is_one_of_them(build: Any) -> None:
    assert quotes(build, "甲", "乙", "丙") == []
    assert quotes(build, "甲", "乙") == ["quotes-too-few"]
    assert quotes(build, "甲", "乙", " 甲 ") == ["quotes-too-few"]
    assert quotes(build, "甲", "乙", "丙", winner="丁") == ["winner-not-among-bidders"]
    assert quotes(build) == ["quotes-too-few", "winner-not-among-bidders"]


def banded(build: Any) -> Any:
    gate = AmountBand(amount="sum", method="how", site="where", months=12, limits={"直接": 500_000, "询价": "bands.x2"})
    return build.gated(
        gate,
        build.money("sum"),
        build.choice("how", "直接", "询价", "招标"),
        build.text("where", required=False),
        parameters=(build.parameter("bands.x2", 5_000_000),),
        step={"register": {"amount": "sum", "site": "where"}},
    )


def test_a_method_reaches_up_to_its_amount(build: Any) -> None:
    office = banded(build)
    assert office.codes(office.done("a", sum=500_000, how="直接", where="东桥")) == []
    assert office.codes(office.done("a", sum=500_001, how="直接", where="东桥")) == ["band-exceeded"]
    assert office.codes(office.done("a", sum=500_001, how="询价", where="东桥")) == []
    assert office.codes(office.done("a", sum=10**12, how="招标", where="东桥")) == []


def test_works_split_over_matters_at_one_site_are_added_up(build: Any) -> None:
    office = banded(build)
    other = Commitment("m0", "T01", "a", "2026-01-02", 300_000, "东桥")
    office.knows(commitments=(other,))
    split = office.done("a", "2026-06-01", sum=300_000, how="直接", where="东桥")
    assert office.refusal(split, "band-exceeded") == {
        "method": "直接",
        "amount": 300_000,
        "before": 300_000,
        "highest": 500_000,
    }
    for unrelated in (
        replace(other, site="西桥"),
        replace(other, type="T02"),
        replace(other, matter="m1"),
        replace(other, on="2025-05-31"),
        replace(other, on="2026-06-02"),
    ):
        office.knows(commitments=(unrelated,))
        assert office.codes(split) == []


def test_without_a_site_nothing_is_added_up(build: Any) -> None:
    office = banded(build)
    office.knows(commitments=(Commitment("m0", "T01", "a", "2026-01-02", 500_000, ""),))
    assert office.codes(office.done("a", sum=1, how="直接")) == []


def test_a_committed_sum_is_known_afterwards(build: Any) -> None:
    office = banded(build)
    first = office.ask(office.done("a", sum=7, how="直接", where=" 东桥 "))
    assert office.context.commitments == (Commitment("m1", "T01", "a", "2026-01-02", 7, "东桥"),)
    again = office.corrected("a", first.hash, fields={"sum": 9, "how": "直接", "where": "西桥"})
    office.ask(again)
    assert office.context.commitments == (Commitment("m1", "T01", "a", "2026-01-02", 9, "西桥"),)


def test_cash_is_refused_from_its_limit_up(build: Any) -> None:
    gate = Cashless(method="how", amount="sum", limit=100_000)
    office = build.gated(gate, build.money("sum"), build.choice("how", "现金", "转账"))
    assert office.codes(office.done("a", sum=99_999, how="现金")) == []
    assert office.refusal(office.done("a", sum=100_000, how="现金"), "cash-not-allowed")["limit"] == 100_000
    assert office.codes(office.done("a", sum=100_000, how="转账")) == []


def test_larger_sums_rest_on_minutes_and_huge_ones_on_a_resolution(build: Any) -> None:
    gate = Tier(amount="sum", large=200, huge=1000, minutes="minutes", resolution="resolution")
    office = build.gated(
        gate, build.money("sum"), build.text("minutes", required=False), build.text("resolution", required=False)
    )
    assert office.codes(office.done("a", sum=200)) == []
    assert office.codes(office.done("a", sum=201)) == ["minutes-needed"]
    assert office.codes(office.done("a", sum=1000, minutes="3 号")) == []
    assert office.codes(office.done("a", sum=1001, minutes="3 号")) == ["resolution-needed"]
    assert office.codes(office.done("a", sum=1001, resolution="5 号")) == []


# Signatures


def signing(build: Any, *gates: Any, **parts: Any) -> Any:
    slots = (build.slot("one", "head"), build.slot("two", "supervisor", "head"), build.slot("three", "secretary"))
    return build.village(build.step("a", signoffs=slots, gates=gates, **parts))


def test_a_person_who_signed_once_is_refused_on_the_spot(build: Any) -> None:
    office = signing(build, DistinctPersons())
    content = office.done("a")
    office.ask(office.signed("a", "one", "p1", content))
    twice = office.signed("a", "two", "p1", content)
    assert office.refusal(twice, "same-person-twice") == {"first": "one", "second": "two"}
    assert office.codes(office.signed("a", "two", "p2", content)) == []


def test_the_same_person_twice_is_also_refused_when_the_step_is_done(build: Any) -> None:
    free = signing(build)
    content = free.done("a")
    for slot, person in (("one", "p1"), ("two", "p1"), ("three", "p3")):
        free.ask(free.signed("a", slot, person, content))
    strict = signing(build, DistinctPersons())
    strict.matter = free.matter
    assert strict.codes(content) == ["same-person-twice"]


def test_who_signed_an_earlier_step_does_not_sign_this_one(build: Any) -> None:
    slots = (build.slot("one", "head"),)
    office = build.village(
        build.step("a", signoffs=slots),
        build.step("b", after=("a",), signoffs=slots, gates=(DistinctPersons(steps=("a", "x")),)),
    )
    first = office.done("a")
    office.ask(office.signed("a", "one", "p1", first))
    office.ask(first)
    assert office.codes(office.signed("b", "one", "p1", office.done("b"))) == ["same-person-twice"]


def test_signatures_follow_the_order_of_the_sheet(build: Any) -> None:
    office = signing(build, SignOrder())
    content = office.done("a")
    early = office.signed("a", "three", "p3", content)
    assert office.codes(early) == ["signed-out-of-order", "signed-out-of-order"]
    office.ask(office.signed("a", "one", "p1", content))
    assert office.refusal(early, "signed-out-of-order") == {"before": "two"}
    office.ask(office.signed("a", "two", "p2", content))
    assert office.codes(early) == []


def test_all_sign_on_the_day_itself(build: Any) -> None:
    slots = (build.slot("one", "head"),)
    office = build.village(
        build.step("a", signoffs=slots, fields=(build.day("worked"),), gates=(SignedOn(day="worked"),))
    )
    content = office.done("a", "2026-01-05", worked="2026-01-05")
    late = office.signed("a", "one", "p1", content, on="2026-01-06")
    office.ask(late)
    assert office.refusal(content, "signed-on-other-day")["on"] == "2026-01-06"
    office.ask(office.signed("a", "one", "p1", content))
    assert "signed-on-other-day" in office.codes(content)


def test_where_no_interest_was_declared_nobody_withdraws(build: Any) -> None:
    gate = Recusal(table="related", person="who")
    office = build.village(build.step("x"), build.step("a", signoffs=(build.slot("one", "head"),), gates=(gate,)))
    office.ask(office.done("x"))
    assert office.codes(office.signed("a", "one", "p1", office.done("a"))) == []


@pytest.mark.parametrize(("named", "kin", "codes"), [("p1", (), 1), ("p2", ("p1",), 1), ("p2", (), 0), ("", (), 0)])
def test_who_has_an_interest_or_is_kin_withdraws(build: Any, named: str, kin: tuple[str, ...], codes: int) -> None:
    rows = build.table("related", replace(build.text("who"), required=False), required=False)
    office = build.village(
        build.step("declare", fields=(rows,)),
        build.step(
            "a",
            after=("declare",),
            signoffs=(build.slot("one", "head"),),
            gates=(Recusal(table="related", person="who"),),
        ),
    )
    people = dict(office.context.people)
    people["p2"] = replace(people["p2"], kin=kin)
    office.knows(people=people)
    office.ask(office.done("declare", related=[{"who": named}]))
    assert office.codes(office.signed("a", "one", "p1", office.done("a"))) == ["must-withdraw"] * codes


def test_kinship_is_seen_from_either_side(build: Any) -> None:
    rows = build.table("related", build.text("who"))
    office = build.village(
        build.step(
            "a", fields=(rows,), signoffs=(build.slot("one", "head"),), gates=(Recusal(table="related", person="who"),)
        )
    )
    people = dict(office.context.people)
    people["p1"] = replace(people["p1"], kin=("p2",))
    office.knows(people=people)
    content = office.done("a", related=[{"who": "p2"}])
    office.ask(office.signed("a", "one", "p1", content))
    assert office.codes(content) == ["must-withdraw"]


# Tables


def test_the_total_is_what_the_rows_add_up_to(build: Any) -> None:
    rows = build.table("rows", build.number("days"), build.money("rate"))
    office = build.gated(SumOf(total="sum", table="rows", column="rate", times="days"), rows, build.money("sum"))
    content = [{"days": 2, "rate": 100}, {"days": 1, "rate": 50}]
    assert office.codes(office.done("a", rows=content, sum=250)) == []
    assert office.refusal(office.done("a", rows=content, sum=251), "sum-differs") == {"stated": 251, "reckoned": 250}
    plain = build.gated(SumOf(total="sum", table="rows", column="rate"), rows, build.money("sum"))
    assert plain.codes(plain.done("a", rows=content, sum=150)) == []


def test_nobody_stands_in_the_list_twice_over_all_runs(build: Any) -> None:
    rows = build.table("rows", build.text("who"), build.day("on"))
    gate = Unique(table="rows", columns=("who", "on"))
    office = build.village(build.step("a", repeat=True, fields=(rows,), gates=(gate,)), build.step("z", after=("a",)))
    one = {"who": "张某", "on": "2026-01-02"}
    assert office.codes(office.done("a", rows=[one, one])) == ["row-twice"]
    office.ask(office.done("a", rows=[one]))
    assert office.refusal(office.done("a", rows=[dict(one, who=" 张某 ")]), "row-twice") == {"row": 1, "table": "rows"}
    assert office.codes(office.done("a", rows=[dict(one, on="2026-01-03")])) == []


def test_rows_are_compared_only_between_runs_that_agree_in_their_fields(build: Any) -> None:
    gate = Unique(table="rows", columns=("who",), fields=("on",))
    fields = (build.table("rows", build.text("who")), build.day("on"))
    office = build.village(build.step("a", repeat=True, fields=fields, gates=(gate,)), build.step("z", after=("a",)))
    first = replace(office.done("a"), fields={"rows": [{"who": "张某"}], "on": "2026-01-02"})
    office.ask(first)
    assert office.codes(replace(first, visit=2)) == ["row-twice"]
    assert office.codes(replace(first, visit=2, fields={**first.fields, "on": "2026-01-03"})) == []


def test_each_row_is_backed_by_the_earlier_list(build: Any) -> None:
    office = build.village(
        build.step("list", optional=True, fields=(build.table("white", build.text("who")),)),
        build.step(
            "a",
            after=("list",),
            fields=(build.table("rows", build.text("who")),),
            gates=(Listed(table="rows", columns=("who",), step="list", source="white"),),
        ),
    )
    content = office.done("a", rows=[{"who": "张某"}])
    assert office.codes(content) == ["row-not-listed"]
    office.ask(office.done("list", white=[{"who": "张某"}]))
    assert office.codes(content) == []
    stranger = office.done("a", rows=[{"who": "李某"}])
    assert office.refusal(stranger, "row-not-listed") == {"row": 1, "table": "rows", "source": "list"}


def evidence(build: Any) -> Any:
    """A village that has named the types it wants evidence of; three other matters were closed."""
    columns = (build.text("kind"), build.text("number"), build.day("on"))
    office = build.village(
        build.step("tasks", fields=(build.table("wanted", build.text("kind")),)),
        build.step(
            "tell",
            after=("tasks",),
            repeat=True,
            fields=(build.table("rows", *columns, required=False),),
            gates=(Gathered(table="rows", columns=("kind", "number", "on"), among="wanted", since="tasks"),),
        ),
        build.step("end", after=("tell",)),
    )
    office.ask(office.done("tasks", "2026-01-10", wanted=[{"kind": "V16 报销"}, {"kind": "V18 工作餐"}]))
    office.knows(
        closed=(
            Closed("m4", "V18", "2", "2026-01-12"),
            Closed("m2", "V16", "1", "2026-01-11"),
            Closed("m3", "V17", "1", "2026-01-11"),
            Closed("m5", "V16", "0", "2026-01-09"),
            Closed("m6", "V16", "3", "2026-02-01"),
        )
    )
    return office


ROW = {"kind": "V16", "number": "1", "on": "2026-01-11"}
MEAL = {"kind": "V18", "number": "2", "on": "2026-01-12"}


@pytest.mark.parametrize(
    "rows", [[], [ROW], [MEAL, ROW], [ROW, MEAL, ROW], [ROW, {**MEAL, "number": "9"}], [ROW, {**MEAL, "kind": "V17"}]]
)
def test_evidence_is_what_the_program_gathers_no_more_and_no_less(build: Any, rows: list[dict[str, str]]) -> None:
    office = evidence(build)
    assert office.codes(office.done("tell", "2026-01-20", rows=[ROW, MEAL])) == []
    told = office.refusal(office.done("tell", "2026-01-20", rows=rows), "not-as-gathered")
    assert told == {"table": "rows", "have": len(rows), "need": 2}


def test_evidence_that_was_told_is_not_told_again(build: Any) -> None:
    office = evidence(build)
    office.ask(office.done("tell", "2026-01-20", rows=[ROW, MEAL]))
    assert office.codes(office.done("tell", "2026-01-21")) == []
    later = {"kind": "V16", "number": "3", "on": "2026-02-01"}
    assert office.codes(office.done("tell", "2026-02-01", rows=[later])) == []


def test_a_matter_counts_as_closed_with_its_last_step_and_its_corrected_day(build: Any) -> None:
    office = build.village(build.step("a"), build.step("b", after=("a",)))
    office.ask(office.done("a", "2026-01-02"))
    assert office.context.closed == ()
    last = office.ask(office.done("b", "2026-01-03"))
    assert office.context.closed == (Closed("m1", "T01", "1", "2026-01-03"),)
    office.ask(office.corrected("b", last.hash, "2026-01-04"))
    assert office.context.closed == (Closed("m1", "T01", "1", "2026-01-04"),)
    assert workflow.uncommit(office.context, "m1").closed == ()


def test_what_was_decided_is_what_is_done(build: Any) -> None:
    office = build.village(
        build.step("a", optional=True, fields=(build.money("sum"),)),
        build.step(
            "b", after=("a",), fields=(build.money("paid"),), gates=(Carried(field="paid", step="a", source="sum"),)
        ),
    )
    assert office.codes(office.done("b", paid=5)) == []
    office.ask(office.done("a", sum=6))
    assert office.refusal(office.done("b", paid=5), "value-differs") == {"field": "paid", "source": "a"}
    assert office.codes(office.done("b", paid=6)) == []


# Conditions


def test_a_condition_says_its_own_sentence(build: Any) -> None:
    condition = Binary("<=", Name("sum"), Binary("*", Name("price"), Binary("/", Constant(70), Constant(100))))
    gate = Require(condition=condition, say="超过合同价的 70%", fix="等结算后再付")
    office = build.gated(gate, build.money("sum"), build.money("price"))
    assert office.codes(office.done("a", sum=70, price=100)) == []
    assert office.refusal(office.done("a", sum=71, price=100), "condition-not-met") == {
        "say": "超过合同价的 70%",
        "do": "等结算后再付",
    }


def test_a_run_of_a_repeated_pair_is_compared_with_the_run_of_the_same_number(build: Any) -> None:
    office = build.village(
        build.step("sign", repeat=True, optional=True, fields=(build.money("sum"),), until="end"),
        build.step(
            "pay",
            after=("sign",),
            repeat=True,
            fields=(build.money("paid"),),
            gates=(Carried(field="paid", step="sign", source="sum"),),
        ),
        build.step("end", after=("pay",)),
    )
    office.ask(office.done("sign", sum=1))
    office.ask(office.done("sign", sum=2))
    assert office.codes(office.done("pay", paid=2)) == ["value-differs"]
    office.ask(office.done("pay", paid=1))
    assert office.codes(office.done("pay", paid=2)) == []


def test_a_field_left_empty_is_empty_whatever_an_earlier_run_had_there(build: Any) -> None:
    gate = Tier(amount="sum", large=200, huge=1000, minutes="minutes", resolution="resolution")
    fields = (
        build.money("sum"),
        build.text("minutes", required=False),
        build.text("resolution", required=False),
        build.table("rows", build.text("who"), required=False),
    )
    office = build.village(
        build.step("a", repeat=True, fields=fields, gates=(gate, Quotes(table="rows", bidder="who", least=1))),
        build.step("z", after=("a",)),
    )
    office.ask(office.done("a", sum=300, minutes="3 号", rows=[{"who": "甲"}]))
    assert office.codes(office.done("a", sum=300)) == ["minutes-needed", "quotes-too-few"]


def test_a_deadline_counts_from_the_latest_of_the_steps_before(build: Any) -> None:
    office = build.village(
        build.step("a"), build.step("b"), build.step("c", after=("a", "b"), gates=(Deadline(days=5),))
    )
    office.ask(office.done("b", "2026-01-20"))
    office.ask(office.done("a", "2026-01-02"))
    assert office.codes(office.done("c", "2026-01-25")) == []
    assert office.codes(office.done("c", "2026-01-26")) == ["deadline-missed"]


# Gates beside a form that is not filled


def test_only_a_gate_that_names_a_missing_field_waits_for_it(build: Any) -> None:
    over = Require(condition=Binary(">", Name("sum"), Constant(0)), say="金额为零", fix="请填金额。")
    counted = Unique(table="rows", columns=("name",), fields=("when",))
    gates = (over, counted, Publicity(days=15), NoOpenObjection(), Deadline(days=30))
    fields = (build.money("sum"), build.day("when"), build.table("rows", build.text("name"), required=False))
    office = build.village(build.step("a", publicity=True, fields=fields, gates=gates))
    assert office.codes(office.done("a", "2026-03-01")) == [
        "field-missing",
        "field-missing",
        "notice-not-posted",
        "deadline-missed",
    ]
    office.ask(office.posted("a", "2026-03-01"))
    office.ask(office.objected("a", on="2026-03-05"))
    early = office.done("a", "2026-03-10", (build.photo("notice_down"),), rows=[{"name": "张某"}] * 2, sum=0)
    assert office.codes(early) == ["field-missing", "condition-not-met", *WAITING]
    named = replace(early, fields={**early.fields, "when": "2026-03-01", "sum": "0"})
    assert office.codes(named) == ["field-malformed", "row-twice", *WAITING]


WAITING = ["publicity-too-short", "objection-open", "deadline-missed"]


def test_a_form_that_is_not_there_takes_no_fields_that_gates_would_look_at(build: Any) -> None:
    low = Require(condition=Binary("<", Name("sum"), Constant(100)), say="金额太大", fix="请分期。")
    office = build.village(
        build.step("a", fields=(build.money("sum"),)), build.step("b", after=("a",), gates=(low,)), begun=True
    )
    office.ask(office.done("a", sum=500))
    assert office.codes(office.done("b", sum=5)) == ["field-unknown"]
    assert office.codes(office.done("b")) == ["condition-not-met"]
