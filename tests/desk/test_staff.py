"""People and their posts: told in words before anything is written; own keys; the notice board; the rulebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clerk_app.crypto import Cost
from clerk_app.errors import RefusedError, UsageError
from clerk_app.model import Registrant

QUICK = Cost(memory=19 * 1024, passes=2, lanes=1)
FORBIDDEN = ("head", "supervisor_head")


def test_posts_that_exclude_each_other_are_told_before_and_refused_after(offices: Any) -> None:
    village = offices.open("village")
    assert not village.staff.alone()
    roles = {role.id: role for role in village.staff.roles()}
    assert "supervisor_head" in roles["head"].excludes
    assert "第三十七条" in roles["head"].basis
    assert village.staff.conflicts("丙某", ("head", "chair")) == ()
    told = village.staff.conflicts("丙某", FORBIDDEN)
    assert {sentence.code for sentence in told} == {"roles-exclude-each-other"}
    assert {sentence.code for sentence in village.staff.conflicts(" ", ("head",))} == {"name-missing"}
    with pytest.raises(RefusedError):
        village.staff.change("p003", roles=FORBIDDEN)


@pytest.mark.parametrize(("office", "name"), [("village", "村文书"), ("township", "乡镇经办人")])
def test_who_keeps_an_office_is_called_after_it(offices: Any, office: str, name: str) -> None:
    opened = offices.open(office)
    assert {role.id: role.name for role in opened.staff.roles()}["clerk"] == name
    assert opened.roles()["clerk"] == name


def test_a_person_changes_posts_kin_and_name_leaves_and_comes_back(offices: Any) -> None:
    village = offices.open("village")
    before = {person.id: person for person in village.people()}["p003"]
    village.staff.change("p003", name="丁某", kin=("p004",))
    changed = {person.id: person for person in village.people()}["p003"]
    assert (changed.name, changed.kin, changed.roles, changed.key) == ("丁某", ("p004",), before.roles, before.key)
    assert not village.staff.change("p003", active=False).active
    assert village.staff.change("p003", active=True, roles=("chair",)).roles == ("chair",)
    with pytest.raises(UsageError, match="person-not-found"):
        village.staff.change("p999", active=False)


def test_a_new_key_signs_and_the_old_password_does_not(voting: Any) -> None:
    village = voting.open("village")
    (matter,) = village.matters()
    village.staff.set_key("p003", "新的签字密码", cost=QUICK)
    given = {"fields": {}, "files": (), "on": village.day()}
    with pytest.raises(Exception, match="wrong-signing-password"):
        village.sign_with_key(matter.id, "vote_representatives", "head", "p003", "四个词的密码", **given)
    village.sign_with_key(matter.id, "vote_representatives", "head", "p003", "新的签字密码", **given)


def test_registers_are_listed(offices: Any) -> None:
    village = offices.open("village")
    village.enter(Registrant("vendors", "乙公司", "91330500", "2027-01-01"))
    registers = village.staff.registers()
    assert set(registers) == {"vendors", "craftsmen", "cards"}
    assert "乙公司" in [known.name for known in registers["vendors"]]


def test_the_rulebook_tells_a_type_with_its_limits_and_prints_it(offices: Any, tmp_path: Path) -> None:
    village = offices.open("village")
    view = village.rulebook.type("V10")
    assert view.steps[0].number == 1
    assert any("到会" in rule for step in view.steps for rule in step.rules)
    assert view.limits
    assert {row.key for row in view.limits} < {row.key for row in village.parameters()}
    assert {"%", " 天", " 个工作日"} <= {row.beside for row in village.parameters()}
    assert [row.id for row in village.rulebook.types()] == [row.id for row in village.types()]
    assert village.rulebook.chart("V10", 30).startswith(b"<")
    village.rulebook.write_chart("V10", tmp_path / "chart.pdf")
    village.rulebook.write_process_sheet("V10", tmp_path / "sheet.pdf")
    assert all(path.read_bytes().startswith(b"%PDF") for path in tmp_path.glob("*.pdf"))
    with pytest.raises(UsageError, match="type-not-found"):
        village.rulebook.type("V99")
