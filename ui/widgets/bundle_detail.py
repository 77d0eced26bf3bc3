"""What is known of one bundle that came in: all sound, what was refused of it, or why it was set aside."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clerk_app.desk import ArrivalRow, RefusedEntry, Sentence

from ..language import _
from .arrivals import number_word
from .parts import sentence_lines
from .plain import Badge, Button, Card, PlainLabel, boxed, clear, column, row, scrolled


class BundleDetail(Card):
    """A card about the bundle that is chosen."""

    retry_wanted = Signal()
    save_wanted = Signal(str)
    original_wanted = Signal(str)
    return_wanted = Signal(object, object)

    def __init__(self) -> None:
        super().__init__(_("选中的包"))
        self._list = column(spacing=8)
        self.add(scrolled(boxed(self._list)), 1)
        self.show_nothing()

    def show_nothing(self) -> None:
        """No bundle is chosen."""
        self._put(_("选中的包"), [PlainLabel(_("选一个包，这里说明它的情况。"), "faint", wrap=True)])

    def show_sound(self, known: ArrivalRow) -> None:
        """Everything in it was accepted."""
        told = _("{n} 条记录都按清单重新核对过，全部收下。").format(n=known.accepted)
        self._put(_name(known), [PlainLabel(told, wrap=True)])

    def show_refused(self, known: ArrivalRow, entries: Sequence[RefusedEntry]) -> None:
        """Some of its entries were refused or held."""
        heading = _("{bundle} · 不合规的 {n} 条").format(bundle=_name(known), n=len(entries))
        self._put(heading, [self._refused(known, entry) for entry in entries])

    def _refused(self, known: ArrivalRow, entry: RefusedEntry) -> QWidget:
        look = Button(_("看原始记录"), lambda: self.original_wanted.emit(entry.hash), name="original")
        back = Button(_("退回并说明"), lambda: self.return_wanted.emit(known, entry), look="primary", name="return")
        number = Badge(_("记录 {seq}").format(seq=entry.seq), "wrong")
        head = row(number, PlainLabel(entry_title(entry), "strong", wrap=True), look, back)
        head.setStretch(1, 1)
        return boxed(column(head, *sentence_lines(entry.sentences), spacing=4))

    def show_against(self, known: ArrivalRow, sentences: Sequence[Sentence]) -> None:
        """It lies in quarantine; these still speak against it."""
        told: list[QWidget] = [*sentence_lines(sentences)]
        if not told:
            told = [PlainLabel(_("已经没有问题，按“再收一次”就能入库。"), "good", wrap=True)]
        retry = Button(_("再收一次"), self.retry_wanted.emit, look="" if sentences else "primary", name="retry")
        save = Button(_("导出这个文件"), lambda: self.save_wanted.emit(known.id), name="save")
        kept = PlainLabel(_("原文件留在隔离区，不会删除。"), "faint", wrap=True)
        self._put(_name(known), [*told, boxed(row(retry, save, kept, None))])

    def _put(self, heading: str, parts: Sequence[QWidget]) -> None:
        clear(self._list)
        self.heading.setText(heading)
        for part in parts:
            self._list.addWidget(part)
        self._list.addStretch(1)


def entry_title(entry: RefusedEntry) -> str:
    """The matter and the step that an entry belongs to."""
    return " · ".join(part for part in (entry.title, entry.step_name) if part) or _("不属于哪个事项的记录")


def _name(known: ArrivalRow) -> str:
    number = number_word(known.number) if known.number else ""
    unknown = _("不明来源")
    return f"{known.name or unknown} {number}".strip()
