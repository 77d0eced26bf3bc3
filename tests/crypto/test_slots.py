"""Key slots: who opens, what a change touches, and that no cut of a write ever bricks an office."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app import crypto
from clerk_app.crypto import Cost, SealingKey, SlotKind, Unlocked, slot_kinds, slots
from clerk_app.crypto.codewords import read_code, write_code
from clerk_app.errors import ClerkError, IntegrityError, SurroundingsError, UsageError

QUICK = Cost(19 * 1024, 2, 1)
ESCROW = SealingKey.generate()
GOLDEN = Path(__file__).parent.parent / "golden" / "keys"
NAMES = ("keys.cwk", "keys.cwk2")


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Unlocked, str]:
    """A header with every kind of slot."""
    folder = tmp_path_factory.mktemp("keys")
    unlocked, code = crypto.found(folder, "密码一", cost=QUICK, escrow=ESCROW.recipient)
    crypto.change_passphrase(folder, unlocked, "副手密码", SlotKind.DEPUTY, QUICK)
    return folder, unlocked, code


@pytest.fixture
def copy(founded: tuple[Path, Unlocked, str], tmp_path: Path) -> tuple[Path, Unlocked, str]:
    """A copy that a test may break."""
    folder, unlocked, code = founded
    for name in NAMES:
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    return tmp_path, unlocked, code


def test_every_slot_opens_to_the_same_key(founded: tuple[Path, Unlocked, str]) -> None:
    folder, unlocked, code = founded
    for opened, kind in (
        (crypto.unlock(folder, "密码一"), SlotKind.CLERK),
        (crypto.unlock(folder, "副手密码"), SlotKind.DEPUTY),
        (crypto.unlock_with_code(folder, code), SlotKind.RECOVERY),
        (crypto.unlock_with_escrow(folder, ESCROW), SlotKind.ESCROW),
    ):
        assert (opened.master, opened.salt, opened.store_id) == (unlocked.master, unlocked.salt, unlocked.store_id)
        assert opened.slot is kind
    assert set(slot_kinds(folder)) == set(SlotKind)
    assert unlocked.derive("store") != unlocked.derive("blobs")
    assert unlocked.master.hex() not in repr(unlocked)


def test_a_password_is_the_same_however_its_characters_are_composed(tmp_path: Path) -> None:
    crypto.found(tmp_path, "caf\u00e9", cost=QUICK)
    crypto.unlock(tmp_path, "cafe\u0301")


def test_wrong_secrets_are_told_apart_from_damage(copy: tuple[Path, Unlocked, str]) -> None:
    folder, _, _ = copy
    with pytest.raises(IntegrityError, match="wrong-passphrase"):
        crypto.unlock(folder, "密码二")
    with pytest.raises(IntegrityError, match="wrong-recovery-code"):
        crypto.unlock_with_code(folder, write_code(bytes(16)))
    with pytest.raises(IntegrityError, match="age-not-for-us"):
        crypto.unlock_with_escrow(folder, SealingKey.generate())
    for name in NAMES:
        raw = bytearray((folder / name).read_bytes())
        raw[20] ^= 1
        (folder / name).write_bytes(raw)
    with pytest.raises(IntegrityError, match="key-header-damaged"):
        crypto.unlock(folder, "密码一")
    for name in NAMES:
        (folder / name).unlink()
    with pytest.raises(SurroundingsError, match="key-header-missing"):
        crypto.unlock(folder, "密码一")


def test_a_changed_password_replaces_the_old_one_only(copy: tuple[Path, Unlocked, str]) -> None:
    folder, unlocked, code = copy
    crypto.change_passphrase(folder, unlocked, "新密码")
    with pytest.raises(IntegrityError, match="wrong-passphrase"):
        crypto.unlock(folder, "密码一")
    assert crypto.unlock(folder, "新密码").master == unlocked.master
    assert crypto.unlock(folder, "副手密码").slot is SlotKind.DEPUTY
    crypto.unlock_with_code(folder, code)
    with pytest.raises(UsageError, match="passphrase-empty"):
        crypto.change_passphrase(folder, unlocked, "")


def test_slots_are_taken_away_but_never_the_last_password(copy: tuple[Path, Unlocked, str]) -> None:
    folder, unlocked, _ = copy
    crypto.remove_slot(folder, unlocked, SlotKind.DEPUTY)
    crypto.remove_slot(folder, unlocked, SlotKind.ESCROW)
    with pytest.raises(IntegrityError, match="wrong-passphrase"):
        crypto.unlock(folder, "副手密码")
    with pytest.raises(IntegrityError, match="no-escrow-slot"):
        crypto.unlock_with_escrow(folder, ESCROW)
    with pytest.raises(UsageError, match="last-slot"):
        crypto.remove_slot(folder, unlocked, SlotKind.CLERK)
    crypto.remove_slot(folder, unlocked, SlotKind.RECOVERY)
    with pytest.raises(IntegrityError, match="wrong-recovery-code"):
        crypto.unlock_with_code(folder, write_code(bytes(16)))


def test_a_header_is_not_made_twice(copy: tuple[Path, Unlocked, str]) -> None:
    with pytest.raises(SurroundingsError, match="key-header-exists"):
        crypto.found(copy[0], "x", cost=QUICK)


def test_files_are_for_this_user_only(founded: tuple[Path, Unlocked, str]) -> None:
    for name in NAMES:
        assert (founded[0] / name).stat().st_mode & 0o777 == 0o600


def damaged(raw: bytes, cut: int, mode: str) -> bytes:
    """What a power cut may leave of a file of which `cut` bytes were written."""
    rest = len(raw) - cut
    return raw[:cut] + {"short": b"", "zeros": bytes(rest), "ones": b"\xff" * rest}[mode]


@pytest.mark.parametrize("mode", ["short", "zeros", "ones"])
def test_a_password_change_that_is_cut_anywhere_leaves_the_old_or_the_new(
    founded: tuple[Path, Unlocked, str], tmp_path: Path, mode: str
) -> None:
    folder, unlocked, code = founded
    old = [(folder / name).read_bytes() for name in NAMES]
    for name, raw in zip(NAMES, old, strict=True):
        (tmp_path / name).write_bytes(raw)
    crypto.change_passphrase(tmp_path, unlocked, "新密码", cost=QUICK)
    new = (tmp_path / NAMES[0]).read_bytes()
    for cut in range(0, len(new), 7):
        for first, second in ((damaged(new, cut, mode), old[1]), (new, damaged(new, cut, mode))):
            (tmp_path / NAMES[0]).write_bytes(first)
            (tmp_path / NAMES[1]).write_bytes(second)
            # The recovery code is in both generations and costs no stretching.
            assert crypto.unlock_with_code(tmp_path, code).master == unlocked.master


def rewritten(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the body of both copies and mend its checksum, as somebody without any key could."""
    for name in NAMES:
        raw = (folder / name).read_bytes()
        (length,) = struct.unpack(">I", raw[6:10])
        record = json.loads(raw[10 : 10 + length])
        change(record)
        body = json.dumps(record, sort_keys=True, separators=(",", ":")).encode()
        (folder / name).write_bytes(raw[:6] + struct.pack(">I", len(body)) + body + hashlib.sha256(body).digest())


