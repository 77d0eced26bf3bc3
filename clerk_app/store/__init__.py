"""The store of an office: an encrypted journal, protected attachments, and the shelf that is derived from them."""

from __future__ import annotations

from .backups import copy_size, keep_newest, newest_copy, restore_copy
from .blobs import BlobInfo
from .boxes import InboxRow, OutboxRow, SetAside, Span
from .folders import unwritten
from .journal import Weight
from .pinyin import initials
from .renewing import RENEWED, begun, finish, settle
from .searching import ORDERS, MatterQuery
from .shelf import ShelfMatter, ShelfReview, ShelfTask
from .store import KNOWN_VERSION, Store

__all__ = [
    "KNOWN_VERSION",
    "BlobInfo",
    "InboxRow",
    "MatterQuery",
    "ORDERS",
    "RENEWED",
    "begun",
    "finish",
    "settle",
    "unwritten",
    "copy_size",
    "initials",
    "OutboxRow",
    "ShelfMatter",
    "ShelfReview",
    "ShelfTask",
    "Span",
    "Store",
    "Weight",
    "keep_newest",
    "newest_copy",
    "restore_copy",
    "SetAside",
]
