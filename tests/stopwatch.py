"""How long the program itself takes, for tests that hold it to a limit."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def own_seconds() -> Iterator[list[float]]:
    """Yields a list that holds the processor seconds of this process once the block has ended.

    What counts the lines for coverage would take two or three times as long, and other programs on the machine
    would count by the clock; neither is ours to answer for. Lines that run only here count as never run.
    """
    spent: list[float] = []
    counter = sys.gettrace()
    sys.settrace(None)
    begun = time.process_time()
    try:
        yield spent
    finally:
        spent.append(time.process_time() - begun)
        sys.settrace(counter)


def quickest(work: Callable[[], Any], limit: float, tries: int = 3) -> tuple[float, Any]:
    """The least processor seconds of up to so many tries, and what came of the work; one within the limit is enough.

    A processor that is shared with others runs at half its speed for a while, by its own seconds too; work that is too
    slow by itself is so each time.
    """
    least, result = float("inf"), None
    for _ in range(tries):
        with own_seconds() as spent:
            result = work()
        least = min(least, *spent)
        if least < limit:
            break
    return least, result