def slot_of(record: dict[str, Any], kind: str) -> dict[str, Any]:
    """A slot of a record."""
    return next(slot for slot in record["slots"] if slot["kind"] == kind)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda r: r.update(v=2), "key-header-newer"),
        (lambda r: r.update(v="x"), "key-header-damaged"),
        (lambda r: r.pop("v"), "key-header-damaged"),
        (lambda r: r["slots"].append(slot_of(r, "clerk")), "key-header-damaged"),
        (lambda r: slot_of(r, "clerk").update(cost=["x", 2, 1]), "key-header-damaged"),
        (lambda r: slot_of(r, "clerk").update(cost=[19 * 1024, 2]), "key-header-damaged"),
        (lambda r: r.update(slots=["x"]), "key-header-damaged"),
        (lambda r: slot_of(r, "clerk").update(salt="00"), "key-header-damaged"),
        (lambda r: r.update(generation=float("inf")), "key-header-damaged"),
        (lambda r: r.pop("salt"), "key-header-damaged"),
        (lambda r: r.update(slots=[{"kind": "x"}]), "key-header-damaged"),
        (lambda r: r.update(salt="zz"), "key-header-damaged"),
        (lambda r: r.update(generation=99), "key-header-damaged"),
        (lambda r: r["slots"].remove(slot_of(r, "deputy")), "key-header-damaged"),
        (lambda r: slot_of(r, "clerk").update(cost=[4 << 20, 1, 1]), "key-cost-refused"),
        (lambda r: slot_of(r, "clerk").update(cost=[19 * 1024, 10**6, 1]), "key-cost-refused"),
        (lambda r: slot_of(r, "clerk").update(cost=[19 * 1024, 2, 99]), "key-cost-refused"),
        (lambda r: slot_of(r, "clerk").update(cost=[8, 2, 1]), "key-cost-refused"),
    ],
)
def test_a_header_that_somebody_changed_is_refused_before_any_work(
    copy: tuple[Path, Unlocked, str], change: Callable[[dict[str, Any]], object], code: str
) -> None:
    rewritten(copy[0], change)
    with pytest.raises(ClerkError, match=code):
        crypto.unlock(copy[0], "密码一")


