"""Every page and every box, in both languages and at both ends of the text size: readable and reachable for everybody.

Pages are found by opening the offices' side bars, boxes by their examples in `BOXES`; a `Page` or `Box` that is in
neither makes a test fail, so that none is forgotten.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import util
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QTabWidget, QTextEdit, QWidget

import ui
from clerk_app.desk import (
    Admitted,
    Because,
    BranchEntryRow,
    CarriedOver,
    ContactRow,
    Desk,
    EpochQuestion,
    HistoryRow,
    JoiningView,
    LeftRow,
    MatterRow,
    MatterView,
    Newcomer,
    OriginalView,
    ParameterRow,
    RoleRow,
    Sentence,
    SignedRow,
    SlotView,
    StepRow,
    TypeRow,
)
from clerk_app.desk.demo import Play
from clerk_app.model import FieldKind, FileRef, Person, SignOff
from ui import look
from ui.carry_box import CarryBox, Differing
from ui.decide_box import DecideBox
from ui.dialogs import Box, LineBox, SignBox, SignedPageBox, WordsBox, confess, confirm, inform, tell
from ui.draw_box import DrawBox
from ui.epoch_box import EpochBox
from ui.hand_over import HandOverBox
from ui.history import HistoryBox, ReturnBox
from ui.holders_box import HoldersBox
from ui.joining_boxes import AdmitBox, JoinBox, Joined
from ui.language import read
from ui.letter_box import LetterBox
from ui.look import Look
from ui.new_matter import NewMatterBox
from ui.original_box import OriginalBox
from ui.pages.page import Page
from ui.panels.caring import DrillBox
from ui.panels.look import LookBox
from ui.people_boxes import PersonBox, RegistrantBox, RollBox, SigningPasswordBox
from ui.photo_box import PhotoBox
from ui.picture_box import PictureBox
from ui.preview import PreviewBox
from ui.release_boxes import ParameterBox, SignReleaseBox
from ui.replace_box import ReplaceKeyBox
from ui.setup import FoundBox, RecoveryBox, TakeOverBox
from ui.slip_box import SlipBox
from ui.steps import Steps

from .staged import RELEASE

_spec = util.spec_from_file_location("measure", Path(__file__).with_name("measure.py"))
assert _spec is not None
assert _spec.loader is not None
demo = importlib.import_module("clerk_app.desk.demo")
measure = util.module_from_spec(_spec)
_spec.loader.exec_module(measure)

ROOT = Path(__file__).parents[2]
SIZE = (1366, 768)
PASSPHRASE = "四个词的密码"

SENTENCE = Sentence("photo-damaged", "甲", "乙" * 30, "《村民委员会组织法》第二十八条", "丙" * 30)
PEOPLE = (Person("p1", "张某", ("clerk",)), Person("p2", "李某", ("director",)))
ROLES = (RoleRow("clerk", "村文书", (), "", "village"), RoleRow("director", "主任", (), "", "village"))
TYPES = (
    TypeRow("V10", "村级小额工程", "小额工程", "工程", "甲", "《村民委员会组织法》第二十八条", 57),
    TypeRow("V22", "甲", "乙", "日常", "用印。", "", 4),
)
SLOTS = (SlotView(SignOff(id="head", label="主持人（主任）", roles=("director",)), PEOPLE, "", "", ""),)

LEFT = tuple(LeftRow(n, "a" * 64, "roll", "", "", "", (SENTENCE,)) for n in range(4))
DIFFERING = Differing(
    tuple(
        BranchEntryRow(n, "a" * 64, "begin", "V10-2026-001", "村道路面修复", "", "2026-11-01", "", ()) for n in range(9)
    ),
    CarriedOver(9, LEFT),
)
ANSWERS = (Because.RESTORED, Because.SECOND, Because.COPIED)
QUESTION = EpochQuestion("no-device", 120, 0, "2026-11-26T08:00:00Z", ANSWERS)
SIGNED = (
    SignedRow("a" * 64, "1" * 12, "甲村", "m", "村道路面修复", "乡镇备案", "2026-11-26", "approve", True, False, True),
)
PARAMETER = ParameterRow("quotes.min", "甲", "乙", 3, 3, "C", "丙", "甲", 1, 9, False, "")
ORIGINAL = OriginalView("a" * 64, "b" * 128, '{"step":"discovery"}', '{"on":"2026-11-26"}', ())
FILE = FileRef("a" * 64, 4096, "photo")
MATTER = MatterView(
    MatterRow("V10-2026-001", "小额工程 2026-001", "村道路面修复", "V10", "小额工程", "open", "", "", "2026-11-01"),
    "a" * 64,
    (StepRow("proposal", "立项申请", "done", "2026-11-01", 1, optional=False, repeat=False),),
    tuple(
        HistoryRow(n, "complete", "proposal", "2026-11-01", "p1", state, "b" * 64, "甲", "立项申请", "张某", "丙" * 30)
        for n, state in enumerate(("new", "carried", "accepted", "refused", "held"))
    ),
)

CONTACT = ContactRow("330502999201", "甲", "village", "1234 5678 9012 3456 7890", 0, "", "乙" * 16)
JOINED = Joined(
    JoiningView("report", "330502999000", "浙江省湖州市吴兴区", "甲", "2026-11-26", SENTENCE),
    "1234 5678",
    "乙" * 16,
    b"",
)


def admitting(parent: QWidget) -> AdmitBox:
    """A township's box over a village that is known with another key, and enrolled."""
    box = AdmitBox(parent)
    box.card.show_card(Path("join.json"), Newcomer(CONTACT, "浙江省", other=True))
    box.show_admitted(Admitted(CONTACT, ("E:\\answer-330502999201.json",), "1234 5678", "乙" * 16))
    return box


