"""A key that two open together, a fingerprint that two read to each other, a recovery code that is replaced."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from clerk_app import crypto
from clerk_app.crypto.spoken import COUNT, WORDS
from clerk_app.errors import IntegrityError

QUICK = crypto.Cost(memory=19 * 1024, passes=2, lanes=1)
HOLDERS = [("p001", "甲的词"), ("p002", "乙的词")]


def test_both_passwords_together_give_the_key_again() -> None:
    key = crypto.SealingKey.generate()
    record = crypto.split_key(key, HOLDERS, QUICK)
    assert record["recipient"] == key.recipient
    assert crypto.join_key(record, dict(HOLDERS)).secret == key.secret
    assert key.secret not in str(record)


@pytest.mark.parametrize("wrong", [{"p001": "甲的词", "p002": "甲的词"}, {"p001": "不对", "p002": "乙的词"}])
def test_one_password_alone_gives_nothing(wrong: dict[str, str]) -> None:
    record = crypto.split_key(crypto.SealingKey.generate(), HOLDERS, QUICK)
    with pytest.raises(IntegrityError, match="wrong-holder-password"):
        crypto.join_key(record, wrong)


def test_a_damaged_record_is_told_from_a_wrong_password() -> None:
    record = crypto.split_key(crypto.SealingKey.generate(), HOLDERS, QUICK)
    other = crypto.SealingKey.generate().recipient
    one, two = record["shares"]
    spoilt = [
        {**record, "recipient": other},
        {"shares": record["shares"]},
        {**record, "shares": [one, {**two, "salt": "zz"}]},
        {**record, "shares": [one]},
        {**record, "shares": [one, one]},
    ]
    for each in spoilt:
        with pytest.raises(IntegrityError, match=r"wrapped-damaged|sealing-key-malformed"):
            crypto.join_key(each, dict(HOLDERS))


def test_the_joined_key_opens_what_was_sealed_for_it(tmp_path: Path) -> None:
    key, other = crypto.SealingKey.generate(), crypto.SealingKey.generate()
    unlocked, _ = crypto.found(tmp_path, "四个词的密码", cost=QUICK)
    with pytest.raises(IntegrityError, match="no-escrow-slot"):
        crypto.unlock_with_escrow(tmp_path, key)
    crypto.set_escrow(tmp_path, unlocked, key.recipient)
    joined = crypto.join_key(crypto.split_key(key, HOLDERS, QUICK), dict(HOLDERS))
    assert crypto.unlock_with_escrow(tmp_path, joined).master == unlocked.master
    with pytest.raises(IntegrityError, match="age-not-for-us"):
        crypto.unlock_with_escrow(tmp_path, other)


def test_a_fingerprint_reads_as_eight_different_things() -> None:
    assert len(set(WORDS)) == 256
    assert {len(word) for word in WORDS} == {2}
    publics = [crypto.SigningKey.from_seed(bytes([seed]) * 32).public for seed in range(40)]
    spoken = [crypto.spoken_fingerprint(public) for public in publics]
    assert {len(words.split()) for words in spoken} == {COUNT}
    assert all(one != other for one, other in itertools.combinations(spoken, 2))
    digest = bytes.fromhex(crypto.fingerprint(publics[0]))
    assert [WORDS.index(word) for word in spoken[0].split()] == list(digest[:COUNT])


def test_a_new_recovery_code_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    unlocked, old = crypto.found(tmp_path, "四个词的密码", cost=QUICK)
    new = crypto.renew_recovery(tmp_path, unlocked)
    assert crypto.unlock_with_code(tmp_path, new).master == unlocked.master
    with pytest.raises(IntegrityError, match="wrong-recovery-code"):
        crypto.unlock_with_code(tmp_path, old)
    assert crypto.unlock(tmp_path, "四个词的密码").master == unlocked.master
    assert crypto.slot_kinds(tmp_path).count(crypto.SlotKind.RECOVERY) == 1


def test_the_escrow_of_the_first_version_still_opens() -> None:
    golden = json.loads((Path(__file__).parents[1] / "golden" / "trust" / "escrow.json").read_text(encoding="utf-8"))
    assert crypto.join_key(golden["record"], golden["holders"]).secret == golden["secret"]
