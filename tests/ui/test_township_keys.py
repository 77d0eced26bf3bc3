"""Keys and releases in the township's window: enrolled, compared, revoked; signed, tried out, put in force."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from clerk_app.crypto import Cost
from clerk_app.desk import Desk, open_office, releasing
from clerk_app.places import resources
from ui import dialogs
from ui.holders_box import HoldersBox
from ui.jobs import Watch
from ui.pages.keys import Keyring
from ui.release_boxes import ParameterBox, SignReleaseBox

from .conftest import once
from .town import PASSPHRASE, VILLAGE, buttons, press, report, texts

QUICK = Cost(19 * 1024, 2, 1)
OWN = "签发人自己的密码"
KEYS, RELEASES = 6, 4
"""Where they stand in the side bar; see `test_the_places`."""


def opened(room: Any, place: int) -> Any:
    """The township's window at a page."""
    window = room.window("township")
    window.shell.go(place)
    return window


def typing(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    """Every box of lines is filled in with these and confirmed."""
    monkeypatch.setattr(dialogs.LineBox, "exec", once)
    monkeypatch.setattr(dialogs.LineBox, "answers", lambda self: list(words))


def files(monkeypatch: pytest.MonkeyPatch, *, chosen: Path | None = None, saved: Path | None = None) -> None:
    """What is chosen in every question for a file."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(chosen or ""), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(chosen)] if chosen else [], ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(saved or ""), ""))


def reported(room: Any, folder: Path) -> Any:
    """The township's window at the keys after the village has reported."""
    window = room.window("township")
    window.rooms.bundles.receive([report(room, folder, lambda village: village.begin("V33", "张某低保申请"))])
    window.shell.go(KEYS)
    return window


def test_the_places(room: Any) -> None:
    window = room.window("township")
    assert window.rooms.places[KEYS].page is window.rooms.keys
    assert window.rooms.places[RELEASES].page is window.rooms.releases


def test_where_no_pc_is_chosen_the_tab_says_what_it_will_show(room: Any) -> None:
    page = opened(room, KEYS).rooms.keys
    assert "这里就列出" not in texts(page)
    keyring = Keyring((), "", "", b"", None, ())
    for _again in range(2):
        page._show(keyring)
        assert texts(page).count("这里就列出村里签字的人") == 1


def test_people_are_compared_and_their_keys_revoked(room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = reported(room, tmp_path / "a")
    page = window.rooms.keys
    known = next(row for row in window.front.desk.trust.people(VILLAGE) if row.state == "open")
    waiting = len(buttons(page, "compare"))
    typing(monkeypatch, known.words)
    page.compare_wanted.emit(VILLAGE, known)
    assert len(buttons(page, "compare")) == waiting - 1
    assert "已核对" in texts(page)
    typing(monkeypatch, "离职")
    titles: list[str] = []
    monkeypatch.setattr(dialogs.LineBox, "exec", lambda box: titles.append(box.windowTitle()) or once(box))
    press(page, "revoke-key")
    assert "已作废" in texts(page)
    assert titles == ["作废签字密钥"]


def test_a_device_is_revoked_by_number_and_a_stolen_one_with_its_sheet(
    room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = reported(room, tmp_path / "a")
    page = window.rooms.keys
    typing(monkeypatch, "7", "换了电脑")
    press(page, "revoke")
    assert page.devices.texts(0)[1] == "用到第 7 号包"
    files(monkeypatch, saved=tmp_path / "stolen.pdf")
    typing(monkeypatch, "昨晚被偷")
    monkeypatch.setattr(dialogs, "confirm", lambda *_: False)
    press(page, "stolen")
    assert not (tmp_path / "stolen.pdf").exists()
    monkeypatch.setattr(dialogs, "confirm", lambda *_: True)
    press(page, "stolen")
    assert (tmp_path / "stolen.pdf").read_bytes().startswith(b"%PDF")
    assert {row.state for row in window.front.desk.trust.people(VILLAGE)} <= {"revoked", "none"}


def test_own_key_sheet_card_and_the_list_for_stock_tools(
    room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(room, KEYS)
    page = window.rooms.keys
    before = window.front.desk.trust.fingerprint()
    assert before[0] == page._own.text()
    for name, file in (("own-card", "card.json"), ("sheet", "sheet.pdf"), ("signers", "allowed_signers")):
        files(monkeypatch, saved=tmp_path / file)
        (button,) = buttons(page, name)
        button.click()
        assert (tmp_path / file).exists(), name
    assert before[0] in room.told[0]
    typing(monkeypatch, "电脑送修")
    buttons(page, "renew")[0].click()
    assert page._own.text() == window.front.desk.trust.fingerprint()[0] != before[0]


def test_two_persons_hold_the_escrow(room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened(room, KEYS)
    at: Desk = window.front.desk
    first = at.people()[0].id
    second = at.add_person("王某", ("township_civil",), passphrase="另一个人的密码", cost=QUICK).id
    window.front.changed()
    page = window.rooms.keys
    monkeypatch.setattr(HoldersBox, "exec", once)
    monkeypatch.setattr(HoldersBox, "holders", lambda box: {first: PASSPHRASE, second: "另一个人的密码"})
    buttons(page, "escrow")[0].click()
    known = at.escrow.current()
    assert known is not None
    assert set(known.holders) == {first, second}
    village = open_office(room.folder / "village", passphrase=PASSPHRASE)
    village.keys.set_escrow(known.recipient)
    village.close()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(room.folder / "village"))
    monkeypatch.setattr(HoldersBox, "answers", lambda box: [VILLAGE, "村里的新密码四个词", "密码全忘了"])
    buttons(page, "open-escrow")[0].click()
    assert room.told == []
    open_office(room.folder / "village", passphrase="村里的新密码四个词").close()
    assert [row.reason for row in at.escrow.openings()] == ["密码全忘了"]


def test_the_boxes_give_back_what_was_typed(qtbot: Any, room: Any) -> None:
    window = room.window("township")
    people = window.front.people
    box = HoldersBox(window.shell, "设立托管", people, (("原因", False),))
    for _who, passphrase in box._holders:
        passphrase.setText("密码")
    box._more[0].setText("忘了")
    assert (set(box.holders().values()), box.answers()) == ({"密码"}, ["忘了"])
    known = next(row for row in window.front.desk.parameters() if row.key == "quotes.min")
    parameter = ParameterBox(window.shell, known)
    parameter._basis.setText(" 镇办〔2026〕1 号 ")
    assert parameter.answer() == (known.value, "镇办〔2026〕1 号")
    sign = SignReleaseBox(window.shell, "清单")
    sign._passphrase.setText("密码")
    assert sign.answer() == "密码"


def newer(folder: Path) -> Path:
    """The checklist that came with the program as a higher version."""
    shutil.copytree(resources() / "catalogue", folder)
    text = (folder / "release.toml").read_text(encoding="utf-8")
    old = next(line for line in text.splitlines() if line.startswith("version"))
    (folder / "release.toml").write_text(text.replace(old, "version = 999"), encoding="utf-8")
    return folder


@pytest.fixture
def signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[Path], Path]:
    """Two keys, and a release that the first has signed; its samples are proven elsewhere."""
    paths = [tmp_path / f"key-{number}" for number in range(2)]
    for path in paths:
        releasing.new_key(path, OWN, QUICK)
    monkeypatch.setattr(releasing.workflow, "rehearse_all", lambda *_: type("Found", (), {"flaws": ()})())
    releasing.sign_release(newer(tmp_path / "county"), paths[0], OWN, tmp_path / "one")
    return paths, tmp_path / "one"


def test_a_release_is_signed_tried_out_and_put_in_force(
    voting: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signed: tuple[list[Path], Path]
) -> None:
    keys, first = signed
    window = opened(voting, RELEASES)
    page = window.rooms.releases
    assert "还没有登记签发人" in texts(page)
    assert not buttons(page, "publish")[0].isEnabled()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path) for path in keys], ""))
    typing(monkeypatch, "2")
    press(page, "signers")
    assert "下一版要 2 人签名" in texts(page)
    chosen = iter([(str(first), ""), (str(keys[1]), "")])
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: next(chosen))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "two"), ""))
    monkeypatch.setattr(SignReleaseBox, "exec", once)
    monkeypatch.setattr(SignReleaseBox, "answer", lambda box: OWN)
    press(page, "sign")
    assert voting.told == ["已经有 2 个人签名。"]
    window.rooms.bundles.receive([report(voting, tmp_path / "up", lambda village: None)])
    window.shell.go(RELEASES)
    files(monkeypatch, chosen=tmp_path / "two")
    press(page, "preview")
    assert "第 999 版" in texts(page)
    assert page.matters.model().rowCount() == 1
    monkeypatch.setattr(dialogs, "confirm", lambda *_: True)
    press(page, "publish")
    assert window.front.desk.releases.in_force().version == 999
    assert "第 999 版" in texts(page)
    assert not buttons(page, "publish")[0].isEnabled()


