"""The container has one exact form: whatever is not that form is refused, wherever the difference lies."""

from __future__ import annotations

import io
import random
import zipfile
import zlib

import pytest

from clerk_app.bundle import Limits
from clerk_app.bundle.container import Member, directory, local_header, scan
from clerk_app.bundle.readme import README
from clerk_app.errors import IntegrityError

FILES = [f"files/{place:064x}" for place in range(4)]


def members(files=("files/" + "0" * 64, "files/" + "1" * 64)):
    contents = {name: name.encode() for name in files}
    fixed = {"README.txt": README, "manifest.json": b"{}", "entries.jsonl": b"e\n", "payloads.jsonl": b"p\n"}
    return list((fixed | contents | {"SHA256SUMS": b"sums", "SHA256SUMS.sig": b"sig"}).items())


def read(raw, limits=None, keep=("manifest.json",)):
    return scan(io.BytesIO(raw), limits or Limits(), keep)


def code_of(raw, limits=None):
    with pytest.raises(IntegrityError) as refused:
        read(raw, limits)
    return refused.value.code


def test_the_members_are_found_with_their_places(workshop):
    raw = workshop.pack(members())
    found, kept = read(raw)
    assert [(one.name, raw[one.start : one.start + one.size]) for one in found] == members()
    assert kept == {"manifest.json": b"{}"}
    assert all(one.crc32 == zlib.crc32(raw[one.start : one.start + one.size]) for one in found)


def test_a_container_without_attachments_is_one(workshop):
    assert len(read(workshop.pack(members(files=())))[0]) == 6


def test_pieces_of_any_size_give_the_same(workshop):
    class Dripping(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 7))

    raw = workshop.pack(members())
    assert scan(Dripping(raw), Limits(), ()) == scan(io.BytesIO(raw), Limits(), ())


def test_every_flipped_bit_is_refused(workshop):
    entries = workshop.journal(1, files={1: [b"x"]})
    raw = workshop.signed(workshop.whole(entries, [b"x"]).to_bytes(), entries, [b"x"])
    workshop.inspect(raw)
    for bit in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(IntegrityError):
            workshop.inspect(bytes(changed))


def test_every_cut_is_refused(workshop):
    raw = workshop.pack(members())
    for size in range(len(raw)):
        assert code_of(raw[:size]) in {"container-truncated", "container-malformed"}


@pytest.mark.parametrize("tail", [b"\0", b"PK\x05\x06", b"x" * 70_000])
def test_bytes_after_the_end_are_refused(workshop, tail):
    assert code_of(workshop.pack(members()) + tail) == "container-trailing"


def test_bytes_before_the_beginning_are_refused(workshop):
    assert code_of(b"\0" + workshop.pack(members())) == "container-malformed"


@pytest.mark.parametrize("one", range(8))
@pytest.mark.parametrize("other", range(8))
def test_members_in_another_order_are_refused(workshop, one, other):
    swapped = members()
    swapped[one], swapped[other] = swapped[other], swapped[one]
    raw = workshop.pack(swapped)
    if one == other:
        read(raw)
    else:
        assert code_of(raw) == "container-malformed"


@pytest.mark.parametrize("place", range(8))
def test_a_member_twice_is_refused(workshop, place):
    twice = members()
    twice.insert(place, twice[place])
    assert code_of(workshop.pack(twice)) == "container-malformed"


@pytest.mark.parametrize("place", [0, 1, 2, 3, 6, 7])
def test_a_missing_member_is_refused(workshop, place):
    fewer = members()
    del fewer[place]
    assert code_of(workshop.pack(fewer)) in {"container-malformed", "container-truncated"}