BOXES: dict[str, Callable[[QWidget], Any]] = {
    "tell": lambda parent: tell(parent, "甲", [SENTENCE, SENTENCE]),
    "inform": lambda parent: inform(parent, "甲", "乙" * 60),
    "confirm": lambda parent: confirm(parent, "甲", "乙" * 60, "丙"),
    "confess": lambda parent: confess(parent, "Traceback (most recent call last):\n" * 20),
    "SignBox": lambda parent: SignBox(parent, "村监会主任", PEOPLE),
    "SignedPageBox": lambda parent: SignedPageBox(parent, SLOTS),
    "WordsBox": lambda parent: WordsBox(parent, "甲", "乙" * 30, most=2000),
    "SlipBox": lambda parent: SlipBox(parent, "镇纪委"),
    "LineBox": lambda parent: LineBox(parent, "甲", ["乙", "丙"], hidden=(1,)),
    "JoinBox": lambda parent: JoinBox(parent, JOINED),
    "AdmitBox": admitting,
    "FoundBox": lambda parent: FoundBox(parent, ""),
    "TakeOverBox": TakeOverBox,
    "HandOverBox": lambda parent: HandOverBox(parent, PEOPLE, ()),
    "CarryBox": lambda parent: CarryBox(parent, DIFFERING),
    "EpochBox": lambda parent: EpochBox(parent, QUESTION),
    "RecoveryBox": lambda parent: RecoveryBox(parent, "ABCDE-FGHIJ-KLMNO-PQRST-UVWXY"),
    "NewMatterBox": lambda parent: NewMatterBox(parent, TYPES),
    "PersonBox": lambda parent: PersonBox(parent, ROLES, PEOPLE, lambda _name, _roles, show: show([SENTENCE])),
    "RegistrantBox": lambda parent: RegistrantBox(parent, "vendors"),
    "ReplaceKeyBox": lambda parent: ReplaceKeyBox(parent, PEOPLE[0], PEOPLE, SIGNED),
    "SigningPasswordBox": lambda parent: SigningPasswordBox(parent, "张某"),
    "DrillBox": DrillBox,
    "RollBox": RollBox,
    "LetterBox": lambda parent: LetterBox(parent, "甲", "乙" * 30, order=True),
    "OriginalBox": lambda parent: OriginalBox(parent, ORIGINAL),
    "PictureBox": lambda parent: PictureBox(parent, QPixmap(400, 300)),
    "DecideBox": lambda parent: DecideBox(parent, "甲", PEOPLE, reason="乙"),
    "HoldersBox": lambda parent: HoldersBox(parent, "甲", PEOPLE, (("乙", True),)),
    "ParameterBox": lambda parent: ParameterBox(parent, PARAMETER),
    "SignReleaseBox": lambda parent: SignReleaseBox(parent, "甲"),
    "DrawBox": lambda parent: DrawBox(parent, TYPES[:1]),
    "LookBox": lambda parent: LookBox(parent, Look()),
    "HistoryBox": lambda parent: HistoryBox(parent, MATTER),
    "ReturnBox": lambda parent: ReturnBox(parent, MATTER.flow, lambda _step, show: show(["立项申请", "表决"])),
    "PhotoBox": lambda parent: PhotoBox(parent, lambda: [FILE], FILE, lambda *_: None, changeable=True),
    "PreviewBox": lambda parent: PreviewBox(parent, "甲", b"", 1, lambda *_: None, lambda *_: None, "𠮷"),
}
"""An example of every box, by the class or function that makes it."""

