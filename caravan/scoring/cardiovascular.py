"""Cardiovascular risk: which WHO chart applies to this person, its value, its band and what it asks for.

Decided here (mark L): the laboratory chart is used when cholesterol is measured and diabetes is known to be present
or absent (a newly found diabetes range counts as present), else the chart without laboratory; a diabetic scored
without cholesterol is sent to a doctor within three months whatever the value; known CVD has no score and asks for
cardiology within two weeks; history left blank is not known CVD.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.bands import Bands, band_of
from caravan.scoring.body import body_mass_index
from caravan.scoring.cardiovascular_chart import Cell, laboratory_percent, non_laboratory_percent
from caravan.scoring.cascade import is_known_diabetic
from caravan.scoring.findings import NO_ACTION, Action, Answers, Finding, Person, Rule
from caravan.scoring.glucose import in_diabetes_range
from caravan.scoring.lipids import cholesterol_mmol_l
from caravan.scoring.pressure import Pressure
from caravan.scoring.reading import word

NON_LABORATORY: Final = Rule("D6.non_laboratory", "1", "WHO CVD risk chart 2019, North Africa and Middle East", "S")
LABORATORY: Final = Rule("D6.laboratory", "1", "WHO CVD risk laboratory chart 2019, North Africa and Middle East", "S")
KNOWN_CVD: Final = Rule("D6.known_cvd", "1", "Known cardiovascular disease: very high, no score", "K")

AGES: Final = (40, 74)
SMOKER: Final = {"never": False, "former": False, "daily": True, "occasional": True}
RISK_BANDS: Final[Bands] = ((5, "under_5"), (10, "5_to_9"), (20, "10_to_19"), (30, "20_to_29"))
ACTIONS: Final = {
    "10_to_19": Action("r", "general_medicine"),
    "20_to_29": Action("p", "cardiology"),
    "30_plus": Action("p", "cardiology"),
    "known_cvd": Action("p", "cardiology"),
}
UNSCORED_DIABETES: Final = Action("r", "general_medicine")


def has_known_cvd(answers: Answers) -> bool:
    """A heart attack or a stroke in the history."""
    return "yes" in {word(answers, "known_heart_attack"), word(answers, "known_stroke")}


def has_diabetes(answers: Answers) -> bool | None:
    """Known or newly in range: True; said not to be known and not in range: False; else None."""
    if is_known_diabetic(answers) or in_diabetes_range(answers):
        return True
    return False if word(answers, "known_diabetes") == "no" else None


def chart_cell(answers: Answers, person: Person, pressure: Pressure | None) -> Cell | None:
    """What both charts need; None when something is missing or the chart is not for this person."""
    age, smoker = person.age_years, SMOKER.get(word(answers, "smoking"))
    if age is None or not AGES[0] <= age <= AGES[1] or person.is_pregnant:
        return None
    if smoker is None or pressure is None or person.sex == "unknown":
        return None
    return Cell(person.sex, age, pressure.systolic, smoker, has_diabetes(answers) is True)


def chart_value(answers: Answers, cell: Cell) -> tuple[Rule, int] | None:
    """The chart that can be entered, and its percentage; None when neither cholesterol nor BMI is known."""
    cholesterol, bmi = cholesterol_mmol_l(answers), body_mass_index(answers)
    if cholesterol is not None and has_diabetes(answers) is not None:
        return LABORATORY, laboratory_percent(cell, cholesterol)
    return None if bmi is None else (NON_LABORATORY, non_laboratory_percent(cell, bmi))


def action_for(band: str, rule: Rule, *, is_diabetic: bool) -> Action:
    """The action of a band; a diabetic without the laboratory chart is referred at least."""
    action = ACTIONS.get(band, NO_ACTION)
    return UNSCORED_DIABETES if action == NO_ACTION and rule is NON_LABORATORY and is_diabetic else action


def cardiovascular_findings(answers: Answers, person: Person, pressure: Pressure | None) -> list[Finding]:
    """The percentage and its band, or the band of known disease; nothing when the chart cannot be entered."""
    if has_known_cvd(answers):
        action = ACTIONS["known_cvd"]
        return [KNOWN_CVD.finds("cvd_risk_band", "known_cvd", action.urgency, action.refer_to)]
    cell = chart_cell(answers, person, pressure)
    scored = None if cell is None else chart_value(answers, cell)
    if cell is None or scored is None:
        return []
    rule, percent = scored
    band = band_of(percent, RISK_BANDS, above="30_plus")
    action = action_for(band, rule, is_diabetic=cell.diabetic)
    return [
        rule.finds("cvd_risk_percent", percent),
        rule.finds("cvd_risk_band", band, action.urgency, action.refer_to),
    ]
