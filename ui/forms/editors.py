"""An editor for each kind of field: shows a value as people read it, gives it back as a payload holds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from clerk_app.desk import capitals
from clerk_app.model import Field, FieldKind, Person

from ..language import _
from ..theme import px
from ..widgets.plain import PlainLabel, restyle
from .completing import complete_from, names_of
from .days import DayPicker
from .reading import read_day, read_number, read_sum, write_sum

_LONGEST_HINT = 12
"""Characters of a hint that stand in an empty line; a longer one stands beneath it."""


class Editor(Protocol):
    """A widget with a value, and a note beneath it: the sum in capitals, or in words why a text cannot be read."""

    @property
    def widget(self) -> QWidget:
        """What stands on the page."""

    @property
    def note(self) -> PlainLabel:
        """What is said beneath it."""

    def value(self) -> Any:
        """The value as a payload holds it, None while there is none; what cannot be read is given as it stands."""

    def show(self, value: Any) -> None:
        """Show a value; undoing starts anew."""

    def take(self, text: str) -> None:
        """Take a text as if it had been typed."""

    def lock(self, locked: bool) -> None:
        """Let nobody change it, or again."""


class Surroundings(QObject):
    """What editors need to know: today's day and the people on the list; and where they say that something changed."""

    changed = Signal()
    left = Signal()
    """A line was left: what stands in it is whole."""

    def __init__(self, today: str, people: Sequence[Person]) -> None:
        super().__init__()
        self.today = today
        self.people = people


class LineEditor:
    """One line that is read by a function and rewritten in its usual form when it is left. Rewriting can be undone."""

    def __init__(
        self,
        around: Surroundings,
        read: Callable[[str], Any] = lambda text: text,
        write: Callable[[Any], str] = str,
        *,
        hint: str = "",
        wrong: str = "",
        told: Callable[[Any], str] = lambda _value: "",
        right: bool = False,
    ) -> None:
        self._around, self._read, self._write, self._wrong, self._told = around, read, write, wrong, told
        self.widget = QLineEdit()
        self._asked = hint
        self._show_hint(shown=True)
        if right:
            self.widget.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.note = _note()
        self._offered = ""
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
        self.widget.setText(self._written(value))
        self._offered = ""
        self._mark()

    def take(self, text: str) -> None:
        """Take a text as if it had been typed; Ctrl+Z brings back what stood there."""
        self._replace(text.strip())
        self._settle()

    def offer(self, value: Any, remark: str) -> None:
        """Fill in a value from before, and say so beneath it until somebody edits it."""
        self._replace(self._written(value))
        self._offered = self.widget.text()
        self._mark()
        _tell(self.note, remark)

    def suggest(self, texts: Sequence[str]) -> None:
        """Offer these texts while somebody types; all of them at the down key."""
        complete_from(self.widget, texts, self._chosen)

    def lock(self, locked: bool) -> None:
        """Let nobody change it, or again."""
        self.widget.setReadOnly(locked)
        self._show_hint(shown=not locked)
        self._mark()

    def keep_hint_to_itself(self) -> None:
        """Where there is no room for it, as in a cell."""
        self._asked = ""
        self._show_hint(shown=True)

    def _show_hint(self, *, shown: bool) -> None:
        """How it is filled in, in the line or beneath it; a line that nobody may fill in says nothing of it."""
        hint = self._asked if shown else ""
        self._hint = hint if len(hint) > _LONGEST_HINT else ""
        self.widget.setPlaceholderText("" if self._hint else hint)

    def _chosen(self) -> None:
        self._settle()
        self._around.changed.emit()

    def _written(self, value: Any) -> str:
        known = isinstance(value, int) or (isinstance(value, str) and value)
        return (value if isinstance(value, str) else self._write(value)) if known else ""

    def _replace(self, text: str) -> None:
        """Other than `setText` this can be undone."""
        if text != self.widget.text():
            self.widget.selectAll()
            self.widget.insert(text)

    def _settle(self) -> None:
        if self.widget.isReadOnly():
            return
        text = self.widget.text().strip()
        read = self._read(text) if text else None
        if read is not None:
            self._replace(self._write(read))
        self._mark()
        self._around.left.emit()

    def _mark(self) -> None:
        text = self.widget.text().strip()
        read = self._read(text) if text else None
        invalid = bool(text) and read is None
        self.widget.setProperty("invalid", "true" if invalid else "false")
        restyle(self.widget)
        if self._offered and self._offered == self.widget.text():
            return
        told = self._told(read) if read is not None else ""
        _tell(self.note, self._wrong if invalid else told or self._hint, wrong=invalid)


class NoteEditor:
    """Several lines; Enter begins a new one."""

    def __init__(self, around: Surroundings) -> None:
        self.widget = QPlainTextEdit()
        self.widget.setTabChangesFocus(True)
        self.widget.setFixedHeight(px(76))
        self.note = _note()
        self.widget.textChanged.connect(self._edited)
        self._around, self._offered = around, ""

    def _edited(self) -> None:
        if self._offered != self.widget.toPlainText():
            _tell(self.note, "")
        self._around.changed.emit()

    def value(self) -> str | None:
        """The text, or None where there is none."""
        return self.widget.toPlainText().strip() or None

    def show(self, value: Any) -> None:
        """Show a text."""
        self.widget.setPlainText(str(value or ""))

    def take(self, text: str) -> None:
        """Take a text as if it had been typed."""
        self.widget.selectAll()
        self.widget.insertPlainText(text)

    def offer(self, value: Any, remark: str) -> None:
        """Fill in a text from before, and say so beneath it until somebody edits it."""
        self._offered = str(value)
        self.take(self._offered)
        _tell(self.note, remark)

    def lock(self, locked: bool) -> None:
        """Let nobody change it, or again."""
        self.widget.setReadOnly(locked)


