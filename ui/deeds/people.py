"""People, registers and rolls as the people page wishes them."""

from __future__ import annotations

from clerk_app.desk import KeyReplaced, SignedRow
from clerk_app.model import Person, Registrant

from .. import actions, dialogs
from ..front import Front
from ..language import _
from ..pages.people import PeoplePage
from ..replace_box import ReplaceKeyBox


class Personnel:
    """What the people page wishes for."""

    def __init__(self, front: Front, page: PeoplePage) -> None:
        self._front = front
        page.added.connect(self._add)
        page.changed.connect(self._change)
        page.left.connect(self._leave)
        page.key_wanted.connect(self._set_key)
        page.replace_wanted.connect(self._replace_key)
        page.entered.connect(self._enter)
        page.roll_wanted.connect(self._set_roll)

    def _add(self, name: str, roles: tuple[str, ...], kin: tuple[str, ...], passphrase: str) -> None:
        self._front.change(actions.add_person(self._front.desk, name, roles, kin, passphrase))

    def _change(self, person: str, name: str, roles: tuple[str, ...], kin: tuple[str, ...]) -> None:
        at = self._front.desk
        self._front.change(lambda: at.staff.change(person, name=name, roles=roles, kin=kin))

    def _leave(self, known: Person) -> None:
        """Leave the post, or come back to it."""
        told = _("{name}离任以后不能再签字，签过的字仍然有效。").format(name=known.name)
        if known.active and not dialogs.confirm(self._front.shell, _("登记离任"), told, _("离任")):
            return
        at = self._front.desk
        self._front.change(lambda: at.staff.change(known.id, active=not known.active))

    def _set_key(self, person: str, passphrase: str) -> None:
        at = self._front.desk

        def told(_person: object) -> None:
            self._front.changed()
            self._front.inform(_("设置签字密码"), _("签字密码已设好，以后用它签字。"))

        self._front.ask(lambda: at.staff.set_key(person, passphrase), told)

    def _replace_key(self, known: Person) -> None:
        """The owner of a key that somebody else may have used looks for the first decision that is not the own."""
        trust = self._front.desk.trust

        def ask(decided: list[SignedRow]) -> None:
            box = ReplaceKeyBox(self._front.shell, known, self._front.people, decided)
            if box.exec() and self._front.at is not None:
                asked = box.answer()
                self._front.ask(lambda: trust.replace_key(asked), self._replaced)

        self._front.ask(lambda: trust.decided_by(known.id), ask)

    def _replaced(self, done: KeyReplaced) -> None:
        self._front.changed()
        lines = [_("以前签的 {n} 条照样算数。").format(n=done.kept)]
        if done.void:
            lines.append(_("不算数的有 {n} 条，要重新审核：").format(n=len(done.void)))
            lines += [f"{row.on} {row.village} {row.title} {row.step}" for row in done.void]
        self._front.inform(_("更换签字密钥"), "\n".join(lines))

    def _enter(self, registrant: Registrant) -> None:
        at = self._front.desk
        self._front.change(lambda: at.enter(registrant))

    def _set_roll(self, body: str, members: int) -> None:
        at = self._front.desk
        self._front.change(lambda: at.set_roll(body, members))
