"""Blood glucose and HbA1c, compared in the unit that was typed, never after a conversion.

Decided here (mark L): a random glucose below 200 mg/dL is not called prediabetes; a two-hour value is very high from
the random limit; without a context only what is true in every context is said (nothing for 150 mg/dL); prediabetes
and a known patient's raised value within three months, a new one within two weeks; without a unit nothing is said.
"""

from __future__ import annotations

from typing import Final, Literal

from caravan.scoring.bands import Bands, band_of
from caravan.scoring.findings import Action, Answers, Finding, Person, Rule
from caravan.scoring.reading import number, word

GLUCOSE: Final = Rule("D2.glucose", "1", "ADA Standards 2025; very high: field high-risk rule", "S")
HBA1C: Final = Rule("D2.hba1c", "1", "ADA Standards 2025", "S")

Scheme = Literal["ada", "who"]
LIMITS: Final[dict[str, dict[str, float]]] = {
    unit: dict(zip(("level_2", "level_1", "ada", "who", "fasting", "load", "range", "high"), limits, strict=True))
    for unit, limits in {
        "mg_dl": (54, 70, 100, 110, 126, 140, 200, 300),
        "g_l": (0.54, 0.70, 1.00, 1.10, 1.26, 1.40, 2.00, 3.00),
        "mmol_l": (3.0, 3.9, 5.6, 6.1, 7.0, 7.8, 11.1, 16.7),
    }.items()
}
"""The paired thresholds per unit: 126 mg/dL is 6.99 mmol/L, so a converted value would miss its own limit."""

CONTEXTS: Final = ("fasting", "random", "two_hour")
SEVERITY: Final = ("normal", "prediabetes", "diabetes_range", "very_high")
DIABETES_RANGE: Final = frozenset({"diabetes_range", "very_high"})
HBA1C_BANDS: Final[Bands] = ((5.7, "normal"), (6.5, "prediabetes"))
HBA1C_CONTROLLED_BELOW: Final = 7.0
IFCC_INTERCEPT: Final = 2.152
IFCC_SLOPE: Final = 0.09148

ACTIONS: Final = {
    "hypo_2": Action("e", "hospital_emergency"),
    "hypo_1": Action("u", "general_medicine"),
    "normal": Action("n"),
    "prediabetes": Action("r", "general_medicine"),
    "diabetes_range": Action("p", "general_medicine"),
    "very_high": Action("u", "endocrinology"),
}
KNOWN_IN_RANGE: Final = Action("r", "endocrinology")
TRANSFER: Final = Action("e", "hospital_emergency")


def class_bands(unit: str, context: str, scheme: Scheme) -> Bands:
    """The half-open bands of a context, in the unit typed; very high lies above them."""
    limit = LIMITS[unit]
    low: Bands = ((limit["level_2"], "hypo_2"), (limit["level_1"], "hypo_1"))
    if context == "fasting":
        return (
            *low,
            (limit[scheme], "normal"),
            (limit["fasting"], "prediabetes"),
            (limit["range"], "diabetes_range"),
        )
    if context == "two_hour":
        return (*low, (limit["load"], "normal"), (limit["range"], "prediabetes"), (limit["high"], "diabetes_range"))
    return (*low, (limit["range"], "normal"), (limit["high"], "diabetes_range"))


def classify_glucose(value: float, unit: str, context: str, scheme: Scheme = "ada") -> str | None:
    """hypo_2, hypo_1, normal, prediabetes, diabetes_range or very_high; None without a unit or when it depends on the
    context and the context is blank."""
    if unit not in LIMITS:
        return None
    if context in CONTEXTS:
        return band_of(value, class_bands(unit, context, scheme), above="very_high")
    possible = {band_of(value, class_bands(unit, each, scheme), above="very_high") for each in CONTEXTS}
    if len(possible) == 1:
        return possible.pop()
    return "diabetes_range" if possible <= DIABETES_RANGE else None


def glucose_class(answers: Answers) -> str | None:
    """The class of the glucose in the answers, None when it cannot be said."""
    value = number(answers, "glucose_value")
    if value is None:
        return None
    return classify_glucose(value, word(answers, "glucose_unit"), word(answers, "glucose_context"))


def hba1c_class(answers: Answers) -> str | None:
    """normal, prediabetes or diabetes_range; None when HbA1c was not measured."""
    percent = number(answers, "hba1c_percent")
    return None if percent is None else band_of(percent, HBA1C_BANDS, above="diabetes_range")


def hba1c_mmol_mol(percent: float) -> float:
    """HbA1c in IFCC units (mmol/mol) from NGSP percent."""
    return (percent - IFCC_INTERCEPT) / IFCC_SLOPE


def in_diabetes_range(answers: Answers) -> bool | None:
    """Whether glucose or HbA1c lies in the diabetes range; None when neither could be classed."""
    classes = [found for found in (glucose_class(answers), hba1c_class(answers)) if found is not None]
    return any(found in DIABETES_RANGE for found in classes) if classes else None


def is_controlled(answers: Answers) -> bool | None:
    """Whether treated diabetes is controlled: HbA1c below 7 %, else fasting glucose below 126 mg/dL (field code, K).

    A random or two-hour value can show lack of control, never control.
    """
    percent = number(answers, "hba1c_percent")
    if percent is not None:
        return percent < HBA1C_CONTROLLED_BELOW
    found = glucose_class(answers)
    if found is None:
        return None
    if word(answers, "glucose_context") == "fasting":
        return found not in DIABETES_RANGE
    return False if found in DIABETES_RANGE else None


def action_for(found: str, person: Person, *, is_known: bool, has_danger_sign: bool) -> Action:
    """What a glycaemia class asks for, in a known or a new patient."""
    if found == "very_high" and has_danger_sign:
        return TRANSFER
    action = KNOWN_IN_RANGE if found == "diabetes_range" and is_known else ACTIONS[found]
    if person.is_pregnant and action.urgency in {"r", "p"}:
        return Action(action.urgency, "obstetrics")
    return action


def glycaemia_findings(answers: Answers, person: Person, *, is_known: bool, has_danger_sign: bool) -> list[Finding]:
    """The glucose and the HbA1c class, each where it was measured."""
    classes = ((GLUCOSE, "glucose_class", glucose_class(answers)), (HBA1C, "hba1c_class", hba1c_class(answers)))
    found = []
    for rule, code, named in classes:
        if named is not None:
            action = action_for(named, person, is_known=is_known, has_danger_sign=has_danger_sign)
            found.append(rule.finds(code, named, action.urgency, action.refer_to))
    return found
