"""Danger signs and vital signs outrank every other finding, in every station that asks for them."""

from __future__ import annotations

import pytest

SIGNS = [
    "chest_pain", "sudden_weakness", "convulsion", "unconscious", "severe_breathlessness", "heavy_bleeding",
    "sudden_vision_loss", "painful_red_eye_vomiting", "chemical_eye_injury", "facial_swelling",
]  # fmt: skip


@pytest.mark.parametrize("sign", SIGNS)
def test_each_danger_sign_is_transferred_now(outcome, sign):
    assert outcome("vitals", {"danger_signs": [sign]}) == ("e", "hospital_emergency", ("danger_signs",))


@pytest.mark.parametrize("form_id", ["vitals", "chronic", "eye", "dental"])
def test_every_station_obeys_the_danger_signs(outcome, form_id):
    assert outcome(form_id, {"danger_signs": ["none", "facial_swelling"]})[0] == "e"


def test_an_unknown_danger_sign_still_counts(outcome):
    assert outcome("vitals", {"danger_signs": ["snake_bite"]})[0] == "e"


@pytest.mark.parametrize("answers", [{}, {"danger_signs": []}, {"danger_signs": ["none"]}, {"danger_signs": "none"}])
def test_no_danger_sign_finds_nothing(scored, answers):
    assert scored("vitals", answers).findings == ()


def test_danger_signs_joined_by_spaces_are_read_as_a_list(values):
    assert values("vitals", {"danger_signs": "chest_pain convulsion"}) == {"danger_signs": "chest_pain"}


@pytest.mark.parametrize(
    ("answers", "sign", "urgency"),
    [
        ({"spo2_percent": 89}, "saturation", "e"),
        ({"spo2_percent": 90}, "saturation", "u"),
        ({"pulse_bpm": 39}, "pulse", "u"),
        ({"pulse_bpm": 131}, "pulse", "u"),
        ({"temperature_c": 39.5}, "temperature", "u"),
        ({"temperature_c": 34.9}, "temperature", "u"),
        ({"respiratory_rate_bpm": 31}, "breathing", "e"),
        ({"pulse_bpm": 140, "spo2_percent": 85}, "saturation", "e"),
    ],
)
def test_a_vital_sign_beyond_its_limit_raises_the_alarm(scored, answers, sign, urgency):
    result = scored("vitals", answers)
    assert (result.findings[0].code, result.findings[0].value, result.urgency) == ("vital_signs", sign, urgency)


@pytest.mark.parametrize(
    "answers",
    [
        {"spo2_percent": 92, "pulse_bpm": 40, "temperature_c": 35},
        {"pulse_bpm": 130, "temperature_c": 39.4, "respiratory_rate_bpm": 30},
    ],
)
def test_vital_signs_at_their_limits_raise_no_alarm(scored, answers):
    assert scored("vitals", answers).findings == ()


def test_a_child_breathing_fast_is_not_judged_by_the_adult_limit(scored):
    assert scored("vitals", {"respiratory_rate_bpm": 40}, age=1).findings == ()


def test_someone_of_unknown_age_breathing_fast_is_judged(outcome):
    assert outcome("vitals", {"respiratory_rate_bpm": 40}, age=None)[0] == "e"
