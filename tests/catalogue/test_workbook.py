"""The workbook of officials: nothing is lost there and back, and every slip is named by sheet, row and column."""

from __future__ import annotations

import dataclasses
import io
import re
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app import catalogue
from clerk_app.catalogue import sheets, workbook_guard, workbook_reading
from clerk_app.catalogue.cells import CellError, from_cell, to_cell
from clerk_app.catalogue.gates import ATTRIBUTES
from clerk_app.catalogue.sheets import SHEETS
from clerk_app.catalogue.terms import GATE_TERMS, TERMS, WORDS
from clerk_app.errors import IntegrityError
from clerk_app.model import (
    Body,
    Catalogue,
    Days,
    Field,
    FieldKind,
    Limit,
    Material,
    MatterType,
    Parameter,
    Privacy,
    Registry,
    Role,
    SignOff,
    Step,
    Tag,
)

from ..stopwatch import quickest

LIMITS = 8 * 1024 * 1024


def changed(raw: bytes, change: Callable[[Any], None]) -> bytes:
    """The workbook after somebody worked on it."""
    book = openpyxl.load_workbook(io.BytesIO(raw))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def place(book: Any, sheet: str, row: int, column: str) -> Any:
    """A cell by its header."""
    page = book[sheet]
    headers = [cell.value for cell in page[1]]
    return page.cell(row, headers.index(column) + 1)


def refusal(raw: bytes) -> IntegrityError:
    with pytest.raises(IntegrityError) as caught:
        catalogue.from_workbook(raw)
    return caught.value


def named(error: IntegrityError) -> tuple[Any, ...]:
    assert error.code == "sheet-malformed"
    return tuple(error.details[name] for name in ("sheet", "row", "column", "wanted"))


def test_the_whole_shipped_checklist_comes_back_byte_for_byte(shipped: Catalogue) -> None:
    again, faults = catalogue.from_workbook(catalogue.to_workbook(shipped))
    assert faults == ()
    assert catalogue.to_bytes(again) == catalogue.to_bytes(shipped)
    assert again.hash == shipped.hash


def test_it_also_comes_back_from_a_spreadsheet_program_that_rewrote_it(shipped: Catalogue) -> None:
    raw = changed(catalogue.to_workbook(shipped), lambda book: None)
    assert catalogue.to_bytes(catalogue.from_workbook(raw)[0]) == catalogue.to_bytes(shipped)


def test_the_whole_shipped_checklist_comes_back_from_toml(shipped: Catalogue, tmp_path: Path) -> None:
    for name, text in catalogue.to_files(shipped).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert catalogue.load(tmp_path).hash == shipped.hash


def test_a_release_without_days_and_roles_is_written_too(small: Catalogue, tmp_path: Path) -> None:
    bare = dataclasses.replace(small, holidays=frozenset(), workdays=frozenset(), parameters={}, roles={}, types={})
    (tmp_path / "bare").mkdir()
    for name, text in catalogue.to_files(bare).items():
        (tmp_path / "bare" / name).write_text(text, encoding="utf-8")
    assert catalogue.to_bytes(catalogue.load(tmp_path / "bare")) == catalogue.to_bytes(bare)
    assert catalogue.to_bytes(catalogue.from_workbook(catalogue.to_workbook(bare))[0]) == catalogue.to_bytes(bare)


def test_no_text_becomes_a_formula(small: Catalogue) -> None:
    nasty = "=HYPERLINK(1)"
    kind = dataclasses.replace(small.types["V01"], applies=nasty, basis="@SUM(1)", category="+1", short="-1")
    raw = catalogue.to_workbook(dataclasses.replace(small, types={"V01": kind}))
    cell = place(openpyxl.load_workbook(io.BytesIO(raw)), "事项", 2, "适用情形")
    assert (cell.value, cell.data_type, cell.number_format) == (nasty, "s", "@")
    assert catalogue.from_workbook(raw)[0].types["V01"] == kind


