"""One attachment, as large as the screen allows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from .dialogs import Box
from .language import _
from .theme import px
from .widgets.plain import boxed, column, scrolled


class PictureBox(Box):
    """A photo or scan to look at."""

    def __init__(self, parent: QWidget | None, picture: QPixmap) -> None:
        super().__init__(parent, _("附件"))
        self.setMinimumSize(px(600), px(400))
        image = QLabel()
        image.setAccessibleName(_("附件"))
        image.setPixmap(picture.scaledToWidth(px(540), Qt.TransformationMode.SmoothTransformation))
        self.body.addWidget(scrolled(boxed(column(image, None))), 1)
        self.add_buttons(_("关闭"), cancel=False)
