"""What happens in the demonstration: the people, the numbers, and one act after the other. All of it is made up."""

from __future__ import annotations

from dataclasses import dataclass, field

from clerk_app.model import Record

DAYS_AGO = 210
"""The matter begins this many days before today, so that its whole course lies in the past."""

PEOPLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("李某", ("secretary",)),
    ("王某", ("head",)),
    ("赵某", ("chair",)),
    ("钱某", ("deputy", "committee")),
    ("孙某", ("supervisor_head",)),
    ("周某", ("supervisor",)),
    ("吴某", ("accountant",)),
    ("郑某", ("contractor",)),
    ("冯某", ("representative",)),
    ("陈某", ("party_member",)),
    ("褚某", ("township_project",)),
    ("卫某", ("liaison",)),
    ("蒋某", ("witness",)),
    ("沈某", ("estimator",)),
    ("韩某", ("villager",)),
)
"""Who is on the village's list besides its clerk, with their posts."""

KEYED = frozenset({"secretary", "head", "chair", "deputy", "supervisor_head", "supervisor", "accountant"})
"""Who signs with an own password; the others sign on paper."""

ROLLS = {"representatives": 40, "party": 36, "villagers": 410}
"""How many belong to each body."""

PARAMETERS = {
    "sign.tier.small": 50_000,
    "sign.tier.large": 200_000,
    "sign.tier.huge": 2_000_000,
    "project.audit.amount": 8_000_000,
}
"""What the township has set, in fen; empty ones would stop the steps that need them."""

PRICE = 4_860_000
PAID = 3_000_000


@dataclass(frozen=True, slots=True)
class Act:
    """Something that happens `gap` days after the act before: a step is done, a notice goes up or comes down.

    `refused` acts are tried and must not pass. ``@n`` in a field is the day n days before.
    """

    gap: int
    step: str
    fields: Record = field(default_factory=dict)
    does: str = "do"
    refused: bool = False


def _vote(present: int, yes: int) -> Record:
    return {
        "resolution_no": "甲村决〔2026〕7 号",
        "meeting_on": "@",
        "body_total": 40,
        "reps_total": 34,
        "women_reps": 13,
        "population": 480,
        "body_present": present,
        "votes_yes": yes,
        "votes_no": present - yes,
        "votes_abstain": 0,
        "delegated": True,
        "resolution_text": "同意修复村道路面 620 米，资金从村集体经济结余和镇补助中列支。",
    }


def _bids(*names: str) -> Record:
    prices = {"甲施工队": PRICE, "乙施工队": 4_920_000, "丙施工队": 4_985_000}
    return {
        "opened_on": "@",
        "bids": [{"bidder": name, "credit_code": "无", "price": prices[name], "related": False} for name in names],
        "winner": "甲施工队",
        "award_price": PRICE,
        "winner_reason": "报价最低",
    }


def _transfer(amount: int, method: str) -> Record:
    return {"paid": amount, "pay_method": method, "agency_no": "代账 118", "slip_no": "回单 20931"}


def _payment(amount: int, purpose: str) -> Record:
    return {
        "amount": amount,
        "pay_to": "甲施工队",
        "purpose": purpose,
        "invoice_no": f"2026{amount // 100:08d}",
        "budget_item": "村级公益事业",
        "tier_minutes": "联席纪要 6 号",
        "tier_resolution": "甲村决〔2026〕7 号",
    }


