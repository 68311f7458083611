"""Charts by hour: bars in the order of reading, one scale, numbers that fit, and nothing but attributes."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from caravan.web.charts import FOOT, TALLEST, TOP, WIDTH, hour_chart

EIGHT = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)  # 08:00 in Morocco


def hours(*counts):
    return {EIGHT + timedelta(hours=step): count for step, count in enumerate(counts)}


def test_time_runs_from_the_left_in_french_and_from_the_right_in_arabic():
    french = hour_chart(hours(3, 5, 2), direction="ltr").bars
    arabic = hour_chart(hours(3, 5, 2), direction="rtl").bars
    assert [bar.hour for bar in french] == [bar.hour for bar in arabic] == ["08", "09", "10"]
    assert [bar.middle for bar in french] == [60, 180, 300]
    assert [bar.middle for bar in arabic] == [300, 180, 60]
    assert [bar.height for bar in french] == [bar.height for bar in arabic]


def test_the_tallest_bar_fills_the_height_and_the_others_follow():
    chart = hour_chart(hours(10, 5, 0), direction="ltr")
    assert [bar.height for bar in chart.bars] == [TALLEST, TALLEST / 2, 0]
    assert [bar.y + bar.height for bar in chart.bars] == [chart.ground] * 3
    assert (chart.width, chart.height, chart.ground) == (WIDTH, TOP + TALLEST + FOOT, TOP + TALLEST)


def test_charts_can_share_a_scale_and_one_person_is_still_seen():
    one, many = hour_chart(hours(1), direction="ltr", most=400).bars[0], hour_chart(hours(400), direction="ltr").bars[0]
    assert (one.height, many.height) == (2, TALLEST)


def test_the_hour_under_way_is_marked():
    chart = hour_chart(hours(4, 1), direction="ltr", this_hour=EIGHT + timedelta(hours=1))
    assert [bar.is_now for bar in chart.bars] == [False, True]


@pytest.mark.parametrize(
    ("count", "length", "number", "every_hour"), [(300, 9, True, True), (300, 14, False, True), (9, 24, True, False)]
)
def test_numbers_and_hours_are_written_where_they_fit(count, length, number, every_hour):
    bars = hour_chart(hours(*[count] * length), direction="ltr").bars
    assert {bar.has_number for bar in bars} == {number}
    assert all(bar.has_hour for bar in bars) == every_hour
    assert bars[0].has_hour


def test_bars_stay_in_the_picture_and_do_not_touch():
    for direction in ("ltr", "rtl"):
        bars = sorted(hour_chart(hours(*range(1, 13)), direction=direction).bars, key=lambda bar: bar.x)
        assert bars[0].x > 0
        assert bars[-1].x + bars[-1].width < WIDTH
        assert all(left.x + left.width < right.x for left, right in pairwise(bars))
        assert min(bar.y for bar in bars) >= TOP


def test_a_day_without_hours_has_no_bars():
    assert hour_chart({}, direction="ltr").bars == ()