LOOKS = [Look(percent, language=language) for language in ("zh", "en") for percent in (100, 150)]
NAMES = [f"{worn.language}-{worn.percent}" for worn in LOOKS]


@dataclass(frozen=True)
class View:
    """Something that is shown: what it is called, and the widget."""

    name: str
    root: QWidget


@pytest.fixture
def worn(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Look]:
    """One look; the plain one again afterwards."""
    look.wear(qapp, request.param)
    yield request.param
    look.wear(qapp, Look())


def settled() -> None:
    for _ in range(4):
        QApplication.processEvents()


def laid_out(box: QWidget, qtbot: Any) -> None:
    """A busy screen grants a size late; a box that never has the one it needs is found to be cut."""
    settled()
    with suppress(qtbot.TimeoutError):
        qtbot.waitUntil(lambda: box.size() == box.size().expandedTo(box.minimumSizeHint()), timeout=3000)


# Every page, every tab of it, and every box


def subclasses(kind: type) -> set[type]:
    """Every class of the window that is made of a kind, however far."""
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        importlib.import_module(module.name)
    below = {each for each in kind.__subclasses__() if each.__module__.startswith("ui.")}
    return below.union(*(subclasses(each) for each in below))


def pages(window: Any) -> list[Page]:
    """The pages of an open office."""
    return [place.page for place in window.rooms.places] + list(window.rooms.others)


def views(window: Any) -> Iterator[View]:
    """Everything that an open office shows, one after the other, as it would be seen."""
    window.shell.resize(*SIZE)
    for number, place in enumerate(window.rooms.places):
        window.shell.go(number)
        yield from tabs(window, type(place.page).__name__, place.page)
    if hasattr(window.rooms, "work"):
        yield from steps(window)


def tabs(window: Any, name: str, page: QWidget) -> Iterator[View]:
    settled()
    found = [each for each in page.findChildren(QTabWidget) if each.isVisibleTo(page)]
    if not found:
        yield View(name, window.shell)
    for tab in found:
        for place in range(tab.count()):
            tab.setCurrentIndex(place)
            settled()
            yield View(f"{name}/{tab.tabText(place)}", window.shell)


def steps(window: Any) -> Iterator[View]:
    """The matter's page at steps with a table, a vote, a notice, papers and signatures, done and to be done."""
    matter = window.front.desk.matters()[0].id
    for step in window.front.desk.matter(matter).flow:
        if step.state in ("open", "posted") or step.id in STEPS:
            window.rooms.work.open(matter, step.id)
            yield from tabs(window, f"MatterPage/{step.id}", window.rooms.matter)


