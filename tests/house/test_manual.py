"""The manual shows what there is: every picture it names lies there at both text sizes, and none lies there unseen."""

from __future__ import annotations

import re
from pathlib import Path

MANUAL = Path(__file__).parents[2] / "docs" / "manual"
NAMED = re.compile(r"!\[[^\]]*\]\(pictures/([a-z-]+)\.png\)")


def named(manual: Path) -> set[str]:
    """The pictures that the manual's pages show."""
    return {name for page in manual.glob("*.md") for name in NAMED.findall(page.read_text(encoding="utf-8"))}


def unfit(manual: Path) -> set[str]:
    """Pictures that are shown and missing, that have no larger twin, or that no page shows."""
    there = {path.stem for path in (manual / "pictures").glob("*.png")}
    wanted = named(manual)
    return there ^ (wanted | {f"{name}-150" for name in wanted})


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
