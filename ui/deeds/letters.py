"""Letters, supervision orders and the answers to them: the boxes in which they are written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from clerk_app import desk
from clerk_app.model import Discipline

from .. import actions, dialogs
from ..filling import fill
from ..forms.reading import read_day
from ..front import Front
from ..language import _
from ..letter_box import LetterBox
from ..slip_box import SlipBox


class Writing:
    """Asks for the words, and hands them to the desk that is still open when they are there."""

    def __init__(self, front: Front) -> None:
        self._front = front

    def order(self, code: str, name: str, text: str = "", matter: str = "") -> None:
        """A supervision order to a village: a letter with a day."""
        self.compose(code, name, text=text, matter=matter, order=True)

    def compose(self, code: str, name: str, *, text: str = "", matter: str = "", order: bool = False) -> None:
        """A letter to a village, perhaps begun already; with a day it is an order."""
        at = self._front.desk
        self.fill(name, text, lambda said, day: actions.write_letter(at, said, code, day, matter), order=order)

    def fill(self, name: str, text: str, call: Callable[[str, str], actions.Call], *, order: bool) -> None:
        """A letter to somebody of that name, for which `call` makes the job from the words and the day."""
        box, today = LetterBox(self._front.shell, name, text, order=order), self._front.day

        def written() -> actions.Call:
            said, due = box.answer()
            # An order without a day is none; the rules say so in words.
            return call(said, read_day(due, today, ahead=True) or due or ("0" if order else ""))

        fill(self._front, box, written, lambda _done: self._front.shell.refresh())

    def write(self) -> None:
        """A message to the township."""
        self._with(_("写给乡镇"), _("要说什么"), actions.write_letter, desk.LONGEST_LETTER)

    def seal(self) -> None:
        """An accusation for the discipline office; where there is none yet it is said before a word is written."""
        self._front.ask(self._front.desk.letters.addressee, self._seal)

    def _seal(self, known: Discipline) -> None:
        box, at = SlipBox(self._front.shell, known.name), self._front.desk

        def sealed(slip: str) -> None:
            box.wipe()
            told = _("已封好，编号 {number}。随下一个上报包送出，只有{name}能打开；本机没有留下内容。")
            self._front.inform(_("密封检举控告"), told.format(number=slip[:12], name=known.name))

        fill(self._front, box, lambda: partial(at.letters.seal, box.words()), sealed)

    def answer(self, letter: str) -> None:
        """An answer to a letter."""
        told = _("答复的内容")
        self._with(_("答复"), told, lambda at, text: actions.answer_letter(at, letter, text), desk.LONGEST_LETTER)

    def explain(self, key: str) -> None:
        """What came out when somebody looked at an early warning."""
        told = _("看了以后是什么情况")
        self._with(_("写明情况"), told, lambda at, text: actions.explain_warning(at, key, text), desk.LONGEST_REASON)

    def _with(self, title: str, heading: str, call: Callable[[desk.Desk, str], actions.Call], most: int) -> None:
        box, at = dialogs.WordsBox(self._front.shell, title, heading, most=most), self._front.desk
        fill(self._front, box, lambda: call(at, box.words()), lambda _done: self._front.shell.refresh())