STEPS = ("plan_notice", "bidding", "vote_representatives")


def boxes(parent: QWidget, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> Iterator[View]:
    """Every box, as it stands over the window."""
    came: list[Box] = []
    monkeypatch.setattr(Box, "exec", lambda box: came.append(box) or 0)
    for name, make in BOXES.items():
        made = make(parent)
        box = made if isinstance(made, Box) else came.pop()
        box.show()
        qtbot.waitExposed(box)
        for at in range(box._steps if isinstance(box, Steps) else 1):
            if isinstance(box, Steps):
                box.turn_to(at)
                box.look()
            laid_out(box, qtbot)
            yield View(f"{name} {at + 1}", box)
        box.close()
        box.deleteLater()


def test_every_page_is_reached(voting: Any) -> None:
    reached = {type(page) for office in ("village", "township") for page in pages(voting.window(office))}
    assert {each.__name__ for each in subclasses(Page) - reached} == set()


def test_every_box_has_an_example() -> None:
    # What only others are made of is never shown itself.
    assert {each.__name__ for each in subclasses(Box) - {Steps}} - set(BOXES) == set()


# What is wrong with them


def faults(view: View, worn: Look) -> list[str]:
    """Everything that is wrong with what is shown."""
    found = [*measure.cut(view.root), *measure.overlapping(view.root), *measure.across(view.root)]
    found += [*measure.nameless(view.root), *measure.out_of_order(view.root), *measure.hidden_keys(view.root)]
    found += [*measure.colour_alone(view.root), *measure.unreadable(view.root), *measure.silent(view.root)]
    if worn.language == "en":
        found += untranslated(view.root)
    return [f"{view.name}: {fault}" for fault in dict.fromkeys(found)]


def too_wide(window: Any) -> list[str]:
    """Pages that would make the window wider than the screen."""
    window.shell.resize(*SIZE)
    settled()
    room = SIZE[0] - window.shell.side.width()
    wide = {type(page).__name__: page.minimumSizeHint().width() for page in pages(window)}
    return [f"{name} is {width} wide, has {room}" for name, width in wide.items() if width > room]


@pytest.mark.parametrize("office", ["village", "township"])
@pytest.mark.parametrize("worn", LOOKS, ids=NAMES, indirect=True)
def test_every_page(working_day: Path, room_of: Any, worn: Look, office: str) -> None:
    window = room_of(working_day).window(office)
    found = too_wide(window)
    for view in views(window):
        if view.name.startswith("ReleasesPage"):
            release = working_day / RELEASE
            window.rooms.releases.show_preview(window.front.desk.releases.preview(release))
            settled()
        found += faults(view, worn)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("office", ["village", "township"])
@pytest.mark.parametrize("worn", LOOKS, ids=NAMES, indirect=True)
def test_every_page_of_a_new_office(founded: Path, room_of: Any, worn: Look, office: str) -> None:
    window = room_of(founded).window(office)
    window.shell.resize(*SIZE)
    found = []
    for number, place in enumerate(window.rooms.places):
        window.shell.go(number)
        found += [fault for view in tabs(window, type(place.page).__name__, place.page) for fault in faults(view, worn)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("worn", LOOKS, ids=NAMES, indirect=True)
def test_the_door_and_every_box(voting: Any, worn: Look, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> None:
    window = voting.window("village", unlock=False)
    settled()
    found = faults(View("door", window.shell), worn)
    for view in boxes(window.shell, monkeypatch, qtbot):
        found += faults(view, worn)
        if view.root.width() > SIZE[0] or view.root.height() > SIZE[1] - 40:
            found.append(f"{view.name}: larger than the screen, {view.root.size()}")
    assert not found, "\n".join(found)


# Names as long as they may be

LONG = "浙江省湖州市吴兴区某某街道超长名称测试社区居民委员会兼股份经济合作社联合办公室第三分部甲乙丙丁戊己庚辛壬癸子丑"


def long(name: str) -> str:
    """As long as the name of a person may be."""
    return (name + LONG)[:60]


@pytest.fixture(scope="session")
def long_names(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A village and its township whose names, people, matter and letters are as long as may be."""
    folder = tmp_path_factory.mktemp("long")
    with pytest.MonkeyPatch.context() as patched:
        for office in ("VILLAGE", "TOWNSHIP"):
            code, name = getattr(demo, office)
            patched.setattr(demo, office, (code, long(name)))
        patched.setattr(demo, "PEOPLE", tuple((long(name), roles) for name, roles in demo.PEOPLE))
        village, township = demo.found_pair(folder, PASSPHRASE)
    for title in ("村道路面修复", "村口停车场硬化"):
        village.begin("V10", long(title))
    village.letters.write(long("能不能请镇里先看一看预算？"))
    township.letters.write(long("请在七天内答复群众的意见，"), to=village.card.code, due="2099-12-31")
    (folder / "up").mkdir()
    sent = village.export(folder / "up")
    township.receive([Path(sent.path)])
    demo.hand_over(folder, township, village)
    for desk in (village, township):
        desk.close()
    return folder


@pytest.mark.parametrize("office", ["village", "township"])
@pytest.mark.parametrize("worn", LOOKS[:2], ids=NAMES[:2], indirect=True)
def test_every_page_has_room_for_the_longest_names(long_names: Path, room_of: Any, worn: Look, office: str) -> None:
    window = room_of(long_names).window(office)
    found = too_wide(window)
    for view in views(window):
        found += faults(view, worn)
        if window.shell.width() > SIZE[0]:
            found.append(f"{view.name}: makes the window {window.shell.width()} wide")
    if office == "township":
        code, name = window.front.desk.contacts()[0].code, window.front.desk.contacts()[0].name
        window.rooms.overseeing.open(code, name, "")
        settled()
        found += faults(View("VillageMattersPage", window.shell), worn)
    assert not found, "\n".join(found)


# What stays Chinese in an English window

CHINESE = re.compile(r"[\u3400-\u9fff]+")


def untranslated(root: QWidget) -> Iterator[str]:
    """Texts of ours that stand in Chinese: our own words, and Chinese that nobody's content has."""
    ours, content = our_words(), contents()
    for widget, text in measure.texts(root):
        strange = [run for run in CHINESE.findall(text) if run not in content]
        if strange or (text in ours and text not in content):
            yield f"untranslated: {measure.named(widget)} says {text}"


@cache
def our_words() -> frozenset[str]:
    """Every text of the window that has a translation."""
    return frozenset(read((ROOT / "resources/translations/en.po").read_text(encoding="utf-8")))


@cache
def contents() -> str:
    """All that the checklist says and all that the examples say: neither is ours to translate."""
    told = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "resources/catalogue").rglob("*.toml"))]
    for folder in (
        "clerk_app/catalogue",
        "clerk_app/desk/script.py",
        "clerk_app/desk/demo.py",
        "clerk_app/photos",
        "clerk_app/crypto",
    ):
        for path in sorted((ROOT / folder).rglob("*.py")) or [ROOT / folder]:
            told += [node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if is_text(node)]
    files = ("docs/checklist.md", "resources/divisions.tsv", "tests/ui/staged.py")
    told += [(ROOT / name).read_text(encoding="utf-8") for name in files]
    told += ["中文", "村务公开栏", "浙江省湖州市吴兴区", "甲", "乙" * 60, "丙" * 60]
    return "\n".join(told)


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


# Data is never markup

MARKUP = '<img src=x><a href="x">甲</a>&amp;'


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Offices in which every name, title, field, objection and letter that people give is markup."""
    folder = tmp_path_factory.mktemp("markup") / "offices"
    folder.mkdir()
    content = Play._content
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "VILLAGE", (demo.VILLAGE[0], f"甲村{MARKUP}"))
        patch.setattr(demo, "TOWNSHIP", (demo.TOWNSHIP[0], f"镇{MARKUP}"))
        patch.setattr(demo, "PEOPLE", tuple((f"{name}{MARKUP}", roles) for name, roles in demo.PEOPLE))
        patch.setattr(Desk, "begin", titled(Desk.begin))
        patch.setattr(Play, "_content", lambda play, view, fields: typed(view, content(play, view, fields)))
        village, township = demo.found_pair(folder, PASSPHRASE)
        play = Play(village, PASSPHRASE, lambda line: None)
        play.perform(last="resolution")
        village.object(play.matter, "resolution", on=play.day, text=f"异议{MARKUP}")
        village.letters.write(f"信{MARKUP}")
        township.letters.write(f"信{MARKUP}", to=demo.VILLAGE[0])
        demo.travel(folder, village, township, lambda line: None)
    village.close()
    township.close()
    return folder


def titled(begin: Callable[..., str]) -> Callable[..., str]:
    return lambda desk, kind, title, **more: begin(desk, kind, f"{title}{MARKUP}", **more)


def typed(view: Any, content: dict[str, Any]) -> dict[str, Any]:
    """What is typed into a step, with markup behind every free text."""
    free = {field.id for field in view.form if field.kind in (FieldKind.TEXT, FieldKind.NOTE)}
    fields = {name: f"{value}{MARKUP}" if name in free else value for name, value in content["fields"].items()}
    return {**content, "fields": fields}


def as_markup(root: QWidget) -> Iterator[str]:
    """Whatever might read a text as more than its letters."""
    for widget in measure.shown(root):
        if isinstance(widget, QLabel) and widget.textFormat() is not Qt.TextFormat.PlainText:
            yield f"{measure.named(widget)} guesses at its format"
        if isinstance(widget, QTextEdit | QMessageBox):
            yield f"{measure.named(widget)} reads markup"
        if "<" in widget.toolTip():
            yield f"the tooltip of {measure.named(widget)} reads markup"


@pytest.mark.parametrize("office", ["village", "township"])
def test_data_is_shown_letter_by_letter(hostile: Path, room_of: Any, office: str) -> None:
    literal: set[str] = set()
    for view in views(room_of(hostile).window(office)):
        assert list(as_markup(view.root)) == [], view.name
        literal |= {view.name.partition("/")[0] for _, text in measure.texts(view.root) if MARKUP in text}
    shown = {
        "village": {"TodayPage", "MattersPage", "MatterPage", "LettersPage"},
        "township": {"VillagesPage", "OrdersPage"},
    }
    assert shown[office] <= literal


def test_a_widget_that_reads_markup_is_found(qtbot: Any) -> None:
    outer = QWidget()
    qtbot.addWidget(outer)
    for widget in (QLabel(MARKUP, outer), QTextEdit(outer), QPushButton(outer)):
        widget.setToolTip(MARKUP if isinstance(widget, QPushButton) else "")
    outer.show()
    assert len(list(as_markup(outer))) == 3


# What is chosen is seen, and nothing is drawn anew for nothing


@pytest.mark.parametrize("office", ["village", "township"])
def test_the_focus_is_seen_and_moves_nothing(voting: Any, qtbot: Any, office: str) -> None:
    window = voting.window(office)
    found = []
    for view in views(window):
        window.shell.activateWindow()
        qtbot.waitUntil(window.shell.isActiveWindow)
        found += [f"{view.name}: {fault}" for fault in measure.wrong_focus(view.root)]
    assert not found, "\n".join(dict.fromkeys(found))


@pytest.mark.parametrize("office", ["village", "township"])
def test_a_page_that_shows_the_same_stays_as_it_is(voting: Any, office: str) -> None:
    window = voting.window(office)
    for number, place in enumerate(window.rooms.places):
        window.shell.go(number)
        settled()
        before = measure.shown(place.page)
        window.shell.refresh()
        settled()
        after = measure.shown(place.page)
        assert [one is other for one, other in zip(before, after, strict=True)].count(False) == 0, place.name
