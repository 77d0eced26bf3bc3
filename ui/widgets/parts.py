"""Parts of the matter page: the flow at the left, the list of what is missing, files, signatures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clerk_app.desk import Check, Sentence, SlotView, StepRow
from clerk_app.model import FileRef, Material

from ..language import _
from ..theme import COLOURS, px
from .plain import Badge, Button, PlainLabel, clear, column, restyle, row

_ONE_LINE = 10
"""Characters of a step's name that fit one line of the flow."""

MARKS = {"done": "✓", "skipped": "–", "refused": "!", "posted": "◐"}
_FILLS = {"done": "good", "open": "accent", "posted": "accent", "refused": "wrong", "skipped": "idle"}


class StepMark(QWidget):
    """The round mark of a step: a word of its state for those who do not see colours, a number for what comes."""

    def __init__(self, text: str, state: str) -> None:
        super().__init__()
        self._text, self._state = text, state
        self.setFixedSize(px(26), px(26))
        self.setAccessibleName(state_word(state))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A filled circle for what is done or open, an outline for what comes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = _FILLS.get(self._state)
        colour = QColor(COLOURS[fill or "card"])
        painter.setBrush(colour)
        painter.setPen(colour if fill else QColor(COLOURS["edge"]))
        area = self.rect().adjusted(1, 1, -1, -1)
        painter.drawEllipse(area)
        painter.setPen(QColor(COLOURS["card"] if fill else COLOURS["faint"]))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._text)


def state_word(state: str) -> str:
    """A step's state in words."""
    return {
        "done": _("已办"),
        "open": _("可办"),
        "posted": _("公示中"),
        "skipped": _("不需要"),
        "coming": _("还没到"),
        "refused": _("乡镇退回"),
    }[state]


class FlowList(QWidget):
    """The steps of a matter one under the other; a click on one tells its id."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._list = column(spacing=2)
        self.setLayout(self._list)

    def show_steps(self, steps: Sequence[StepRow], current: str) -> None:
        """Draw the flow with one step marked as the one on the page."""
        clear(self._list)
        self.current: QWidget | None = None
        for number, step in enumerate(steps, start=1):
            line = self._line(number, step, step.id == current)
            self._list.addWidget(line)
            if step.id == current:
                self.current = line
        self._list.addStretch(1)

    def _line(self, number: int, step: StepRow, current: bool) -> QWidget:
        line = QPushButton()
        line.setObjectName("step")
        line.setProperty("step", step.id)
        line.setProperty("current", "true" if current else "false")
        line.setAccessibleName(f"{number} {step.name} {state_word(step.state)}")
        inside = QHBoxLayout(line)
        inside.setContentsMargins(4, 3, 4, 3)
        inside.addWidget(StepMark(MARKS.get(step.state, str(number)), step.state))
        name = PlainLabel(step.name, "strong" if current or step.state != "coming" else "faint", wrap=True)
        line.setProperty("tall", "true" if len(step.name) > _ONE_LINE else "false")
        note = step.note or state_word(step.state)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(PlainLabel(note, "wrong" if step.state == "refused" else "faint"))
        inside.addLayout(words, 1)
        line.clicked.connect(lambda: self.chosen.emit(step.id))
        return line


class SentenceLine(QWidget):
    """One sentence with its article and what to do: met (✓), not met (✗), or just worth knowing (·)."""

    def __init__(self, sentence: Sentence, *, met: bool, note: bool = False) -> None:
        super().__init__()
        mark = PlainLabel("·" if note else "✓" if met else "×", "faint" if note else "good" if met else "wrong")
        mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(PlainLabel(sentence.what, "" if met else "strong", wrap=True))
        for text in () if met else (sentence.amount, sentence.fix, sentence.basis):
            if text:
                words.addWidget(PlainLabel(text, "faint", wrap=True))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 2, 0, 2)
        line.addWidget(mark)
        line.addLayout(words, 1)


class CheckList(QWidget):
    """What is still missing: what is not met first."""

    def __init__(self) -> None:
        super().__init__()
        self._list = column(spacing=4)
        self.setLayout(self._list)

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Draw the conditions."""
        clear(self._list)
        for check in sorted(checks, key=lambda check: check.met):
            self._list.addWidget(SentenceLine(check.sentence, met=check.met))
        self._list.addStretch(1)


