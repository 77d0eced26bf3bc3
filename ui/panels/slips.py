"""Sealed accusations at a township: none can be read here; each goes to the discipline office as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clerk_app.desk import SlipRow
from clerk_app.model import Discipline

from ..language import _
from ..widgets.listing import Listing
from ..widgets.plain import Button, PlainLabel, column, row


@dataclass(frozen=True, slots=True)
class Sealed:
    """For whom accusations are sealed, and those that lie here."""

    addressee: Discipline | None
    slips: Sequence[SlipRow]


class SlipsPanel(QWidget):
    """Which village, which day, which number; nothing else is known."""

    write_wanted = Signal(str)
    key_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._to = PlainLabel("", wrap=True)
        self._empty = PlainLabel(_("没有密封的检举。村里封的随上报包送来。"), "faint", wrap=True)
        self._listed = Listing((_("村"), _("日期"), _("编号")), name="slips", label=_("密封的检举"))
        self._write = Button(_("写成文件交给镇纪委"), self._ask_file, look="primary", name="write-slip")
        self._key = Button("", self.key_wanted.emit, name="slip-key")
        inside = column(self._to, row(self._key, None), self._empty, self._listed, row(self._write, None), spacing=8)
        inside.setContentsMargins(0, 10, 0, 0)
        inside.addStretch(0)
        self.setLayout(inside)

    def show_sealed(self, sealed: Sealed) -> None:
        """Show for whom, and what lies here."""
        known = sealed.addressee
        none = _("还没有登记镇纪委的公钥，村里封不了检举控告。公钥由镇纪委在自己的电脑上生成（age-keygen）。")
        told = _("封给{name}，只有他们能打开。公钥的末八位是 {end}。")
        self._to.setText(told.format(name=known.name, end=known.sealing[-8:]) if known else none)
        self._key.setText(_("换镇纪委的公钥") if known else _("登记镇纪委的公钥"))
        self._empty.setVisible(not sealed.slips)
        self._listed.setVisible(bool(sealed.slips))
        self._write.setVisible(bool(sealed.slips))
        self._listed.put([(slip.id, (slip.name, slip.on, slip.id[:12])) for slip in sealed.slips])

    def _ask_file(self) -> None:
        if self._listed.key():
            self.write_wanted.emit(self._listed.key())
