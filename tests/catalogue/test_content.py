"""The content that ships: a clerk can follow every step, and the law's numbers are the law's."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from clerk_app.catalogue.gates import conditions_in, names_in, write_gate
from clerk_app.model import (
    AmountBand,
    Cashless,
    Catalogue,
    Deadline,
    DistinctPersons,
    EachMonth,
    FactKind,
    Field,
    FieldKind,
    ParameterSet,
    Privacy,
    Publicity,
    Quotes,
    Require,
    SignOrder,
    Step,
    Tag,
    Tier,
    Vote,
)


def steps(shipped: Catalogue) -> Iterator[tuple[str, Step]]:
    for matter_type in shipped.types.values():
        for step in matter_type.steps:
            yield f"{matter_type.id}.{step.id}", step


def fields(step: Step) -> Iterator[Field]:
    for field in step.fields:
        yield field
        yield from field.columns


def the(shipped: Catalogue, type_id: str, step_id: str) -> Step:
    found = shipped.types[type_id].step(step_id)
    assert found is not None, step_id
    return found


def test_it_holds_all_types_of_the_reference(shipped: Catalogue) -> None:
    assert list(shipped.types) == [f"V{number:02d}" for number in range(1, 45)]


def test_every_step_says_who_does_what_and_why(shipped: Catalogue) -> None:
    for path, step in steps(shipped):
        assert step.responsible, path
        assert step.basis, path
        assert step.output, path
        assert 1 <= step.guide.count("。") <= 3, path
        assert 15 <= len(step.guide) <= 120, path
        assert step.fields, path


def test_every_gate_and_every_signature_names_its_basis(shipped: Catalogue) -> None:
    for path, step in steps(shipped):
        for gate in step.gates:
            assert gate.basis, (path, write_gate(gate))
        for slot in step.signoffs:
            assert slot.basis or step.basis, (path, slot.id)


def test_a_basis_is_chinese_and_never_a_source_number(shipped: Catalogue) -> None:
    for path, step in steps(shipped):
        for basis in (step.basis, *(g.basis for g in step.gates), *(s.basis for s in step.signoffs if s.basis)):
            assert re.search(r"[\u4e00-\u9fff]", basis), path
            assert not re.search(r"S[0-9]+|\[[A-Z]\]|art\.", basis), path
    for parameter in shipped.parameters.values():
        assert not re.search(r"S[0-9]+\b", parameter.source), parameter.key


def test_conditions_speak_in_whole_sentences(shipped: Catalogue) -> None:
    for path, step in steps(shipped):
        for gate in step.gates:
            if isinstance(gate, Require):
                assert gate.say.endswith("。"), path
                assert gate.fix.endswith("。"), path


def test_names_and_labels_are_short(shipped: Catalogue) -> None:
    for path, step in steps(shipped):
        assert len(step.name) <= 12, path
        labels = [f.label for f in fields(step)] + [m.label for m in step.materials] + [s.label for s in step.signoffs]
        assert all(len(label) <= 14 for label in labels), (path, max(labels, key=len))
    for kind in shipped.types.values():
        assert len(kind.short) <= 8


def test_field_ids_are_of_one_kind_within_a_type(shipped: Catalogue) -> None:
    """A name in a condition means one thing wherever it was collected."""
    for kind in shipped.types.values():
        kinds: dict[str, set[tuple[FieldKind, tuple[str, ...]]]] = {}
        for step in kind.steps:
            for field in step.fields:
                kinds.setdefault(field.id, set()).add((field.kind, field.choices))
        assert {name: found for name, found in kinds.items() if len(found) > 1} == {}


def test_what_may_stay_empty_is_never_shared_between_steps(shipped: Catalogue) -> None:
    """An empty field is looked up in earlier steps; it must not find another step's value there."""
    for kind in shipped.types.values():
        for step in kind.steps:
            for field in step.fields:
                others = [s.id for s in kind.steps if s is not step and any(f.id == field.id for f in s.fields)]
                if not field.required and field.kind is not FieldKind.TABLE and others:
                    assert field.id in {"tier_minutes", "tier_resolution"}, (kind.id, step.id, field.id)


