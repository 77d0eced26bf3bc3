"""Makes the files of this folder, which every later build must read as they are.

    python tests/golden/trust/make.py

Run once for each version of these formats, never to replace what was released: a branch in a file, an escrow shared by
two, the payloads of a change of device and of a hand-over with their signatures, that of an official's new key
and that of another sealing key.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2]))

from clerk_app import bundle, chain, workflow  # noqa: E402
from clerk_app.crypto import Cost, SealingKey, SigningKey, fingerprint, split_key  # noqa: E402
from clerk_app.model import Card, Entry, EntryKind, Handover, LogId, OfficeKind  # noqa: E402

OLD, NEW = SigningKey.from_seed(b"\x05" * 32), SigningKey.from_seed(b"\x06" * 32)
LOG = LogId(fingerprint(OLD.public), 1, "330502999000")


def branch() -> bytes:
    """Three letters, the second erased by law."""
    found = []
    for seq in (1, 2, 3):
        prev = found[-1].hash if found else ""
        entry = Entry(
            LOG, seq, prev, "", "2026-11-20T08:00:00Z", "ok", EntryKind.LETTER, "", "", "", "p001", "clerk", ""
        )
        found.append(chain.record(entry, {"text": f"第 {seq} 封"}, bytes([seq]) * 16, OLD))
    lines = bundle.branch_bytes(found).split(b"\n")
    lines[4] = lines[4].replace(b'{"text":"%b"}' % "第 2 封".encode(), b"null").replace(b"02" * 16, b"")
    return b"\n".join(lines)


def rekey() -> dict[str, object]:
    """A device that gives way to another one."""
    card = Card("330502999201", "甲村", OfficeKind.VILLAGE, NEW.public.hex(), "age1" + "q" * 58, 2)
    proof = NEW.sign(workflow.rekey_statement(LOG, card)).hex()
    said = {"card": workflow.card_record(card), "proof": proof, "reason": "例行更换", "on": "2026-11-20"}
    return {"log": chain.log_record(LOG), "payload": said}


def handover() -> dict[str, object]:
    """A hand-over from p001 to p002, signed by both."""
    unsigned = Handover("p001", "p002", "p001", 3, "ab" * 32, "", "2026-11-20")
    statement = workflow.handover_statement("330502999201", unsigned)
    said = {name: getattr(unsigned, name) for name in Handover.__slots__}
    said |= {"given": OLD.sign(statement).hex(), "taken": NEW.sign(statement).hex()}
    return {"office": "330502999201", "keys": [OLD.public.hex(), NEW.public.hex()], "payload": said}


def escrow() -> dict[str, object]:
    """A key shared by two, with its secret beside it."""
    key = SealingKey.generate()
    holders = [("p001", "甲的词"), ("p002", "乙的词")]
    return {"secret": key.secret, "holders": dict(holders), "record": split_key(key, holders, Cost(19 * 1024, 2, 1))}


def replacement() -> dict[str, object]:
    """An official's key that counts up to entry 7 of one log and 3 of another, and the one that follows it."""
    ends = {LOG: 7, LogId(fingerprint(NEW.public), 2, "330502999202"): 3}
    said = [{"log": chain.log_record(log), "until": until} for log, until in ends.items()]
    payload = {"person": "p002", "key": OLD.public.hex(), "fresh": NEW.public.hex(), "ends": said}
    return {"payload": {**payload, "cause": "forgotten", "reason": "忘了密码", "on": "2026-11-26"}}


def reseal() -> dict[str, object]:
    """Another sealing key."""
    return {"payload": {"sealing": "age1" + "q" * 58, "reason": "例行更换", "on": "2026-11-26"}}


def main() -> None:
    """Write what is not here yet."""
    makers = {"rekey": rekey, "handover": handover, "escrow": escrow, "replacement": replacement, "reseal": reseal}
    if not (HERE / "branch.bin").exists():
        (HERE / "branch.bin").write_bytes(branch())
    for name, make in makers.items():
        if (HERE / f"{name}.json").exists():
            continue
        made = make()
        text = json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True)
        (HERE / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
