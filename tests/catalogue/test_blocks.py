"""Blocks: shared steps become a type's own, with every reference inside rewritten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clerk_app import catalogue
from clerk_app.catalogue import parse_expression
from clerk_app.catalogue.blocks import expand
from clerk_app.errors import IntegrityError
from clerk_app.model import Catalogue, Deadline, ParameterSet, Require, Step


def test_ids_names_and_references_follow_the_prefix(small: Catalogue) -> None:
    _, _, post, close, _ = small.types["V01"].steps
    assert [step.id for step in (post, close)] == ["first_post", "first_close"]
    assert [step.name for step in (post, close)] == ["首次张贴", "首次收回"]
    assert close.after == ("first_post",)
    deadline, require, added = close.gates
    assert isinstance(deadline, Deadline)
    assert deadline.since == "agree"
    assert isinstance(require, Require)
    assert require.condition == parse_expression("count.first_post > 0 and sum.ask.amount > 0")
    assert added == ParameterSet(key="sign.large")


def test_when_is_asked_of_every_step_together_with_its_own(folder: Path) -> None:
    path = folder / "blocks" / "notice.toml"
    text = path.read_text(encoding="utf-8").replace('id = "close"', 'id = "close"\nwhen = "not count.post == 1"')
    path.write_text(text, encoding="utf-8")
    _, _, post, close, _ = catalogue.load(folder).types["V01"].steps
    assert post.when == parse_expression("amount > 0")
    assert close.when == parse_expression("amount > 0 and not count.first_post == 1")


def test_a_block_without_wishes_comes_as_it_is(folder: Path) -> None:
    path = folder / "V01.toml"
    text = path.read_text(encoding="utf-8")
    plain = text.replace('as = "first"\nlabel = "首次"\nwhen = "amount > 0"\n', "").replace("first_close", "close")
    path.write_text(plain, encoding="utf-8")
    _, _, post, close, _ = catalogue.load(folder).types["V01"].steps
    assert (post.id, post.name, post.when, post.repeat, post.optional) == ("post", "张贴", None, False, False)
    assert close.after == ("post",)


def test_no_more_steps_are_made_than_a_type_may_have(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def counted(*given: Any) -> tuple[Step, ...]:
        made.append(1)
        return expand(*given)

    monkeypatch.setattr("clerk_app.catalogue.folder.expand", counted)
    path = folder / "V01.toml"
    uses = '[[steps]]\nid = "ask"\nname = "某"\nresponsible = "某"\n'
    uses += "".join(f'[[steps]]\nuse = "notice"\nas = "p{number}"\n' for number in range(90))
    path.write_text(path.read_text(encoding="utf-8").partition("[[steps]]")[0] + uses, encoding="utf-8")
    with pytest.raises(IntegrityError) as caught:
        catalogue.draft(folder)
    assert (caught.value.details["path"], caught.value.details["wanted"]) == ("V01.steps", "list<=100")
    assert len(made) == 50


def test_repeat_until_and_optional_hold_for_every_step(folder: Path) -> None:
    path = folder / "V01.toml"
    text = path.read_text(encoding="utf-8")
    wish = 'repeat = true\noptional = true\nuntil = "end"\nfrom = "ask"\nas = "first"'
    path.write_text(text.replace('as = "first"', wish), encoding="utf-8")
    _, _, post, close, _ = catalogue.draft(folder).types["V01"].steps
    assert all((step.repeat, step.optional, step.until) == (True, True, "end") for step in (post, close))
    assert isinstance(close.gates[0], Deadline)
    assert close.gates[0].since == "ask"


def test_a_block_may_follow_several_steps_where_nothing_in_it_asks_which(folder: Path) -> None:
    block = folder / "blocks" / "notice.toml"
    block.write_text(block.read_text(encoding="utf-8").replace(', since = "^"', ""), encoding="utf-8")
    path = folder / "V01.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('as = "first"', 'after = ["ask", "agree"]\nas = "first"'), encoding="utf-8")
    _, _, post, _, _ = catalogue.load(folder).types["V01"].steps
    assert post.after == ("ask", "agree")


def test_a_block_of_steps_must_have_one(folder: Path) -> None:
    (folder / "blocks" / "empty.toml").write_text('id = "empty"\nname = "空"\n', encoding="utf-8")
    (fault,) = catalogue.check(folder)
    assert (fault.path, fault.wanted) == ("blocks.empty.steps", "steps")
