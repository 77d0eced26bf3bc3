"""Makes the store of this version under `tests/golden/store/`, which every later build must open.

    python tests/golden/store/make.py

Run once when a migration is added, never to replace the store of a version that was released.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import asdict
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2]))

from clerk_app import canon, chain  # noqa: E402
from clerk_app.crypto import SigningKey, fingerprint  # noqa: E402
from clerk_app.model import Commitment, Entry, EntryKind, FileRef, LogId  # noqa: E402
from clerk_app.store import (  # noqa: E402
    KNOWN_VERSION,
    InboxRow,
    OutboxRow,
    SetAside,
    ShelfMatter,
    ShelfReview,
    ShelfTask,
    Span,
    Store,
)

KEY, SALT, BLOB_KEY = bytes(range(32)), bytes(range(100, 116)), bytes(range(32, 64))
DEVICE = SigningKey.from_seed(bytes([1]) * 32)
LOG = LogId(fingerprint(DEVICE.public), 1, "330502999000")
PHOTO = b"a photo of the road"
AT = "2026-11-24T08:00:00Z"


def main() -> None:
    """Write the store, and beside it what a reader must find in it."""
    folder = HERE / f"{KNOWN_VERSION:04d}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with Store.create(folder, KEY, SALT, BLOB_KEY) as store:
        info = store.blobs.put(PHOTO)
        with store.transaction():
            prev = _journal(store, FileRef(info.sha256, info.size, "photo"))
            _shelf(store)
            _boxes(store)
        wanted = {"head": prev, "blob": asdict(info), "log": str(LOG), "version": KNOWN_VERSION}
    (folder / "lock").unlink()
    (folder / "wanted.json").write_bytes(canon.encode(wanted))


def _journal(store: Store, file: FileRef) -> str:
    prev = ""
    for seq in range(1, 13):
        kind = EntryKind.EPOCH if seq == 1 else EntryKind.BEGIN if seq == 2 else EntryKind.COMPLETE
        matter, step = ("", "") if seq == 1 else ("m1", f"step{seq}")
        files = (file,) if seq == 5 else ()
        entry = Entry(LOG, seq, prev, "", AT, "ok", kind, matter, step, "", "p1", "clerk", "", files)
        recorded = chain.record(entry, {"note": "甲村道路", "number": seq}, bytes(16), DEVICE)
        store.journal.append(recorded)
        prev = recorded.hash
        if seq == 7:
            store.journal.erase([recorded.hash])
    return prev


def _shelf(store: Store) -> None:
    row = ShelfMatter(
        "330502999201", "m1", "2026-001", "甲村道路", "V10", "工程", "open", "询价", "2026-12-01", "2026-11-24", "", 0
    )
    task = ShelfTask("330502999201", "m1", "quotes", "询价", "clerk", "2026-12-01", "", "")
    paid = Commitment("m1", "V10", "pay", "2026-11-24", 12345, "村口", "乙公司", 1)
    waiting = ShelfReview("330502999201", "m1", "filing", "township", 1, "2026-11-24", 1)
    store.shelf.put_matter(row, [task], [paid], "甲村道路 2026-001", reviews=[waiting])
    store.shelf.put_warnings("330502999201", ["ab" * 32])
    store.shelf.set_states([("ab" * 32, "accepted")])


def _boxes(store: Store) -> None:
    store.outbox.add(
        OutboxRow("330502999000", 1, "aa" * 32, AT, 12, 1, 5000, "usb", handed="2026-11-25"), [Span(LOG, 1, 12)]
    )
    store.inbox.add(InboxRow("330502999000", "dd" * 32, 1, "bb" * 32, "", AT, 3, 0, 0, "cc" * 32))
    store.inbox.quarantine(SetAside("ee" * 32, "json-malformed", AT, "330502999201", 7))
    store.drafts.put("m1", "quotes", value=b"{}")
    store.keyring.put("p1", value=b"{}")
    store.notes.put("code", value=b"330502999201")


if __name__ == "__main__":
    main()
