"""A picked picture -> checked, turned upright, scaled, and freed of everything but its pixels. Pillow stays in here."""

from __future__ import annotations

from .examine import FORMATS, LARGEST, MOST_PIXELS, MOST_SCANS, WIDEST
from .sample import Scene, draw_sample
from .taking import LONGEST, QUALITY, Photo, take_in, thumbnail, turn

__all__ = [
    "FORMATS",
    "LARGEST",
    "LONGEST",
    "MOST_PIXELS",
    "MOST_SCANS",
    "QUALITY",
    "WIDEST",
    "Photo",
    "Scene",
    "draw_sample",
    "take_in",
    "thumbnail",
    "turn",
]
