"""Keys: the consonants of each unit of a name. Two spellings of one name share at least one key."""

from __future__ import annotations

import re
from functools import lru_cache

from caravan.domain.names.phones import VOWELS, latin_phones, phones
from caravan.domain.names.units import Unit, units

_NOT_IN_KEYS = VOWELS + "3"
_SON_OF = ("بن", "ابن", "ben", "bin", "ibn")
_SHORTEST_JOINED = 5  # two neighbours make a joined key only when it says something
_BETWEEN_VOWELS = re.compile(r"(?<=[aeiou])y(?=[aeiou])")


def name_keys(name: str) -> set[str]:
    """Return the keys of a name in either script: each unit's, and those of two neighbours joined."""
    keys: set[str] = set()
    before: frozenset[str] = frozenset()
    for unit in units(name):
        own = unit_keys(unit)
        keys |= own | _joined(before, own)
        before = own
    return keys


@lru_cache(50_000)
def unit_keys(unit: Unit) -> frozenset[str]:
    """Return the consonant skeletons of one unit; a single consonant is written with a dot."""
    keys = {_skeleton(sounds) for sounds in phones(unit.script, unit.text)}
    if unit.particle in _SON_OF:
        keys |= {"BN" + key for key in keys}
    if unit.script == "l":
        keys |= _spanish_keys(unit.text, keys)
    for key in list(keys):
        keys |= _shortened(key)
    return frozenset(key if len(key) > 1 else f"{key}." for key in keys if key)


def _joined(before: frozenset[str], after: frozenset[str]) -> set[str]:
    """Return the keys of two neighbouring units written as one: Fatima Zahra, Fatimazahra."""
    pairs = ((a, b) for a in before for b in after if len(a) + len(b) >= _SHORTEST_JOINED)
    return {a.rstrip(".") + b.rstrip(".") for a, b in pairs}


def _skeleton(sounds: str) -> str:
    consonants = "".join(sound for sound in sounds if sound not in _NOT_IN_KEYS)
    return re.sub(r"^BDD", "BD", consonants)  # Abd + D...


def _spanish_keys(word: str, keys: set[str]) -> set[str]:
    """Return the keys of a word in the Spanish spelling of older papers: Jatri is Khatri, Nayem is Najem."""
    found: set[str] = set()
    if "j" in word:
        found |= {key.replace("J", "X", times) for key in keys for times in (1, -1)}
    if _BETWEEN_VOWELS.search(word):
        found |= {_skeleton(sounds) for sounds in latin_phones(_BETWEEN_VOWELS.sub("j", word))}
    return found


def _shortened(key: str) -> set[str]:
    """Return a key without what may be an article or a particle."""
    if key.startswith("L"):  # Lahcen, El Hassan
        return {key[1:]}
    if key.startswith("BN") and key != "BN":  # Ben Moussa, Moussa
        return {key[2:]}
    if key.startswith("BL") and key != "BL":  # Belhaj, Ben El Haj, El Haj
        return {"B" + key[2:], key[2:]}
    return set()
