"""Sample cases as files: read as strictly as the types, every fault with its path."""

from __future__ import annotations

from pathlib import Path

import pytest

from clerk_app import catalogue
from clerk_app.catalogue.limits import MOST_FILES
from clerk_app.errors import IntegrityError
from clerk_app.model import EarlierMatter, OpenedMatter

WHOLE = """
[[samples]]
name = "全部写法"
parameters = { "a.b" = 2 }
rolls = { representatives = 45 }
registers = { vendors = ["某公司"] }
commitments = [ { type = "V10", amount = 900, site = "甲地", day = -30 } ]
empty = ["c.d"]

[[samples.acts]]
step = "one"
day = 3
posted = 0
fields = { name = "张某", count = 2, told = true, rows = [ { on = 1, what = "砂石" } ] }
late_reason = "下雨"
submatters = [ { type = "V13", closed = true } ]

[[samples.acts.tries]]
refused = "deadline-missed"
day = 9
late_reason = ""
without = ["photo"]
unsigned = ["head"]
signers = { head = "p-all" }
order = ["b", "a"]
sign_days = { head = 3 }
objections = 1
"""


def read(folder: Path, text: str, name: str = "V10") -> tuple[object, ...]:
    (folder / "samples").mkdir(exist_ok=True)
    (folder / "samples" / f"{name}.toml").write_text(text, encoding="utf-8")
    return catalogue.samples(folder)


def test_everything_that_can_be_written_is_read(tmp_path: Path) -> None:
    (sample,) = catalogue.samples(tmp_path) or read(tmp_path, WHOLE)
    act, attempt = sample.acts[0], sample.acts[0].tries[0]
    assert (sample.type, sample.name, sample.around.empty) == ("V10", "全部写法", ("c.d",))
    assert sample.around.commitments == (EarlierMatter(type="V10", amount=900, day=-30, site="甲地"),)
    assert sample.around.registers == {"vendors": ("某公司",)}
    assert act.fields["rows"] == [{"on": 1, "what": "砂石"}]
    assert (act.posted, act.late_reason, act.around.submatters) == (0, "下雨", (OpenedMatter(type="V13", closed=True),))
    assert (attempt.late_reason, attempt.day, attempt.posted, attempt.objections) == ("", 9, None, 1)
    assert (attempt.signers, attempt.order, attempt.sign_days) == ({"head": "p-all"}, ("b", "a"), {"head": 3})
    assert (attempt.without, attempt.unsigned) == (("photo",), ("head",))


BLOCK = """
block = "共用"

[[acts]]
step = "ballot"
at = "hands"
said = { how = "投票" }
fields = { yes = 2 }

[[acts.tries]]
refused = "deadline-missed"
later = 60
hung = 0
"""


def block(folder: Path, text: str) -> None:
    (folder / "samples" / "blocks").mkdir(parents=True)
    (folder / "samples" / "blocks" / "way.toml").write_text(text, encoding="utf-8")


def test_the_cases_of_a_block_go_with_every_sample(tmp_path: Path) -> None:
    block(tmp_path, BLOCK)
    (sample,) = read(tmp_path, WHOLE)
    (shared,) = sample.shared
    assert (shared.block, shared.step, shared.at) == ("共用", "ballot", "hands")
    assert (shared.said, shared.fields) == ({"how": "投票"}, {"yes": 2})
    assert (shared.tries[0].later, shared.tries[0].hung) == (60, 0)


@pytest.mark.parametrize(
    ("written", "instead", "path"),
    [
        ('block = "共用"', "", "samples.blocks.way.block"),
        ('at = "hands"', 'at = "Hands"', "samples.blocks.way.acts[0].at"),
        ('said = { how = "投票" }', "said = 1", "samples.blocks.way.acts[0].said"),
        ("later = 60", "later = -1", "samples.blocks.way.acts[0].tries[0].later"),
        ("hung = 0", "hangs = 0", "samples.blocks.way.acts[0].tries[0].hangs"),
    ],
)
def test_every_fault_in_a_blocks_cases_has_its_path(tmp_path: Path, written: str, instead: str, path: str) -> None:
    block(tmp_path, BLOCK.replace(written, instead, 1))
    with pytest.raises(IntegrityError) as caught:
        read(tmp_path, WHOLE)
    assert caught.value.details["path"] == path


@pytest.mark.parametrize(
    ("written", "instead", "path"),
    [
        ('name = "全部写法"', "", "samples.V10.samples[0].name"),
        ("day = 3", "day = -1", "samples.V10.samples[0].acts[0].day"),
        ("count = 2", "count = 2.5", "samples.V10.samples[0].acts[0].fields.count"),
        ('what = "砂石"', "what = [1]", "samples.V10.samples[0].acts[0].fields.rows"),
        ("objections = 1", "objection = 1", "samples.V10.samples[0].acts[0].tries[0].objection"),
        ('refused = "deadline-missed"', "", "samples.V10.samples[0].acts[0].tries[0].refused"),
        ("day = -30", "day = true", "samples.V10.samples[0].commitments[0].day"),
        ('parameters = { "a.b" = 2 }', "parameters = 2", "samples.V10.samples[0].parameters"),
    ],
)
def test_every_fault_has_its_path(tmp_path: Path, written: str, instead: str, path: str) -> None:
    with pytest.raises(IntegrityError) as caught:
        read(tmp_path, WHOLE.replace(written, instead, 1))
    assert caught.value.details["path"] == path


def test_a_file_is_named_by_its_type(tmp_path: Path) -> None:
    with pytest.raises(IntegrityError) as caught:
        read(tmp_path, WHOLE, name="V-1")
    assert caught.value.details == {"path": "samples.V-1", "wanted": "type-id"}


def test_too_many_files_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "samples").mkdir()
    for number in range(MOST_FILES + 1):
        (tmp_path / "samples" / f"V{number}.toml").write_text("", encoding="utf-8")
    with pytest.raises(IntegrityError) as caught:
        catalogue.samples(tmp_path)
    assert caught.value.details["path"] == "samples"
