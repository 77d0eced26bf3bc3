"""Files taken in one by one for the page that asked, with how far it is and the way to stop it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from clerk_app.model import FileRef

from .. import dialogs, form_actions
from ..front import Front
from ..language import _
from ..widgets.files import Source
from ..widgets.progress import ProgressStrip
from .patience import Patience


class Attaching:
    """Stopped, it keeps what was taken in; what could not be taken in is told with its name."""

    def __init__(self, front: Front, strip: ProgressStrip) -> None:
        self._front = front
        self._patience = Patience(front, strip)

    def take(self, kind: str, sources: Sequence[Source], attached: Callable[[list[FileRef]], object]) -> None:
        """Take files in as attachments of a kind; `attached` gets those that were."""

        def taken(done: form_actions.Taken) -> None:
            attached(list(done.files))
            if done.refused:
                said = [
                    replace(sentence, what=_("{name}：{what}").format(name=name, what=sentence.what))
                    for name, sentences in done.refused
                    for sentence in sentences
                ]
                dialogs.tell(self._front.shell, _("有文件没有收"), said)

        self._patience.run(form_actions.attach(self._front.desk, kind, sources), _("正在添加附件"), taken)
