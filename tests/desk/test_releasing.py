"""A release from the county's folder to the village: signed by two, previewed, put in force, heard, adopted."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from clerk_app import canon, catalogue, report
from clerk_app.crypto import Cost
from clerk_app.desk import releasing
from clerk_app.errors import IntegrityError, RefusedError, SurroundingsError, UsageError
from clerk_app.places import resources

QUICK = Cost(19 * 1024, 2, 1)
OWN = "签发人自己的密码"

SMALL = """
id = "V33"
name = "困难申请"
short = "困难"
category = "民生救助"
basis = "某办法"
applies = "试"

[[steps]]
id = "discovery"
name = "发现"
responsible = "网格员"
basis = "某办法"

[[steps.gates]]
gate = "parameter_set"
key = "aid.report_days"
basis = "某办法"
"""

SAMPLE = """
[[samples]]
name = "办完"

[[samples.acts]]
step = "discovery"
day = 0

[[samples.acts.tries]]
refused = "parameter-empty"
empty = ["aid.report_days"]
"""


def folder_of(tmp_path: Path, version: int = 9, sample: str = SAMPLE) -> Path:
    """A county's folder with one type."""
    folder = tmp_path / f"county-{version}-{len(sample)}"
    folder.mkdir()
    for name in ("parameters", "roles", "holidays"):
        shutil.copyfile(resources() / "catalogue" / f"{name}.toml", folder / f"{name}.toml")
    (folder / "release.toml").write_text(f'version = {version}\nname = "某县清单"\n', encoding="utf-8")
    (folder / "V33.toml").write_text(SMALL, encoding="utf-8")
    (folder / "samples").mkdir()
    (folder / "samples" / "V33.toml").write_text(sample, encoding="utf-8")
    return folder


@pytest.fixture
def keys(tmp_path: Path) -> list[Path]:
    """Three officials' keys."""
    paths = [tmp_path / f"key-{number}" for number in range(3)]
    for path in paths:
        releasing.new_key(path, OWN, QUICK)
    return paths


@pytest.fixture
def release(tmp_path: Path, keys: list[Path]) -> Path:
    """A release that two of them signed."""
    first, second = tmp_path / "one", tmp_path / "two"
    releasing.sign_release(folder_of(tmp_path), keys[0], OWN, first)
    assert releasing.sign_release(first, keys[1], OWN, second)[1] == 2
    return second


def publics(keys: list[Path]) -> tuple[str, ...]:
    return tuple(releasing.public_of(path) for path in keys)


def refused_with(call: Any) -> list[str]:
    with pytest.raises(RefusedError) as caught:
        call()
    return [refusal.code for refusal in caught.value.refusals]


def hear(offices: Any, township: Any, village: Any) -> None:
    """The township's word to the village, and the village's to the township."""
    (replied,) = township.reply(offices.stick)
    village.receive([Path(replied.exported.path)])


def test_from_the_county_to_the_village(voting: Any, release: Path, keys: list[Path], tmp_path: Path) -> None:
    village, township = voting.open("village"), voting.open("township")
    assert refused_with(lambda: township.releases.adopt(release)) == ["signers-not-set"]
    township.releases.trust(publics(keys), 2)
    seen = township.releases.preview(release)
    assert (seen.version, len(seen.signers), seen.changes.changed) == (9, 2, ("V33",))
    assert "V10" in seen.changes.removed
    adopted = township.releases.adopt(release)
    with pytest.raises(UsageError):
        village.releases.write_offered(tmp_path / "offered")
    hear(voting, township, village)
    offered = tmp_path / "offered"
    village.releases.write_offered(offered)
    assert offered.read_bytes() == release.read_bytes()
    (impact,) = [found for _, found in village.releases.preview(offered).matters]
    assert (impact.type, impact.movable) == ("V10", False)
    assert refused_with(lambda: village.releases.adopt(offered)) == ["adoption-without-resolution"]
    page = village.attach(report.paper(report.Paper("决议", (report.Paragraph("同意"),))), "adoption", photo=False)
    assert village.releases.adopt(offered, resolution="9 号", page=page) == adopted
    running = village.matters()[0].id
    assert village.begin("V33", "甲户") != running
    assert village.matter(running).catalogue != adopted
    (verdict,) = township.receive([Path(village.export(voting.stick).path)])
    assert (verdict.word, verdict.refused, verdict.held) == ("verdict.valid", (), 0)
    assert refused_with(lambda: village.releases.adopt(offered, resolution="9 号", page=page)) == ["release-not-newer"]


def test_one_signature_is_not_enough_and_strangers_do_not_count(
    offices: Any, release: Path, keys: list[Path], tmp_path: Path
) -> None:
    township = offices.open("township")
    township.releases.trust(publics(keys[1:]), 2)
    with pytest.raises(RefusedError) as caught:
        township.releases.adopt(release)
    (refusal,) = caught.value.refusals
    assert (refusal.code, refusal.details) == ("release-signatures-too-few", {"have": 1, "need": 2, "short": 1})


