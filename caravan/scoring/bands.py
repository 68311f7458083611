"""Half-open bands [low, high): one lookup for every table of thresholds, so that no value falls between two bands."""

from __future__ import annotations

from collections.abc import Sequence

Bands = Sequence[tuple[float, str]]


def band_of(value: float, bands: Bands) -> str:
    """The name of the first band whose upper limit lies above ``value``, else of the last, which has no upper limit."""
    return next((name for limit, name in bands if value < limit), bands[-1][1])


def names_of(bands: Bands) -> tuple[str, ...]:
    """The names of the bands in their order."""
    return tuple(name for _, name in bands)
