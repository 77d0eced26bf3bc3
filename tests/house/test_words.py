"""Every code that the program can say has its sentence, and every sentence is said.

Who can say a code is found by reading: whatever takes a `code` together with `details` (errors, refusals, verdicts and
the functions that make them). A code is followed through conditional expressions, local names and module tables; where
it cannot be followed the test says so, so that none slips by.
"""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest

from clerk_app.model import GATES

CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
PARTS = frozenset({"what", "amount", "fix"})
FORMS = frozenset({"", "money", "size", "label"})
LABELS = "labels"


@dataclass(frozen=True)
class Speaker:
    """A callable that takes a code: where in its call the code and the details stand.

    `details` is a position, None where they are keywords, or the names that the class itself gives with a code.
    """

    code: int
    details: int | frozenset[str] | None


@dataclass(frozen=True)
class Saying:
    """One place that says a code with these details."""

    code: str
    details: frozenset[str]
    where: str
    explains: bool
    """Something went wrong, so the sentence must say what to do."""


@dataclass
class Reading:
    """What was read: everything said, and every place that could not be followed."""

    said: list[Saying] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def details(self) -> Mapping[str, frozenset[str]]:
        """The details that every place gives with a code."""
        table: dict[str, list[frozenset[str]]] = defaultdict(list)
        for saying in self.said:
            table[saying.code].append(saying.details)
        return {code: frozenset.intersection(*given) for code, given in table.items()}


# Who speaks


def speakers(house) -> dict[str, Speaker]:
    """Every callable with a `code`, by its name."""
    found: dict[str, Speaker] = {}
    classes = [node for module in house.modules for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)]
    for module in house.modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef) and node.name != "__init__":
                found |= spoken_by(node.name, parameters(node), node.args.kwarg)
    for node in classes:
        found |= spoken_by(node.name, [target for target in annotated(node) if target != "self"], None)
        for inner in node.body:
            if isinstance(inner, ast.FunctionDef) and inner.name == "__init__":
                found |= spoken_by(node.name, parameters(inner), inner.args.kwarg)
    while new := [node for node in classes if node.name not in found and inherits(node, found)]:
        found |= {node.name: found[inherits(node, found)] for node in new}
    return found


def spoken_by(name: str, names: list[str], rest: ast.arg | None) -> dict[str, Speaker]:
    if "code" not in names:
        return {}
    at = names.index("code")
    if "details" in names:
        return {name: Speaker(at, names.index("details"))}
    if rest is not None and rest.arg == "details":
        return {name: Speaker(at, None)}
    if "label" in names:
        return {name: Speaker(at, frozenset({"label"}))}
    return {}


def parameters(node: ast.FunctionDef) -> list[str]:
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def annotated(node: ast.ClassDef) -> list[str]:
    return [
        each.target.id for each in node.body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    ]


def inherits(node: ast.ClassDef, found: Mapping[str, Speaker]) -> str:
    has_own = any(isinstance(inner, ast.FunctionDef) and inner.name == "__init__" for inner in node.body)
    bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
    return "" if has_own else next((base for base in bases if base in found), "")


# What they say


def read(house) -> Reading:
    """Every code that is said anywhere in the program."""
    reading, known = Reading(), speakers(house)
    for module in house.modules:
        for call, scopes in calls(module.tree, (module.tree,)):
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            if name in known:
                listen(reading, module.at(call), call, known[name], scopes)
    return reading


Scopes = tuple[ast.AST, ...]


