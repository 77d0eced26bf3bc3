"""Files taken in one by one for the page that asked, with how far it is and the way to stop it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from clerk_app.model import FileRef

from .. import dialogs, form_actions
from ..front import Front
from ..language import _
from ..widgets.files import Source
from ..widgets.progress import ProgressStrip
from .patience import Patience


@dataclass(frozen=True, slots=True)
class Owner:
    """Where files belong: `shown` takes them on the page, and is False where that shows something else by now.

    `keep` is the call to the desk that keeps them all the same.
    """

    shown: Callable[[Sequence[FileRef]], bool]
    keep: Callable[[Sequence[FileRef]], object]

    def keep_any(self, files: Sequence[FileRef]) -> None:
        """Keep the files, where there are any by then."""
        if files:
            self.keep(files)


class Attaching:
    """Stopped, it keeps what was taken in; what could not be taken in is told with its name."""

    def __init__(self, front: Front, strip: ProgressStrip) -> None:
        self._front = front
        self._patience = Patience(front, strip)
        self._running: list[tuple[Owner, list[FileRef]]] = []

    def take(self, kind: str, sources: Sequence[Source], owner: Owner) -> None:
        """Take files in as attachments of a kind."""
        files: list[FileRef] = []
        running = (owner, files)
        self._running.append(running)

        def taken(done: form_actions.Taken) -> None:
            self._running.remove(running)
            if files and not owner.shown(files):
                self._front.ask(lambda: owner.keep(files), lambda _done: None)
            if done.refused:
                said = [
                    replace(sentence, what=_("{name}：{what}").format(name=name, what=sentence.what))
                    for name, sentences in done.refused
                    for sentence in sentences
                ]
                dialogs.tell(self._front.shell, _("有文件没有收"), said)

        call = form_actions.attach(self._front.desk, kind, sources, files)
        self._patience.run(call, _("正在添加附件"), taken)

    def keep(self) -> None:
        """The office is about to be locked: what is still being taken in is kept where it belongs, once it is there."""
        for owner, files in self._running:
            self._front.behind(partial(owner.keep_any, files))
        self._running.clear()
