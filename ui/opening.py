"""The way in: the password and its growing delay, the recovery code, a new epoch, a new office."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from clerk_app import desk
from clerk_app.errors import ClerkError

from . import dialogs, door_actions
from .door_jobs import DoorJobs
from .epoch_box import EpochBox
from .jobs import Runner
from .language import _
from .pages.unlock import UnlockPage
from .recovering import Recovering, save_code
from .setup import FoundBox, RecoveryBox, TakeOverBox, TakingOver, Wanted

LONGEST_WAIT = 60
"""Seconds after which a wrong password may be followed by another try, at most."""


def _backing_up() -> str:
    return _("正在做今天的备份，取消也能打开。")


class Opening:
    """Opens an office at the door, and hands the desk on."""

    def __init__(
        self,
        runner: Runner,
        door: UnlockPage,
        opened: Callable[[desk.Desk], object],
        founded: Callable[[desk.Desk], object],
    ) -> None:
        self._jobs, self._opened, self._founded = runner, opened, founded
        self._wrong = 0
        self.serve(door)

    def serve(self, door: UnlockPage) -> None:
        """Work at this door from now on; how often a password was wrong is not forgotten."""
        self._door = door
        self._door_jobs = DoorJobs(self._jobs, door)
        self._recovering = Recovering(self._jobs, door, self._door_jobs, self._done)
        door.unlocking.connect(self.unlock)
        door.forgotten.connect(self.recover)
        door.founding.connect(self.found)
        door.taking_over.connect(self.take_over)

    def unlock(self, folder: str, passphrase: str) -> None:
        """Open with a password."""
        failed = partial(self._failed, folder, passphrase)
        self._door_jobs.run(door_actions.open_office(folder, passphrase), _backing_up(), self._done, failed)

    def _done(self, opened: desk.Desk) -> None:
        self._wrong = 0
        self._opened(opened)

    def _failed(self, folder: str, passphrase: str, error: ClerkError) -> None:
        wait = 0
        if error.code == "wrong-passphrase":
            wait = min(LONGEST_WAIT, 2**self._wrong)
            self._wrong += 1
        self._door.failed(desk.explain(error)[0].what, wait)
        if error.code == "epoch-needed":
            self._find_epoch(folder, passphrase)

    def _find_epoch(self, folder: str, passphrase: str) -> None:
        """The store is not the one that wrote last: never a lock-out, never in silence."""
        self._door.busy(True)
        ask = partial(self._ask_epoch, folder, passphrase)
        self._jobs.run(door_actions.epoch_question(folder, passphrase), ask, self._refused)

    def _ask_epoch(self, folder: str, passphrase: str, question: desk.EpochQuestion | None) -> None:
        self._door.busy(False)
        if question is None:
            return
        box = EpochBox(self._door, question)
        if box.exec():
            call = door_actions.go_on(folder, passphrase, box.answer())
            self._door_jobs.run(call, _backing_up(), self._done, self._refused)

    def _refused(self, error: ClerkError) -> None:
        self._door.failed(desk.explain(error)[0].what)

    def recover(self, folder: str) -> None:
        """The password was forgotten: the printed code, and a new password."""
        box = dialogs.LineBox(
            self._door,
            _("用恢复码打开"),
            [_("恢复码（纸上的）"), _("新密码"), _("新密码再输一遍")],
            hidden=(1, 2),
            check=lambda typed: dialogs.password_fault(typed[1], typed[2]),
        )
        self._recover(folder, box)

    def _recover(self, folder: str, box: dialogs.LineBox) -> None:
        if box.exec():
            code, new, _again = box.answers()
            self._door.busy(True)
            refused = self._door_jobs.refused(box, partial(self._recover, folder, box))
            self._jobs.run(door_actions.open_with_code(folder, code, new), self._done, refused)

    def found(self, folder: str) -> None:
        """A new office: who, where, which password."""
        self._found(FoundBox(self._door, folder))

    def _found(self, box: FoundBox) -> None:
        if box.exec():
            wanted = box.answer()
            self._door.busy(True)
            refused = self._door_jobs.refused(box, partial(self._found, box))
            self._jobs.run(door_actions.begin_founding(wanted), partial(self._prove, wanted), refused)

    def _prove(self, wanted: Wanted, code: str) -> None:
        """The code is shown until it was typed back; an office whose code nobody kept would be lost one day."""
        self._door.busy(False)
        box = RecoveryBox(self._door, code)
        box.print_wanted.connect(lambda: save_code(box, wanted.name, code))
        self._ask_back(wanted, box)

    def _ask_back(self, wanted: Wanted, box: RecoveryBox) -> None:
        if not box.exec():
            self._door.failed(_("恢复码没有核对，单位没有建成。"))
            return
        self._door.busy(True)
        call = door_actions.finish_founding(wanted.folder, box.typed())
        refused = self._door_jobs.refused(box, partial(self._ask_back, wanted, box))
        self._jobs.run(call, lambda _none: self._enter(wanted), refused)

    def _enter(self, wanted: Wanted) -> None:
        self._door.show_folder(str(wanted.folder))
        call = door_actions.enter(wanted.folder, wanted.passphrase, wanted.place)
        self._jobs.run(call, self._entered, partial(self._failed, str(wanted.folder), wanted.passphrase))

    def _entered(self, answer: tuple[desk.Desk, ClerkError | None]) -> None:
        opened, placeless = answer
        if placeless is not None:
            dialogs.tell(self._door, _("第二处备份没有设好"), desk.explain(placeless))
        self._founded(opened)

    def take_over(self) -> None:
        """An existing office, from a backup: put back, opened, looked at in full, and only then worked in."""
        self._take_over(TakeOverBox(self._door))

    def _take_over(self, box: TakeOverBox) -> None:
        if box.exec():
            wanted, refused = box.answer(), self._door_jobs.refused(box, partial(self._take_over, box))
            if wanted.stolen:
                self._recovering.begin(wanted, refused)
                return
            told = _("正在恢复备份，逐项核对。")
            self._door_jobs.run(door_actions.take_over(wanted), told, partial(self._taken_over, wanted), refused)

    def _taken_over(self, wanted: TakingOver, back: desk.BroughtBack) -> None:
        self._door.busy(False)
        self._door.show_folder(str(wanted.folder))
        told = _("恢复好了：{name}，{entries} 条记录、{matters} 件事项、{people} 人，全部核对完好。")
        if not back.sound:
            told = _("恢复出来了：{name}，但是有损坏的地方。请打开以后做“全面核对”，并告诉维护人员。")
        said = told.format(name=back.name, entries=back.entries, matters=back.matters, people=back.people)
        more = _("请把新的名片交给乡镇当面核对（设置 → 往来单位）。")
        dialogs.inform(self._door, _("从备份接管"), f"{said}\n{more}")
        self.unlock(str(wanted.folder), wanted.new or wanted.passphrase)
