"""Counts of the small caravan day, known by hand."""

from __future__ import annotations

import pytest

from caravan.reports.bases import Book
from caravan.reports.conditions import Condition
from caravan.reports.finding_counts import count_findings
from caravan.reports.indicators import Counted, count_indicators
from tests.reports.report_rows import REPORT, dataset, person, screening


@pytest.mark.parametrize(
    ("key", "n", "of"),
    [
        ("persons", 4, None),
        ("women", 1, 4),
        ("men", 2, 4),
        ("new_persons", 3, 4),
        ("returning_persons", 1, 4),
        ("anonymous_persons", 1, 4),
        ("persons_seen", 3, 4),
        ("registered_only", 1, 4),
        ("visits", 5, None),
        ("sites", 2, None),
        ("days", 2, None),
        ("services", 5, None),
        ("contacts", 5, None),
        ("sum_of_sites", 4, None),
        ("distinct_over_sites", 3, None),
        ("several_sites", 1, 3),
        ("urgent_persons", 1, 3),  # Amina's latest form is not urgent any more
        ("referrals", 3, None),
        ("persons_referred", 2, 3),
        ("vitals.persons", 3, 4),
        ("vitals.services", 4, None),
        ("vitals.urgency_n", 1, 3),
        ("vitals.raised_bp", 1, 2),  # by the latest form; not classified is not in the denominator
        ("eye.persons", 1, 4),
        ("eye.vision_impaired", 1, 1),
        ("dental.caries_free", 0, 0),
        ("quality.unknown_sex", 1, 4),
        ("quality.unknown_age", 1, 4),
        ("quality.unknown_coverage", 2, 4),  # said unknown, or blank; "none" is not among them
        ("quality.unknown_commune", 1, 4),
        ("quality.confirmed", 1, 5),
        ("quality.bp_single", 2, 3),
        ("quality.bp_last_digit_zero", 4, 6),  # 150 120 80 110 end in 0; 95 and 191 do not
    ],
)
def test_each_indicator_of_the_small_day_is_counted(day, key, n, of):
    counted = count_indicators(day, REPORT)[key]
    assert (counted.n, counted.of) == (n, of)


def test_women_and_men_are_parts_of_the_number(day):
    assert count_indicators(day, REPORT)["persons_seen"] == Counted(3, 4, women=1, men=1)


def test_an_empty_denominator_has_no_share():
    assert Counted(0, 0).share is None
    assert Counted(0, 5).share == 0.0
    assert Counted(3).share is None


def test_every_indicator_of_an_empty_caravan_is_zero():
    assert {counted.n for counted in count_indicators(dataset(), REPORT).values()} == {0}


def test_a_person_with_three_forms_of_one_station_is_one_person_and_three_services():
    amina = person("amina")
    rows = [screening(amina, id=f"s{number}") for number in range(3)]
    counts = count_indicators(dataset([amina], screenings=rows), REPORT)
    assert (counts["vitals.persons"].n, counts["vitals.services"].n, counts["contacts"].n) == (1, 3, 1)


def test_bands_are_half_open_and_nothing_is_rounded_first():
    assert not Condition("x", "at_least", 25).holds(24.95)
    assert Condition("x", "below", 25).holds(24.999999)
    assert not Condition("x", "below", 25).holds(25)
    assert Condition("x", "at_least", 25).holds(25)


@pytest.mark.parametrize("nothing", [None, "", [], (), float("nan")])
def test_what_was_not_recorded_meets_no_condition_but_missing(nothing):
    assert Condition("x", "missing", True).holds(nothing)
    assert not Condition("x", "missing", False).holds(nothing)
    assert not any(Condition("x", operator, 0).holds(nothing) for operator in ("in", "at_least", "below", "equals"))


def test_zero_and_false_are_recorded_values():
    assert Condition("x", "missing", False).holds(0)
    assert Condition("x", "missing", False).holds(False)
    assert Condition("x", "in", [False]).holds(False)


def test_mean_spread_and_median_of_known_numbers(day, form):
    bmi = next(found for found in count_findings(Book(day), "vitals", form) if found.code == "bmi")
    assert bmi.measured.n == 3  # 22, 24 and 29: Amina's first 20 is replaced by her latest form
    assert bmi.spread.mean == pytest.approx(25.0)
    assert bmi.spread.sd == pytest.approx(13**0.5)  # squares 9 + 1 + 16, over n - 1 = 2
    assert bmi.spread.median == 24.0


def test_one_value_has_a_mean_but_no_spread(form):
    amina = person("amina")
    rows = dataset([amina], screenings=[screening(amina, findings={"bmi": 20.5})])
    bmi = next(found for found in count_findings(Book(rows), "vitals", form) if found.code == "bmi")
    assert (bmi.spread.mean, bmi.spread.sd) == (20.5, None)


def test_classes_keep_the_order_of_the_form_and_unlisted_values_are_not_lost(day, form):
    classes = next(found for found in count_findings(Book(day), "vitals", form) if found.code == "bp_class")
    assert [(value, people.n) for value, people in classes.by_value] == [
        ("normal", 1),
        ("grade_1", 0),
        ("crisis_range", 1),
        ("not_classified", 1),
    ]


def test_findings_that_the_form_does_not_name_are_still_counted(day, form):
    assert "bp_single" in {found.code for found in count_findings(Book(day), "vitals", form)}
