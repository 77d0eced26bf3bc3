"""Any sequence of commands on any shipped type: no state breaks a gate, and the township agrees with the village."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app import catalogue, workflow
from clerk_app.errors import RefusedError
from clerk_app.model import (
    Act,
    Begin,
    Catalogue,
    Complete,
    Matter,
    Object,
    Recorded,
    Require,
    Resume,
    Return,
    Run,
    Sample,
    Step,
    Suspend,
    Vote,
    Withdraw,
)
from clerk_app.workflow import stage as staging
from clerk_app.workflow.judges import findings
from clerk_app.workflow.sample_village import MATTER, day
from clerk_app.workflow.stage import Stage

SHIPPED = Path(__file__).parents[2] / "resources" / "catalogue"
TYPES = sorted(path.stem for path in SHIPPED.glob("V*.toml"))
MOST_MOVES = 60
EXAMPLES = 25
"""Games of each type in `make test`: 1,100 in all."""
LONG_MOVES = 240
LONG_EXAMPLES = 500
"""Games of each type in `make soak`: 22,000 in all, four times as long."""


@cache
def cases() -> dict[str, Sample]:
    """The first sample case of each type, along which chance goes astray."""
    return {sample.type: sample for sample in reversed(catalogue.samples(SHIPPED))}


@cache
def shipped() -> Catalogue:
    """The shipped release; no fixture, for hypothesis would write it out whole where a test fails."""
    return catalogue.load(SHIPPED)


class Player:
    """A village that tries whatever chance says, and writes down what the rules let through."""

    def __init__(self, release: Catalogue, case: Sample, most: int) -> None:
        self.stage = Stage(release, case)
        self.most = most
        self.written: list[tuple[Matter | None, Recorded]] = []
        self.today = 0

    def ask(self, command: Any) -> bool:
        """True where the rules allowed it."""
        stage, before = self.stage, self.stage.matter
        try:
            draft = workflow.decide(stage.catalogue, before, command, stage.context())
        except RefusedError:
            return False
        recorded = staging.recorded(draft, len(self.written) + 1)
        stage.matter = workflow.evolve(before, recorded)
        self.written.append((before, recorded))
        return True

    def move(self, chance: random.Random) -> None:
        """One thing that somebody might do, sensible or not."""
        stage, matter = self.stage, self.stage.matter
        assert matter is not None
        kind = stage.catalogue.types[matter.type]
        flow = workflow.Flow(stage.catalogue, matter, stage.context())
        open_steps = [step for step in kind.steps if flow.is_open(step)]
        step = chance.choice([*(open_steps or kind.steps), chance.choice(kind.steps)])
        self.today += chance.randint(0, 2)
        turn = {"matter": MATTER, "on": day(self.today), "reason": "试"}
        match chance.randint(0, 15):
            case 0:
                self.ask(Suspend(**turn))
            case 1 | 2 | 3:
                self.ask(Resume(**turn))
            case 8 if len(self.written) > self.most:
                self.ask(Withdraw(**turn))
            case 4:
                self.ask(Return(**turn, step=step.id, undone=workflow.undone_by(flow, step.id)))
            case 5:
                self.ask(Object(matter=MATTER, step=step.id, on=day(self.today), text="有意见"))
            case 6 | 7:
                self.do(step, chance)
            case _:
                self.follow(flow, chance)

    def follow(self, flow: workflow.Flow, chance: random.Random) -> None:
        """The sample's act on a step that is open, or one of its tries set down as if it were right."""
        acts = [act for act in self.stage.sample.acts if not act.refused and flow.is_open(self.step(act.step))]
        if not acts:
            return
        chosen = chance.choice(sorted({act.step for act in acts}))
        alike = [act for act in acts if act.step == chosen]
        act = alike[min(flow.count(chosen), len(alike) - 1)]
        step = self.step(act.step)
        attempt = chance.choice((None, None, None, None, *act.tries))
        against = turned_down(step, act) if attempt is None and not chance.randint(0, 9) else {}
        varied = replace(act, fields={**act.fields, **(attempt.fields if attempt is not None else against)})
        complete = self.stage.complete(step, varied, attempt.without if attempt is not None else ())
        if act.posted is not None:
            self.ask(self.stage.post(complete, act.posted))
        for sign in self.stage.signs(step, complete, attempt):
            self.ask(sign)
        if not self.ask(complete) and (against or not chance.randint(0, 3)):
            self.ask(replace(complete, failed=True))
        self.today = max(self.today, act.day)

    def step(self, step_id: str) -> Step:
        """A step of the type."""
        found = self.stage.catalogue.types[self.stage.sample.type].step(step_id)
        assert found is not None
        return found

    def do(self, step: Any, chance: random.Random) -> None:
        """Post, sign and complete a step, each with something possibly left out."""
        fields = {known.id: chance.choice(known.choices) for known in step.fields if known.choices}
        truths = {known.id: chance.random() < 0.5 for known in step.fields if known.kind.value == "yes"}
        posted = self.today if step.publicity else None
        act = Act(step=step.id, day=self.today, fields={**fields, **truths}, posted=posted)
        complete = self.stage.complete(step, act)
        if posted is not None and chance.random() < 0.5:
            self.ask(self.stage.post(complete, posted))
            complete = replace(complete, on=day(self.today + chance.randint(0, 20)))
        for sign in self.stage.signs(step, complete):
            if chance.randint(0, 9):
                self.ask(sign)
        if not self.ask(complete):
            self.ask(replace(complete, failed=True))


