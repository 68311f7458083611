"""Half-open bands [low, high): one lookup for every table of thresholds, so that no value falls between two bands."""

from __future__ import annotations

from collections.abc import Sequence

Bands = Sequence[tuple[float, str]]


def band_of(value: float, bands: Bands, *, above: str) -> str:
    """The name of the first band whose upper limit lies above ``value``; ``above`` when none does."""
    return next((name for limit, name in bands if value < limit), above)
