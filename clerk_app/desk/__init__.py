"""The one door to everything below: open an office, consult, record, carry, receive, keep."""

from __future__ import annotations

from clerk_app.places import resources
from clerk_app.workflow import NOTICE_DOWN, NOTICE_UP

from .demo import demo
from .desk import Desk, open_office, open_with_code
from .keeping import restore_office
from .opening import found_office, system_clock
from .shipped import check_catalogue, shipped_steps, shipped_types
from .views import (
    BundleRow,
    Changes,
    Check,
    ContactRow,
    Exported,
    Finding,
    HistoryRow,
    MatterRow,
    MatterView,
    ParameterRow,
    RefusedEntry,
    Replied,
    Sentence,
    SlotView,
    StepRow,
    StepView,
    Task,
    Today,
    TypeRow,
    Unreported,
    Verdict,
    WarningRow,
)
from .words import explain, label

__all__ = [
    "NOTICE_DOWN",
    "NOTICE_UP",
    "BundleRow",
    "Changes",
    "Check",
    "ContactRow",
    "Desk",
    "Exported",
    "Finding",
    "HistoryRow",
    "MatterRow",
    "MatterView",
    "ParameterRow",
    "RefusedEntry",
    "Replied",
    "Sentence",
    "SlotView",
    "StepRow",
    "StepView",
    "Task",
    "Today",
    "TypeRow",
    "Unreported",
    "Verdict",
    "WarningRow",
    "check_catalogue",
    "demo",
    "explain",
    "found_office",
    "label",
    "open_office",
    "open_with_code",
    "resources",
    "restore_office",
    "shipped_steps",
    "shipped_types",
    "system_clock",
]
