"""The right of a matter: what is still missing, the button that completes the step, and the articles behind it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clerk_app.desk import StepView

from ..language import _
from .parts import CheckList
from .plain import Button, Card, PlainLabel, column, scrolled


class MissingColumn(QWidget):
    """`wanted` tells the place to which a click on what is missing leads."""

    wanted = Signal(str)
    finished = Signal()
    failing = Signal()
    correcting = Signal()
    leaving = Signal()
    """The correction is called off."""

    def __init__(self) -> None:
        super().__init__()
        missing = Card(_("还差什么"))
        self.done = PlainLabel(_("这一步已经办完。"), "good", wrap=True)
        self.done.hide()
        missing.add(self.done)
        self._checks = CheckList()
        self._checks.wanted.connect(self.wanted)
        missing.add(scrolled(self._checks), 1)
        self.finish = Button(
            _("完成本步"), self._finish, look="primary", told="Ctrl+Return", name="complete", narrow=True
        )
        missing.add(self.finish)
        self._hint = PlainLabel(_("满足以上各条后可用"), "faint", wrap=True)
        missing.add(self._hint)
        self._mend = Button(_("更正这一步"), self.correcting.emit, name="correct")
        missing.add(self._mend)
        self._leave = Button(_("取消更正"), self.leaving.emit, name="leave-correction")
        missing.add(self._leave)
        self._basis_card = Card(_("本步依据"))
        self._basis = PlainLabel("", "", wrap=True)
        self._basis_card.add(self._basis)
        lines = column(missing, self._basis_card, spacing=16)
        lines.setStretch(0, 1)
        self.setLayout(lines)
        self._has_basis = self._narrow = self._fails = False
        self._places: list[str] = []

    def _finish(self) -> None:
        (self.failing if self._fails else self.finished).emit()

    @property
    def can_finish(self) -> bool:
        """Whether the button that ends the step is there and can be pressed."""
        return self.finish.isEnabled() and not self.finish.isHidden()

    def press(self) -> None:
        """End the step, or go to what is missing first."""
        if self.can_finish:
            self.finish.click()
        else:
            self.go_on()

    def go_on(self, *, past_form: bool = False) -> bool:
        """To what is missing first, `past_form` to what is no field, or to the end of the step; false for neither."""
        missing = [place for place in self._places if not (past_form and place.startswith("field-"))]
        if missing or self.can_finish:
            self.wanted.emit(missing[0] if missing else "complete")
        return bool(missing) or self.can_finish

    def narrow(self, narrow: bool) -> None:
        """Where there is little room the articles stand in the step's own card."""
        self._narrow = narrow
        self._basis_card.setVisible(self._has_basis and not narrow)

    def show_step(self, view: StepView, *, can: bool) -> None:
        """What the step asks for; `can` says that it can be done or is being corrected."""
        self._checks.show_checks(view.checks)
        self._places = [check.place for check in view.checks if not check.met and check.place]
        over, corrects = not view.checks, view.corrects
        self.done.setVisible(over)
        self._mend.setVisible(over and view.state == "done")
        self._leave.setVisible(corrects)
        self.finish.setVisible(not over)
        self._fails = view.negative and can and not corrects
        self.finish.setText(_("确认更正") if corrects else _("如实记录未通过") if self._fails else _("完成本步"))
        self.finish.setEnabled((view.ready or self._fails) and can)
        hint = _("按 Ctrl+Enter 也可以") if self.finish.isEnabled() else _("满足以上各条后可用")
        self._hint.setText(_("改好内容，请原来签字的人重新签字，再确认更正。") if corrects else hint)
        self._hint.setVisible(not over)
        self._basis.setText(view.basis)
        self._has_basis = bool(view.basis)
        self._basis_card.setVisible(self._has_basis and not self._narrow)
