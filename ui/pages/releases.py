"""The checklist in force, the next one before it is put in force, and the numbers that an office may set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QWidget

from clerk_app.desk import InForce, ParameterRow, Preview, SettingRow

from ..language import _
from ..release_boxes import amount
from ..theme import px
from ..widgets.listing import Cell, Listing
from ..widgets.plain import Button, Card, PlainLabel, boxed, clear, column, row, scrolled
from ..widgets.progress import ProgressStrip
from .page import Page


@dataclass(frozen=True, slots=True)
class Rules:
    """What the page shows: the release in force, the parameters, and the names of villages by their codes."""

    in_force: InForce
    parameters: Sequence[ParameterRow]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sources:
    """What the page asks for; each answer comes later through the function given with it."""

    rules: Callable[[Callable[[Rules], object]], object]
    history: Callable[[str, Callable[[Sequence[SettingRow]], object]], object]


class ReleasesPage(Page):
    """The release at the left, what the next one would change at the right; parameters on a tab of their own."""

    signers_wanted = Signal()
    sign_wanted = Signal()
    preview_wanted = Signal()
    publish_wanted = Signal()
    set_wanted = Signal(object)

    def __init__(self, sources: Sources) -> None:
        super().__init__(_("清单发布"))
        self._sources = sources
        self._rows: dict[str, ParameterRow] = {}
        self._names: dict[str, str] = {}
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.tabBar().setDrawBase(False)
        tabs.addTab(self._release_tab(), _("清单"))
        tabs.addTab(self._parameter_tab(), _("参数"))
        self.room.addWidget(tabs)

    def _release_tab(self) -> QWidget:
        self._now = column(spacing=6)
        now = Card(_("现行清单"))
        now.add(scrolled(boxed(self._now)), 1)
        now.add(
            column(
                row(
                    Button(_("登记签发人"), self.signers_wanted.emit, name="signers"),
                    Button(_("在清单上签名"), self.sign_wanted.emit, name="sign"),
                    spacing=8,
                ),
                Button(_("预演一份新清单"), self.preview_wanted.emit, look="primary", name="preview"),
                spacing=8,
            )
        )
        self.trying_line = ProgressStrip()
        self._next = column(spacing=6)
        self.matters = Listing((_("村"), _("在办事项"), _("启用以后")), name="impacts", label=_("在办事项"))
        self._publish = Button(_("发布给各村"), self.publish_wanted.emit, look="primary", name="publish")
        after = Card(_("预演"), _("只是看看，不写记录"))
        self._sum = PlainLabel("", "strong", wrap=True)
        after.add(self.trying_line)
        after.add(scrolled(boxed(self._next)), 1)
        after.add(self._sum)
        after.add(self.matters, 2)
        after.add(row(None, self._publish))
        self.forget_preview()
        return boxed(_beside(now, after, 2, 3))

    def _parameter_tab(self) -> QWidget:
        headings = (_("参数"), _("现行值"), _("单位"), _("由谁定"))
        self.parameters = Listing(headings, name="parameters", label=_("参数"), stretch=0)
        self.parameters.chosen.connect(self._choose)
        listed = Card()
        listed.add(self.parameters, 1)
        self._about = column(spacing=6)
        detail = Card(_("选中的参数"))
        detail.add(scrolled(boxed(self._about)), 1)
        return boxed(_beside(listed, detail, 3, 2))

    def refresh(self) -> None:
        """Ask the desk anew."""
        self._sources.rules(self._show)

    def _show(self, rules: Rules) -> None:
        if self.same(rules):
            self._choose(self.parameters.key())
            return
        self._names = rules.names
        self._show_release(rules.in_force)
        self._rows = {known.key: known for known in rules.parameters}
        self.parameters.put([(known.key, parameter_cells(known)) for known in rules.parameters])

    def _show_release(self, known: InForce) -> None:
        clear(self._now)
        since = _("{on} 起").format(on=known.on) if known.on else _("随程序带来")
        self._now.addWidget(PlainLabel(_("第 {n} 版").format(n=known.version), "figure"))
        self._now.addWidget(PlainLabel(f"{known.name} · {since}", "strong", wrap=True))
        self._now.addWidget(PlainLabel(_("指纹：{hash}").format(hash=known.hash[:32]), "faint", wrap=True))
        none = _("还没有登记签发人：没有登记，什么新清单都不能启用。")
        needed = _("下一版要 {need} 人签名。签发人的密钥：").format(need=known.needed)
        self._now.addWidget(PlainLabel(needed if known.signers else none, wrap=True))
        for signer in known.signers:
            self._now.addWidget(PlainLabel(signer, "faint", wrap=True))
        for version, name, on in known.earlier:
            before = _("以前：第 {n} 版 {name} {on}").format(n=version, name=name, on=on)
            self._now.addWidget(PlainLabel(before, "faint", wrap=True))
        told = _("要回到以前的内容，请县里把旧内容编成更高的版号，重新签发；版号只升不降。")
        self._now.addWidget(PlainLabel(told, "faint", wrap=True))
        self._now.addStretch(1)

    # The next release

    def forget_preview(self) -> None:
        """No release is being looked at."""
        clear(self._next)
        told = _("选一份县里签过名的清单，先看它改了什么、在办的事项受不受影响，再发布。")
        self._next.addWidget(PlainLabel(told, "faint", wrap=True))
        self._next.addStretch(1)
        self.matters.hide()
        self._sum.hide()
        self._publish.setEnabled(False)

    def show_preview(self, found: Preview) -> None:
        """What a release would change here."""
        clear(self._next)
        head = _("第 {n} 版 {name}，{count} 人签名").format(n=found.version, name=found.name, count=len(found.signers))
        self._next.addWidget(PlainLabel(head, "strong", wrap=True))
        changes = found.changes
        for text, ids in (
            (_("新增：{ids}"), changes.added),
            (_("取消：{ids}"), changes.removed),
            (_("有变化：{ids}"), changes.changed),
        ):
            named = _("、").join(f"{each} {found.names.get(each, '')}" for each in ids)
            if ids:
                self._next.addWidget(PlainLabel(text.format(ids=named), wrap=True))
        for key, *values in changes.parameters:
            known = self._rows.get(key)
            before, after = (_figure(known, value) for value in values)
            told = _("参数“{name}”：{before} → {after}")
            said = told.format(name=found.names.get(key, key), before=before, after=after)
            self._next.addWidget(PlainLabel(said, wrap=True))
        self._next.addStretch(1)
        self._show_impacts(found)
        self._publish.setEnabled(True)

    def _show_impacts(self, found: Preview) -> None:
        """The running matters, those that cannot move first."""
        shown = sorted(found.matters, key=lambda pair: pair[1].movable)
        lines = [
            (f"{code} {impact.matter}", (Cell(self._names.get(code, code)), Cell(impact.title), _after(impact.movable)))
            for code, impact in shown
        ]
        movable = sum(impact.movable for _code, impact in shown)
        told = _("在办 {all} 件：{movable} 件可改按新清单，{stay} 件按原清单办完。")
        self._sum.setText(told.format(all=len(lines), movable=movable, stay=len(lines) - movable))
        self._sum.setVisible(bool(lines))
        self.matters.put(lines)
        self.matters.setVisible(bool(lines))

    # Parameters

    def _choose(self, key: str) -> None:
        known = self._rows.get(key)
        if known is not None:
            self._sources.history(key, lambda history: self._show_parameter(known, history))

    def _show_parameter(self, known: ParameterRow, history: Sequence[SettingRow]) -> None:
        if self.parameters.key() != known.key or self.same(known, history, part="parameter"):
            return
        clear(self._about)
        self._about.addWidget(PlainLabel(known.name, "heading", wrap=True))
        bounds = _("允许 {low} 到 {high}").format(low=_bound(known, known.lowest), high=_bound(known, known.highest))
        for text in (known.source, bounds):
            self._about.addWidget(PlainLabel(text, "faint", wrap=True))
        change = Button(_("改这个参数"), lambda: self.set_wanted.emit(known), look="primary", name="set")
        self._about.addLayout(row(change, None))
        self._about.addWidget(PlainLabel(_("改过几次"), "strong"))
        for setting in history:
            value = _("只作记录") if setting.value is None else amount(known, setting.value)
            told = f"{setting.on} {setting.office} {value} {setting.basis}"
            self._about.addWidget(PlainLabel(told, wrap=True))
        if not history:
            self._about.addWidget(PlainLabel(_("没有改过，用的是清单里的值。"), "faint", wrap=True))
        self._about.addStretch(1)


def _beside(left: QWidget, right: QWidget, one: int, other: int) -> QHBoxLayout:
    line = row(left, right, spacing=px(14))
    line.setStretch(0, one)
    line.setStretch(1, other)
    return line


def _after(movable: bool) -> Cell:
    text = _("可改按新清单") if movable else _("按原清单办完")
    return Cell(text, "good" if movable else "idle", badge=True)


def _bound(known: ParameterRow, value: int | None) -> str:
    return "—" if value is None else amount(known, value)


def _figure(known: ParameterRow | None, value: int | None) -> str:
    """A value of a parameter that may be new, or not be set."""
    if value is None:
        return _("没有定")
    return f"{amount(known, value)}{known.beside}" if known is not None else f"{value:,}"


def parameter_cells(known: ParameterRow) -> tuple[Cell, ...]:
    """One parameter in a line."""
    value = Cell(_("没有定"), "wrong") if known.value is None else Cell(amount(known, known.value), order=known.value)
    if known.record_only:
        value = Cell(_("只作记录"), "warn")
    return (Cell(known.name), value, Cell(known.unit), Cell(known.setter, "faint"))
