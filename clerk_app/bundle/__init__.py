"""Bundles: what travels between offices on a stick or by mail (`docs/format-bundle.md`)."""

from __future__ import annotations

from .admission import Admission, Enrolled, Outcome, Past, Received, judge
from .branch import branch_bytes, read_branch
from .carriers import SUFFIX, Load, bundle_name, plan, room
from .contents import Contents
from .copying import copy, put
from .limits import Limits
from .mail import largest_attached, looks_like_mail, message, message_size, unpack
from .manifest import BundleKind, FileItem, LogSpan, Manifest, Recipient, Sender
from .placing import PART, check_room, on_carrier, readable
from .pouring import BundleFile
from .reader import Opened, PublicOf, looks_sealed, open_sealed
from .writer import Written, write

__all__ = [
    "Admission",
    "BundleFile",
    "BundleKind",
    "Contents",
    "Enrolled",
    "FileItem",
    "Limits",
    "Load",
    "LogSpan",
    "Manifest",
    "Opened",
    "Outcome",
    "Past",
    "PublicOf",
    "Received",
    "Recipient",
    "Sender",
    "Written",
    "branch_bytes",
    "bundle_name",
    "judge",
    "looks_sealed",
    "open_sealed",
    "plan",
    "read_branch",
    "write",
    "looks_like_mail",
    "message",
    "unpack",
    "PART",
    "SUFFIX",
    "check_room",
    "copy",
    "largest_attached",
    "message_size",
    "on_carrier",
    "readable",
    "put",
    "room",
]
