"""Spot checks: drawn, drawn once more to compare, and noted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from clerk_app.desk import LotRow, Redrawn, TypeRow

from ..actions import Call
from ..draw_box import DrawBox
from ..filling import fill
from ..front import Front
from ..language import _
from ..pages.spot_checks import SpotChecksPage
from .letters import Writing
from .villages import Villages


class Checking:
    """What the page of spot checks wishes for."""

    def __init__(self, front: Front, page: SpotChecksPage, writing: Writing, villages: Villages) -> None:
        self._front, self._page, self._writing = front, page, writing
        page.draw_wanted.connect(lambda: front.ask(front.desk.types, self._draw))
        page.redo_wanted.connect(self._redo)
        page.find_wanted.connect(self._find)
        page.answer_wanted.connect(writing.answer)
        page.matter_wanted.connect(villages.open)

    def _draw(self, types: Sequence[TypeRow]) -> None:
        box, checks = DrawBox(self._front.shell, types), self._front.desk.inspections

        def draw() -> Call:
            wanted = box.answer()
            return lambda: checks.draw(wanted.count, unit=wanted.unit, seed=wanted.seed, type_id=wanted.type)

        fill(self._front, box, draw, lambda _id: self._page.refresh())

    def _redo(self, draw: str) -> None:
        def told(again: Redrawn) -> None:
            sound = _("再抽一遍，{of} 个里抽到的和记录一样。").format(of=again.of)
            differs = _("再抽一遍，结果和记录不一样。请把这次抽查告诉县里核查。")
            self._front.inform(_("核对抽查"), sound if again.sound else differs)

        self._front.ask(lambda: self._front.desk.inspections.redo(draw), told)

    def _find(self, draw: str, lot: LotRow) -> None:
        find = partial(self._front.desk.inspections.find, draw, lot.code)
        self._writing.fill(lot.name, "", lambda text, due: lambda: find(text, matter=lot.matter, due=due), order=False)
