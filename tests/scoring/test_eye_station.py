"""Eye pressure, disc, retina, trachoma and eye signs (sections B4 and B5), above all when one eye is blank."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("answers", "suspect"),
    [
        ({"iop_r_mmhg": 28}, "yes"),
        ({"iop_l_mmhg": 28}, "yes"),
        ({"iop_r_mmhg": 24, "iop_l_mmhg": 22}, "yes"),
        ({"iop_r_mmhg": 23, "iop_l_mmhg": 19}, "no"),
        ({"iop_r_mmhg": 20, "iop_l_mmhg": 15}, "yes"),
        ({"iop_r_mmhg": 15}, None),
        ({"cup_disc_l": 0.7}, "yes"),
        ({"cup_disc_r": 0.6, "cup_disc_l": 0.4}, "yes"),
        ({"cup_disc_r": 0.6, "cup_disc_l": 0.41}, "no"),
        ({"cup_disc_r": 0.6}, None),
        ({"iop_r_mmhg": 15, "cup_disc_l": 0.3}, "no"),
        ({"cause_r": "glsu"}, "yes"),
        ({"cause_person": "glau"}, "yes"),
        ({}, None),
    ],
)
def test_one_suspect_eye_is_enough_and_a_blank_eye_is_never_called_safe(values, answers, suspect):
    assert values("eye", answers).get("glaucoma_suspect") == suspect


@pytest.mark.parametrize(
    ("answers", "urgency", "destination"),
    [
        ({"iop_r_mmhg": 24}, "r", "ophthalmology"),
        ({"iop_l_mmhg": 30}, "p", "ophthalmology"),
        ({"iop_l_mmhg": 40, "iop_r_mmhg": 14}, "e", "hospital_emergency"),
        ({"cup_disc_r": 0.8}, "r", "ophthalmology"),
        ({"iop_r_mmhg": 14, "iop_l_mmhg": 15}, "n", None),
    ],
)
def test_the_higher_the_eye_pressure_the_more_urgent(outcome, answers, urgency, destination):
    assert outcome("eye", answers)[:2] == (urgency, destination)


@given(st.integers(0, 80), st.integers(0, 80))
@settings(max_examples=100, deadline=None)
def test_blanking_the_other_eye_never_hides_a_raised_pressure(values, raised, other):
    raised = max(raised, 24)
    assert values("eye", {"iop_r_mmhg": raised})["glaucoma_suspect"] == "yes"
    assert values("eye", {"iop_r_mmhg": raised, "iop_l_mmhg": other})["glaucoma_suspect"] == "yes"


def retina(right=None, left=None, macula_right=None, macula_left=None):
    said = {"retinopathy_r": right, "retinopathy_l": left, "maculopathy_r": macula_right, "maculopathy_l": macula_left}
    return {name: grade for name, grade in said.items() if grade is not None}


@pytest.mark.parametrize(
    ("answers", "referable", "urgency"),
    [
        (retina("0", "0"), "no", "n"),
        (retina("1", "0", "0"), "no", "n"),
        (retina("1", "0"), None, "n"),
        (retina("2"), "yes", "r"),
        (retina("0", "3"), "yes", "r"),
        (retina("4", "0"), "yes", "p"),
        (retina("1", "1", "1", "0"), "yes", "r"),
        (retina("1", "1", "0", "2"), "yes", "p"),
        (retina("0"), None, "n"),
        (retina("9", "0"), None, "r"),
        (retina("9", "2"), "yes", "r"),
        (retina(2, 0), "yes", "r"),
        ({}, None, "n"),
    ],
)
def test_retinopathy_is_referable_from_grade_2_or_with_any_macular_oedema(scored, answers, referable, urgency):
    result = scored("eye", answers)
    found = {finding.code: finding.value for finding in result.findings}
    assert (found.get("referable_retinopathy"), result.urgency) == (referable, urgency)


@pytest.mark.parametrize(
    ("right", "left", "sign", "urgency"),
    [
        (["none"], ["none"], "none", "n"),
        (["tf"], ["none"], "tf", "r"),
        (["tf", "ti"], [], "ti", "r"),
        (["ts"], ["ts"], "ts", "n"),
        (["tt"], ["ts"], "tt", "p"),
        (["co"], ["none"], "co", "r"),
        (["tt", "co"], ["none"], "co", "p"),
        (["none"], [], None, "n"),
        (["other"], ["none"], None, "n"),
    ],
)
def test_the_gravest_trachoma_sign_is_named_and_the_most_urgent_one_refers(scored, right, left, sign, urgency):
    answers = {name: signs for name, signs in (("trachoma_r", right), ("trachoma_l", left)) if signs}
    result = scored("eye", answers)
    found = {finding.code: finding.value for finding in result.findings}
    assert result.urgency == urgency
    if sign is not None:
        assert found["trachoma_sign"] == sign


def test_a_right_eye_without_trachoma_says_nothing_of_the_left(values):
    assert values("eye", {"trachoma_r": ["none"]}) == {}


@pytest.mark.parametrize(
    ("flags", "named", "urgency", "destination"),
    [
        (["chemical"], "chemical", "e", "hospital_emergency"),
        (["sudden_loss"], "sudden_loss", "e", "hospital_emergency"),
        (["red_pain"], "red_pain", "e", "hospital_emergency"),
        (["trauma"], "trauma", "u", "ophthalmology"),
        (["lens_ulcer"], "lens_ulcer", "u", "ophthalmology"),
        (["white_pupil"], "white_pupil", "u", "ophthalmology"),
        (["vitreous_haemorrhage"], "vitreous_haemorrhage", "u", "ophthalmology"),
        (["trauma", "chemical"], "chemical", "e", "hospital_emergency"),
        (["new_flag"], "new_flag", "u", "ophthalmology"),
    ],
)
def test_a_red_flag_is_seen_today_or_transferred_now(*, scored, flags, named, urgency, destination):
    result = scored("eye", {"red_flags": flags})
    assert (result.findings[0].code, result.findings[0].value) == ("red_flags", named)
    assert (result.urgency, result.referral_to) == (urgency, destination)


@pytest.mark.parametrize("flags", [[], ["none"]])
def test_no_red_flag_finds_nothing(scored, flags):
    assert scored("eye", {"red_flags": flags}).findings == ()


@pytest.mark.parametrize(
    ("answers", "age", "sign", "urgency"),
    [
        ({"cause_l": "strab"}, 5, "strabismus", "p"),
        ({"cause_l": "strab"}, 8, None, "n"),
        ({"pterygium_r": 3}, 40, "pterygium", "r"),
        ({"pterygium_l": "4"}, 40, "pterygium", "r"),
        ({"pterygium_r": 2}, 40, None, "n"),
        ({"retinopathy_l": "9"}, 60, "retina_ungradable", "r"),
        ({"maculopathy_r": "9"}, 60, "retina_ungradable", "r"),
        ({"lens_l": "obvious_opacity"}, 70, "lens_opacity", "r"),
        ({"lens_l": "obvious_opacity", "va_unaided_l": "v10"}, 70, None, "n"),
        ({"lens_l": "normal"}, 70, None, "n"),
    ],
)
def test_an_eye_sign_refers_by_itself(*, scored, answers, age, sign, urgency):
    result = scored("eye", answers, age=age)
    found = {finding.code: finding.value for finding in result.findings}
    assert (found.get("eye_signs"), result.urgency) == (sign, urgency)
