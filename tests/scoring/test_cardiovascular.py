"""WHO CVD risk chart 2019: the integrity of its 700 cells, the vectors of section D6, and who may be scored."""

from __future__ import annotations

import hashlib
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caravan.scoring.cardiovascular_chart import Cell, laboratory_percent, non_laboratory_percent

AGES = range(40, 75, 5)
SYSTOLICS = (110, 130, 150, 170, 190)
BMIS = (17.5, 22.5, 27.5, 32.5, 37.5)
HEIGHT = 170


@pytest.fixture(scope="module")
def cells():
    order = product(("male", "female"), (False, True), AGES, SYSTOLICS, BMIS)
    return [non_laboratory_percent(Cell(sex, age, systolic, smoker), bmi) for sex, smoker, age, systolic, bmi in order]


def test_the_700_cells_add_up_to_the_published_sums(cells):
    blocks = [sum(cells[start : start + 175]) for start in range(0, 700, 175)]
    assert (len(cells), sum(cells), blocks) == (700, 14153, [3023, 4507, 2540, 4083])


def test_the_700_cells_have_the_published_fingerprint(cells):
    digest = hashlib.sha256(",".join(map(str, cells)).encode()).hexdigest()
    assert digest == "e30db2d47ab6e334a46a9cf9702e284c2c9aaeedcc488a036583f341bb73b97e"


@pytest.mark.parametrize(
    ("sex", "age", "smoker", "systolic", "bmi", "percent"),
    [
        pytest.param("male", 52, False, 135, 27, 8, id="D6 vector 1"),
        pytest.param("male", 62, True, 165, 31, 38, id="D6 vector 2"),
        pytest.param("female", 45, False, 118, 24, 4, id="D6 vector 3"),
        pytest.param("female", 71, True, 182, 22, 44, id="D6 vector 4"),
        pytest.param("male", 40, False, 119, 19.9, 2, id="D6 vector 5"),
        pytest.param("female", 74, False, 140, 35, 28, id="D6 vector 6"),
        pytest.param("male", 58, True, 139, 24.95, 16, id="D6 vector 7"),
        pytest.param("female", 50, True, 180, 30, 29, id="D6 vector 8"),
    ],
)
def test_the_chart_without_laboratory_gives_its_printed_value(*, sex, age, smoker, systolic, bmi, percent):
    assert non_laboratory_percent(Cell(sex, age, systolic, smoker), bmi) == percent


@pytest.mark.parametrize(
    ("cell", "cholesterol", "percent"),
    [
        pytest.param(Cell("male", 57, 150, False), 5.5, 14, id="D6 laboratory vector 1"),
        pytest.param(Cell("male", 67, 165, True, True), 6.5, 56, id="D6 laboratory vector 2"),
        pytest.param(Cell("female", 52, 130, False, True), 4.5, 12, id="D6 laboratory vector 3"),
    ],
)
def test_the_laboratory_chart_gives_its_printed_value(cell, cholesterol, percent):
    assert laboratory_percent(cell, cholesterol) == percent


def risk(systolic=135, bmi=27.0, smoking="never", **more):
    pressure = {
        "systolic_1_mmhg": systolic,
        "diastolic_1_mmhg": 80,
        "systolic_2_mmhg": systolic,
        "diastolic_2_mmhg": 80,
    }
    return {**pressure, "weight_kg": bmi * HEIGHT**2 / 10_000, "height_cm": HEIGHT, "smoking": smoking, **more}


def test_a_chronic_form_reads_the_chart(values):
    found = values("chronic", risk(), sex="male", age=52)
    assert (found["cvd_risk_percent"], found["cvd_risk_band"]) == (8, "5_to_9")


@pytest.mark.parametrize("smoking", ["daily", "occasional"])
def test_any_current_smoking_counts(values, smoking):
    assert values("chronic", risk(165, 31, smoking), sex="male", age=62)["cvd_risk_percent"] == 38


@pytest.mark.parametrize("smoking", ["never", "former"])
def test_former_smoking_does_not_count(values, smoking):
    assert values("chronic", risk(smoking=smoking), sex="male", age=52)["cvd_risk_percent"] == 8


def test_the_mean_of_the_last_two_readings_enters_the_chart(values):
    answers = {**risk(), "systolic_1_mmhg": 190, "systolic_3_mmhg": 136, "diastolic_3_mmhg": 80}
    assert values("chronic", answers, sex="male", age=52)["cvd_risk_percent"] == 8


CHOLESTEROL = {"cholesterol_value": 4.5, "cholesterol_unit": "mmol_l"}


