"""What another PC of an office wrote: looked at, carried over, or this PC is said to be the copy."""

from __future__ import annotations

from clerk_app.desk import BranchRow, CarriedOver, EpochQuestion

from .. import actions
from ..carry_box import CarryBox, Differing
from ..epoch_box import EpochBox
from ..front import Front
from ..language import _


class Lines:
    """What the pages that list lines wish for."""

    def __init__(self, front: Front) -> None:
        self._front = front

    def look(self, known: BranchRow, code: str = "") -> None:
        """Show what a line wrote; a village may carry it over from there."""
        at, front = self._front.desk, self._front
        front.ask(actions.differing(at, known.id, code), lambda seen: self._ask(known, seen))

    def _ask(self, known: BranchRow, seen: Differing) -> None:
        at = self._front.at
        if CarryBox(self._front.shell, seen).exec() and at is not None:
            self._front.ask(lambda: at.branches.carry_over(known.id), self._carried)

    def _carried(self, done: CarriedOver) -> None:
        self._front.changed()
        told = _("已续记 {n} 条。要人工看的 {m} 条留在“另一条线”里，随时可以再看。")
        self._front.inform(_("另一条线"), told.format(n=done.carried, m=len(done.left)))

    def leave(self, question: EpochQuestion) -> None:
        """This disk is a copy, and goes on alone: said by the clerk, never by the program."""
        if EpochBox(self._front.shell, question).exec() and self._front.at is not None:
            branches = self._front.at.branches
            self._front.ask(branches.leave, lambda _done: self._left())

    def _left(self) -> None:
        self._front.changed()
        told = _("本机换了新密钥。请从“今日待办”重新办一次“加入乡镇”，当面核对，上报一次，收到回执以后在这里续记。")
        self._front.inform(_("另一条线"), told)
