"""The drawn photos of the demo: real files, all different, always the same."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from clerk_app.photos import Scene, draw_sample, take_in

LINES = ["村道路面修复", "甲村 2026-11-23"]


@pytest.mark.parametrize("scene", list(Scene))
def test_a_sample_is_a_jpeg_of_the_size_that_a_telephone_gives(scene: Scene) -> None:
    data = draw_sample(LINES, 3, scene=scene)
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1600, 1200))
    assert 150_000 <= len(data) <= 400_000
    assert take_in(data).width == 1600


def test_seeds_scenes_and_captions_all_make_a_difference_and_nothing_else_does() -> None:
    made = [draw_sample(LINES, seed, width=400) for seed in range(8)]
    made += [draw_sample(LINES, 0, scene=Scene.ROAD, width=400), draw_sample(["另一行"], 0, width=400)]
    assert len(set(made)) == len(made)
    assert made[0] == draw_sample(LINES, 0, width=400)


def test_the_seed_chooses_the_scene_in_turn() -> None:
    for seed, scene in enumerate(Scene):
        assert draw_sample(LINES, seed, width=200) == draw_sample(LINES, seed, scene=scene, width=200)


@pytest.mark.parametrize("lines", [[], ["一" * 60]], ids=["no caption", "a long one"])
def test_any_caption_can_be_drawn(lines: list[str]) -> None:
    for scene in Scene:
        assert draw_sample(lines, 5, scene=scene, width=300)
