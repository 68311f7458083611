"""Births as they are known, ages on a day, age bands, and the day in Morocco."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from caravan.domain.dates import AGE_BANDS, CASABLANCA, Birth, age_band, age_in_months, age_on, local_day, read_birth
from caravan.domain.errors import CaravanError

TODAY = date(2026, 11, 21)


def refusal(*answers, today=TODAY) -> CaravanError:
    with pytest.raises(CaravanError) as refused:
        read_birth(*answers, today)
    return refused.value


@pytest.mark.parametrize("typed", ["1950-03-02", "02/03/1950", "2/3/1950", "02-03-1950", "02.03.1950", " 1950-03-02 "])
def test_a_full_date_is_read_in_iso_or_day_first(typed):
    assert read_birth(typed, None, None, TODAY) == Birth(date(1950, 3, 2), "day", 1950)


@pytest.mark.parametrize("typed", ["1950-03", "03/1950"])
def test_a_month_is_known_to_the_month_only(typed):
    assert read_birth(typed, None, None, TODAY) == Birth(date(1950, 3, 1), "month", 1950)


def test_a_year_invents_no_day():
    assert read_birth(None, 1950, None, TODAY) == Birth(precision="year", year=1950)


def test_an_estimated_age_keeps_the_day_it_was_said_and_invents_no_year():
    assert read_birth("", None, 70, TODAY) == Birth(precision="age_estimate", age_years=70, age_on=TODAY)


def test_nothing_known_is_unknown():
    birth = read_birth(None, None, None, TODAY)
    assert birth == Birth()
    assert age_on(birth, TODAY) is None


def test_the_most_exact_answer_is_kept():
    assert read_birth("1950-03-02", 1950, 76, TODAY).precision == "day"
    assert read_birth(None, 1950, 76, TODAY).precision == "year"


@pytest.mark.parametrize("answers", [("2026-11-22", None, None), ("2026-12", None, None), (None, 2027, None)])
def test_a_birth_in_the_future_is_refused(answers):
    assert refusal(*answers).code == "birth.future"


def test_a_birth_today_this_month_or_this_year_is_accepted():
    for answers in (("2026-11-21", None, None), ("2026-11", None, None), (None, 2026, None)):
        assert age_on(read_birth(*answers, TODAY), TODAY) == 0


@pytest.mark.parametrize("typed", ["31/02/1950", "29/02/2025", "1950", "hier", "02/13/1950", "1950-00-10", "02/03/50"])
def test_a_date_that_is_none_is_refused_with_what_was_typed(typed):
    refused = refusal(typed, None, None)
    assert (refused.code, refused.params) == ("birth.malformed", {"typed": typed})


def test_nobody_is_over_120():
    assert refusal("1905-01-01", None, None).code == "birth.too_old"
    assert refusal(None, 195, None).code == "birth.too_old"
    assert refusal(None, -1, None).code == "birth.too_old"
    assert age_on(read_birth("1906-11-21", None, None, TODAY), TODAY) == 120


@pytest.mark.parametrize("age", [-1, 121])
def test_an_age_is_from_0_to_120(age):
    refused = refusal(None, None, age)
    assert (refused.code, refused.params) == ("birth.age_out_of_range", {"least": 0, "most": 120})


@pytest.mark.parametrize("answers", [("1950-03-02", 1951, None), ("1950-03-02", None, 60), (None, 1950, 60)])
def test_answers_that_cannot_all_be_true_are_refused(answers):
    assert refusal(*answers).code == "birth.contradiction"


def test_age_is_in_completed_years():
    birth = Birth(date(1980, 11, 22), "day", 1980)
    assert age_on(birth, date(2026, 11, 21)) == 45
    assert age_on(birth, date(2026, 11, 22)) == 46
    assert age_on(birth, date(1980, 11, 21)) is None


def test_who_was_born_on_29_february_is_a_year_older_on_1_march_of_a_common_year():
    birth = read_birth("29/02/2008", None, None, TODAY)
    assert age_on(birth, date(2026, 2, 28)) == 17
    assert age_on(birth, date(2026, 3, 1)) == 18
    assert age_on(birth, date(2024, 2, 29)) == 16


def test_a_year_alone_counts_from_1_july():
    birth = Birth(precision="year", year=1950)
    assert age_on(birth, date(2026, 6, 30)) == 75
    assert age_on(birth, date(2026, 7, 1)) == 76
    assert age_on(birth, date(1950, 2, 1)) == 0
    assert age_on(birth, date(1949, 12, 31)) is None


def test_a_month_alone_counts_from_its_middle():
    birth = read_birth("2020-03", None, None, TODAY)
    assert age_on(birth, date(2026, 3, 14)) == 5
    assert age_on(birth, date(2026, 3, 15)) == 6
    assert age_on(birth, date(2020, 3, 2)) == 0
    assert age_on(birth, date(2020, 2, 28)) is None


def test_an_estimated_age_moves_with_the_years():
    birth = Birth(precision="age_estimate", age_years=3, age_on=TODAY)
    assert age_on(birth, TODAY) == 3
    assert age_on(birth, date(2027, 11, 20)) == 3
    assert age_on(birth, date(2027, 11, 21)) == 4
    assert age_on(birth, date(2026, 1, 1)) == 3
    assert age_on(birth, date(2025, 11, 21)) == 2
    assert age_on(birth, date(2010, 1, 1)) == 0


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "0_4"),
        (4, "0_4"),
        (5, "5_9"),
        (9, "5_9"),
        (10, "10_14"),
        (14, "10_14"),
        (15, "15_17"),
        (17, "15_17"),
        (18, "18_29"),
        (29, "18_29"),
        (30, "30_44"),
        (44, "30_44"),
        (45, "45_59"),
        (59, "45_59"),
        (60, "60_69"),
        (69, "60_69"),
        (70, "70_plus"),
        (120, "70_plus"),
        (None, "unknown"),
    ],
)
def test_each_age_falls_in_its_band(age, band):
    assert age_band(age) == band


def test_the_bands_are_listed_from_the_youngest_and_end_with_unknown():
    in_order = dict.fromkeys(age_band(age) for age in range(121))
    assert (*in_order, "unknown") == AGE_BANDS


def test_morocco_is_an_hour_ahead_of_utc_except_in_ramadan():
    # Ramadan 1447 ran from 19 February to 20 March 2026; the clock went back on 15 February and forward on 22 March.
    offsets = {day: datetime(2026, *day, 12, tzinfo=CASABLANCA).utcoffset() for day in ((2, 1), (3, 1), (4, 1))}
    assert offsets == {(2, 1): timedelta(hours=1), (3, 1): timedelta(0), (4, 1): timedelta(hours=1)}


def test_half_past_eleven_in_utc_is_the_next_day_in_morocco_but_not_in_ramadan():
    assert local_day(datetime(2026, 4, 10, 23, 30, tzinfo=UTC)) == date(2026, 4, 11)
    assert local_day(datetime(2026, 3, 1, 23, 30, tzinfo=UTC)) == date(2026, 3, 1)


def test_the_day_does_not_depend_on_the_zone_the_instant_is_written_in():
    instant = datetime(2026, 4, 10, 23, 30, tzinfo=UTC)
    assert local_day(instant.astimezone(timezone(timedelta(hours=-8)))) == date(2026, 4, 11)


def test_an_instant_without_zone_has_no_day():
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2026, 4, 10, 23, 30))


@pytest.mark.parametrize(
    ("birth", "months"),
    [
        (Birth(date=date(2021, 6, 21), precision="day", year=2021), 65.02),
        (Birth(date=date(2021, 6, 1), precision="month", year=2021), 65.22),
        (Birth(date=date(2026, 11, 21), precision="day", year=2026), 0.0),
        (Birth(date=date(2026, 11, 22), precision="day", year=2026), None),
        (Birth(precision="year", year=2021), None),
        (Birth(precision="age_estimate", age_years=5, age_on=date(2026, 11, 21)), None),
        (Birth(), None),
    ],
)
def test_an_age_in_months_is_told_when_the_day_or_the_month_of_birth_is_known(birth, months):
    found = age_in_months(birth, date(2026, 11, 21))
    assert found == (None if months is None else pytest.approx(months, abs=0.01))
