"""Strict reading: every slip in a file is refused with its path, and no file costs time or memory."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from clerk_app import catalogue
from clerk_app.catalogue.folder import parse_toml
from clerk_app.catalogue.limits import LARGEST_FILE, MOST_DOTS
from clerk_app.errors import IntegrityError, SurroundingsError
from clerk_app.model import Catalogue, FieldKind, Privacy, Tag


def test_a_sound_folder_becomes_the_model(small: Catalogue) -> None:
    ask, agree, post, close, end = small.types["V01"].steps
    assert (small.version, small.name, len(small.hash)) == (3, "试用清单", 64)
    assert [field.kind for field in ask.fields] == [FieldKind.MONEY, FieldKind.CHOICE, FieldKind.DATE, FieldKind.TABLE]
    assert ask.fields[0].privacy is Privacy.PUBLIC
    assert ask.fields[1].privacy is Privacy.INTERNAL
    assert ask.materials[0].least == 2
    assert ask.register == {"amount": "amount"}
    assert [step.after for step in (ask, agree, post, close)] == [(), ("ask",), ("agree",), ("first_post",)]
    assert end.after == ("first_close", "ask")
    assert small.parameters["sign.large"].value is None
    assert small.parameters["publish.days"].tag is Tag.LAW
    assert small.holidays == {"2026-01-01", "2026-01-02", "2026-01-03", "2026-05-01"}
    assert small.workdays == {"2026-01-04"}


BAND = 'gate = "amount_band", amount = "amount", method = "kind", site = "kind", months = 1, limits = '

FAULTS = [
    # file, what stands there, what the slip makes of it, path, wanted
    ("release.toml", "version = 3", "version = 0", "release.version", "1..1000000"),
    ("release.toml", "version = 3", "version = true", "release.version", "1..1000000"),
    ("release.toml", "version = 3", "", "release.version", "1..1000000"),
    ("release.toml", "version = 3", "version = 3\nextra = 1", "release.extra", "known-key"),
    ("parameters.toml", 'key = "publish.days"', 'key = "publishdays"', "parameters[0].key", "parameter-key"),
    ("parameters.toml", 'key = "publish.days"', 'key = "sum.ask.amount"', "parameters[0].key", "parameter-key"),
    ("parameters.toml", 'key = "sign.large"', 'key = "publish.days"', "parameters[1]", "different-names"),
    ("parameters.toml", "value = 15", "value = -1", "parameters[0].value", "0..9007199254740992"),
    ("parameters.toml", "value = 15", "value = 1.5", "parameters[0].value", "0..9007199254740992"),
    ("parameters.toml", 'tag = "L"', 'tag = "X"', "parameters[0].tag", "L|Z|H|N|C|A|U"),
    ("parameters.toml", 'setter = "乡镇"', "setter = 1", "parameters[1].setter", "text<=200"),
    ("parameters.toml", 'setter = "乡镇"', 'settable = "no"', "parameters[1].setter", "text<=200"),
    ("parameters.toml", 'setter = "乡镇"', 'setter = "乡镇"\nsettable = 1', "parameters[1].settable", "true|false"),
    ("parameters.toml", "value = 15", "value = 14", "parameters[0].value", "lowest<=value<=highest"),
    ("roles.toml", 'id = "head"', 'id = "Head"', "roles[0].id", "id"),
    ("roles.toml", 'id = "supervisor"', 'id = "head"', "roles[1]", "different-names"),
    ("roles.toml", 'excludes = ["head"]', 'excludes = ["head", "head"]', "roles[1].excludes[1]", "different-names"),
    ("roles.toml", 'excludes = ["head"]', 'excludes = "head"', "roles[1].excludes", "list<=40"),
    ("holidays.toml", "year = 2026", 'year = "2026"', "years[0].year", "2000..2100"),
    ("holidays.toml", '"2026-05-01"', '"2026-02-30"', "years[0].holidays[1]", "YYYY-MM-DD..YYYY-MM-DD"),
    ("holidays.toml", '"2026-05-01"', '"2025-05-01"', "years[0].holidays[1]", "YYYY-MM-DD..YYYY-MM-DD"),
    ("holidays.toml", "01..2026-01-03", "09..2026-01-03", "years[0].holidays[0]", "YYYY-MM-DD..YYYY-MM-DD"),
    ("holidays.toml", 'source = "国', 'sauce = "国', "years[0].source", "text<=200"),
    ("blocks/notice.toml", 'id = "notice"', 'id = "other"', "blocks.notice.id", "notice"),
    ("blocks/notice.toml", 'name = "张贴"', 'name = ""', "blocks.notice.steps[0].name", "text<=200"),
    ("blocks/notice.toml", 'id = "post"', 'use = "post"', "blocks.notice.steps[0].use", "no-block-inside-a-block"),
    ("blocks/notice.toml", "days = 3", "days = 3.5", "blocks.notice.steps[1].gates[0].days", "number|parameter-key"),
    ("V01.toml", 'id = "V01"', 'id = "V02"', "V01.id", "V01"),
    ("V01.toml", 'id = "V01"', 'id = "v1"', "V01.id", "type-id"),
    ("V01.toml", 'short = "试用"', "", "V01.short", "text<=200"),
    ("V01.toml", 'short = "试用"', 'short = "试用"\nshade = 1', "V01.shade", "known-key"),
    ("V01.toml", 'id = "ask"', 'id = "a b"', "V01.steps[0].id", "id"),
    ("V01.toml", 'guide = "请填写。"', 'guide = " 请填写"', "V01.steps[0].guide", "text-without-outer-spaces"),
    ("V01.toml", 'guide = "请填写。"', 'guide = "<b>请</b>"', "V01.steps[0].guide", "text<=600"),
    ("V01.toml", 'guide = "请填写。"', 'guide = "请\\u202e填写"', "V01.steps[0].guide", "text<=600"),
    ("V01.toml", 'guide = "请填写。"', 'repeat = "yes"', "V01.steps[0].repeat", "true|false"),
    ("V01.toml", 'kind = "money", p', 'kind = "cash", p', "V01.steps[0].fields[0].kind", "text|note|date"),
    ("V01.toml", 'privacy = "public"', 'privacy = "all"', "V01.steps[0].fields[0].privacy", "public|masked"),
    ("V01.toml", ', choices = ["大", "小"]', "", "V01.steps[0].fields[1].choices", "two-choices"),
    ("V01.toml", '["大", "小"]', '["大", "大"]', "V01.steps[0].fields[1].choices[1]", "different-names"),
    ("V01.toml", '["大", "小"]', '["大", 2]', "V01.steps[0].fields[1].choices[1]", "text<=200"),
    (
        "V01.toml",
        'kind = "date"',
        'kind = "date", choices = ["大", "小"]',
        "V01.steps[0].fields[2].choices",
        "known-key",
    ),
    (
        "V01.toml",
        '"姓名", kind = "person"',
        '"姓名", kind = "table"',
        "V01.steps[0].fields[3].columns[0].kind",
        "no-table",
    ),
    ("V01.toml", "least = 2", "least = 51", "V01.steps[0].materials[0].least", "0..50"),
    ("V01.toml", 'roles = ["head"]', "roles = []", "V01.steps[0].signoffs[0].roles", "roles"),
    ("V01.toml", ", columns = [", ", column = [", "V01.steps[0].fields[3].columns", "columns"),
    ("V01.toml", 'gate = "sum_of"', 'gate = "amount_band", limits = {}', "V01.steps[0].gates[0].amount", "id"),
    ("V01.toml", 'gate = "sum_of", total', BAND + "{}, total", "V01.steps[0].gates[0].limits", "1..60"),
    ("V01.toml", 'gate = "sum_of", total', BAND + '{ "大" = -1 }, total', "V01.steps[0].gates[0].limits.大", "number|"),
    ("V01.toml", 'gate = "sum_of", total', BAND + '{ "<" = 1 }, total', "V01.steps[0].gates[0].limits.<", "text<=200"),
    ("V01.toml", 'gate = "sum_of", total', BAND + "3, total", "V01.steps[0].gates[0].limits", "table"),
    ("V01.toml", 'gate = "sum_of"', 'gate = "run"', "V01.steps[0].gates[0].gate", "known-gate"),
    ("V01.toml", 'column = "sum"', 'columns = "sum"', "V01.steps[0].gates[0].column", "id"),
    ("V01.toml", 'column = "sum"', 'column = "sum", size = 1', "V01.steps[0].gates[0].size", "known-key"),
    ("V01.toml", "{ amount =", "{ sum =", "V01.steps[0].register.amount", "id"),
    ("V01.toml", '{ amount = "amount" }', "3", "V01.steps[0].register", "table"),
    ("V01.toml", "kind == '大'", "kind = '大'", "V01.steps[1].when@5", "number|day|'text'|name|sign"),
    ("V01.toml", "when = \"kind == '大' and amount >= 100\"", "when = 3", "V01.steps[1].when", "condition<=500"),
    ("V01.toml", 'use = "notice"', 'use = "other"', "V01.steps[2].use", "known-block"),
    ("V01.toml", 'use = "notice"', 'use = "notice"\nid = "x"', "V01.steps[2].id", "known-key"),
    ("V01.toml", 'to = "close"', 'to = "open"', "V01.steps[2].gates[0].to", "step-of-the-block"),
    ("V01.toml", 'when = "amount > 0"', 'after = ["ask", "agree"]', "V01.steps[2].from", "step-id"),
    ("V01.toml", 'after = ["first_close", "ask"]', 'after = "ask"', "V01.steps[3].after", "list<=40"),
    ("V01.toml", "fields = [{ id", "fields = [3, { id", "V01.steps[1].fields[0]", "table"),
]


@pytest.mark.parametrize(("file", "there", "slip", "path", "wanted"), FAULTS)
def test_a_slip_is_refused_with_its_path(
    folder: Path, file: str, there: str, slip: str, path: str, wanted: str
) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert there in text
    (folder / file).write_text(text.replace(there, slip, 1), encoding="utf-8")
    with pytest.raises(IntegrityError) as caught:
        catalogue.load(folder)
    assert caught.value.code == "catalogue-malformed"
    assert caught.value.details["path"] == path
    assert str(caught.value.details["wanted"]).startswith(wanted)
    (fault, *_) = catalogue.check(folder)
    assert (fault.path, fault.wanted) == (path, caught.value.details["wanted"])


def test_no_catalogue_needs_more_than_a_head(folder: Path) -> None:
    for path in folder.glob("V*.toml"):
        path.unlink()
    assert catalogue.load(folder).types == {}


@pytest.mark.parametrize("name", ["release.toml", "parameters.toml", "roles.toml", "holidays.toml"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(SurroundingsError) as caught:
        catalogue.load(folder)
    assert caught.value.details == {"file": name}


def test_broken_toml_is_named_with_its_line(folder: Path) -> None:
    (folder / "roles.toml").write_text('[[roles]]\nid = "head\n', encoding="utf-8")
    with pytest.raises(IntegrityError) as caught:
        catalogue.load(folder)
    assert (caught.value.code, caught.value.details) == ("catalogue-unreadable", {"file": "roles.toml", "line": 2})
    (fault,) = catalogue.check(folder)
    assert (fault.file, fault.path) == ("roles.toml", "roles@2")


def test_too_many_types_are_refused_before_any_is_read(folder: Path) -> None:
    for number in range(201):
        (folder / f"V{number + 100}.toml").touch()
    with pytest.raises(IntegrityError) as caught:
        catalogue.load(folder)
    assert caught.value.details["wanted"] == "files<=200"


def test_a_type_has_at_most_a_hundred_steps(folder: Path) -> None:
    with (folder / "V01.toml").open("a", encoding="utf-8") as file:
        for number in range(96):
            file.write(f'[[steps]]\nid = "s{number}"\nname = "某"\nresponsible = "某"\n')
    with pytest.raises(IntegrityError) as caught:
        catalogue.load(folder)
    assert (caught.value.details["path"], caught.value.details["wanted"]) == ("V01.steps", "list<=100")


BOMBS = {
    "size": b"a = 1\n" * (LARGEST_FILE // 6 + 1),
    "deep arrays": b"a = " + b"[" * 100_000,
    "deep arrays closed": b"a = " + b"[" * 1_000 + b"]" * 1_000,
    "deep over many lines": b"a = " + b"[\n" * 1_000 + b"]\n" * 1_000,
    "deep tables": b"a = " + b"{a = " * 100_000,
    "deep in disguise": b'a = ["]",\n' * 20_000,
    "long dotted key": b".".join([b"a"] * 100_000) + b" = 1",
    "long dotted keys": (b".".join([b"a"] * 900) + b".%d = 1\n" * 1) * 100,
    "many dotted keys": b"\n".join(b".".join([b"a"] * 900) + b".b%d = 1" % n for n in range(140)),
    "many keys of the most dots": b"\n".join(b"a." * MOST_DOTS + b"b%d = 1" % n for n in range(2_800)),
    "many headers of the most dots": b"\n".join(b"[" + b"a." * MOST_DOTS + b"b%d]" % n for n in range(2_800)),
    "many tables": b"".join(b"[t%d]\n" % n for n in range(30_000)),
    "deep table header": b"[" + b".".join([b"a"] * 900) + b"]\n",
    "many deep headers": b"".join(b"[" + b".".join([b"a"] * 900) + b".b%d]\n" % n for n in range(140)),
    "huge number": b"a = " + b"9" * 1_900,
    "huge numbers": b"a = " + b"9" * 1_900 + b"\n" + b"".join(b"b%d = " % n + b"9" * 1_900 + b"\n" for n in range(130)),
    "not utf-8": b"a = '\xff'",
    "null": b"a = '\x00'",
    "long text": b"a = '''" + (b"x" * 1_000 + b"\n") * 260 + b"'''",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_no_file_costs_more_than_a_moment(folder: Path, bomb: bytes) -> None:
    (folder / "V01.toml").write_bytes(bomb)
    began = time.process_time()
    with pytest.raises(IntegrityError):
        catalogue.load(folder)
    assert time.process_time() - began < 2


def test_a_byte_over_the_size_is_refused_unparsed() -> None:
    fits = b"#" * 1_000 + b"\n"
    exact = (fits * (LARGEST_FILE // len(fits) + 1))[:LARGEST_FILE]
    assert parse_toml(exact, "f") == {}
    with pytest.raises(IntegrityError) as caught:
        parse_toml(exact + b"\n", "f")
    assert caught.value.details == {"file": "f", "size": LARGEST_FILE + 1, "limit": LARGEST_FILE}


def test_forty_dots_may_stand_in_one_line_and_no_more() -> None:
    assert parse_toml(b"a." * MOST_DOTS + b"a = 1", "f")
    with pytest.raises(IntegrityError) as caught:
        parse_toml(b"a." * (MOST_DOTS + 1) + b"a = 1", "f")
    assert caught.value.details == {"file": "f", "line": 0}


def test_eight_brackets_may_be_open_at_once_and_no_more() -> None:
    assert parse_toml(b"a = " + b"[" * 8 + b"]" * 8, "f")
    with pytest.raises(IntegrityError) as caught:
        parse_toml(b"a = " + b"[" * 9 + b"]" * 9, "f")
    assert caught.value.details == {"file": "f", "line": 0}
