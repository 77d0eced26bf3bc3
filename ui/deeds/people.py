"""People, registers and rolls as the people page wishes them."""

from __future__ import annotations

from functools import partial

from clerk_app.desk import KeyReplaced, SignedRow
from clerk_app.model import Person

from .. import actions, dialogs
from ..filling import fill, fill_and_show
from ..front import Front
from ..language import _
from ..pages.people import PeoplePage
from ..people_boxes import PersonBox, RegistrantBox, RollBox, SigningPasswordBox
from ..replace_box import ReplaceKeyBox


class Personnel:
    """What the people page wishes for."""

    def __init__(self, front: Front, page: PeoplePage) -> None:
        self._front = front
        page.adding.connect(self._add)
        page.changing.connect(self._change)
        page.left.connect(self._leave)
        page.setting_key.connect(self._set_key)
        page.replace_wanted.connect(self._replace_key)
        page.entering.connect(self._enter)
        page.setting_roll.connect(self._set_roll)

    def _add(self, box: PersonBox) -> None:
        at = self._front.desk
        fill_and_show(self._front, box, lambda: actions.add_person(at, *box.answer()))

    def _change(self, person: str, box: PersonBox) -> None:
        at = self._front.desk

        def call() -> actions.Call:
            name, roles, kin, _word = box.answer()
            return lambda: at.staff.change(person, name=name, roles=roles, kin=kin)

        fill_and_show(self._front, box, call)

    def _leave(self, known: Person) -> None:
        """Leave the post, or come back to it."""
        told = _("{name}离任以后不能再签字，签过的字仍然有效。").format(name=known.name)
        if known.active and not dialogs.confirm(self._front.shell, _("登记离任"), told, _("离任")):
            return
        at = self._front.desk
        self._front.change(lambda: at.staff.change(known.id, active=not known.active))

    def _set_key(self, person: str, box: SigningPasswordBox) -> None:
        at = self._front.desk

        def told(_person: object) -> None:
            self._front.changed()
            self._front.inform(_("设置签字密码"), _("签字密码已设好，以后用它签字。"))

        fill(self._front, box, lambda: partial(at.staff.set_key, person, box.answer()), told)

    def _replace_key(self, known: Person) -> None:
        """The owner of a key that somebody else may have used looks for the first decision that is not the own."""
        trust = self._front.desk.trust

        def ask(decided: list[SignedRow]) -> None:
            box = ReplaceKeyBox(self._front.shell, known, self._front.people, decided)
            fill(self._front, box, lambda: partial(trust.replace_key, box.answer()), self._replaced)

        self._front.ask(lambda: trust.decided_by(known.id), ask)

    def _replaced(self, done: KeyReplaced) -> None:
        self._front.changed()
        lines = [_("以前签的 {n} 条照样算数。").format(n=done.kept)]
        if done.void:
            lines.append(_("不算数的有 {n} 条，要重新审核：").format(n=len(done.void)))
            lines += [f"{row.on} {row.village} {row.title} {row.step}" for row in done.void]
        self._front.inform(_("更换签字密钥"), "\n".join(lines))

    def _enter(self, box: RegistrantBox) -> None:
        at, today = self._front.desk, self._front.day
        fill_and_show(self._front, box, lambda: partial(at.enter, box.answer(today)))

    def _set_roll(self, box: RollBox) -> None:
        at = self._front.desk
        fill_and_show(self._front, box, lambda: partial(at.set_roll, *box.answer()))
