"""Conditions and gates in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from clerk_app import catalogue
from clerk_app.catalogue import sentences
from clerk_app.catalogue.gates import ATTRIBUTES
from clerk_app.catalogue.sentences import GATE_SENTENCES
from clerk_app.model import (
    Body,
    Catalogue,
    Days,
    Deadline,
    MeetingNotice,
    ParameterSet,
    Publicity,
    Require,
    SumOf,
    Tier,
    Unique,
    Vote,
)


@pytest.fixture
def words(small: Catalogue) -> catalogue.Phrasing:
    kind = small.types["V01"]
    return catalogue.Phrasing(small, kind, kind.steps[0])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kind == '大'", "种类＝大"),
        ("kind == '大' or kind == '小'", "种类＝大／小"),
        ("kind == '大' and amount >= 100", "种类＝大且金额≥1.00元"),
        ("kind == '大' or amount > 0 and on < 2026-01-01", "种类＝大或（金额＞0且日期＜2026-01-01）"),
        ("(amount + amount) * 2 <= amount", "（金额＋金额）×2≤金额"),
        ("not (amount == 100)", "金额≠1.00元"),
        ("not (kind == '大' and amount > 1)", "不是（种类＝大且金额＞0.01元）"),
        ("kind != ''", "填了种类"),
        ("on == ''", "没有填日期"),
        ("sum.ask.amount >= sign.large", "历次金额合计≥较大金额（待定［C］）"),
        ("count.agree > 0", "“同意”次数＞0"),
        ("amount < no.such", "金额＜no.such"),
        ("true or false", "是或否"),
        ("nobody == nothing", "nobody＝nothing"),
        ("kind == '大' or amount == 1", "种类＝大或金额＝0.01元"),
        ("kind == '大' or on == '小'", "种类＝大或日期＝小"),
        ("sum.gone.amount == count.gone", "历次金额合计＝“gone”次数"),
    ],
)
def test_a_condition_is_said(words: catalogue.Phrasing, text: str, said: str) -> None:
    assert words.condition(catalogue.parse_expression(text)) == said


@pytest.mark.parametrize(("unit", "said"), [("天", "5 天［C］"), ("个工作日", "5 个工作日［C］"), ("%", "5%［C］")])
def test_a_value_is_said_with_its_unit(small: Catalogue, unit: str, said: str) -> None:
    known = replace(small.parameters["sign.large"], unit=unit, value=5)
    assert catalogue.said_value(known) == said


def test_a_field_that_is_called_a_total_is_no_total_twice(small: Catalogue) -> None:
    kind = small.types["V01"]
    first = kind.steps[0]
    fields = tuple(replace(field, label="金额合计") if field.id == "amount" else field for field in first.fields)
    kind = replace(kind, steps=(replace(first, fields=fields), *kind.steps[1:]))
    words = catalogue.Phrasing(small, kind, kind.steps[0])
    assert words.condition(catalogue.parse_expression("sum.ask.amount > 0")) == "历次金额合计＞0"


def test_gates_are_said(words: catalogue.Phrasing) -> None:
    when = catalogue.parse_expression("amount > 0")
    votes = {"total": "amount", "present": "amount", "yes": "amount", "no": "amount", "abstain": "amount"}
    tier = Tier(amount="amount", large=100, huge="sign.large", minutes="kind", resolution="kind")
    said = {
        Vote(body=Body.PARTY, **votes): "党员大会的到会人数、同意票数达到法定要求",
        Publicity(days="publish.days"): "张贴满 15 天［L］，贴上、到期都有照片",
        Publicity(days=3, count=Days.WORKING, within=2): (
            "张贴满 3 天（按工作日），贴上、到期都有照片；前一步之后 2 天内贴出"
        ),
        Deadline(days=0, since="agree"): "0 天内办完，过期写明原因，从“同意”起算",
        Deadline(days=5, day="on", remind=(3, 1)): "5 天内办完，过期写明原因，从“日期”起算，提前 3、1 天提醒",
        MeetingNotice(days=10, sent="on", held="on", unless="kind"): (
            "至少提前 10 天通知（日期至日期），写明“种类”的除外"
        ),
        Require(condition=when, say="某", fix="某"): "金额＞0",
        Require(condition=when, say="某", fix="某", effective="2026-01-01"): "金额＞0（2026-01-01 起开始的事项）",
        Require(condition=when, say="某", fix="某", effective="2026-01-01", lapsed="2027-01-01"): (
            "金额＞0（2026-01-01 起，2027-01-01 前开始的事项）"
        ),
        ParameterSet(key="sign.large"): "“较大金额”已经确定",
        SumOf(total="amount", table="rows", column="sum"): "“金额”等于“明细”里“金额”的合计",
        Unique(table="rows", columns=("who", "sum")): "“明细”里没有姓名、金额相同的两行",
        tier: "“金额”超过 1.00 元须有种类，超过 待定［C］须有种类",
    }
    for gate, sentence in said.items():
        assert words.gate(gate) == sentence


def test_every_gate_of_the_vocabulary_has_its_sentence() -> None:
    assert set(GATE_SENTENCES) == set(ATTRIBUTES)


def test_a_gate_without_a_sentence_is_told_attribute_by_attribute(
    words: catalogue.Phrasing, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: Mapping[str, str] = {name: text for name, text in GATE_SENTENCES.items() if name != "deadline"}
    monkeypatch.setattr(sentences, "GATE_SENTENCES", known)
    assert words.gate(Deadline(days=5, since="agree", basis="某法")) == "期限，天数5 天，起算步骤同意"


def test_every_gate_that_is_shipped_can_be_said() -> None:
    release = catalogue.load(Path(__file__).parents[2] / "resources" / "catalogue")
    for kind in release.types.values():
        for step in kind.steps:
            said = catalogue.Phrasing(release, kind, step)
            assert all("{" not in said.gate(gate) and said.gate(gate) for gate in step.gates)


def test_numbers_in_a_gate_are_found() -> None:
    ask = catalogue.parse_expression("not (a * 3 >= b * 2) and c == 100 and d == 是 or e == '文'")
    assert catalogue.numbers_in(Require(condition=ask, say="某", fix="某")) == (3, 2)
    assert catalogue.numbers_in(Deadline(days=7, remind=(60, 30))) == (7, 60, 30)
    assert catalogue.numbers_in(Deadline(days="a.b")) == ()
