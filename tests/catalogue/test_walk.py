"""The shipped types under the real rules: each can be walked to its end, and stops where its table says it must."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from clerk_app import catalogue, workflow
from clerk_app.errors import RefusedError
from clerk_app.model import (
    Begin,
    Card,
    Catalogue,
    Complete,
    Context,
    Entry,
    EntryKind,
    Field,
    FieldKind,
    FileRef,
    LogId,
    Matter,
    OfficeKind,
    Person,
    Post,
    Recorded,
    Sign,
    Step,
)

SHIPPED = Path(__file__).parents[2] / "resources" / "catalogue"
FIRST = date(2026, 1, 5)
SET = {"sign.tier.large": 200_000, "sign.tier.huge": 2_000_000, "major.project.amount": 10_000_000}


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return catalogue.load(SHIPPED)


def day(offset: int) -> str:
    return (FIRST + timedelta(days=offset)).isoformat()


def person(role: str) -> str:
    return f"p-{role}"


@dataclass
class Walk:
    """A village that does everything in good order; each role is held by a person of its own."""

    catalogue: Catalogue
    type: str
    parameters: Mapping[str, int] = field(default_factory=lambda: SET)
    matter: Matter | None = None
    recorded: int = 0

    @property
    def context(self) -> Context:
        people = {person(r): Person(person(r), "张某", (r,)) for r in self.catalogue.roles}
        bodies = {"representatives": 45, "party": 30, "villagers": 900, "members": 900, "board": 5}
        return Context(
            office=Card("330502999201", "甲村", OfficeKind.VILLAGE, "0" * 64, "age1"),
            people=people,
            rolls=bodies | {"member_representatives": 30},
            parameters=self.parameters,
            catalogue=self.catalogue.hash,
            today="2030-12-31",
        )

    def ask(self, command: Any) -> None:
        try:
            draft = workflow.decide(self.catalogue, self.matter, command, self.context)
        except RefusedError as refused:
            refused.add_note(f"{command}: {[(r.step, r.code, dict(r.details)) for r in refused.refusals]}")
            raise
        self.recorded += 1
        entry = Entry(
            log=LogId("d" * 64, 1, "330502999000"),
            seq=self.recorded,
            prev="",
            anchor="",
            at="2026-11-23T08:00:00Z",
            clock="ok",
            kind=EntryKind(draft.kind),
            matter=draft.matter,
            step=draft.step,
            catalogue=draft.catalogue,
            actor="p",
            role="clerk",
            payload="",
            files=draft.files,
        )
        raw = Recorded(entry, b"", f"{self.recorded:064x}", b"", draft.payload, b"")
        self.matter = workflow.evolve(self.matter, raw)

    def begin(self) -> None:
        self.ask(Begin(matter="m", type=self.type, catalogue=self.catalogue.hash, title="试", number="1", on=day(0)))

    def step(self, step_id: str) -> Step:
        found = self.catalogue.types[self.type].step(step_id)
        assert found is not None, step_id
        return found

    def visit(self, step_id: str) -> int:
        assert self.matter is not None
        return len(self.matter.runs_of(step_id)) + 1

    def content(self, step_id: str, at: int, **given: Any) -> Complete:
        """A step filled in: what is given, and something harmless elsewhere."""
        step = self.step(step_id)
        filled = {f.id: given.get(f.id, plain(f, day(at))) for f in step.fields}
        files = tuple(
            FileRef(f"{number:064x}", 10, material.id)
            for material in step.materials
            for number in range(material.least)
        )
        return Complete(
            matter="m",
            step=step_id,
            visit=self.visit(step_id),
            on=day(at),
            fields={name: value for name, value in filled.items() if value is not None},
            files=files,
            late_reason="",
        )

    def do(self, step_id: str, at: int, posted: int | None = None, **given: Any) -> None:
        """Post (where it is a notice), have it signed by all, complete."""
        complete = self.content(step_id, at, **given)
        step = self.step(step_id)
        if posted is not None:
            photo = (FileRef("f" * 64, 10, "notice_up"),)
            self.ask(Post(matter="m", step=step_id, visit=complete.visit, on=day(posted), place="公开栏", files=photo))
        digest = workflow.content_digest(complete.fields, complete.files)
        signed: set[str] = set()
        for slot in step.signoffs:
            role = next(r for r in slot.roles if r not in signed)
            signed.add(role)
            self.ask(
                Sign(
                    matter="m",
                    step=step_id,
                    visit=complete.visit,
                    slot=slot.id,
                    person=person(role),
                    role=role,
                    digest=digest,
                    on=day(at),
                    page=FileRef("e" * 64, 10, "page"),
                )
            )
        self.ask(complete)

    def refused(self, step_id: str, at: int, **given: Any) -> list[str]:
        """What the clerk is told when the step is tried unsigned: codes, and the sentences of conditions."""
        with pytest.raises(RefusedError) as caught:
            self.ask(self.content(step_id, at, **given))
        codes = [str(r.details.get("say", r.code)) for r in caught.value.refusals]
        return [code for code in codes if code not in ("signature-missing", "signature-stale")]

    def open(self) -> set[str]:
        assert self.matter is not None
        flow = workflow.Flow(self.catalogue, self.matter, self.context)
        return {step.id for step in flow.type.steps if flow.is_open(step)}


def plain(known: Field, on: str) -> Any:
    """Something harmless of the field's kind; what need not be filled stays empty."""
    if not known.required:
        return None
    if known.kind is FieldKind.TABLE:
        return [{column.id: plain(column, on) for column in known.columns if column.required}]
    return {
        FieldKind.TEXT: "某项",
        FieldKind.NOTE: "无",
        FieldKind.DATE: on,
        FieldKind.MONEY: 0,
        FieldKind.NUMBER: 0,
        FieldKind.YES: True,
        FieldKind.PERSON: person("villager"),
        FieldKind.CHOICE: known.choices[0] if known.choices else "",
    }[known.kind]


