"""What strangers send is refused before it is decoded, each fault by its own code."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from clerk_app.errors import IntegrityError
from clerk_app.photos import LARGEST, MOST_PIXELS, MOST_SCANS, WIDEST, take_in
from clerk_app.photos.examine import MOST_PIECES, _chunks, _segments, examine
from clerk_app.photos.orientation import orientation_of

from ..stopwatch import own_seconds


def refused(data: bytes) -> str:
    """The code that a picture is refused with."""
    with pytest.raises(IntegrityError) as caught:
        take_in(data)
    return caught.value.code


def outcome(data: bytes) -> str:
    """The code that a picture is refused with, or "photo" for one that is taken in."""
    try:
        take_in(data)
    except IntegrityError as error:
        return error.code
    return "photo"


def chunk(kind: bytes, body: bytes) -> bytes:
    """A PNG chunk."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(width: int, height: int, *more: bytes) -> bytes:
    """A PNG header with dimensions, without the pixels that it promises."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(more) + chunk(b"IEND", b"")


def jpeg_segment(marker: int, body: bytes) -> bytes:
    """A JPEG segment."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def jpeg_of(width: int, height: int, *, scans: int = 1, frames: int = 1) -> bytes:
    """A JPEG with dimensions, without the pixels that it promises."""
    frame = jpeg_segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    scan = jpeg_segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34"
    return b"\xff\xd8" + frame * frames + scan * scans + b"\xff\xd9"


def test_a_file_one_byte_over_the_limit_is_refused_and_one_at_the_limit_is_not(jpeg: bytes) -> None:
    assert refused(jpeg + bytes(LARGEST + 1 - len(jpeg))) == "photo-too-large"
    assert take_in(jpeg + bytes(LARGEST - len(jpeg))).width == 60


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "HEIC"),
        (b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00", "AVIF"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "WebP"),
        (b"GIF89a\x01\x00\x01\x00", "GIF"),
        (b"II*\x00\x08\x00\x00\x00", "TIFF"),
        (b"MM\x00*\x00\x00\x00\x08", "TIFF"),
        (b"BM\x36\x00\x00\x00\x00\x00\x00\x00", "BMP"),
        (b"%PDF-1.7\n", "PDF"),
    ],
)
def test_a_known_format_that_is_not_taken_is_named(start: bytes, name: str) -> None:
    with pytest.raises(IntegrityError) as caught:
        take_in(start + bytes(100))
    assert (caught.value.code, caught.value.details) == ("photo-other-format", {"format": name})


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"MZ\x90\x00", "不是照片".encode(), b"\x89PNG"])
def test_what_is_no_picture_is_said_to_be_none(data: bytes) -> None:
    assert refused(data) == "photo-not-a-picture"