_SIGNS = st.characters(exclude_characters="<>\x7f\ufeff\u2028\u2029", exclude_categories=("Cc", "Cs", "Cf", "Zs", "Cn"))
TEXTS = st.one_of(
    st.text(_SIGNS, min_size=1, max_size=20),
    st.sampled_from(
        ["_x0041_", "_x000D_a", "[1]", "{}", "[", "a=b", "=a", "是", "15", "a\nb", "1.0", "a、b", "'a", "TRUE"]
    ),
)


@given(texts=st.lists(TEXTS, min_size=6, max_size=6), choices=st.lists(TEXTS, min_size=2, max_size=4, unique=True))
def test_whatever_texts_a_checklist_has_they_come_back(texts: list[str], choices: list[str]) -> None:
    field = Field(id="f", label=texts[0], kind=FieldKind.CHOICE, choices=tuple(choices), hint=texts[1])
    step = Step(id="a", name=texts[2], responsible=texts[3], guide=texts[4], fields=(field,))
    kind = MatterType(id="V01", name=texts[5], short="x", category="x", basis="x", applies="x", steps=(step,))
    made = _release(kind)
    again, _ = catalogue.from_workbook(catalogue.to_workbook(made))
    assert again.types["V01"].steps[0] == step
    assert again.types["V01"].name == texts[5]


def _release(kind: MatterType) -> Catalogue:
    return Catalogue(
        version=1,
        name="x",
        hash="",
        types={kind.id: kind},
        parameters={},
        roles={},
        holidays=frozenset(),
        workdays=frozenset(),
    )


@given(table=st.dictionaries(TEXTS, st.one_of(st.integers(0, 1 << 50), st.just("a.b")), min_size=1, max_size=4))
def test_a_table_in_a_cell_comes_back(table: dict[str, Any]) -> None:
    assert from_cell(to_cell(table), _hint("amount_band", "limits")) == table


def _hint(gate: str, name: str) -> Any:
    return next(attribute.type for attribute in ATTRIBUTES[gate] if attribute.name == name)


@pytest.mark.parametrize(
    ("cell", "hint", "value"),
    [
        (15.0, int, 15),
        ("15", int, 15),
        ("15", str, "15"),
        (15.0, str, "15"),
        (15.0, Limit, 15),
        ("a.b", Limit, "a.b"),
        ("是", bool, True),
        (True, bool, True),
        ("", bool, None),
        ("a、b", tuple[str, ...], ["a", "b"]),
        ("a、b\r\n c ", tuple[str, ...], ["a", "b", "c"]),
        ("甲、乙", tuple[str, ...], ["甲、乙"]),
        ("60、30", tuple[int, ...], [60, 30]),
        (60.0, tuple[int, ...], [60]),
        ("村民会议", Body, "villagers"),
        ("villagers", Body, "villagers"),
        ("L", Tag, "L"),
    ],
)
def test_what_people_type_is_understood(cell: Any, hint: Any, value: Any) -> None:
    assert from_cell(cell, hint) == value


def test_a_day_that_a_spreadsheet_took_for_one_is_understood() -> None:
    from datetime import date, datetime

    assert from_cell(date(2026, 1, 3), str) == "2026-01-03"
    assert from_cell(datetime(2026, 1, 3), str) == "2026-01-03"  # noqa: DTZ001 - a spreadsheet's days have no zone


@pytest.mark.parametrize(
    ("cell", "hint", "wanted"),
    [
        (1.5, int, "whole-number"),
        ("一", int, "whole-number"),
        ("一", tuple[int, ...], "whole-number"),
        ("对", bool, "是|否"),
        (b"x", str, "text-or-number"),
        ("[1", tuple[str, ...], "list"),
        ("[" * 5000, tuple[str, ...], "list"),
        ("甲", _hint("amount_band", "limits"), "name=value"),
        ("甲=1\n甲=2", _hint("amount_band", "limits"), "name=value"),
        ("{1", _hint("amount_band", "limits"), "name=value"),
    ],
)
def test_what_cannot_be_meant_is_refused(cell: Any, hint: Any, wanted: str) -> None:
    with pytest.raises(CellError) as caught:
        from_cell(cell, hint)
    assert caught.value.wanted == wanted


