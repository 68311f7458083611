"""Comparison forms of Arabic and Latin text: marks dropped, letter variants folded, punctuation made space."""

from __future__ import annotations

import re
import unicodedata

# Vowel signs, Quranic marks, tatweel, zero-width and direction controls.
_ARABIC_MARKS = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_ARABIC_FOLDED = {
    "ا": "أإآٱ",
    "ي": "ىیېئ",
    "و": "ؤ",
    "ه": "ةۃہھ",
    "ك": "کگڭݣ",
    "ق": "ڨ",
    "ف": "ڤڥ",
    "ب": "پ",
    "ج": "چژ",
    "": "ء\u0654\u0655",
    " ": "،",
}
_ARABIC_LETTERS = {ord(variant): folded for folded, variants in _ARABIC_FOLDED.items() for variant in variants}
_DIGITS = {ord(digit): str(value) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, digit in enumerate(digits)}

# Letters that do not decompose into a plain letter and a mark, and ç, which sounds s.
_LATIN_LETTERS = str.maketrans(
    {"œ": "oe", "Œ": "oe", "\u02bf": "", "\u02be": "", "ı": "i", "ç": "s", "Ç": "s"},
)
_APOSTROPHES = re.compile("['’`‘´]")


def ar_norm(text: str) -> str:
    """Return the comparison form of Arabic text (never stored in place of what was typed)."""
    plain = _ARABIC_MARKS.sub("", unicodedata.normalize("NFKC", text))
    plain = plain.translate(_ARABIC_LETTERS).translate(_DIGITS)
    return _single_spaced(re.sub(r"[^\w\s]", " ", plain))


def la_norm(text: str) -> str:
    """Return the comparison form of Latin text: plain small letters and digits, apostrophes gone."""
    parts = unicodedata.normalize("NFKD", text.translate(_LATIN_LETTERS)).casefold()
    plain = "".join(c for c in parts if not unicodedata.combining(c)).translate(_DIGITS)
    return _single_spaced(re.sub(r"[^a-z0-9\s]", " ", _APOSTROPHES.sub("", plain)))


def is_arabic(text: str) -> bool:
    """Say whether a text has more Arabic characters than plain Latin letters."""
    arabic = sum("\u0600" <= c <= "\u06ff" or "\ufb50" <= c <= "\ufeff" for c in text)
    return arabic > sum(c.isascii() and c.isalpha() for c in text)


def _single_spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