class FileStrip(QFrame):
    """The files of one material: thumbnails, a place to drop more, and how many are missing."""

    added = Signal(str, list)
    removed = Signal(object)

    def __init__(
        self, material: Material, files: Sequence[FileRef], picture: Callable[[FileRef], QPixmap | None]
    ) -> None:
        super().__init__()
        self._material = material
        self.setObjectName("drop")
        self.setAcceptDrops(True)
        self.setAccessibleName(material.label)
        have = len({file.sha256 for file in files})
        missing = max(0, material.least - have)
        count = _("还差 {missing} 份").format(missing=missing) if missing else _("已有 {have} 份").format(have=have)
        if not material.least and not have:
            count = _("可不附")
        choose = Button(_("选择文件"), self._choose, name=f"add-{material.id}")
        head = row(
            PlainLabel(material.label, "strong", wrap=True),
            Badge(count, "warn" if missing else "good" if have else "idle"),
            None,
            choose,
        )
        strip = QHBoxLayout()
        strip.setSpacing(8)
        for file in files:
            strip.addWidget(self._thumb(file, picture(file)))
        strip.addStretch(1)
        body = QVBoxLayout(self)
        body.setContentsMargins(10, 8, 10, 8)
        body.addLayout(head)
        if files:
            body.addLayout(strip)

    def _thumb(self, file: FileRef, picture: QPixmap | None) -> QWidget:
        image = QLabel()
        image.setTextFormat(Qt.TextFormat.PlainText)
        if picture is not None:
            image.setPixmap(picture.scaledToHeight(px(64), Qt.TransformationMode.SmoothTransformation))
        else:
            image.setText("PDF")
        size = PlainLabel(f"{max(1, file.size // 1024)} KB", "faint")
        drop = Button("×", lambda: self.removed.emit(file), look="flat")
        drop.setAccessibleName(_("移除这份附件"))
        widget = QWidget()
        widget.setLayout(column(image, row(size, drop, spacing=2), spacing=2))
        return widget

    def _choose(self) -> None:
        pattern = _("照片 (*.jpg *.jpeg *.png)") if self._material.photo else _("照片或 PDF (*.jpg *.jpeg *.png *.pdf)")
        paths, _filter = QFileDialog.getOpenFileNames(self, self._material.label, "", pattern)
        if paths:
            self.added.emit(self._material.id, [Path(path) for path in paths])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here; anything else may not."""
        if event.mimeData().hasUrls():
            self._mark(over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """What hovered went away."""
        self._mark(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the dropped files."""
        self._mark(over=False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.added.emit(self._material.id, paths)

    def _mark(self, *, over: bool) -> None:
        self.setProperty("over", "true" if over else "false")
        restyle(self)


class SignatureLine(QWidget):
    """One required signature: who gave it, or how to give it."""

    def __init__(self, slot: SlotView, sign: Callable[[SlotView], object]) -> None:
        super().__init__()
        signed = bool(slot.on)
        badge = Badge(_("已签") if signed else _("待签"), "good" if signed else "warn")
        means = {"key": _("本人密码签字"), "page": _("手签页")}.get(slot.means, "")
        told = (
            f"{slot.signed_by} · {slot.on} · {means}" if signed else _("、").join(person.name for person in slot.people)
        )
        words = column(
            PlainLabel(slot.slot.label, "strong"), PlainLabel(told or _("名册里还没有这个职务的人"), "faint"), spacing=0
        )
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 4, 0, 4)
        line.addWidget(badge)
        line.addLayout(words, 1)
        if not signed:
            button = Button(_("请本人签字"), lambda: sign(slot), name=f"sign-{slot.slot.id}")
            button.setEnabled(bool(slot.people))
            line.addWidget(button)
