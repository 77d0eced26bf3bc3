"""What a step was done with, to read: each field with its label, tables line by line, files to open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from clerk_app.model import Field, FieldKind, FileRef, Record

from ..language import _
from ..sizes import size_word
from .plain import Button, PlainLabel, boxed, clear, column, row


class RecordView(QWidget):
    """Fields and files of one step; a click on a file asks to see it."""

    file_wanted = Signal(object)

    def __init__(
        self,
        form: Sequence[Field],
        fields: Record,
        files: Sequence[FileRef],
        people: Mapping[str, str],
        kinds: Mapping[str, str],
    ) -> None:
        super().__init__()
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setColumnStretch(1, 1)
        shown = [field for field in form if fields.get(field.id) is not None]
        for line, field in enumerate(shown):
            grid.addWidget(PlainLabel(field.label, "faint", wrap=True), line, 0)
            grid.addWidget(PlainLabel(in_words(field, fields[field.id], people), wrap=True), line, 1)
        body = column(grid, spacing=6)
        if not shown and not files:
            body.addWidget(PlainLabel(_("这一步没有填写内容。"), "faint"))
        for file in files:
            body.addWidget(self._file(file, kinds.get(file.kind, "")))
        self.setLayout(body)

    def _file(self, file: FileRef, kind: str) -> QWidget:
        told = _("附件 {kind} · {size}").format(kind=kind, size=size_word(file.size))
        look = Button(_("查看"), lambda: self.file_wanted.emit(file), look="flat", name="file")
        look.setAccessibleName(_("查看附件 {kind}").format(kind=kind))
        line = row(PlainLabel(told, "faint", wrap=True), look)
        line.setStretch(0, 1)
        return boxed(line)


def in_words(field: Field, value: Any, people: Mapping[str, str]) -> str:
    """A field's value as people read it."""
    if field.kind is FieldKind.MONEY and isinstance(value, int):
        return _("{sum} 元").format(sum=f"{value // 100:,}.{value % 100:02d}")
    if field.kind is FieldKind.YES:
        return _("是") if value else _("否")
    if field.kind is FieldKind.PERSON:
        return people.get(str(value), str(value))
    if field.kind is FieldKind.TABLE and isinstance(value, list):
        return "\n".join(_line(field, row, people) for row in value)
    return str(value)


def _line(field: Field, row: Mapping[str, Any], people: Mapping[str, str]) -> str:
    cells = [(column, row[column.id]) for column in field.columns if row.get(column.id) is not None]
    return _("，").join(f"{column.label} {in_words(column, value, people)}" for column, value in cells)


class RecordPlace(QWidget):
    """A place that shows one record after another."""

    file_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._list = column(spacing=0)
        self.setLayout(self._list)

    def put(
        self,
        form: Sequence[Field],
        fields: Record,
        files: Sequence[FileRef],
        people: Mapping[str, str],
        kinds: Mapping[str, str],
    ) -> None:
        """Show this record instead of the one before; people and kinds of attachments are told by their names."""
        self.say("")
        shown = RecordView(form, fields, files, people, kinds)
        shown.file_wanted.connect(self.file_wanted)
        self._list.addWidget(shown)

    def say(self, text: str) -> None:
        """Say why there is none to show."""
        clear(self._list)
        if text:
            self._list.addWidget(PlainLabel(text, "faint", wrap=True))
