"""An editor for each kind of field: shows a value as people read it, gives it back as a payload holds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from clerk_app.model import Field, FieldKind, Person

from ..language import _
from ..theme import px
from ..widgets.plain import restyle
from .reading import read_day, read_sum, write_sum


class Editor(Protocol):
    """A widget with a value; `value` is None while nothing usable stands in it."""

    @property
    def widget(self) -> QWidget:
        """What stands on the page."""

    def value(self) -> Any:
        """The value as a payload holds it, or None."""

    def show(self, value: Any) -> None:
        """Show a value."""


class Surroundings(QObject):
    """What editors need to know: today's day and the people on the list; and where they say that something changed."""

    changed = Signal()

    def __init__(self, today: str, people: Sequence[Person]) -> None:
        super().__init__()
        self.today = today
        self.people = people


class LineEditor:
    """One line that is read by a function and rewritten in its usual form when it is left."""

    def __init__(
        self,
        around: Surroundings,
        read: Callable[[str], Any],
        write: Callable[[Any], str],
        *,
        hint: str = "",
        right: bool = False,
    ) -> None:
        self._read, self._write = read, write
        self.widget = QLineEdit()
        self.widget.setPlaceholderText(hint)
        if right:
            self.widget.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.widget.editingFinished.connect(self._settle)
        self.widget.textEdited.connect(lambda _text: around.changed.emit())

    def value(self) -> Any:
        """What stands there, read; what cannot be read is given as it stands, so that the rules name it."""
        text = self.widget.text().strip()
        if not text:
            return None
        read = self._read(text)
        return text if read is None else read

    def show(self, value: Any) -> None:
        """Show a value in its usual form."""
        known = isinstance(value, int) or (isinstance(value, str) and value)
        self.widget.setText(self._write(value) if known else "")
        self._mark()

    def _settle(self) -> None:
        read = self._read(self.widget.text().strip())
        if read is not None:
            self.widget.setText(self._write(read))
        self._mark()

    def _mark(self) -> None:
        text = self.widget.text().strip()
        self.widget.setProperty("invalid", "true" if text and self._read(text) is None else "false")
        restyle(self.widget)


class NoteEditor:
    """Several lines."""

    def __init__(self, around: Surroundings) -> None:
        self.widget = QPlainTextEdit()
        self.widget.setTabChangesFocus(True)
        self.widget.setFixedHeight(px(76))
        self.widget.textChanged.connect(around.changed.emit)

    def value(self) -> str | None:
        """The text, or None where there is none."""
        return self.widget.toPlainText().strip() or None

    def show(self, value: Any) -> None:
        """Show a text."""
        self.widget.setPlainText(str(value or ""))


class ChoiceEditor:
    """One of several, shown by their labels."""

    def __init__(self, around: Surroundings, choices: Sequence[tuple[Any, str]]) -> None:
        self.widget = QComboBox()
        self.widget.addItem(_("请选择"), None)
        for value, label in choices:
            self.widget.addItem(label, value)
        self.widget.activated.connect(lambda _index: around.changed.emit())

    def value(self) -> Any:
        """The chosen value, or None."""
        return self.widget.currentData()

    def show(self, value: Any) -> None:
        """Choose a value; one that is not offered chooses none."""
        indexes = [i for i in range(1, self.widget.count()) if self.widget.itemData(i) == value]
        self.widget.setCurrentIndex(indexes[0] if indexes and value is not None else 0)


def _read_number(text: str) -> int | None:
    plain = text.replace(",", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 15 else None


def _text(field: Field, around: Surroundings) -> Editor:
    return LineEditor(around, lambda text: text, str, hint=field.hint)


def _money(_field: Field, around: Surroundings) -> Editor:
    return LineEditor(
        around, read_sum, lambda v: write_sum(v) if isinstance(v, int) else str(v), hint=_("元"), right=True
    )


def _number(field: Field, around: Surroundings) -> Editor:
    return LineEditor(around, _read_number, str, hint=field.hint, right=True)


def _date(_field: Field, around: Surroundings) -> Editor:
    return LineEditor(around, lambda text: read_day(text, around.today), str, hint=_("如 1123"))


def _note(_field: Field, around: Surroundings) -> Editor:
    return NoteEditor(around)


def _choice(field: Field, around: Surroundings) -> Editor:
    return ChoiceEditor(around, [(choice, choice) for choice in field.choices])


def _yes(_field: Field, around: Surroundings) -> Editor:
    return ChoiceEditor(around, [(True, _("是")), (False, _("否"))])


def _person(_field: Field, around: Surroundings) -> Editor:
    return ChoiceEditor(around, [(person.id, person.name) for person in around.people if person.active])


EDITORS: dict[FieldKind, Callable[[Field, Surroundings], Editor]] = {
    FieldKind.TEXT: _text,
    FieldKind.NOTE: _note,
    FieldKind.DATE: _date,
    FieldKind.MONEY: _money,
    FieldKind.NUMBER: _number,
    FieldKind.CHOICE: _choice,
    FieldKind.YES: _yes,
    FieldKind.PERSON: _person,
}
"""The editor of every kind that fits on a line; a table is made of them (`form.TableEditor`)."""