@pytest.mark.parametrize("make", [png_of, jpeg_of])
def test_more_pixels_than_allowed_are_refused_from_the_header_alone(make: type) -> None:
    with pytest.raises(IntegrityError) as caught:
        take_in(make(10_000, MOST_PIXELS // 10_000 + 1))
    assert caught.value.code == "photo-too-many-pixels"
    assert caught.value.details == {"width": 10_000, "height": 6001, "limit": 6000}
    assert examine(make(10_000, MOST_PIXELS // 10_000)).height == 6000


def test_a_side_that_is_too_long_is_refused() -> None:
    assert refused(png_of(WIDEST + 1, 1)) == "photo-too-many-pixels"
    assert examine(png_of(WIDEST, 1)).width == WIDEST


@pytest.mark.parametrize("size", [(0, 10), (10, 0)])
def test_a_picture_without_extent_is_damaged(size: tuple[int, int]) -> None:
    assert refused(png_of(*size)) == "photo-damaged"
    assert refused(jpeg_of(*size)) == "photo-damaged"


def test_a_pixel_flood_costs_nothing() -> None:
    """A PNG of a few kilobytes that would unfold to 3.6 GB."""
    flood = png_of(30_000, 30_000, chunk(b"IDAT", zlib.compress(bytes(3_000_000))))
    assert len(flood) < 4_000
    assert refused(flood) == "photo-too-many-pixels"


def test_more_passes_than_any_camera_writes_are_refused() -> None:
    assert refused(jpeg_of(60, 40, scans=MOST_SCANS + 1)) == "photo-damaged"
    assert examine(jpeg_of(60, 40, scans=MOST_SCANS)).width == 60


@pytest.mark.parametrize("counts", [{"frames": 0}, {"frames": 2}, {"scans": 0}])
def test_a_jpeg_has_one_frame_and_at_least_one_scan(counts: dict[str, int]) -> None:
    with pytest.raises(IntegrityError, match="photo-damaged"):
        examine(jpeg_of(60, 40, **counts))


def test_a_frame_that_is_cut_short_is_damaged() -> None:
    assert refused(b"\xff\xd8" + jpeg_segment(0xC0, b"\x08\x00") + b"\xff\xd9") == "photo-damaged"


def test_a_segment_that_is_shorter_than_its_own_length_is_damaged() -> None:
    assert refused(b"\xff\xd8\xff\xe0\x00\x01\xff\xd9") == "photo-damaged"


def test_a_truncated_jpeg_is_refused_wherever_it_was_cut(jpeg: bytes) -> None:
    assert {refused(jpeg[:cut]) for cut in range(3, len(jpeg))} == {"photo-damaged"}


def test_a_truncated_png_is_refused_wherever_it_was_cut(png: bytes) -> None:
    assert {refused(png[:cut]) for cut in range(8, len(png))} == {"photo-damaged"}


def test_every_changed_bit_of_a_png_is_refused(png: bytes) -> None:
    for place in range(8, len(png)):
        changed = bytearray(png)
        changed[place] ^= 1
        assert refused(bytes(changed)) == "photo-damaged"


@pytest.mark.parametrize(
    "data",
    [
        png_of(4, 4, chunk(b"IHDR", bytes(13))),
        b"\x89PNG\r\n\x1a\n" + chunk(b"gAMA", bytes(4)) + chunk(b"IEND", b""),
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(12)) + chunk(b"IEND", b""),
        png_of(4, 4, chunk(b"IDAT", b"not deflated")),
        png_of(4, 4),
    ],
    ids=["two headers", "no header", "short header", "no stream", "no pixels"],
)
def test_a_png_of_wrong_parts_is_damaged(data: bytes) -> None:
    assert refused(data) == "photo-damaged"


def test_a_jpeg_whose_tables_are_missing_is_damaged() -> None:
    assert refused(jpeg_of(16, 16)) == "photo-damaged"


def test_only_the_parts_that_carry_pixels_reach_the_decoder(jpeg: bytes, png: bytes) -> None:
    extra = b"\xff\xd8" + jpeg_segment(0xE2, b"ICC_PROFILE") + jpeg_segment(0xFE, b"words") + jpeg[2:] + b"<script>"
    assert examine(extra).bare == examine(jpeg).bare
    marked = png[:33] + chunk(b"tEXt", b"k\x00words") + chunk(b"acTL", bytes(8)) + png[33:] + b"trailer"
    assert examine(marked).bare == examine(png).bare


def test_restart_marks_and_stuffed_bytes_belong_to_the_coded_data() -> None:
    picture = Image.frombytes("L", (64, 64), hashlib.shake_256(b"grain").digest(4096)).convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95, restart_marker_blocks=1)
    assert b"\xff\xd0" in out.getvalue()
    assert take_in(out.getvalue()).height == 64


@pytest.mark.parametrize("behind", [b"", b"\x00", b"\xd0"])
def test_a_long_row_of_fill_bytes_costs_one_scan(behind: bytes) -> None:
    with own_seconds() as spent:
        assert refused(jpeg_of(60, 40)[:-2] + b"\xff" * 20_000 + behind) == "photo-damaged"
    assert spent[0] < 0.5


@pytest.mark.parametrize("more", [0, 1])
def test_a_picture_of_more_pieces_than_any_is_refused(jpeg: bytes, png: bytes, more: int) -> None:
    """A JPEG of empty tables, a PNG of empty chunks: of as many as are allowed with the last, and of one more."""
    inside = [sum(1 for _piece in _segments(jpeg)), sum(1 for _piece in _chunks(png))]
    tables = jpeg_segment(0xC4, b"") * (MOST_PIECES - inside[0] - 1 + more)
    chunks = chunk(b"tEXt", b"") * (MOST_PIECES - inside[1] + more)
    expected = "photo-damaged" if more else "photo"
    assert outcome(jpeg[:2] + tables + jpeg[2:]) == expected
    assert outcome(png[:33] + chunks + png[33:]) == expected


def test_fill_bytes_before_a_marker_are_left_away(jpeg: bytes) -> None:
    assert examine(jpeg[:-2] + b"\xff" * 9 + jpeg[-2:]).bare == examine(jpeg).bare


@given(st.integers(0, 2**64), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_a_jpeg_with_changed_bytes_is_taken_or_refused_but_nothing_else_happens(
    jpeg: bytes, cut: int, changes: list[tuple[float, int]]
) -> None:
    changed = bytearray(jpeg)
    for place, value in changes:
        changed[int(place * (len(changed) - 1))] = value
    assert outcome(bytes(changed[: len(changed) - cut % 3])).startswith("photo")


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes_behind_a_magic_number_are_taken_or_refused(tail: bytes) -> None:
    for magic in (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b""):
        with pytest.raises(IntegrityError, match="photo-"):
            take_in(magic + tail)


@given(st.binary(max_size=300))
def test_the_orientation_of_any_bytes_is_one_to_eight(block: bytes) -> None:
    for order in (b"", b"II*\x00\x08\x00\x00\x00", b"MM\x00*\x00\x00\x00\x08"):
        assert 1 <= orientation_of(order + block) <= 8


def test_the_orientation_is_read_in_both_byte_orders_and_behind_other_tags() -> None:
    little = (
        b"II*\x00" + struct.pack("<IHHHIHH", 8, 2, 0x010F, 2, 4, 0, 0)[:18] + struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0)
    )
    big = b"MM\x00*" + struct.pack(">IHHHIHH", 8, 1, 0x0112, 3, 1, 8, 0)
    assert (orientation_of(little), orientation_of(big)) == (6, 8)


@pytest.mark.parametrize(
    "block",
    [
        b"II*\x00\xff\xff\xff\x7f",
        b"II*\x00\x08\x00\x00\x00",
        b"II*\x00" + struct.pack("<IHHHIHH", 8, 1, 0x0112, 4, 1, 6, 0),
        b"II*\x00" + struct.pack("<IHHHIHH", 8, 1, 0x0112, 3, 1, 77, 0),
    ],
    ids=["beyond the end", "no directory", "wrong kind", "impossible value"],
)
def test_a_damaged_block_counts_as_upright(block: bytes) -> None:
    assert orientation_of(block) == 1
