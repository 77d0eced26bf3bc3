"""The lint: one planted fault, one finding, at its place; and several faults are all found at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from clerk_app import catalogue
from clerk_app.catalogue import Fault
from clerk_app.catalogue.gates import ATTRIBUTES, REFERENCES, Points
from clerk_app.catalogue.pointing import KINDS
from clerk_app.catalogue.scope import Scope
from clerk_app.model import GATES, Catalogue, Field, FieldKind, MatterType, Step

from ..stopwatch import quickest

STEP = '\n[[steps]]\nid = "{0}"\nname = "某"\nresponsible = "某"\n'
GATE = "gates = [{{ {0} }}]\n"
BAND = 'gate = "amount_band", amount = "amount", method = "kind", site = "kind", months = 12, limits = {{ {0} }}'


def planted(folder: Path, file: str, there: str, slip: str) -> list[tuple[str, str]]:
    """What the lint says of the small catalogue with one thing replaced."""
    text = (folder / file).read_text(encoding="utf-8")
    assert there in text
    (folder / file).write_text(text.replace(there, slip, 1), encoding="utf-8")
    return [(fault.path, fault.wanted) for fault in catalogue.check(folder)]


def test_the_small_catalogue_is_sound(folder: Path) -> None:
    assert catalogue.check(folder) == ()


NEVER = "condition-that-can-hold"
LONELY = 'id = "lonely"\nname = "某"\nresponsible = "某"\nrepeat = true\n\n[[steps]]\n'
AGREE = 'fields = [{ id = "no", label = "编号", kind = "text" }]'
EVIDENCE = """fields = [{ id = "found", label = "佐证", kind = "table", columns = [
    { id = "kind", label = "类型", kind = "text" },
    { id = "sum", label = "金额", kind = "money" },
    { id = "no", label = "编号", kind = "text" },
    { id = "day", label = "日期", kind = "date" },
] }]
"""
GATHERED = 'gate = "gathered", table = "found", columns = ["{0}", "no", "day"], among = "rows", since = "ask"'
PLANTED = [
    # parameters, roles, holidays
    ("parameters.toml", "lowest = 15", "lowest = 15\nhighest = 14", "parameters[0].lowest", "lowest<=highest"),
    ("parameters.toml", "lowest = 15", "lowest = 10\nhighest = 14", "parameters[0].value", "lowest<=value<=highest"),
    ("parameters.toml", "lowest = 15", "", "parameters[0].settable", "bounds-or-not-settable"),
    ("roles.toml", '"supervisor"]', '"nobody"]', "roles[0].excludes[0]", "known-role"),
    ("roles.toml", '"supervisor"]', '"head"]', "roles[0].excludes[0]", "known-role"),
    ("roles.toml", 'excludes = ["head"]', "", "roles[0].excludes[0]", "exclusion-on-both-sides"),
    ("holidays.toml", "2026-01-04", "2026-01-03", "holidays.2026-01-03", "holiday-or-workday"),
    # places of steps
    ("V01.toml", 'id = "agree"', 'id = "ask"', "V01.steps[1].id", "different-names"),
    (
        "V01.toml",
        'after = ["first_close", "ask"]',
        'after = ["first_close", "nobody"]',
        "V01.steps[4].after[1]",
        "known-step",
    ),
    ("V01.toml", 'after = ["first_close", "ask"]', 'after = ["ask"]', "V01.steps[1]", "before-the-last-step"),
    ("V01.toml", 'id = "ask"\n', 'id = "ask"\nafter = ["end"]\n', "V01.steps[0].after", "no-circle"),
    ("V01.toml", 'id = "ask"\n', 'id = "ask"\nafter = ["ask"]\n', "V01.steps[0].after", "no-circle"),
    ("V01.toml", 'id = "agree"\n', 'id = "agree"\nuntil = "end"\n', "V01.steps[1].until", "repeat"),
    ("V01.toml", 'id = "agree"\n', 'id = "agree"\nrepeat = true\nuntil = "x"\n', "V01.steps[1].until", "known-step"),
    (
        "V01.toml",
        'id = "agree"\n',
        'id = "agree"\nrepeat = true\nuntil = "agree"\n',
        "V01.steps[1].until",
        "known-step",
    ),
    ("V01.toml", 'id = "end"\n', 'id = "end"\nrepeat = true\n', "V01.steps[4]", "last-step-once"),
    # the course as a whole
    ("V01.toml", 'id = "ask"\n', 'id = "ask"\nafter = ["agree"]\n', "V01.steps[1].after", "no-circle"),
    ("V01.toml", 'id = "ask"\n', 'id = "ask"\nafter = ["agree"]\n', "V01.steps[2].after", "reachable"),
    ("V01.toml", 'id = "ask"\n', 'id = "ask"\nafter = ["agree"]\n', "V01.steps[4].after", "reachable"),
    ("V01.toml", "kind == '大' and amount >= 100", "kind == '大' and kind == '小'", "V01.steps[1].when", NEVER),
    ("V01.toml", "kind == '大' and amount >= 100", "false or amount > 1 and false", "V01.steps[1].when", NEVER),
    ("V01.toml", 'id = "end"\n', LONELY + 'id = "end"\n', "V01.steps[4].repeat", "person-in-the-loop"),
    ("V01.toml", 'id = "agree"\n', 'id = "agree"\nrepeat = true\nuntil = "ask"\n', "V01.steps[1].until", "step-after"),
    ("V01.toml", 'as = "first"', f'as = "{"a" * 38}"', "V01.steps[2].id", "id"),
    # ids inside a step
    ("V01.toml", 'id = "kind"', 'id = "amount"', "V01.steps[0].fields[1].id", "different-names"),
    ("V01.toml", 'id = "sum"', 'id = "who"', "V01.steps[0].fields[3].columns[1].id", "different-names"),
    (
        "V01.toml",
        "least = 2 }",
        'least = 2 }, { id = "paper", label = "某" }',
        "V01.steps[0].materials[1].id",
        "different-names",
    ),
    (
        "V01.toml",
        'roles = ["head"], basis = "某法" }',
        'roles = ["head"] }, { id = "head", label = "某", roles = ["head"] }',
        "V01.steps[0].signoffs[1].id",
        "different-names",
    ),
    ("V01.toml", 'roles = ["head"]', 'roles = ["head", "king"]', "V01.steps[0].signoffs[0].roles[1]", "known-role"),
    # notices
    ("blocks/notice.toml", "publicity = true", "", "V01.steps[2].publicity", "publicity-with-its-gate"),
    ("blocks/notice.toml", "notice_down", "notice_gone", "V01.steps[2].materials", "notice_down"),
    (
        "V01.toml",
        'id = "agree"\n',
        'id = "agree"\npublicity = true\n',
        "V01.steps[1].publicity",
        "publicity-with-its-gate",
    ),
    # registers
    ("V01.toml", '{ amount = "amount" }', '{ amount = "total" }', "V01.steps[0].register.amount", "field-of-this-step"),
    ("V01.toml", '{ amount = "amount" }', '{ amount = "kind" }', "V01.steps[0].register.amount", "field-of-this-step"),
    (
        "V01.toml",
        '{ amount = "amount" }',
        '{ amount = "amount", site = "on" }',
        "V01.steps[0].register.site",
        "field-of-this-step",
    ),
    # conditions of `when`
    ("V01.toml", "kind == '大'", "kind == '中'", "V01.steps[1].when", "one-of-the-choices"),
    ("V01.toml", "kind == '大'", "'中' == kind", "V01.steps[1].when", "one-of-the-choices"),
    ("V01.toml", "kind == '大'", "kinds == '大'", "V01.steps[1].when", "field-collected-before"),
    ("V01.toml", "kind == '大'", "rows == '大'", "V01.steps[1].when", "field-collected-before"),
    ("V01.toml", "kind == '大'", "no == '大'", "V01.steps[1].when", "field-collected-before"),
    ("V01.toml", "kind == '大'", "kind == 1", "V01.steps[1].when", "like-with-like"),
    ("V01.toml", "kind == '大'", "on == '大'", "V01.steps[1].when", "like-with-like"),
    ("V01.toml", "kind == '大'", "kind < '大'", "V01.steps[1].when", "number-or-day"),
    ("V01.toml", "kind == '大'", "kind", "V01.steps[1].when", "true-or-false"),
    ("V01.toml", "kind == '大'", "not amount", "V01.steps[1].when", "true-or-false"),
    ("V01.toml", "kind == '大'", "amount + kind == 1", "V01.steps[1].when", "number"),
    ("V01.toml", "kind == '大'", "amount < sign.small", "V01.steps[1].when", "known-parameter"),
    ("V01.toml", "kind == '大'", "sum.ask.kind == 1", "V01.steps[1].when", "sum.step.number-field"),
    ("V01.toml", "kind == '大'", "sum.ask == 1", "V01.steps[1].when", "sum.step.number-field"),
    ("V01.toml", "kind == '大'", "count.ask.amount == 1", "V01.steps[1].when", "count.step"),
    ("V01.toml", "kind == '大'", "count.nobody == 1", "V01.steps[1].when", "known-step"),
    ("V01.toml", "kind == '大' and amount >= 100", "amount", "V01.steps[1].when", "condition-true-or-false"),
    ("V01.toml", "kind == '大' and amount >= 100", "2026-01-01", "V01.steps[1].when", "condition-true-or-false"),
    # gates
    ("V01.toml", 'total = "amount"', 'total = "sum"', "V01.steps[0].gates[0].total", "field-collected-before"),
    ("V01.toml", 'total = "amount"', 'total = "on"', "V01.steps[0].gates[0].total", "field-money|number"),
    ("V01.toml", 'column = "sum"', 'column = "total"', "V01.steps[0].gates[0].column", "column-of-the-table"),
    ("V01.toml", 'column = "sum"', 'column = "who"', "V01.steps[0].gates[0].column", "column-money|number"),
    ("blocks/notice.toml", '"publish.days"', '"publish.hours"', "V01.steps[2].gates[0].days", "known-parameter"),
    ("V01.toml", '"sign.large"', '"sign.small"', "V01.steps[3].gates[2].key", "known-parameter"),
    (
        "V01.toml",
        AGREE,
        GATE.format('gate = "deadline", days = 1, since = "end"'),
        "V01.steps[1].gates[0].since",
        "step-before",
    ),
    (
        "V01.toml",
        AGREE,
        GATE.format('gate = "deadline", days = 1, since = "no"'),
        "V01.steps[1].gates[0].since",
        "known-step",
    ),
    (
        "V01.toml",
        AGREE,
        GATE.format('gate = "deadline", days = 1, since = "^"'),
        "V01.steps[1].gates[0].since",
        "known-step",
    ),
    (
        "V01.toml",
        AGREE,
        GATE.format('gate = "deadline", days = 1, day = "kind"'),
        "V01.steps[1].gates[0].day",
        "field-date",
    ),
    (
        "V01.toml",
        AGREE,
        AGREE + "\n" + GATE.format('gate = "carried", field = "kind", step = "ask", source = "kind"'),
        "V01.steps[1].gates[0].field",
        "field-of-this-step",
    ),
    (
        "V01.toml",
        AGREE,
        AGREE + "\n" + GATE.format('gate = "carried", field = "no", step = "ask", source = "no"'),
        "V01.steps[1].gates[0].source",
        "field-of-that-step",
    ),
    (
        "V01.toml",
        AGREE,
        AGREE + "\n" + GATE.format('gate = "carried", field = "no", step = "ask", source = "amount"'),
        "V01.steps[1].gates[0].source",
        "fields-of-one-kind",
    ),
    (
        "V01.toml",
        AGREE,
        GATE.format('gate = "listed", table = "rows", columns = ["sum"], step = "ask", source = "kind"'),
        "V01.steps[1].gates[0].source",
        "table-with-these-columns",
    ),
    (
        "V01.toml",
        AGREE,
        GATE.format('gate = "gathered", table = "rows", columns = ["sum"], among = "rows", since = "ask"'),
        "V01.steps[1].gates[0].columns",
        "three-columns",
    ),
    (
        "V01.toml",
        AGREE,
        AGREE + "\n" + GATE.format('gate = "gathered", table = "no", columns = ["a"], among = "rows", since = "ask"'),
        "V01.steps[1].gates[0].table",
        "field-table",
    ),
    (
        "V01.toml",
        AGREE,
        EVIDENCE + GATE.format(GATHERED.format("sum")),
        "V01.steps[1].gates[0].columns[0]",
        "column-text",
    ),
    (
        "V01.toml",
        AGREE,
        EVIDENCE + GATE.format(GATHERED.format("kind")),
        "V01.steps[1].gates[0].among",
        "table-with-these-columns",
    ),
    (
        "V01.toml",
        AGREE,
        GATE.format('gate = "recusal", table = "rows", person = "sum"'),
        "V01.steps[1].gates[0].person",
        "column-person",
    ),
    (
        "V01.toml",
        AGREE,
        GATE.format('gate = "unique", table = "rows", columns = ["age"]'),
        "V01.steps[1].gates[0].columns[0]",
        "column-of-the-table",
    ),
    (
        "V01.toml",
        AGREE,
        GATE.format(BAND.format('"大" = 9')),
        "V01.steps[1].gates[0].limits",
        "one-limit-for-each-choice",
    ),
    (
        "V01.toml",
        AGREE,
        GATE.format(BAND.format('"大" = 9, "小" = "a.b"')),
        "V01.steps[1].gates[0].limits.小",
        "known-parameter",
    ),
    (
        "V01.toml",
        AGREE,
        AGREE + "\n" + GATE.format('gate = "carried", field = "no", step = "nobody", source = "no"'),
        "V01.steps[1].gates[0].step",
        "known-step",
    ),
    (
        "V01.toml",
        AGREE,
        GATE.format(
            'gate = "require", condition = "not (true or 1 == 2 or 2026-01-01 < amout)", say = "某", fix = "某"'
        ),
        "V01.steps[1].gates[0].condition",
        "field-collected-before",
    ),
    (
        "V01.toml",
        AGREE,
        GATE.format('gate = "require", condition = "amout > 1", say = "某", fix = "某"'),
        "V01.steps[1].gates[0].condition",
        "field-collected-before",
    ),
]


@pytest.mark.parametrize(("file", "there", "slip", "path", "wanted"), PLANTED)
def test_a_planted_fault_is_found_at_its_place(
    folder: Path, file: str, there: str, slip: str, path: str, wanted: str
) -> None:
    assert (path, wanted) in planted(folder, file, there, slip)


def test_two_steps_that_each_end_with_the_other_are_found(folder: Path) -> None:
    both = "".join(STEP.format(f"s{n}") + f'after = ["ask"]\nrepeat = true\nuntil = "s{1 - n}"\n' for n in (0, 1))
    found = planted(folder, "V01.toml", '\n[[steps]]\nuse = "notice"', both + '\n[[steps]]\nuse = "notice"')
    assert ("V01.steps[2].until", "step-after") in found
    assert ("V01.steps[3].until", "step-after") in found


COUNTS = """
[[steps]]
id = "vote"
name = "表决"
responsible = "主任"
fields = [
    { id = "total", label = "应到", kind = "number" },
    { id = "present", label = "实到", kind = "number" },
    { id = "yes", label = "同意", kind = "number" },
    { id = "no", label = "反对", kind = "number" },
    { id = "abstain", label = "弃权", kind = "number" },
]
gates = [
    { gate = "vote", body = "BODY", total = "total", present = "present", yes = "yes", no = "no", abstain = "abstain" },
    { gate = "require", condition = "ASKED", say = "某", fix = "某" },
]
"""
FULL = "present >= total"


def with_vote(folder: Path, asked: str, *, body: str = "representatives", after_notice: bool = False) -> list[str]:
    """The faults of the small catalogue with a vote in it, before or after its one notice."""
    vote = COUNTS.replace("BODY", body).replace("ASKED", asked)
    place = '\n[[steps]]\nid = "end"' if after_notice else '\n[[steps]]\nuse = "notice"'
    found = planted(folder, "V01.toml", place, f"{vote}{place}")
    if after_notice:
        found = planted(folder, "V01.toml", '["first_close", "ask"]', '["vote", "ask"]')
    return [f"{path} {wanted}" for path, wanted in found]


@pytest.mark.parametrize(
    ("asked", "too_much"),
    [
        (FULL, False),
        ("present > total", True),
        ("total < present", True),
        ("present * 3 >= total * 2", False),
        ("present * 2 >= total * 3", True),
        ("3 * total <= present * 2", True),
        ("yes * 100 >= present * sign.large", False),
        ("yes * 10 >= present * publish.days and no == 0", True),
        ("present - 1 >= total * 3", False),
        ("present * no >= total * 3", False),
        ("amount * 2 >= amount * 3", False),
        ("present == total * 3", False),
    ],
)
def test_a_quorum_over_all_is_found(folder: Path, asked: str, too_much: bool) -> None:
    found = with_vote(folder, asked)
    assert found == (["V01.steps[2].gates[1].condition quorum<=100%"] if too_much else [])


def test_a_parameter_that_may_be_set_too_high_for_a_quorum_is_found(folder: Path) -> None:
    asked = "yes * 20 >= present * publish.days"
    assert with_vote(folder, asked) == []
    found = planted(folder, "parameters.toml", "lowest = 15", "lowest = 15\nhighest = 21")
    assert found == [("V01.steps[2].gates[1].condition", "quorum<=100%")]


def test_a_decision_that_is_made_known_before_it_is_made_is_found(folder: Path) -> None:
    assert with_vote(folder, FULL, after_notice=True) == ["V01.steps[4] publicity-after-the-decision"]
    assert planted(folder, "V01.toml", "representatives", "party") == []


def test_what_nothing_uses_is_noted_and_no_fault(folder: Path) -> None:
    role = '\n[[roles]]\nid = "guest"\nname = "客人"\n'
    path = folder / "roles.toml"
    path.write_text(path.read_text(encoding="utf-8") + role, encoding="utf-8")
    text = (folder / "V01.toml").read_text(encoding="utf-8")
    slip = text.replace('gate = "parameter_set", key = "sign.large"', 'gate = "no_open_objection"')
    (folder / "V01.toml").write_text(slip, encoding="utf-8")
    found = catalogue.notes(catalogue.load(folder))
    assert found == (
        Fault("parameters[1]", "parameter-in-use"),
        Fault("roles[1]", "role-in-use"),
        Fault("roles[2]", "role-in-use"),
    )
    (folder / "V01.toml").write_text(text.replace("amount > 0", "amount > sign.large"), encoding="utf-8")
    assert [note.path for note in catalogue.notes(catalogue.load(folder))] == ["roles[1]", "roles[2]"]
    found = planted(folder, "parameters.toml", 'key = "publish.days"', 'key = "warn.days"')
    assert found == [("V01.steps[2].gates[0].days", "known-parameter")]
    planted(folder, "blocks/notice.toml", "publish.days", "sign.large")
    assert [note.path for note in catalogue.notes(catalogue.load(folder))] == ["roles[1]", "roles[2]"]


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("V10.steps[3].gates[0].days", "V10.toml"),
        ("parameters[7].tag", "parameters.toml"),
        ("blocks.payment.steps[1].name", "blocks/payment.toml"),
        ("samples.V33[甲].acts[0]", "samples/V33.toml"),
        ("years[0].holidays[1]", "holidays.toml"),
        ("holidays.2026-01-03", "holidays.toml"),
        ("release.version", "release.toml"),
        ("", ""),
    ],
)
def test_a_fault_names_its_file(path: str, file: str) -> None:
    assert Fault(path, "x").file == file


def test_each_file_that_cannot_be_read_is_told_at_once(folder: Path) -> None:
    for name in ("release", "V01", "roles"):
        (folder / f"{name}.toml").write_text("id = 7\n", encoding="utf-8")
    (folder / "parameters.toml").write_text("parameters = [\n]]", encoding="utf-8")
    (folder / "holidays.toml").write_text("[[years]]\nyear = 1\n", encoding="utf-8")
    assert [(fault.path, fault.wanted) for fault in catalogue.check(folder)] == [
        ("release.version", "1..1000000"),
        ("parameters@2", "catalogue-unreadable"),
        ("roles.id", "known-key"),
        ("years[0].year", "2000..2100"),
        ("V01.id", "type-id"),
    ]
    (folder / "blocks" / "notice.toml").write_text('id = "other"\nname = "某"\n', encoding="utf-8")
    assert [fault.file for fault in catalogue.check(folder)][-1] == "blocks/notice.toml"


def test_a_catalogue_too_large_as_a_whole_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from clerk_app.catalogue import release

    monkeypatch.setattr(release, "LARGEST_RELEASE", 100)
    assert catalogue.check(folder) == (Fault("", "bytes<=100"),)


def test_all_faults_are_found_at_once(folder: Path) -> None:
    planted(folder, "V01.toml", 'total = "amount"', 'total = "on"')
    planted(folder, "V01.toml", "kind == '大'", "kind == '中'")
    found = planted(folder, "roles.toml", '"supervisor"]', '"nobody"]')
    assert found == [
        ("roles[0].excludes[0]", "known-role"),
        ("roles[1].excludes[0]", "exclusion-on-both-sides"),
        ("V01.steps[0].gates[0].total", "field-money|number"),
        ("V01.steps[1].when", "one-of-the-choices"),
    ]


def test_a_type_needs_steps(folder: Path) -> None:
    text = (folder / "V01.toml").read_text(encoding="utf-8")
    (folder / "V01.toml").write_text(text[: text.index("[[steps]]")], encoding="utf-8")
    assert catalogue.check(folder) == (Fault("V01.steps", "steps"),)


def test_a_step_waits_for_at_most_eight_others(folder: Path) -> None:
    more = "".join(STEP.format(f"s{n}") + 'after = ["ask"]\n' for n in range(9))
    names = [f"s{n}" for n in range(9)]
    found = planted(folder, "V01.toml", '\n[[steps]]\nid = "end"', more + '\n[[steps]]\nid = "end"')
    assert ("V01.steps[4]", "before-the-last-step") in found
    found = planted(folder, "V01.toml", 'after = ["first_close", "ask"]', f"after = {names}")
    assert ("V01.steps[13].after", "list<=8") in found


def test_an_own_field_of_another_kind_than_its_namesake_before_is_told(folder: Path) -> None:
    twice = AGREE.replace('"no"', '"on"')
    found = planted(folder, "V01.toml", AGREE, twice)
    assert found == []
    assert planted(folder, "V01.toml", "amount > 0", "on == 2026-01-01") == [
        ("V01.steps[2].when", "fields-of-one-kind"),
        ("V01.steps[3].when", "fields-of-one-kind"),
    ]


def test_a_repeated_step_beside_may_be_asked_for_but_not_in_when(folder: Path) -> None:
    log = (
        STEP.format("log") + 'after = ["ask"]\nrepeat = true\nfields = [{ id = "seen", label = "某", kind = "yes" }]\n'
    )
    asks = AGREE + '\ngates = [{ gate = "require", condition = "seen", say = "某", fix = "某" }]\n'
    planted(folder, "V01.toml", '\n[[steps]]\nuse = "notice"', log + '\n[[steps]]\nuse = "notice"\nafter = ["agree"]')
    planted(folder, "V01.toml", '["first_close", "ask"]', '["first_close", "log"]')
    assert planted(folder, "V01.toml", AGREE, asks) == []
    assert planted(folder, "V01.toml", "kind == '大'", "seen") == [("V01.steps[1].when", "field-collected-before")]
    planted(folder, "V01.toml", "seen and", "kind == '大' and")
    assert ("V01.steps[1].gates[0].condition", "field-collected-before") in planted(
        folder, "V01.toml", "repeat = true\n", ""
    )


def test_a_name_is_found_without_looking_through_all_steps() -> None:
    fields = tuple(Field(id=f"f{number}", label="某", kind=FieldKind.NUMBER) for number in range(60))
    named = [f"s{number}" for number in range(100)]
    steps = tuple(
        Step(
            id=name, name="某", responsible="某", after=tuple(named[:number][-1:]), fields=fields if number < 99 else ()
        )
        for number, name in enumerate(named)
    )
    kind = MatterType(id="V01", name="某", short="某", category="某", basis="某", applies="某", steps=steps)
    none: frozenset[str] = frozenset()
    whole = Catalogue(
        version=1, name="某", hash="", types={"V01": kind}, parameters={}, roles={}, holidays=none, workdays=none
    )
    scope = Scope.of(whole, kind)

    def asked() -> int:
        known = sum(len(scope.fields(steps[-1], f"f{number}")) for number in range(60) for _ in range(40))
        return known + sum(len(scope.fields(steps[-1], f"g{number}", own=False)) for number in range(500))

    assert scope.fields(steps[1], "f1") == (steps[1].fields[1],)
    assert len(scope.fields(steps[5], "f1", own=False)) == 5
    spent, known = quickest(asked, 0.3)
    assert (known, spent < 0.3) == (60 * 99 * 40, True)


def test_every_attribute_of_the_vocabulary_is_known_to_the_lint() -> None:
    """A gate added to the model must say here what its names point to."""
    for gate, attributes in ATTRIBUTES.items():
        for attribute in attributes:
            if attribute.type in (str, tuple[str, ...]):
                points = REFERENCES[attribute.name]
                assert points is not Points.FIELD or attribute.name in KINDS, (gate, attribute.name)
    assert set(ATTRIBUTES) == set(GATES)
