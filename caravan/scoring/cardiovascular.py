"""Cardiovascular risk: which WHO chart applies to this person, its value, its band and what it asks for.

Decided here (mark L): the laboratory chart is used when cholesterol is measured and diabetes is known to be present
or absent (a newly found diabetes range counts as present), else the chart without laboratory; a diabetic scored
without cholesterol is sent to a doctor within three months whatever the value; known CVD has no score and asks for
cardiology within two weeks; history left blank is not known CVD.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.bands import band_of
from caravan.scoring.body import body_mass_index
from caravan.scoring.cardiovascular_chart import Cell, laboratory_percent, non_laboratory_percent
from caravan.scoring.cascade import is_known_diabetic
from caravan.scoring.findings import NO_ACTION, Action, Answers, Finding, Person
from caravan.scoring.glucose import TABLE, in_diabetes_range
from caravan.scoring.lipids import cholesterol_mmol_l
from caravan.scoring.pressure import Pressure
from caravan.scoring.reading import word
from caravan.scoring.tables import TableRule

NON_LABORATORY: Final = TABLE["D6.non_laboratory"]
LABORATORY: Final = TABLE["D6.laboratory"]
BANDS: Final = TABLE["D6.bands"].bands["percent"]
KNOWN_CVD: Final = TABLE["D6.known_cvd"]
REFERRAL: Final = TABLE["D6.referral"]
DIABETIC: Final = TABLE["D6.diabetic"]
TREATED: Final = TABLE["D6.treated"]
SMOKER: Final = NON_LABORATORY.sets["smoker"]


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
    age, smoker, ages = person.age_years, SMOKER.get(word(answers, "smoking")), NON_LABORATORY.limits
    if age is None or not ages["from_years"] <= age <= ages["to_years"] or person.is_pregnant:
        return None
    if smoker is None or pressure is None or person.sex == "unknown":
        return None
    return Cell(person.sex, age, pressure.systolic, bool(smoker), has_diabetes(answers) is True)


def chart_value(answers: Answers, cell: Cell) -> tuple[TableRule, int] | None:
    """The chart that can be entered, and its percentage; None when neither cholesterol nor BMI is known."""
    cholesterol, bmi = cholesterol_mmol_l(answers), body_mass_index(answers)
    if cholesterol is not None and has_diabetes(answers) is not None:
        return LABORATORY, laboratory_percent(cell, cholesterol)
    return None if bmi is None else (NON_LABORATORY, non_laboratory_percent(cell, bmi))


def scored_risk(answers: Answers, person: Person, pressure: Pressure | None) -> tuple[Cell, TableRule, int] | None:
    """The cell, the chart and its percentage; None when no chart can be entered."""
    cell = chart_cell(answers, person, pressure)
    found = None if cell is None else chart_value(answers, cell)
    return None if cell is None or found is None else (cell, *found)


def risk_band(answers: Answers, person: Person, pressure: Pressure | None) -> str | None:
    """The band of the chart's percentage, "known_cvd" for known disease, None when no chart can be entered."""
    if has_known_cvd(answers):
        return "known_cvd"
    scored = scored_risk(answers, person, pressure)
    return None if scored is None else band_of(scored[2], BANDS)


def action_for(band: str, person: Person, *, needs_caution: bool) -> Action:
    """The action of a band; a diabetic without the laboratory chart is referred at least."""
    action = REFERRAL.action(band, person)
    return DIABETIC.action("caution", person) if action == NO_ACTION and needs_caution else action


def note_findings(answers: Answers, *, needs_caution: bool) -> list[Finding]:
    """What must be known of a value: that diabetes was left out of it, or that it was measured on medicine."""
    found = [DIABETIC.finds("cvd_caution", "yes")] if needs_caution else []
    medicine = word(answers, "bp_medicine")
    return [*found, TREATED.finds("cvd_on_treatment", medicine)] if medicine in {"yes", "no"} else found


def cardiovascular_findings(answers: Answers, person: Person, pressure: Pressure | None) -> list[Finding]:
    """The percentage and its band, or the band of known disease; nothing when the chart cannot be entered."""
    if has_known_cvd(answers):
        return [KNOWN_CVD.asks("cvd_risk_band", "known_cvd", KNOWN_CVD.actions["known_cvd"])]
    scored = scored_risk(answers, person, pressure)
    if scored is None:
        return []
    cell, rule, percent = scored
    needs_caution = cell.diabetic and rule is NON_LABORATORY
    band = band_of(percent, BANDS)
    return [
        rule.finds("cvd_risk_percent", percent),
        rule.asks("cvd_risk_band", band, action_for(band, person, needs_caution=needs_caution)),
        *note_findings(answers, needs_caution=needs_caution),
    ]
