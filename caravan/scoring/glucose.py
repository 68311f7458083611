"""Blood glucose and HbA1c, compared in the unit that was typed, never after a conversion.

Decided here (mark L): a random glucose below 200 mg/dL is not called prediabetes; a two-hour value is very high from
the random limit; without a context only what is true in every context is said (nothing for 150 mg/dL); without a unit
nothing is said. A meter that shows LO or HI is under every limit, or above.
"""

from __future__ import annotations

from typing import Final, Literal

from caravan.scoring.bands import Bands, band_of
from caravan.scoring.findings import Answers
from caravan.scoring.reading import number, word
from caravan.scoring.tables import read_rules

TABLE: Final = read_rules("chronic")
GLUCOSE: Final = TABLE["D2.glucose"]
CANONICAL: Final = TABLE["D2.canonical"]
HBA1C: Final = TABLE["D2.hba1c"]
IFCC: Final = TABLE["D2.hba1c_ifcc"]

Scheme = Literal["ada", "who"]
LIMITS: Final = GLUCOSE.sets
"""The paired thresholds per unit: 126 mg/dL is 6.99 mmol/L, so a converted value would miss its own limit."""
CONTEXTS: Final = ("fasting", "random", "two_hour")
DIABETES_RANGE: Final = frozenset({"diabetes_range", "very_high"})
OFF_SCALE: Final = {"lo": "hypo_2", "hi": "very_high"}
WITHOUT_LIMIT: Final = float("inf")


def class_bands(unit: str, context: str, scheme: Scheme) -> Bands:
    """The half-open bands of a context, in the unit typed."""
    limit = LIMITS[unit]
    low: Bands = ((limit["level_2"], "hypo_2"), (limit["level_1"], "hypo_1"))
    steps = {
        "fasting": ((limit[scheme], "normal"), (limit["fasting"], "prediabetes"), (limit["range"], "diabetes_range")),
        "two_hour": ((limit["load"], "normal"), (limit["range"], "prediabetes"), (limit["high"], "diabetes_range")),
        "random": ((limit["range"], "normal"), (limit["high"], "diabetes_range")),
    }
    return (*low, *steps[context], (WITHOUT_LIMIT, "very_high"))


def classify_glucose(value: float, unit: str, context: str, scheme: Scheme = "ada") -> str | None:
    """hypo_2, hypo_1, normal, prediabetes, diabetes_range or very_high; None without a unit or when it depends on the
    context and the context is blank."""
    if unit not in LIMITS:
        return None
    if context in CONTEXTS:
        return band_of(value, class_bands(unit, context, scheme))
    possible = {band_of(value, class_bands(unit, each, scheme)) for each in CONTEXTS}
    if len(possible) == 1:
        return possible.pop()
    return "diabetes_range" if possible <= DIABETES_RANGE else None


def context_of(answers: Answers) -> str:
    """fasting, random or two_hour as typed; else by the hours since the last meal; "" when neither was said."""
    typed, hours = word(answers, "glucose_context"), number(answers, "hours_since_meal")
    if typed or hours is None:
        return typed
    return "fasting" if hours >= GLUCOSE.limits["fasting_from_hours"] else "random"


def glucose_class(answers: Answers, scheme: Scheme = "ada") -> str | None:
    """The class of the glucose in the answers, None when it cannot be said."""
    for question in ("glucose_value", "glucose_off_scale"):
        if (shown := word(answers, question)) in OFF_SCALE:
            return OFF_SCALE[shown]
    value = number(answers, "glucose_value")
    if value is None:
        return None
    return classify_glucose(value, word(answers, "glucose_unit"), context_of(answers), scheme)


def glucose_mg_dl(answers: Answers) -> float | None:
    """The canonical value, for means and exports; None when value or unit is blank."""
    value = number(answers, "glucose_value")
    factor = CANONICAL.sets["mg_dl_per_unit"].get(word(answers, "glucose_unit"))
    return None if value is None or factor is None else value * factor


def hba1c_class(answers: Answers) -> str | None:
    """normal, prediabetes or diabetes_range; None when HbA1c was not measured."""
    percent = number(answers, "hba1c_percent")
    return None if percent is None else band_of(percent, HBA1C.bands["percent"])


def hba1c_mmol_mol(percent: float) -> float:
    """HbA1c in IFCC units (mmol/mol) from NGSP percent."""
    return (percent - IFCC.limits["intercept"]) / IFCC.limits["slope"]


def in_diabetes_range(answers: Answers) -> bool | None:
    """Whether glucose or HbA1c lies in the diabetes range; None when neither could be classed."""
    classes = [found for found in (glucose_class(answers), hba1c_class(answers)) if found is not None]
    return any(found in DIABETES_RANGE for found in classes) if classes else None


def is_by_random_alone(answers: Answers) -> bool:
    """Whether the diabetes range stands on nothing but a random glucose."""
    has_random = context_of(answers) == "random" and glucose_class(answers) in DIABETES_RANGE
    return has_random and hba1c_class(answers) not in DIABETES_RANGE


def is_controlled(answers: Answers) -> bool | None:
    """Whether treated diabetes is controlled: HbA1c below 7 %, else fasting glucose below 126 mg/dL (field code, K).

    A random or two-hour value can show lack of control, never control.
    """
    percent = number(answers, "hba1c_percent")
    if percent is not None:
        return percent < HBA1C.limits["controlled_below"]
    found = glucose_class(answers)
    if found is None:
        return None
    if context_of(answers) == "fasting":
        return found not in DIABETES_RANGE
    return False if found in DIABETES_RANGE else None
