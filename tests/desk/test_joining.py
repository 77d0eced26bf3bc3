"""A village joins its township: each step follows from what the store holds, and nothing is taken without comparing."""

from __future__ import annotations

import email
import email.policy
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clerk_app.crypto import Cost
from clerk_app.desk import Desk, open_office, opening
from clerk_app.errors import SurroundingsError, UsageError

PASSPHRASE = "四个词的密码"
QUICK = Cost(memory=19 * 1024, passes=2, lanes=1)
VILLAGE, TOWNSHIP = "330521999201", "330521999000"


@pytest.fixture(scope="session")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A village and its township that do not know each other."""
    folder = tmp_path_factory.mktemp("strangers")
    for kind, code, name in (("village", VILLAGE, "甲村"), ("township", TOWNSHIP, "示范镇")):
        opening.found_office(
            folder / kind, kind=kind, code=code, name=name, passphrase=PASSPHRASE, clerk="张某", cost=QUICK
        )
    return folder


class Pair:
    """Both offices, opened anew whenever that is wanted, and the stick between them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.stick = folder, folder / "stick"
        self.stick.mkdir()
        self.village, self.township = self._open("village"), self._open("township")

    def _open(self, kind: str) -> Desk:
        return open_office(self.folder / kind, passphrase=PASSPHRASE)

    @property
    def step(self) -> str:
        """Where the village stands, as it is known after a restart."""
        self.village.close()
        self.village = self._open("village")
        return self.village.joining.state().step

    def request(self, carrier: str = "usb") -> Path:
        return Path(self.village.joining.request(self.stick, carrier=carrier).paths[0])

    def admit(self, card: Path, read: str = "") -> Any:
        read = read or self.village.trust.fingerprint()[0]
        return self.township.joining.admit(card, self.stick, fingerprint=read)

    def report(self) -> str:
        (verdict,) = self.township.receive([Path(self.village.export(self.stick).path)])
        return verdict.state

    def reply(self) -> None:
        (replied,) = self.township.reply(self.stick)
        self.village.receive([Path(replied.exported.path)])

    def close(self) -> None:
        self.village.close()
        self.township.close()


@pytest.fixture
def pair(strangers: Path, tmp_path: Path) -> Iterator[Pair]:
    shutil.copytree(strangers, tmp_path / "pair")
    made = Pair(tmp_path / "pair")
    yield made
    made.close()


def test_from_founding_to_the_first_receipt_every_step_is_known_after_a_restart(pair: Pair) -> None:
    assert pair.step == "ask"
    view = pair.village.joining.state()
    assert (view.township, view.place, view.name, view.asked_on) == (TOWNSHIP, "浙江省湖州市德清县", "", "")
    assert view.todo.code == "joining-ask"
    card = pair.request()
    assert pair.step == "wait"
    assert pair.village.joining.state().asked_on == pair.village.day()
    newcomer = pair.township.joining.look(card)
    assert (newcomer.contact.name, newcomer.place, newcomer.other) == ("甲村", "浙江省湖州市德清县", False)
    admitted = pair.admit(card)
    assert [Path(path).name for path in admitted.paths] == [f"answer-{VILLAGE}.json", f"answer-{VILLAGE}.pdf"]
    assert [row.last_number for row in pair.township.contacts()] == [0]
    assert pair.step == "wait"
    answer = Path(admitted.paths[0])
    assert pair.village.joining.look(answer).contact.code == TOWNSHIP
    pair.village.enrol(answer, fingerprint=admitted.words)
    assert pair.step == "report"
    assert "示范镇" in pair.village.joining.state().todo.what
    assert pair.report() == "filed"
    assert pair.step == "receipt"
    pair.reply()
    assert pair.step == "joined"
    assert pair.village.joining.state().todo.code == "joining-joined"


