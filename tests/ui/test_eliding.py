"""A long name is cut where its room ends, and told whole by its tooltip."""

from __future__ import annotations

from typing import Any

import pytest

from ui.widgets.eliding import ElidedLabel

LONG = "𠮷村村民委员会兼股份经济合作社" * 3


@pytest.mark.parametrize("lines", [1, 3])
def test_a_name_takes_no_more_lines_than_it_may(qtbot: Any, lines: int) -> None:
    label = ElidedLabel(LONG, lines=lines)
    qtbot.addWidget(label)
    metrics = label.fontMetrics()
    wide = metrics.horizontalAdvance("国" * 10)
    assert label.heightForWidth(wide) == lines * metrics.lineSpacing()
    shown = label._lines(wide)
    assert len(shown) == lines
    assert shown[-1].endswith("…")
    assert all(metrics.horizontalAdvance(line) <= wide for line in shown)
    assert LONG.startswith("".join(shown)[:-1])
    assert label.toolTip() == LONG
    assert label.minimumSizeHint().width() < wide < metrics.horizontalAdvance(LONG)


def test_a_short_name_stands_as_it_is_and_an_empty_one_is_nothing(qtbot: Any) -> None:
    label = ElidedLabel("甲村", lines=3)
    qtbot.addWidget(label)
    assert label._lines(400) == ["甲村"]
    assert label.heightForWidth(400) == label.fontMetrics().lineSpacing()
    label.setText("")
    assert (label._lines(400), label.toolTip()) == ([""], "")
    assert ElidedLabel("甲村").sizeHint().width() > label.fontMetrics().horizontalAdvance("甲村")
