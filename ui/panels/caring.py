"""Backups, their second place, the restore drill, and the look at everything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget

from clerk_app import desk
from clerk_app.desk import CareView, Drill, Finding

from ..dialogs import Box
from ..language import _
from ..widgets.marked import Marked, MarkedList
from ..widgets.plain import Badge, Button, Card, PlainLabel, clear, column, row
from ..widgets.progress import ProgressStrip
from ..widgets.wrapping import wrapped


class CarePanel(Card):
    """How well the office is cared for, and what can be done."""

    today_wanted = Signal()
    backup_wanted = Signal(object)
    place_wanted = Signal(object)
    copy_wanted = Signal()
    drill_wanted = Signal(str, str)
    check_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("备份与核对"), _("备份打开核对过才算数"))
        self._lines = MarkedList()
        self.progress = ProgressStrip()
        self._findings = column(spacing=6)
        self._forget = Button(_("不要第二处"), lambda: self.place_wanted.emit(None), look="flat", name="no-place")
        self._copy = Button(_("现在抄一份"), self.copy_wanted.emit, name="copy")
        place = Button(_("设第二处备份"), self._ask_place, name="place")
        self.add(self._lines)
        drill = Button(_("恢复演练"), self._ask_drill, look="primary", name="drill")
        check = Button(_("全面核对"), self.check_wanted.emit, name="check-all")
        backup = Button(_("备份到…"), self._ask_backup, name="backup")
        self._today = Button(_("补做今天的备份"), self.today_wanted.emit, look="primary", name="back-up-today")
        self.add(wrapped(self._today, drill, check, backup, place, self._copy, self._forget, spacing=8))
        self.add(self.progress)
        self.add(self._findings)
        self.body.addStretch(1)

    def show_state(self, care: CareView) -> None:
        """Show the newest backup, the second place and the last drill."""
        self._today.setVisible(care.backup_missing or care.copy_missing)
        self._copy.setVisible(bool(care.place))
        self._forget.setVisible(bool(care.place))
        told, found = _("没有设。电脑坏了，本机备份会一起丢；请选另一块硬盘或者 U 盘。"), False
        if care.there:
            told, found = (
                _("{place}，最近一份 {day}").format(place=care.place, day=care.copied_on),
                not care.copy_missing,
            )
        elif care.place:
            told = _("{place}，现在找不到，请插好 U 盘").format(place=care.place)
        drilled = care.drilled_on or _("还没有做过")
        self._lines.put(
            [
                _line(not care.backup_missing, _("本机备份"), care.backup_on or _("还没有")),
                _line(found, _("第二处备份"), told, unset=not care.place),
                _line(care.drill_fresh, _("恢复演练"), _("{day}（半年做一次）").format(day=drilled)),
            ]
        )

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """What the look at everything found."""
        clear(self._findings)
        for finding in findings:
            mark = PlainLabel("✓" if finding.sound else "×", "good" if finding.sound else "wrong")
            said = _("完好，{n} 项").format(n=f"{finding.count:,}")
            if finding.sentence is not None:
                said = f"{finding.sentence.what} {finding.sentence.fix}"
            self._findings.addLayout(row(mark, PlainLabel(desk.label(finding.name), "strong"), PlainLabel(said), None))

    def show_drill(self, drill: Drill) -> None:
        """What came of the drill, in one clear verdict."""
        result = drill.result
        told = _("备份 {name} 能用：恢复出 {entries} 条记录、{matters} 件事项、{people} 人，全部核对完好。")
        if not result.sound:
            told = _("备份 {name} 打得开，但是有损坏（见下面）。请马上再做一份备份，并告诉维护人员。")
        self.progress.ended(
            told.format(name=drill.backup, entries=result.entries, matters=result.matters, people=result.people)
        )
        self.show_findings(result.findings)

    def _ask_backup(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("备份到哪个文件夹"))
        if folder:
            self.backup_wanted.emit(Path(folder))

    def _ask_place(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("每天的备份再抄到哪里（另一块硬盘或者 U 盘）"))
        if folder:
            self.place_wanted.emit(Path(folder))

    def _ask_drill(self) -> None:
        box = DrillBox(self)
        if box.exec():
            self.drill_wanted.emit(*box.answer())


def _line(good: bool, name: str, told: str, *, unset: bool = False) -> Marked:
    badge = Badge(_("正常") if good else _("没设") if unset else _("要看"), "good" if good else "warn")
    return Marked(badge, column(PlainLabel(name, "strong"), PlainLabel(told, "faint", wrap=True), spacing=1))


class DrillBox(Box):
    """With which key the drill opens the backup."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, _("恢复演练"))
        told = _(
            "程序把最近的备份在一个临时文件夹里恢复出来，用您的密码打开，全面核对，然后删掉。"
            "现在的数据不动。用恢复码演练，还能证明保险柜里那张纸是对的。"
        )
        self.body.addWidget(PlainLabel(told, wrap=True))
        self._code = QCheckBox(_("用纸上的恢复码"))
        self._code.setObjectName("with-code")
        self._key = QLineEdit()
        self._key.setObjectName("key")
        self._key.setAccessibleName(_("密码或者恢复码"))
        self._key.setPlaceholderText(_("密码或者恢复码"))
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._code.toggled.connect(self._show_code)
        self.body.addWidget(self._code)
        self.body.addWidget(self._key)
        self.add_buttons(_("开始演练"))
        self._key.setFocus()

    def _show_code(self, with_code: bool) -> None:
        mode = QLineEdit.EchoMode
        self._key.setEchoMode(mode.Normal if with_code else mode.Password)

    def answer(self) -> tuple[str, str]:
        """The password and the code, one of them ""."""
        key = self._key.text()
        return ("", key) if self._code.isChecked() else (key, "")
