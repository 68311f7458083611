"""A worse value never gets a better class nor a lower urgency, whatever the measurement."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caravan.scoring.bands import band_of, names_of
from caravan.scoring.tables import all_rules
from caravan.scoring.urgency import rank

BANDS = [(rule.rule_id, name, bands) for rule in all_rules().values() for name, bands in rule.bands.items()]


@pytest.mark.parametrize(("rule_id", "name", "bands"), BANDS, ids=[f"{rule} {name}" for rule, name, _ in BANDS])
@given(value=st.floats(-100, 1000), more=st.floats(0, 1000))
@settings(max_examples=50, deadline=None)
def test_a_higher_value_never_falls_into_a_lower_band(*, rule_id, name, bands, value, more):
    order = names_of(bands)
    assert order.index(band_of(value, bands)) <= order.index(band_of(value + more, bands))


@pytest.mark.parametrize(
    ("form_id", "question", "worst", "best"),
    [
        ("vitals", "spo2_percent", 50, 100),
        ("vitals", "temperature_c", 43, 36),
        ("vitals", "pulse_bpm", 250, 60),
        ("vitals", "pulse_bpm", 25, 60),
        ("vitals", "respiratory_rate_bpm", 80, 12),
        ("vitals", "systolic_3_mmhg", 300, 120),
        ("chronic", "hba1c_percent", 25, 3),
        ("eye", "iop_r_mmhg", 80, 6),
        ("eye", "cup_disc_l", 1, 0),
        ("eye", "pterygium_r", 4, 0),
        ("dental", "pain", 10, 0),
        ("dental", "decayed_count", 32, 0),
    ],
)
@given(share=st.tuples(st.floats(0, 1), st.floats(0, 1)))
@settings(max_examples=30, deadline=None)
def test_a_worse_measurement_is_never_less_urgent(*, scored, form_id, question, worst, best, share):
    measured = [round(best + (worst - best) * part, 1) for part in sorted(share)]
    urgencies = [rank(scored(form_id, {question: value}).urgency) for value in measured]
    assert urgencies[0] <= urgencies[1]


@given(st.sampled_from(["air", "goldmann", ""]), st.integers(6, 80), st.integers(0, 40))
@settings(max_examples=100, deadline=None)
def test_a_higher_eye_pressure_is_never_less_urgent_by_any_method(scored, method, pressure, more):
    lower, higher = (
        scored("eye", {"iop_r_mmhg": each, "iop_l_mmhg": pressure, "iop_method": method})
        for each in (pressure, pressure + more)
    )
    assert rank(lower.urgency) <= rank(higher.urgency)


@given(
    st.sampled_from(["0", "1", "2", "3", "4", ""]),
    st.sampled_from([("pain", 9), ("oral_lesion", "yes"), ("pocket", "2")]),
)
@settings(max_examples=60, deadline=None)
def test_the_floor_never_lowers_what_the_examiner_said(scored, code, more):
    typed = {"urgency_code": code} if code else {}
    said, floored = scored("dental", typed), scored("dental", {**typed, more[0]: more[1]})
    assert rank(said.urgency) <= rank(floored.urgency)
