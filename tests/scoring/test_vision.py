"""Distance and near vision: the vectors of section B2, the traps of mixed notations, blanks and referrals."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caravan.scoring.acuity import LOGMAR, category

ORDER = ("none", "mild", "moderate", "severe", "blind")


def unaided(right=None, left=None, **more):
    said = {"va_unaided_r": right, "va_unaided_l": left}
    return {name: code for name, code in said.items() if code} | more


@pytest.mark.parametrize(
    ("right", "left", "named", "monocular"),
    [
        pytest.param("v01", "v033", "mild", "no", id="B2 vector 1: RE 6/60, LE 6/18"),
        pytest.param("v033", "v01", "mild", "no", id="B2 vector 2: RE 3/10, LE 1/10"),
        pytest.param("v02", "cf1", "moderate", "yes", id="B2 vector 3: RE 2/10, LE CF 1 m"),
        pytest.param("v005", "pl", "severe", "yes", id="B2 vector 4: RE 1/20, LE PL"),
        pytest.param("v0017", "v0033", "blind", "no", id="B2 vector 5: RE 1/50, LE 2/60"),
        pytest.param("v10", "npl", "none", "yes", id="B2 vector 6: RE 10/10, LE NPL"),
        pytest.param("v04", "v04", "mild", "no", id="B2 vector 7: RE 4/10, LE 6/15"),
        pytest.param("v05", "v05", "none", "no", id="B2 vector 8: RE 5/10, LE 5/10"),
    ],
)
def test_the_better_eye_sets_the_category(values, right, left, named, monocular):
    found = values("eye", unaided(right, left))
    assert (found["vision_category"], found["monocular_blindness"]) == (named, monocular)


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("v12", "none"), ("v10", "none"), ("v08", "none"), ("v063", "none"), ("v05", "none"), ("v04", "mild"),
        ("v033", "mild"), ("v025", "moderate"), ("v02", "moderate"), ("v017", "moderate"), ("v0125", "moderate"),
        ("v01", "moderate"), ("v008", "severe"), ("v0067", "severe"), ("v005", "severe"), ("v0033", "blind"),
        ("v0017", "blind"), ("cf3", "severe"), ("cf2", "blind"), ("cf1", "blind"), ("cf", "blind"), ("hm", "blind"),
        ("pl", "blind"), ("npl", "blind"), ("fix", "not_tested"), ("nofix", "not_tested"), ("nt", "not_tested"),
    ],
)  # fmt: skip
def test_every_acuity_code_has_its_category(values, code, named):
    assert values("eye", unaided(code))["vision_r"] == named


def test_counting_fingers_at_three_metres_equals_the_3_60_line():
    assert LOGMAR["cf3"] == LOGMAR["v005"]


def test_beyond_the_chart_the_order_is_fingers_hand_light_nothing():
    codes = ["v0017", "cf", "hm", "pl", "npl"]
    assert sorted(codes, key=LOGMAR.get) == codes


def test_codes_in_capitals_are_read(values):
    assert values("eye", unaided("V033", "NPL"))["vision_category"] == "mild"


def test_one_blank_eye_leaves_the_category_unsaid_but_not_the_other_eye(values):
    found = values("eye", unaided("v01"))
    assert found == {"vision_r": "moderate", "presenting_logmar_r": 1.0}


def test_an_eye_noted_as_not_tested_leaves_the_person_not_tested(values):
    found = values("eye", unaided("v10", "nt"))
    assert (found["vision_category"], found["vision_l"]) == ("not_tested", "not_tested")
    assert "monocular_blindness" not in found


def test_no_acuity_at_all_finds_nothing(values):
    assert values("eye", {"wears_glasses": "yes"}) == {}


@pytest.mark.parametrize("wears", [{"wears_glasses": "yes"}, {}])
def test_with_own_glasses_the_corrected_acuity_is_the_presenting_one(values, wears):
    answers = unaided("v01", "v01", va_glasses_r="v05", va_glasses_l="v04", **wears)
    found = values("eye", answers)
    assert (found["vision_r"], found["vision_l"], found["vision_category"]) == ("none", "mild", "none")


def test_someone_who_wears_none_is_judged_unaided(values):
    assert values("eye", unaided("v01", "v01", va_glasses_r="v10", wears_glasses="no"))["vision_r"] == "moderate"


def test_reading_glasses_leave_the_distance_vision_unaided(values):
    assert values("eye", unaided("v01", "v10", wears_glasses="yes"))["vision_r"] == "moderate"


def test_an_eye_left_blank_in_a_test_with_glasses_is_not_taken_from_the_unaided_test(values):
    found = values("eye", unaided("v01", "v01", va_glasses_r="v05", wears_glasses="yes"))
    assert found["vision_r"] == "none"
    assert not {"vision_l", "vision_category"} & set(found)


@pytest.mark.parametrize(
    ("answers", "urgency", "destination"),
    [
        (unaided("v05", "v05"), "n", None),
        (unaided("v04", "v10", va_pinhole_r="v05"), "r", "optician"),
        (unaided("v04", "v10", va_pinhole_r="v04"), "r", "ophthalmology"),
        (unaided("v04", "v10"), "r", "ophthalmology"),
        (unaided("v02", "v10", va_pinhole_r="v02", lens_r="obvious_opacity"), "p", "ophthalmology"),
        (unaided("v02", "v10", va_pinhole_r="v02", lens_l="obvious_opacity"), "r", "ophthalmology"),
        (unaided("v008", "npl", va_pinhole_r="v008", va_pinhole_l="npl"), "p", "ophthalmology"),
        (unaided("v01", "npl", va_pinhole_r="v01", va_pinhole_l="npl"), "r", "ophthalmology"),
        (unaided("v005"), "p", "ophthalmology"),
        (unaided("nofix", "fix"), "r", "ophthalmology"),
        (unaided("fix", "fix"), "n", None),
    ],
)
def test_reduced_vision_is_referred_by_what_the_pinhole_shows(outcome, answers, urgency, destination):
    assert outcome("eye", answers)[:2] == (urgency, destination)


@pytest.mark.parametrize(
    ("age", "answers", "urgency"),
    [
        (7, unaided("v04", "v10", va_pinhole_r="v10"), "p"),
        (8, unaided("v04", "v10", va_pinhole_r="v10"), "r"),
        (7, unaided("v05", "v10"), "n"),
        (2, unaided("nofix", "fix"), "p"),
    ],
)
def test_a_child_under_8_with_a_weak_eye_is_seen_within_two_weeks(outcome, age, answers, urgency):
    assert outcome("eye", answers, age=age)[0] == urgency


def test_a_low_category_carries_the_urgency_of_its_eyes(outcome):
    reasons = outcome("eye", unaided("v008", "npl"))[2]
    assert reasons == ("vision_category", "vision_r", "vision_l")


@pytest.mark.parametrize(
    ("answers", "need"),
    [
        (unaided("v04", "v10", va_pinhole_r="v05"), "yes"),
        (unaided("v04", "v10", va_best_r="v05"), "yes"),
        (unaided("v04", va_pinhole_r="v05"), "yes"),
        (unaided("v04", "v10", va_best_r="v04", va_pinhole_r="v10"), "no"),
        (unaided("v04", "v10", va_pinhole_r="v04"), "no"),
        (unaided("v10", "v10"), "no"),
        (unaided("v10"), None),
        (unaided("v04", "v10"), None),
        (unaided("v04", "v10", va_pinhole_r="nt"), None),
        (unaided("v10", "v10", va_glasses_r="v04", va_glasses_l="v10", wears_glasses="yes"), "yes"),
        (unaided("fix", "fix"), None),
    ],
)
def test_refraction_is_needed_where_correction_reaches_6_12(values, answers, need):
    assert values("eye", answers).get("refraction_need") == need


@pytest.mark.parametrize(
    ("given_here", "urgency"),
    [
        ({"glasses_type": "custom", "glasses_status": "delivered"}, "n"),
        ({"glasses_type": "ready_distance", "glasses_status": "delivered"}, "n"),
        ({"glasses_type": "custom", "glasses_status": "ordered"}, "r"),
        ({"glasses_type": "sun", "glasses_status": "delivered"}, "r"),
    ],
)
def test_distance_glasses_handed_over_settle_the_need(outcome, values, given_here, urgency):
    answers = unaided("v04", "v10", va_pinhole_r="v05", **given_here)
    assert values("eye", answers)["refraction_need"] == "yes"
    assert outcome("eye", answers)[0] == urgency


@pytest.mark.parametrize(
    ("near", "value"),
    [("n5", "no"), ("n6", "no"), ("n8", "yes"), ("n36", "yes"), ("worse", "yes"), ("p4", None), ("", None)],
)
def test_near_vision_worse_than_n6_is_impaired(values, near, value):
    assert values("eye", {"near_vision": near}).get("near_impairment") == value


@pytest.mark.parametrize(
    ("age", "more", "urgency", "destination"),
    [
        (35, {}, "r", "optician"),
        (None, {}, "r", "optician"),
        (34, {}, "r", "ophthalmology"),
        (50, {"glasses_type": "reading", "glasses_status": "delivered"}, "n", None),
        (50, {"glasses_type": "ready_distance", "glasses_status": "delivered"}, "r", "optician"),
    ],
)
def test_near_impairment_asks_for_reading_glasses_from_35_years(outcome, age, more, urgency, destination):
    assert outcome("eye", {"near_vision": "n12", **more}, age=age)[:2] == (urgency, destination)


@given(st.sampled_from(sorted(LOGMAR)), st.sampled_from(sorted(LOGMAR)))
@settings(max_examples=100, deadline=None)
def test_the_person_is_never_worse_than_the_better_eye_whichever_side_it_is(values, right, left):
    found, mirrored = values("eye", unaided(right, left)), values("eye", unaided(left, right))
    assert found["vision_category"] == mirrored["vision_category"]
    assert ORDER.index(found["vision_category"]) == min(ORDER.index(found[f"vision_{eye}"]) for eye in "rl")


@given(st.sampled_from(sorted(LOGMAR.values())), st.sampled_from(sorted(LOGMAR.values())))
@settings(max_examples=100, deadline=None)
def test_a_worse_acuity_never_gets_a_better_category(first, second):
    better, worse = sorted((first, second))
    assert ORDER.index(category(better)) <= ORDER.index(category(worse))
