"""Sizes: nothing is so long that it cannot be taken in at once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from statistics import median

LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
MEDIAN_MODULE = 150
MEDIAN_FUNCTION = 10


def module_sizes(house) -> dict[str, int]:
    """Lines of each module."""
    return {module.path: module.source.count("\n") for module in house.modules}


def function_sizes(house) -> dict[str, int]:
    """Lines of each function from its `def` to its end."""
    return {
        f"{module.at(node)} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for module in house.modules
        for node in functions(module.tree)
    }


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def too_long(sizes: dict[str, int], limit: int) -> dict[str, int]:
    return {name: size for name, size in sizes.items() if size > limit}


def test_no_module_is_longer_than_a_few_screens(house) -> None:
    assert too_long(module_sizes(house), LONGEST_MODULE) == {}


def test_no_function_is_longer_than_a_screen(house) -> None:
    assert too_long(function_sizes(house), LONGEST_FUNCTION) == {}


def test_the_usual_module_and_function_are_short(house, record_testsuite_property) -> None:
    modules, functions_ = median(module_sizes(house).values()), median(function_sizes(house).values())
    record_testsuite_property("median lines of a module", modules)
    record_testsuite_property("median lines of a function", functions_)
    assert modules <= MEDIAN_MODULE
    assert functions_ <= MEDIAN_FUNCTION


def test_a_module_one_line_too_long_is_named(plant) -> None:
    house = plant({"ui/app.py": "x = 1\n" * LONGEST_MODULE, "ui/long.py": "x = 1\n" * (LONGEST_MODULE + 1)})
    assert too_long(module_sizes(house), LONGEST_MODULE) == {"ui/long.py": LONGEST_MODULE + 1}


def test_a_function_one_line_too_long_is_named(plant) -> None:
    fits = "def fits():\n" + "    x = 1\n" * (LONGEST_FUNCTION - 1)
    over = "class A:\n    def over(self):\n" + "        x = 1\n" * LONGEST_FUNCTION
    house = plant({"ui/app.py": fits + over})
    name = f"ui/app.py:{LONGEST_FUNCTION + 2} over"
    assert too_long(function_sizes(house), LONGEST_FUNCTION) == {name: LONGEST_FUNCTION + 1}