def test_a_request_is_a_card_and_a_sheet_and_by_mail_a_message_with_the_card(pair: Pair) -> None:
    done = pair.village.joining.request(pair.stick, carrier="mail")
    card, sheet, mail = map(Path, done.paths)
    assert done.digits == pair.village.trust.fingerprint()[0]
    assert sheet.read_bytes().startswith(b"%PDF")
    message = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    (part,) = message.iter_attachments()
    assert (part.get_filename(), part.get_content()) == (card.name, card.read_bytes())
    assert {path.name for path in pair.stick.iterdir()} == {f"join-{VILLAGE}{end}" for end in (".json", ".pdf", ".eml")}


def test_a_request_that_could_not_be_written_was_not_made(pair: Pair) -> None:
    with pytest.raises(SurroundingsError) as caught:
        pair.village.joining.request(pair.stick / "pulled-out")
    assert caught.value.code == "cannot-write"
    assert pair.step == "ask"


def test_what_is_read_out_wrong_enrols_nobody(pair: Pair) -> None:
    card = pair.request()
    with pytest.raises(UsageError) as caught:
        pair.admit(card, "0000 0000 0000 0000 0000")
    assert caught.value.code == "fingerprint-differs"
    assert caught.value.details == {}, "the digits of the card would only be copied"
    assert pair.township.contacts() == []
    assert not list(pair.stick.glob("answer-*"))


def test_an_answer_that_could_not_be_written_is_written_later_and_nobody_is_enrolled_twice(pair: Pair) -> None:
    card, read = pair.request(), pair.village.trust.fingerprint()[0]
    with pytest.raises(SurroundingsError):
        pair.township.joining.admit(card, pair.stick / "pulled-out", fingerprint=read)
    entries = pair.township.entries()
    assert [row.code for row in pair.township.contacts()] == [VILLAGE]
    admitted = pair.admit(card)
    assert pair.township.entries() == entries
    assert Path(admitted.paths[0]).exists()
    again = pair.folder / "again"
    again.mkdir()
    assert pair.township.joining.answer(VILLAGE, again).digits == admitted.digits
    with pytest.raises(UsageError) as caught:
        pair.township.joining.answer("330521999202", again)
    assert caught.value.code == "office-unknown"


def test_a_card_of_no_use_is_told_before_it_is_compared(pair: Pair) -> None:
    card = pair.request()
    with pytest.raises(UsageError) as caught:
        pair.village.joining.look(card)
    assert caught.value.code == "office-does-not-fit"


def test_joining_is_a_villages(pair: Pair) -> None:
    with pytest.raises(UsageError) as caught:
        pair.township.joining.state()
    assert caught.value.code == "village-only"


def joined(pair: Pair) -> None:
    """Both know each other, and the first bundle was answered."""
    admitted = pair.admit(pair.request())
    pair.village.enrol(Path(admitted.paths[0]), fingerprint=admitted.digits)
    pair.report()
    pair.reply()


def test_a_key_that_was_renewed_by_signature_has_joined_already(pair: Pair) -> None:
    joined(pair)
    pair.village.trust.renew_device("例行更换")
    pair.village.trust.renew_device("再换一次")
    assert pair.step == "joined"


def test_a_key_that_was_renewed_before_the_first_receipt_has_not(pair: Pair) -> None:
    admitted = pair.admit(pair.request())
    pair.village.enrol(Path(admitted.paths[0]), fingerprint=admitted.digits)
    pair.village.trust.renew_device("例行更换")
    assert pair.step == "ask"


def test_a_request_of_another_key_is_no_request_of_this_one(pair: Pair) -> None:
    pair.request()
    pair.village.trust.renew_device("例行更换")
    assert pair.step == "ask"


def test_a_restored_pc_is_compared_again_before_it_reports(pair: Pair) -> None:
    joined(pair)
    (pair.village.folder / "device.key").unlink()
    pair.village.close()
    pair.village = open_office(pair.folder / "village", passphrase=PASSPHRASE, continue_as_new_epoch=True)
    assert pair.step == "ask"
    card = pair.request()
    assert pair.step == "report"
    assert pair.village.joining.state().todo.code == "joining-again"
    assert pair.township.joining.look(card).other
    pair.admit(card)
    assert pair.report() == "filed"
    assert pair.step == "receipt"
    pair.reply()
    assert pair.step == "joined"
