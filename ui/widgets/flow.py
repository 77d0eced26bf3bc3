"""The flow at the left of a matter: its steps one under the other, those that are not needed folded away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from clerk_app.desk import StepRow

from ..language import _
from ..theme import COLOURS, px
from .plain import Button, PlainLabel, boxed, clear, column
from .tall import TallButton

MARKS = {"done": "✓", "skipped": "–", "refused": "!", "posted": "◐", "failed": "!"}
_FILLS = {
    "done": "good",
    "open": "accent",
    "posted": "accent",
    "refused": "wrong",
    "failed": "wrong",
    "skipped": "idle",
}
_FOLDED_FROM = 2
"""So many skipped steps in a row are folded into one line."""


def state_word(state: str) -> str:
    """A step's state in words."""
    return {
        "done": _("已办"),
        "open": _("可办"),
        "posted": _("公示中"),
        "skipped": _("不需要"),
        "coming": _("还没到"),
        "refused": _("乡镇退回"),
        "failed": _("未通过"),
    }[state]


def step_word(step: StepRow) -> str:
    """A step's state in words; one that may be done once more says how often it was."""
    return _("已办 {n} 次 · 可再办").format(n=step.times) if step.again else state_word(step.state)


class StepMark(QWidget):
    """The round mark of a step: a sign of its state for those who do not see colours, a number for what comes."""

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


class FlowList(QWidget):
    """The steps of a matter; a click on one tells its id. `placed` tells that the one on the page came to its place."""

    chosen = Signal(str)
    placed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._list = column(spacing=2)
        self.setLayout(self._list)
        self._open: set[str] = set()
        self._shown: tuple[Sequence[StepRow], str, frozenset[str]] = ((), "", frozenset())
        self.current: QWidget | None = None

    def show_steps(self, steps: Sequence[StepRow], current: str, begun: frozenset[str] = frozenset()) -> None:
        """Draw the flow with one step marked as the one on the page; `begun` are the steps with a draft."""
        if self._shown == (steps, current, begun):
            return
        self._shown = (steps, current, begun)
        self._draw()

    def _draw(self) -> None:
        steps, current, begun = self._shown
        clear(self._list)
        self.current = None
        for _skipped, run in groupby(enumerate(steps, start=1), key=lambda numbered: numbered[1].state == "skipped"):
            for line in self._lines(list(run), current, begun):
                self._list.addWidget(line)
        self._list.addStretch(1)

    def _lines(self, run: list[tuple[int, StepRow]], current: str, begun: frozenset[str]) -> Iterator[QWidget]:
        """The lines of steps that are all skipped, or all not."""
        first, folds = run[0][1], run[0][1].state == "skipped" and len(run) >= _FOLDED_FROM
        if folds:
            opened = first.id in self._open or any(step.id == current for _number, step in run)
            yield self._fold(first.id, len(run), opened=opened)
            if not opened:
                return
        for number, step in run:
            line = self._line(number, step, step.id == current, step.id in begun)
            if step.id == current:
                self.current = line
                line.installEventFilter(self)
            yield line

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A line gets its place when the list is laid out, long after it was made."""
        if watched is self.current and event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self.placed.emit()
        return False

    def _fold(self, first: str, count: int, *, opened: bool) -> QWidget:
        text = _("不需要的 {n} 步").format(n=count)
        button = Button(f"{'▾' if opened else '▸'} {text}", lambda: self._unfold(first), look="flat", name="fold")
        button.setAccessibleName(text)
        return button

    def _unfold(self, first: str) -> None:
        self._open ^= {first}
        self._draw()

    def _line(self, number: int, step: StepRow, current: bool, begun: bool) -> QWidget:
        name = PlainLabel(step.name, "strong" if current or step.state != "coming" else "faint", wrap=True)
        note = _("有草稿") if begun else step_word(step) if step.again else step.note or state_word(step.state)
        looks = "done" if step.again else step.state
        words = boxed(
            column(name, PlainLabel(note, "wrong" if step.state == "refused" else "faint", wrap=True), spacing=0)
        )
        line = TallButton(StepMark(MARKS.get(looks, str(number)), looks), words, stretch=1)
        line.setObjectName("step")
        line.setProperty("step", step.id)
        line.setProperty("current", "true" if current else "false")
        line.setAccessibleName(f"{number} {step.name} {step_word(step)}")
        line.clicked.connect(_without_state(lambda: self.chosen.emit(step.id)))
        return line


def _without_state(call: Callable[[], object]) -> Callable[[], None]:
    """A slot that does not want to know whether a button is checked."""

    def clicked() -> None:
        call()

    return clicked
