"""The open office as everything in the window sees it: one desk, asked through its own thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clerk_app.desk import Desk, explain
from clerk_app.errors import ClerkError
from clerk_app.model import OfficeKind, Person

from . import dialogs
from .jobs import QUIET, Done, Failed, Runner, Watch
from .language import _
from .shell import Shell


class Front:
    """Asks the desk, shows what went wrong, and knows what the pages need at once: the people and the day."""

    def __init__(self, runner: Runner, shell: Shell) -> None:
        self._runner = runner
        self.shell = shell
        self.at: Desk | None = None
        self.people: tuple[Person, ...] = ()
        self.day = ""
        self.minutes = 0
        self.learned: Callable[[], object] = lambda: None
        self.held: Watch | None = None
        self._drawn = 0
        self._afterwards: list[Callable[[], object]] = []

    @property
    def desk(self) -> Desk:
        """The open office's desk; only asked for where one is open."""
        if self.at is None:
            raise RuntimeError("no office is open")
        return self.at

    @property
    def township(self) -> bool:
        """Whether the open office is a township's."""
        return self.desk.card.kind is OfficeKind.TOWNSHIP

    def enter(self, opened: Desk, then: Callable[[], object]) -> None:
        """An office was opened: learn what the pages need, and go on."""
        self.at = opened

        def known(_nothing: None) -> None:
            then()

        self.learn()
        self.ask(opened.forms.unsent, dialogs.Box.unsent.update)
        self.ask(lambda: None, known)

    def learn(self) -> None:
        """Learn anew what the pages need at once: the people, the day, and after how many minutes it locks."""
        at = self.desk

        def known(answer: tuple[tuple[Person, ...], str, int]) -> None:
            self.people, self.day, self.minutes = answer
            self.learned()

        self.ask(lambda: (tuple(at.people()), at.day(), at.preferences.value("lock.minutes")), known)

    def leave(self) -> Desk | None:
        """Forget the office; its desk is handed back, to be closed."""
        left, self.at = self.at, None
        self.people = ()
        return left

    def ask(self, call: Callable[[], Any], show: Done, failed: Failed | None = None) -> None:
        """Run a call for the desk; its answer is shown only if what asked for it is still there."""
        if self.at is not None:
            self._runner.run(call, *self._while_here(show, failed))

    def _while_here(self, show: Done, failed: Failed | None) -> tuple[Done, Failed]:
        """What is done with an answer, and with a failure: nothing after a lock, nor where all was drawn anew."""
        asked = (self.at, self._drawn)

        def shown(result: Any) -> None:
            if (self.at, self._drawn) == asked:
                show(result)

        def told(error: ClerkError) -> None:
            if (self.at, self._drawn) == asked:
                (failed or self.fail)(error)

        return shown, told

    def settle(self, then: Callable[[], object]) -> None:
        """Do this once everything asked so far was answered; what is asked in the meantime is not shown any more."""

        def settled(_nothing: None) -> None:
            self._drawn += 1
            then()

        self.ask(lambda: None, settled)

    def watch(
        self,
        call: Callable[[Watch], Any],
        show: Done,
        failed: Failed | None = None,
        watch: Watch | None = None,
    ) -> None:
        """Run a long call; whoever holds the `watch` hears how far it is, and may stop it."""
        if self.at is not None:
            self._runner.run(call, *self._while_here(show, failed), watch or Watch())

    def hold(self, call: Callable[[Watch], Any], show: Done, failed: Failed, watch: Watch) -> None:
        """Run a long call whose answer must be seen: until then nothing locks (`once_free`)."""
        self.held = watch

        def shown(result: Any) -> None:
            self.held = None
            show(result)
            self._go_on()

        def told(error: ClerkError) -> None:
            self.held = None
            failed(error)
            self._go_on()

        self._runner.run(call, shown, told, watch)

    def once_free(self, then: Callable[[], object]) -> None:
        """Call off what is held, and do this once its answer was seen."""
        if self.held is not None:
            self.held.stop()
        self._afterwards.append(then)

    def _go_on(self) -> None:
        waiting, self._afterwards = self._afterwards, []
        for then in waiting:
            then()

    def behind(self, call: Callable[[], Any], show: Done | None = None, failed: Failed | None = None) -> None:
        """Run a call that goes to its end, and is answered, though the office may be locked by then."""
        self._runner.run(call, show or (lambda _done: None), failed or self.fail)

    def change(self, call: Callable[[], Any]) -> None:
        """Run a call after which the people may be others, and show the page in front as it is then."""
        self.ask(call, lambda _done: self.changed())

    def changed(self) -> None:
        """Learn the people anew, and let the page in front show what is true now."""
        self.learn()
        self.shell.refresh()

    def inform(self, title: str, text: str) -> None:
        """Say one thing."""
        dialogs.inform(self.shell, title, text)

    def fail(self, error: ClerkError) -> None:
        """Say what the world did wrong."""
        if error.code not in QUIET:
            dialogs.tell(self.shell, _("没有办成"), explain(error))