@pytest.mark.parametrize(
    ("more", "rule_id", "percent"),
    [
        ({**CHOLESTEROL, "known_diabetes": "yes"}, "D6.laboratory", 12),
        ({**CHOLESTEROL, "hba1c_percent": 7.0}, "D6.laboratory", 12),
        ({**CHOLESTEROL, "known_diabetes": "no"}, "D6.laboratory", 6),
        ({**CHOLESTEROL, "known_diabetes": "unknown"}, "D6.non_laboratory", 7),
        ({"known_diabetes": "yes"}, "D6.non_laboratory", 7),
    ],
)
def test_the_laboratory_chart_is_used_when_cholesterol_and_diabetes_are_known(scored, more, rule_id, percent):
    result = scored("chronic", risk(130, 27, **more), sex="female", age=52)
    finding = next(each for each in result.findings if each.code == "cvd_risk_percent")
    assert (finding.rule_id, finding.value) == (rule_id, percent)


def test_cholesterol_in_mg_dl_and_g_l_enters_the_same_cell(values):
    typed = [(174, "mg_dl"), (1.74, "g_l"), (4.5, "mmol_l")]
    found = [
        values("chronic", risk(cholesterol_value=value, cholesterol_unit=unit, known_diabetes="yes"))[
            "cvd_risk_percent"
        ]
        for value, unit in typed
    ]
    assert len(set(found)) == 1


@pytest.mark.parametrize("missing", ["smoking", "weight_kg", "systolic_1_mmhg"])
def test_a_missing_input_leaves_the_risk_unsaid(values, missing):
    answers = risk()
    del answers[missing]
    answers.pop("systolic_2_mmhg" if missing == "systolic_1_mmhg" else missing, None)
    assert not {"cvd_risk_percent", "cvd_risk_band"} & set(values("chronic", answers))


@pytest.mark.parametrize(
    "who", [{"age": 39}, {"age": 75}, {"age": None}, {"sex": "unknown"}, {"age": 42, "pregnant": "yes"}]
)
def test_the_chart_is_not_for_other_ages_unknown_sex_or_pregnancy(values, who):
    assert "cvd_risk_band" not in values("chronic", risk(), **who)


@pytest.mark.parametrize("age", [40, 74])
def test_the_chart_holds_from_40_to_74_years(values, age):
    assert "cvd_risk_band" in values("chronic", risk(), age=age)


@pytest.mark.parametrize("history", ["known_heart_attack", "known_stroke"])
def test_known_disease_is_said_without_a_score(scored, history):
    result = scored("chronic", risk(125, **{history: "yes"}))
    found = {finding.code: finding for finding in result.findings}
    assert "cvd_risk_percent" not in found
    assert (found["cvd_risk_band"].value, found["cvd_risk_band"].urgency) == ("known_cvd", "p")


@pytest.mark.parametrize(
    ("answers", "sex", "age", "band", "urgency"),
    [
        (risk(118, 24), "female", 45, "under_5", "n"),
        (risk(135, 27), "male", 52, "5_to_9", "n"),
        (risk(139, 24.95, "daily"), "male", 58, "10_to_19", "r"),
        (risk(140, 35), "female", 74, "20_to_29", "p"),
        (risk(165, 31, "daily"), "male", 62, "30_plus", "p"),
        (risk(118, 24, known_diabetes="yes"), "female", 45, "under_5", "r"),
        (risk(165, 31, "daily", known_diabetes="yes"), "male", 62, "30_plus", "p"),
    ],
)
def test_each_band_has_its_urgency(*, scored, answers, sex, age, band, urgency):
    found = {finding.code: finding for finding in scored("chronic", answers, sex=sex, age=age).findings}
    assert (found["cvd_risk_band"].value, found["cvd_risk_band"].urgency) == (band, urgency)


ANYONE = st.builds(Cell, st.sampled_from(["male", "female"]), st.integers(40, 69), st.integers(90, 170), st.booleans())


@given(ANYONE, st.floats(15, 50))
@settings(max_examples=100, deadline=None)
def test_risk_never_falls_with_age_or_pressure(cell, bmi):
    base = non_laboratory_percent(cell, bmi)
    older = Cell(cell.sex, cell.age_years + 5, cell.systolic, cell.smoker)
    tenser = Cell(cell.sex, cell.age_years, cell.systolic + 20, cell.smoker)
    assert 0 <= base <= min(non_laboratory_percent(older, bmi), non_laboratory_percent(tenser, bmi)) <= 100


@given(ANYONE, st.floats(3, 9))
@settings(max_examples=100, deadline=None)
def test_diabetes_never_lowers_the_laboratory_risk(cell, cholesterol):
    diabetic = Cell(cell.sex, cell.age_years, cell.systolic, cell.smoker, diabetic=True)
    assert laboratory_percent(cell, cholesterol) <= laboratory_percent(diabetic, cholesterol)
