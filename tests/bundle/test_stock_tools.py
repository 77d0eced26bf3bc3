"""Anybody can check a bundle without this program: with age, unzip, ssh-keygen and sha256sum."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import zipfile

import pytest

from clerk_app.crypto import allowed_signers

TOOLS = ("age", "unzip", "ssh-keygen", "sha256sum")

pytestmark = pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="the stock programs are not installed")


@pytest.fixture
def auditor(workshop, tmp_path):
    """A folder with what an auditor has: a bundle, a key, a register of signers."""
    blobs = [b"\xff\xd8 photo", bytes(200_000)]
    workshop.write(workshop.journal(3, files={2: blobs}), blobs)
    folder = tmp_path / "auditor"
    folder.mkdir()
    shutil.copy(workshop.stick / "a.cwb", folder / "a.cwb")
    (folder / "key.txt").write_text(workshop.township.sealing.secret + "\n", encoding="ascii")
    rows = [(workshop.village.code, workshop.village.signing.public)]
    (folder / "allowed_signers").write_text(allowed_signers(rows), encoding="ascii")
    return folder


def run(folder, command):
    return subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False)


VERIFY = "ssh-keygen -Y verify -f allowed_signers -I 330502999201 -n clerk-bundle -s SHA256SUMS.sig < SHA256SUMS"


def opened(folder):
    done = run(folder, "age -d -i key.txt a.cwb > b.zip && unzip b.zip")
    assert done.returncode == 0, done.stderr


def test_the_three_commands_of_the_format_accept_a_bundle(auditor):
    opened(auditor)
    verified = run(auditor, VERIFY)
    assert verified.returncode == 0, verified.stderr
    assert 'Good "clerk-bundle" signature for 330502999201' in verified.stdout
    sums = run(auditor, "LC_ALL=C sha256sum -c SHA256SUMS")
    assert sums.returncode == 0, sums.stderr
    assert sums.stdout.count(": OK") == 6
    assert sums.stderr == ""


def test_unzip_and_python_find_the_archive_clean(auditor):
    opened(auditor)
    tested = run(auditor, "unzip -t b.zip")
    assert (tested.returncode, tested.stderr) == (0, "")
    assert "No errors detected" in tested.stdout
    python = run(auditor, f"{sys.executable} -m zipfile -t b.zip")
    assert (python.returncode, python.stderr) == (0, "")
    assert run(auditor, "zip -T b.zip").returncode in (0, 127)


def test_every_member_is_covered_by_the_sums(auditor):
    opened(auditor)
    with zipfile.ZipFile(auditor / "b.zip") as archive:
        names = archive.namelist()
    listed = [line.split("  ")[1] for line in (auditor / "SHA256SUMS").read_text("ascii").splitlines()]
    assert names == [*listed, "SHA256SUMS", "SHA256SUMS.sig"]


def test_the_unpacked_files_are_for_their_owner_alone(auditor):
    opened(auditor)
    assert {path.stat().st_mode & 0o777 for path in (auditor / "manifest.json", *(auditor / "files").iterdir())} == {
        0o600
    }


def test_a_changed_list_is_refused_by_ssh_keygen(auditor):
    opened(auditor)
    sums = (auditor / "SHA256SUMS").read_bytes()
    (auditor / "SHA256SUMS").write_bytes(sums.replace(b"README.txt", b"README.tXt"))
    assert run(auditor, VERIFY).returncode != 0


def test_a_changed_member_is_found_by_sha256sum(auditor):
    opened(auditor)
    (auditor / "manifest.json").write_bytes((auditor / "manifest.json").read_bytes().replace(b"report", b"reporT"))
    assert run(auditor, "sha256sum -c SHA256SUMS").returncode != 0


def test_a_signature_for_another_office_is_refused_by_ssh_keygen(auditor):
    opened(auditor)
    assert run(auditor, VERIFY.replace("330502999201", "330502999202")).returncode != 0


def test_the_standard_library_would_write_the_same_bytes(workshop):
    """A second opinion on the one exact form: `zipfile`, told the same fixed values, gives our container."""
    blobs = [b"one", b"two" * 5000, b""]
    workshop.write(workshop.journal(3, files={1: blobs}), blobs)
    ours = workshop.inside()
    theirs = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ours)) as source, zipfile.ZipFile(theirs, "w", zipfile.ZIP_STORED) as target:
        for old in source.infolist():
            info = zipfile.ZipInfo(old.filename, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100600 << 16
            target.writestr(info, source.read(old))
    assert theirs.getvalue() == ours


def test_the_readme_is_readable_in_the_plainest_editor(auditor):
    opened(auditor)
    text = (auditor / "README.txt").read_bytes().decode("utf-8")
    assert text.count("\n") == text.count("\r\n") > 20
    for command in ("age -d -i key.txt", "unzip b.zip", VERIFY.replace("330502999201", "单位代码"), "sha256sum -c"):
        assert command in text
