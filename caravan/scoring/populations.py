"""Figures of a group of people, from the values of each: caries of the highest third, and fluorosis.

They are pure functions for reports; a group without values has no figure (None, not 0). Decided here (mark L): a third
of a number that three does not divide is rounded up.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from caravan.scoring.teeth import TABLE

CFI: Final = TABLE["C3.cfi"]
PERCENT: Final = 100


def mean(values: Sequence[float]) -> float | None:
    """The mean, None of nothing."""
    return sum(values) / len(values) if values else None


def significant_caries_index(indices: Sequence[float]) -> float | None:
    """SiC: the mean DMFT of the third of people with the highest values."""
    return mean(sorted(indices, reverse=True)[: math.ceil(len(indices) / 3)])


def percent_with_caries(indices: Sequence[float]) -> float | None:
    """How many of a hundred have a DMFT over 0."""
    share = mean([float(index > 0) for index in indices])
    return None if share is None else share * PERCENT


def community_fluorosis_index(scores: Sequence[str]) -> float | None:
    """CFI: the mean weight of Dean's scores; 8 (excluded) and 9 (not recorded) do not count."""
    weights = CFI.sets["weights"]
    return mean([weights[score] for score in scores if score in weights])


def is_public_concern(index: float) -> bool:
    """Whether a community fluorosis index is a concern of public health."""
    return index > CFI.limits["concern_over"]
