"""Help with forms at a real office: drafts, earlier values, copies, photos turned, papers, history."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clerk_app import canon, photos, report, workflow
from clerk_app.desk import PaperKind, Remembered, plain_value, step_papers
from clerk_app.desk import remembering as memory
from clerk_app.errors import UsageError
from clerk_app.model import Complete, Field, FieldKind, FileRef, Privacy, Registrant

VOTE = "vote_representatives"
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils are not installed")


def the_matter(village: Any) -> str:
    return str(village.matters()[0].id)


def text_of(pdf: bytes, folder: Path) -> str:
    """What another program reads in a PDF, without spaces."""
    (folder / "paper.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(folder / "paper.pdf"), "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


# Drafts


def test_a_draft_is_found_again_with_its_day_and_release(voting: Any) -> None:
    village = voting.open("village")
    matter = the_matter(village)
    assert village.step(matter, VOTE).kept is None
    village.keep_draft(matter, VOTE, fields={"body_total": 40}, files=(), on="2026-11-01", late_reason="路远")
    view = village.step(matter, VOTE)
    assert (view.fields, view.on, view.late_reason) == ({"body_total": 40}, "2026-11-01", "路远")
    assert view.kept is not None
    assert view.kept.current
    assert view.kept.at[:10] == village.day()
    (row,) = village.forms.unfinished()
    assert (row.matter, row.step, row.step_name, row.kept_on) == (matter, VOTE, "村民代表会议表决", village.day())


def test_an_empty_form_is_no_draft_and_takes_the_old_one_away(voting: Any) -> None:
    village = voting.open("village")
    matter = the_matter(village)
    village.keep_draft(matter, VOTE, fields={"body_total": 40}, files=(), on="2026-11-01")
    village.keep_draft(matter, VOTE, fields={}, files=(), on="2026-11-01")
    assert village.forms.unfinished() == []
    village.keep_draft(matter, VOTE, fields={"body_total": 40}, files=(), on="2026-11-01")
    village.forms.discard(matter, VOTE)
    assert village.step(matter, VOTE).fields == {}


def test_a_draft_of_another_release_says_so(voting: Any) -> None:
    village = voting.open("village")
    matter = the_matter(village)
    village.keep_draft(matter, VOTE, fields={"body_total": 40}, files=(), on="2026-11-01")
    drafts = village._office.store.drafts
    record = canon.decode(drafts.get(matter, VOTE))
    drafts.put(matter, VOTE, value=canon.encode({**record, "catalogue": "0" * 64}))
    assert not village.step(matter, VOTE).kept.current
    assert not village.forms.unfinished()[0].current


def test_a_draft_that_an_earlier_version_kept_is_still_read(voting: Any) -> None:
    village = voting.open("village")
    matter = the_matter(village)
    old = {"fields": {"body_total": 40}, "files": [], "on": "2026-11-01", "late_reason": ""}
    village._office.store.drafts.put(matter, VOTE, value=canon.encode(old))
    village._office.store.drafts.put("gone", VOTE, value=canon.encode(old))
    village._office.store.drafts.put(matter, "proposal", value=canon.encode(old))
    view = village.step(matter, VOTE)
    assert (view.fields, view.kept.at, view.kept.current) == ({"body_total": 40}, "", True)
    assert [(row.step, row.kept_on) for row in village.forms.unfinished()] == [("proposal", ""), (VOTE, "")]
    # Over a step that is done a draft is its correction being prepared; what is on record stays what is shown.
    assert village.step(matter, "proposal").fields != old["fields"]
    assert village.step(matter, "proposal", corrects=True).fields == old["fields"]
    with pytest.raises(UsageError, match="step-not-done"):
        village.step(matter, VOTE, corrects=True)


# Earlier values


def test_a_second_matter_is_offered_what_the_first_was_done_with(voting: Any) -> None:
    village = voting.open("village")
    second = village.begin("V10", "排水沟清理", on=village.day())
    found = village.forms.remembered(second, "proposal")
    assert found.suggestions["site"] == ("第三组村道",)
    assert found.suggestions["funds.proof"] == ("银行存款", "镇补助文件")
    assert found.last["project_kind"] == "公益事业"
    assert found.last["funds"][0]["amount"] == 3_000_000
    assert found.title == village.matter(the_matter(village)).row.title or found.title
    assert village.forms.suggestions("V10", "proposal", "site") == ("第三组村道",)


def test_days_are_never_offered_and_unknown_fields_have_no_values(voting: Any) -> None:
    village = voting.open("village")
    second = village.begin("V10", "排水沟清理", on=village.day())
    found = village.forms.remembered(second, "party_study")
    assert "party_study_on" not in found.last
    assert found.last["party_result"] == "同意"
    assert village.forms.remembered(second, "contract") == Remembered(
        {"contractor": found_people(village)} if "contractor" in lines(village, "contract") else {}, {}, "", ""
    )
    for type_id, step, field in (("V99", "proposal", "site"), ("V10", "none", "site"), ("V10", "proposal", "none")):
        assert village.forms.suggestions(type_id, step, field) == ()


def lines(village: Any, step: str) -> dict[str, Field]:
    """The lines of a step whose labels end like a person's."""
    kind = village._office.catalogues[village._office.realm.context.catalogue].types["V10"]
    return {name: field for name, field in memory._lines(kind.step(step)) if field.label.endswith(memory._NAMES)}


