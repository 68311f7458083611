"""Growth of children: the z vectors of section D3, the table a site puts in place, and what is said without one.

The six rows of L, M and S are those of the WHO growth reference 2007 that the vectors lie between.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caravan.scoring.child_growth import z_class
from caravan.scoring.growth import Curve, GrowthTable, GrowthTableError, load_growth_table

ROWS = """indicator,sex,at,l,m,s
bmi_for_age,male,166,-1.6394,18.8746,0.12148
bmi_for_age,1,167,-1.6304,18.9398,0.12170
bmi_for_age,male,172,-1.5821,19.2648,0.12272
bmi_for_age,male,173,-1.5719,19.3294,0.12291
bmi_for_age,2,133,-1.4567,17.3044,0.12782
bmi_for_age,female,134,-1.4526,17.3637,0.12816
weight_for_length,male,70,-0.35,8.5,0.08
weight_for_height,male,90,-0.35,12.9,0.08
"""
ORDER = ("severe_thin", "thin", "normal", "overweight", "obese")
HEIGHT = 100


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "growth.csv"
    path.write_text(ROWS, "utf-8")
    return load_growth_table(path)


def child(bmi, **more):
    return {"weight_kg": bmi * HEIGHT**2 / 10_000, "height_cm": HEIGHT, **more}


@pytest.mark.parametrize(
    ("sex", "months", "bmi", "z", "named"),
    [
        pytest.param("male", 166.59, 21.4615, 0.94, "normal", id="D3 z vector 1"),
        pytest.param("male", 172.42, 27.6341, 2.23, "obese", id="D3 z vector 2"),
        pytest.param("female", 133.88, 22.3316, 1.65, "overweight", id="D3 z vector 3"),
    ],
)
def test_the_z_score_of_bmi_follows_the_official_test_rows(*, values, table, sex, months, bmi, z, named):
    found = values("vitals", child(bmi), sex=sex, age=int(months // 12), age_months=months, growth=table)
    assert (found["bmi_z"], found["bmi_z_class"], found["bmi_class"]) == (z, named, "not_classified")


@pytest.mark.parametrize(
    "who",
    [
        {"growth": None},
        {"age_months": None},
        {"age_months": 59.0},
        {"age_months": 228.5},
        {"age_months": 150.0, "sex": "unknown"},
        {"age_months": 180.0},
        {"age_months": 100.0},
        {"age_months": 166.5, "pregnant": "yes"},
    ],
)
def test_without_a_table_or_outside_it_a_child_is_not_classified(values, table, who):
    person = {"age": 13, "sex": "male", "growth": table, **who}
    found = values("vitals", child(20), **person)
    assert "bmi_z" not in found
    assert found["bmi_class"] == "not_classified"


@pytest.mark.parametrize(
    ("z", "named"),
    [
        (-5.1, "to_check"), (-3.01, "severe_thin"), (-3, "thin"), (-2.01, "thin"), (-2, "normal"), (1, "normal"),
        (1.01, "overweight"), (2, "overweight"), (2.01, "obese"), (5, "obese"), (5.1, "to_check"),
    ],
)  # fmt: skip
def test_a_child_is_thin_below_and_overweight_above_its_limits(z, named):
    assert z_class(z) == named


CURVE = Curve(-1.6, 18.9, 0.12)


@pytest.mark.parametrize("z", [-4, -3.5, -2, 0, 1.5, 3, 4])
def test_a_z_score_leads_back_to_its_measurement(z):
    inside = max(-3, min(3, z))
    distance = CURVE.value_at(3) - CURVE.value_at(2) if z > 0 else CURVE.value_at(-2) - CURVE.value_at(-3)
    measured = CURVE.value_at(inside) + (z - inside) * distance
    assert CURVE.z_of(measured) == pytest.approx(z)


def test_a_power_of_0_is_the_logarithm():
    curve = Curve(0, 10, 0.1)
    assert curve.z_of(curve.value_at(1.5)) == pytest.approx(1.5)


@given(st.floats(8, 60), st.floats(0, 20))
@settings(max_examples=100, deadline=None)
def test_a_higher_bmi_never_gets_a_lower_z_score(bmi, more):
    assert CURVE.z_of(bmi + more) >= CURVE.z_of(bmi)


@given(st.floats(-5, 5), st.floats(-5, 5))
@settings(max_examples=100, deadline=None)
def test_a_lower_z_score_never_gets_a_heavier_class(first, second):
    lower, higher = sorted((first, second))
    assert ORDER.index(z_class(lower)) <= ORDER.index(z_class(higher))


@pytest.mark.parametrize(
    ("months", "length", "weight", "z"),
    [(12, 70, 8.5, 0), (36, 90, 12.9, 0), (60, 90, 12.9, None), (12, 71, 8.5, None)],
)
def test_weight_is_compared_with_length_under_2_years_and_with_height_under_5(
    *, values, table, months, length, weight, z
):
    answers = {"weight_kg": weight, "height_cm": length}
    found = values("vitals", answers, age=months // 12, sex="male", age_months=months, growth=table)
    assert found.get("weight_for_length_z") == z


@pytest.mark.parametrize("missing", ["weight_kg", "height_cm"])
def test_without_weight_or_height_there_is_no_z_score(values, table, missing):
    answers = {"weight_kg": 8.5, "height_cm": 70}
    del answers[missing]
    assert values("vitals", answers, age=1, sex="male", age_months=12, growth=table) == {}


def test_without_a_table_or_an_age_in_months_weight_is_not_compared(values, table):
    answers = {"weight_kg": 8.5, "height_cm": 70}
    assert "weight_for_length_z" not in values("vitals", answers, age=1, sex="male", age_months=12)
    assert "weight_for_length_z" not in values("vitals", answers, age=1, sex="male", growth=table)


@pytest.mark.parametrize(
    ("arm", "age", "named", "urgency"),
    [
        (114, 2, "severe", "u"),
        (115, 2, "moderate", "p"),
        (124, 2, "moderate", "p"),
        (125, 2, "normal", "n"),
        (114, 5, None, "n"),
        (114, None, None, "n"),
    ],
)
def test_a_thin_arm_is_told_under_5_years(*, scored, arm, age, named, urgency):
    result = scored("vitals", {"muac_mm": arm}, age=age)
    assert [finding.value for finding in result.findings] == ([named] if named else [])
    assert result.urgency == urgency


def test_no_table_is_no_fault(tmp_path):
    assert load_growth_table(tmp_path / "none.csv") is None
    assert GrowthTable().z("bmi_for_age", "male", at=100, measured=15) is None


@pytest.mark.parametrize(
    "row",
    [
        "bmi_for_age,male,166,x,18,0.1",
        "bmi_for_age,boy,166,-1,18,0.1",
        "waist,male,166,-1,18,0.1",
        "bmi_for_age,male,166,-1,0,0.1",
        "bmi_for_age,male,nan,-1,18,0.1",
        "bmi_for_age,male",
    ],
)
def test_a_row_that_is_none_is_told_with_its_line(tmp_path, row):
    path = tmp_path / "growth.csv"
    path.write_text(f"indicator,sex,at,l,m,s\n{row}\n", "utf-8")
    with pytest.raises(GrowthTableError, match=r"growth\.csv, line 2"):
        load_growth_table(path)
