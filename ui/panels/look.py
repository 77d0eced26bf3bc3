"""How the window looks: size of text, contrast, language. What is chosen holds at once."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QWidget

from ..dialogs import Box
from ..language import _
from ..look import SIZES, Look
from ..widgets.plain import PlainLabel, column, row

_TONGUES = {"zh": "中文", "en": "English"}


class LookPanel(QWidget):
    """The three choices; `chosen` tells the look that is wanted."""

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._sizes = QButtonGroup(self)
        self._tongues = QButtonGroup(self)
        sizes = row(spacing=16)
        for percent in SIZES:
            sizes.addWidget(self._choice(self._sizes, f"{percent}%", _("文字大小"), percent == look.percent, percent))
        tongues = row(spacing=16)
        for number, (language, name) in enumerate(_TONGUES.items()):
            tongues.addWidget(self._choice(self._tongues, name, _("语言"), language == look.language, number))
        for line in (sizes, tongues):
            line.addStretch(1)
        self._contrast = QCheckBox(_("高对比度：黑字白底，边框更深"))
        self._contrast.setAccessibleName(_("高对比度"))
        self._contrast.setObjectName("contrast")
        self._contrast.setChecked(look.contrast)
        self._sizes.idClicked.connect(lambda percent: self._want(replace(self._look, percent=percent)))
        self._tongues.idClicked.connect(lambda n: self._want(replace(self._look, language=list(_TONGUES)[n])))
        self._contrast.clicked.connect(lambda on: self._want(replace(self._look, contrast=on)))
        hint = PlainLabel(_("只管这台电脑上的显示，马上生效；不改记录，也不影响别人。"), "faint", wrap=True)
        self.setLayout(
            column(
                PlainLabel(_("文字大小"), "strong"),
                sizes,
                PlainLabel(_("对比度"), "strong"),
                self._contrast,
                PlainLabel(_("语言"), "strong"),
                tongues,
                hint,
            )
        )

    def _choice(self, group: QButtonGroup, text: str, of: str, on: bool, number: int) -> QRadioButton:
        button = QRadioButton(text)
        button.setAccessibleName(_("{of}：{choice}").format(of=of, choice=text))
        button.setObjectName(f"look-{text}")
        button.setChecked(on)
        group.addButton(button, number)
        return button

    def _want(self, look: Look) -> None:
        if look != self._look:
            self._look = look
            self.chosen.emit(look)


class LookBox(Box):
    """The choices at the door; the box closes with the first one, for everything behind it is drawn anew."""

    def __init__(self, parent: QWidget, look: Look) -> None:
        super().__init__(parent, _("外观"))
        self.panel = LookPanel(look)
        self.wanted: Look | None = None
        self.panel.chosen.connect(self._chosen)
        self.body.addWidget(self.panel)
        self.add_buttons(_("关闭"), cancel=False)

    def _chosen(self, look: Look) -> None:
        self.wanted = look
        self.accept()
