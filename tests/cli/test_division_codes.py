"""Division codes on the command line."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("what", "lines"),
    [
        ("", ["110000  北京市"]),
        ("33", ["浙江省", "330100  杭州市"]),
        ("330000", ["浙江省", "330100  杭州市"]),
        ("3305", ["浙江省湖州市", "330502  吴兴区"]),
        ("330500", ["浙江省湖州市", "330502  吴兴区"]),
        ("330502", ["浙江省湖州市吴兴区"]),
        ("330599", ["浙江省湖州市", "区划表（截至 2025-12-31）里没有 330599 这个县"]),
        ("330521102201", ["浙江省湖州市德清县，镇，村民委员会", "所在乡镇的代码是 330521102000"]),
        ("33052110220", ["浙江省湖州市德清县，镇", "要 12 位数字，现在 11 位"]),
        ("99", ["没有以 99 开头的省"]),
        ("德清", ["330521  浙江省湖州市德清县"]),
        ("火星", ["表里没有这样的地方。"]),
    ],
)
def test_a_code_is_read_and_a_name_is_found(terminal: Any, what: str, lines: list[str]) -> None:
    code, text = terminal.plain("division", *([what] if what else []))
    assert (code, text.splitlines()[: len(lines)]) == (0, lines)


def test_a_code_is_one_document(terminal: Any) -> None:
    _, document = terminal.run("division", "3305")
    assert document["division"]["place"] == "浙江省湖州市"
    assert [row["name"] for row in document["inside"]] == ["吴兴区", "南浔区", "德清县", "长兴县", "安吉县"]
