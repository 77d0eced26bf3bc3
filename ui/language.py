"""Words of the window: Chinese in the source, other languages by gettext."""

from __future__ import annotations

import gettext

_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def _(text: str) -> str:
    """The text in the chosen language; the Chinese itself where there is no translation."""
    return _catalogue.gettext(text)
