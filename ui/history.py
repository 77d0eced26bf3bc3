"""The boxes of a matter's course: what was written about it and how far it got, and to which step it goes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from clerk_app.desk import HistoryRow, MatterView, StepRow, label

from .dialogs import Box
from .language import _
from .theme import beside, px
from .widgets.eliding import ElidedLabel
from .widgets.parts import sentence_lines
from .widgets.plain import Badge, PlainLabel, boxed, column, row, scrolled

_KINDS = {"new": "idle", "carried": "info", "accepted": "good", "refused": "wrong", "held": "warn"}


class HistoryBox(Box):
    """Every entry of a matter, the newest first: what, when, by whom, and what the township said of it."""

    def __init__(self, parent: QWidget | None, view: MatterView) -> None:
        super().__init__(parent, _("办理历史"))
        self.setMinimumSize(px(680), beside(440))
        lines = column(*(self._line(entry) for entry in reversed(view.history)), None, spacing=8)
        counts = [(state, sum(entry.state == state for entry in view.history)) for state in _KINDS]
        told = _("，").join(f"{label(f'report.{state}')} {count}" for state, count in counts if count)
        self.body.addWidget(PlainLabel(view.row.title, "heading", wrap=True))
        self.body.addWidget(PlainLabel(told, "faint"))
        self.body.addWidget(scrolled(boxed(lines)), 1)
        self.add_buttons(_("关闭"), cancel=False)

    def _line(self, entry: HistoryRow) -> QWidget:
        what = f"{entry.what} · {entry.step_name}" if entry.step_name else entry.what
        badge = Badge(label(f"report.{entry.state}"), _KINDS[entry.state])
        told = PlainLabel(what, "strong", wrap=True)
        who = ElidedLabel(entry.who, "faint")
        head = row(PlainLabel(entry.on, "faint"), told, who, badge)
        head.setStretch(1, 3)
        head.setStretch(2, 1)
        more = [PlainLabel(entry.reason, "faint", wrap=True)] if entry.reason else []
        why = sentence_lines(entry.why)
        return boxed(column(head, *more, *why, spacing=2))


class ReturnBox(Box):
    """To which step the matter goes back, and why; what would have to be done again is shown before it is."""

    def __init__(
        self,
        parent: QWidget | None,
        steps: Sequence[StepRow],
        undone: Callable[[str, Callable[[Sequence[str]], object]], object],
    ) -> None:
        super().__init__(parent, _("退回到前面的一步"))
        self._undone = undone
        self._steps = QComboBox()
        self._steps.setAccessibleName(_("退回到哪一步"))
        self._steps.setObjectName("back-to")
        for step in steps:
            self._steps.addItem(step.name, step.id)
        self._told = PlainLabel("", "wrong", wrap=True)
        self._reason = QLineEdit()
        self._reason.setAccessibleName(_("原因"))
        self._reason.setObjectName("reason")
        self.body.addWidget(PlainLabel(_("退回到哪一步"), "faint"))
        self.body.addWidget(self._steps)
        self.body.addWidget(self._told)
        self.body.addWidget(PlainLabel(_("原因"), "faint"))
        self.body.addWidget(self._reason)
        self.body.addWidget(PlainLabel(_("原来的记录都留着，只是要重新办。"), "faint", wrap=True))
        self.add_buttons(_("退回这一步"))
        self._steps.currentIndexChanged.connect(lambda _place: self._ask())
        self._steps.setCurrentIndex(self._steps.count() - 1)
        self._ask()

    def _ask(self) -> None:
        self._undone(str(self._steps.currentData()), self._show)

    def _show(self, names: Sequence[str]) -> None:
        self._told.setText(_("这些要重新办：{names}").format(names=_("、").join(names)))

    def answer(self) -> tuple[str, str]:
        """The step and the reason."""
        return str(self._steps.currentData()), self._reason.text().strip()