def test_a_release_is_put_in_force_only_while_it_is_seen_what_it_changes(
    voting: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signed: tuple[list[Path], Path], impatient: list[str]
) -> None:
    window = opened(voting, RELEASES)
    page = window.rooms.releases
    (tmp_path / "none").write_bytes(b"{}")
    with monkeypatch.context() as patient:
        patient.setattr(Watch, "tell", lambda *_: None)
        window.rooms.bundles.receive([report(voting, tmp_path / "up", lambda at: at.begin("V37", "另一件"))])
        window.shell.go(RELEASES)
        for chosen, shown in ((signed[1], True), (tmp_path / "none", False), (signed[1], True)):
            files(monkeypatch, chosen=chosen)
            press(page, "preview")
            assert (buttons(page, "publish")[0].isEnabled(), page.matters.isVisible()) == (shown, shown)
    press(page, "preview")
    assert len(impatient) == 1
    assert not buttons(page, "publish")[0].isEnabled()
    assert not page.matters.isVisible()
    assert not page.trying_line.isVisible()


def test_a_parameter_is_set_with_its_paper_or_only_recorded(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened(room, RELEASES)
    page = window.rooms.releases
    page.parameters.choose("quotes.min")
    monkeypatch.setattr(ParameterBox, "exec", once)
    monkeypatch.setattr(ParameterBox, "answer", lambda box: (5, "镇办〔2026〕1 号"))
    buttons(page, "set")[0].click()
    (setting, *_rest) = window.front.desk.settings_of("quotes.min")
    assert (setting.value, setting.basis) == (5, "镇办〔2026〕1 号")
    assert page.parameters.key() == "quotes.min"
    monkeypatch.undo()
    box = ParameterBox(window.shell, page._rows["quotes.min"])
    box._value.setText("很多")
    box.accept()
    assert (box.result(), "请输入数字" in box.told()) == (0, True)
    box._value.setText("")
    box.accept()
    assert (box.result(), box.answer()) == (1, (None, ""))


def test_sums_are_shown_and_typed_in_yuan(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened(room, RELEASES)
    page = window.rooms.releases
    page.parameters.choose("bands.x1")
    known = page._rows["bands.x1"]
    assert known.value is not None

    def typed(box: ParameterBox) -> int:
        box._value.setText("4,000")
        box._basis.setText("镇办〔2026〕1 号")
        return once(box)

    monkeypatch.setattr(ParameterBox, "exec", typed)
    buttons(page, "set")[0].click()
    after = next(row for row in window.front.desk.parameters() if row.key == "bands.x1")
    assert (room.told, after.value) == ([], 400_000)
    assert "4,000.00" in texts(page) or page.parameters.texts(page.parameters._lines.line("bands.x1"))[1] == "4,000.00"