def test_the_version_never_falls_and_going_back_is_a_higher_one(offices: Any, keys: list[Path], tmp_path: Path) -> None:
    township = offices.open("township")
    township.releases.trust(publics(keys), 2)
    for version in (1, 8, 7):
        first, both = tmp_path / f"first-{version}", tmp_path / f"both-{version}"
        releasing.sign_release(folder_of(tmp_path, version), keys[0], OWN, first)
        releasing.sign_release(first, keys[2], OWN, both)
        if version == 8:
            township.releases.adopt(both)
        else:
            assert refused_with(lambda path=both: township.releases.adopt(path)) == ["release-not-newer"]


def test_a_village_says_nothing_of_signers(offices: Any, keys: list[Path]) -> None:
    village, township = offices.open("village"), offices.open("township")
    assert refused_with(lambda: village.releases.trust(publics(keys), 2)) == ["signers-not-ours"]
    for wrong in ((publics(keys), 1), (publics(keys[:1]), 2), (publics(keys[:1] * 2), 2), (("x", "y"), 2)):
        assert refused_with(lambda given=wrong: township.releases.trust(*given)) == ["signers-too-few"]


@pytest.mark.parametrize(
    "sample", [SAMPLE.replace("parameter-empty", "quorum-not-met"), SAMPLE.partition("[[samples.acts.tries]]")[0]]
)
def test_a_folder_whose_samples_fail_or_leave_a_gate_unproven_is_not_signed(
    tmp_path: Path, keys: list[Path], sample: str
) -> None:
    with pytest.raises(IntegrityError) as caught:
        releasing.sign_release(folder_of(tmp_path, sample=sample), keys[0], OWN, tmp_path / "out")
    assert caught.value.code == "samples-fail"
    assert not (tmp_path / "out").exists()


def test_nobody_signs_twice_or_with_anothers_password(release: Path, keys: list[Path], tmp_path: Path) -> None:
    with pytest.raises(IntegrityError) as caught:
        releasing.sign_release(release, keys[0], OWN, tmp_path / "three")
    assert caught.value.code == "signed-twice"
    with pytest.raises(IntegrityError) as caught:
        releasing.sign_release(release, keys[2], "另一个密码", tmp_path / "three")
    assert caught.value.code == "wrong-signing-password"
    assert not (tmp_path / "three").exists()


def test_a_key_file_is_never_written_over_and_large_files_are_not_read(keys: list[Path], tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        releasing.new_key(keys[0], OWN, QUICK)
    with pytest.raises(SurroundingsError):
        releasing.public_of(tmp_path / "none")
    (tmp_path / "large").write_bytes(b"x" * 20_000)
    with pytest.raises(IntegrityError) as caught:
        releasing.public_of(tmp_path / "large")
    assert caught.value.code == "file-too-large"


def test_a_changed_release_is_refused(release: Path, tmp_path: Path) -> None:
    record = canon.decode(release.read_bytes(), limit=1 << 23)
    cases = {
        "signature-invalid": {**record, "catalogue": {**record["catalogue"], "version": 10, "types": "none"}},
        "release-newer": {**record, "format": 2},
        "signed-twice": {**record, "signatures": [*record["signatures"], record["signatures"][0]]},
        "record-malformed": {**record, "signatures": "x"},
    }
    for code, changed in cases.items():
        with pytest.raises(IntegrityError) as caught:
            catalogue.read_signed(canon.encode(changed))
        assert caught.value.code == code


def test_a_refused_release_leaves_the_old_one_in_force(
    offices: Any, release: Path, keys: list[Path], tmp_path: Path
) -> None:
    township = offices.open("township")
    township.releases.trust(publics(keys), 2)
    before, written = township._office.realm.context.catalogue, township.entries()
    record = canon.decode(release.read_bytes(), limit=1 << 23)
    (kind,) = record["catalogue"]["types"]
    faulty = {**record["catalogue"], "types": [{**kind, "steps": [*kind["steps"], kind["steps"][0]]}]}
    changed = tmp_path / "changed"
    changed.write_bytes(canon.encode({**record, "catalogue": faulty, "signatures": []}))
    with pytest.raises(IntegrityError) as caught:
        township.releases.adopt(changed)
    assert str(caught.value.details["path"]).startswith("V33.steps")
    assert (township._office.realm.context.catalogue, township.entries()) == (before, written)
    assert township.releases.adopt(release) != before


def test_the_release_in_force_is_told_with_its_signers_and_its_forerunners(
    offices: Any, release: Path, keys: list[Path]
) -> None:
    township = offices.open("township")
    before = township.releases.in_force()
    assert (before.on, before.signers, before.needed, before.earlier) == ("", (), 0, ())
    township.releases.trust(publics(keys), 2)
    adopted = township.releases.adopt(release)
    now = township.releases.in_force()
    assert (now.version, now.name, now.hash, now.on) == (9, "某县清单", adopted, township.day())
    assert (len(now.signers), now.needed) == (3, 2)
    assert now.earlier == ((before.version, before.name, ""),)