def test_notices_have_photos_days_and_objections(shipped: Catalogue) -> None:
    for path, step in steps(shipped):
        if step.publicity:
            assert any(m.id == "notice_down" and m.photo for m in step.materials), path
            assert [gate for gate in step.gates if isinstance(gate, Publicity)], path
            assert any(write_gate(gate)["gate"] == "no_open_objection" for gate in step.gates), path


def test_identity_numbers_and_bank_cards_are_sensitive(shipped: Catalogue) -> None:
    for path, step in steps(shipped):
        for field in fields(step):
            if field.kind is not FieldKind.YES and re.search("身份证|银行卡|病|残疾|困难类别", field.label):
                assert field.privacy is Privacy.SENSITIVE, (path, field.id)


def test_photos_are_asked_for_where_the_table_asks(shipped: Catalogue) -> None:
    asked = {
        *("proposal", "start", "site_log", "hidden_work", "change_request", "change_check", "acceptance"),
        *("vote_representatives", "vote_villagers", "vote_members", "vote_member_reps"),
    }
    for step_id in asked:
        assert any(m.photo and m.least for m in the(shipped, "V10", step_id).materials), step_id
    assert any(m.photo and m.least for m in the(shipped, "V22", "day_record").materials)


def test_votes_are_counted_by_the_body_that_votes(shipped: Catalogue) -> None:
    bodies = {step.id: gate.body.value for _, step in steps(shipped) for gate in step.gates if isinstance(gate, Vote)}
    assert bodies == {
        "party_meeting": "party",
        "vote_representatives": "representatives",
        "vote_villagers": "villagers",
        "board_draft": "board",
        "vote_member_reps": "member_representatives",
        "vote_members": "members",
        "meeting": "representatives",
        "group_vote": "electors",
        "discuss": "group",
    }


def test_the_numbers_of_law_have_their_floors(shipped: Catalogue) -> None:
    floors = {
        "publish.min_days": 15,
        "plan.notice_days.collective": 15,
        "meeting.villagers.notice": 10,
        "meeting.reps.notice": 3,
        "meeting.members.notice": 10,
        "tender.candidate_notice": 3,
        "aid.notice": 7,
        "labour.ledger_years": 3,
        "fund.reserve_min": 30,
    }
    assert {key: shipped.parameters[key].lowest for key in floors} == floors
    assert {key: shipped.parameters[key].value for key in floors} == floors
    assert shipped.parameters["project.retention.cap"].highest == 3
    assert shipped.parameters["bands.x4"].highest == 400_000_000
    assert not shipped.parameters["petition.handle"].settable


def test_what_nobody_has_decided_is_empty(shipped: Catalogue) -> None:
    assert {key for key, parameter in shipped.parameters.items() if parameter.value is None} == {
        *("finance.major_event_amount", "major.project.amount", "project.audit.amount", "card.limit"),
        *("sign.tier.small", "sign.tier.large", "sign.tier.huge", "meal.per_head", "meal.year_cap"),
        *("labour.day_rate", "market.entry.amount", "hotline.extend"),
        *("debt.line", "raise.labour_cap", "raise.head_cap", "emergency.cap", "meal.companions", "house.approve_days"),
    }
    for parameter in shipped.parameters.values():
        assert parameter.setter, parameter.key
        if parameter.value is None:
            assert parameter.settable, parameter.key


def test_a_number_that_is_no_law_is_a_parameter_and_not_in_a_gate(shipped: Catalogue) -> None:
    """A gate itself holds only zero (the same day, never in cash) and how many must be there."""
    for path, step in steps(shipped):
        for gate in step.gates:
            written = {key: value for key, value in write_gate(gate).items() if key != "least"}
            assert all(v == 0 for v in written.values() if isinstance(v, int) and v is not True), (path, written)


def test_every_parameter_of_an_amount_says_yuan_and_holds_fen(shipped: Catalogue) -> None:
    for parameter in shipped.parameters.values():
        if parameter.unit == "元" and parameter.value:
            assert parameter.value % 100 == 0
    assert shipped.parameters["bands.x3"].value == 30_000_000


