"""What a form would find while it is filled: the same as when it is saved, from what can be read so far."""

import pytest

from caravan.services.so_far import found_so_far

RAW = {"systolic_1_mmhg": "186", "diastolic_1_mmhg": "112", "glucose_value": "3,4", "glucose_unit": "g_l"}


@pytest.fixture
def so_far(house):
    return lambda patient_id, form_id, **raw: found_so_far(house, patient_id, house.forms[form_id], raw)


def test_it_is_what_the_saved_form_finds(so_far, register, screen):
    patient_id = register()
    before = so_far(patient_id, "chronic", **RAW, glucose_context="random")
    saved = screen(patient_id, "chronic", **RAW, glucose_context="random")
    assert (before.findings, before.urgency, before.referral_to) == (saved.findings, saved.urgency, saved.referral_to)


def test_a_danger_sign_is_an_emergency_at_every_station(so_far, house, register):
    patient_id = register()
    for form in house.forms.stations:
        sign = next(choice.name for choice in form.choices["danger_signs"] if choice.name != "none")
        assert so_far(patient_id, form.id, danger_signs=[sign]).urgency == "e", form.id


def test_what_cannot_be_read_yet_counts_as_not_given(so_far, register):
    found = so_far(register(), "chronic", systolic_1_mmhg="18O", diastolic_1_mmhg="112")
    assert "bp_mean_systolic" not in [finding.code for finding in found.findings]