VOTED = {"votes_yes": 30, "votes_no": 2, "votes_abstain": 0, "body_total": 45, "body_present": 32}
REPS = {"reps_total": 41, "women_reps": 14, "population": 800}
PARTY = {"party_total": 30, "party_present": 20, "party_yes": 20, "party_no": 0, "party_abstain": 0}


def decide_in_the_village(walk: Walk, at: int) -> int:
    """From the Party's study to the vote of the representatives; the day of the vote."""
    walk.do("party_study", at)
    walk.do("joint_meeting", at + 1)
    walk.do("plan_notice", at + 17, posted=at + 2)
    walk.do("party_meeting", at + 18, **PARTY)
    walk.do("meeting_notice", at + 18, notice_sent_on=day(at + 18))
    walk.do("vote_representatives", at + 22, meeting_on=day(at + 22), **VOTED, **REPS)
    return at + 22


def project_to_contract(walk: Walk) -> None:
    """A lane for 40,000 yuan, priced and put out to three masons; signed on day 50."""
    walk.begin()
    funds = [{"source": "村集体自有资金", "amount": 4_500_000, "proof": "账户余额"}]
    walk.do(
        "proposal",
        0,
        site="甲村一组",
        touches_interests=False,
        borrows=False,
        estimate=4_200_000,
        funds=funds,
        funds_total=4_500_000,
    )
    voted = decide_in_the_village(walk, 1)
    walk.do("filing_request", voted)
    walk.do("filing", voted + 3)
    works = [{"item": "路面", "quantity": "100 平方米", "unit_price": 40_000, "amount": 4_000_000}]
    walk.do("pricing", voted + 5, works=works, control_price=4_000_000)
    walk.do("resolution", voted + 16, posted=voted + 1)
    walk.do("method", voted + 6, award_method="询价", from_library=False)
    walk.do("inquiry_notice", voted + 8, posted=voted + 7)
    bids = [{"bidder": f"施工队{n}", "price": 3_800_000 + n * 10_000, "related": False} for n in (1, 2, 3)]
    walk.do("bidding", voted + 9, bids=bids, winner="施工队1", award_price=3_810_000)
    walk.do("award_notice", voted + 13, posted=voted + 10)
    walk.do("contract", 50, **CONTRACT)


CONTRACT = {
    "contractor": "施工队1",
    "contract_site": "甲村一组",
    "contract_price": 3_810_000,
    "signed_on": day(50),
    "begin_on": day(51),
    "finish_on": day(80),
    "retention_percent": 3,
    "defect_months": 12,
}


def pay(walk: Walk, prefix: str, at: int, amount: int, to: str, pay_method: str = "银行转账") -> None:
    walk.do(f"{prefix}_sign", at, amount=amount, pay_to=to, tier_minutes="纪要1号", tier_resolution="决议1号")
    walk.do(f"{prefix}_transfer", at + 1, paid=amount, pay_method=pay_method)