def calls(node: ast.AST, scopes: Scopes) -> Iterator[tuple[ast.Call, Scopes]]:
    """Every call below a node, with the functions and the module around it, innermost first."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child, scopes
        yield from calls(child, (child, *scopes) if isinstance(child, ast.FunctionDef) else scopes)


def listen(reading: Reading, where: str, call: ast.Call, speaker: Speaker, scopes: Scopes) -> None:
    said = argument(call, speaker.code, "code")
    if said is None:
        return
    codes = follow(said, scopes)
    if codes is None:
        if not isinstance(speaker.details, frozenset):
            reading.lost.append(f"{where}: which code? {ast.unparse(said)}")
        return
    details = given(call, speaker, scopes)
    if details is None and codes:
        reading.lost.append(f"{where}: which details? {ast.unparse(call)}")
        return
    explains = not isinstance(speaker.details, frozenset)
    reading.said += [Saying(code, details or frozenset(), where, explains) for code in sorted(codes) if code]


def argument(call: ast.Call, at: int, name: str) -> ast.expr | None:
    if at < len(call.args):
        return call.args[at]
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def follow(node: ast.expr, scopes: Scopes, *, depth: int = 4) -> set[str] | None:
    """The codes that an expression can be: empty where it only hands one on, None where that cannot be read."""
    match node:
        case ast.Constant(value=str(code)):
            return {code}
        case ast.IfExp(body=first, orelse=second):
            return union(follow(first, scopes), follow(second, scopes))
        case (
            ast.Attribute(attr="code")
            | ast.Call(func=ast.Attribute(attr="text"), args=[ast.Constant(value="code"), *_])
        ):
            return set()
        case ast.Subscript(value=ast.Name(id=name)) | ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="get")):
            return follow_table(name, scopes)
        case ast.Name(id=name) if depth:
            return follow_name(name, scopes, depth - 1)
    return None


def union(first: set[str] | None, second: set[str] | None) -> set[str] | None:
    return None if first is None or second is None else first | second


def follow_name(name: str, scopes: Scopes, depth: int) -> set[str] | None:
    for scope in scopes:
        found = [follow(value, scopes, depth=depth) for value in assigned(scope, name)]
        if found:
            return None if None in found else set().union(*(codes for codes in found if codes is not None))
        if name == "code" and isinstance(scope, ast.FunctionDef) and "code" in parameters(scope):
            return set()
    return None


def follow_table(name: str, scopes: Scopes) -> set[str] | None:
    for value in (value for scope in scopes for value in assigned(scope, name)):
        tables = [node for node in ast.walk(value) if isinstance(node, ast.Dict)]
        if tables and all(isinstance(inner, ast.Constant) for inner in tables[0].values):
            return {str(inner.value) for inner in tables[0].values if isinstance(inner, ast.Constant)}
    return None


def assigned(scope: ast.AST, name: str) -> list[ast.expr]:
    """What a name is set to in a function or module, not in what is inside it."""
    values: list[ast.expr] = []
    for node in own_statements(scope):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                values += unpacked(target, node.value, name)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            values += unpacked(node.target, node.value, name)
        elif isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple | ast.List):
            for value in node.iter.elts:
                values += unpacked(node.target, value, name)
    return values


def unpacked(target: ast.expr, value: ast.expr, name: str) -> list[ast.expr]:
    if isinstance(target, ast.Name):
        return [value] if target.id == name else []
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return [each for one, two in zip(target.elts, value.elts, strict=False) for each in unpacked(one, two, name)]
    return []


def own_statements(scope: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, ast.FunctionDef | ast.ClassDef):
            yield child
            yield from own_statements(child)


def given(call: ast.Call, speaker: Speaker, scopes: Scopes) -> frozenset[str] | None:
    """The names of the details in a call; None where they cannot be read."""
    if isinstance(speaker.details, frozenset):
        return speaker.details
    if speaker.details is None:
        names = [keyword.arg for keyword in call.keywords]
        return None if None in names else frozenset(name for name in names if name is not None)
    node = argument(call, speaker.details, "details")
    return frozenset() if node is None else keys(node, scopes)


def keys(node: ast.expr, scopes: Scopes) -> frozenset[str] | None:
    match node:
        case ast.Dict(keys=names) if all(isinstance(name, ast.Constant) for name in names):
            return frozenset(str(name.value) for name in names if isinstance(name, ast.Constant))
        case ast.Name(id=name):
            found = [keys(value, scopes) for scope in scopes for value in assigned(scope, name)]
            return found[0] if len(found) == 1 else None
    return None


# What is written


def rows(house) -> tuple[dict[str, dict[str, str]], list[str]]:
    """All sentences by code, and the codes that stand in two files."""
    table: dict[str, dict[str, str]] = {}
    twice = []
    for path in sorted((house.root / "resources" / "words").glob("*.toml")):
        for code, row in tomllib.loads(path.read_text(encoding="utf-8")).items():
            twice += [f"{path.name}: {code}"] if code in table else []
            table[code] = row
    table.pop(LABELS, None)
    return table, twice


def faults_of_row(code: str, row: Mapping[str, str], details: frozenset[str]) -> Iterator[str]:
    if not CODE.fullmatch(code):
        yield f"{code}: a code is small letters and hyphens"
    for extra in sorted(set(row) - PARTS):
        yield f"{code}: a row has no {extra}"
    if not row.get("what"):
        yield f"{code}: says nothing"
    for part in sorted(PARTS & set(row)):
        for _, name, form, conversion in string.Formatter().parse(row[part]):
            if name is not None and name not in details:
                yield f"{code}: {part} has {{{name}}}, which is not among its details"
            if name is not None and (form not in FORMS or conversion):
                yield f"{code}: {part} has {{{name}}} in an unknown form"


def faults(house, more: Mapping[str, frozenset[str]]) -> list[str]:
    """All that is wrong between what is said and what is written; `more` are codes made from names of the model."""
    reading = read(house)
    table, twice = rows(house)
    details = {**reading.details(), **more}
    found = [*reading.lost, *(f"{each} has two rows" for each in twice)]
    for saying in reading.said:
        if saying.code not in table:
            found.append(f"{saying.where}: {saying.code} has no row")
        elif saying.explains and not table[saying.code].get("fix"):
            found.append(f"{saying.where}: {saying.code} does not say what to do")
    for code, row in table.items():
        if code in details:
            found += faults_of_row(code, row, details[code])
        else:
            found.append(f"{code}: nobody says this")
    return found


OF_GATES = {f"gate-{name.replace('_', '-')}": frozenset({"label"}) for name in GATES}
"""`workflow` names the line of a gate that is met after the gate."""


def test_every_code_has_its_sentence_and_every_sentence_its_code(house) -> None:
    assert faults(house, OF_GATES) == []


def test_every_gate_has_the_line_that_says_it_is_met(house) -> None:
    assert set(OF_GATES) <= set(rows(house)[0])


GOOD = {
    "clerk_app/errors.py": (
        "@dataclass\nclass Refusal:\n    code: str\n    details: dict = {}\n    basis: str = ''\n"
        "class ClerkError(Exception):\n    def __init__(self, code, /, **details): ...\n"
        "class UsageError(ClerkError): ...\n"
        "class RefusedError(ClerkError):\n    def __init__(self, refusals): ...\n"
    ),
    "clerk_app/store/__init__.py": "raise UsageError('store-full', size=1, free=2)",
    "clerk_app/workflow/__init__.py": (
        "LATE = {1: 'too-late', 2: 'too-early'}\n"
        "@dataclass\nclass Finding:\n    code: str\n    label: str\n"
        "def refuse(self, gate, code, **details):\n    return Refusal(code, details)\n"
        "def one(self, bad, step):\n"
        "    figures = {'need': 1}\n"
        "    code = 'vote-missing' if bad else 'vote-short'\n"
        "    yield Refusal(code, figures)\n"
        "    yield Refusal(LATE[bad])\n"
        "    yield self.refuse(None, 'sum-differs', stated=1)\n"
        "    yield Finding('signed', 'x')\n"
        "    yield Refusal(error.code, dict(error.details))\n"
        "def two():\n"
        "    for code, wrong in (('a-one', 1), ('a-two', 2)):\n        yield Refusal(code)\n"
    ),
    "resources/words/all.toml": "".join(
        f"[{code}]\nwhat = 'x{part}'\nfix = 'y'\n"
        for code, part in (
            ("store-full", "{size} {free:money}"),
            ("vote-missing", "{need}"),
            ("vote-short", ""),
            ("too-late", ""),
            ("too-early", ""),
            ("sum-differs", "{stated:label}"),
            ("a-one", ""),
            ("a-two", ""),
        )
    )
    + "[signed]\nwhat = '{label}'\n[labels]\nvillage = '村'\n",
}


def test_a_house_where_all_is_said_is_let_through(plant) -> None:
    assert faults(plant(GOOD), {}) == []


SAYS = "clerk_app/store/__init__.py"
WORDS = "resources/words/more.toml"


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        (SAYS, "raise UsageError('store-new')", "store-new has no row"),
        (SAYS, "raise UsageError(code='store-new')", "store-new has no row"),
        (
            SAYS,
            "def f():\n    return Refusal('a-new' if x else 'store-full', {'size': 1, 'free': 1})",
            "a-new has no row",
        ),
        (SAYS, "class OwnError(UsageError): ...\nraise OwnError('own-code')", "own-code has no row"),
        (SAYS, "raise UsageError('store-full', size=1)", "{free}, which is not among its details"),
        (SAYS, "raise UsageError(f'store-{name}')", "which code?"),
        (SAYS, "raise UsageError(made_up(name))", "which code?"),
        (SAYS, "raise UsageError('store-full', **figures)", "which details?"),
        (SAYS, "def f(d):\n    return Refusal('store-full', d)", "which details?"),
        (SAYS, "raise UsageError('signed', label=1)", "signed does not say what to do"),
        (SAYS, "", "store-full: nobody says this"),
        (WORDS, "[nobody-says]\nwhat = 'x'\n", "nobody-says: nobody says this"),
        (WORDS, "[store-full]\nwhat = 'x'\n", "store-full has two rows"),
        ("resources/words/all.toml", "[signed]\nwhat = 'x'\nhint = 'y'\n", "signed: a row has no hint"),
        ("resources/words/all.toml", "[signed]\nfix = 'x'\n", "signed: says nothing"),
        ("resources/words/all.toml", "[signed]\nwhat = '{label:yuan}'\n", "unknown form"),
        ("resources/words/all.toml", "[signed]\nwhat = '{label!r}'\n", "unknown form"),
    ],
)
def test_a_fault_between_codes_and_sentences_is_named(plant, path: str, text: str, said: str) -> None:
    assert said in "\n".join(faults(plant({**GOOD, path: text}), {}))
