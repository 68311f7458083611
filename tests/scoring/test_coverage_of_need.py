"""Coverage of refractive error and of cataract surgery: the vectors of section B6, and who is counted where."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caravan.scoring.coverage_of_need import (
    CataractEye,
    RefractiveCoverage,
    cataract_group,
    effective_cataract_coverage,
    has_good_outcome,
    refractive_coverage,
)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param({"a": 30, "b": 0, "c": 10, "d": 60}, (30.0, 40.0, 25.0), id="B6 eREC vector 1"),
        pytest.param({"a": 0, "b": 0, "c": 0, "d": 5}, (0.0, 0.0, None), id="B6 eREC vector 2"),
        pytest.param({}, (None, None, None), id="B6 eREC empty denominator"),
    ],
)
def test_refractive_coverage_is_computed_from_its_counts(counts, expected):
    assert refractive_coverage(counts) == RefractiveCoverage(*expected)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param({"a": 8, "b": 12, "x": 15, "y": 20, "z": 45}, 25.0, id="B6 eCSC vector"),
        pytest.param({}, None, id="B6 eCSC empty denominator"),
    ],
)
def test_cataract_coverage_is_computed_from_its_counts(counts, expected):
    assert effective_cataract_coverage(counts) == expected


OPERATED = CataractEye(is_operated=True, sees_6_12=True)
POORLY_OPERATED = CataractEye(is_operated=True)
OPERABLE = CataractEye(is_operable=True)
POOR = CataractEye(is_poor_otherwise=True)
GOOD = CataractEye(sees_6_12=True)


@pytest.mark.parametrize(
    ("right", "left", "group", "is_good"),
    [
        (OPERATED, OPERABLE, "x", True),
        (OPERABLE, POORLY_OPERATED, "x", False),
        (OPERATED, POOR, "x", True),
        (OPERATED, GOOD, None, True),
        (OPERATED, POORLY_OPERATED, "y", True),
        (OPERABLE, OPERABLE, "z", False),
        (OPERABLE, POOR, "z", False),
        (POOR, POOR, None, False),
        (GOOD, OPERABLE, None, False),
    ],
)
def test_a_person_is_counted_in_the_group_of_the_revision_of_2022(*, right, left, group, is_good):
    assert cataract_group(right, left) == cataract_group(left, right) == group
    assert has_good_outcome(right, left) is is_good


@given(st.fixed_dictionaries({group: st.integers(0, 500) for group in "abcd"}))
@settings(max_examples=100, deadline=None)
def test_effective_coverage_never_exceeds_coverage_and_both_are_percentages(counts):
    found = refractive_coverage(counts)
    if found.effective is not None:
        assert 0 <= found.effective <= found.coverage <= 100


def acuity(unaided, glasses=None, pinhole=None, **more):
    answers = {}
    for side in "rl":
        answers[f"va_unaided_{side}"] = unaided
        if glasses:
            answers[f"va_glasses_{side}"] = glasses
        if pinhole:
            answers[f"va_pinhole_{side}"] = pinhole
    return answers | more


@pytest.mark.parametrize(
    ("answers", "need"),
    [
        (acuity("v04", glasses="v05"), "met"),
        (acuity("v10", refractive_surgery="yes"), "met"),
        (acuity("v04", glasses="v04", pinhole="v05"), "under_met"),
        (acuity("v04", pinhole="v05"), "unmet"),
        (acuity("v10"), "none"),
        (acuity("v01", pinhole="v01"), "not_correctable"),
        (acuity("v01"), None),
        ({"va_unaided_r": "v01", "va_unaided_l": "v10"}, "none"),
        ({"va_unaided_r": "v01"}, None),
    ],
)
def test_the_need_of_a_person_is_told_by_the_better_eye(values, answers, need):
    assert values("eye", answers).get("refractive_need") == need
