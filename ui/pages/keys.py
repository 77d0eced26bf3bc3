"""Keys: which PCs speak for the villages, whose signature counts, this office's own key, and the escrow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QTabWidget, QWidget

from clerk_app.desk import DeviceRow, EscrowRow, KeyRow, OpeningRow

from ..language import _
from ..widgets.eliding import ElidedLabel
from ..widgets.listing import Cell, Listing
from ..widgets.picture import Picture
from ..widgets.plain import Badge, Button, Card, PlainLabel, boxed, clear, column, row, scrolled
from ..widgets.wrapping import wrapped
from .page import Page


@dataclass(frozen=True, slots=True)
class Keyring:
    """What the page shows: the villages' devices, our own key in digits, words and as a sheet, and the escrow."""

    devices: Sequence[DeviceRow]
    digits: str
    words: str
    sheet: bytes
    escrow: EscrowRow | None
    openings: Sequence[OpeningRow]


@dataclass(frozen=True, slots=True)
class Sources:
    """What the page asks for; each answer comes later through the function given with it."""

    keyring: Callable[[Callable[[Keyring], object]], object]
    people: Callable[[str, Callable[[Sequence[KeyRow]], object]], object]


class KeysPage(Page):
    """Devices at the left; at the right the people of the chosen village, this office, the escrow."""

    enrol_wanted = Signal()
    card_wanted = Signal()
    sheet_wanted = Signal()
    signers_wanted = Signal()
    revoke_wanted = Signal(object)
    stolen_wanted = Signal(object)
    compare_wanted = Signal(str, object)
    revoke_key_wanted = Signal(str, object)
    renew_wanted = Signal()
    escrow_wanted = Signal()
    open_wanted = Signal()

    def __init__(self, sources: Sources) -> None:
        super().__init__(_("密钥与授权"))
        self._sources = sources
        self._rows: dict[str, DeviceRow] = {}
        self.bar.addWidget(Button(_("导出验签名单"), self.signers_wanted.emit, name="signers"))
        self.bar.addWidget(Button(_("写出本镇名片"), self.card_wanted.emit, name="own-card"))
        self.bar.addWidget(Button(_("登记村"), self.enrol_wanted.emit, look="primary", shortcut="Ctrl+N", name="enrol"))
        headings = (_("村和电脑的指纹"), _("状态"))
        self.devices = Listing(headings, name="devices", label=_("电脑"), stretch=0, firm=(0,), tall=True)
        self.devices.chosen.connect(self._choose)
        told = _("还没有登记村。请村里带着登记申请和登记单来，当面核对指纹。")
        self._none = PlainLabel(told, "faint", wrap=True)
        listed = Card(_("各村的电脑"))
        listed.add(self._none)
        listed.add(self.devices, 1)
        act = self._act
        revoke = Button(_("停用这台电脑"), lambda: act(self.revoke_wanted), name="revoke")
        stolen = Button(_("电脑被偷了"), lambda: act(self.stolen_wanted), name="stolen")
        self._buttons = boxed(row(revoke, stolen, None))
        listed.add(self._buttons)
        self.room.addWidget(listed, 1)
        self.room.addWidget(self._tabs(), 1)

    def _tabs(self) -> QWidget:
        self._people, self._escrow = column(spacing=8), column(spacing=8)
        self._own = PlainLabel("", "figure", wrap=True)
        self._words = PlainLabel("", "strong", wrap=True)
        self._square = Picture()
        renew = Button(_("换本机密钥"), self.renew_wanted.emit, name="renew")
        sheet = Button(_("打印登记单"), self.sheet_wanted.emit, name="sheet")
        told = PlainLabel(_("当面核对时，两边读同一串数字，或者读同几个词。"), "faint", wrap=True)
        own = boxed(column(told, self._own, self._words, row(sheet, renew, None), self._square, None, spacing=10))
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.tabBar().setDrawBase(False)
        tabs.addTab(scrolled(boxed(self._people)), _("村里的人"))
        tabs.addTab(scrolled(own), _("本镇的密钥"))
        tabs.addTab(scrolled(boxed(self._escrow)), _("托管"))
        card = Card()
        card.add(tabs, 1)
        return card

    def refresh(self) -> None:
        """Ask the desk anew."""
        self._sources.keyring(self._show)

    def _show(self, keyring: Keyring) -> None:
        if self.same(keyring):
            self._choose(self.devices.key())
            return
        self._rows = {row_.device: row_ for row_ in keyring.devices}
        self._none.setVisible(not keyring.devices)
        self._buttons.setVisible(bool(keyring.devices))
        self._own.setText(keyring.digits)
        self._words.setText(keyring.words)
        self._square.show_drawing(keyring.sheet, _("登记单"))
        self._show_escrow(keyring.escrow, keyring.openings)
        self.devices.put([(device.device, device_cells(device)) for device in keyring.devices])
        if not keyring.devices:
            self._choose("")

    def _act(self, wanted: SignalInstance) -> None:
        device = self._rows.get(self.devices.key())
        if device is not None:
            wanted.emit(device)

    # People of the chosen village

    def _choose(self, key: str) -> None:
        device = self._rows.get(key)
        if device is not None:
            self._sources.people(device.code, lambda people: self._show_people(device, people))
        elif not self.same(None, part="people"):
            clear(self._people)
            told = _("登记了村，在左边选它的电脑，这里就列出村里签字的人：谁设了本人密码，谁的当面核对过。")
            self._people.addWidget(PlainLabel(told, "faint", wrap=True))
            self._people.addStretch(1)

    def _show_people(self, device: DeviceRow, people: Sequence[KeyRow]) -> None:
        if self.devices.key() != device.device or self.same(device, people, part="people"):
            return
        clear(self._people)
        self._people.addWidget(PlainLabel(device.name, "heading", wrap=True))
        for known in people:
            self._people.addWidget(self._person(device.code, known))
        if not people:
            told = _("这个村还没有上报过，名册还不知道。")
            self._people.addWidget(PlainLabel(told, "faint", wrap=True))
        self._people.addStretch(1)

    def _person(self, code: str, known: KeyRow) -> QWidget:
        words = {
            "none": (_("手签"), "idle"),
            "open": (_("没核对"), "warn"),
            "certified": (_("已核对"), "good"),
            "revoked": (_("已作废"), "wrong"),
        }
        text, look = words[known.state]
        who = wrapped(ElidedLabel(known.name, "strong"), Badge(text, look), PlainLabel(known.on, "faint"))
        line = row(who)
        line.setStretch(0, 1)
        lines = column(line, spacing=2)
        if known.digits:
            lines.addWidget(PlainLabel(f"{known.digits} · {known.words}", "faint", wrap=True))
        compare = Button(_("当面核对"), lambda: self.compare_wanted.emit(code, known), name="compare")
        revoke = Button(_("作废"), lambda: self.revoke_key_wanted.emit(code, known), look="flat", name="revoke-key")
        for button in (compare, revoke):
            button.setAccessibleName(f"{button.text()} {known.name}")
        if known.state == "open":
            line.addWidget(compare)
        if known.state in ("open", "certified"):
            line.addWidget(revoke)
        return boxed(lines)

    # The escrow

    def _show_escrow(self, escrow: EscrowRow | None, openings: Sequence[OpeningRow]) -> None:
        clear(self._escrow)
        told = _("村里密码全忘了的时候，由两个人一起打开。哪一个人单独都打不开，每次打开村里都看得到。")
        self._escrow.addWidget(PlainLabel(told, "faint", wrap=True))
        if escrow is not None:
            who = _("由 {names} 一起保管").format(names=_("、").join(escrow.names))
            self._escrow.addWidget(PlainLabel(who, "strong", wrap=True))
            self._escrow.addWidget(PlainLabel(escrow.recipient, "faint", wrap=True))
        else:
            self._escrow.addWidget(PlainLabel(_("还没有设立。"), "strong"))
        make = Button(_("设立托管") if escrow is None else _("换保管人"), self.escrow_wanted.emit, name="escrow")
        line = row(make, None)
        if escrow is not None:
            line.insertWidget(1, Button(_("打开一个村"), self.open_wanted.emit, name="open-escrow"))
        self._escrow.addLayout(line)
        for opening in openings:
            who = f"{opening.code} {_names(opening)}"
            said = _("{on} {who}：{reason}").format(on=opening.on, who=who, reason=opening.reason)
            self._escrow.addWidget(PlainLabel(said, wrap=True))
        self._escrow.addStretch(1)


def _names(opening: OpeningRow) -> str:
    return _("、").join(opening.names)


def device_cells(device: DeviceRow) -> tuple[Cell, ...]:
    """One device in a line; what is compared, its fingerprint, has all the room below the village."""
    state = Cell(_("在用"), "good", badge=True)
    if device.until is not None:
        state = Cell(_("用到第 {n} 号包").format(n=device.until), "idle", badge=True)
    return (Cell(device.name, "strong", order=device.code, under=device.fingerprint), state)
