"""Three lists in which a county is found: by its name, by the initials of its pinyin, or by its code."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from clerk_app import desk

from .forms.completing import names_of
from .language import _
from .widgets.plain import PlainLabel, boxed, column, row

_KEYS = Qt.ItemDataRole.UserRole + 1


class PlacePicker(QWidget):
    """Province, prefecture, county; `picked` gives the digits that are settled: two, four or six."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._lists = [
            self._list("province", _("省")),
            self._list("prefecture", _("市（州、盟）")),
            self._list("county", _("县（市、区）")),
        ]
        self._shown: list[Sequence[desk.Place]] = [(), (), ()]
        whole = row(*(boxed(column(PlainLabel(box.accessibleName(), "faint"), box, spacing=4)) for box in self._lists))
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(whole)
        for place, box in enumerate(self._lists):
            whole.setStretch(place, 1)
            box.activated.connect(lambda _index, place=place: self._pick(place))
        self.show_code("")

    def _list(self, name: str, label: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(label)
        box.setMinimumContentsLength(6)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        names_of(box, _("名称或拼音首字母"), _KEYS)
        line = box.lineEdit()
        if line is not None:
            line.setAccessibleName(label)
            line.editingFinished.connect(lambda: self._settle(box))
        return box

    def _pick(self, place: int) -> None:
        code = self._lists[place].currentData()
        if code:
            self.picked.emit(str(code)[: 2 * place + 2])

    def _settle(self, box: QComboBox) -> None:
        """What was typed and names exactly one entry is that entry; anything else gives way to what was chosen."""
        typed, completer = box.currentText().strip(), box.completer()
        if completer is None or typed == box.itemText(box.currentIndex()):
            return
        popup = completer.popup()
        if popup is not None and popup.isVisible():
            return
        lower = typed.lower()
        fitting = [at for at in range(box.count()) if lower and lower in str(box.itemData(at, _KEYS))]
        if len(fitting) == 1:
            box.setCurrentIndex(fitting[0])
            box.activated.emit(fitting[0])
        else:
            box.setEditText(box.itemText(box.currentIndex()))

    def show_code(self, code: str) -> None:
        """Show where a code lies, whole or begun, as far as the table knows it."""
        offered = (desk.provinces(), desk.prefectures(code), desk.counties(code))
        for place, (box, places) in enumerate(zip(self._lists, offered, strict=True)):
            if places != self._shown[place]:
                self._shown[place] = places
                box.clear()
                for known in places:
                    box.addItem(known.name, known.code)
                    box.setItemData(box.count() - 1, f"{known.name} {known.initials} {known.code}", _KEYS)
            wanted = code[: 2 * place + 2].ljust(6, "0") if len(code) >= 2 * place + 2 else ""
            box.setCurrentIndex(box.findData(wanted) if wanted else -1)
            box.setEnabled(bool(places))
