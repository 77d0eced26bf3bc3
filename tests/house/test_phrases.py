"""House rules: what is not written here, and what to write instead. Each rule carries a line that breaks it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

SOURCES = ("clerk_app", "ui", "tests")
PROGRAM = ("clerk_app", "ui")
TEXTS = ("clerk_app", "ui", "tests", "resources", "docs", ".ci")
LOOSE = ("Makefile", "README.md", "CHANGELOG.md", "pyproject.toml", "build.spec")
THE_CLOCK = "clerk_app/desk/opening.py"
THIS_FILE = "tests/house/test_phrases.py"


@dataclass(frozen=True)
class Rule:
    """A pattern, what to do instead, where it holds, the one place that it does not bind, and a line that breaks it."""

    pattern: re.Pattern[str]
    advice: str
    where: tuple[str, ...]
    home: str
    broken: str


def rule(pattern: str, advice: str, broken: str, *, where: tuple[str, ...] = SOURCES, home: str = THIS_FILE) -> Rule:
    return Rule(re.compile(pattern), advice, where, home, broken)


RULES = (
    rule(
        r"\b(datetime\.(utc)?now|date(time)?\.today|time\.(time|time_ns|localtime|gmtime|ctime))\(",
        "the day comes in as an argument; the one clock is in " + THE_CLOCK,
        "today = date.today()",
        where=PROGRAM,
        home=THE_CLOCK,
    ),
    rule(
        r"\bfrom time import .*\b(time|time_ns|localtime|gmtime|ctime)\b|\bcurrent(Date|Time|DateTime)(Utc)?\(",
        "ask the desk what day it is",
        "day = QDate.currentDate()",
        where=PROGRAM,
    ),
    rule(
        r"(?<![\w.])print\(",
        "return it, or let the command line show it",
        "print(1)",
        where=PROGRAM,
        home="clerk_app/cli",
    ),
    rule(r"#\s*noqa(?!: ?[A-Z]+[0-9]+)", "name the code that is meant, and the reason", "import os  # noqa"),
    rule(r"#\s*type:\s*ignore(?!\[)", "name the code that is meant", "x = y  # type: ignore"),
    rule(
        r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b",
        "do it now, or leave it out",
        "# TODO the rest",
        where=TEXTS,
    ),
    rule(
        r"\bsleep\(|\bqWait\(",
        "wait for what you wait for: waitSignal, waitUntil, a clock that the test moves",
        "time.sleep(1)",
        where=("tests",),
    ),
    rule(r"\bmark\.(skip|xfail)\b|\bpytest\.skip\(", "mend it or delete it", "@pytest.mark.skip", where=("tests",)),
    rule(
        r"(?<![\w.~}])/(home|root|work|Users|mnt)/\w|\b[A-Z]:\\\\?Users",
        "no path of somebody's machine",
        'open("/home/me/x")',
        where=TEXTS,
    ),
    rule(
        r"(?i)\b(hashlib\.(md5|sha1)|verify\s*=\s*False|shell\s*=\s*True|yaml\.load)\b",
        "there is a safe way for each of these",
        "hashlib.md5(data)",
    ),
)


def breaches(house) -> list[str]:
    """Every line that a rule does not allow."""
    return [
        f"{path}:{number}: {each.advice}: {line.strip()}"
        for path, text in texts(house)
        for each in RULES
        if path.startswith(each.where) and not path.startswith(each.home) and path != THIS_FILE
        for number, line in enumerate(text.splitlines(), 1)
        if each.pattern.search(line)
    ]


def texts(house) -> Iterator[tuple[str, str]]:
    """Every text file of the project by its path."""
    paths = [path for folder in TEXTS for path in house.files(folder, ".py", ".toml", ".md", ".sql", "run", ".svg")]
    paths += [house.root / name for name in LOOSE if (house.root / name).exists()]
    for path in paths:
        yield path.relative_to(house.root).as_posix(), path.read_text(encoding="utf-8")


def test_every_line_keeps_the_rules(house) -> None:
    assert breaches(house) == []


@pytest.mark.parametrize("each", RULES, ids=lambda each: each.broken)
def test_a_broken_rule_is_found_where_it_holds_and_not_at_home(plant, each: Rule) -> None:
    path = f"{each.where[-1]}/planted/some.py"
    home = f"{each.home}/some.py" if "." not in each.home else each.home
    house = plant({path: f"x = 1\n{each.broken}\n", home: each.broken})
    assert [line.partition(": ")[0] for line in breaches(house)] == [f"{path}:2"]


BROAD = frozenset({"Exception", "BaseException"})
LAST_RESORT = ("ui/jobs.py", "clerk_app/__main__.py")


def swallowers(house) -> list[str]:
    """Handlers that catch everything and do not raise it again, but for the two last resorts."""
    return [
        module.at(node)
        for module in house.modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and is_broad(node) and not raises_again(node)
        if module.path not in LAST_RESORT
    ]


def is_broad(handler: ast.ExceptHandler) -> bool:
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(each is None or (isinstance(each, ast.Name) and each.id in BROAD) for each in caught)


def raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def test_nothing_is_caught_that_is_not_named(house) -> None:
    assert swallowers(house) == []


@pytest.mark.parametrize("caught", ["", " Exception", " BaseException as e", " (ValueError, Exception)"])
def test_a_handler_for_everything_is_found_unless_it_raises_again(plant, caught: str) -> None:
    text = f"try:\n    f()\nexcept{caught}:\n    g()\n"
    files = {"ui/pages.py": text, "ui/again.py": f"{text}    raise\n", "ui/jobs.py": text}
    assert swallowers(plant(files)) == ["ui/pages.py:3"]


TEXT_CALLS: dict[str, Callable[[ast.Call], bool]] = {
    "open": lambda call: not is_binary(call),
    "fdopen": lambda call: not is_binary(call),
    "read_text": lambda call: True,
    "write_text": lambda call: True,
}


def without_encoding(house) -> list[str]:
    """Texts that are read or written in whatever encoding the machine happens to have."""
    return [
        module.at(node)
        for module in house.modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and opens_text(node)
        if not any(keyword.arg == "encoding" for keyword in node.keywords)
    ]


def opens_text(call: ast.Call) -> bool:
    match call.func:
        case ast.Name(id="open"):
            return TEXT_CALLS["open"](call)
        case ast.Attribute(value=ast.Name(id="os"), attr="open"):
            return False
        case ast.Attribute(attr=("open" | "fdopen" | "read_text" | "write_text") as name) if opens_a_path(call):
            return TEXT_CALLS[name](call)
    return False


def opens_a_path(call: ast.Call) -> bool:
    """False for methods that are called `open` and open something else: a store, a blob, an office."""
    assert isinstance(call.func, ast.Attribute)
    return call.func.attr != "open" or any(is_mode(argument) for argument in call.args[:1])


def is_mode(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and set(node.value) <= set("rwxab+t")


def is_binary(call: ast.Call) -> bool:
    given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    return any(is_mode(node) and "b" in node.value for node in given if isinstance(node, ast.Constant))


def test_every_text_is_opened_with_its_encoding(house) -> None:
    assert without_encoding(house) == []


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        ("open(path)", True),
        ("open(path, 'w')", True),
        ("path.open('r')", True),
        ("os.fdopen(number, 'w')", True),
        ("path.read_text()", True),
        ("path.write_text(text)", True),
        ("open(path, encoding='utf-8')", False),
        ("open(path, 'rb')", False),
        ("open(path, mode='wb')", False),
        ("path.open('rb')", False),
        ("os.open(path, os.O_RDONLY)", False),
        ("store.blobs.open(sha256)", False),
        ("path.read_text(encoding='utf-8')", False),
    ],
)
def test_a_text_without_its_encoding_is_found(plant, call: str, fault: bool) -> None:
    assert without_encoding(plant({"ui/app.py": f"x = 1\n{call}\n"})) == (["ui/app.py:2"] if fault else [])


NAMED_DOCUMENT = re.compile(r"`([\w/.-]+\.md)`")


def missing_documents(house) -> list[str]:
    """Documents that the source points to and that are not there."""
    return [
        f"{module.path}: {name}"
        for module in house.modules
        for name in NAMED_DOCUMENT.findall(module.source)
        if not (house.root / name).is_file()
    ]


def test_every_document_that_the_source_names_is_there(house) -> None:
    assert missing_documents(house) == []


def test_a_document_that_is_not_there_is_found(plant) -> None:
    house = plant({"ui/app.py": "'See `docs/a.md` and `docs/b.md`.'", "docs/a.md": "# A"})
    assert missing_documents(house) == ["ui/app.py: docs/b.md"]