SLIPS = [
    ("清单", 2, "版本号", "x", "whole-number"),
    ("清单", 2, "版本号", 0, "1..1000000"),
    ("清单", 2, "清单名称", None, "text<=200"),
    ("事项", 2, "短名", None, "text<=200"),
    ("步骤", 3, "事项编号", "V99", "known-type"),
    ("步骤", 3, "步骤编号", "ask", "different-names"),
    ("步骤", 3, "条件", "kind ==", "number|day|'text'|name|not|("),
    ("步骤", 2, "可多次", "对", "是|否"),
    ("字段", 2, "种类", "什么", "text|note|date|money|number|choice|yes|person|table"),
    ("字段", 7, "所属表格", "nobody", "field-of-this-step"),
    ("字段", 7, "字段名称", None, "text<=200"),
    ("材料", 2, "至少份数", 51, "0..50"),
    ("签字", 2, "步骤编号", "nobody", "known-step"),
    ("签字", 2, "可签的岗位", None, "roles"),
    ("关口", 2, "关口", "什么", "known-gate"),
    ("关口", 2, "天数", 15, "empty-for-this-gate"),
    ("关口", 2, "合计的列", "Sum", "id"),
    ("关口", 3, "天数", "publish", "number|parameter-key"),
    ("参数", 2, "性质", "X", "L|Z|H|N|C|A|U"),
    ("岗位", 3, "岗位编号", "Head", "id"),
    ("节假日", 2, "日期", "2026-13-01", "YYYY-MM-DD"),
    ("节假日", 2, "放假或上班", "调休", "放假|上班"),
]


@pytest.mark.parametrize(("sheet", "row", "column", "slip", "wanted"), SLIPS)
def test_a_slip_is_named_by_sheet_row_and_column(
    small: Catalogue, sheet: str, row: int, column: str, slip: Any, wanted: str
) -> None:
    def spoil(book: Any) -> None:
        place(book, sheet, row, column).value = slip

    assert named(refusal(changed(catalogue.to_workbook(small), spoil))) == (sheet, row, column, wanted)


def test_columns_find_their_table_among_thousands_of_fields(small: Catalogue) -> None:
    own = {sheets.TYPE: "V01", sheets.STEP: "ask", "label": "某", "kind": "text"}
    rows = [{**own, "id": f"f{number}"} for number in range(4000)] + [
        {**own, "id": f"c{number}", sheets.TABLE: "f3999"} for number in range(4000)
    ]
    columns = SHEETS[sheets.FIELDS].columns
    page = [[column.header for column in columns], *([row.get(column.key, "") for column in columns] for row in rows)]
    pages = {**workbook_reading._pages(catalogue.to_workbook(small)), sheets.FIELDS: page}
    spent, record = quickest(lambda: workbook_reading._Reading(pages).record(), 0.8)
    fields = record["types"][0]["steps"][0]["fields"]
    assert [len(field.get("columns", ())) for field in fields] == [0] * 3999 + [4000]
    assert spent < 0.8


def test_what_points_to_a_thing_whose_name_was_spoilt_is_named(small: Catalogue) -> None:
    def spoil(book: Any) -> None:
        place(book, "事项", 2, "事项编号").value = "V02"

    assert named(refusal(changed(catalogue.to_workbook(small), spoil))) == ("步骤", 2, "事项编号", "known-type")


def test_what_the_lint_finds_is_named_too(small: Catalogue) -> None:
    def spoil(book: Any) -> None:
        place(book, "签字", 2, "可签的岗位").value = "king"
        place(book, "步骤", 3, "条件").value = "kind == '中'"
        place(book, "参数", 2, "数值").value = 14
        place(book, "节假日", 5, "日期").value = "2026-01-01"

    _, faults = catalogue.from_workbook(changed(catalogue.to_workbook(small), spoil))
    assert [(fault.sheet, fault.row, fault.column, fault.wanted) for fault in faults] == [
        ("参数", 2, "数值", "lowest<=value<=highest"),
        ("节假日", 5, "日期", "holiday-or-workday"),
        ("签字", 2, "可签的岗位", "known-role"),
        ("步骤", 3, "条件", "one-of-the-choices"),
    ]