_SHORTEST = 8
"""As many letters (Chinese ones count double) of a choice are always seen."""


class ChoiceEditor:
    """One of several, shown by their labels; where names are many they can be typed in part."""

    def __init__(self, around: Surroundings, choices: Sequence[tuple[Any, str]], *, typed: bool = False) -> None:
        self._around = around
        self.widget = QComboBox()
        # Long names may be cut in the field; the list shows them whole, and nothing else is pushed aside by them.
        self.widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.widget.setMinimumContentsLength(_SHORTEST)
        self.widget.addItem(_("请选择"), None)
        for value, label in choices:
            self.widget.addItem(label, value)
        self._known = self.widget.count()
        if typed:
            names_of(self.widget, _("请选择"))
        self.note = _note()
        self.widget.activated.connect(self._picked)

    def _picked(self, _index: int) -> None:
        self._mark()
        self._around.changed.emit()

    def value(self) -> Any:
        """The chosen value, or None."""
        if self.widget.isEditable() and self.widget.currentText() != self.widget.itemText(self.widget.currentIndex()):
            return self.widget.currentText().strip() or None
        return self.widget.currentData()

    def show(self, value: Any) -> None:
        """Choose a value; one that is not offered is shown as it stands, and marked."""
        self._choose([i for i in range(1, self.widget.count()) if self.widget.itemData(i) == value], value)

    def take(self, text: str) -> None:
        """Choose what has this label; another text is kept as it stands, and marked."""
        self._choose([i for i in range(1, self._known) if self.widget.itemText(i) == text.strip()], text.strip())
        self._around.changed.emit()

    def offer(self, value: Any, remark: str) -> None:
        """Choose a value from before, and say so beneath it until somebody chooses another."""
        self.show(value)
        _tell(self.note, remark)

    def lock(self, locked: bool) -> None:
        """Let nobody change it, or again."""
        self.widget.setEnabled(not locked)

    def _choose(self, places: Sequence[int], value: Any) -> None:
        if not places and isinstance(value, str) and value:
            self.widget.addItem(value, value)
            places = [self.widget.count() - 1]
        self.widget.setCurrentIndex(places[0] if places and value is not None else 0)
        self._mark()

    def _mark(self) -> None:
        invalid = self.widget.currentIndex() >= self._known
        self.widget.setProperty("invalid", "true" if invalid else "false")
        restyle(self.widget)
        _tell(self.note, _("没有这一项，请从列表里选") if invalid else "", wrong=invalid)


def _note() -> PlainLabel:
    note = PlainLabel("", "faint", wrap=True)
    note.hide()
    return note


def _tell(note: PlainLabel, text: str, *, wrong: bool = False) -> None:
    note.setProperty("wrong", "true" if wrong else "false")
    restyle(note)
    note.setText(text)
    note.setVisible(bool(text))


def _text(field: Field, around: Surroundings) -> Editor:
    return LineEditor(around, hint=field.hint)


def _money(_field: Field, around: Surroundings) -> Editor:
    return LineEditor(
        around,
        read_sum,
        write_sum,
        hint=_("元，可以写 1.5万"),
        wrong=_("看不懂这个金额，请写成 48600 或 4.86万"),
        told=capitals,
        right=True,
    )


def _number(field: Field, around: Surroundings) -> Editor:
    wrong = _("这里填整数，不带单位")
    return LineEditor(around, read_number, str, hint=field.hint, wrong=wrong, right=True)


def _date(_field: Field, around: Surroundings) -> Editor:
    editor = LineEditor(
        around,
        lambda text: read_day(text, around.today),
        hint=_("例如 1123；按 F4 选日期"),
        wrong=_("没有这一天，请写成 1123 或 20261123"),
    )
    DayPicker(editor.widget, around.today, editor.take)
    return editor


def _lines(_field: Field, around: Surroundings) -> Editor:
    return NoteEditor(around)


def _choice(field: Field, around: Surroundings) -> Editor:
    return ChoiceEditor(around, [(choice, choice) for choice in field.choices])


def _yes(_field: Field, around: Surroundings) -> Editor:
    return ChoiceEditor(around, [(True, _("是")), (False, _("否"))])


def _person(_field: Field, around: Surroundings) -> Editor:
    return ChoiceEditor(around, [(person.id, person.name) for person in around.people if person.active], typed=True)


EDITORS: dict[FieldKind, Callable[[Field, Surroundings], Editor]] = {
    FieldKind.TEXT: _text,
    FieldKind.NOTE: _lines,
    FieldKind.DATE: _date,
    FieldKind.MONEY: _money,
    FieldKind.NUMBER: _number,
    FieldKind.CHOICE: _choice,
    FieldKind.YES: _yes,
    FieldKind.PERSON: _person,
}
"""The editor of every kind that fits on a line; a table is made of them (`table.TableEditor`)."""
