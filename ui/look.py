"""How the window looks to whoever sits at this PC: size of text, contrast, language. The office knows nothing of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLibraryInfo, QSettings, QTranslator
from PySide6.QtWidgets import QApplication

from clerk_app import desk

from . import language, theme

SIZES = (100, 125, 150)
"""Text sizes that are offered, in per cent."""

_PERCENT, _CONTRAST, _LANGUAGE = "look/percent", "look/contrast", "look/language"


@dataclass(frozen=True, slots=True)
class Look:
    """One way to look."""

    percent: int = SIZES[0]
    contrast: bool = False
    language: str = desk.LANGUAGES[0]


def kept() -> Look:
    """The look that was chosen last; what cannot be understood is as if it was never chosen."""
    settings = QSettings()
    percent, language = str(settings.value(_PERCENT, "")), str(settings.value(_LANGUAGE, ""))
    return Look(
        percent=int(percent) if percent in map(str, SIZES) else Look().percent,
        contrast=str(settings.value(_CONTRAST, "")) == "true",
        language=language if language in desk.LANGUAGES else Look().language,
    )


def keep(look: Look) -> None:
    """Remember a look for the next start."""
    settings = QSettings()
    settings.setValue(_PERCENT, str(look.percent))
    settings.setValue(_CONTRAST, "true" if look.contrast else "false")
    settings.setValue(_LANGUAGE, look.language)


def wear(app: QApplication, look: Look) -> None:
    """Look like this from now on; what is shown already has to be made anew."""
    theme.apply(app, look.percent, contrast=look.contrast)
    language.choose(look.language)
    _qt_speaks(app, look.language)


class _Qt:
    """What Qt's own texts are said with: the menu of a text field, a choice of files."""

    translator: QTranslator | None = None


def _qt_speaks(app: QApplication, spoken: str) -> None:
    if _Qt.translator is not None:
        app.removeTranslator(_Qt.translator)
        _Qt.translator = None
    name = {"zh": "qtbase_zh_CN"}.get(spoken)
    translator = QTranslator(app)
    if name is not None and translator.load(name, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
        _Qt.translator = translator