def test_sheets_and_columns_must_be_there_once_and_may_change_places(small: Catalogue) -> None:
    raw = catalogue.to_workbook(small)

    def gone(book: Any) -> None:
        del book["签字"]

    def unknown(book: Any) -> None:
        book["参数"].cell(1, 30, "备注")

    def lost(book: Any) -> None:
        book["步骤"].delete_cols(5)

    def two(book: Any) -> None:
        book["清单"].append([1, "又一份"])

    def moved(book: Any) -> None:
        page = book["岗位"]
        columns = [[cell.value for cell in column] for column in page.columns]
        for number, column in enumerate(reversed(columns), 1):
            for row, value in enumerate(column, 1):
                page.cell(row, number).value = value
        book.create_sheet("草稿")["A1"] = "随便写"
        book["关口"].cell(1, 60, "※ 备注")

    assert named(refusal(changed(raw, gone))) == ("签字", 1, "事项编号", "known-sheet")
    assert named(refusal(changed(raw, unknown))) == ("参数", 1, "备注", "known-column")
    assert named(refusal(changed(raw, lost)))[::3] == ("步骤", "column-once")
    assert named(refusal(changed(raw, two)))[::3] == ("清单", "one-row")
    assert catalogue.from_workbook(changed(raw, moved))[0].hash == small.hash


def test_every_attribute_and_word_has_its_chinese_name() -> None:
    for noun in (MatterType, Step, Field, Material, SignOff, Parameter, Role):
        missing = {f.name for f in dataclasses.fields(noun) if f.init} - set(TERMS[noun.__name__])
        assert missing == set(), noun
    assert {a.name for attributes in ATTRIBUTES.values() for a in attributes} <= set(TERMS["Gate"])
    assert set(GATE_TERMS) == set(ATTRIBUTES)
    assert {member.value for kind in (FieldKind, Privacy, Body, Days, Registry) for member in kind} <= set(WORDS)
    for sheet in SHEETS.values():
        headers = [column.header for column in sheet.columns]
        assert len(set(headers)) == len(headers), sheet.title
    assert len(set(GATE_TERMS.values())) == len(GATE_TERMS)


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def sheet_of(cell: str, head: str = "") -> bytes:
    return f"{head}<worksheet><sheetData><row r='1'><c r={cell}/></row></sheetData></worksheet>".encode()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "workbook-unreadable"),
        (b"PK\x03\x04" + b"x" * 100, "workbook-unreadable"),
        (b"x" * (LIMITS + 1), "workbook-too-large"),
        (packed(a=b"x") + b"x", "workbook-unreadable"),
        (packed(a=b"\x00" * (workbook_guard.LARGEST_INFLATED + 1)), "workbook-too-large"),
        (packed(a=sheet_of('"XFD1048576"')), "workbook-too-many-cells"),
        (packed(a=sheet_of("'xfd1'")), "workbook-too-many-cells"),
        (packed(a=sheet_of('"A1048576"')), "workbook-too-many-cells"),
        (packed(**{f"a{n}": sheet_of('"CV30000"') for n in range(2)}), "workbook-too-many-cells"),
        (packed(a=sheet_of('"A1"', '<?xml version="1.0" encoding="utf-16"?>')), "workbook-unreadable"),
        (packed(a=sheet_of('"A1"') + b"\x00"), "workbook-unreadable"),
        (packed(a=sheet_of('"A1"')), "workbook-unreadable"),
        (packed(**{f"a{n}": b"x" for n in range(201)}), "workbook-unreadable"),
        (packed(A=b"x", a=b"y"), "workbook-unreadable"),
    ],
    ids=range(14),
)
def test_what_is_no_workbook_of_a_sane_size_is_refused_before_it_is_parsed(raw: bytes, code: str) -> None:
    assert refusal(raw).code == code


BOOK = "xl/workbook.xml"
SHEET = "xl/worksheets/sheet1.xml"
TEXTS_OF_ALL = "xl/sharedStrings.xml"


