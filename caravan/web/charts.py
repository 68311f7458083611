"""Small charts of the day by hour, as figures for an SVG that the template draws: no script, no library.

Time runs as the reader reads: from the left in French and English, from the right in Arabic, like the columns of the
table that gives the same figures. Each bar bears its hour and its number, so that nobody needs to guess the direction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from caravan.domain.dates import CASABLANCA

WIDTH, TOP, TALLEST, FOOT = 360, 24, 92, 26
"""Of a chart, in units that are about a pixel: its width, the room above for numbers, the tallest bar, the hours."""

GAP = 0.22
"""The part of each hour's place that stays free between two bars."""

DIGIT_WIDTH = 9.5
"""How wide a digit of a number is, in the same units."""

HOUR_WIDTH = 22
LEAST_SEEN = 2  # the height of the bar of a single person, however many came in the other hours


@dataclass(frozen=True, slots=True)
class Bar:
    """One hour: where its bar stands, its number and its hour; what does not fit has no number or hour."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    count: int
    hour: str
    is_now: bool
    has_number: bool
    has_hour: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its size, the height at which its bars stand, and the bars in the order of time."""

    width: int
    height: int
    ground: int
    bars: tuple[Bar, ...]


def hour_name(hour: datetime) -> str:
    """Return the hour on the clocks of Morocco: 08."""
    return f"{hour.astimezone(CASABLANCA):%H}"


def hour_chart(
    counts: Mapping[datetime, int], *, direction: str, this_hour: datetime | None = None, most: int | None = None
) -> Chart:
    """Lay out one bar an hour; ``most`` is the number of the tallest bar, so that charts can share a scale."""
    places = WIDTH / max(1, len(counts))
    highest = max(most or 0, *counts.values(), 1)
    bars = []
    for index, (hour, count) in enumerate(counts.items()):
        place = len(counts) - 1 - index if direction == "rtl" else index
        height = max(LEAST_SEEN, TALLEST * count / highest) if count else 0
        bars.append(
            Bar(
                x=round(places * (place + GAP / 2), 1),
                y=round(TOP + TALLEST - height, 1),
                width=round(places * (1 - GAP), 1),
                height=round(height, 1),
                middle=round(places * (place + 0.5), 1),
                count=count,
                hour=hour_name(hour),
                is_now=hour == this_hour,
                has_number=len(str(count)) * DIGIT_WIDTH <= places,
                has_hour=places >= HOUR_WIDTH or index % 2 == 0,
            )
        )
    return Chart(WIDTH, TOP + TALLEST + FOOT, TOP + TALLEST, tuple(bars))
