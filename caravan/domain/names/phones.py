"""Sounds: each word of a name as a string of sound classes that the two scripts share.

Capitals are consonants (X = خ kh, G = غ gh, C = ش ch, J = ج j), a e i u vowels, 3 is ع.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

VOWELS = "aeiu"
_MOST_READINGS = 8
_SHORT_WORD = 3  # letters
_CACHED_WORDS = 50_000

_SOUNDS_OF_ARABIC = {
    "B": "ب",
    "T": "تطث",
    "D": "دضذظ",
    "J": "ج",
    "H": "حه",
    "X": "خ",
    "R": "ر",
    "G": "غ",
    "Z": "ز",
    "S": "سص",
    "C": "ش",
    "K": "قك",
    "F": "ف",
    "L": "ل",
    "M": "م",
    "N": "ن",
    "3": "ع",
    "a": "ا",
    "i": "ي",
    "u": "و",
}
_SOUNDS_OF_LATIN = {
    "B": "b p",
    "T": "t th",
    "TC": "tch",
    "D": "d dh",
    "J": "j dj",
    "H": "h",
    "X": "kh",
    "R": "r",
    "G": "rh",
    "Z": "z",
    "S": "s",
    "C": "ch sh sch",
    "K": "k q qu ck gu",
    "KS": "x",
    "F": "f ph v",
    "L": "l",
    "M": "m",
    "N": "n",
    "a": "a",
    "e": "e",
    "i": "i y ee",
    "u": "u w o ou oo",
}
_ARABIC_SOUNDS = {letter: sound for sound, letters in _SOUNDS_OF_ARABIC.items() for letter in letters}
_LATIN_SOUNDS = {group: sound for sound, groups in _SOUNDS_OF_LATIN.items() for group in groups.split()}

_LATIN_LETTER_GROUPS = re.compile(r"sch|tch|kh|gh|rh|ch|sh|th|dh|dj|ph|ck|gu(?=[eiy])|qu|ou|oo|ee|[a-z]")
Readings = tuple[str, ...]


@lru_cache(_CACHED_WORDS)
def latin_phones(word: str) -> Readings:
    """Return the possible sounds of one Latin word, its default reading first."""
    groups = _LATIN_LETTER_GROUPS.findall(word)
    strings = _all_strings(_latin_readings(groups, at) for at in range(len(groups)))
    without_final_h = [re.sub(r"H$", "", sounds) for sounds in strings]  # Fatimah
    with_final_h = [sounds for sounds in strings if sounds.endswith("H")]  # Salah
    found = without_final_h + with_final_h
    if re.search(r"..[aei]t+o?u$", word):  # Fatimetou is Fatima
        found += [re.sub(r"T[u]?$", "", sounds) for sounds in strings]
    return tuple(dict.fromkeys(found))


@lru_cache(_CACHED_WORDS)
def arabic_phones(word: str) -> Readings:
    """Return the possible sounds of one Arabic word in its comparison form, its default reading first."""
    return tuple(dict.fromkeys(_all_strings(_arabic_readings(word, at) for at in range(len(word)))))


def phones(script: str, word: str) -> Readings:
    """Return the possible sounds of one word of script "a" (Arabic) or "l" (Latin)."""
    return arabic_phones(word) if script == "a" else latin_phones(word)


def collapse(sounds: str) -> str:
    """Write each run of one sound once."""
    return re.sub(r"(.)\1+", r"\1", sounds)


def _all_strings(readings: Iterable[Readings]) -> list[str]:
    """Join the readings of each letter into whole words: the first few combinations, doubles written once."""
    strings = [""]
    for alternatives in readings:
        strings = [start + sound for start in strings for sound in alternatives][:_MOST_READINGS]
    return [collapse(sounds) for sounds in strings]


def _arabic_readings(word: str, at: int) -> Readings:
    letter, is_last = word[at], at == len(word) - 1
    if letter == "ظ":
        return ("D", "Z")  # Hafid, Zahiri
    if letter == "ث":
        return ("T", "S")  # Otmane, Ousmane
    if letter == "ه" and is_last:
        return _final_heh_readings(word)
    return (_ARABIC_SOUNDS.get(letter, ""),)


def _final_heh_readings(word: str) -> Readings:
    if len(word) >= _SHORT_WORD and word[-2] == "ا":
        return ("a", "T")  # Hayat, Najat
    return ("a", "H") if len(word) <= _SHORT_WORD else ("a",)  # Taha


def _latin_readings(groups: list[str], at: int) -> Readings:
    group = groups[at]
    following = groups[at + 1][:1] if at + 1 < len(groups) else ""
    if group in _READ_BY_WHAT_FOLLOWS:
        return _READ_BY_WHAT_FOLLOWS[group](following)
    if group == "rh":
        return ("G", "RH") if at == 0 or len(groups) >= _SHORT_WORD else ("G",)  # Larhrib, Rhalem
    if group in _ONE_LETTER_OR_TWO and following:
        return (_LATIN_SOUNDS[group], _ONE_LETTER_OR_TWO[group])  # Fathi
    return (_LATIN_SOUNDS.get(group, ""),)


def _read_c(following: str) -> Readings:
    if following in ("e", "i", "y"):
        return ("S",)
    if following == "t":
        return ("K", "X")  # Moctar
    return ("K", "S") if following in ("a", "o", "u") else ("K",)  # Faycal typed without its cedilla


def _read_g(following: str) -> Readings:
    return ("J", "K") if following in ("e", "i", "y") else ("K",)


def _read_gh(_following: str) -> Readings:
    return ("G", "K")  # Hassaniya writes qaf so: Sadegh, Roughaya


def _read_k(following: str) -> Readings:
    return ("K", "X") if following == "t" else ("K",)  # Moktar


_READ_BY_WHAT_FOLLOWS: dict[str, Callable[[str], Readings]] = {"c": _read_c, "g": _read_g, "gh": _read_gh, "k": _read_k}
_ONE_LETTER_OR_TWO = {"th": "TH", "dh": "DH", "kh": "KH", "sh": "SH"}
