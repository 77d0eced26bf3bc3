"""Parts of many pages: a sentence with its article, the list of what is missing, a line to sign."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clerk_app.desk import Check, RefusedEntry, Sentence, SlotView, WarningRow

from ..language import _
from .plain import Badge, Button, PlainLabel, boxed, clear, column, row
from .tall import TallButton

_REASONS = 3
"""As many reasons of an entry that came back are told; the step itself tells them all."""


class SentenceLine(QWidget):
    """One sentence with what to do and its article, if `basis`: met (✓), not met (×), or just worth knowing (●).

    A `warning` breaks no rule, but somebody should look: its dot is coloured as long as it is no `note`.
    """

    def __init__(
        self, sentence: Sentence, *, met: bool, note: bool = False, warning: bool = False, basis: bool = True
    ) -> None:
        super().__init__()
        mark = PlainLabel(*_mark(met=met, note=note, warning=warning))
        mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(PlainLabel(sentence.what, "" if met else "strong", wrap=True))
        article = _("依据：{basis}").format(basis=sentence.basis) if basis and sentence.basis else ""
        for text in () if met else (sentence.amount, sentence.fix, article):
            if text:
                words.addWidget(PlainLabel(text, "faint", wrap=True))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 2, 0, 2)
        line.addWidget(mark)
        line.addLayout(words, 1)


def _mark(*, met: bool, note: bool, warning: bool) -> tuple[str, str]:
    """The sign before a sentence and its colour."""
    if note or warning:
        return "●", "faint" if note else "warn"
    return ("✓", "good") if met else ("×", "wrong")


def sentence_lines(sentences: Iterable[Sentence]) -> list[SentenceLine]:
    """What is not met, one under the other; an article that several in a row rest on stands under the last of them."""
    return [SentenceLine(sentence, met=False, basis=last) for sentence, last in _runs(sentences)]


def _runs(sentences: Iterable[Sentence]) -> Iterator[tuple[Sentence, bool]]:
    """Each sentence, and whether another article follows."""
    for _basis, run in groupby(sentences, key=attrgetter("basis")):
        *most, last = run
        yield from ((sentence, False) for sentence in most)
        yield last, True


class ReturnedLine(QWidget):
    """An entry that came back: which step of which matter, the first reasons, and the way there."""

    def __init__(self, entry: RefusedEntry, go: Callable[[str, str], object]) -> None:
        super().__init__()
        title = " · ".join(part for part in (entry.title, entry.step_name) if part)
        lines = column(PlainLabel(title, "strong", wrap=True), spacing=2)
        for sentence in entry.sentences[:_REASONS]:
            lines.addWidget(PlainLabel(_("× {what}").format(what=sentence.what), "wrong", wrap=True))
        more = len(entry.sentences) - _REASONS
        button = Button(_("去办理"), lambda: go(entry.matter, entry.step), name="do-again")
        button.setAccessibleName(_("去办理 {title}").format(title=title))
        lines.addLayout(row(PlainLabel(_("另有 {n} 处").format(n=more) if more > 0 else "", "faint"), None, button))
        self.setLayout(lines)


def matter_lines(warning: WarningRow, go: Callable[[str], object]) -> list[QWidget]:
    """The matters that a warning is about, each with the way there."""
    lines = []
    for matter, title in zip(warning.matters, warning.titles, strict=True):
        look = Button(_("查看"), partial(go, matter), look="flat", name="matter")
        look.setAccessibleName(_("查看 {title}").format(title=title))
        line = row(PlainLabel(title, wrap=True), look)
        line.setStretch(0, 1)
        lines.append(boxed(line))
    return lines


class CheckList(QWidget):
    """What is still missing: what is not met first. A click on it leads to the place where it can be cured."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._list = column(spacing=2)
        self.setLayout(self._list)
        self._shown: Sequence[Check] | None = None

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Draw the conditions; where nothing changed nothing is drawn anew."""
        if checks == self._shown:
            return
        self._shown = checks
        clear(self._list)
        missing = [check for check in checks if not check.met]
        for check, line in zip(missing, sentence_lines(check.sentence for check in missing), strict=True):
            self._list.addWidget(self._way(check, line))
        for check in checks:
            if check.met:
                self._list.addWidget(SentenceLine(check.sentence, met=True))
        self._list.addStretch(1)

    def _way(self, check: Check, line: SentenceLine) -> QWidget:
        if not check.place:
            return line
        button = TallButton(line, stretch=0)
        button.setObjectName("check")
        button.setProperty("flat", "true")
        button.setProperty("place", check.place)
        button.setAccessibleName(check.sentence.what)
        button.setAccessibleDescription(_("到要填的地方去"))
        button.clicked.connect(lambda _checked=False: self.wanted.emit(check.place))
        return button


class SignatureLine(QWidget):
    """One required signature: who gave it, or how to give it."""

    def __init__(self, slot: SlotView, sign: Callable[[SlotView], object], *, over: bool = False) -> None:
        super().__init__()
        signed = bool(slot.on)
        badge = Badge(_("已签") if signed else _("待签"), "good" if signed else "warn")
        means = {"key": _("本人密码签字"), "page": _("手签页"), "review": _("乡镇决定")}.get(slot.means, "")
        told = (
            f"{slot.signed_by} · {slot.on} · {means}" if signed else _("、").join(person.name for person in slot.people)
        )
        words = column(
            PlainLabel(slot.slot.label, "strong", wrap=True),
            PlainLabel(told or _("名册里还没有这个职务的人"), "faint", wrap=True),
            spacing=0,
        )
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 4, 0, 4)
        line.addWidget(badge)
        line.addLayout(words, 1)
        if not signed and not over:
            button = Button(_("请本人签字"), lambda: sign(slot), name=f"sign-{slot.slot.id}")
            button.setEnabled(bool(slot.people))
            line.addWidget(button)