def test_a_small_project_goes_from_proposal_to_the_return_of_the_retention(shipped: Catalogue) -> None:
    walk = Walk(shipped, "V10")
    project_to_contract(walk)
    walk.do("start", 52, started_on=day(52))
    walk.do("contract_notice", 67, posted=51)
    walk.do("site_log", 55)
    walk.do("site_log", 61)
    walk.do("hidden_work", 56)
    walk.do("monthly_check", 60, progress_percent=40)
    walk.do("change_request", 57, change_asked=100_000, already_done=False)
    walk.do("change_check", 58, change_checked=90_000)
    walk.do("change_approval", 59)
    walk.do("change_agreement", 60, agreement_amount=90_000)
    walk.do("change_notice", 64, posted=61)
    walk.do("progress_request", 62, measured=2_000_000, payable=1_500_000, payee="施工队1")
    pay(walk, "progress", 63, 1_500_000, "施工队1")
    walk.do("completion", 75)
    walk.do("acceptance", 78, accept_count=6, accept_result="需整改", defect_until=day(443))
    walk.do("rectification", 80)
    walk.do("acceptance_notice", 96, posted=81)
    walk.do("handover", 82)
    walk.parameters = {**SET, "project.audit.amount": 8_000_000}
    walk.do(
        "settlement",
        85,
        submitted_total=3_900_000,
        settled_total=3_890_001,
        paid_before=1_500_000,
        retention=116_700,
        payable=2_273_301,
        payee="施工队1",
    )
    walk.do("settlement_notice", 93, posted=86)
    walk.do("asset_card", 94, asset_value=3_890_001)
    pay(walk, "final", 94, 2_273_301, "施工队1")
    walk.do("disclosure", 112, posted=97)
    walk.do("warranty_visit", 400)
    walk.do("retention_request", 450, payable=116_700, payee="施工队1")
    pay(walk, "retention", 451, 116_700, "施工队1")
    walk.do("archive", 455)
    assert walk.open() == set()


def test_a_collective_project_of_note_is_voted_on_by_the_members(shipped: Catalogue) -> None:
    walk = Walk(shipped, "V10", parameters={"major.project.amount": 1_000_000})
    walk.begin()
    funds = [{"source": "村集体自有资金", "amount": 4_500_000, "proof": "账户余额"}]
    given = {"project_kind": "集体经济项目", "estimate": 4_200_000, "funds": funds, "funds_total": 4_500_000}
    walk.do("proposal", 0, touches_interests=True, borrows=False, **given)
    walk.do("party_study", 1)
    walk.do("consultation", 2)
    (said,) = walk.refused("joint_meeting", 3, decision_body="村民代表会议")
    assert said.startswith("集体经济项目达到重大工程金额")
    walk.do("joint_meeting", 3, decision_body="成员代表大会")
    assert walk.open() == {"board_draft"}
    walk.do("board_draft", 4, board_total=5, board_present=4, board_yes=4, board_no=0, board_abstain=0)
    walk.do("collective_plan_notice", 20, posted=5)
    walk.do("members_notice", 21, notice_sent_on=day(21))
    votes = {"body_total": 30, "body_present": 25, "votes_yes": 20, "votes_no": 5, "votes_abstain": 0}
    assert "meeting-notice-too-short" in walk.refused("vote_member_reps", 30, meeting_on=day(30), **votes)
    walk.do("vote_member_reps", 31, meeting_on=day(31), **votes)
    assert walk.open() == {"legality_check", "collective_resolution", "filing_request"}


def test_a_collective_project_waits_until_the_village_has_voted_what_is_major(shipped: Catalogue) -> None:
    walk = Walk(shipped, "V10", parameters={})
    walk.begin()
    walk.do("proposal", 0, project_kind="集体经济项目", touches_interests=False, borrows=False)
    walk.do("party_study", 1)
    (said,) = walk.refused("joint_meeting", 2, decision_body="村民代表会议")
    assert said == "parameter-empty"