def test_assumptions_are_tagged_as_such(shipped: Catalogue) -> None:
    for parameter in shipped.parameters.values():
        if parameter.tag is Tag.ASSUMPTION:
            assert parameter.settable, parameter.key
            assert "《" not in parameter.source or "参照" in parameter.source or "默认" in parameter.source, (
                parameter.key
            )


def test_every_early_warning_has_steps_that_feed_it(shipped: Catalogue) -> None:
    fed = {kind for _, step in steps(shipped) for kind in {**(step.facts or {}), **(step.register or {})}}
    assert fed >= {kind.value for kind in FactKind} - {"short"}


def used_parameters(step: Step) -> set[str]:
    found: set[str] = set()
    for gate in step.gates:
        found |= {name for _, points, name in names_in(gate) if points.value == "parameter"}
        found |= {
            word for _, tree in conditions_in(gate) for word in re.findall(r"name='([a-z_]+\.[a-z0-9_.]+)'", str(tree))
        }
    return found


def test_the_chain_of_guards_of_a_small_project(shipped: Catalogue) -> None:
    assert "major.project.amount" in used_parameters(the(shipped, "V10", "joint_meeting"))
    assert "project.progress.cap" in used_parameters(the(shipped, "V10", "progress_request"))
    assert {"project.change.small", "project.change.large", "bands.x3"} <= used_parameters(
        the(shipped, "V10", "change_approval")
    )
    assert {"project.retention.cap", "project.audit.amount"} <= used_parameters(the(shipped, "V10", "settlement"))
    assert any(isinstance(gate, ParameterSet) for gate in the(shipped, "V10", "settlement").gates)
    assert any(isinstance(gate, EachMonth) for gate in the(shipped, "V10", "completion").gates)
    assert any(isinstance(gate, Quotes) for gate in the(shipped, "V10", "bidding").gates)
    (band,) = [gate for gate in the(shipped, "V10", "method").gates if isinstance(gate, AmountBand)]
    assert list(band.limits.values()) == ["bands.x1", "bands.x2", "bands.x3", "bands.x4"]


@pytest.mark.parametrize(
    ("type_id", "prefix"), [("V10", "progress"), ("V10", "final"), ("V10", "retention"), ("V22", "wage")]
)
def test_payments_are_signed_in_order_by_different_persons_and_made_without_cash(
    shipped: Catalogue, type_id: str, prefix: str
) -> None:
    sign, transfer = the(shipped, type_id, f"{prefix}_sign"), the(shipped, type_id, f"{prefix}_transfer")
    assert [slot.id for slot in sign.signoffs] == ["handler", "witness", "supervisor", "head", "chair", "secretary"]
    kinds = {type(gate) for gate in sign.gates}
    assert {SignOrder, DistinctPersons, Tier, Deadline} <= kinds
    assert any(isinstance(gate, Cashless) for gate in transfer.gates)
    assert DistinctPersons(steps=(sign.id,), basis="付款、证明、审批由不同的人办（本程序默认）") in transfer.gates
    assert transfer.after == (sign.id,)


def test_posts_that_exclude_each_other_are_those_of_the_law(shipped: Catalogue) -> None:
    supervisor = shipped.roles["supervisor"]
    assert {"clerk", "accountant", "head", "deputy", "committee"} == set(supervisor.excludes)
    assert "三十七条" in supervisor.basis
    assert set(shipped.roles["board_supervisor"].excludes) == {"accountant", "chair", "director"}
    wanted = (
        "clerk accountant secretary head chair deputy committee supervisor_head supervisor party_member representative "
        "villager contractor dispatcher worker witness grid liaison estimator township_project township_civil legal"
    )
    assert set(wanted.split()) <= set(shipped.roles)
    assert all(role.basis for role in shipped.roles.values() if role.excludes)


def test_the_calendar_is_that_of_the_two_published_years(shipped: Catalogue) -> None:
    by_year = {year: sum(day.startswith(year) for day in shipped.holidays) for year in ("2025", "2026")}
    assert by_year == {"2025": 28, "2026": 33}
    assert len(shipped.workdays) == 11
    assert {"2026-02-15", "2026-02-23", "2026-10-07"} <= shipped.holidays
    assert "2026-02-14" in shipped.workdays
