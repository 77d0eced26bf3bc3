"""Pictures for these tests, made here; nothing is read from outside."""

from __future__ import annotations

import io

import pytest
from PIL import Image


def _halves(form: str) -> bytes:
    picture = Image.new("RGB", (60, 40), (0, 0, 220))
    picture.paste((220, 0, 0), (0, 0, 60, 20))
    out = io.BytesIO()
    picture.save(out, form)
    return out.getvalue()


@pytest.fixture(scope="session")
def jpeg() -> bytes:
    """A small sound JPEG: red above, blue below."""
    return _halves("JPEG")


@pytest.fixture(scope="session")
def png() -> bytes:
    """The same as PNG."""
    return _halves("PNG")
