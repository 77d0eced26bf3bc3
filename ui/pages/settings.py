"""What stands around the matters: this PC's settings, the numbers, other offices, keys, backups, the look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget

from clerk_app.desk import CareView, ContactRow, ParameterRow, PreferenceRow

from ..language import _
from ..look import kept
from ..panels.caring import CarePanel
from ..panels.keys import KeysPanel
from ..panels.look import LookPanel
from ..panels.offices import OfficesPanel
from ..panels.parameters import ParametersPanel
from ..panels.values import ValuesPanel
from ..widgets.plain import Card
from .page import Page


@dataclass(frozen=True, slots=True)
class Standing:
    """What the page shows."""

    values: Sequence[PreferenceRow]
    parameters: Sequence[ParameterRow]
    contacts: Sequence[ContactRow]
    kinds: Sequence[str]
    care: CareView


class SettingsPage(Page):
    """A tab for each subject."""

    look_wanted = Signal(object)

    def __init__(self, load: Callable[[Callable[[Standing], object]], object], *, township: bool) -> None:
        super().__init__(_("设置"))
        self._load = load
        self.care = CarePanel()
        self.values = ValuesPanel()
        self.keys = KeysPanel(passing=not township)
        self.offices = OfficesPanel(township=township)
        self.parameters = ParametersPanel()
        look = LookPanel(kept())
        look.chosen.connect(self.look_wanted)
        self._looks = Card()
        self._looks.add(look)
        self._looks.body.addStretch(1)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self.care, _("备份与核对"))
        self._tabs.addTab(self.values, _("本机"))
        self._tabs.addTab(self.keys, _("密码"))
        self._tabs.addTab(self.offices, _("往来单位"))
        if not township:
            self._tabs.addTab(self.parameters, _("限额和期限"))
        self._tabs.addTab(self._looks, _("外观"))
        self.room.addWidget(self._tabs)

    def show_look(self) -> None:
        """Bring the look to the front, where it was chosen."""
        self._tabs.setCurrentWidget(self._looks)

    def refresh(self) -> None:
        """Ask the desk anew."""
        self._load(self._show)

    def _show(self, standing: Standing) -> None:
        # The boxes of the values hold what was typed since they were last shown, so they are set every time.
        self.values.show_rows(standing.values)
        if self.same(standing):
            return
        self.parameters.show_rows(standing.parameters)
        self.offices.show_rows(standing.contacts)
        self.keys.show_kinds(standing.kinds)
        self.care.show_state(standing.care)