NAMES = [
    "files/" + "0" * 63,
    "files/" + "0" * 65,
    "files/" + "A" * 64,
    "files/" + "0" * 63 + "g",
    "Files/" + "0" * 64,
    "files\\" + "0" * 64,
    "../" + "0" * 67,
    "/files/" + "0" * 63,
    "files/" + "0" * 63 + "\n",
    "files/",
    "SHA256SUMS\0",
    "sha256sums",
    "",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_other_name_is_refused(workshop, name):
    odd = members()
    odd[4] = (name, b"x")
    assert code_of(workshop.pack(odd)) == "container-malformed"


def test_a_name_that_is_not_ascii_is_refused(workshop):
    raw = bytearray(workshop.pack(members()))
    at = raw.index(b"entries.jsonle\n")
    raw[at : at + 13] = "entries.jso\u00f1".encode()
    assert code_of(bytes(raw)) == "container-malformed"


def test_a_very_long_name_is_refused_before_it_is_read(workshop):
    raw = bytearray(workshop.pack(members()))
    raw[26:28] = b"\xff\xff"
    assert code_of(bytes(raw)) == "container-malformed"


def test_a_comment_is_refused(workshop):
    raw = workshop.pack(members())
    assert code_of(raw[:-2] + b"\x02\0hi") == "container-malformed"
    with zipfile.ZipFile(io.BytesIO(raw[:-2] + b"\x02\0hi")) as accepted:
        assert accepted.comment == b"hi"


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_of_another_program_is_refused(compression):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", compression) as archive:
        for name, content in members():
            archive.writestr(name, content)
    assert code_of(raw.getvalue()) == "container-malformed"


def test_a_zip_written_to_a_stream_is_refused():
    """Sizes behind the content (flag bit 3) leave a reader to guess where a member ends."""

    class Stream(io.BytesIO):
        def seekable(self):
            return False

        def tell(self):
            raise OSError

    raw = Stream()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, content in members():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            archive.writestr(info, content)
    assert code_of(raw.getvalue()) == "container-malformed"


def test_a_wrong_checksum_is_refused_though_both_headers_agree(workshop):
    placed, out = [], bytearray()
    for name, content in members():
        crc = zlib.crc32(content) ^ (name == "entries.jsonl")
        out += local_header(name, len(content), crc)
        placed.append(Member(name, len(content), crc, "", len(out)))
        out += content
    assert code_of(bytes(out) + directory(placed)) == "container-checksum"


def test_a_directory_that_tells_another_story_is_refused(workshop):
    raw = workshop.pack(members())
    start = raw.index(b"PK\x01\x02")
    other = workshop.pack([(name, content + b"!") for name, content in members()])
    assert code_of(raw[:start] + other[other.index(b"PK\x01\x02") :]) == "container-malformed"


def test_a_hidden_member_between_two_others_is_refused(workshop):
    raw = workshop.pack(members())
    at = raw.index(b"PK\x03\x04", 10)
    assert code_of(raw[:at] + local_header("manifest.json", 1, 0) + b"x" + raw[at:]) in {
        "container-checksum",
        "container-malformed",
    }


def test_another_readme_is_refused(workshop):
    other = members()
    other[0] = ("README.txt", README.replace("核验".encode(), "检验".encode()))
    assert len(other[0][1]) == len(README)
    assert code_of(workshop.pack(other)) == "container-readme"


LIMITS = {
    "manifest": 1,
    "entries": 2,
    "payloads": 3,
    "file": 4,
    "sums": 6,
    "signature": 7,
}


@pytest.mark.parametrize(("bound", "place"), LIMITS.items())
def test_a_member_one_byte_over_its_limit_is_refused_before_it_is_read(workshop, bound, place):
    whole = members()
    size = len(whole[place][1])
    raw = workshop.pack(whole)
    read(raw, Limits(**{bound: size}))
    assert code_of(raw, Limits(**{bound: size - 1})) == "container-member-too-large"

    cut_before_content = read(raw)[0][place].start
    assert code_of(raw[:cut_before_content], Limits(**{bound: size - 1})) == "container-member-too-large"


def test_a_readme_that_is_longer_is_refused_before_it_is_read(workshop):
    assert code_of(workshop.pack([("README.txt", README + b"!")])) == "container-member-too-large"


def test_one_attachment_too_many_is_refused(workshop):
    raw = workshop.pack(members(files=FILES))
    read(raw, Limits(file_count=4))
    assert code_of(raw, Limits(file_count=3)) == "container-too-many-files"


def test_random_bytes_are_never_a_container():
    chance = random.Random(1)
    for size in (0, 1, 29, 30, 31, 500):
        assert code_of(chance.randbytes(size)) in {"container-truncated", "container-malformed"}
