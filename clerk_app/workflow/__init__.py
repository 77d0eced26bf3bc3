"""The rules: `decide` what may be recorded, `evolve` what was, `rerun` what another office wrote. Pure throughout."""

from __future__ import annotations

from .approvals import (
    PROGRAM_ONLY,
    Awaited,
    approval,
    approvals,
    awaited,
    is_for_program,
    is_referral,
    newest_review,
    review_statement,
    reviewed_slots,
    seen_by,
    submission_of,
)
from .branches import (
    MOST_ENTRIES,
    admit_branch,
    admit_settlement,
    branch_of,
    is_repeatable,
    parent_of,
    repeat,
    settlement_of,
    subject_of,
)
from .correspondence import (
    admit_discipline,
    admit_letter,
    admit_reply,
    admit_revocation,
    admit_slip,
    letter_of,
    reply_of,
)
from .course import undone_by
from .decide import decide, outlook
from .early_warnings import admit_explanation, early_warnings, explanation_of
from .erasure import admit_erasure, erased_by, is_erasable, judge_erasure
from .evolve import TOLD_KINDS, commit, evolve, learn, uncommit, voided_by, with_review
from .facts import facts_of
from .flow import Flow, StepState, parameter
from .judges import JUDGES, Finding
from .office import (
    BODIES,
    Setting,
    admit_parameter,
    admit_person,
    admit_registrant,
    admit_roll,
    card_of,
    card_record,
    head_of,
    log_of,
    setting_of,
)
from .recall import command_of, draft_of
from .rehearsal import Rehearsal, Rehearsed, rehearse, rehearse_all, unproven
from .releases import Adoption, Comparison, Impact, admit_release, admit_signers, compare, impact
from .rerun import REPEATS, refusal_of, refusal_record, rerun
from .reviewing import admit_review, heard_review, review_of, unfinished
from .signing import content_digest, statement
from .spot_checks import admit_draw, draw, draw_of, ticket
from .stage import Flaw
from .tables import gathered_fields
from .tasks import Due, due_of
from .timing import NOTICE_DOWN, NOTICE_UP

__all__ = [
    "Adoption",
    "BODIES",
    "Comparison",
    "Due",
    "Finding",
    "Flaw",
    "Flow",
    "Impact",
    "JUDGES",
    "NOTICE_DOWN",
    "NOTICE_UP",
    "PROGRAM_ONLY",
    "Rehearsed",
    "StepState",
    "admit_draw",
    "admit_erasure",
    "admit_explanation",
    "admit_parameter",
    "admit_person",
    "admit_registrant",
    "admit_release",
    "admit_roll",
    "admit_signers",
    "card_of",
    "card_record",
    "command_of",
    "commit",
    "compare",
    "content_digest",
    "decide",
    "draft_of",
    "draw",
    "draw_of",
    "due_of",
    "early_warnings",
    "erased_by",
    "gathered_fields",
    "explanation_of",
    "evolve",
    "facts_of",
    "impact",
    "is_erasable",
    "judge_erasure",
    "learn",
    "log_of",
    "outlook",
    "parameter",
    "refusal_of",
    "refusal_record",
    "rehearse",
    "rehearse_all",
    "rerun",
    "statement",
    "ticket",
    "uncommit",
    "undone_by",
    "unproven",
    "voided_by",
    "Rehearsal",
    "Setting",
    "setting_of",
    "admit_discipline",
    "admit_letter",
    "admit_reply",
    "admit_revocation",
    "admit_slip",
    "letter_of",
    "reply_of",
    "Awaited",
    "TOLD_KINDS",
    "admit_review",
    "approval",
    "approvals",
    "awaited",
    "heard_review",
    "is_for_program",
    "is_referral",
    "newest_review",
    "review_of",
    "review_statement",
    "reviewed_slots",
    "seen_by",
    "submission_of",
    "unfinished",
    "with_review",
    "MOST_ENTRIES",
    "REPEATS",
    "admit_branch",
    "admit_settlement",
    "branch_of",
    "head_of",
    "is_repeatable",
    "parent_of",
    "repeat",
    "settlement_of",
    "subject_of",
]
