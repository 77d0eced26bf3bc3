"""What a 12-digit division code says of itself: its province, its level, and whether it fits the kind of an office.

No complete table of the country's villages is both free and small, and it would be old within a year. So only the
provinces are named here (GB/T 2260-2007, first two digits); a mistyped code is told by its form, its province and its
level, and the township compares the whole of it face to face when the village is enrolled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from clerk_app import codes
from clerk_app.errors import UsageError
from clerk_app.model import OfficeKind

_PROVINCES: Mapping[str, str] = MappingProxyType(
    {
        "11": "北京市",
        "12": "天津市",
        "13": "河北省",
        "14": "山西省",
        "15": "内蒙古自治区",
        "21": "辽宁省",
        "22": "吉林省",
        "23": "黑龙江省",
        "31": "上海市",
        "32": "江苏省",
        "33": "浙江省",
        "34": "安徽省",
        "35": "福建省",
        "36": "江西省",
        "37": "山东省",
        "41": "河南省",
        "42": "湖北省",
        "43": "湖南省",
        "44": "广东省",
        "45": "广西壮族自治区",
        "46": "海南省",
        "50": "重庆市",
        "51": "四川省",
        "52": "贵州省",
        "53": "云南省",
        "54": "西藏自治区",
        "61": "陕西省",
        "62": "甘肃省",
        "63": "青海省",
        "64": "宁夏回族自治区",
        "65": "新疆维吾尔自治区",
        "71": "台湾省",
        "81": "香港特别行政区",
        "82": "澳门特别行政区",
    }
)


@dataclass(frozen=True, slots=True)
class Division:
    """A code as it reads: `province` "" where there is none of that number, `township` the code that it lies in."""

    code: str
    formed: bool
    province: str
    township: str
    fits: bool


def division(code: str, kind: str) -> Division:
    """Read a code that is being typed, for an office of that kind (``village`` or ``township``)."""
    try:
        codes.check_division(code)
    except UsageError:
        return Division(code, formed=False, province="", township="", fits=False)
    whole = code.endswith("000")
    province = _PROVINCES.get(code[:2], "")
    fits = bool(province) and whole is (kind == OfficeKind.TOWNSHIP)
    return Division(code, formed=True, province=province, township=code[:9] + "000", fits=fits)