def test_money_that_is_not_there_stops_the_proposal(shipped: Catalogue) -> None:
    walk = Walk(shipped, "V10")
    walk.begin()
    said = walk.refused("proposal", 0, estimate=100, funds_total=0, borrows=True)
    assert said == ["已落实的资金比估算金额少，钱没有落实不能立项。", "要借款建设，但没有写负债和风险说明。"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"contract_price": 3_810_001}, "合同的施工单位或价格与中选结果不一致。"),
        ({"contractor": "施工队2"}, "合同的施工单位或价格与中选结果不一致。"),
        ({"retention_percent": 4}, "质保金比例超过上限。"),
        ({"defect_months": 25}, "质保期超过上限。"),
        ({"wage_clause": False}, "合同没有写明工人工资怎么支付。"),
        ({"contract_site": "别处"}, "value-differs"),
        ({"begin_on": "2026-01-01"}, "合同日期前后不对：开工不能早于签订，完工不能早于开工。"),
    ],
)
def test_a_contract_that_departs_from_the_award_or_the_law_is_stopped(
    shipped: Catalogue, given: dict[str, Any], said: str, signed_project: Walk
) -> None:
    walk = replace(signed_project)
    assert walk.matter is not None
    walk.matter = replace(walk.matter, runs=tuple(run for run in walk.matter.runs if run.step != "contract"))
    assert said in walk.refused("contract", 50, **{**CONTRACT, **given})


@pytest.fixture(scope="module")
def signed_project(shipped: Catalogue) -> Walk:
    walk = Walk(shipped, "V10")
    project_to_contract(walk)
    walk.do("start", 52, started_on=day(52))
    return walk


def test_changes_are_added_up_over_all_rounds(signed_project: Walk) -> None:
    walk = replace(signed_project)
    for number, amount in enumerate((190_000, 50_000)):
        walk.do("change_request", 53 + number, change_asked=amount, already_done=False)
        walk.do("change_check", 53 + number, change_checked=amount)
        if number == 0:
            walk.do("change_approval", 53)
            walk.do("change_agreement", 53, agreement_amount=amount)
            walk.do("change_notice", 56, posted=53)
    (said,) = walk.refused("change_approval", 56)
    assert said.startswith("累计变更超过合同价的第一档")
    walk.do("change_approval", 56, change_minutes="纪要2号", change_township="批复1号")


def test_a_change_of_more_than_a_tenth_needs_a_new_vote_and_may_not_leave_its_band(signed_project: Walk) -> None:
    walk = replace(signed_project)
    walk.do("change_request", 53, change_asked=1_300_000, already_done=False)
    walk.do("change_check", 53, change_checked=1_300_000)
    said = walk.refused("change_approval", 54, change_minutes="纪要2号", change_township="批复1号")
    assert [words[:8] for words in said] == ["累计变更超过合同", "加上变更，金额超"]
    assert walk.refused("change_approval", 54, change_minutes="1", change_township="1", change_resolution="1") == [
        "加上变更，金额超过了当初发包方式的上限。"
    ]


def test_progress_payments_stay_under_the_cap_and_go_to_the_builder_only(signed_project: Walk) -> None:
    walk = replace(signed_project)
    said = walk.refused("progress_request", 53, measured=2_000_000, payable=2_667_001, payee="李某", wages_paid=False)
    assert said == [
        "加上这一次，结算前累计付款超过合同价的上限。",
        "累计付款超过了已经完成的工程款。",
        "收款人不是合同上的施工单位。",
        "工人工资还没有付清。",
    ]


def test_empty_tiers_stop_the_signing_sheet(signed_project: Walk) -> None:
    walk = replace(signed_project, parameters={})
    walk.do("progress_request", 53, measured=2_000_000, payable=100, payee="施工队1")
    assert walk.refused("progress_sign", 54, amount=100, pay_to="施工队1") == ["parameter-empty"]


def test_one_person_in_three_posts_signs_once_and_a_deputy_stands_in(signed_project: Walk) -> None:
    walk = replace(signed_project)
    sign = walk.step("progress_sign")
    stand_in = {slot.id: slot.roles for slot in sign.signoffs}
    assert stand_in["secretary"] == ("secretary",)
    assert list(stand_in)[-1] == "secretary"
    assert {"deputy", "committee"} <= set(stand_in["head"]) & set(stand_in["chair"])


