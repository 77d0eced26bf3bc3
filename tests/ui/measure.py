"""What is wrong with a page that is shown: text cut, widgets over each other, controls without a name and the like.

Each function takes a shown widget and yields the faults that it finds, in words. `test_every_page.py` runs them
over every page and every box.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QStackedWidget,
    QTabBar,
    QTableView,
    QTableWidget,
    QTabWidget,
    QToolButton,
    QWidget,
)

_DRAWN = 3
"""The least contrast of what is drawn of a text whose colour has 4.5: thin strokes are paler than their colour."""

SLACK = 1
"""Pixels that rounding may cost."""

CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView, QAbstractSpinBox)


def shown(root: QWidget) -> list[QWidget]:
    """The visible widgets below a widget, itself first."""
    return [root, *(widget for widget in root.findChildren(QWidget) if widget.isVisibleTo(root))]


def named(widget: QWidget) -> str:
    """How a fault names a widget."""
    text = getattr(widget, "text", None)
    said = text() if callable(text) and not isinstance(widget, QHeaderView) else ""
    return f"{type(widget).__name__} {widget.objectName() or widget.accessibleName()} “{said}”".replace("\n", " ")


# Texts


def texts(root: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Every text that a widget shows or tells to those who cannot see it."""
    yield root, root.windowTitle()
    for widget in shown(root):
        yield from (
            (widget, text) for text in (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
        )
        match widget:
            case QLabel() | QAbstractButton():
                yield widget, widget.text()
            case QLineEdit():
                yield widget, widget.placeholderText()
                yield widget, widget.text()
            case QPlainTextEdit():
                yield widget, widget.placeholderText()
                yield widget, widget.toPlainText()
            case QComboBox():
                yield from ((widget, widget.itemText(place)) for place in range(widget.count()))
            case QTabBar():
                yield from ((widget, widget.tabText(place)) for place in range(widget.count()))
            case QTableWidget():
                columns = range(widget.columnCount())
                yield from ((widget, heading(widget, place)) for place in columns)
                cells = [widget.item(row, column) for row in range(widget.rowCount()) for column in columns]
                yield from ((widget, cell.text()) for cell in cells if cell is not None)


def heading(table: QTableWidget, place: int) -> str:
    item = table.horizontalHeaderItem(place)
    return item.text() if item is not None else ""


# Room


def cut(root: QWidget) -> Iterator[str]:
    """Texts that do not fit where they stand, and widgets that reach out of what they stand in."""
    for widget in shown(root):
        need, have = needed(widget), widget.size()
        if need is not None and (need.width() > have.width() + SLACK or need.height() > have.height() + SLACK):
            yield f"cut: {named(widget)} needs {need.width()}x{need.height()}, has {have.width()}x{have.height()}"
        if isinstance(widget, QHeaderView) and widget.orientation() is Qt.Orientation.Horizontal:
            yield from cut_headings(widget)
        if isinstance(widget, QTabBar):
            yield from cut_tabs(widget)
        outside = reaches_out(widget, root)
        if outside and not reaches_out(widget.parentWidget(), root):
            yield f"cut: {named(widget)} reaches out of {outside}"


def needed(widget: QWidget) -> QRect | None:
    """The room that a widget's text takes with all that stands around it; None for what has no text of its own."""
    match widget:
        case QLabel() if widget.text() and widget.wordWrap():
            return QRect(0, 0, 0, widget.heightForWidth(widget.width()))
        case QLabel() if widget.text():
            return QRect(QPoint(), widget.sizeHint())
        case QPushButton() if widget.text():
            return QRect(QPoint(), widget.minimumSizeHint().expandedTo(widget.sizeHint()))
        case QPushButton() if widget.layout() is not None:
            layout = widget.layout()
            high = (
                layout.heightForWidth(widget.width()) if layout.hasHeightForWidth() else layout.minimumSize().height()
            )
            return QRect(0, 0, layout.minimumSize().width(), high)
        case QComboBox():
            around = (
                widget.width()
                - widget.style()
                .subControlRect(
                    widget.style().ComplexControl.CC_ComboBox,
                    option(widget),
                    widget.style().SubControl.SC_ComboBoxEditField,
                    widget,
                )
                .width()
            )
            return QRect(0, 0, widget.fontMetrics().horizontalAdvance(widget.currentText()) + around, 0)
        case QLineEdit() if widget.placeholderText() and not widget.text():
            margins = 2 * (widget.width() - widget.contentsRect().width()) + 4
            return QRect(0, 0, widget.fontMetrics().horizontalAdvance(widget.placeholderText()) + margins, 0)
        case QToolButton() | QAbstractButton() if widget.text():
            return QRect(QPoint(), widget.sizeHint())
    return None


def option(box: QComboBox):
    from PySide6.QtWidgets import QStyleOptionComboBox

    made = QStyleOptionComboBox()
    box.initStyleOption(made)
    return made


def cut_headings(header: QHeaderView) -> Iterator[str]:
    table = header.parent()
    for place in range(header.count()):
        if not header.isSectionHidden(place) and header.sectionSizeHint(place) > header.sectionSize(place) + SLACK:
            text = heading(table, place) if isinstance(table, QTableWidget) else ""
            yield f"cut: heading “{text}” needs {header.sectionSizeHint(place)}, has {header.sectionSize(place)}"


def cut_tabs(bar: QTabBar) -> Iterator[str]:
    metrics = QFontMetrics(bar.font())
    for place in range(bar.count()):
        rect, need = bar.tabRect(place), metrics.horizontalAdvance(bar.tabText(place))
        if rect.width() < need or rect.left() < 0 or rect.right() > bar.width() + SLACK:
            yield f"cut: tab “{bar.tabText(place)}”"


def reaches_out(widget: QWidget, root: QWidget) -> str:
    """The ancestor that shows only a part of a widget; up and down a scroll area may do so."""
    own, scrolls = QRect(QPoint(), widget.size()), False
    parent = widget.parentWidget()
    while widget is not root and parent is not None:
        area = QRect(widget.mapTo(parent, QPoint()), own.size())
        beside = area.left() < -SLACK or area.right() > parent.width() + SLACK
        above = area.top() < -SLACK or area.bottom() > parent.height() + SLACK
        if isinstance(parent.parentWidget(), QAbstractScrollArea) and parent.parentWidget().viewport() is parent:
            if isinstance(parent.parentWidget(), QAbstractItemView):
                return ""
            scrolls = True
        if beside or (above and not scrolls):
            return f"{named(parent)} ({'beside' if beside else 'above or below'})"
        if parent is root or scrolls:
            return ""
        parent = parent.parentWidget()
    return ""


def overlapping(root: QWidget) -> Iterator[str]:
    """Widgets of one parent that lie over each other."""
    for parent in shown(root):
        if parent.layout() is None or isinstance(parent, QStackedWidget | QTabWidget):
            continue
        children = [each for each in parent.children() if isinstance(each, QWidget) and each.isVisibleTo(root)]
        children = [each for each in children if not each.isWindow()]
        for place, one in enumerate(children):
            for other in children[place + 1 :]:
                common = one.geometry().intersected(other.geometry())
                if common.width() > SLACK and common.height() > SLACK:
                    yield f"overlap: {named(one)} and {named(other)}"


def across(root: QWidget) -> Iterator[str]:
    """Whatever has to be moved sideways to be read."""
    for header in root.findChildren(QHeaderView):
        table = header.parentWidget()
        if not isinstance(table, QTableView) or header.orientation() is Qt.Orientation.Vertical:
            continue
        if table.isVisibleTo(root) and header.length() > table.viewport().width() + SLACK:
            yield f"across: columns of {named(table)} take {header.length()}, have {table.viewport().width()}"
    for bar in root.findChildren(QScrollBar):
        if (
            bar.orientation() is Qt.Orientation.Horizontal
            and bar.maximum() > 0
            and bar.parentWidget().isVisibleTo(root)
        ):
            area = bar.parentWidget().parentWidget()
            if isinstance(area, QAbstractScrollArea) and area.isVisibleTo(root):
                yield f"across: {named(area)} is {bar.maximum()} pixels too wide"


# For those who do not see, and those who use no mouse


def controls(root: QWidget) -> list[QWidget]:
    """What can be reached by the keyboard."""
    found = [
        each for each in shown(root) if isinstance(each, CONTROLS) and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    return [each for each in found if not isinstance(each.parentWidget(), QComboBox | QAbstractSpinBox)]


def nameless(root: QWidget) -> Iterator[str]:
    """Controls whose purpose nobody is told who cannot see them."""
    for control in controls(root):
        text = control.text() if isinstance(control, QAbstractButton) else ""
        if not control.accessibleName() and not any(letter.isalpha() for letter in text):
            yield f"nameless: {named(control)} in {named(control.parentWidget())}"


def chain(root: QWidget) -> list[QWidget]:
    """The controls in the order of the Tab key."""
    inside = {id(each): each for each in controls(root) if each.isEnabled()}
    order, widget = [], root
    for _ in range(5000):
        widget = widget.nextInFocusChain()
        if widget is root or widget is None:
            break
        if id(widget) in inside:
            order.append(widget)
    return order


def out_of_order(root: QWidget) -> Iterator[str]:
    """Places where the Tab key jumps back: upwards without going to the right, or to the left within a line."""
    order = chain(root)
    for one, other in pairwise(order):
        here, there = (QRect(each.mapTo(root, QPoint()), each.size()) for each in (one, other))
        upwards = there.bottom() < here.top() and there.left() < here.right()
        back = abs(there.center().y() - here.center().y()) < 6 and there.right() < here.left()
        if (upwards or back) and scroller(one) is scroller(other):
            yield f"order: {named(one)} before {named(other)}"


def scroller(widget: QWidget) -> QWidget | None:
    """The scrolled part in which a widget stands."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent


def wrong_focus(root: QWidget) -> Iterator[str]:
    """Controls that look the same whether the keyboard is on them or not, and those that need more room by it."""
    for control in controls(root):
        if control.isEnabled() and control.isVisible():
            root.setFocus()
            before, room = control.grab().toImage(), taken(control)
            control.setFocus(Qt.FocusReason.TabFocusReason)
            QApplication.processEvents()
            if control.hasFocus() and control.grab().toImage() == before:
                yield f"focus: {named(control)}"
            if control.hasFocus() and taken(control) != room:
                yield f"moves: {named(control)} takes {taken(control)}, before {room}"


def taken(control: QWidget) -> tuple[int, ...]:
    """The size that a control wants, and the size of what scrolls within it."""
    inside = control.viewport().size() if isinstance(control, QAbstractScrollArea) else control.size()
    return (*control.sizeHint().toTuple(), *inside.toTuple())


def shortcuts(root: QWidget) -> Iterator[tuple[str, QWidget]]:
    """The keys that do something here, with the widget that they belong to."""
    for widget in shown(root):
        if isinstance(widget, QAbstractButton) and not widget.shortcut().isEmpty():
            yield widget.shortcut().toString(QKeySequence.SequenceFormat.PortableText), widget
    for key in root.findChildren(QShortcut):
        parent = key.parent()
        if isinstance(parent, QWidget) and parent.isVisibleTo(root):
            yield key.key().toString(QKeySequence.SequenceFormat.PortableText), parent


def hidden_keys(root: QWidget) -> Iterator[str]:
    """Keys that two things on a page claim, and keys that nothing on it tells of."""
    told = "\n".join(text for _, text in texts(root))
    seen: dict[str, QWidget] = {}
    for key, widget in shortcuts(root):
        if key in seen:
            yield f"key: {key} is both {named(seen[key])} and {named(widget)}"
        seen[key] = widget
        if key.replace("Return", "Enter") not in told and key not in told:
            yield f"key: nothing tells of {key}, {named(widget)}"


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2): 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def unreadable(root: QWidget) -> Iterator[str]:
    """Buttons whose text does not stand out from what is really drawn behind it."""
    for button in (each for each in shown(root) if isinstance(each, QPushButton) and each.text() and each.isEnabled()):
        image = button.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        raw = bytes(image.constBits())
        drawn = Counter(raw[at : at + 4] for at in range(0, len(raw), 4))
        ground, *inks = (f"#{blue_green_red[2::-1].hex()}" for blue_green_red, _ in drawn.most_common())
        best = max((contrast(ground, ink) for ink in inks), default=1)
        if best < _DRAWN:
            yield f"unreadable: {named(button)} at {best:.1f}:1"


def colour_alone(root: QWidget) -> Iterator[str]:
    """Badges and coloured words that would say nothing, or two things, to who sees no colours."""
    kinds: dict[str, str] = {}
    for label in (each for each in shown(root) if isinstance(each, QLabel)):
        look = label.property("badge") or next((name for name in ("wrong", "good") if label.property(name)), "")
        if not look or (not label.text() and not label.property("badge")):
            continue
        if not label.text().strip():
            yield f"colour: {named(label)} is {look} and says nothing"
        elif kinds.setdefault(label.text(), look) != look:
            yield f"colour: {named(label)} is {look} here and {kinds[label.text()]} there"


def silent(root: QWidget) -> Iterator[str]:
    """Cards with nothing under their heading, and empty lists in cards without a sentence about it."""
    for card in (each for each in shown(root) if each.objectName() == "card"):
        inside = shown(card)[1:]
        told = [each for each in inside if isinstance(each, QLabel) and each.text() and not each.property("heading")]
        lists = [each for each in inside if isinstance(each, QTableView)]
        if any(each.model().rowCount() == 0 for each in lists):
            if not any(each.text().endswith(("。", ".")) for each in told):
                yield f"silent: {', '.join(map(named, lists))} is empty, and nothing says what to do"
        elif not told and not any(isinstance(each, CONTROLS) for each in inside):
            yield f"silent: {named(inside[0])} is all that its card says"
