"""The course of a matter outside its steps: history, going back, resting, given up, sub-matters, a newer checklist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from clerk_app.desk import MatterView, TypeRow

from .. import actions, dialogs, form_actions
from ..filling import fill, with_text
from ..front import Front
from ..history import HistoryBox, ReturnBox
from ..language import _
from ..new_matter import NewMatterBox
from ..pages.matter import MatterPage


class Course:
    """Does what was chosen in the page's menu."""

    def __init__(self, front: Front, page: MatterPage, opened: Callable[[str], object]) -> None:
        self._front, self._page, self._opened = front, page, opened
        self._turns: dict[str, Callable[[MatterView], object]] = {
            "history": self._history,
            "back": self._back,
            "suspend": lambda view: self._with_reason(view, _("为什么暂停"), form_actions.suspend),
            "resume": lambda view: self._with_reason(view, _("为什么恢复办理"), form_actions.resume),
            "withdraw": self._withdraw,
            "submatter": self._submatter,
            "migrate": self._migrate,
        }
        page.turned_to.connect(lambda name, view: self._turns[name](view))

    def _history(self, view: MatterView) -> None:
        HistoryBox(self._front.shell, view).exec()

    def _with_reason(self, view: MatterView, label: str, call: Callable[..., actions.Call]) -> None:
        front, matter = self._front, view.row.id
        with_text(front, label, lambda reason: call(front.desk, matter, reason), self._page.refresh)

    def _withdraw(self, view: MatterView) -> None:
        sure = _("撤回以后这件事不能再办，记录都留着。确实要撤回吗？")
        if dialogs.confirm(self._front.shell, _("撤回事项"), sure, _("要撤回")):
            self._with_reason(view, _("为什么撤回"), form_actions.withdraw)

    def _back(self, view: MatterView) -> None:
        front, matter = self._front, view.row.id
        done = [step for step in view.flow if step.state == "done"]

        def undone(step: str, show: Callable[[Sequence[str]], object]) -> None:
            front.ask(form_actions.undone_by(front.desk, matter, step), show)

        box = ReturnBox(front.shell, done, undone)
        at = front.desk
        fill(
            front,
            box,
            lambda: form_actions.send_back(at, matter, *box.answer()),
            lambda _done: self._page.open(matter, box.answer()[0]),
        )

    def _submatter(self, view: MatterView) -> None:
        self._front.ask(self._front.desk.types, lambda types: self._ask_submatter(view, types))

    def _ask_submatter(self, view: MatterView, types: Sequence[TypeRow]) -> None:
        box, at = NewMatterBox(self._front.shell, types), self._front.desk
        fill(self._front, box, lambda: actions.begin(at, *box.answer(), view.row.id), self._opened)

    def _migrate(self, view: MatterView) -> None:
        front, matter = self._front, view.row.id
        path, _filter = QFileDialog.getOpenFileName(front.shell, _("选择签了字的说明（照片或扫描件）"))
        if path:
            with_text(
                front,
                _("为什么改按新清单办理"),
                lambda reason: form_actions.migrate(front.desk, matter, reason, Path(path)),
                self._page.refresh,
            )
