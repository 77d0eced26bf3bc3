"""The papers themselves: contents put into words and blocks, and blocks into a PDF."""

from __future__ import annotations

from . import wording
from .papers import Minutes, Notice, Paper, SignaturePage


def paper(content: Paper) -> bytes:
    """Any paper as PDF; the same content gives the same bytes."""
    from . import binding  # loads the PDF library, 60 ms that only printing should cost

    return binding.bound(content)


def minutes(content: Minutes) -> bytes:
    """Minutes of a meeting, with the arithmetic of each vote."""
    return paper(wording.minutes(content))


def notice(content: Notice) -> bytes:
    """A notice to be put up."""
    return paper(wording.notice(content))


def signature_page(content: SignaturePage) -> bytes:
    """The page that people sign by hand when they have no key."""
    return paper(wording.signature_page(content))
