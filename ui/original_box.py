"""The exact words of an entry, for whoever wants to see what was signed."""

from __future__ import annotations

import json

from PySide6.QtWidgets import QPlainTextEdit, QTabWidget, QWidget

from clerk_app.desk import OriginalView

from .dialogs import Box
from .language import _
from .theme import px
from .widgets.plain import PlainLabel


class OriginalBox(Box):
    """What lies beside the chain, the entry itself, and both to the letter; nothing can be changed here."""

    def __init__(self, parent: QWidget | None, told: OriginalView) -> None:
        super().__init__(parent, _("原始记录"))
        self.setMinimumSize(px(600), px(400))
        exact = f"{told.entry}\n\n{told.payload}\n\n{told.signature}"
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.tabBar().setDrawBase(False)
        tabs.addTab(_text(_in_lines(told.payload), "payload"), _("填写的内容"))
        tabs.addTab(_text(_in_lines(told.entry), "entry"), _("记录本身"))
        tabs.addTab(_text(exact, "exact"), _("逐字原文和签名"))
        self.body.addWidget(PlainLabel(_("这是村里签名时的原样，一个字也没有改过。"), "faint", wrap=True))
        self.body.addWidget(PlainLabel(_("指纹：{hash}").format(hash=told.hash), "faint", wrap=True))
        self.body.addWidget(tabs, 1)
        self.add_buttons(_("关闭"), cancel=False)


def _in_lines(text: str) -> str:
    """The same record with a line for each field, for reading."""
    return json.dumps(json.loads(text), ensure_ascii=False, indent=2) if text else _("（已依法删除）")


def _text(text: str, name: str) -> QPlainTextEdit:
    shown = QPlainTextEdit()
    shown.setPlainText(text)
    shown.setReadOnly(True)
    shown.setTabChangesFocus(True)
    shown.setObjectName(name)
    shown.setAccessibleName(_("原始记录"))
    return shown