def guarded(*rows: str, texts: str = "", **members: bytes) -> None:
    """Put a workbook with these rows, shared texts and members before the guard."""
    sheet = f"<worksheet><sheetData>{''.join(rows)}</sheetData></worksheet>".encode()
    whole = {BOOK: b"<workbook/>", SHEET: sheet, TEXTS_OF_ALL: f"<sst>{texts}</sst>".encode()}
    workbook_guard.guard(packed(**whole, **members))


def not_guarded(*rows: str, texts: str = "", **members: bytes) -> str:
    with pytest.raises(IntegrityError) as caught:
        guarded(*rows, texts=texts, **members)
    return caught.value.code


def test_a_workbook_of_another_kind_is_refused() -> None:
    guarded('<row r="1"><c r="A1"/></row>')
    for name in ("content.xml", "Content.xml", "xl/workbook.bin", "XL\\Workbook.bin"):
        assert not_guarded(**{name: b"<table:table-row/>"}) == "workbook-unreadable"


def test_a_member_with_two_names_and_a_second_directory_are_refused() -> None:
    member = zipfile.ZipInfo("other.xml")
    member.extra = struct.pack("<HHBL", 0x7075, 16, 1, 0) + b"content.xml"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(BOOK, b"<workbook/>")
        archive.writestr(member, b"x")
    with pytest.raises(IntegrityError, match="workbook-unreadable"):
        workbook_guard.guard(out.getvalue())
    out = io.BytesIO()
    last = zipfile.ZipInfo(BOOK)
    last.comment = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(last, b"<workbook/>")
    with pytest.raises(IntegrityError, match="workbook-unreadable"):
        workbook_guard.guard(out.getvalue())


@pytest.mark.parametrize(
    "row",
    [
        "<row><c/></row>",
        '<row r="1"><c/></row>',
        '<row r="1"><c ><v>1</v></c></row>',
        "<x:row/>",
        '<row r="1"><x:c t="n"/></row>',
        '<row r="1"><c x=\' r="A1"\'/></row>',
        '<row r="1"><c xr="A1" r:r="A1"/></row>',
        '<row r="1"><c r="A"/></row>',
        '<row r="1"><c x="<c r=\'A1\'/>"/></row>',
        '<row r="1"><c r="A1"/><!-- </row>',
        '<row r="1"><c\x0br="A1"/></row>',
    ],
)
def test_a_row_or_cell_that_does_not_say_where_it_stands_is_refused(row: str) -> None:
    assert not_guarded(row) == "workbook-unreadable"


def test_a_place_may_stand_anywhere_among_the_attributes() -> None:
    guarded("<x:row\n spans='1:2' r = '1'><x:c s=\"1\" r='A1'\tt=\"n\"><v>1</v></x:c></x:row>")


def test_cells_that_stand_in_one_place_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_guard, "MOST_CELLS", 20)
    guarded('<row r="1">', '<c r="A1"/>' * 19, "</row>")
    assert not_guarded('<row r="1">', '<c r="A1"/>' * 20, "</row>") == "workbook-too-many-cells"
    assert not_guarded(texts="<si><t>x</t></si>" * 20) == "workbook-too-many-cells"


def test_looking_through_many_cells_needs_no_memory_for_each() -> None:
    raw = packed(**{BOOK: b"<workbook/>", SHEET: sheet_of('"A1"').replace(b"<c ", b'<c r="AA11"/>' * 50_000 + b"<c ")})
    tracemalloc.start()
    try:
        workbook_guard.guard(raw)
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


def named_cells(count: int, value: str = "<v>0</v>") -> str:
    return '<row r="1">' + f'<c r="A1" s="1" t="s">{value}</c>' * count + "</row>"


LONG = "<si><t>" + "x" * 100_000 + "</t></si>"


def test_a_long_text_that_many_cells_name_is_refused() -> None:
    assert not_guarded(named_cells(1500), texts=LONG) == "workbook-too-large"
    assert not_guarded(named_cells(1500), texts=f"sheetData {LONG}") == "workbook-too-large"


