"""Letters, supervision orders and the answers to them: the boxes in which they are written."""

from __future__ import annotations

from collections.abc import Callable

from clerk_app import desk

from .. import actions, dialogs
from ..forms.reading import read_day
from ..front import Front
from ..language import _
from ..letter_box import LetterBox


class Writing:
    """Asks for the words, and hands them to the desk that is still open when they are there."""

    def __init__(self, front: Front) -> None:
        self._front = front

    def order(self, code: str, name: str, text: str = "", matter: str = "") -> None:
        """A supervision order to a village: a letter with a day."""
        self.compose(code, name, text=text, matter=matter, order=True)

    def compose(self, code: str, name: str, *, text: str = "", matter: str = "", order: bool = False) -> None:
        """A letter to a village, perhaps begun already; with a day it is an order."""
        box = LetterBox(self._front.shell, name, text, order=order)
        if not box.exec() or self._front.at is None:
            return
        said, due, today = *box.answer(), self._front.day
        # An order without a day is none; the rules say so in words.
        day = read_day(due, today) or due or ("0" if order else "")
        call = actions.write_letter(self._front.at, said, code, day, matter)
        self._front.ask(call, lambda _done: self._front.shell.refresh())

    def write(self) -> None:
        """A message to the township."""
        self._with(_("写给乡镇"), _("要说什么"), actions.write_letter)

    def answer(self, letter: str) -> None:
        """An answer to a letter."""
        self._with(_("答复"), _("答复的内容"), lambda at, text: actions.answer_letter(at, letter, text))

    def explain(self, key: str) -> None:
        """What came out when somebody looked at an early warning."""
        self._with(_("写明情况"), _("看了以后是什么情况"), lambda at, text: actions.explain_warning(at, key, text))

    def _with(self, title: str, heading: str, call: Callable[[desk.Desk, str], actions.Call]) -> None:
        box = dialogs.WordsBox(self._front.shell, title, heading)
        if box.exec() and self._front.at is not None:
            self._front.ask(call(self._front.at, box.words()), lambda _done: self._front.shell.refresh())
