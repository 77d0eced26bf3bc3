"""A clerk of glass: plays a sample case through the real window, by keys and clicks, and counts both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from clerk_app import photos, report
from clerk_app.desk import Desk
from clerk_app.model import Act, Field, FieldKind, Material, Registrant, Sample, Step
from clerk_app.workflow.sample_village import ROLLS, day, form
from ui.dialogs import SignedPageBox
from ui.forms.reading import write_sum
from ui.new_matter import NewMatterBox
from ui.window import Window

from .effort import PICK, Effort


@dataclass
class Clock:
    """The PC's clock: nine in the morning of the day on which something is done."""

    day: str = day(0)

    def __call__(self) -> str:
        """UTC."""
        return f"{self.day}T01:00:00Z"


def people_of(village: Desk, catalogue: Any) -> dict[str, str]:
    """Two persons for every role, as the samples know them: their sample ids with those of the office."""
    known = {}
    for role, name in catalogue.roles.items():
        for again, mark in (("", "甲"), ("-2", "乙")):
            known[f"p-{role}{again}"] = village.add_person(f"{name.name}{mark}", (role,)).id
    return known


def surround(village: Desk, township: Desk, folder: Path, sample: Sample) -> None:
    """What the sample sets around its matter: parameters from the township, registers, how many belong to each body."""
    for key, value in sample.around.parameters.items():
        township.set_parameter(key, value)
    for replied in township.reply(folder):
        village.receive([Path(replied.exported.path)])
    for register, names in sample.around.registers.items():
        for name in names:
            village.enter(Registrant(register, name))
    for body, members in {**ROLLS, **sample.around.rolls}.items():
        village.set_roll(body, members)


