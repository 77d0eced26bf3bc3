"""A sentence that names a button, a page or a tab names one that the window has, in each language by its name there.

What stands between quotation marks is read, in the sentences of the desk and in the texts of the window; a path is
``“设置 → 本机”``. What is quoted and is no name in the window stands in `NO_CONTROL`.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping

import pytest

from ui.language import read

QUOTED = re.compile("“([^”{}]+)”")
"""A quotation without placeholders: with one it is a name that comes from data."""

BESIDE = re.compile("^[✓×–] ?|[ ]?[(（][^()（）]*[{]n[}][^()（）]*[)）]$| · [{]n[}][^{}]*$|…$")
"""What stands beside the name on a button or badge: a mark, a count, three dots."""

NO_CONTROL = frozenset(
    {
        ".xlsx",
        "2026-11-23",
        "名称=值",
        "村务公开栏",
        "甲村村道路面修复",
        "画图",
        "设置—相机—格式",
        "兼容性最佳",
        "如何核验",
        "本期没有新情况",
    }
)
"""Examples, and what is found in other programs, in the page of a bundle and on the command line."""


def window(house, language: str) -> dict[str, str]:
    """Every text of the window, with its translation."""
    known = read((house.root / "resources" / "translations" / f"{language}.po").read_text(encoding="utf-8"))
    calls = (node for module in house.modules for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    said = (call.args for call in calls if isinstance(call.func, ast.Name) and call.func.id == "_")
    return {str(text.value): known.get(str(text.value), "") for (text,) in said if isinstance(text, ast.Constant)}


def desk(house, language: str) -> Iterator[tuple[str, str, str]]:
    """Every sentence of the desk: where it stands, what it says, and its translation."""
    folder = house.root / "resources" / "words"
    for path in sorted(folder.glob("*.toml")):
        theirs = tomllib.loads((folder / language / path.name).read_text(encoding="utf-8"))
        for code, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for part, text in row.items():
                yield f"{code}: {part}", text, theirs.get(code, {}).get(part, "")


def bare(text: str) -> str:
    return BESIDE.sub("", text)


def quoted(text: str) -> Iterator[str]:
    """The names that a text quotes, each part of a path for itself."""
    for name in QUOTED.findall(text):
        yield from (part for part in name.split(" → ") if part not in NO_CONTROL)


def faults_of_names(where: str, ours: str, theirs: str, known: Mapping[str, str]) -> Iterator[str]:
    """What a text and its translation name and the window does not have, or has under another name."""
    for name in quoted(ours):
        if name not in known:
            yield f"{where}: nothing is called {name}"
        elif f"“{known[name]}" not in theirs and f"→ {known[name]}”" not in theirs:
            yield f"{where}: {name} is “{known[name]}” in the other language: {theirs}"


def faults(house, language: str = "en") -> list[str]:
    said = window(house, language)
    known = {bare(text): bare(other) for text, other in said.items()}
    pairs = [*((text, text, other) for text, other in said.items()), *desk(house, language)]
    return [fault for pair in pairs for fault in faults_of_names(*pair, known)]


def test_what_a_text_names_is_there(house) -> None:
    assert faults(house) == []


def test_no_exception_is_left_over(house) -> None:
    said = [*window(house, "en"), *(text for _where, text, _other in desk(house, "en"))]
    assert {part for text in said for name in QUOTED.findall(text) for part in name.split(" → ")} >= NO_CONTROL
    assert not NO_CONTROL & {bare(text) for text in window(house, "en")}


WINDOW = (
    "from .language import _\ndef f(n):\n    return _('设置'), _('本机'), _('✓ 已回执'), _('签发（{n}）').format(n=n)\n"
)
KNOWN = "\n\n".join(
    f'msgid "{text}"\nmsgstr "{said}"'
    for text, said in (("设置", "Settings"), ("本机", "PC"), ("✓ 已回执", "Receipted"), ("签发（{n}）", "Sign ({n})"))
)


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        ("请到“设置 → 本机”", "Go to “Settings → PC”.", ""),
        ("请到“设置”的“本机”", "Go to “PC” in “Settings”.", ""),
        ("“已回执”才算；请用“签发”", "Only “Receipted” counts; press “Sign”.", ""),
        ("没有编号为“{id}”的", "There is no “{id}”.", ""),
        ("请写成“名称=值”", "Write name=value.", ""),
        ("请到“选项”", "Go to “Settings”.", "nothing is called 选项"),
        ("请到“设置 → 选项”", "Go to “Settings → PC”.", "nothing is called 选项"),
        ("请到“设置”", "Go to “Options”.", "is “Settings” in the other language"),
        ("请到“设置”", "Go to Settings.", "is “Settings” in the other language"),
    ],
)
def test_a_name_that_nothing_has_is_found(plant, ours: str, theirs: str, said: str) -> None:
    house = plant(
        {
            "ui/a.py": WINDOW,
            "resources/translations/en.po": KNOWN,
            "resources/words/a.toml": f"[a]\nwhat = '{ours}'\n",
            "resources/words/en/a.toml": f"[a]\nwhat = '{theirs}'\n",
        }
    )
    found = "\n".join(faults(house))
    assert said in found
    assert bool(found) == bool(said)
