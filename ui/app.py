"""The program in a window: everything is wired together here and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QFileDialog

from clerk_app import desk
from clerk_app.desk import SlotView
from clerk_app.errors import ClerkError
from clerk_app.model import FileRef, OfficeKind, Person

from . import actions, dialogs, theme
from .forms.reading import read_sum
from .jobs import Done, Jobs, Runner, Watch
from .language import _
from .opening import Opening
from .pages.checklist import ChecklistPage
from .pages.exchange import ExchangePage
from .pages.letters import LettersPage
from .pages.matter import Content, MatterPage, Sources
from .pages.matters import MattersPage, NewMatterBox
from .pages.settings import SettingsPage
from .pages.today import TodayPage
from .pages.unlock import UnlockPage
from .pages.villages import VillagesPage
from .shell import IdleWatch, Place, Shell
from .writing import Writing

IDLE_MINUTES = 15


class Window:
    """The running program: the shell, one open desk at most, and the runner of its thread."""

    def __init__(self, runner: Runner, folder: str, idle_milliseconds: int = IDLE_MINUTES * 60_000) -> None:
        self._jobs = runner
        self.door = UnlockPage(folder)
        self.shell = Shell(self.door)
        self.idle = IdleWatch(idle_milliseconds)
        self.at: desk.Desk | None = None
        self.people: tuple[Person, ...] = ()
        self.day = ""
        self._pictures: dict[str, QPixmap] = {}
        self.watch: Watch | None = None
        self.opening = Opening(runner, self.door, self._opened)
        self.idle.idle.connect(partial(self.lock, by_idleness=True))

    # Opening and locking

    def _opened(self, opened: desk.Desk) -> None:
        self.at = opened
        self.door.opened()
        QSettings().setValue("office", str(opened.folder))
        self._jobs.run(lambda: (tuple(opened.people()), opened.day()), self._furnish, self.fail)

    def _furnish(self, known: tuple[tuple[Person, ...], str]) -> None:
        self.people, self.day = known
        at = self._desk()
        township = at.card.kind is OfficeKind.TOWNSHIP
        self._make_pages(township)
        settings = Place(_("设置"), "settings", self.settings)
        exchange_name = _("收件与核验") if township else _("上报与回执")
        exchange = Place(exchange_name, "receive" if township else "send", self.exchange)
        if township:
            places = [
                exchange,
                Place(_("各村情况"), "today", self.villages),
                Place(_("消息与预警"), "letters", self.letters),
                Place(_("清单与流程"), "checklist", self.checklist),
                settings,
            ]
        else:
            places = [
                Place(_("今日待办"), "today", self.today),
                Place(_("办理事项"), "list", self.matters),
                Place(_("清单与流程"), "checklist", self.checklist),
                exchange,
                Place(_("消息与预警"), "letters", self.letters),
                settings,
            ]
        side = self.shell.furnish(at.card.name, at.card.code, places, [self.matter])
        side.lock_wanted.connect(self.lock)
        self.shell.go(0)
        self.idle.start()
        # Behind the first page's own question, so that nobody waits for it; what it finds wrong is told at once.
        self.ask(actions.walk(at), lambda _count: None)

    def _make_pages(self, township: bool) -> None:
        ask = self.ask
        self.today = TodayPage(lambda show: ask(actions.today(self._desk()), show))
        self.matters = MattersPage(lambda text, state, show: ask(actions.matters(self._desk(), text, state), show))
        self.checklist = ChecklistPage(
            lambda show: ask(self._desk().types, show),
            lambda type_id, show: ask(actions.chart(self._desk(), type_id), show),
        )
        self.exchange = ExchangePage(lambda show: ask(self._desk().outbox, show), township=township)
        self.villages = VillagesPage(lambda show: ask(actions.morning(self._desk()), show))
        self.letters = LettersPage(lambda show: ask(actions.letters(self._desk()), show), township=township)
        self.settings = SettingsPage(lambda show: ask(actions.standing(self._desk()), show), township=township)
        self.matter = MatterPage(self._sources(), lambda: self.day)
        self._wire()

    def _sources(self) -> Sources:
        return Sources(
            matter=lambda matter, show: self.ask(lambda: self._desk().matter(matter), show),
            step=lambda matter, step, show: self.ask(lambda: self._desk().step(matter, step), show),
            look=lambda matter, step, content, show: self.ask(actions.look(self._desk(), matter, step, content), show),
            people=lambda: self.people,
            picture=self._picture,
        )

    def _wire(self) -> None:
        self.today.opened.connect(self.open_matter)
        self.today.new_wanted.connect(self._new_matter)
        self.today.export_wanted.connect(lambda: self.exchange.ask_folder("usb"))
        self.matters.opened.connect(self.open_matter)
        self.matters.new_wanted.connect(self._new_matter)
        self.matter.attaching.connect(self._attach)
        self.matter.keeping.connect(self._keep)
        self.matter.signing.connect(self._sign)
        self.matter.posting.connect(self._post)
        self.matter.completing.connect(self._complete)
        self.matter.correcting.connect(self._correct)
        self.matter.objecting.connect(self._object)
        self.matter.answering.connect(self._answer)
        self.exchange.export_wanted.connect(self.export)
        self.exchange.receive_wanted.connect(self.receive)
        self.exchange.stop_wanted.connect(self._stop)
        self.villages.retry_wanted.connect(self._retry)
        writing = Writing(self.shell, lambda: self.at, self.ask, self.shell.refresh)
        self.villages.order_wanted.connect(lambda code, name: writing.order(code, name, self.day))
        self.letters.write_wanted.connect(writing.write)
        self.letters.answer_wanted.connect(writing.answer)
        self.letters.explain_wanted.connect(writing.explain)
        self.settings.person_wanted.connect(self._add_person)
        self.settings.roll_wanted.connect(lambda body, n: self._change(lambda: self._desk().set_roll(body, n)))
        self.settings.parameter_wanted.connect(self._set_parameter)
        self.settings.card_wanted.connect(self._write_card)
        self.settings.enrol_wanted.connect(
            lambda path, told: self._change(lambda: self._desk().enrol(path, fingerprint=told))
        )
        self.settings.backup_wanted.connect(self._backup)
        self.settings.check_wanted.connect(self._check)
        self.settings.password_wanted.connect(self._change_password)

    def lock(self, *, by_idleness: bool = False) -> None:
        """Close the desk under whatever is open; what was typed is kept as a draft first."""
        if self.at is None:
            return
        self.idle.stop()
        closing, self.at = self.at, None
        if self.matter.isVisible():
            self._keep_in(closing)
        for box in QApplication.topLevelWidgets():
            if box is not self.shell and box.isVisible():
                box.close()
        self.matter.leave()
        self._pictures.clear()
        self.people = ()
        self.shell.empty()
        if by_idleness:
            self.door.locked()
        self._jobs.run(closing.close, lambda _done: None, self.fail)

    def _keep_in(self, closing: desk.Desk) -> None:
        kept = self.matter.unsaved()
        if kept is not None:
            self._jobs.run(actions.keep(closing, *kept), lambda _done: None, lambda _error: None)

    def _desk(self) -> desk.Desk:
        if self.at is None:
            raise RuntimeError("no office is open")
        return self.at

    # Asking and failing

    def ask(self, call: Callable[[], Any], show: Done) -> None:
        """Run a call for the desk; its answer is shown only if the same desk is still open."""
        asked = self.at
        if asked is not None:
            self._jobs.run(call, lambda result: show(result) if self.at is asked else None, self.fail)

    def fail(self, error: ClerkError) -> None:
        """Say what the world did wrong."""
        dialogs.tell(self.shell, _("没有办成"), desk.explain(error))

    def crash(self, report: str) -> None:
        """Show a fault of our own."""
        dialogs.confess(self.shell, report)

    def _change(self, call: Callable[[], Any]) -> None:
        self.ask(call, lambda _done: self._changed())

    def _changed(self) -> None:
        at = self._desk()
        self.ask(at.people, self._know_people)
        self.shell.refresh()

    def _know_people(self, people: Sequence[Person]) -> None:
        self.people = tuple(people)

    # Matters

    def open_matter(self, matter: str, step: str = "") -> None:
        """Bring a matter to the front."""
        self.shell.show_page(self.matter, self.matters)
        self.matter.open(matter, step)

    def _new_matter(self) -> None:
        self.ask(self._desk().types, self._ask_new)

    def _ask_new(self, types: Sequence[desk.TypeRow]) -> None:
        box = NewMatterBox(self.shell, types)
        if box.exec():
            type_id, title = box.answer()
            self.ask(actions.begin(self._desk(), type_id, title), self.open_matter)

    def _attach(self, _matter: str, _step: str, kind: str, paths: list[Path]) -> None:
        self.ask(actions.attach(self._desk(), kind, paths), self._attached)

    def _attached(self, files: list[FileRef]) -> None:
        at = self._desk()
        wanted = [file for file in files if file.sha256 not in self._pictures]
        self.ask(lambda: [(file, at.file(file.sha256)) for file in wanted], partial(self._pictured, files))

    def _pictured(self, files: list[FileRef], data: list[tuple[FileRef, bytes]]) -> None:
        for file, raw in data:
            picture = QPixmap()
            if not raw.startswith(b"%PDF") and picture.loadFromData(raw):
                self._pictures[file.sha256] = picture.scaledToHeight(128)
        self.matter.attached(files)

    def _picture(self, file: FileRef) -> QPixmap | None:
        return self._pictures.get(file.sha256)

    def _keep(self, matter: str, step: str, content: Content) -> None:
        if self.at is not None:
            self.ask(actions.keep(self.at, matter, step, content), lambda _done: None)

    def _sign(self, matter: str, step: str, slot: SlotView, content: Content) -> None:
        box = dialogs.SignBox(self.shell, slot.slot.label, slot.people)
        if not box.exec() or self.at is None:
            return
        person, passphrase = box.answer()
        if box.page_wanted:
            path, _filter = QFileDialog.getOpenFileName(self.shell, _("选择手签页的照片或扫描件"))
            if path:
                call = actions.sign_on_page(self.at, matter, step, slot.slot.id, person, Path(path), content)
                self.ask(call, lambda _done: self.matter.signed())
        else:
            call = actions.sign_with_key(self.at, matter, step, slot.slot.id, person, passphrase, content)
            self.ask(call, lambda _done: self.matter.signed())

    def _post(self, matter: str, step: str, told: tuple[Content, str]) -> None:
        call = actions.post(self._desk(), matter, step, *told)
        self.ask(call, lambda _done: self.matter.refresh())

    def _complete(self, matter: str, step: str, content: Content) -> None:
        self.ask(actions.complete(self._desk(), matter, step, content), lambda _done: self.matter.go_on())

    def _correct(self, matter: str, step: str, content: Content) -> None:
        self._with_text(
            _("更正的原因"),
            lambda text: actions.correct(self._desk(), matter, step, content, text),
            self.matter.corrected,
        )

    def _object(self, matter: str, step: str) -> None:
        self._with_text(_("异议的内容"), lambda text: actions.object_to(self._desk(), matter, step, text))

    def _answer(self, matter: str, step: str, objection: str) -> None:
        self._with_text(_("答复的内容"), lambda text: actions.answer(self._desk(), matter, step, objection, text))

    def _with_text(
        self, label: str, call: Callable[[str], actions.Call], done: Callable[[], object] | None = None
    ) -> None:
        """Ask for a line of text, and do something with it."""
        box = dialogs.LineBox(self.shell, label, [label])
        if box.exec() and self.at is not None:
            finish = done or self.matter.refresh
            self.ask(call(box.answers()[0]), lambda _done: finish())

    # Bundles

    def export(self, folder: Path, carrier: str) -> None:
        """Write the next bundle, or the receipts, with progress."""
        township = self._desk().card.kind is OfficeKind.TOWNSHIP
        done = self.exchange.replied if township else self.exchange.exported
        self._long(actions.export(self._desk(), folder, carrier), _("正在写入,写完会读回核对,请勿拔出。"), done)

    def receive(self, paths: list[Path]) -> None:
        """Take bundles in, with progress."""
        self._long(actions.receive(self._desk(), paths), _("正在核对签名、内容和流程。"), self.exchange.received)

    def _long(self, call: actions.Watched, text: str, done: Done) -> None:
        watch = self.watch = Watch()
        watch.progressed.connect(self.exchange.progressed)
        self._show_exchange()
        self.exchange.began(text)

        def finished(result: Any) -> None:
            self.exchange.ended(_("完成。"))
            done(result)
            self.exchange.refresh()

        def failed(error: ClerkError) -> None:
            self.exchange.ended(desk.explain(error)[0].what)
            if error.code != "cancelled":
                self.fail(error)

        self._jobs.run(call, finished, failed, watch)

    def _show_exchange(self) -> None:
        self.shell.show_page(self.exchange)
        self.exchange.refresh()

    def _stop(self) -> None:
        if self.watch is not None:
            self.watch.stop()

    def _retry(self) -> None:
        self._long(actions.retry(self._desk()), _("正在把隔离的包再核对一遍。"), self.exchange.received)

    # Settings

    def _add_person(self, name: str, roles: tuple[str, ...], passphrase: str) -> None:
        self._change(lambda: self._desk().add_person(name, roles, passphrase=passphrase))

    def _set_parameter(self, key: str, text: str) -> None:
        money = key.startswith(("bands.", "sign.tier.", "cash.")) and key != "bands.aggregate_months"
        value = read_sum(text) if money else int(text) if text.isdigit() else None
        if value is not None:
            self._change(lambda: self._desk().set_parameter(key, value))

    def _write_card(self, path: Path) -> None:
        def told(fingerprint: str) -> None:
            dialogs.inform(self.shell, _("本单位名片"), _("已写出。当面核对时请读出指纹:{f}").format(f=fingerprint))

        self.ask(lambda: self._desk().write_card(path), told)

    def _backup(self, folder: Path) -> None:
        def told(path: str) -> None:
            dialogs.inform(self.shell, _("备份"), _("已备份并打开核对过:{path}").format(path=path))

        self.ask(lambda: self._desk().backup(folder), told)

    def _check(self) -> None:
        self._jobs.run(actions.check(self._desk()), self.settings.show_findings, self.fail, Watch())

    def _change_password(self, old: str, new: str) -> None:
        def told(_done: object) -> None:
            dialogs.inform(self.shell, _("修改密码"), _("密码已修改。"))

        self.ask(lambda: self._desk().keys.change(old, new), told)

    def close(self) -> None:
        """The program ends: the desk is closed in its own thread."""
        self.lock()


def main(argv: Sequence[str]) -> int:
    """Open the window; `--office DIR` names the office, else the last one used."""
    app = QApplication([sys.argv[0], *argv])
    app.setOrganizationName("clerk-app")
    app.setApplicationName("clerk-app")
    theme.apply(app)
    jobs = Jobs()
    window = Window(jobs, _office(argv) or str(QSettings().value("office", "")))
    jobs.crashed.connect(window.crash)
    app.aboutToQuit.connect(window.close)
    window.shell.show()
    code = app.exec()
    jobs.stop()
    return code


def _office(argv: Sequence[str]) -> str:
    return next((argv[place + 1] for place, word in enumerate(argv[:-1]) if word == "--office"), "")