def test_a_long_text_among_others_is_counted_as_often_as_it_is_named() -> None:
    guarded(named_cells(1500, "<v>1</v>"), named_cells(9), texts=LONG + "<si><t>y</t></si>")
    guarded(named_cells(1500, "<v>2</v>"), texts=LONG + "<si><t>y</t></si>")


@pytest.mark.parametrize("value", ["<v> 1</v>", "<f>1</f><v>1</v>", "<v>1</v><v>0</v>", "<x:v>0</x:v>"])
def test_where_only_the_reader_knows_which_text_is_named_it_counts_as_the_longest(value: str) -> None:
    assert not_guarded(named_cells(1500, value), texts=LONG + "<si><t>y</t></si>") == "workbook-too-large"


@pytest.mark.parametrize("text", ["<si/>", "<si></si>", "<si><t/></si>", "<si><rPh><t>y</t></rPh></si>"])
def test_texts_that_the_reader_may_leave_out_make_their_numbers_unknown(text: str) -> None:
    assert not_guarded(named_cells(1500), texts=text + LONG) == "workbook-too-large"
    guarded(named_cells(1500), texts=f"{text}<si><t>y</t></si>")


@pytest.mark.parametrize(
    "texts",
    [
        "<si><t>x</t>",
        "</si>",
        "<si><si><t>x</t></si></si>",
        "<si><x:si><t>x</t></x:si></si>",
        "<si><t>x</t></x:si>",
        "<si><t><![CDATA[x]]></t></si>",
        "<si><!-- </si><si> --><t>x</t></si>",
        "<si a='</si><si>'><t>x</t></si>",
        "<?x </si><si> ?>",
    ],
)
def test_texts_within_texts_and_hidden_ones_are_refused(texts: str) -> None:
    assert not_guarded(texts=texts) == "workbook-unreadable"


def test_two_lists_of_texts_are_refused() -> None:
    assert not_guarded(texts="<si><t>x</t></si>", other=b"<si><t>x</t></si>") == "workbook-unreadable"


def test_a_workbook_whose_texts_are_shared_comes_back(shipped: Catalogue) -> None:
    """As the spreadsheet programs write it: each text once, and cells that name it by its number."""
    texts: dict[bytes, int] = {}

    def share(cell: re.Match[bytes]) -> bytes:
        return b't="s"><v>%d</v></c>' % texts.setdefault(cell[1], len(texts))

    raw = zipfile.ZipFile(io.BytesIO(catalogue.to_workbook(shipped)))
    members = {
        name: re.sub(rb't="inlineStr"><is>(.*?)</is></c>', share, raw.read(name), flags=re.DOTALL)
        for name in raw.namelist()
    }
    assert len(texts) > 1000
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    members[TEXTS_OF_ALL] = head + b"<sst>" + b"".join(b"<si>%b</si>" % text for text in texts) + b"</sst>"
    members["xl/_rels/workbook.xml.rels"] = members["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    )
    assert catalogue.from_workbook(packed(**members))[0].hash == shipped.hash


def test_a_member_that_lies_about_its_size_is_refused(small: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = bytearray(catalogue.to_workbook(small))
    end = struct.unpack("<L", raw[-6:-2])[0]
    raw[end + 24 : end + 28] = struct.pack("<L", 1)
    monkeypatch.setattr(workbook_guard, "LARGEST_INFLATED", 4000)
    assert refusal(bytes(raw)).code == "workbook-too-large"


@pytest.mark.parametrize(("at", "slip"), [(0, b"XX"), (8, b"\x01"), (10, b"\x63"), (42, b"\xff\xff\xff")])
def test_a_spoilt_directory_is_refused(small: Catalogue, at: int, slip: bytes) -> None:
    raw = bytearray(catalogue.to_workbook(small))
    start = struct.unpack("<L", raw[-6:-2])[0] + at
    raw[start : start + len(slip)] = slip
    assert refusal(bytes(raw)).code == "workbook-unreadable"


def test_a_spoilt_member_is_refused(small: Catalogue) -> None:
    raw = bytearray(catalogue.to_workbook(small))
    raw[60:120] = b"\xff" * 60
    assert refusal(bytes(raw)).code == "workbook-unreadable"
