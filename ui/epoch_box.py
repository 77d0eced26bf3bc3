"""The question at the door where a PC cannot go on as it is: what was found, and which of the cases it is."""

from __future__ import annotations

from PySide6.QtWidgets import QRadioButton, QWidget

from clerk_app.desk import Because, EpochQuestion

from .dialogs import Box
from .language import _
from .theme import px
from .widgets.plain import PlainLabel


class EpochBox(Box):
    """One question: each answer that may fit, in plain words, with what it leads to."""

    def __init__(self, parent: QWidget | None, question: EpochQuestion) -> None:
        super().__init__(parent, _("要从这里接着办吗"))
        self.body.addWidget(PlainLabel(_found(question), wrap=True))
        self.body.addWidget(PlainLabel(_("请选是哪一种情况。选哪一种都不会丢东西。"), "heading", wrap=True))
        self._choices = {because: self._choice(because) for because in question.answers}
        self.add_buttons(_("接着办"))
        self.accept_button.setEnabled(False)
        for button in self._choices.values():
            button.toggled.connect(lambda _on: self.accept_button.setEnabled(True))
        if len(self._choices) == 1:
            self._choices[question.answers[0]].setChecked(True)

    def _choice(self, because: Because) -> QRadioButton:
        name, told = _answers()[because]
        button = QRadioButton(name)
        button.setObjectName(because.value)
        button.setAccessibleDescription(told)
        self.body.addWidget(button)
        under = PlainLabel(told, "faint", wrap=True)
        under.setIndent(px(24))
        self.body.addWidget(under)
        return button

    def answer(self) -> Because:
        """The case that was chosen."""
        return next(because for because, button in self._choices.items() if button.isChecked())


def _found(question: EpochQuestion) -> str:
    """What was found, in a sentence."""
    found = {
        "no-device": _("这台电脑以前没有办过本单位的事。数据写到第 {seq} 条（{on}）。"),
        "older": _("这台电脑写到过第 {marked} 条，现在的数据只到第 {seq} 条（{on}）。"),
        "forked": _("乡镇另有一台电脑报来的记录，和本机第 {seq} 条以后的编号相同。"),
    }
    return found[question.found].format(seq=question.seq, marked=question.marked, on=question.on[:10])


def _answers() -> dict[Because, tuple[str, str]]:
    """Each answer: what it is, and what comes of it."""
    return {
        Because.RESTORED: (
            _("原来的不再用，这是恢复的备份"),
            _(
                "程序从这里另起一段记录。“加入乡镇”要重新办一次：写登记申请，带到乡镇当面核对，再上报一次。"
                "备份以后写的，乡镇会发回来。"
            ),
        ),
        Because.SECOND: (
            _("这是第二台电脑，原来的还在用"),
            _("两台各写各的。“加入乡镇”在这台上也办一次，当面核对时请乡镇登记为第二台；一件事项只在开头的那台上办。"),
        ),
        Because.COPIED: (
            _("硬盘是拷贝来的，以后只用这台"),
            _("换新密钥，没有回执的记录先另存。“加入乡镇”要重新办一次，当面核对，上报一次，收到回执以后再续记。"),
        ),
    }
