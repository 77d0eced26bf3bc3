"""The rules: `decide` what may be recorded, `evolve` what was, `rerun` what another office wrote. Pure throughout."""

from __future__ import annotations

from .decide import decide, outlook
from .evolve import commit, evolve, learn, voided_by
from .flow import Flow, StepState, parameter
from .judges import JUDGES, Finding
from .office import BODIES, admit_parameter, admit_person, admit_roll, card_of, card_record, log_of
from .recall import command_of, draft_of
from .rehearsal import Flaw, Rehearsed, rehearse, unproven
from .rerun import refusal_of, refusal_record, rerun
from .signing import content_digest, statement
from .tasks import Due, due_of
from .timing import NOTICE_DOWN, NOTICE_UP

__all__ = [
    "BODIES",
    "JUDGES",
    "NOTICE_DOWN",
    "NOTICE_UP",
    "Due",
    "Finding",
    "Flaw",
    "Flow",
    "Rehearsed",
    "StepState",
    "admit_parameter",
    "admit_person",
    "admit_roll",
    "card_of",
    "card_record",
    "command_of",
    "commit",
    "content_digest",
    "decide",
    "draft_of",
    "due_of",
    "evolve",
    "learn",
    "log_of",
    "outlook",
    "parameter",
    "refusal_of",
    "refusal_record",
    "rehearse",
    "rerun",
    "statement",
    "unproven",
    "voided_by",
]
