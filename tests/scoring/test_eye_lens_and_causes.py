"""Cataract, causes, the return to the retina, surveillance of trachoma, and finer signs of glaucoma (section B4)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caravan.scoring.findings import RuleSet
from caravan.scoring.near import read_near
from caravan.scoring.retina import RETURN, return_of


@pytest.mark.parametrize(
    ("answers", "state", "after"),
    [
        ({"lens_r": "normal"}, "none", None),
        ({"lens_r": "obvious_opacity"}, "suspected", None),
        ({"lens_r": "obvious_opacity", "va_unaided_r": "v01", "va_pinhole_r": "v01"}, "operable", None),
        ({"lens_r": "obvious_opacity", "va_unaided_r": "v01", "va_pinhole_r": "v05"}, "suspected", None),
        ({"cause_r": "cat"}, "suspected", None),
        ({"lens_r": "not_seen"}, None, None),
        ({"lens_r": "aphakia"}, "operated", None),
        ({"lens_r": "pseudophakia_pco", "va_unaided_r": "v05"}, "operated", "from_6_12"),
        ({"lens_r": "pseudophakia_no_pco", "va_unaided_r": "v033"}, "operated", "from_6_18"),
        ({"lens_r": "pseudophakia_no_pco", "va_unaided_r": "v025"}, "operated", "under_6_18"),
    ],
)
def test_the_lens_of_an_eye_is_told_with_what_an_operated_eye_sees(values, answers, state, after):
    found = values("eye", answers)
    assert (found.get("cataract_r"), found.get("operated_vision_r")) == (state, after)


@pytest.mark.parametrize(
    ("answers", "cause"),
    [
        ({"cause_person": "glau", "cause_r": "cat"}, "glau"),
        ({"cause_r": "glau", "cause_l": "cat", "va_unaided_r": "v04", "va_unaided_l": "v01"}, "glau"),
        ({"cause_r": "glau", "cause_l": "cat", "va_unaided_r": "v01", "va_unaided_l": "v01"}, "cat"),
        ({"cause_r": "amd", "cause_l": "ref"}, "ref"),
        ({"cause_r": "amd"}, "amd"),
        ({"cause_r": "other"}, None),
        ({}, None),
    ],
)
def test_the_cause_of_the_better_eye_stands_for_the_person(values, answers, cause):
    assert values("eye", answers).get("vision_cause") == cause


def retina(right=None, left=None, macula_right=None, macula_left=None):
    said = {"retinopathy_r": right, "retinopathy_l": left, "maculopathy_r": macula_right, "maculopathy_l": macula_left}
    return {name: grade for name, grade in said.items() if grade is not None}


@pytest.mark.parametrize(
    ("answers", "when"),
    [
        (retina("0", "0"), "1_to_2_years"),
        (retina("1", "0"), "1_to_2_years"),
        (retina("0"), None),
        (retina("2", "0"), "6_to_12_months"),
        (retina("3", "2"), "3_months"),
        (retina("4", "0"), "1_month"),
        (retina("1", "1", "1", "0"), "3_months"),
        (retina("1", "1", "0", "2"), "1_month"),
        (retina("9", "0"), "refer_ungradable"),
        (retina("9", "4"), "1_month"),
        ({}, None),
    ],
)
def test_the_worse_eye_says_when_the_retina_is_looked_at_again(values, answers, when):
    assert values("eye", answers).get("retina_return") == when


@given(st.sampled_from("01234"), st.sampled_from("01234"), st.sampled_from("01234"))
@settings(max_examples=100, deadline=None)
def test_a_worse_grade_never_comes_back_later(right, left, worse):
    soonest, later = (
        RETURN.words["order"].index(return_of(retina(grade, left))) for grade in (max(right, worse), right)
    )
    assert soonest <= later


@pytest.mark.parametrize(
    ("signs", "age", "more", "signal"),
    [
        (["tf"], 1, {}, "yes"),
        (["ti"], 9, {}, "yes"),
        (["tf"], 10, {}, "no"),
        (["tf"], 0, {}, "no"),
        (["tf"], None, {}, "yes"),
        (["tt"], 60, {}, "yes"),
        (["tt"], 60, {"trichiasis_known": "yes"}, "no"),
        (["ts"], 5, {}, "no"),
    ],
)
def test_active_trachoma_in_a_child_and_a_new_trichiasis_are_signals(*, values, signs, age, more, signal):
    assert values("eye", {"trachoma_r": signs, **more}, age=age)["trachoma_signal"] == signal


@pytest.mark.parametrize(
    ("answers", "found", "urgency"),
    [
        ({"iop_r_mmhg": 26}, ("yes", None), "n"),
        ({"iop_r_mmhg": 20, "iop_l_mmhg": 14}, ("yes", None), "n"),
        ({"iop_r_mmhg": 26, "cup_disc_r": 0.8}, ("yes", None), "r"),
        ({"iop_r_mmhg": 30}, ("yes", None), "p"),
        ({"iop_r_mmhg": 40}, ("yes", None), "e"),
        ({"iop_r_mmhg": 15, "iop_l_mmhg": 14}, ("no", "no repeat"), "n"),
    ],
)
def test_a_pressure_raised_by_air_puff_alone_is_repeated_and_refers_nobody(scored, answers, found, urgency):
    result = scored("eye", {**answers, "iop_method": "air"})
    values = {finding.code: finding.value for finding in result.findings}
    assert (values["glaucoma_suspect"], result.urgency) == (found[0], urgency)
    assert values.get("iop_repeat") == (None if found[1] else "yes")


@pytest.mark.parametrize("method", ["goldmann", "rebound", ""])
def test_a_pressure_by_contact_is_not_repeated(values, method):
    assert "iop_repeat" not in values("eye", {"iop_r_mmhg": 26, "iop_method": method})


@pytest.mark.parametrize("sign", ["pupil_defect_r", "field_defect_l", "narrow_field_r"])
def test_a_defect_of_pupil_or_field_is_suspect(outcome, values, sign):
    assert values("eye", {sign: "yes"})["glaucoma_suspect"] == "yes"
    assert outcome("eye", {sign: "yes"})[:2] == ("r", "ophthalmology")
    assert "glaucoma_suspect" not in values("eye", {sign: "no"})


@pytest.mark.parametrize(
    ("age", "pressure", "suspect"), [(40, 22, "yes"), (39, 22, "no"), (40, 21, "no"), (None, 22, "no")]
)
def test_a_relative_with_glaucoma_counts_from_40_years_with_a_pressure_over_21(values, age, pressure, suspect):
    answers = {"family_glaucoma": "yes", "iop_r_mmhg": pressure, "iop_l_mmhg": pressure}
    assert values("eye", answers, age=age)["glaucoma_suspect"] == suspect


@pytest.mark.parametrize(
    ("answers", "is_seen"),
    [
        ({"pterygium_r": 1, "va_unaided_r": "v04", "va_pinhole_r": "v05"}, True),
        ({"pterygium_r": 2, "sphere_r": 0, "cylinder_r": -0.75, "axis_r": 90}, True),
        ({"pterygium_r": 2, "sphere_r": 0, "cylinder_r": -0.5, "axis_r": 90}, False),
        ({"pterygium_r": 2, "va_unaided_l": "v04"}, False),
        ({"pterygium_r": 0, "va_unaided_r": "v04"}, False),
        ({"pterygium_r": 3}, True),
    ],
)
def test_a_small_pterygium_counts_where_vision_or_astigmatism_is_affected(values, answers, is_seen):
    assert (values("eye", answers).get("eye_signs") == "pterygium") is is_seen


def test_a_field_of_10_degrees_is_blindness_of_that_eye(values):
    answers = {"va_unaided_r": "v10", "va_unaided_l": "v10"}
    both = values("eye", {**answers, "narrow_field_r": "yes", "narrow_field_l": "yes"})
    one = values("eye", {**answers, "narrow_field_r": "yes"})
    assert (both["vision_category"], both["monocular_blindness"]) == ("blind", "no")
    assert (one["vision_category"], one["vision_r"], one["monocular_blindness"]) == ("none", "blind", "yes")


def test_a_narrow_field_is_referred_though_the_pinhole_helps(outcome):
    answers = {"va_unaided_r": "v04", "va_pinhole_r": "v10", "narrow_field_r": "yes"}
    assert "vision_r" in outcome("eye", answers)[2]


@pytest.mark.parametrize(
    ("near", "n6", "n8"), [("n6", "no", "no"), ("n8", "yes", "no"), ("n10", "yes", "yes"), ("", None, None)]
)
def test_a_house_may_count_near_vision_from_n8(values, near, n6, n8):
    answers = {"near_vision": near}
    chosen = values("eye", answers, rules=RuleSet(on=frozenset({"B2.near_n8"})))
    assert (values("eye", answers).get("near_impairment"), chosen.get("near_impairment")) == (n6, n8)


def test_a_parinaud_size_alone_says_nothing(values):
    assert values("eye", {"near_parinaud": "p8"}) == {}


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("N8", ("near_vision", "n8")),
        ("P 2", ("near_parinaud", "p2")),
        ("p1,5", ("near_parinaud", "p1_5")),
        ("8", None),
        ("J2", None),
    ],
)
def test_a_near_size_keeps_the_notation_it_was_read_in(said, read):
    assert read_near(said) == read
