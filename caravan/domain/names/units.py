"""Units: the parts of a name that can be compared one with one, without articles, particles set aside."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Collection
from itertools import groupby
from typing import NamedTuple

from caravan.domain.names.normalise import ar_norm, is_arabic, la_norm

LONGEST_NAME = 120


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LATIN_JOINED_TO_NEXT = _words(
    "abd abde abdel abdal abdul abder abdes abdou abdoul aid ait bou abou abu abi ben bin ibn bel oum um ould bent bint"
    " mint id ida nait ahl ahel"
)
_LATIN_ARTICLES = _words("el al l es ess er err en enn ed edd et ett ez ezz ech ash as ar an ad at az ul")
_LATIN_ENDINGS = _words("eddine edine ddine dine eddin din allah llah lah uddin addin")
_LATIN_BEFORE_NAME = _LATIN_JOINED_TO_NEXT | _LATIN_ARTICLES
_ARABIC_BEFORE_NAME = _words("عبد ايت بو ابو ابي بن ابن ام ولد بنت منت نايت اهل بل ايد ال")
_ARABIC_ARTICLE = "ال"
_ARABIC_ENDINGS = ("دين", "له")  # after their article: ... الدين, ... الله
_ARABIC_WITHOUT_ARTICLE = _words("الياس الهام الفت الماس اليسع البير اليزا اليان الين")
_MAY_BE_ABSENT = _words("ben bin ibn ould bent bint mint ahl ahel بن ابن ولد بنت منت اهل")


class Unit(NamedTuple):
    """One comparable part of a name: "a" (Arabic) or "l" (Latin), its text, the particle set aside (may be "")."""

    script: str
    text: str
    particle: str


class _Taken(NamedTuple):
    word: str
    prefix: str  # joined to the word: عبد, Abd, Aït, Bou
    particle: str  # set aside: Ben, Ould, Mint


def units(name: str) -> list[Unit]:
    """Split a name, in either script or both, into its units."""
    found: list[Unit] = []
    for in_arabic, run in groupby(name[:LONGEST_NAME].split(), key=is_arabic):
        words = list(run)
        found += _arabic_units(words) if in_arabic else _latin_units(words)
    return found


def _take_word(words: deque[str], before_name: Collection[str], prefix_of: Callable[[str], str]) -> _Taken:
    """Take the next word and what stands before it; a particle at the end of a name is a word."""
    prefix = particle = ""
    word = words.popleft()
    while word in before_name and words:
        if word in _MAY_BE_ABSENT:
            particle += word
        else:
            prefix += prefix_of(word)
        word = words.popleft()
    return _Taken(word, prefix, particle)


def _join_to_last(found: list[Unit], ending: str) -> None:
    found[-1] = found[-1]._replace(text=found[-1].text + ending)


def _arabic_units(raw_words: list[str]) -> list[Unit]:
    typed_with_hamza = {ar_norm(word) for word in raw_words if word[:2] in ("إل", "أل", "آل")}
    without_article = typed_with_hamza | _ARABIC_WITHOUT_ARTICLE
    found: list[Unit] = []
    words = deque(ar_norm(" ".join(raw_words)).split())
    while words:
        word, prefix, particle = _take_word(words, _ARABIC_BEFORE_NAME, _arabic_prefix)
        stem = _without_arabic_article(word, without_article)
        if stem != word and stem in _ARABIC_ENDINGS and found and not prefix:
            _join_to_last(found, stem)
            continue
        stem = re.sub(r"(?<=..)الدين$", "دين", stem)
        if not prefix and re.match("عبدال..", stem):
            stem = "عبد" + stem.removeprefix("عبدال")
        found.append(Unit("a", prefix + stem, particle))
    return found


def _arabic_prefix(word: str) -> str:
    return "" if word == _ARABIC_ARTICLE else word


def _without_arabic_article(word: str, without_article: Collection[str]) -> str:
    has_article = re.match("ال..", word) and word not in without_article
    return word.removeprefix(_ARABIC_ARTICLE) if has_article else word


def _latin_units(raw_words: list[str]) -> list[Unit]:
    found: list[Unit] = []
    words = deque(la_norm(" ".join(raw_words)).split())
    while words:
        word, prefix, particle = _take_word(words, _LATIN_BEFORE_NAME, _latin_prefix)
        if word in _LATIN_ENDINGS and found and not prefix and not particle:
            _join_to_last(found, word)
            continue
        found.append(Unit("l", _one_form_of_abd(prefix + word), particle))
    return found


def _latin_prefix(word: str) -> str:
    """Return what an article or a joined word adds to the next: nothing, or its stem (Abdel, Abder are Abd)."""
    if word not in _LATIN_JOINED_TO_NEXT:
        return ""
    return re.sub(r"^(abd)(e?l?|al|ul|er|es|ou|oul)$", r"\1", word)


def _one_form_of_abd(word: str) -> str:
    """Write names with Abd- in one way."""
    if re.fullmatch(r"abd[aeiou]*l+[aou]+(h|hi|hy|he|ye)?", word):  # Abdellah, Abdallahi, Abdoulaye
        return "abdela"
    if re.match(r"abd[aeiou]*lat[iy]", word):  # Abdelatif
        return re.sub(r"^abd[aeiou]*l", "abdel", word)
    if re.match(r"abd[aeiou]*ll", word):  # Abdellatif
        return re.sub(r"^abd[aeiou]*l", "abde", word)
    return re.sub(r"^abd[aeiou]+l(?=.)", "abde", word)  # Abdelhak