def found_people(village: Any) -> tuple[str, ...]:
    return tuple(sorted(person.name for person in village.people() if person.active))


def test_names_of_people_complete_a_line_for_a_person(voting: Any) -> None:
    village = voting.open("village")
    assert "冯某" in village.forms.suggestions("V10", "start", "site_supervisor")


def test_names_of_a_register_complete_the_line_that_asks_for_it(voting: Any) -> None:
    village = voting.open("village")
    kinds = village._office.catalogues[village._office.realm.context.catalogue].types.values()
    kind, step, gate = next(
        (kind, step, gate)
        for kind in kinds
        for step in kind.steps
        for gate in step.gates
        if type(gate).__name__ == "Registered"
        if gate.field in dict(memory._lines(step))
    )
    village.enter(Registrant(gate.register.value, "乙农资店"))
    village.enter(Registrant(gate.register.value, "丙农资店", active=False))
    offered = village.forms.suggestions(kind.id, step.id, gate.field)
    assert "乙农资店" in offered
    assert "丙农资店" not in offered


def test_what_is_sensitive_is_never_offered_and_what_is_masked_only_within_the_matter(voting: Any) -> None:
    def field(name: str, privacy: Privacy, *columns: Field) -> Field:
        kind = FieldKind.TABLE if columns else FieldKind.TEXT
        return Field(id=name, label=name, kind=kind, privacy=privacy, columns=columns)

    columns = (field("name", Privacy.MASKED), field("illness", Privacy.SENSITIVE), field("why", Privacy.PUBLIC))
    village = voting.open("village")
    office, matter = village._office, village._office.matter(the_matter(village))
    step = office.catalogues[matter.catalogue].types["V10"].step("proposal")
    step = replace(
        step,
        fields=(
            field("illness", Privacy.SENSITIVE),
            field("applicant", Privacy.MASKED),
            field("people", Privacy.PUBLIC, *columns),
            field("secret", Privacy.SENSITIVE, *columns),
        ),
    )
    row = {"name": "张某", "illness": "病", "why": "困难"}
    values = {"illness": "病", "applicant": "张某", "people": [row, {"illness": "病"}], "secret": [row], "more": ""}
    run = replace(matter.last_run("proposal"), fields=values)
    assert [name for name, _ in memory._lines(step)] == ["applicant", "people.name", "people.why"]
    assert memory._last_values(step, run, within=True) == {
        "applicant": "张某",
        "people": [{"name": "张某", "why": "困难"}],
    }
    assert memory._last_values(step, run, within=False) == {"people": [{"why": "困难"}]}