@dataclass
class Player:
    """One window, and the hands before it."""

    window: Window
    patch: pytest.MonkeyPatch
    folder: Path
    clock: Clock
    effort: Effort = field(default_factory=Effort)
    people: dict[str, str] = field(default_factory=dict)
    _drawn: int = 0

    def click(self, widget: QWidget) -> None:
        """One click in the middle of a widget that can be seen and used."""
        QApplication.processEvents()
        assert widget.isEnabled(), widget.objectName()
        self.effort.clicks += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 5))
        QApplication.processEvents()

    def button(self, name: str, inside: QWidget | None = None) -> QPushButton:
        """A visible button by its name."""
        QApplication.processEvents()
        room = inside or self.window.rooms.matter
        found = [b for b in room.findChildren(QPushButton, name) if b.isVisibleTo(room)]
        assert found, f"no button {name}"
        return found[-1]

    def type(self, widget: QWidget, text: str) -> None:
        """Replace what stands in a line; Chinese comes from an input method, a key for each character."""
        widget.setFocus()
        standing = widget.toPlainText() if isinstance(widget, QPlainTextEdit) else widget.property("text")
        if standing:
            QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            self.effort.keys += 1
        self.effort.keys += len(text)
        if text.isascii():
            QTest.keyClicks(widget, text)
        elif isinstance(widget, QLineEdit):
            widget.insert(text)
        elif isinstance(widget, QPlainTextEdit):
            widget.insertPlainText(text)

    # One matter

    def begin(self, type_id: str, title: str) -> None:
        """A new matter from the first page."""

        def filled(box: NewMatterBox) -> int:
            listed = [box._types.item(row) for row in range(box._types.count())]
            wanted = next(item for item in listed if item.data(Qt.ItemDataRole.UserRole) == type_id)
            box._types.setCurrentItem(wanted)
            self.effort.clicks += 1
            self.type(box._title, title)
            return 1

        self.patch.setattr(NewMatterBox, "exec", filled)
        self.window.shell.go(0)
        self.click(self.button("new", self.window.rooms.today))

    def play(self, steps: dict[str, Step], acts: Sequence[Act]) -> Iterator[str]:
        """Every act that must pass; yields each step when it is done."""
        for act in acts:
            if not act.refused:
                self.perform(steps[act.step], act)
                yield act.step

    def perform(self, step: Step, act: Act) -> None:
        """One step: go there, put the notice up, fill the form, add the papers, sign, complete."""
        page = self.window.rooms.matter
        if act.posted is not None:
            self._come(step, day(act.posted))
            self._attach("notice_up", photo=True)
            self.click(self.button("post"))
        self._come(step, day(act.day))
        values = form(step.fields, act.fields, day(act.day))
        for known in step.fields:
            if known.id in values:
                self._fill(known, self._ours(known, values[known.id]))
        for material in step.materials:
            self._add(material)
        page._look()
        if act.late_reason:
            self.type(page._sheet.step.late, act.late_reason)
            page._look()
        self._sign(step)
        assert not (missing := self.missing()), f"{step.name}: {missing}"
        self.click(self.button("complete"))

    def missing(self) -> list[str]:
        """What the page says is still missing."""
        view = self.window.rooms.matter._view
        assert view is not None
        return [f"{check.sentence.what} {check.sentence.amount}" for check in view.checks if not check.met]

    def _come(self, step: Step, on: str) -> None:
        """The morning of that day: the office is opened, and the matter at this step."""
        self.clock.day = self.window.front.day = on
        page = self.window.rooms.matter
        if page._step != step.id:
            self.click(self._flow_line(step.id))
        else:
            page.refresh()
        if page._sheet.step.on.text() != on:
            self.type(page._sheet.step.on, on[5:].replace("-", ""))

    def _flow_line(self, step: str) -> QWidget:
        lines = self.window.rooms.matter.findChildren(QPushButton, "step")
        return next(line for line in lines if line.property("step") == step)

    def _ours(self, known: Field, value: Any) -> Any:
        if known.kind is FieldKind.PERSON:
            return self.people[value]
        if known.kind is FieldKind.TABLE:
            columns = {column.id: column for column in known.columns}
            return [{name: self._ours(columns[name], inner) for name, inner in row.items()} for row in value]
        return value

    def _fill(self, known: Field, value: Any) -> None:
        page = self.window.rooms.matter
        editor = page._sheet.step.form._editors[known.id]
        if known.kind is FieldKind.TABLE:
            self._fill_table(known, editor, value)
        else:
            self._enter(known, editor.widget, value)

    def _fill_table(self, known: Field, editor: Any, rows: Sequence[dict[str, Any]]) -> None:
        columns = {column.id: column for column in known.columns}
        for number, row in enumerate(rows):
            if number >= len(editor._rows):
                self.click(editor._more)
            for name, value in row.items():
                if value is not None:
                    self._enter(columns[name], editor._rows[number][name].widget, value)

    def _enter(self, known: Field, widget: QWidget, value: Any) -> None:
        if isinstance(widget, QComboBox):
            place = next(index for index in range(widget.count()) if widget.itemData(index) == value)
            self.effort.keys += place  # The arrow key, so many times.
            widget.setFocus()
            widget.setCurrentIndex(place)
            widget.activated.emit(place)
            return
        text = self._typed(known, value)
        self.type(widget, text)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        self.effort.keys += 1

    def _typed(self, known: Field, value: Any) -> str:
        """A value as people type it: sums without separators, days of this year as `0106`."""
        if known.kind is FieldKind.MONEY:
            return write_sum(value).replace(",", "").removesuffix(".00")
        if known.kind is FieldKind.DATE:
            return str(value).removeprefix(self.window.front.day[:5]).replace("-", "")
        return str(value)

    def _add(self, material: Material) -> None:
        have = {file.sha256 for file in self.window.rooms.matter._files if file.kind == material.id}
        for _ in range(material.least - len(have)):
            self._attach(material.id, photo=material.photo)

    def _attach(self, kind: str, *, photo: bool) -> None:
        path = self._draw(photo=photo)
        self.patch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: ([str(path)], ""))
        self.click(self.button(f"add-{kind}"))
        self.effort.clicks += PICK

    def _draw(self, *, photo: bool) -> Path:
        """Another photo or paper every time: the same one twice would count once."""
        self._drawn += 1
        path = self.folder / f"{self._drawn}.{'jpg' if photo else 'pdf'}"
        if photo:
            path.write_bytes(photos.draw_sample([f"第{self._drawn}张"], self._drawn, width=160))
        else:
            path.write_bytes(report.paper(report.Paper(f"材料{self._drawn}", (report.Paragraph("示范数据"),))))
        return path

    def _sign(self, step: Step) -> None:
        """All by hand on one page, by those whom the box proposes."""
        if not step.signoffs:
            return
        page = self._draw(photo=True)
        self.patch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(page), ""))

        def choose(_box: SignedPageBox) -> int:
            self.effort.clicks += 1 + PICK
            return 1

        self.patch.setattr(SignedPageBox, "exec", choose)
        self.click(self.button("sign-page"))
