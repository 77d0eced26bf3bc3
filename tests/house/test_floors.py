"""The floors: imports go down, rooms of one floor have walls, a room is entered by its door.

The source is read, not run, so imports inside functions and under `TYPE_CHECKING` count like all others. There is one
table and no list of exceptions.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

import pytest


@dataclass(frozen=True)
class Room:
    """What a room may import: rooms of ours, libraries of others. Its door is where other rooms come in."""

    may: frozenset[str] = frozenset()
    libraries: frozenset[str] = frozenset()
    door: str = ""


def _room(*may: str, libraries: tuple[str, ...] = (), door: str = "") -> Room:
    return Room(frozenset(may), frozenset(libraries), door)


GROUND = ("errors", "model")
TOOLS = (*GROUND, "canon", "chain", "codes", "crypto", "days", "meter", "places", "settings")
FLOOR_2 = ("bundle", "catalogue", "county", "ledger", "photos", "report", "store", "workflow")
FACES = ("desk", *GROUND)

ROOMS = {
    # 0
    "errors": _room(),
    "model": _room("errors"),
    # 1; the chain is built from the two beside it
    "canon": _room(*GROUND, libraries=("rfc8785",)),
    "codes": _room(*GROUND),
    "crypto": _room(*GROUND, "canon", libraries=("cryptography", "nacl")),
    "days": _room(*GROUND),
    "meter": _room("errors"),
    "places": _room(*GROUND),
    "settings": _room(*GROUND),
    "chain": _room(*GROUND, "canon", "crypto"),
    # 2
    "bundle": _room(*TOOLS),
    "catalogue": _room(*TOOLS, libraries=("openpyxl", "python_calamine")),
    "county": _room(*TOOLS, libraries=("psycopg",)),
    "ledger": _room(*TOOLS),
    "photos": _room(*TOOLS, libraries=("PIL",)),
    "report": _room(*TOOLS, libraries=("pypdfium2", "reportlab", "segno")),
    "store": _room(*TOOLS, libraries=("pypinyin", "sqlcipher3", "sqlite_utils")),
    "workflow": _room(*TOOLS),
    # 3
    "desk": _room(*TOOLS, *FLOOR_2),
    # 4; strangers to each other
    "cli": _room(*FACES, libraries=("click",)),
    "ui": _room(*FACES, libraries=("PySide6", "shiboken6"), door="ui.app"),
    # 5; the one entrance, which chooses a face
    "__main__": _room("cli", "ui"),
}

STANDARD = sys.stdlib_module_names | {"_typeshed"}
"""The standard library, and the names that its types have for the type checker."""

FORBIDDEN = {
    "_pickle": "it runs what it reads",
    "asyncio": "there is one worker thread and no network",
    "ctypes": "no foreign calls",
    "dbm": "the store is the only database",
    "ftplib": "no network",
    "http": "no network",
    "imaplib": "no network",
    "importlib": "imports are written where a reader and this test can see them",
    "marshal": "it runs what it reads",
    "multiprocessing": "it pickles, and a frozen program starts itself again",
    "pickle": "it runs what it reads",
    "poplib": "no network",
    "random": "keys and ids come from `secrets`",
    "runpy": "nothing that was read is run",
    "select": "no network",
    "shelve": "it runs what it reads",
    "smtplib": "no network",
    "socket": "no network",
    "socketserver": "no network",
    "sqlite3": "sqlcipher3's errors are not this module's: the store has the driver",
    "ssl": "no network",
    "subprocess": "no other program is run",
    "tarfile": "the bundle has one exact form, and its reader parses no archive",
    "urllib": "no network",
    "webbrowser": "no network",
    "xml": "no XML parser reads what strangers send",
    "xmlrpc": "no network",
    "zipfile": "the bundle has one exact form, and its reader parses no archive",
    "PySide6.QtNetwork": "no network",
    "PySide6.QtWebEngineCore": "no browser",
    "PySide6.QtWebEngineWidgets": "no browser",
}

CHANCE = {"secrets": frozenset({"crypto", "desk"}), "uuid": frozenset({"desk"})}
"""Random numbers come in as arguments everywhere else."""

SHAPELESS = frozenset({"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"})


def room_of(name: str) -> str:
    """The room of one of our modules: ``clerk_app.store.journal`` is in "store"; "" is `clerk_app` itself."""
    first, *rest = name.split(".")
    return first if first != "clerk_app" else (rest[0] if rest else "")


def imports_of(house, module) -> Iterator[tuple[ast.stmt, str, bool]]:
    """Every import of a module: where, what (down to the module that is meant), and whether it was relative."""
    package = module.name.split(".") if module.is_package else module.name.split(".")[:-1]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name, False
        elif isinstance(node, ast.ImportFrom):
            stem = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*stem, *([node.module] if node.module else [])])
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                is_module = whole in house.names or base in ("clerk_app", "PySide6")
                yield node, (whole if is_module and alias.name != "__version__" else base), node.level > 0


def breaches(house) -> list[str]:
    """Every import that the table does not allow, in words."""
    found = []
    for module in house.modules:
        room = room_of(module.name)
        if room and room not in ROOMS:
            found.append(f"{module.path}: no room is called {room}")
            continue
        found += [f"{module.path}: {part} says nothing about what is in it" for part in shapeless(module)]
        for node, target, relative in imports_of(house, module):
            found += [f"{module.at(node)}: {fault}" for fault in faults(room, target, relative)]
        found += [f"{module.at(node)}: {fault}" for node, fault in hidden_imports(module)]
    return found


def shapeless(module) -> list[str]:
    return [part for part in module.name.split(".") if part in SHAPELESS]


def faults(room: str, target: str, relative: bool) -> Iterator[str]:
    """What is wrong with importing `target` in `room`."""
    first = target.partition(".")[0]
    if first in ("clerk_app", "ui"):
        yield from our_faults(room, target, relative)
        return
    for name, reason in FORBIDDEN.items():
        if target == name or target.startswith(f"{name}."):
            yield f"{name} is used nowhere: {reason}"
    if first in CHANCE and room not in CHANCE[first]:
        yield f"{first} is for {', '.join(sorted(CHANCE[first]))}: chance comes in as an argument"
    if first not in STANDARD and (room not in ROOMS or first not in ROOMS[room].libraries):
        owner = next((name for name, known in ROOMS.items() if first in known.libraries), "no room")
        yield f"{first} belongs to {owner}"


def our_faults(room: str, target: str, relative: bool) -> Iterator[str]:
    other = room_of(target)
    if other == room:
        if not relative and target != "clerk_app":
            yield f"{target} is in the same room: import it relatively"
        return
    if relative:
        yield f"{target} is in another room: name it in full"
    if other == "":
        return
    if room not in ROOMS or other not in ROOMS[room].may:
        yield f"{room or 'clerk_app'} may not import {other}"
    door = (ROOMS[other].door if other in ROOMS else "") or f"clerk_app.{other}"
    if target != door:
        yield f"{target} lies behind the door {door}"


HIDING = frozenset({"__import__", "compile", "eval", "exec"})
RUNNING = frozenset({"popen", "startfile", "system"})


def hidden_imports(module) -> Iterator[tuple[ast.AST, str]]:
    """What this test could not follow: star imports, code made from text, other programs."""
    for node in ast.walk(module.tree):
        match node:
            case ast.ImportFrom(names=[ast.alias(name="*")]):
                yield node, "names are imported one by one"
            case ast.Call(func=ast.Name(id=name)) if name in HIDING:
                yield node, f"{name} runs what this test cannot read"
            case ast.Attribute(value=ast.Name(id="os"), attr=name) if name in RUNNING or name[:4] in ("exec", "spaw"):
                yield node, f"os.{name} runs another program"


def test_every_import_goes_down_and_through_a_door(house) -> None:
    assert breaches(house) == []


def test_every_module_is_in_a_room_of_the_table(house) -> None:
    assert {room_of(name) for name in house.names} - {""} <= set(ROOMS)


def test_the_table_itself_has_no_way_up_and_no_circle() -> None:
    settled: set[str] = set()
    left = dict(ROOMS)
    while left:
        bottom = [name for name, room in left.items() if room.may <= settled | (room.may - set(ROOMS))]
        assert bottom, f"a circle among {sorted(left)}"
        settled |= set(bottom)
        for name in bottom:
            del left[name]


def test_no_two_rooms_of_floor_two_know_each_other() -> None:
    assert all(not ROOMS[room].may & set(FLOOR_2) for room in FLOOR_2)


def test_each_library_has_one_room() -> None:
    owners = [library for room in ROOMS.values() for library in room.libraries]
    assert sorted(owners) == sorted(set(owners))


def test_the_libraries_are_those_that_the_project_declares(house) -> None:
    with open(house.root / "pyproject.toml", "rb") as file:
        declared = tomllib.load(file)["project"]["dependencies"]
    names = {_plain(re.split(r"[\[=>]", line)[0]) for line in declared}
    owners = metadata.packages_distributions()
    used = {_plain(name) for room in ROOMS.values() for library in room.libraries for name in owners[library]}
    assert used - {"shiboken6"} == names


def _plain(distribution: str) -> str:
    return distribution.strip().lower().replace("_", "-")


DOORS = {
    "clerk_app/__init__.py": "",
    "clerk_app/errors.py": "",
    "clerk_app/canon.py": "",
    "clerk_app/model/__init__.py": "from .entry import Entry",
    "clerk_app/model/entry.py": "",
    "clerk_app/workflow/__init__.py": "",
    "clerk_app/workflow/flow.py": "",
    "clerk_app/store/__init__.py": "from .journal import Journal",
    "clerk_app/store/journal.py": "from clerk_app.errors import ClerkError\nfrom clerk_app import canon",
    "clerk_app/desk/__init__.py": "from clerk_app.store import Journal\nfrom clerk_app import canon, workflow",
    "clerk_app/cli/__init__.py": "import click\nfrom clerk_app import __version__, desk",
    "clerk_app/__main__.py": "def main():\n    from ui.app import main\n    from clerk_app.cli import main",
    "ui/__init__.py": "",
    "ui/app.py": "from PySide6.QtWidgets import QWidget\nfrom clerk_app import desk\nfrom .pages import today",
    "ui/pages/__init__.py": "",
    "ui/pages/today.py": "from ..app import main",
}


def test_a_house_without_faults_is_let_through(plant) -> None:
    assert breaches(plant(DOORS)) == []


@pytest.mark.parametrize(
    ("path", "source", "said"),
    [
        ("clerk_app/model/entry.py", "from clerk_app import canon", "model may not import canon"),
        ("clerk_app/canon.py", "import clerk_app.desk", "canon may not import desk"),
        ("clerk_app/store/journal.py", "from clerk_app import workflow", "store may not import workflow"),
        ("clerk_app/store/journal.py", "def f():\n    from clerk_app import desk", "store may not import desk"),
        (
            "clerk_app/store/journal.py",
            "import typing\nif typing.TYPE_CHECKING:\n    from clerk_app import desk",
            "desk",
        ),
        ("clerk_app/store/journal.py", "from .. import desk", "store may not import desk"),
        ("clerk_app/store/journal.py", "from ..workflow import flow", "store may not import workflow"),
        ("clerk_app/store/journal.py", "from ..errors import ClerkError", "name it in full"),
        ("clerk_app/store/journal.py", "from clerk_app.store import Journal", "import it relatively"),
        ("clerk_app/desk/__init__.py", "from clerk_app.store.journal import Journal", "behind the door"),
        ("clerk_app/desk/__init__.py", "from clerk_app.store import journal", "behind the door"),
        ("clerk_app/desk/__init__.py", "import clerk_app.store.journal", "behind the door"),
        ("clerk_app/cli/__init__.py", "import ui.app", "cli may not import ui"),
        ("clerk_app/cli/__init__.py", "from clerk_app import store", "cli may not import store"),
        ("clerk_app/desk/__init__.py", "from clerk_app.cli import main", "desk may not import cli"),
        ("ui/app.py", "from clerk_app import canon", "ui may not import canon"),
        ("ui/app.py", "from clerk_app.desk.views import Today", "behind the door"),
        ("clerk_app/__main__.py", "from ui.pages import today", "behind the door ui.app"),
        ("clerk_app/__main__.py", "from clerk_app import desk", "__main__ may not import desk"),
        ("clerk_app/__init__.py", "from clerk_app import store", "clerk_app may not import store"),
        ("clerk_app/store/journal.py", "import click", "click belongs to cli"),
        ("clerk_app/desk/__init__.py", "import sqlcipher3.dbapi2", "sqlcipher3 belongs to store"),
        ("clerk_app/desk/__init__.py", "def f():\n    from PySide6 import QtCore", "PySide6 belongs to ui"),
        ("clerk_app/desk/__init__.py", "import requests", "requests belongs to no room"),
        ("clerk_app/desk/__init__.py", "import pickle", "pickle is used nowhere"),
        ("clerk_app/store/journal.py", "from zipfile import ZipFile", "zipfile is used nowhere"),
        ("clerk_app/store/journal.py", "import urllib.request", "urllib is used nowhere"),
        ("clerk_app/store/journal.py", "from http.client import HTTPConnection", "http is used nowhere"),
        ("clerk_app/store/journal.py", "import subprocess", "subprocess is used nowhere"),
        ("clerk_app/store/journal.py", "import importlib", "importlib is used nowhere"),
        ("ui/app.py", "from PySide6 import QtNetwork", "PySide6.QtNetwork is used nowhere"),
        ("ui/app.py", "from PySide6.QtNetwork import QTcpSocket", "PySide6.QtNetwork is used nowhere"),
        ("clerk_app/store/journal.py", "import secrets", "chance comes in as an argument"),
        ("clerk_app/store/journal.py", "from clerk_app.errors import *", "one by one"),
        ("clerk_app/store/journal.py", "desk = __import__('clerk_app.desk')", "__import__"),
        ("clerk_app/store/journal.py", "eval('1')", "eval"),
        ("clerk_app/store/journal.py", "import os\nos.system('x')", "os.system"),
        ("clerk_app/tidying.py", "", "no room is called tidying"),
        ("clerk_app/store/utils.py", "", "says nothing about what is in it"),
    ],
)
def test_a_breach_is_named(plant, path: str, source: str, said: str) -> None:
    assert said in "\n".join(breaches(plant({**DOORS, path: source})))
