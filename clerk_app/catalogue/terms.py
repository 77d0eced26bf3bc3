"""The Chinese names of what a catalogue is written with: columns of sheets, titles of the schema, words of papers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TERMS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "Catalogue": {"version": "版本号", "name": "清单名称"},
        "MatterType": {
            "id": "事项编号",
            "name": "事项名称",
            "short": "短名",
            "category": "类别",
            "basis": "法律依据",
            "applies": "适用情形",
            "steps": "步骤",
        },
        "Step": {
            "id": "步骤编号",
            "name": "步骤名称",
            "responsible": "责任人",
            "basis": "依据",
            "guide": "办理提示",
            "output": "产出",
            "after": "在哪些步骤之后",
            "when": "条件",
            "repeat": "可多次",
            "optional": "可不做",
            "until": "做到哪一步为止",
            "publicity": "公示",
            "register": "跨事项累计",
            "facts": "预警用的事实",
            "block": "共用组件",
            "fields": "字段",
            "materials": "材料",
            "signoffs": "签字",
            "gates": "关口",
        },
        "Field": {
            "id": "字段编号",
            "label": "字段名称",
            "kind": "种类",
            "required": "必填",
            "choices": "选项",
            "columns": "列",
            "privacy": "公开程度",
            "hint": "填写提示",
        },
        "Material": {"id": "材料编号", "label": "材料名称", "least": "至少份数", "photo": "照片"},
        "SignOff": {"id": "签字编号", "label": "签字人", "roles": "可签的岗位", "basis": "依据"},
        "Parameter": {
            "key": "参数",
            "name": "参数名称",
            "unit": "单位",
            "value": "数值",
            "tag": "性质",
            "source": "出处",
            "setter": "由谁确定",
            "lowest": "最低",
            "highest": "最高",
            "settable": "可调整",
        },
        "Role": {"id": "岗位编号", "name": "岗位名称", "excludes": "不得兼任", "basis": "依据", "office": "所在单位"},
        "Gate": {
            "basis": "依据",
            "effective": "施行日期",
            "lapsed": "停止适用日期",
            "body": "会议",
            "total": "应到（合计）字段",
            "present": "实到字段",
            "yes": "同意字段",
            "no": "反对字段",
            "abstain": "弃权字段",
            "households": "总户数字段",
            "households_present": "到会户数字段",
            "days": "天数",
            "sent": "通知日期字段",
            "held": "开会日期字段",
            "unless": "特殊原因字段",
            "count": "天数算法",
            "within": "几天内贴出",
            "table": "表格字段",
            "among": "列出类型的表格",
            "bidder": "报价人列",
            "least": "至少几个",
            "winner": "中选人字段",
            "amount": "金额字段",
            "method": "方式字段",
            "site": "地点字段",
            "party": "对方字段",
            "months": "累计月数",
            "limits": "各方式上限",
            "limit": "限额",
            "cash": "现金选项",
            "large": "较大金额",
            "huge": "特大金额",
            "minutes": "纪要编号字段",
            "resolution": "决议编号字段",
            "steps": "对照的各步骤",
            "day": "日期字段",
            "person": "人员列",
            "since": "起算步骤",
            "remind": "提前几天提醒",
            "condition": "须成立的条件",
            "say": "不成立时怎么说",
            "outcome": "不成立也是结果",
            "fix": "怎么办",
            "key": "参数",
            "step": "对照的步骤",
            "column": "合计的列",
            "times": "相乘的列",
            "columns": "对照的列",
            "fields": "相同的字段",
            "source": "来源字段",
            "field": "字段",
            "register": "名录",
            "type": "事项类型",
        },
    }
)
"""The name of each attribute by the class that has it; all gates share theirs."""

GATE_TERMS: Mapping[str, str] = MappingProxyType(
    {
        "vote": "会议表决",
        "meeting_notice": "提前通知",
        "publicity": "张贴公示",
        "no_open_objection": "异议已答复",
        "quotes": "报价家数",
        "amount_band": "方式与金额相符",
        "cashless": "不付现金",
        "tier": "大额须会议同意",
        "distinct_persons": "一人一签",
        "sign_order": "签字先后",
        "signed_on": "当天签字",
        "recusal": "回避",
        "deadline": "期限",
        "require": "条件",
        "parameter_set": "标准已定",
        "each_month": "每月一次",
        "sum_of": "合计相等",
        "unique": "不重复",
        "listed": "在名单内",
        "gathered": "程序自动取证",
        "carried": "前后一致",
        "registered": "在名录内",
        "submatter": "所开事项办结",
    }
)

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "text": "一行字",
        "note": "多行字",
        "date": "日期",
        "money": "金额",
        "number": "数",
        "choice": "选一个",
        "yes": "是否",
        "person": "人员",
        "table": "表格",
        "public": "可公开",
        "masked": "打码后公开",
        "internal": "内部",
        "sensitive": "敏感",
        "villagers": "村民会议",
        "representatives": "村民代表会议",
        "group": "村民小组会议",
        "electors": "推选单位会议",
        "party": "党员大会",
        "members": "成员大会",
        "member_representatives": "成员代表大会",
        "board": "理事会",
        "calendar": "自然日",
        "working": "工作日",
        "vendors": "供应商名录",
        "craftsmen": "乡村建设工匠名录",
        "cards": "村务卡登记",
        "village": "村",
        "township": "乡镇",
    }
)
"""Members of enumerations. Tags stay letters."""


def term(noun: str, name: str) -> str:
    """The Chinese name of an attribute; its own name where it has none yet."""
    return TERMS[noun].get(name, name)


def gate_term(name: str) -> str:
    """The Chinese name of a gate; its own name where it has none yet."""
    return GATE_TERMS.get(name, name)


def word(value: str) -> str:
    """The Chinese name of a member of an enumeration, or the member itself."""
    return WORDS.get(value, value)
