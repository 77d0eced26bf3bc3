"""What is let go: boxes by the hundred, and in which thread."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject

from ui.jobs import Jobs
from ui.rubbish import Collector

BOXES = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from ui import theme
from ui.dialogs import LineBox

app = QApplication([])
theme.apply(app)
window = QWidget()
window.show()
numbers = iter(range(400))

def open_next():
    if next(numbers, None) is None:
        app.quit()
        return
    box = LineBox(window, "题目", ["甲", "乙", "丙"], hidden=(1, 2))
    QTimer.singleShot(2, box.reject)
    box.exec()
    QTimer.singleShot(1, open_next)

QTimer.singleShot(0, open_next)
app.exec()
print("all opened")
"""


class Circle:
    """Something that only the collector can let go."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector(qapp: Any) -> Iterator[Collector]:
    """The collector of the program; afterwards Python collects by itself again."""
    parent = QObject()
    yield Collector(parent)
    gc.enable()


def test_boxes_opened_by_the_hundred_do_no_harm() -> None:
    done = subprocess.run([sys.executable, "-c", BOXES], check=False, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (0, "all opened\n"), done.stderr[-2000:]


def test_what_is_let_go_is_let_go_in_the_windows_thread(collector: Collector, qtbot: Any) -> None:
    let_go: list[threading.Thread] = []
    circle = Circle()
    weakref.finalize(circle, lambda: let_go.append(threading.current_thread()))
    del circle

    def busy() -> int:
        return len([[] for _ in range(200_000)])

    answers: list[int] = []
    jobs = Jobs()
    jobs.run(busy, answers.append, pytest.fail)
    qtbot.waitUntil(lambda: answers == [200_000])
    jobs.stop()
    assert let_go == []
    kept = [[] for _ in range(1_000)]
    collector.collect()
    assert len(kept) == 1_000
    assert let_go == [threading.main_thread()]


def test_only_what_is_full_is_collected(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[int] = []
    monkeypatch.setattr(gc, "collect", collected.append)
    for counts in ((0, 0, 0), (701, 0, 0), (701, 11, 0), (5, 11, 0), (701, 11, 11)):
        monkeypatch.setattr(gc, "get_count", lambda counts=counts: counts)
        monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
        collector.collect()
    assert collected == [0, 1, 1, 2]
