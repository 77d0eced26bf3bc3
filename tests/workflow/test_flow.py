"""Which steps are open: order, branches, repeats, optional steps, the end; and when they are due."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app.model import Binary, Constant, Deadline, Name, Not, Pause, Publicity
from clerk_app.workflow import Due, Flow, due_of
from clerk_app.workflow.expressions import evaluate, holds

from ..stopwatch import quickest


def states(office: Any) -> dict[str, str]:
    """The state of every step."""
    flow = Flow(office.catalogue, office.matter, office.context)
    return {step.id: flow.state(step).value for step in flow.type.steps}


def is_(name: str, value: Any) -> Binary:
    """A condition: the name has the value."""
    return Binary("==", Name(name), Constant(value))


def test_a_branch_that_is_not_taken_is_skipped_and_holds_nothing_up(build: Any) -> None:
    office = build.village(
        build.step("a", fields=(build.choice("kind", "甲", "乙"),)),
        build.step("b", after=("a",), when=is_("kind", "甲")),
        build.step("c", after=("b",), when=is_("kind", "乙")),
        build.step("d", after=("c",)),
    )
    assert states(office) == {"a": "open", "b": "coming", "c": "coming", "d": "coming"}
    office.ask(office.done("a", kind="乙"))
    assert states(office) == {"a": "done", "b": "skipped", "c": "open", "d": "coming"}
    assert office.codes(office.done("b")) == ["step-not-needed"]
    office.ask(office.done("c"))
    assert states(office)["d"] == "open"


def test_an_optional_step_may_be_left_out(build: Any) -> None:
    office = build.village(build.step("a"), build.step("b", after=("a",), optional=True), build.step("c", after=("b",)))
    assert states(office)["c"] == "coming"
    office.ask(office.done("a"))
    assert states(office) == {"a": "done", "b": "open", "c": "open"}


def test_a_repeated_step_is_run_until_its_end(build: Any) -> None:
    office = build.village(
        build.step("a", repeat=True, until="b"), build.step("b", after=("a",)), build.step("c", after=("b",))
    )
    assert states(office)["b"] == "coming"
    office.ask(office.done("a"))
    office.ask(office.done("a"))
    assert states(office) == {"a": "open", "b": "open", "c": "coming"}
    office.ask(office.done("b"))
    assert states(office) == {"a": "done", "b": "done", "c": "open"}


def test_a_repeated_pair_goes_run_by_run(build: Any) -> None:
    office = build.village(
        build.step("sign", repeat=True, optional=True, until="end"),
        build.step("pay", after=("sign",), repeat=True),
        build.step("end", after=("pay",)),
    )
    assert states(office) == {"sign": "open", "pay": "coming", "end": "open"}
    office.ask(office.done("sign"))
    assert states(office) == {"sign": "open", "pay": "open", "end": "coming"}
    office.ask(office.done("sign"))
    office.ask(office.done("pay"))
    assert states(office)["end"] == "coming"
    office.ask(office.done("pay"))
    assert states(office) == {"sign": "open", "pay": "done", "end": "open"}


def test_after_the_last_step_nothing_is_open(build: Any) -> None:
    office = build.village(build.step("a", repeat=True), build.step("b", optional=True), build.step("z", after=("a",)))
    office.ask(office.done("a"))
    office.ask(office.done("z"))
    assert states(office) == {"a": "done", "b": "coming", "z": "done"}
    assert office.codes(office.done("b")) == ["step-not-needed"]


def test_names_in_conditions_reach_fields_sums_counts_and_parameters(build: Any) -> None:
    office = build.village(
        build.step(
            "a",
            repeat=True,
            fields=(
                build.money("sum"),
                build.text("note", required=False),
                build.table("rows", build.text("x"), required=False),
            ),
        ),
        build.step("z", after=("a",)),
        parameters=(build.parameter("x.limit", 9),),
    )
    office.ask(office.done("a", sum=3, note="先", rows=[{"x": "一"}]))
    office.ask(office.done("a", sum=4, note=""))
    flow = Flow(office.catalogue, office.matter, office.context)
    named = {
        name: flow.value(name) for name in ("sum", "note", "rows", "sum.a.sum", "count.a", "x.limit", "y.limit", "zzz")
    }
    assert named == {
        "sum": 4,
        "note": "先",
        "rows": None,
        "sum.a.sum": 7,
        "count.a": 2,
        "x.limit": 9,
        "y.limit": None,
        "zzz": None,
    }


def test_a_type_that_names_a_step_it_lacks_is_our_own_fault(build: Any) -> None:
    office = build.village(build.step("a", after=("nowhere",)))
    with pytest.raises(KeyError):
        states(office)


# When it is due


def test_the_due_day_is_the_earliest_deadline(build: Any) -> None:
    office = build.village(build.step("a"), build.step("b", after=("a",), gates=(Deadline(days=10), Deadline(days=3))))
    flow = Flow(office.catalogue, office.matter, office.context)
    assert due_of(flow, flow.type.steps[1]) == Due()
    office.ask(office.done("a", "2026-01-02"))
    flow = Flow(office.catalogue, office.matter, office.context)
    assert due_of(flow, flow.type.steps[1]) == Due("2026-01-05")


def layered(build: Any, last: Any, **parts: Any) -> Any:
    """A village whose type has fourteen layers of two steps, each after both of the layer before."""
    names = [(f"l{number}", f"r{number}") for number in range(14)]
    layers = [build.step(each, after=("a",), **parts) for each in names[0]]
    layers += [build.step(each, after=names[n], **parts) for n, pair in enumerate(names[1:]) for each in pair]
    return build.village(build.step("a"), *layers, replace(last, after=names[-1]), build.step("end", after=(last.id,)))


def test_a_deadline_behind_many_optional_steps_asks_each_once(build: Any) -> None:
    office = layered(build, build.step("b", gates=(Deadline(days=10),)), optional=True)
    office.ask(office.done("a", "2026-01-02"))
    flow = Flow(office.catalogue, office.matter, office.context)
    spent, due = quickest(lambda: due_of(flow, flow.type.steps[-2]), 0.1)
    assert (due, spent < 0.1) == (Due("2026-01-12"), True)


def test_who_leads_a_repeated_step_is_asked_of_each_step_once(build: Any) -> None:
    office = layered(build, build.step("b", repeat=True), repeat=True)
    flow = Flow(office.catalogue, office.matter, office.context)
    step = flow.type.steps[-2]
    assert flow.leads("r13", step)
    assert flow.leads("l0", step)
    assert not flow.leads("a", step)
    spent, found = quickest(lambda: [flow.leads("a", step) for _ in range(10)], 0.05)
    assert (any(found), spent < 0.05) == (False, True)


def test_a_hanging_notice_says_when_it_may_come_down(build: Any) -> None:
    office = build.village(
        build.step("a", publicity=True, gates=(Publicity(days="p.days"),)),
        parameters=(build.parameter("p.days", None),),
    )
    office.ask(office.posted("a", "2026-03-01"))
    flow = Flow(office.catalogue, office.matter, office.context)
    assert due_of(flow, flow.type.steps[0]) == Due(posted="2026-03-01")
    office.knows(parameters={"p.days": 15})
    flow = Flow(office.catalogue, office.matter, office.context)
    assert due_of(flow, flow.type.steps[0]) == Due("", "2026-03-01", "2026-03-16")


def test_a_deadline_nobody_has_set_gives_no_day(build: Any) -> None:
    office = build.village(
        build.step("a", gates=(Deadline(days="p.days"),)), parameters=(build.parameter("p.days", None),)
    )
    flow = Flow(office.catalogue, office.matter, office.context)
    assert due_of(flow, flow.type.steps[0]) == Due()


# Conditions


def known(name: str) -> Any:
    """A world of a few names."""
    return {"yes": True, "no": False, "five": 5, "word": "甲", "day": "2026-01-02"}.get(name)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        (Not(Name("no")), True),
        (Not(Name("word")), None),
        (Not(Name("unknown")), None),
        (Binary("and", Name("no"), Name("unknown")), False),
        (Binary("and", Name("yes"), Name("unknown")), None),
        (Binary("or", Name("yes"), Name("unknown")), True),
        (Binary("or", Name("no"), Name("unknown")), None),
        (Binary("or", Name("no"), Name("no")), False),
        (Binary("==", Name("five"), Name("unknown")), None),
        (Binary("==", Name("five"), Constant("5")), None),
        (Binary("==", Constant(True), Constant(1)), None),
        (Binary("<", Name("day"), Constant("2026-01-03")), True),
        (Binary("!=", Name("word"), Constant("乙")), True),
        (Binary("+", Name("word"), Constant(1)), None),
        (Binary("/", Name("five"), Constant(0)), None),
    ],
)
def test_what_is_not_known_is_neither_true_nor_false(expression: Any, value: Any) -> None:
    assert evaluate(expression, known) == value
    assert holds(expression, known) is (value is True)


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_reckoning_is_exact(a: int, b: int, c: int) -> None:
    left = Binary("/", Binary("+", Constant(a), Constant(b)), Constant(c))
    right = Binary("+", Binary("/", Constant(a), Constant(c)), Binary("/", Constant(b), Constant(c)))
    assert evaluate(Binary("==", left, right), known) is True
    assert evaluate(Binary("-", Binary("*", Constant(a), Constant(c)), Constant(a * c)), known) == 0
    assert evaluate(Binary(">=", Constant(a), Constant(b)), known) is (a >= b)
    assert evaluate(Binary("<=", Constant(a), Constant(b)), known) is (a <= b)
    assert evaluate(Binary(">", Constant(a), Constant(b)), known) is (a > b)


def test_what_was_found_out_about_one_matter_is_never_told_of_another(build: Any) -> None:
    """Answers are kept between looks, so each of these differs from the one before in a single thing."""
    office = build.village(
        build.step("a", fields=(build.number("count"),)),
        build.step("b", after=("a",), when=is_("limit.most", 5)),
        build.step("c", after=("b",)),
    )
    others = build.village(build.step("a", optional=True), build.step("b", after=("a",)), build.step("c", after=("b",)))
    others.context = replace(others.context, parameters=office.context.parameters)
    assert states(office)["b"] == "coming"
    assert states(others)["b"] == "open"
    office.ask(office.done("a", count=1))
    assert states(office) == {"a": "done", "b": "skipped", "c": "open"}
    office.context = replace(office.context, parameters={"limit.most": 5})
    assert states(office) == {"a": "done", "b": "open", "c": "coming"}
    office.matter = replace(office.matter, withdrawn_on="2026-03-02")
    assert "open" not in states(office).values()
    office.matter = replace(office.matter, withdrawn_on="", pauses=(Pause("2026-03-02"),))
    assert "open" not in states(office).values()
    office.matter = replace(office.matter, pauses=())
    assert states(office)["b"] == "open"
