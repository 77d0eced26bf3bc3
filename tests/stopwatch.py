"""How long the program itself takes, for tests that hold it to a limit."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


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
