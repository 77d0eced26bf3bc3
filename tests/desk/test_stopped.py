"""Taking in that is stopped, or meets what cannot be read: nothing is lost, and the next time goes on from there."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from clerk_app import bundle
from clerk_app.desk import Desk, looking, receive
from clerk_app.errors import SurroundingsError

COUNT = 5


@pytest.fixture
def sent(offices: Any) -> tuple[Desk, Path]:
    """A township, and a folder with five bundles of one village."""
    village = offices.open("village")
    for number in range(COUNT):
        village.begin("V33", f"第 {number} 件")
        village.export(offices.stick)
    return offices.open("township"), offices.stick


def test_stopped_after_any_file_the_rest_is_left_and_taken_in_the_next_time(sent: tuple[Desk, Path]) -> None:
    township, folder = sent
    done: list[int] = []
    verdicts = township.receive([folder], progress=lambda n, _of: done.append(n), cancelled=lambda: len(done) >= 2)
    assert [verdict.state for verdict in verdicts] == ["filed"] * 2 + ["left"] * (COUNT - 2)
    assert all(verdict.sentences[0].fix for verdict in verdicts[2:])
    again = township.receive([folder])
    assert [verdict.state for verdict in again] == ["duplicate"] * 2 + ["filed"] * (COUNT - 2)


def test_stopped_at_any_moment_nothing_is_there_by_half(sent: tuple[Desk, Path]) -> None:
    township, folder = sent
    (first, *_) = sorted(folder.glob("*.cwb"))
    for moment in range(50):
        left = iter([False] * moment)
        (verdict,) = township.receive([first], cancelled=lambda left=left: next(left, True))
        if verdict.state != "left":
            break
        assert township._office.store.inbox.of("330502999201") == []
        assert township._office.realm_of("330502999201").logs == ()
        assert not list(township.folder.glob("spool-*"))
    assert moment > 3
    assert verdict.state == "filed"


def test_a_mailbox_that_is_stopped_is_gone_through_again(offices: Any) -> None:
    village, township = offices.open("village"), offices.open("township")
    mails = []
    for number in range(2):
        village.begin("V33", f"第 {number} 件")
        mails.append(Path(village.export(offices.stick, carrier="mail").mail).read_bytes())
    box = offices.folder / "box"
    box.write_bytes(b"".join(b"From a\r\n" + raw + b"\r\n\r\n" for raw in mails))
    inboxes = township._office.store.inbox
    (stopped,) = township.receive([box], cancelled=lambda: bool(inboxes.of("330502999201")))
    assert stopped.state == "left"
    assert [verdict.state for verdict in township.receive([box])] == ["duplicate", "filed"]


def test_a_file_that_cannot_be_read_is_told_and_stops_nobody(
    sent: tuple[Desk, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    township, folder = sent
    (first, *_) = sorted(folder.glob("*.cwb"))
    (folder / "copy" / first.name).write_bytes(b"age-encryption.org/v1\n")  # its second copy is of no use either
    looks = bundle.looks_sealed

    def unreadable(path: Path) -> bool:
        if path == first:
            raise SurroundingsError("bundle-unreadable", reason="EIO")
        return looks(path)

    monkeypatch.setattr(receive.bundle, "looks_sealed", unreadable)
    verdicts = township.receive([folder])
    assert [verdict.state for verdict in verdicts] == ["unread"] + ["filed"] * (COUNT - 1)
    assert [sentence.code for sentence in verdicts[0].sentences][:1] == ["bundle-unreadable"]


def test_two_copies_of_which_one_cannot_be_compared_are_judged_each(
    sent: tuple[Desk, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    township, folder = sent

    def failing(*_paths: Path, shallow: bool) -> bool:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(receive.filecmp, "cmp", failing)
    verdicts = township.receive([folder])
    assert [verdict.state for verdict in verdicts] == ["filed", "duplicate"] * COUNT


def test_a_folder_that_disappears_is_said_so(sent: tuple[Desk, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    township, folder = sent

    listed = os.listdir

    def gone(path: Any = ".") -> Any:
        if path == folder:
            raise OSError(errno.ENODEV, "No such device")
        return listed(path)

    with monkeypatch.context() as pulled:
        pulled.setattr(os, "listdir", gone)
        with pytest.raises(SurroundingsError, match="bundle-unreadable"):
            township.receive([folder])
    assert {verdict.state for verdict in township.receive([folder])} == {"filed"}


def test_a_full_disk_of_this_pc_stops_the_work_in_words(
    sent: tuple[Desk, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    township, folder = sent

    def full(*_given: Any, **_options: Any) -> Any:
        raise SurroundingsError("spool-failed", reason="ENOSPC")

    monkeypatch.setattr(receive.bundle, "open_sealed", full)
    with pytest.raises(SurroundingsError, match="spool-failed"):
        township.receive([folder])


def test_more_files_than_anybody_sends_are_refused_at_once(
    sent: tuple[Desk, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    township, folder = sent
    monkeypatch.setattr(looking, "MOST_FILES", 3)
    with pytest.raises(SurroundingsError, match="too-many-files"):
        township.receive([folder])