def turned_down(step: Step, act: Act) -> dict[str, Any]:
    """The content with which a vote of the step is lost, or an agreement refused."""
    fields: dict[str, Any] = {}
    for gate in step.gates:
        if isinstance(gate, Vote):
            fields |= {gate.yes: 0, gate.no: act.fields.get(gate.present, 0), gate.abstain: 0}
        elif isinstance(gate, Require) and gate.outcome:
            named = workflow.expressions.names_of(gate.condition)
            fields |= {field.id: field.choices[-1] for field in step.fields if field.id in named and field.choices}
    return fields


def holds(player: Player, before: Matter | None, recorded: Recorded) -> None:
    """A completed step met every gate of its own, in the order of the type; a township says so too.

    Where it was turned down, the decision itself is all that speaks against it; and nothing follows what was.
    """
    stage = player.stage
    assert workflow.rerun(stage.catalogue, before, recorded, stage.context()) == ()
    command = workflow.command_of(recorded)
    if not isinstance(command, Complete):
        return
    assert before is not None
    flow = workflow.Flow(stage.catalogue, before, stage.context())
    step = player.step(command.step)
    assert flow.is_open(step)
    for leader in map(player.step, step.after):
        assert not flow.failed(leader)
        follows = leader.repeat and any(player.step(before).repeat for before in leader.after)
        assert flow.count(leader.id) or leader.optional or leader.when is not None or follows
    at = staging.situation(stage, before, step, command, stage.context())
    against = [found for found in findings(at) if found.refusals]
    assert [found for found in against if not (command.failed and found.negative)] == []
    assert bool(against) == command.failed
    assert {s.id for s in step.signoffs} <= {s.slot for s in at.signatures}


def game(kind: str, seed: int, most: int) -> Player:
    """A matter of a type, played by chance; every entry is judged again, and the matter folded anew."""
    player, chance = Player(shipped(), cases()[kind], most), random.Random(seed)
    player.ask(Begin(matter=MATTER, type=kind, catalogue=shipped().hash, title="试", number="1", on=day(0)))
    for _ in range(chance.randint(5, most)):
        player.move(chance)
    for before, recorded in player.written:
        holds(player, before, recorded)
    refolded: Matter | None = None
    for _, recorded in player.written:
        refolded = workflow.evolve(refolded, recorded)
    assert refolded == player.stage.matter
    return player


@pytest.mark.parametrize("kind", TYPES)
@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=st.integers(0, 1 << 32))
def test_no_sequence_of_commands_reaches_a_state_that_breaks_a_gate(kind: str, seed: int) -> None:
    game(kind, seed, MOST_MOVES)


@pytest.mark.soak
@pytest.mark.parametrize("kind", TYPES)
@settings(max_examples=LONG_EXAMPLES, deadline=None)
@given(seed=st.integers(0, 1 << 32))
def test_no_long_sequence_of_commands_does_either(kind: str, seed: int) -> None:
    game(kind, seed, LONG_MOVES)


def test_games_of_chance_get_somewhere() -> None:
    """Most steps are reached by some game, or the games would prove little."""
    wanted = {kind: len({act.step for act in cases()[kind].acts if not act.refused}) for kind in TYPES}
    reached = {
        kind: len({run.step for seed in range(6) for run in _runs(game(kind, seed, LONG_MOVES))}) for kind in TYPES
    }
    assert {kind for kind in TYPES if reached[kind] * 3 < wanted[kind]} == set()
    assert sum(reached.values()) * 10 >= sum(wanted.values()) * 8


def _runs(player: Player) -> tuple[Run, ...]:
    assert player.stage.matter is not None
    return player.stage.matter.runs
