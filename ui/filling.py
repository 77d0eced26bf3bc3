"""A box is filled in, and again where what it asks for is refused: nothing that was typed is lost with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clerk_app.desk import explain
from clerk_app.errors import ClerkError

from .dialogs import Box, LineBox
from .front import Front
from .jobs import Done


def fill(front: Front, box: Box, call: Callable[[], Callable[[], Any]], done: Done) -> None:
    """Let a box be filled in, and ask the desk for what it says; a refusal is told in the box itself.

    `call` reads the box that was accepted, and makes the job.
    """
    if not box.exec() or front.at is None:
        return

    def refused(error: ClerkError) -> None:
        box.refused(explain(error))
        fill(front, box, call, done)

    front.ask(call(), done, refused)


def fill_and_show(front: Front, box: Box, call: Callable[[], Callable[[], Any]]) -> None:
    """The same of what changes the page in front, and perhaps the people."""
    fill(front, box, call, lambda _done: front.changed())


def with_text(front: Front, label: str, call: Callable[[str], Callable[[], Any]], done: Callable[[], object]) -> None:
    """Ask for a line of text, and do something with it."""
    box = LineBox(front.shell, label, [label])
    fill(front, box, lambda: call(box.answers()[0]), lambda _done: done())
