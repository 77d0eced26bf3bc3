"""The one door to everything below: open an office, consult, record, carry, receive, keep."""

from __future__ import annotations

from clerk_app.codes import capitals
from clerk_app.places import resources
from clerk_app.report import PagePicture, empty_boxes, page_count, page_picture
from clerk_app.store import ORDERS as MATTER_ORDERS
from clerk_app.store import MatterQuery
from clerk_app.workflow import (
    LONGEST_LETTER,
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_REASON,
    LONGEST_TITLE,
    NOTICE_DOWN,
    NOTICE_UP,
)

from .authoring import (
    CheckedCatalogue,
    FaultRow,
    StepText,
    check_catalogue,
    type_in_words,
    type_record,
    types_of,
    write_schema,
)
from .branch_views import BranchEntryRow, BranchRow, CarriedOver, LeftRow
from .care_views import BroughtBack, CareView, Drill, Finding, PreferenceRow
from .carry_views import BundleRow, Exported, GapRow, Replied, Standing
from .copying import plain_value
from .countywide import Loaded
from .demo import demo
from .desk import Desk
from .divisions import (
    Division,
    Place,
    counties,
    division,
    divisions_as_of,
    find_places,
    place_name,
    prefectures,
    provinces,
)
from .entering import open_office, open_with_code, recover_office
from .epochs import Because, EpochQuestion
from .escrowing import EscrowRow, OpeningRow
from .form_views import DraftRow, Kept, PaperKind, Remembered
from .founding import begin_founding, finish_founding, recovery_sheet, strength
from .handing_over import Passing, givers
from .keeping import restore_office
from .letter_views import LetterRow
from .letters import LONGEST_SLIP
from .missing import count_missing, list_missing
from .noticeboard import BoardRow
from .opening import epoch_question, system_clock
from .overseeing import Oversight
from .placing import write_file
from .printing import write_chart, write_checklist, write_process_sheet
from .releasing import InForce, Preview, read_release, sign_release
from .releasing import new_key as new_release_key
from .releasing import public_of as release_key_public
from .replacing import Replacing
from .review_views import DoneStep, ReviewRow, ReviewView
from .rulebook import TypeStep, TypeView
from .staff import RoleRow
from .step_views import Check, DecisionRow, MatterView, ObjectionRow, SlotView, StepRow, StepView
from .town_views import (
    ArrivalRow,
    AsideRow,
    DeviceRow,
    DrawRow,
    LotRow,
    OriginalView,
    OverseenMatter,
    Redrawn,
    ReturnedRow,
    SlipRow,
    VillageRow,
    VillageWarning,
)
from .trust_views import (
    Admitted,
    ContactRow,
    JoiningView,
    KeyReplaced,
    KeyRow,
    MasterRenewed,
    Newcomer,
    OpenMatter,
    Requested,
    SealingRow,
    SignedRow,
    Stolen,
)
from .views import (
    MATTER_STATES,
    Changes,
    HistoryRow,
    MatterPage,
    MatterRow,
    ParameterRow,
    RefusedEntry,
    Sentence,
    SettingRow,
    Task,
    Today,
    TypeRow,
    Unreported,
    Verdict,
    WarningRow,
)
from .words import LANGUAGES, NOTICE_BOARD, explain, label, speak
from .workbooks import ReadWorkbook, export_workbook, import_workbook

__all__ = [
    "MATTER_STATES",
    "Division",
    "Place",
    "counties",
    "division",
    "divisions_as_of",
    "find_places",
    "place_name",
    "prefectures",
    "provinces",
    "RoleRow",
    "TypeStep",
    "TypeView",
    "BoardRow",
    "MATTER_ORDERS",
    "MatterPage",
    "MatterQuery",
    "Because",
    "BranchEntryRow",
    "BranchRow",
    "CarriedOver",
    "EpochQuestion",
    "LeftRow",
    "epoch_question",
    "ArrivalRow",
    "LANGUAGES",
    "LONGEST_LETTER",
    "LONGEST_NAME",
    "LONGEST_NUMBER",
    "LONGEST_REASON",
    "LONGEST_SLIP",
    "LONGEST_TITLE",
    "BroughtBack",
    "CareView",
    "Drill",
    "PreferenceRow",
    "BundleRow",
    "DraftRow",
    "Kept",
    "PagePicture",
    "PaperKind",
    "Remembered",
    "capitals",
    "empty_boxes",
    "page_count",
    "page_picture",
    "plain_value",
    "Changes",
    "Check",
    "CheckedCatalogue",
    "ContactRow",
    "DecisionRow",
    "Desk",
    "DoneStep",
    "Exported",
    "FaultRow",
    "Finding",
    "GapRow",
    "HistoryRow",
    "MatterRow",
    "MatterView",
    "NOTICE_DOWN",
    "NOTICE_BOARD",
    "NOTICE_UP",
    "ObjectionRow",
    "OriginalView",
    "OverseenMatter",
    "Oversight",
    "ParameterRow",
    "SettingRow",
    "InForce",
    "Preview",
    "ReadWorkbook",
    "RefusedEntry",
    "Replied",
    "DrawRow",
    "LotRow",
    "Redrawn",
    "ReturnedRow",
    "ReviewRow",
    "VillageWarning",
    "ReviewView",
    "Sentence",
    "SlotView",
    "Standing",
    "StepRow",
    "StepText",
    "StepView",
    "Task",
    "Today",
    "TypeRow",
    "Unreported",
    "Verdict",
    "WarningRow",
    "begin_founding",
    "check_catalogue",
    "demo",
    "explain",
    "export_workbook",
    "finish_founding",
    "import_workbook",
    "count_missing",
    "label",
    "list_missing",
    "new_release_key",
    "open_office",
    "open_with_code",
    "read_release",
    "recovery_sheet",
    "release_key_public",
    "resources",
    "restore_office",
    "sign_release",
    "speak",
    "strength",
    "system_clock",
    "type_in_words",
    "type_record",
    "types_of",
    "write_chart",
    "write_checklist",
    "write_file",
    "write_process_sheet",
    "write_schema",
    "AsideRow",
    "DeviceRow",
    "LetterRow",
    "SlipRow",
    "VillageRow",
    "Loaded",
    "recover_office",
    "EscrowRow",
    "OpeningRow",
    "Admitted",
    "JoiningView",
    "KeyReplaced",
    "MasterRenewed",
    "SealingRow",
    "KeyRow",
    "Newcomer",
    "Replacing",
    "Requested",
    "SignedRow",
    "OpenMatter",
    "Passing",
    "Stolen",
    "givers",
]