def with_body(body: bytes) -> bytes:
    """A file whose frame is whole."""
    return b"CWKS1\n" + struct.pack(">I", len(body)) + body + hashlib.sha256(body).digest()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"CWKS1\n",
        b"x" * 100,
        b"CWKS1\n" + b"\0" * 100_000,
        with_body(b"[" * 60_000),
        with_body(b"[]"),
        with_body(b"x"),
    ],
)
def test_what_is_no_header_is_damage(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / NAMES[0]).write_bytes(raw)
    with pytest.raises(IntegrityError, match="key-header-damaged"):
        crypto.unlock(tmp_path, "x")


def test_of_a_file_that_is_too_large_only_the_beginning_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / NAMES[0]).write_bytes(bytes(1_000_000))
    read: list[int] = []
    monkeypatch.setattr(slots, "_read", lambda raw: read.append(len(raw)))
    with pytest.raises(IntegrityError, match="key-header-damaged"):
        crypto.unlock(tmp_path, "x")
    assert read == [64 * 1024 + 1]


def test_a_write_that_does_not_read_back_is_told(
    copy: tuple[Path, Unlocked, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clerk_app.crypto.slots.write_private", lambda path, data: None)
    with pytest.raises(SurroundingsError, match="disk-failed"):
        crypto.change_passphrase(copy[0], copy[1], "新密码", cost=QUICK)


@given(st.binary(min_size=16, max_size=16))
def test_a_recovery_code_is_read_however_it_is_written_down(code: bytes) -> None:
    text = write_code(code)
    assert read_code(text) == code
    assert read_code(text.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == code


@given(st.binary(min_size=16, max_size=16), st.integers(0, 27), st.integers(1, 31))
def test_a_mistyped_character_of_a_recovery_code_is_found(code: bytes, place: int, shift: int) -> None:
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    digits = list(write_code(code).replace("-", ""))
    digits[place] = letters[(letters.index(digits[place]) + shift) % 32]
    # Twelve check bits: one slip in 4,096 may go unseen here, and then opens nothing.
    with suppress(IntegrityError):
        assert read_code("".join(digits)) != code


@pytest.mark.parametrize("text", ["", "ABCD", "!" * 28])
def test_what_is_no_recovery_code_is_refused(text: str) -> None:
    with pytest.raises(IntegrityError, match="recovery-code-mistyped"):
        read_code(text)


def test_a_persons_key_opens_with_the_own_password_only() -> None:
    key = crypto.SigningKey.generate()
    record = crypto.lock_key(key.seed, "本人密码", QUICK)
    assert crypto.open_key(record, "本人密码").public == key.public
    with pytest.raises(IntegrityError, match="wrong-signing-password"):
        crypto.open_key(record, "别人密码")
    with pytest.raises(IntegrityError, match="wrapped-damaged"):
        crypto.open_key({**record, "salt": "zz"}, "本人密码")
    with pytest.raises(IntegrityError, match="wrapped-damaged"):
        crypto.open_key({**record, "salt": "00"}, "本人密码")
    with pytest.raises(IntegrityError, match="wrapped-damaged"):
        crypto.open_key({**record, "cost": ["x", 2, 1]}, "本人密码")
    with pytest.raises(IntegrityError, match="wrapped-damaged"):
        crypto.open_key({}, "本人密码")
    with pytest.raises(IntegrityError, match="key-cost-refused"):
        crypto.open_key({**record, "cost": [4 << 20, 3, 4]}, "本人密码")


def test_what_is_wrapped_is_bound_to_key_and_context() -> None:
    wrapped = crypto.wrap(b"k" * 32, b"secret", b"device")
    assert crypto.unwrap(b"k" * 32, wrapped, b"device") == b"secret"
    for key, raw, context in (
        (b"x" * 32, wrapped, b"device"),
        (b"k" * 32, wrapped, b"other"),
        (b"k" * 32, wrapped[:-1], b"device"),
        (b"k" * 32, b"", b"device"),
    ):
        with pytest.raises(IntegrityError, match="wrapped-damaged"):
            crypto.unwrap(key, raw, context)


def test_a_header_of_the_first_format_opens_for_ever() -> None:
    code = (GOLDEN / "recovery.txt").read_text(encoding="utf-8").strip()
    assert crypto.unlock(GOLDEN, "golden passphrase").slot is SlotKind.CLERK
    assert crypto.unlock_with_code(GOLDEN, code).store_id == crypto.unlock(GOLDEN, "golden passphrase").store_id


def test_the_default_cost_is_the_second_choice_of_rfc_9106() -> None:
    assert Cost.default() == Cost(64 * 1024, 3, 4)
