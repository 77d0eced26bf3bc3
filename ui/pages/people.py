"""People and roles: who holds which posts, who is related, who signs how; the registers; the rolls of the bodies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QTabWidget, QWidget

from clerk_app import desk
from clerk_app.desk import RoleRow, Sentence
from clerk_app.model import Person, Registrant

from ..language import _
from ..people_boxes import REGISTERS, PersonBox, RegistrantBox, RollBox, SigningPasswordBox
from ..widgets.plain import Button, Card, PlainLabel, row
from ..widgets.table import Table
from .page import Page


@dataclass(frozen=True, slots=True)
class Everybody:
    """What the page shows."""

    people: Sequence[Person]
    roles: Sequence[RoleRow]
    registers: Mapping[str, Sequence[Registrant]]
    rolls: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PeopleSources:
    """What the page asks for: everybody, and why somebody could not hold these posts."""

    load: Callable[[Callable[[Everybody], object]], object]
    conflicts: Callable[[str, tuple[str, ...], Callable[[Sequence[Sentence]], object]], object]


class PeoplePage(Page):
    """The people and the registers under two tabs; a village has the rolls of its bodies under a third.

    What is entered or changed goes out as the box in which it is to be filled in.
    """

    adding = Signal(object)
    changing = Signal(str, object)
    left = Signal(object)
    setting_key = Signal(str, object)
    replace_wanted = Signal(object)
    entering = Signal(object)
    setting_roll = Signal(object)

    def __init__(self, sources: PeopleSources, *, township: bool) -> None:
        super().__init__(_("人员与职务"))
        self._sources = sources
        self._township = township
        self._all = Everybody((), (), {}, {})
        self.bar.addWidget(Button(_("登记人员"), self._add, look="primary", name="add-person"))
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self._make_people(), _("人员"))
        self._tabs.addTab(self._make_registers(), _("名录"))
        if not township:
            self._tabs.addTab(self._make_rolls(), _("会议应到人数"))
        self.room.addWidget(self._tabs)

    def _make_people(self) -> QWidget:
        self._people = Table((_("姓名"), _("职务"), _("近亲属"), _("签字方式"), _("状态")), _("人员"))
        self._people.setObjectName("people")
        self._people.cellActivated.connect(lambda _line, _column: self._edit())
        self._people.currentCellChanged.connect(lambda *_where: self._mark())
        self._leave = Button(_("登记离任"), self._toggle, name="leave")
        self._key = Button(_("设置签字密码"), self._ask_key, name="set-key")
        buttons = row(
            Button(_("修改"), self._edit, name="edit-person"),
            self._key,
            self._leave,
            None,
            spacing=8,
        )
        return _tab(
            buttons,
            self._people,
            _("一个人可以有几个职务；法律不许兼任的，登记时会说明。离任的人留在名册里，签过的字仍然有效。"),
        )

    def _make_registers(self) -> QWidget:
        self._register = QComboBox()
        self._register.setAccessibleName(_("哪个名录"))
        for register in REGISTERS:
            self._register.addItem(desk.label(register), register)
        self._register.activated.connect(lambda _index: self._show_register())
        self._names = Table((_("名称"), _("代码"), _("有效到"), _("状态")), _("名录"))
        self._names.setObjectName("names")
        self._names.cellActivated.connect(lambda _line, _column: self._edit_name())
        buttons = row(
            self._register,
            Button(_("添加"), self._add_name, name="add-name"),
            Button(_("修改"), self._edit_name, name="edit-name"),
            None,
            spacing=8,
        )
        self._no_names = PlainLabel(_("这个名录里还没有登记。请按“添加”，把在册的逐个登记进来。"), wrap=True)
        hint = _("询价、发包、用卡的步骤只认名录里在册并且没有到期的。")
        return _tab(buttons, self._names, hint, self._no_names)

    def _make_rolls(self) -> QWidget:
        self._rolls = Table((_("会议"), _("应到人数")), _("会议应到人数"))
        self._rolls.cellActivated.connect(lambda _line, _column: self._ask_roll())
        buttons = row(Button(_("登记人数"), self._ask_roll, name="set-roll"), None)
        self._no_rolls = PlainLabel(_("还没有登记应到人数。请按“登记人数”，填上各个会议应到多少人。"), wrap=True)
        hint = _("开会够不够人、过没过半，按这里的应到人数算。换届以后请改。")
        return _tab(buttons, self._rolls, hint, self._no_rolls)

    def refresh(self) -> None:
        """Ask the desk anew."""
        self._sources.load(self._show)

    def _show(self, everybody: Everybody) -> None:
        self._all = everybody
        roles = {role.id: role.name for role in everybody.roles}
        names = {person.id: person.name for person in everybody.people}
        cells = [_person_cells(person, roles, names) for person in everybody.people]
        chosen = self._people.currentRow()
        self._people.put(cells)
        self._people.setCurrentCell(min(max(0, chosen), len(cells) - 1), 0)
        self._mark()
        self._show_register()
        if not self._township:
            self._no_rolls.setVisible(not everybody.rolls)
            self._rolls.put([(desk.label(body), f"{members:,}") for body, members in everybody.rolls.items()])

    def _show_register(self) -> None:
        rows = self._registrants()
        self._no_names.setVisible(not rows)
        self._names.put(
            [
                (known.name, known.code, known.until or _("长期"), _("在册") if known.active else _("已划掉"))
                for known in rows
            ],
        )

    def _registrants(self) -> Sequence[Registrant]:
        return self._all.registers.get(str(self._register.currentData()), ())

    def _mark(self) -> None:
        """The buttons say what they would do to the person chosen."""
        known = self._chosen()
        self._key.setText(_("更换签字密钥") if self._replaces(known) else _("设置签字密码"))
        self._leave.setText(_("登记离任") if known is None or known.active else _("恢复任职"))

    def _replaces(self, known: Person | None) -> bool:
        """An official's key counts up to a number in other logs: it is replaced, and not only set anew."""
        return self._township and known is not None and bool(known.key)

    def _chosen(self) -> Person | None:
        line = self._people.currentRow()
        return self._all.people[line] if 0 <= line < len(self._all.people) else None

    def _add(self) -> None:
        self.adding.emit(PersonBox(self, self._all.roles, self._all.people, self._sources.conflicts))

    def _edit(self) -> None:
        known = self._chosen()
        if known is not None:
            box = PersonBox(self, self._all.roles, self._all.people, self._sources.conflicts, known)
            self.changing.emit(known.id, box)

    def _toggle(self) -> None:
        known = self._chosen()
        if known is not None:
            self.left.emit(known)

    def _ask_key(self) -> None:
        known = self._chosen()
        if self._replaces(known):
            self.replace_wanted.emit(known)
        elif known is not None:
            self.setting_key.emit(known.id, SigningPasswordBox(self, known.name))

    def _add_name(self) -> None:
        self._ask_name(None)

    def _edit_name(self) -> None:
        line, rows = self._names.currentRow(), self._registrants()
        if 0 <= line < len(rows):
            self._ask_name(rows[line])

    def _ask_name(self, known: Registrant | None) -> None:
        self.entering.emit(RegistrantBox(self, str(self._register.currentData()), known))

    def _ask_roll(self) -> None:
        line, rolls = self._rolls.currentRow(), list(self._all.rolls.items())
        self.setting_roll.emit(RollBox(self, *(rolls[line] if 0 <= line < len(rolls) else ("", 0))))


def _tab(buttons: QHBoxLayout, shown: QWidget, hint: str, *more: QWidget) -> QWidget:
    card = Card()
    card.add(buttons)
    for part in (PlainLabel(hint, "faint", wrap=True), *more):
        card.add(part)
    card.add(shown, 1)
    return card


def _person_cells(person: Person, roles: Mapping[str, str], names: Mapping[str, str]) -> tuple[str, ...]:
    return (
        person.name,
        _("、").join(roles.get(role, role) for role in person.roles),
        _("、").join(names.get(kin, kin) for kin in person.kin),
        _("本人密码") if person.key else _("手签"),
        _("在任") if person.active else _("已离任"),
    )
