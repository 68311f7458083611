"""Until when a referral may wait."""

from __future__ import annotations

from datetime import date

import pytest

from caravan.scoring.delays import latest_day, latest_retina_day
from caravan.scoring.urgency import ORDER, rank


@pytest.mark.parametrize(
    ("urgency", "latest"),
    [
        ("e", date(2026, 11, 28)),
        ("u", date(2026, 11, 30)),
        ("p", date(2026, 12, 12)),
        ("r", date(2027, 2, 28)),
        ("n", None),
    ],
)
def test_each_urgency_has_its_last_day(urgency, latest):
    assert latest_day(urgency, date(2026, 11, 28)) == latest


@pytest.mark.parametrize(
    ("day", "latest"),
    [
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 9, 30), date(2026, 12, 30)),
        (date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_three_months_end_on_the_same_day_or_on_the_last_of_a_shorter_month(day, latest):
    assert latest_day("r", day) == latest


def test_the_more_urgent_never_waits_longer():
    days = [latest_day(urgency, date(2026, 11, 28)) for urgency in sorted(ORDER[1:], key=rank)]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("when", "latest"),
    [
        ("1_month", date(2026, 12, 28)),
        ("3_months", date(2027, 2, 28)),
        ("6_to_12_months", date(2027, 11, 28)),
        ("1_to_2_years", date(2028, 11, 28)),
        ("refer_ungradable", None),
    ],
)
def test_the_retina_is_looked_at_again_by_its_day(when, latest):
    assert latest_retina_day(when, date(2026, 11, 28)) == latest
