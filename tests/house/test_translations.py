"""Every text of the window and every sentence of the desk is said in English too, and says the same there.

Chinese is what the source says; another language has a PO file in `resources/translations/` for the window and a folder
in `resources/words/` for the desk. `make words` gathers the texts of the window.
"""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator, Mapping

import pytest

from ui.language import read

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
"""A character that only Chinese texts have: ideographs and full-width punctuation."""

OWN_NAMES = frozenset({"中文"})
"""A language is named in itself, for whoever is lost in another one."""

READS_CHINESE = frozenset({"ui/forms/reading.py"})
"""Reads what people type in Chinese; its literals are never shown."""


# What the window says


def texts(house) -> tuple[dict[str, str], list[str]]:
    """Every text by the first place that says it, and the faults in saying it."""
    found: dict[str, str] = {}
    faults = []
    for module in house.modules:
        if not module.path.startswith("ui/"):
            continue
        for call in calls(module.tree):
            if len(call.args) == 1 and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
                found.setdefault(call.args[0].value, module.at(call))
            else:
                faults.append(f"{module.at(call)}: not one literal text")
        faults += [f"{module.at(call)}: in an f-string, where Babel does not look" for call in in_format(module.tree)]
        faults += [f"{module.at(call)}: said at import, before a language is chosen" for call in at_import(module.tree)]
        if module.path not in READS_CHINESE:
            faults += [f"{module.at(node)}: not given to be translated: {node.value}" for node in bare(module.tree)]
    return found, faults


def calls(tree: ast.AST) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"
    ]


def in_format(tree: ast.AST) -> list[ast.Call]:
    return [call for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for call in calls(node)]


