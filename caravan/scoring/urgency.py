"""The common scale of urgency: n none, r within 3 months, p within 2 weeks, u doctor today, e transfer now (mark L)."""

from __future__ import annotations

from typing import Final

ORDER: Final = ("n", "r", "p", "u", "e")
"""From the least to the most urgent."""


def rank(level: str) -> int:
    """The place of an urgency in ``ORDER``; ValueError for a word that is not on the scale."""
    return ORDER.index(level)


def highest(*levels: str) -> str:
    """The most urgent of the given levels, "n" when none is given."""
    return max(levels, key=rank, default=ORDER[0])
