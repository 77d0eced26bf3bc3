"""A small sound catalogue in a folder, to be spoilt in one place at a time; and the shipped one."""

from __future__ import annotations

from pathlib import Path

import pytest

from clerk_app import catalogue
from clerk_app.model import Catalogue

SHIPPED = Path(__file__).parents[2] / "resources" / "catalogue"

SMALL = {
    "release.toml": """
version = 3
name = "试用清单"
""",
    "parameters.toml": """
[[parameters]]
key = "publish.days"
name = "张贴天数"
unit = "天"
value = 15
tag = "L"
source = "《村民委员会组织法》第三十五条"
setter = "法律规定"
lowest = 15

[[parameters]]
key = "sign.large"
name = "较大金额"
unit = "元"
tag = "C"
source = "乡镇规定"
setter = "乡镇"
""",
    "roles.toml": """
[[roles]]
id = "head"
name = "主任"
excludes = ["supervisor"]
basis = "《村民委员会组织法》第三十七条"

[[roles]]
id = "supervisor"
name = "村监会成员"
excludes = ["head"]
basis = "《村民委员会组织法》第三十七条"
""",
    "holidays.toml": """
[[years]]
year = 2026
source = "国务院办公厅通知"
holidays = ["2026-01-01..2026-01-03", "2026-05-01"]
workdays = ["2026-01-04"]
""",
    "blocks/notice.toml": """
id = "notice"
name = "公示"

[[steps]]
id = "post"
name = "张贴"
responsible = "村文书"
publicity = true
materials = [{ id = "notice_down", label = "到期照片", photo = true }]
gates = [{ gate = "publicity", days = "publish.days", basis = "某法" }]

[[steps]]
id = "close"
name = "收回"
responsible = "村文书"
gates = [
    { gate = "deadline", days = 3, since = "^" },
    { gate = "require", condition = "count.post > 0 and sum.ask.amount > 0", say = "没贴", fix = "去贴" },
]
""",
    "V01.toml": """
id = "V01"
name = "试用事项"
short = "试用"
category = "试"
basis = "某法第一条"
applies = "试"

[[steps]]
id = "ask"
name = "申请"
responsible = "主任"
guide = "请填写。"
fields = [
    { id = "amount", label = "金额", kind = "money", privacy = "public" },
    { id = "kind", label = "种类", kind = "choice", choices = ["大", "小"] },
    { id = "on", label = "日期", kind = "date" },
    { id = "rows", label = "明细", kind = "table", columns = [
        { id = "who", label = "姓名", kind = "person" },
        { id = "sum", label = "金额", kind = "money" },
    ] },
]
materials = [{ id = "paper", label = "申请书", least = 2 }]
signoffs = [{ id = "head", label = "主任", roles = ["head"], basis = "某法" }]
gates = [{ gate = "sum_of", total = "amount", table = "rows", column = "sum" }]
register = { amount = "amount" }

[[steps]]
id = "agree"
name = "同意"
responsible = "村监会"
when = "kind == '大' and amount >= 100"
fields = [{ id = "no", label = "编号", kind = "text" }]

[[steps]]
use = "notice"
as = "first"
label = "首次"
when = "amount > 0"
gates = [{ to = "close", gate = "parameter_set", key = "sign.large" }]

[[steps]]
id = "end"
name = "归档"
responsible = "村文书"
after = ["first_close", "ask"]
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small catalogue as files."""
    for name, text in SMALL.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def small(folder: Path) -> Catalogue:
    """The small catalogue."""
    return catalogue.load(folder)


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    """The catalogue that the program ships."""
    return catalogue.load(SHIPPED)