def test_a_year_of_casual_labour(shipped: Catalogue) -> None:
    walk = Walk(shipped, "V22")
    walk.begin()
    prices = [
        {"kind": "除草", "unit": "天", "price": 15_000},
        {"kind": "保洁", "unit": "天", "price": 12_000},
    ]
    walk.do("plan", 0, year=2026, prices=prices, labour_budget=1_000_000, touches_interests=False)
    voted = decide_in_the_village(walk, 1)
    walk.do("resolution", voted + 16, posted=voted + 1)
    start = voted + 17
    worker = person("worker")
    listed = {"worker": worker, "id_no": "某", "bank_card": "某", "age": 60, "kin_of": "无", "insured": True}
    walk.do("whitelist", start, workers=[listed])
    walk.do("whitelist_notice", start + 4, posted=start + 1)
    for month in (0, 1):
        at = start + 5 + month * 30
        walk.do("request", at, expected_cost=90_000, is_project=False)
        walk.do("approval", at + 1)
        for number in (2, 3):
            hands = [{"worker": worker, "kind": "除草", "unit": "天", "quantity": 1}]
            walk.do("day_record", at + number, hands=hands, units=1, cadre_paid=False)
        rows = [{"worker": worker, "kind": "除草", "unit": "天", "quantity": 2, "price": 15_000, "amount": 30_000}]
        given = {"pay_rows": rows, "settled_units": 2, "payable": 30_000, "payee": "出工人员"}
        assert "上次结算以后村监会还没有抽查过。" in walk.refused("settlement", at + 5, **given)
        walk.do("spot_check", at + 4)
        walk.do("settlement", at + 5, **given)
        walk.do("pay_notice", at + 9, posted=at + 6)
        pay(walk, "wage", at + 10, 30_000, "出工人员", "银行代发")
        walk.do("pay_slips", at + 12)
    assert "同一" not in "".join(walk.refused("ledger", 200, ledger_years=2, ledger_total=60_000))
    walk.do("ledger", 300, ledger_years=3, ledger_total=60_000)
    walk.do("archive", 301)
    assert walk.open() == set()


def test_labour_rules_stop_what_they_must(shipped: Catalogue) -> None:
    walk = Walk(shipped, "V22")
    walk.begin()
    prices = [{"kind": "除草", "unit": "天", "price": 15_000}]
    walk.do("plan", 0, year=2026, prices=prices, labour_budget=100_000, touches_interests=False)
    voted = decide_in_the_village(walk, 1)
    walk.do("resolution", voted + 16, posted=voted + 1)
    at = voted + 17
    assert walk.refused("request", at, expected_cost=100_001) == [
        "应当发包的工程不能当零工做。",
        "还没有登记白名单。",
        "加上这一次，预计金额超过全年用工预算。",
    ]
    worker = person("worker")
    listed = {"worker": worker, "id_no": "某", "bank_card": "某", "age": 60, "kin_of": "无", "insured": True}
    walk.do("whitelist", at, workers=[listed])
    walk.do("request", at, expected_cost=90_000, is_project=False)
    walk.do("approval", at)
    stranger = [{"worker": person("villager"), "kind": "挖沟", "unit": "天", "quantity": 1}]
    assert walk.refused("day_record", at, hands=stranger, units=1, cadre_paid=True) == [
        "row-not-listed",
        "row-not-listed",
        "村干部不能另外领用工报酬。",
    ]
    hands = [{"worker": worker, "kind": "除草", "unit": "天", "quantity": 1}]
    walk.do("day_record", at, hands=hands, units=1, cadre_paid=False)
    assert walk.refused("day_record", at, hands=hands, units=1, cadre_paid=False) == ["row-twice"]


@pytest.mark.parametrize("result", ["予以确认", "不予确认"])
def test_help_with_an_application_ends_either_way(shipped: Catalogue, result: str) -> None:
    walk = Walk(shipped, "V33", parameters={})
    walk.begin()
    walk.do("discovery", 1, found_on=day(0))
    walk.do("application", 3, asked_more=False)
    walk.do("home_survey", 10)
    walk.do("first_notice", 18, posted=11)
    confirmed = result == "予以确认"
    given = {"aided_persons": 2, "monthly_amount": 90_000} if confirmed else {"refusal_given": True}
    walk.do("decision", 22, decision_result=result, received_on=day(19), **given)
    if confirmed:
        walk.do("decision_notice", 40, posted=23)
        assert walk.refused("review", 41, review_result="停发", heard=False) == ["减发、停发之前没有听取本人意见。"]
        walk.do("review", 41, review_result="停发")
    walk.do("closing", 45, close_reason="停发" if confirmed else "不予确认")
    walk.do("archive", 50)
    assert walk.open() == set()


def test_no_papers_may_be_asked_for_that_the_system_can_check(shipped: Catalogue) -> None:
    walk = Walk(shipped, "V33", parameters={})
    walk.begin()
    walk.do("discovery", 1, found_on=day(0))
    assert walk.refused("application", 2, asked_more=True) == ["不能叫申请人去开政府系统能核对的证明。"]
    assert "deadline-missed" in walk.refused("application", 12, asked_more=False)
