"""Similarity of names, 0 to 1, by weighted alignment of their sounds; costs were set on lists of attested spellings."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from caravan.domain.names.phones import VOWELS, collapse, phones
from caravan.domain.names.units import Unit, units

# What a sound weighs when it is added or left out; any other consonant weighs 1.
_WEIGHTS = {"a": 0.12, "e": 0.08, "i": 0.22, "u": 0.22, "3": 0.12, "H": 0.45}
# What it costs to take one sound for another that is near to it.
_NEAR_BY_COST = {
    0.3: "DZ",
    0.35: "KG HX GR",
    0.45: "JK JX DT SZ",
    0.5: "KX TS Ji 3H",
    0.55: "SC",
    0.6: "BF JC JZ HG Fu",
    0.7: "3K TC JD MN",
    0.8: "KC LR BM",
}
_NEAR = {pair: cost for cost, pairs in _NEAR_BY_COST.items() for pair in pairs.split()}
_A_FOR_E, _OTHER_VOWEL, _VOWEL_FOR_AIN, _FAR = 0.1, 0.16, 0.08, 1.0
_SOUNDS = "BTDJHXRZSC3GFKLMNuiae"

_LIGHTEST_WORD = 1.2  # very short words: one slip may not count for everything
_NO_SOUND = 0.1
_TWO_SECOND_READINGS = 0.08
_EXTRA_PART = 0.25  # a second given name is often left out
_SURE, _SWAPPED, _RUN_TOGETHER = 0.9, 0.05, 0.03

_ARTICLE = re.compile(r"^[ae]?L(?=.{2})")
_BEN = re.compile(r"^(?:Be?i|Be|aB|B)N(?=.{3})")


def field_sim(one: str, other: str) -> float:
    """Return the similarity of two name fields in any scripts."""
    ones, others = _units(one), _units(other)
    if not ones or not others:
        return 0.0
    if len(ones) == len(others) == 1:
        return _unit_sim(ones[0], others[0])
    return max(_best_pairing(*sorted((ones, others), key=len)), _joined_sim(ones, others))


def person_sim(given: str, family: str, other_given: str, other_family: str) -> float:
    """Return the similarity of two persons' names; given and family name may be swapped or run together."""
    direct = 0.5 * field_sim(given, other_given) + 0.5 * field_sim(family, other_family)
    if direct > _SURE:
        return direct
    swapped = 0.5 * field_sim(given, other_family) + 0.5 * field_sim(family, other_given) - _SWAPPED
    whole = field_sim(f"{given} {family}", f"{other_given} {other_family}") - _RUN_TOGETHER
    return max(direct, swapped, whole)


def _best_pairing(fewer: tuple[Unit, ...], more: tuple[Unit, ...]) -> float:
    """Pair each unit with its likest still free; those left over weigh little."""
    free = list(more)
    total = 0.0
    for unit in fewer:
        at = max(range(len(free)), key=lambda place: _unit_sim(unit, free[place]))
        total += _unit_sim(unit, free.pop(at))
    return total / (len(fewer) + _EXTRA_PART * len(free))


def _joined_sim(ones: tuple[Unit, ...], others: tuple[Unit, ...]) -> float:
    """Compare all units written as one word."""
    one, other = ("".join(_variants(unit)[0] for unit in side) for side in (ones, others))
    return 1 - _distance(collapse(one), collapse(other)) / max(_weight(one), _weight(other), _LIGHTEST_WORD)


@lru_cache(100_000)
def _unit_sim(one: Unit, other: Unit) -> float:
    best = 0.0
    for (i, a), (j, b) in product(enumerate(_variants(one)), enumerate(_variants(other))):
        penalty = _TWO_SECOND_READINGS if i and j else 0.0
        best = max(best, 1 - _distance(a, b) / max(_weight(a), _weight(b), _LIGHTEST_WORD) - penalty)
    return best


@lru_cache(50_000)
def _variants(unit: Unit) -> tuple[str, ...]:
    """Return the readings of a unit, each also without what may be its article or its Ben-."""
    found: list[str] = []
    for sounds in phones(unit.script, unit.text):
        found.append(sounds)
        found += [prefix.sub("", sounds) for prefix in (_ARTICLE, _BEN) if prefix.match(sounds)]
    return tuple(dict.fromkeys(found))


@lru_cache(50_000)
def _units(name: str) -> tuple[Unit, ...]:
    return tuple(units(name))


def _weight(sounds: str) -> float:
    return sum(_WEIGHTS.get(sound, 1.0) for sound in sounds) or _NO_SOUND


@lru_cache(200_000)
def _distance(one: str, other: str) -> float:
    """Return the lowest cost of turning one string of sounds into the other."""
    above = [0.0]
    for sound in other:
        above.append(above[-1] + _WEIGHTS.get(sound, 1.0))
    for sound in one:
        dropped = _WEIGHTS.get(sound, 1.0)
        row = [above[0] + dropped]
        for j, target in enumerate(other, 1):
            added = _WEIGHTS.get(target, 1.0)
            row.append(min(above[j - 1] + _SUBSTITUTION[sound, target], above[j] + dropped, row[-1] + added))
        above = row
    return above[-1]


def _substitution_cost(one: str, other: str) -> float:
    vowels = {one, other} & set(VOWELS)
    near = _NEAR.get(one + other, _NEAR.get(other + one))
    if one == other:
        return 0.0
    if vowels == {one, other}:
        return _A_FOR_E if vowels == {"a", "e"} else _OTHER_VOWEL
    if vowels and "3" in (one, other):
        return _VOWEL_FOR_AIN
    if near is not None:
        return near
    return _WEIGHTS.get(one, 1.0) + _WEIGHTS.get(other, 1.0) if vowels else _FAR


_SUBSTITUTION = {pair: _substitution_cost(*pair) for pair in product(_SOUNDS, repeat=2)}
