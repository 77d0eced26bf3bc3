"""After a theft: the backup goes on under a new password and a new recovery code, and the thief's open nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from clerk_app import desk
from clerk_app.errors import ClerkError

from . import dialogs, door_actions
from .door_jobs import DoorJobs
from .jobs import Failed, Runner
from .language import _
from .pages.unlock import UnlockPage
from .setup import RecoveryBox, TakingOver


class Recovering:
    """Puts the backup back, and opens the office with the new code as it was typed back from the paper."""

    def __init__(
        self, runner: Runner, door: UnlockPage, door_jobs: DoorJobs, opened: Callable[[desk.Desk], object]
    ) -> None:
        self._jobs, self._door, self._door_jobs, self._opened = runner, door, door_jobs, opened

    def begin(self, wanted: TakingOver, refused: Failed) -> None:
        """Put it back; the old password, the deputy's and the old code open nothing there. `refused` asks once more."""
        told = _("正在恢复备份、换主密钥，逐项核对。")
        self._door_jobs.run(door_actions.recover(wanted), told, partial(self._show, wanted), refused)

    def _show(self, wanted: TakingOver, back: tuple[str, str]) -> None:
        name, code = back
        self._door.busy(False)
        self._door.show_folder(str(wanted.folder))
        box = RecoveryBox(self._door, code)
        box.print_wanted.connect(lambda: save_code(box, name, code))
        self._ask_back(wanted, box)

    def _ask_back(self, wanted: TakingOver, box: RecoveryBox) -> None:
        if not box.exec():
            self._door.failed(_("已恢复，可以用新密码打开。新的恢复码没有核对：没抄下来的话，忘了密码就打不开了。"))
            return
        self._door.busy(True)
        call = door_actions.open_with_code(str(wanted.folder), box.typed(), wanted.new)
        self._jobs.run(call, self._enter, self._door_jobs.refused(box, partial(self._ask_back, wanted, box)))

    def _enter(self, opened: desk.Desk) -> None:
        told = _("恢复好了。请告诉乡镇停用丢了的电脑，重新办一次“加入乡镇”，当面核对。每个人重新设签字密码。")
        dialogs.inform(self._door, _("从备份接管"), told)
        self._opened(opened)


def save_code(parent: QWidget, name: str, code: str) -> None:
    """The sheet with the code, as a file to be printed."""
    title = _("存成 PDF 再打印")
    path, _filter = QFileDialog.getSaveFileName(parent, title, _("恢复码.pdf"), "PDF (*.pdf)")
    if not path:
        return
    try:
        desk.write_file(Path(path), desk.recovery_sheet(name, code))
    except ClerkError as error:
        dialogs.tell(parent, title, desk.explain(error))
    else:
        told = _("已写出：{path}。打印以后请把这个文件删掉。").format(path=Path(path).name)
        dialogs.inform(parent, title, told)