def test_a_repeated_step_is_offered_the_last_run_of_its_own_matter(voting: Any) -> None:
    village = voting.open("village")
    voting.play(village).perform(last="progress_request")
    matter = the_matter(village)
    found = village.forms.remembered(matter, "monthly_check")
    assert found.last == {"progress_percent": 65, "check_result": "没有问题", "check_findings": "厚度抽查三处，合格。"}


# Copies


def test_values_are_copied_as_other_forms_want_them() -> None:
    def field(kind: FieldKind, columns: tuple[Field, ...] = ()) -> Field:
        return Field(id=kind.value, label=kind.value, kind=kind, columns=columns)

    names = {"p1": "张某"}
    for kind, value, text in (
        (FieldKind.MONEY, 4_860_005, "48600.05"),
        (FieldKind.MONEY, "abc", "abc"),
        (FieldKind.YES, True, "是"),
        (FieldKind.YES, False, "否"),
        (FieldKind.PERSON, "p1", "张某"),
        (FieldKind.PERSON, "p9", "p9"),
        (FieldKind.DATE, "2026-11-23", "2026-11-23"),
        (FieldKind.TEXT, None, ""),
    ):
        assert plain_value(field(kind), value, names) == text
    table = field(FieldKind.TABLE, (field(FieldKind.TEXT), field(FieldKind.MONEY)))
    rows = [{"text": "甲", "money": 100}, {"money": 5}]
    assert plain_value(table, rows, names) == "甲\t1.00\n\t0.05"
    assert plain_value(table, "abc", names) == ""


def test_cells_for_a_spreadsheet_are_never_formulas(voting: Any) -> None:
    village = voting.open("village")
    matter = village.begin("V10", "排水沟清理", on=village.day())
    fields = {"project_name": "=1+1", "need": '两\n行"', "estimate": 100, "funds": [{"proof": "@x", "amount": 5}]}
    village.keep_draft(matter, "proposal", fields=fields, files=(), on="2026-11-01")
    cells = village.forms.copied(matter, "proposal", sheet=True)
    assert "工程名称\t'=1+1" in cells
    assert '建设理由和内容\t"两\n行"""' in cells
    assert "来源\t金额\t凭据\n\t0.05\t'@x" in cells
    lines = village.forms.copied(matter, "proposal")
    assert "工程名称：=1+1" in lines
    assert "资金来源：\n\t0.05\t@x" in lines


# Photos


def test_a_photo_is_turned_into_a_file_of_its_own(voting: Any) -> None:
    village = voting.open("village")
    file = village.attach(photos.draw_sample(["会场"], 5, width=400), "photo", photo=True)
    turned = village.forms.turn(file, 1)
    data = village.file(turned.sha256)
    assert (turned.kind, turned.size) == ("photo", len(data))
    assert hashlib.sha256(data).hexdigest() == turned.sha256 != file.sha256
    assert village.forms.turn(file, 1) == turned


def test_small_pictures_of_photos_and_papers(voting: Any) -> None:
    village = voting.open("village")
    photo = village.attach(photos.draw_sample(["会场"], 5, width=400), "photo", photo=True)
    small = village.forms.picture(photo.sha256, 100)
    assert isinstance(small, bytes)
    assert max(photos.take_in(small).width, photos.take_in(small).height) == 100
    sheet = village.attach(report.paper(report.Paper("签到表", (report.Paragraph("示范"),))), "sheet", photo=False)
    page = village.forms.picture(sheet.sha256, 100)
    assert isinstance(page, report.PagePicture)
    assert page.height == 100


# Papers


def over(view: Any) -> dict[str, Any]:
    return {"fields": view.fields, "files": view.files, "on": view.on}


def test_which_papers_a_step_has(voting: Any) -> None:
    village = voting.open("village")
    matter = the_matter(village)
    assert village.forms.papers(matter, "plan_notice")[0] is PaperKind.NOTICE
    assert village.forms.papers(matter, VOTE) == (PaperKind.SIGNATURES, PaperKind.SUMMARY)
    with pytest.raises(UsageError, match="step-has-no-paper"):
        village.forms.paper(PaperKind.NOTICE, matter, VOTE, **over(village.step(matter, VOTE)))


