"""The manual shows what there is: its pictures lie there at both text sizes, its buttons are called so."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from ui.language import read

MANUAL = Path(__file__).parents[2] / "docs" / "manual"
PRESSED = re.compile(r"[点按]“([^”]+)”")
NAMED = re.compile(r"!\[[^\]]*\]\(pictures/([a-z-]+)\.png\)")


def named(manual: Path) -> set[str]:
    """The pictures that the manual's pages show."""
    return {name for page in manual.glob("*.md") for name in NAMED.findall(page.read_text(encoding="utf-8"))}


def unfit(manual: Path) -> set[str]:
    """Pictures that are shown and missing, that have no larger twin, or that no page shows."""
    there = {path.stem for path in (manual / "pictures").glob("*.png")}
    wanted = named(manual)
    return there ^ (wanted | {f"{name}-150" for name in wanted})


def texts() -> set[str]:
    """What the window says, also as far as a number or a name begins in it."""
    words = MANUAL.parents[1] / "resources" / "translations" / "en.po"
    said = set(read(words.read_text(encoding="utf-8")))
    return said | {text.partition(begins)[0] for text in said for begins in ("（{", " · {")}


def pressed(manual: Path) -> set[str]:
    """What the manual tells to press."""
    return {name for page in manual.glob("*.md") for name in PRESSED.findall(page.read_text(encoding="utf-8"))}


def unknown(manual: Path, said: Collection[str]) -> set[str]:
    """What the manual tells to press and the window calls otherwise."""
    return pressed(manual) - set(said)


def test_what_the_manual_tells_to_press_is_called_so_in_the_window() -> None:
    assert len(pressed(MANUAL)) > 20
    assert unknown(MANUAL, texts()) == set()


def test_a_button_that_is_called_otherwise_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("点“查看”，再按“看”。说“可以”的。", encoding="utf-8")
    assert unknown(tmp_path, {"查看"}) == {"看"}


def test_the_manual_shows_every_picture_that_is_made() -> None:
    assert len(named(MANUAL)) > 20
    assert unfit(MANUAL) == set()


def test_a_missing_and_an_unseen_picture_are_found(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "a.md").write_text("![甲](pictures/today.png)", encoding="utf-8")
    for name in ("today", "today-150", "old"):
        (tmp_path / "pictures" / f"{name}.png").touch()
    assert unfit(tmp_path) == {"old"}
    (tmp_path / "pictures" / "today-150.png").unlink()
    assert unfit(tmp_path) == {"old", "today-150"}
