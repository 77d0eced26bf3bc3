"""The format does not drift: the bundles of every version open, and ours are the same to the byte."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from clerk_app.bundle.manifest import VERSION

GOLDEN = Path(__file__).parents[1] / "golden" / "bundle"
VERSIONS = sorted(path for path in GOLDEN.iterdir() if path.is_dir())

ID = "622ad360cb562af26e35efd89ea30c3cb9774131cc8e123ce43e4f7cb937b5f1"


def test_there_is_a_golden_bundle_of_every_version():
    assert [path.name for path in VERSIONS] == [f"{version:04d}" for version in range(1, VERSION + 1)]


def test_the_container_is_the_same_to_the_byte(workshop):
    workshop.write(*workshop.example())
    assert workshop.inside() == (GOLDEN / f"{VERSION:04d}" / "container.zip").read_bytes()


def test_the_id_is_the_hash_of_the_sums(workshop):
    assert workshop.write(*workshop.example()).id == ID


@pytest.mark.parametrize("folder", VERSIONS, ids=lambda path: path.name)
def test_a_bundle_of_any_version_opens(workshop, folder):
    shutil.copyfile(folder / "bundle.cwb", workshop.stick / "a.cwb")
    entries, blobs = workshop.example()
    with workshop.open() as opened:
        assert list(opened.entries()) == entries
        files = {item.sha256: opened.file(item.sha256).read() for item in opened.manifest.files}
        assert files == {hashlib.sha256(blob).hexdigest(): blob for blob in blobs}
        assert (opened.id, opened.signer) == (ID, workshop.village.signing.public)
        assert opened.manifest.sender.name == "甲村"


@pytest.mark.parametrize("folder", VERSIONS, ids=lambda path: path.name)
def test_what_lies_in_a_sealed_bundle_is_its_container(workshop, folder):
    shutil.copyfile(folder / "bundle.cwb", workshop.stick / "a.cwb")
    assert workshop.inside() == (folder / "container.zip").read_bytes()
