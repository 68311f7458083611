"""The three languages of the product and their catalogues, compiled in memory from the .po files at first use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

CATALOGUES = Path(__file__).resolve().parent.parent / "translations"


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the screens: its code, its own name, its direction and the locale of its dates.

    ``faces`` are the font files that its pages need at once; the others come when a word of the other script does.
    """

    code: str
    name: str
    direction: str
    locale: str
    faces: tuple[str, ...]


LANGUAGES = {
    "ar": Language("ar", "العربية", "rtl", "ar_MA", ("arabic-400-unhinted.woff2", "arabic-600-unhinted.woff2")),
    "fr": Language("fr", "Français", "ltr", "fr_MA", ("latin-400-unhinted.woff2", "latin-600-unhinted.woff2")),
    "en": Language("en", "English", "ltr", "en_GB", ("latin-400-unhinted.woff2", "latin-600-unhinted.woff2")),
}
AT_HAND = ("ar", "fr")  # what the staff and the people speak: always one tap away, English is in the menu
SOURCE = "en"
DEFAULT = "fr"


def language(code: str) -> Language:
    """Return the language of this code; an unknown code gives the default language."""
    return LANGUAGES.get(code, LANGUAGES[DEFAULT])


def catalogue_path(code: str) -> Path:
    """Return the .po file of a language (the source language has none)."""
    return CATALOGUES / code / "LC_MESSAGES" / "messages.po"


@cache
def translations(code: str) -> NullTranslations:
    """Return the compiled catalogue of a language; English, the source, translates to itself."""
    if code == SOURCE:
        return NullTranslations()
    with catalogue_path(code).open("rb") as source:
        catalogue = read_po(source, locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def gettext_for(code: str) -> Callable[[str], str]:
    """Return the translating function of a language; needs no web request, so the command line uses it too."""
    translate: Callable[[str], str] = translations(code).gettext
    return translate


def ngettext_for(code: str) -> Callable[[str, str, int], str]:
    """Return the translating function for sentences that count something."""
    translate: Callable[[str, str, int], str] = translations(code).ngettext
    return translate


def check_languages() -> None:
    """Load every catalogue and locale; raises FileNotFoundError or UnknownLocaleError when one did not travel."""
    for item in LANGUAGES.values():
        Locale.parse(item.locale)
        translations(item.code)