@needs_poppler
def test_a_notice_says_what_is_public_and_how_long_it_hangs(voting: Any, tmp_path: Path) -> None:
    village = voting.open("village")
    matter = the_matter(village)
    view = village.step(matter, "plan_notice")
    said = text_of(village.forms.paper(PaperKind.NOTICE, matter, "plan_notice", **over(view)), tmp_path)
    assert "第三组村道" in said
    assert "50,000.00元" in said
    assert "甲村村民委员会" in said
    assert "共15天" in said
    assert "银行存款" not in said


@needs_poppler
def test_a_notice_that_is_not_up_yet_hangs_from_the_day_at_hand(voting: Any, tmp_path: Path) -> None:
    village = voting.open("village")
    matter = voting.play(village).perform(last="contract")
    assert village.step(matter, "contract_notice").posted_on == ""
    pdf = village.forms.paper(PaperKind.NOTICE, matter, "contract_notice", fields={}, files=(), on="2026-11-10")
    said = text_of(pdf, tmp_path)
    assert "公示期：2026年11月11日至" in said
    assert "48,600.00元" in said
    assert "估算金额" not in said


@needs_poppler
def test_a_signature_page_names_the_content_and_who_signs(voting: Any, tmp_path: Path) -> None:
    village = voting.open("village")
    matter = the_matter(village)
    file = FileRef("a" * 64, 10, "vote_record")
    content = {"body_total": 40, "resolution_text": "同意"}
    pdf = village.forms.paper(PaperKind.SIGNATURES, matter, VOTE, fields=content, files=(file,), on="")
    party = village.forms.paper(PaperKind.SIGNATURES, matter, "party_study", fields={}, files=(), on="2026-11-10")
    assert "李某" in text_of(party, tmp_path)
    said = text_of(pdf, tmp_path)
    digest = workflow.content_digest(content, (file,))
    assert report.short_code(digest, 8) in said
    assert "1份" in said
    funds = {"funds": [{"source": "借款", "amount": 100}]}
    table = village.forms.paper(PaperKind.SIGNATURES, matter, "proposal", fields=funds, files=(), on="2026-11-10")
    assert "1.00元" in text_of(table, tmp_path)


@needs_poppler
def test_a_summary_shows_the_flow_and_what_was_filled_in(voting: Any, tmp_path: Path) -> None:
    village = voting.open("village")
    matter = the_matter(village)
    view = village.step(matter, VOTE)
    said = text_of(village.forms.paper(PaperKind.SUMMARY, matter, VOTE, **over(view)), tmp_path)
    assert "立项申请" in said
    assert "不需要的步骤：" in said
    assert "估算金额" in said
    empty = village.begin("V10", "排水沟清理", on=village.day())
    said = text_of(village.forms.paper(PaperKind.SUMMARY, empty, "proposal", **over(view)), tmp_path)
    assert "还没有办过的步骤。" in said


def test_who_signs_a_village_s_notices() -> None:
    assert step_papers.committee("甲村") == "甲村村民委员会"
    assert step_papers.committee("甲社区") == "甲社区居民委员会"
    assert step_papers.committee("甲村股份经济合作社") == "甲村股份经济合作社"


# History


def test_the_history_tells_how_far_each_entry_was_reported(voting: Any) -> None:
    village, township = voting.open("village"), voting.open("township")
    matter = the_matter(village)
    (first, *_rest) = village.matter(matter).history
    assert (first.what, first.state, first.who) == ("开始办理", "new", first.who)
    forged = Complete(matter=matter, step=VOTE, visit=1, on=village.day(), fields={}, files=(), late_reason="")
    village._office.write(workflow.draft_of(forged))
    voting.carry_up(village, township)
    voting.carry_back(township, village)
    rows = village.matter(matter).history
    assert rows[0].state == "accepted"
    assert (rows[-1].what, rows[-1].step_name, rows[-1].state) == ("办完一步", "村民代表会议表决", "refused")
    assert rows[-1].why[0].what
    assert rows[0].why == ()
