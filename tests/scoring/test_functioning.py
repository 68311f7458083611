"""The short set on functioning: one great difficulty is enough for yes, all six answers are needed for no."""

from __future__ import annotations

import pytest

from caravan.scoring.functioning import DOMAINS


@pytest.mark.parametrize(
    ("levels", "disability"),
    [
        ([1, 1, 1, 1, 1, 1], "no"),
        ([2, 2, 2, 2, 2, 2], "no"),
        ([1, 1, 3, 1, 1, 1], "yes"),
        ([4], "yes"),
        ([1, 2], None),
        ([], None),
    ],
)
def test_a_difficulty_of_3_or_more_is_a_disability(values, levels, disability):
    answers = {f"difficulty_{domain}": level for domain, level in zip(DOMAINS, levels, strict=False)}
    assert values("vitals", answers).get("disability") == disability
