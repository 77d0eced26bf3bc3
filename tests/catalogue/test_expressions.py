"""The language of conditions: what it says, what it refuses, and that text and tree are one."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app.catalogue import parse_expression, render_expression
from clerk_app.catalogue.limits import DEEPEST_EXPRESSION, LONGEST_EXPRESSION
from clerk_app.errors import IntegrityError
from clerk_app.model import Binary, Constant, Expression, Name, Not

from ..stopwatch import own_seconds

A, B, C = Name("a"), Name("b"), Name("c")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("0", Constant(0)),
        ("2026-01-31", Constant("2026-01-31")),
        ("'村民会议'", Constant("村民会议")),
        ("''", Constant("")),
        ("true", Constant(value=True)),
        ("是", Constant(value=True)),
        ("否", Constant(value=False)),
        ("publish.min_days", Name("publish.min_days")),
        ("sum.sign.amount", Name("sum.sign.amount")),
        ("a or b and c", Binary("or", A, Binary("and", B, C))),
        ("(a or b) and c", Binary("and", Binary("or", A, B), C)),
        ("not a and b", Binary("and", Not(A), B)),
        ("not a == b", Not(Binary("==", A, B))),
        ("not not a", Not(Not(A))),
        ("a - b - c", Binary("-", Binary("-", A, B), C)),
        ("a - (b - c)", Binary("-", A, Binary("-", B, C))),
        ("a + b * c", Binary("+", A, Binary("*", B, C))),
        ("a * b <= c / 100", Binary("<=", Binary("*", A, B), Binary("/", C, Constant(100)))),
        ("a==b", Binary("==", A, B)),
        ("(a == b) == c", Binary("==", Binary("==", A, B), C)),
        ("a or b or c", Binary("or", Binary("or", A, B), C)),
        ("order", Name("order")),
        ("a1-2", Binary("-", Name("a1"), Constant(2))),
    ],
)
def test_it_reads_by_the_usual_order(text: str, tree: Expression) -> None:
    assert parse_expression(text) == tree


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("a =", 2),
        ("a b", 2),
        ("a <", 3),
        ("a < b < c", 6),
        ("a == b != c", 7),
        ("(a", 2),
        ("a)", 1),
        ("()", 1),
        ("1.5", 0),
        ("007", 0),
        ("1234567890123456", 0),
        ("12a", 0),
        ("2026-13-01", 0),
        ("'a", 0),
        ('"a"', 0),
        ("A", 0),
        ("a.B", 1),
        ("a..b", 1),
        ("f(1)", 1),
        ("a[0]", 1),
        ("__import__", 0),
        ("a and", 5),
        ("not", 3),
        ("a == not b", 5),
        ("-1", 0),
        ("a % b", 2),
        ("a\tb", 1),
        ("a ! b", 2),
        ("中", 0),
    ],
)
def test_it_refuses_with_the_place(text: str, at: int) -> None:
    with pytest.raises(IntegrityError) as caught:
        parse_expression(text, "V10.steps[0].when")
    assert caught.value.details["path"] == f"V10.steps[0].when@{at}"


@pytest.mark.parametrize("text", ["", None, 3, ["a"], "a" * (LONGEST_EXPRESSION + 1)])
def test_it_takes_a_text_of_bounded_length(text: object) -> None:
    with pytest.raises(IntegrityError) as caught:
        parse_expression(text)
    assert caught.value.details["wanted"] == f"condition<={LONGEST_EXPRESSION}"


def test_it_refuses_what_could_not_be_written_back_within_its_length() -> None:
    tight = "<".join(["*".join(["b" * 12] * 19), "*".join(["b" * 12] * 19)])
    assert len(tight) <= LONGEST_EXPRESSION < len(tight.replace("*", " * "))
    with pytest.raises(IntegrityError) as caught:
        parse_expression(tight)
    assert caught.value.details["wanted"] == f"condition<={LONGEST_EXPRESSION}"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 240 + "a" + ")" * 240,
        "(" * 21 + "a" + ")" * 21,
        "not " * 21 + "a",
        "not " * 124 + "a",
        "+".join(["a"] * 21),
        " or ".join(["a"] * 21),
        "a+(" * 100 + "a",
    ],
)
def test_it_refuses_depth_at_once(text: str) -> None:
    with pytest.raises(IntegrityError) as caught:
        parse_expression(text)
    with own_seconds() as spent, suppress(IntegrityError):
        parse_expression(text)
    assert "depth" in str(caught.value.details["wanted"])
    assert spent[0] < 0.1


def test_twenty_levels_are_allowed() -> None:
    assert parse_expression("(" * 20 + "a" + ")" * 20) == A
    text = " or ".join(["a"] * DEEPEST_EXPRESSION)
    assert render_expression(parse_expression(text)) == text


IDS = st.from_regex(r"[a-z][a-z0-9_]{0,5}(\.[a-z0-9_]{1,4}){0,2}", fullmatch=True).filter(
    lambda name: name not in {"and", "or", "not", "true", "false"}
)
CONSTANTS = st.one_of(
    st.integers(0, 10**15 - 1),
    st.booleans(),
    st.dates().map(str),
    st.text(st.characters(exclude_characters="'", min_codepoint=0x20, exclude_categories=["Cs"]), max_size=6),
).map(Constant)
SIGNS = st.sampled_from(["or", "and", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/"])
TREES: st.SearchStrategy[Expression] = st.recursive(
    CONSTANTS | IDS.map(Name),
    lambda inside: inside.map(Not) | st.builds(Binary, SIGNS, inside, inside),
    max_leaves=10,
)


@given(TREES)
def test_every_tree_is_read_back_from_its_text(tree: Expression) -> None:
    text = render_expression(tree)
    if len(text) <= LONGEST_EXPRESSION:
        assert parse_expression(text) == tree


@given(st.text("ab.01 ()'<>=!+-*/是andortfule\n", max_size=60))
def test_any_text_is_read_or_refused_and_then_stable(text: str) -> None:
    try:
        tree = parse_expression(text)
    except IntegrityError:
        return
    assert parse_expression(render_expression(tree)) == tree
