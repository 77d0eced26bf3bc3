"""The box that shows what another line wrote, and carries over what the rules allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QSizePolicy, QWidget

from clerk_app.desk import BranchEntryRow, CarriedOver, LeftRow, Sentence, label

from .dialogs import Box
from .language import _
from .theme import px
from .widgets.parts import sentence_lines
from .widgets.plain import Button, PlainLabel, boxed, column, scrolled
from .widgets.table import Table


@dataclass(frozen=True, slots=True)
class Differing:
    """What a line wrote, and what carrying it over would do; `tried` is None where that cannot be done, `why` says why.

    A township only looks: it has neither.
    """

    entries: Sequence[BranchEntryRow]
    tried: CarriedOver | None = None
    why: Sequence[Sentence] = ()


class CarryBox(Box):
    """Entry by entry what differs; below what would be carried over, and what a person must look at, with reasons."""

    def __init__(self, parent: QWidget | None, seen: Differing) -> None:
        super().__init__(parent, _("另一条线上的记录"))
        self.setMinimumSize(px(640), px(440))
        listed = Table((_("第几条"), _("写的是什么"), _("记录"), _("日期"), _("后来怎样")), _("另一条线上的记录"))
        listed.put([_cells(entry) for entry in seen.entries])
        self.body.addWidget(listed, 1)
        carried = seen.tried.carried if seen.tried is not None else 0
        left: Sequence[LeftRow | BranchEntryRow] = seen.tried.left if seen.tried is not None else ()
        told = _("能续记 {n} 条；下面 {m} 条要您看过再定。") if left else _("能续记 {n} 条。")
        told = told.format(n=carried, m=len(left))
        if not carried and not left:
            left = [entry for entry in seen.entries if entry.sentences]
            told = _("没有要续记的。要人工看的 {m} 条。").format(m=len(left))
        self.body.addWidget(PlainLabel(told, "heading", wrap=True))
        lines = [*sentence_lines(seen.why), *map(_reasons, left)]
        if lines:
            self.body.addWidget(_within(lines), 1)
        if seen.tried is not None and (carried or seen.tried.left):
            self.add_buttons(_("续记到本机"))
        else:
            self.buttons.addWidget(Button(_("关闭"), self.reject, name="close"))


def _within(lines: Sequence[QWidget]) -> QWidget:
    """They scroll in the room that the box has; a long list does not make it higher than the screen."""
    area = scrolled(boxed(column(*lines, None, spacing=8)))
    area.setMinimumHeight(px(120))
    area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
    return area


def _cells(entry: BranchEntryRow) -> tuple[str, ...]:
    state = label(f"branch.entry.{entry.state or 'open'}")
    return str(entry.seq), entry.title or entry.matter, label(f"entry.{entry.kind}"), entry.on, state


def _reasons(left: LeftRow | BranchEntryRow) -> QWidget:
    """An entry that the rules do not allow here, and why."""
    kind = label(f"entry.{left.kind}")
    what = f"{left.seq} · {kind} · {left.title}" if left.title else f"{left.seq} · {kind}"
    why = sentence_lines(left.sentences)
    return boxed(column(PlainLabel(what, "strong", wrap=True), *why, spacing=2))
