"""Words of the window: Chinese in the source; other languages from gettext's PO files, which are read as they are.

To add a text write ``_("…")`` around it where it is used, run `make words`, and fill in the new empty ``msgstr`` in
`resources/translations/en.po`. ``_`` belongs into functions: at import nobody has chosen a language yet.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from clerk_app import desk


class _Chosen:
    """The language of this window, and the texts that stand in it for the Chinese ones."""

    language = desk.LANGUAGES[0]
    texts: Mapping[str, str] = {}


def _(text: str) -> str:
    """The text in the chosen language; the Chinese itself where there is no translation."""
    return _Chosen.texts.get(text) or text


def choose(language: str) -> None:
    """Speak one of `desk.LANGUAGES` from now on; what is shown already has to be made anew."""
    desk.speak(language)
    path = desk.resources() / "translations" / f"{language}.po"
    _Chosen.texts = read(path.read_text(encoding="utf-8")) if path.exists() else {}
    _Chosen.language = language


def chosen() -> str:
    """The language that is spoken now."""
    return _Chosen.language


def read(source: str) -> dict[str, str]:
    """The texts of a PO file with their translations (the `gettext` manual, "The Format of PO Files").

    Plural forms and contexts are not read: Chinese has none, and every text stands once.
    """
    texts: dict[str, str] = {}
    for entry in source.strip().split("\n\n"):
        parts = {"msgid": "", "msgstr": ""}
        part = ""
        for line in entry.splitlines():
            word, _space, rest = line.partition(" ")
            part, rest = (part, line) if line.startswith('"') else (word, rest)
            if part in parts:
                parts[part] += json.loads(rest)
        texts[parts["msgid"]] = parts["msgstr"]
    return texts
