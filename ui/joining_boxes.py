"""The boxes in which a village joins its township, one on either side: request, comparing, answer, first bundle."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QSizePolicy, QWidget

from clerk_app.desk import Admitted, JoiningView, Newcomer

from .language import _
from .steps import Steps
from .theme import beside, px
from .widgets.parts import SentenceLine
from .widgets.picture import Picture
from .widgets.plain import Badge, Button, PlainLabel, boxed, clear, column, restyle, row


@dataclass(frozen=True, slots=True)
class Joined:
    """Where a village's joining stands, and its key as it is compared: in digits, in words, and as a QR code (SVG)."""

    view: JoiningView
    digits: str
    words: str
    square: bytes


class Comparing(QWidget):
    """Another office's card: the file, whose it says it is, and what its people read out."""

    chosen = Signal(object)
    compared = Signal(object, str, bool)

    def __init__(self, pick: str, label: str) -> None:
        super().__init__()
        self._pick, self._path = pick, Path()
        lines = column(spacing=8)
        lines.addLayout(row(Button(pick, self._choose, name="choose-card"), None))
        self._who = PlainLabel("", "strong", wrap=True)
        self._who.setObjectName("who")
        self._beside = QCheckBox(_("这是该村的第二台电脑，第一台还在用"))
        self._beside.setObjectName("beside")
        self._read = QLineEdit()
        self._read.setObjectName("read-out")
        self._read.setAccessibleName(label)
        self._read.textChanged.connect(lambda _text: self._look())
        self._enrol = Button(_("核对，登记"), self._compare, look="primary", name="enrol")
        for item in (self._who, self._beside, PlainLabel(label, "faint", wrap=True), self._read):
            lines.addWidget(item)
        lines.addLayout(row(self._enrol, None))
        self.setLayout(lines)
        self._beside.hide()
        self._look()

    def _choose(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(self, self._pick)
        if path:
            self.chosen.emit(Path(path))

    def show_card(self, path: Path, card: Newcomer) -> None:
        """The file that was chosen is a card that fits here."""
        self._path, known = path, card.contact
        told = _("{name}（{code}），{place}").format(name=known.name, code=known.code, place=card.place)
        if card.other:
            told = _("{who}。它登记过另一台电脑，登记以后认这一台。").format(who=told)
        self._who.setText(told)
        self._beside.setVisible(card.other and known.kind == "village")
        self._look()
        self._read.setFocus()

    def _look(self) -> None:
        self._enrol.setEnabled(bool(self._who.text() and self._read.text().strip()))

    def _compare(self) -> None:
        self.compared.emit(self._path, self._read.text(), self._beside.isChecked())


class JoinBox(Steps):
    """A village's side: the request, the way to the township, its card, the first bundle."""

    request_wanted = Signal(str)
    sheet_wanted = Signal()

    def __init__(self, parent: QWidget | None, joined: Joined) -> None:
        super().__init__(parent, _("加入乡镇"), _("完成"), 4, leave=_("以后接着办"))
        self.setMinimumSize(px(640), beside(480))
        self.reporting = False
        self._joined = joined
        self._make_request()
        self._make_way()
        read = _("照着乡镇的登记单输入：二十位数字，或者八个词（扫码得到的整行也行）")
        self.card = Comparing(_("选择乡镇给的文件（answer 开头）"), read)
        self._known = PlainLabel("", "good", wrap=True)
        told = _("乡镇登记好了，会给您它的名片和登记单。照着带回来的那张登记单输入，证明名片真是乡镇的。")
        heading = PlainLabel(_("收下乡镇的名片"), "heading")
        self.add_step(column(heading, PlainLabel(told, wrap=True), self.card, self._known, spacing=8))
        self._make_report()
        self.show_joined(joined)

    def _make_request(self) -> None:
        told = _("会生成两个文件：申请给乡镇的电脑读，登记单打印出来带去。两边照着登记单当面核对，冒名的就登记不上。")
        self._digits, self._words = PlainLabel("", "heading", wrap=True), PlainLabel("", "strong", wrap=True)
        self._digits.setObjectName("digits")
        self._square = Picture()
        self._square.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._square.setFixedSize(px(150), px(150))
        texts = column(
            PlainLabel(_("本机的指纹：数字"), "faint"),
            self._digits,
            PlainLabel(_("或者词"), "faint"),
            self._words,
            None,
            spacing=4,
        )
        stick = Button(_("存到 U 盘"), lambda: self.request_wanted.emit("usb"), look="primary", name="request")
        mail = Button(_("存成一封邮件"), lambda: self.request_wanted.emit("mail"), name="request-mail")
        sheet = Button(_("打印登记单"), self.sheet_wanted.emit, name="sheet")
        self._asked = column()
        heading = PlainLabel(_("写出登记申请"), "heading")
        key = boxed(row(boxed(texts), self._square, spacing=18), 1)
        inside = column(
            heading, PlainLabel(told, wrap=True), key, row(stick, mail, sheet, None), self._asked, spacing=8
        )
        self.add_step(inside)

    def _make_way(self) -> None:
        self._state = Badge("", "warn")
        self._whose = PlainLabel("", "strong", wrap=True)
        state = boxed(row(self._state, self._whose), 0, 1)
        inside = column(PlainLabel(_("带到乡镇，当面核对"), "heading"), state, spacing=8)
        for text in (
            _("1. 带上 U 盘和打印好的登记单到乡镇去。申请用邮件发的，登记单也要带去。"),
            _("2. 乡镇在“村庄一览”里点“登记村”，打开您的申请。您照着登记单念，乡镇输入。"),
            _("3. 登记好了，乡镇的程序马上写出给您的名片和乡镇自己的登记单。两样都带回来。"),
        ):
            inside.addWidget(PlainLabel(text, wrap=True))
        told = _("要等的话，先关上就行。回来以后从“今日待办”或者“设置 → 往来单位”接着办，程序记得办到了哪里。")
        inside.addWidget(PlainLabel(told, "faint", wrap=True))
        self.add_step(inside)

    def _make_report(self) -> None:
        told = _("第一个包报上去，收到乡镇的回执，就证明两边都登记好了。以后照常上报。")
        self._report = column()
        self.add_step(
            column(PlainLabel(_("第一次上报"), "heading"), PlainLabel(told, wrap=True), self._report, spacing=8)
        )

    def show_joined(self, joined: Joined) -> None:
        """Show where joining stands, and go to the step that is next."""
        self._joined, view = joined, joined.view
        self._digits.setText(joined.digits)
        self._words.setText(joined.words)
        self._square.show_drawing(joined.square, _("指纹的二维码"))
        clear(self._asked)
        if view.asked_on:
            told = _("{on} 写出了，要再写一次也可以。").format(on=view.asked_on)
            self._asked.addWidget(boxed(row(Badge(_("✓ 完成"), "good"), PlainLabel(told, wrap=True)), 0, 1))
        else:
            self._asked.addWidget(PlainLabel(_("申请存好以后才能往下。"), "faint", wrap=True))
        waiting = view.step in ("ask", "wait")
        self._state.setText(_("等乡镇登记") if waiting else _("✓ 收到了乡镇的名片"))
        self._state.setProperty("badge", "warn" if waiting else "good")
        restyle(self._state)
        self._whose.setText(_("{place}，代码 {code} 的乡镇").format(place=view.place, code=view.township))
        self._known.setText(_("✓ 登记过了：{name}").format(name=view.name) if view.name else "")
        clear(self._report)
        self._report.addWidget(SentenceLine(view.todo, met=view.step == "joined", note=view.step != "joined"))
        if view.step in ("report", "receipt"):
            go = Button(_("去生成上报包"), self._go_reporting, look="primary", name="report")
            self._report.addLayout(row(go, None))
        self.turn_to({"ask": 0, "wait": 1}.get(view.step, 3))

    def _go_reporting(self) -> None:
        self.reporting = True
        self.accept()

    def complete(self, step: int) -> bool:
        """Whether one may go on: after the request, and after the township's card was compared."""
        now = self._joined.view.step
        return now != "ask" if step == 0 else step != 2 or now not in ("ask", "wait")


class AdmitBox(Steps):
    """A township's side: the village's request is compared face to face, and its answer is written at once."""

    answer_wanted = Signal(str)

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, _("登记村"), _("完成"), 2, leave=_("关闭"))
        self.setMinimumSize(px(600), beside(420))
        self._admitted: Admitted | None = None
        read = _("对方照着登记单读出的数字或者词（扫码得到的整行也行）")
        self.card = Comparing(_("选择村里的登记申请（join 开头）"), read)
        told = _("打开村里带来的申请，看清是哪个村，再请村里的人照着登记单念，您在这里输入。念不对，就不要登记。")
        self.add_step(column(PlainLabel(_("当面核对"), "heading"), PlainLabel(told, wrap=True), self.card, spacing=8))
        self._answer = column(spacing=8)
        self.add_step(column(PlainLabel(_("登记好了，请村里带回去"), "heading"), self._answer, spacing=8))
        self.look()

    def show_admitted(self, admitted: Admitted) -> None:
        """The village is enrolled, and its answer lies beside its request."""
        self._admitted, known = admitted, admitted.contact
        clear(self._answer)
        who = _("{name}（{code}）").format(name=known.name, code=known.code)
        self._answer.addWidget(boxed(row(Badge(_("✓ 登记了"), "good"), PlainLabel(who, "strong", wrap=True)), 0, 1))
        told = _("给村里的两个文件写好了：本镇的名片和登记单。登记单请打印出来交给村里的人，村里照着它核对。")
        self._answer.addWidget(PlainLabel(told, wrap=True))
        for path in admitted.paths:
            self._answer.addWidget(PlainLabel(path, "faint", wrap=True))
        read = _("没有打印机就当面念：{digits}；或者 {words}").format(digits=admitted.digits, words=admitted.words)
        self._answer.addWidget(PlainLabel(read, wrap=True))
        again = Button(_("再写一份到别处"), lambda: self.answer_wanted.emit(known.code), name="answer")
        self._answer.addLayout(row(again, None))
        self.turn_to(1)

    def complete(self, step: int) -> bool:
        """The village is enrolled."""
        return self._admitted is not None and step >= 0
