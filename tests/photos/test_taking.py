"""A picture that is taken in comes out checked, upright, small enough and bare."""

from __future__ import annotations

import io
import math

import pytest
from PIL import Image, ImageChops, ImageStat, JpegImagePlugin, PngImagePlugin

from clerk_app.errors import IntegrityError
from clerk_app.photos import draw_sample, take_in, thumbnail, turn


def two_halves(width: int = 60, height: int = 40) -> Image.Image:
    """Red above, blue below."""
    picture = Image.new("RGB", (width, height), (0, 0, 220))
    picture.paste((220, 0, 0), (0, 0, width, height // 2))
    return picture


def encoded(picture: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    """The bytes of a picture in a format."""
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    """The picture that bytes hold."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def red(picture: Image.Image, x: int, y: int) -> bool:
    """Whether a place is red."""
    r, _g, b = picture.convert("RGB").getpixel((x, y))
    return r > 150 > b


def with_orientation(number: int, form: str = "JPEG") -> bytes:
    """Two halves with an EXIF orientation."""
    exif = Image.Exif()
    exif[0x0112] = number
    exif[0x010F] = "telephone"
    return encoded(two_halves(), form, exif=exif)


def test_a_jpeg_and_a_png_of_the_same_picture_come_out_as_jpeg_of_its_size(jpeg: bytes, png: bytes) -> None:
    for data in (jpeg, png):
        photo = take_in(data)
        picture = opened(photo.jpeg)
        assert picture.format == "JPEG"
        assert (photo.width, photo.height) == picture.size == (60, 40)
        assert red(picture, 30, 5)
        assert not red(picture, 30, 35)


def test_the_same_input_gives_the_same_bytes(jpeg: bytes) -> None:
    assert take_in(jpeg) == take_in(bytes(bytearray(jpeg)))


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [
        (1, (60, 40), (30, 5)),
        (2, (60, 40), (30, 5)),
        (3, (60, 40), (30, 35)),
        (4, (60, 40), (30, 35)),
        (5, (40, 60), (5, 30)),
        (6, (40, 60), (35, 30)),
        (7, (40, 60), (35, 30)),
        (8, (40, 60), (5, 30)),
        (9, (60, 40), (30, 5)),
    ],
)
def test_the_picture_is_turned_as_the_camera_was_held(
    form: str, orientation: int, size: tuple[int, int], red_at: tuple[int, int]
) -> None:
    photo = take_in(with_orientation(orientation, form))
    picture = opened(photo.jpeg)
    assert (photo.width, photo.height) == picture.size == size
    assert red(picture, *red_at)
    assert not red(picture, size[0] - red_at[0], size[1] - red_at[1])


def test_nothing_but_pixels_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = "SECRET-PLACE"
    exif.get_ifd(0x8825)[1] = "N"
    data = encoded(
        two_halves(), exif=exif, comment=b"SECRET-WORDS", icc_profile=b"SECRET-COLOURS" * 30, xmp=b"SECRET-XMP"
    )
    assert data.count(b"SECRET") > 30
    kept = take_in(data + b"SECRET-TRAILER").jpeg
    assert b"SECRET" not in kept
    assert b"Exif" not in kept
    assert set(opened(kept).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_text_in_a_png_is_not_kept() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "SECRET-WORDS")
    kept = take_in(encoded(two_halves(), "PNG", pnginfo=notes)).jpeg
    assert b"SECRET" not in kept


def test_a_large_picture_is_scaled_to_the_longest_side_and_a_small_one_is_not_enlarged() -> None:
    large = encoded(two_halves(900, 300))
    assert [(p.width, p.height) for p in (take_in(large, longest=300), take_in(large, longest=5000))] == [
        (300, 100),
        (900, 300),
    ]


def test_a_very_narrow_picture_keeps_at_least_one_pixel() -> None:
    photo = take_in(encoded(Image.new("RGB", (4000, 2)), "PNG"), longest=100)
    assert (photo.width, photo.height) == (100, 1)


def test_a_thumbnail_is_small_and_refuses_what_is_refused() -> None:
    sample = draw_sample(["甲村"], 1)
    small = thumbnail(sample, 160)
    assert opened(small).size == (160, 120)
    assert len(small) < 20_000
    with pytest.raises(IntegrityError, match="photo-not-a-picture"):
        thumbnail(b"words", 160)


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK"])
def test_other_colour_models_become_plain_colour(mode: str) -> None:
    picture = two_halves().convert(mode)
    form = "JPEG" if mode == "CMYK" else "PNG"
    assert opened(take_in(encoded(picture, form)).jpeg).mode == "RGB"


def test_transparent_places_become_white_as_paper_is() -> None:
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    picture = opened(take_in(encoded(clear, "PNG")).jpeg)
    assert min(picture.getpixel((10, 10))) > 250


def test_a_palette_with_one_transparent_colour_becomes_white_there() -> None:
    clear = Image.new("P", (20, 20), 0)
    clear.putpalette([0, 0, 0, 200, 0, 0])
    picture = opened(take_in(encoded(clear, "PNG", transparency=0)).jpeg)
    assert min(picture.getpixel((10, 10))) > 250


def test_sixteen_bits_a_pixel_keep_their_brightness() -> None:
    grey = Image.new("I;16", (16, 16), 32768)
    picture = opened(take_in(encoded(grey, "PNG")).jpeg)
    assert abs(picture.getpixel((8, 8))[0] - 127) < 4


def test_a_progressive_jpeg_is_taken_in() -> None:
    assert take_in(encoded(two_halves(), progressive=True)).width == 60


@pytest.mark.parametrize(("longest", "quality"), [(0, 82), (100, 0), (100, 96)])
def test_impossible_settings_are_our_own_fault(jpeg: bytes, longest: int, quality: int) -> None:
    with pytest.raises(ValueError, match="longest"):
        take_in(jpeg, longest=longest, quality=quality)


def corners(data: bytes) -> tuple[bool, bool, bool, bool]:
    """Which edges are red: above, right, below, left."""
    picture = opened(data)
    width, height = picture.size
    places = ((width // 2, 4), (width - 5, height // 2), (width // 2, height - 5), (4, height // 2))
    return tuple(red(picture, x, y) for x, y in places)


@pytest.mark.parametrize(
    ("quarters", "size", "red_edge"), [(0, (60, 40), 0), (1, (40, 60), 1), (2, (60, 40), 2), (3, (40, 60), 3)]
)
def test_a_kept_picture_is_turned_clockwise(jpeg: bytes, quarters: int, size: tuple[int, int], red_edge: int) -> None:
    kept = take_in(jpeg).jpeg
    for count in (quarters, quarters + 4, quarters - 4):
        turned = turn(kept, count)
        assert (turned.width, turned.height) == opened(turned.jpeg).size == size
        edges = corners(turned.jpeg)
        assert edges[red_edge]
        assert not edges[(red_edge + 2) % 4]
    assert turn(kept, quarters) == turn(kept, quarters + 4)
    assert not opened(turned.jpeg).info.get("exif")


def test_a_turn_costs_no_more_than_an_eye_can_see_and_keeps_the_size_of_the_file() -> None:
    kept = take_in(draw_sample(["会场"], 5, width=803)).jpeg
    turned = turn(kept, 1).jpeg
    wanted = opened(kept).convert("RGB").transpose(Image.Transpose.ROTATE_270)
    spread = ImageStat.Stat(ImageChops.difference(wanted, opened(turned).convert("RGB")))
    noise = sum(spread.sum2) / (3 * wanted.width * wanted.height)
    assert 10 * math.log10(255**2 / noise) > 38
    assert len(turned) < 1.05 * len(kept)


def test_only_a_sound_jpeg_is_turned(png: bytes, jpeg: bytes) -> None:
    for data, code in ((png, "photo-other-format"), (jpeg[:-40], "photo-damaged"), (b"x", "photo-not-a-picture")):
        with pytest.raises(IntegrityError) as refused:
            turn(data, 1)
        assert refused.value.code == code


def test_a_jpeg_whose_pixels_cannot_be_read_is_not_turned(jpeg: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: object) -> None:
        raise OSError

    monkeypatch.setattr(JpegImagePlugin.JpegImageFile, "load", fail)
    with pytest.raises(IntegrityError, match="photo-damaged"):
        turn(jpeg, 1)