SCRIPT: tuple[Act, ...] = (
    Act(
        0,
        "proposal",
        {
            "project_name": "村道路面修复",
            "site": "第三组村道",
            "project_kind": "公益事业",
            "need": "路面破损，雨天积水，老人出行不便。",
            "touches_interests": False,
            "estimate": 5_000_000,
            "funds": [
                {"source": "村集体自有资金", "amount": 3_000_000, "proof": "银行存款"},
                {"source": "上级补助", "amount": 2_000_000, "proof": "镇补助文件"},
            ],
            "funds_total": 5_000_000,
            "borrows": False,
        },
    ),
    Act(
        3,
        "party_study",
        {"party_study_on": "@", "party_attendees": 5, "party_opinion": "同意列入今年实事。", "party_result": "同意"},
    ),
    Act(
        3,
        "joint_meeting",
        {
            "joint_on": "@",
            "joint_minutes_no": "联席纪要 6 号",
            "joint_opinion": "提交村民代表会议表决。",
            "legal_opinion": "方案合法，资金来源清楚。",
            "decision_body": "村民代表会议",
        },
    ),
    Act(1, "plan_notice", does="post"),
    Act(8, "plan_notice", {"plan_opinions": "无"}, refused=True),
    Act(1, "plan_notice", {"plan_opinions": "两位村民建议加设排水沟，已采纳。"}, does="down"),
    Act(
        2,
        "party_meeting",
        {
            "party_meeting_on": "@",
            "party_total": 36,
            "party_present": 30,
            "party_yes": 29,
            "party_no": 0,
            "party_abstain": 1,
        },
    ),
    Act(1, "meeting_notice", {"notice_sent_on": "@", "notice_topics": "村道路面修复方案"}),
    Act(5, "vote_representatives", _vote(25, 25), refused=True),
    Act(4, "vote_representatives", _vote(33, 31)),
    Act(0, "resolution", does="post"),
    Act(2, "filing_request", {"filed_to": "镇项目办"}),
    Act(2, "filing", {"filing_no": "镇备〔2026〕31 号", "filing_opinion": "同意备案。"}),
    Act(1, "resolution", {"resolution_feedback": "无异议"}, does="down"),
    Act(
        0,
        "pricing",
        {
            "price_basis": "造价库单价",
            "works": [
                {"item": "破碎外运", "quantity": "620 平方米", "unit_price": 1_500, "amount": 930_000},
                {"item": "水泥混凝土路面", "quantity": "620 平方米", "unit_price": 6_500, "amount": 4_030_000},
            ],
            "control_price": 4_960_000,
        },
    ),
    Act(
        1,
        "method",
        {
            "award_method": "询价",
            "from_library": False,
            "method_minutes": "联席纪要 7 号",
            "method_reason": "控制价在询价限额以内",
        },
    ),
    Act(0, "inquiry_notice", does="post"),
    Act(0, "inquiry_notice", {"bidder_terms": "有施工队伍和安全员，无不良信用。"}, does="down"),
    Act(1, "bidding", _bids("甲施工队", "乙施工队"), refused=True),
    Act(2, "bidding", _bids("甲施工队", "乙施工队", "丙施工队")),
    Act(0, "award_notice", does="post"),
    Act(0, "award_notice", {"award_notice_no": "中选公示 3 号"}, does="down"),
    Act(
        2,
        "contract",
        {
            "contract_no": "甲村合〔2026〕4 号",
            "signed_on": "@",
            "contractor": "甲施工队",
            "contract_site": "第三组村道",
            "contract_price": PRICE,
            "price_form": "固定总价",
            "begin_on": "@",
            "finish_on": "@-40",
            "pay_terms": "进度款不超过七成，结算后付清",
            "retention_percent": 3,
            "defect_months": 12,
            "has_hidden": False,
            "change_clause": True,
            "wage_clause": True,
            "insured": True,
        },
    ),
    Act(0, "contract_notice", does="post"),
    Act(2, "start", {"started_on": "@", "site_supervisor": "冯某"}),
    Act(
        5,
        "site_log",
        {"log_on": "@", "log_progress": "旧路面已破碎清运。", "log_materials": "水泥 40 吨", "log_problems": "无"},
    ),
    Act(
        2,
        "monthly_check",
        {"check_on": "@", "progress_percent": 65, "check_result": "没有问题", "check_findings": "厚度抽查三处，合格。"},
    ),
    Act(
        3,
        "progress_request",
        {"measured": 3_100_000, "payable": PAID, "payee": "甲施工队", "wages_paid": True},
    ),
    Act(1, "progress_sign", _payment(PAID, "第一次进度款"), does="sign twice", refused=True),
    Act(0, "progress_sign", _payment(PAID, "第一次进度款")),
    Act(1, "progress_transfer", _transfer(PAID, "现金"), refused=True),
    Act(0, "progress_transfer", _transfer(PAID, "银行转账")),
    Act(1, "contract_notice", {"contract_summary": "甲施工队，48,600 元，工期 40 天。"}, does="down"),
)