def at_import(node: ast.AST) -> Iterator[ast.Call]:
    """Calls that run when the module is loaded: outside functions, in their defaults and in class bodies."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            for early in (*child.decorator_list, *child.args.defaults, *filter(None, child.args.kw_defaults)):
                yield from calls(early)
        elif isinstance(child, ast.Lambda):
            yield from at_import(child.args)
        else:
            if isinstance(child, ast.Call) and child in calls(child):
                yield child
            yield from at_import(child)


def bare(tree: ast.AST) -> Iterator[ast.Constant]:
    """Chinese literals that are no argument of `_`; what a docstring says is for us."""
    translated = {id(call.args[0]) for call in calls(tree) if call.args}
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in translated | said:
            continue
        if isinstance(node.value, str) and CHINESE.search(node.value) and node.value not in OWN_NAMES:
            yield node


def untranslated(house, language: str = "en") -> list[str]:
    """The texts that have no translation yet."""
    known = translations(house)[language]
    return [f"{where}: {text}" for text, where in texts(house)[0].items() if not known.get(text)]


def translations(house) -> Mapping[str, Mapping[str, str]]:
    """Every PO file, by its language."""
    return {
        path.stem: {text: said for text, said in read(path.read_text(encoding="utf-8")).items() if text}
        for path in house.files("resources/translations", ".po")
    }


def stale(house) -> list[str]:
    """Translations of what nobody says any more."""
    said = texts(house)[0]
    return [
        f"{language}: nobody says any more: {text}"
        for language, known in translations(house).items()
        for text in known
        if text not in said
    ]


def faults_of_translations(house) -> list[str]:
    """Translations that are half Chinese, or filled with other details than the text."""
    return [
        f"{language}: {text}: {fault}"
        for language, known in translations(house).items()
        for text, other in known.items()
        if other
        for fault in differences(text, other)
    ]


def differences(text: str, other: str) -> Iterator[str]:
    """What a translation must share with its text."""
    if details(text) != details(other):
        yield f"has {details(other)} where the text has {details(text)}"
    if CHINESE.search(other):
        yield f"is Chinese: {other}"
    if text.endswith("\n") != other.endswith("\n"):
        yield "ends in a line of its own"


def details(text: str) -> list[str]:
    """The placeholders of a text, with their forms."""
    return sorted(f"{name}:{form}" for _, name, form, _conversion in string.Formatter().parse(text) if name is not None)


def test_every_text_is_given_to_be_translated_when_it_is_used(house) -> None:
    assert texts(house)[1] == []


def test_no_translation_says_something_else(house) -> None:
    assert faults_of_translations(house) == []


def test_every_text_has_its_english_and_no_translation_is_left_over(house) -> None:
    assert untranslated(house) == []
    assert stale(house) == []


SAYS = "from .language import _\ndef f(n):\n    return _('{n} 件').format(n=n)\n"
KNOWS = 'msgid "{n} 件"\nmsgstr "{n} pieces"\n'


def test_a_window_that_is_translated_is_let_through(plant) -> None:
    house = plant({"ui/a.py": SAYS, "resources/translations/en.po": KNOWS})
    assert (texts(house)[1], untranslated(house), faults_of_translations(house)) == ([], [], [])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("def f():\n    return _(name)", "not one literal text"),
        ("def f():\n    return _(f'{n} 件')", "not one literal text"),
        ("def f():\n    return f'{_(\"甲\")} 1'", "in an f-string"),
        ("NAMES = {'a': _('甲')}", "said at import"),
        ("class A:\n    name = _('甲')", "said at import"),
        ("def f(name=_('甲')): ...", "said at import"),
        ("def f(*, name=_('甲')): ...", "said at import"),
        ("def f():\n    return '甲'", "not given to be translated: 甲"),
        ("def f(n):\n    return f'{n}，'", "not given to be translated: ，"),
    ],
)
def test_a_text_that_cannot_be_translated_is_found(plant, line: str, said: str) -> None:
    house = plant({"ui/a.py": line, "resources/translations/en.po": ""})
    assert said in "\n".join(texts(house)[1])


def test_a_text_in_a_function_kept_for_later_is_let_through(plant) -> None:
    house = plant({"ui/a.py": "NAMES = {'a': lambda: _('甲')}\ndef f():\n    'Says 甲.'\n"})
    assert texts(house)[1] == []


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ('msgid "{n} 件"\nmsgstr "{m} pieces"\n', "where the text has"),
        ('msgid "{n} 件"\nmsgstr "{n:,} pieces"\n', "where the text has"),
        ('msgid "{n} 件"\nmsgstr "{n} 件"\n', "is Chinese"),
        ('msgid "{n} 件"\nmsgstr "{n} pieces\\n"\n', "line of its own"),
    ],
)
def test_a_translation_that_does_not_fit_is_found(plant, known: str, said: str) -> None:
    house = plant({"ui/a.py": SAYS, "resources/translations/en.po": known})
    assert said in "\n".join(faults_of_translations(house))


def test_a_translation_that_nobody_needs_is_found(plant) -> None:
    house = plant({"ui/a.py": SAYS, "resources/translations/en.po": f'{KNOWS}\nmsgid "{{n}} 个"\nmsgstr "pieces"\n'})
    assert stale(house) == ["en: nobody says any more: {n} 个"]


def test_a_text_without_its_translation_is_found(plant) -> None:
    house = plant({"ui/a.py": SAYS, "resources/translations/en.po": 'msgid "{n} 件"\nmsgstr ""\n'})
    assert untranslated(house) == ["ui/a.py:3: {n} 件"]


# What the desk says

Rows = dict[str, dict[str, str]]


def sentences(house, folder: str) -> Rows:
    """The rows that lie in a folder, by file and code: ``desk/kind-unknown``; each label is a row of its own."""
    found: Rows = {}
    for path in sorted((house.root / folder).glob("*.toml")):
        for code, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if code == "labels":
                found |= {f"label/{word}": {"what": name} for word, name in row.items()}
            else:
                found[f"{path.stem}/{code}"] = row
    return found


def faults_of_sentences(house, language: str = "en") -> list[str]:
    """Rows in another language that lack a part, or are filled with other details."""
    ours, theirs = sentences(house, "resources/words"), sentences(house, f"resources/words/{language}")
    found = []
    for code in theirs.keys() & ours.keys():
        found += [f"{code}: {part} is in one language only" for part in theirs[code].keys() ^ ours[code].keys()]
        for part in theirs[code].keys() & ours[code].keys():
            found += [f"{code}: {part}: {fault}" for fault in differences(ours[code][part], theirs[code][part])]
    return sorted(found)


def unpaired_sentences(house, language: str = "en") -> list[str]:
    """The rows that stand in one language only."""
    ours, theirs = sentences(house, "resources/words"), sentences(house, f"resources/words/{language}")
    return sorted(ours.keys() ^ theirs.keys())


def test_no_sentence_says_something_else(house) -> None:
    assert faults_of_sentences(house) == []


def test_every_sentence_stands_in_both_languages(house) -> None:
    assert unpaired_sentences(house) == []


ROW = "[store-full]\nwhat = '{size} 字节'\nfix = '换盘'\n"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("[store-full]\nwhat = '{size} bytes'\nfix = 'Use another.'\n", ""),
        ("[store-full]\nwhat = '{size} bytes'\n", "fix is in one language only"),
        ("[store-full]\nwhat = 'Bytes'\nfix = 'Use another.'\n", "where the text has ['size:']"),
        ("[store-full]\nwhat = '{size} bytes'\nfix = '换'\n", "is Chinese"),
    ],
)
def test_a_sentence_that_does_not_fit_is_found(plant, row: str, said: str) -> None:
    house = plant({"resources/words/store.toml": ROW, "resources/words/en/store.toml": row})
    found = "\n".join(faults_of_sentences(house))
    assert said in found
    assert bool(found) == bool(said)


def test_a_sentence_or_label_in_one_language_only_is_found(plant) -> None:
    house = plant(
        {
            "resources/words/store.toml": f"{ROW}[labels]\nusb = 'U 盘'\nmail = '邮件'\n",
            "resources/words/en/store.toml": "[store-big]\nwhat = 'Big'\n[labels]\nusb = 'USB'\n",
        }
    )
    assert unpaired_sentences(house) == ["label/mail", "store/store-big", "store/store-full"]
