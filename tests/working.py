"""Steps of a matter done at a real office: by the rules, and past them with the right key."""

from __future__ import annotations

from typing import Any

from clerk_app import workflow
from clerk_app.desk import Desk
from clerk_app.desk.demo import Play
from clerk_app.model import Complete
from clerk_app.workflow.sample_village import form


def work(
    village: Desk, matter: str, step: str, given: dict[str, Any], *, passphrase: str, late: str = "", on: str = ""
) -> None:
    """A step is done today or on a day before, with what is given and something harmless in the other fields."""
    play = Play(village, passphrase, lambda _line: None, matter=matter, day=on or village.day())
    content = _filled(play, step, given)
    play._sign(village.step(matter, step), content)
    village.complete(matter, step, **content, late_reason=late)


def forge(village: Desk, matter: str, step: str = "", given: dict[str, Any] | None = None) -> str:
    """A step past the rules, by default the first one, signed with the right key; returns its entry's hash.

    It is empty; or all is there that was `given` and something harmless in the other fields, but nobody signed.
    """
    office = village._office
    assert office.matter(matter) is not None
    first = step or village.matter(matter).flow[0].id
    content: dict[str, Any] = {"fields": {}, "files": (), "on": village.day()}
    if given is not None:
        content = _filled(Play(village, "", lambda _line: None, matter=matter, day=village.day()), first, given)
    done = Complete(matter=matter, step=first, visit=1, late_reason="", **content)
    return office.write(workflow.draft_of(done)).hash


def _filled(play: Play, step: str, given: dict[str, Any]) -> dict[str, Any]:
    """What a step asks for, without the signatures."""
    view = play.village.step(play.matter, step)
    return play._content(view, form(view.form, given, play.day))
