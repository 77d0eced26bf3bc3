"""One village: letters to it, its matters, whom to call."""

from __future__ import annotations

from functools import partial

from .. import dialogs
from ..filling import fill_and_show
from ..front import Front
from ..language import _
from ..pages.village_matters import VillageMattersPage
from ..pages.villages import VillagesPage
from .letters import Writing
from .reading import Reading


class Villages:
    """What the pages of villages and of their matters wish for."""

    def __init__(
        self, front: Front, page: VillagesPage, matters: VillageMattersPage, writing: Writing, reading: Reading
    ) -> None:
        self._front, self._page, self._matters = front, page, matters
        page.order_wanted.connect(writing.order)
        page.message_wanted.connect(writing.compose)
        page.matters_wanted.connect(self.open)
        page.matter_wanted.connect(self.open)
        page.phone_wanted.connect(self._ask_phone)
        matters.back_wanted.connect(self._back)
        matters.file_wanted.connect(reading.show_file)
        matters.original_wanted.connect(reading.show_original)

    def open(self, code: str, name: str, matter: str = "") -> None:
        """Bring the matters of a village to the front."""
        self._front.shell.show_page(self._matters, self._page)
        self._matters.open(code, name, matter)

    def show(self, code: str) -> None:
        """Bring one village to the front."""
        self._front.shell.show_page(self._page)
        self._page.show_village(code)

    def _back(self) -> None:
        self._front.shell.show_page(self._page)
        self._page.refresh()

    def _ask_phone(self, code: str, phone: str) -> None:
        label = _("电话号码，只记在这台电脑上（现在：{phone}）").format(phone=phone or "—")
        box = dialogs.LineBox(self._front.shell, _("记电话"), [label])
        at = self._front.desk
        fill_and_show(self._front, box, lambda: partial(at.set_phone, code, box.answers()[0]))
