"""Blood pressure: the mean of the last two complete readings, its class, and what it asks for.

Left open by the reference and decided here (mark L): ``low`` is said only when nothing else is raised; an unknown age
is not classified but is acted upon as in an adult; in the young, a class of grade 1 or more asks for a doctor within
two weeks at any age, as 120/80 does from 13 years, and crisis range is urgent at any age.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from caravan.scoring.bands import Bands, band_of
from caravan.scoring.findings import NO_ACTION, Action, Answers, Finding, Person, Rule
from caravan.scoring.reading import number, tidy

MEAN: Final = Rule("D1.mean", "1", "WHO STEPS: mean of the last two readings", "S")
SINGLE: Final = Rule("D1.single", "1", "Project default: one reading is flagged", "L")
CLASS: Final = Rule("D1.class", "1", "WHO hypertension guideline 2021; ESH 2023", "S")
PREGNANCY: Final = Rule("D1.pregnancy", "1", "Hypertension in pregnancy, established thresholds", "K")
YOUNG: Final = Rule("D1.under_18", "1", "No adult class under 18; doctor review from 120/80 at 13 years", "K")

SYSTOLIC_BANDS: Final[Bands] = ((130, "normal"), (140, "high_normal"), (160, "grade_1"), (180, "grade_2"))
DIASTOLIC_BANDS: Final[Bands] = ((85, "normal"), (90, "high_normal"), (100, "grade_1"), (110, "grade_2"))
SEVERITY: Final = ("normal", "high_normal", "grade_1", "grade_2", "crisis_range")
LOW_SYSTOLIC: Final = 90
RAISED: Final = (140, 90)
SEVERE_IN_PREGNANCY: Final = (160, 110)
YOUNG_REVIEW: Final = (120, 80)
YOUNG_REVIEW_FROM_YEARS: Final = 13
ADULT_FROM_YEARS: Final = 18
CRISIS: Final = (180, 110)

ADULT_ACTIONS: Final = {"grade_1": Action("r", "general_medicine"), "grade_2": Action("p", "cardiology")}


@dataclass(frozen=True, slots=True)
class Pressure:
    """A pressure in mm[Hg], not rounded, and the number of complete readings it stands on."""

    systolic: float
    diastolic: float
    readings: int = 2

    def reaches(self, limits: tuple[float, float]) -> bool:
        """Whether either limb is at or above its limit."""
        return self.systolic >= limits[0] or self.diastolic >= limits[1]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What else weighs on the action: danger signs, protein in the urine, known CVD, diabetes or kidney disease."""

    has_danger_sign: bool = False
    has_proteinuria: bool = False
    is_at_risk: bool = False


def complete_pairs(answers: Answers) -> list[tuple[float, float]]:
    """The readings that have both limbs, in the order taken."""
    pairs = ((number(answers, f"systolic_{n}_mmhg"), number(answers, f"diastolic_{n}_mmhg")) for n in (1, 2, 3))
    return [(systolic, diastolic) for systolic, diastolic in pairs if systolic is not None and diastolic is not None]


def mean_pressure(answers: Answers) -> Pressure | None:
    """The mean of the last two complete readings, a single reading as it is, None without any."""
    pairs = complete_pairs(answers)
    last = pairs[-2:]
    if not last:
        return None
    systolic, diastolic = (sum(limb) / len(last) for limb in zip(*last, strict=True))
    return Pressure(systolic, diastolic, len(pairs))


def classify(pressure: Pressure) -> str:
    """The adult class: either limb, the higher wins; the mean is not rounded first (139.5 is not 140)."""
    limbs = (
        band_of(pressure.systolic, SYSTOLIC_BANDS, above="crisis_range"),
        band_of(pressure.diastolic, DIASTOLIC_BANDS, above="crisis_range"),
    )
    worse = max(limbs, key=SEVERITY.index)
    return "low" if worse == "normal" and pressure.systolic < LOW_SYSTOLIC else worse


def class_for(pressure: Pressure, person: Person) -> str:
    """The class that is shown: none is given under 18 or when the age is not known."""
    return classify(pressure) if person.is_at_least(ADULT_FROM_YEARS) else "not_classified"


def in_pregnancy(pressure: Pressure, around: Circumstances) -> Action:
    """Raised (from 140/90): a doctor today; from 160/110, or with danger signs or proteinuria, a transfer now."""
    severe = pressure.reaches(SEVERE_IN_PREGNANCY) or around.has_danger_sign or around.has_proteinuria
    return Action("e", "hospital_emergency") if severe else Action("u", "obstetrics")


def in_crisis(around: Circumstances) -> Action:
    """Crisis range: with danger signs a transfer, otherwise rest, repeat, and a doctor today."""
    return Action("e", "hospital_emergency") if around.has_danger_sign else Action("u", "cardiology")


def in_the_young(pressure: Pressure, person: Person) -> Action:
    """Under 18 without an adult class: a doctor's review within two weeks."""
    limits = YOUNG_REVIEW if person.is_at_least(YOUNG_REVIEW_FROM_YEARS) else RAISED
    return Action("p", "general_medicine") if pressure.reaches(limits) else NO_ACTION


def in_adults(pressure: Pressure, around: Circumstances) -> Action:
    """The action of each class below crisis range."""
    found = classify(pressure)
    if found == "high_normal" and around.is_at_risk and pressure.systolic >= SYSTOLIC_BANDS[0][0]:
        return Action("p", "general_medicine")
    if found == "low" and around.has_danger_sign:
        return Action("u", "general_medicine")
    return ADULT_ACTIONS.get(found, NO_ACTION)


def decide(pressure: Pressure, person: Person, around: Circumstances) -> tuple[Rule, Action]:
    """The rule that applies to this person, and its action; the pregnancy rule comes before the age."""
    if person.is_pregnant and pressure.reaches(RAISED):
        return PREGNANCY, in_pregnancy(pressure, around)
    if pressure.reaches(CRISIS):
        return CLASS, in_crisis(around)
    if person.is_under(ADULT_FROM_YEARS):
        return YOUNG, in_the_young(pressure, person)
    return CLASS, in_adults(pressure, around)


def pressure_findings(pressure: Pressure | None, person: Person, around: Circumstances) -> list[Finding]:
    """Mean, class and single-reading flag; nothing without a complete reading."""
    if pressure is None:
        return []
    rule, action = decide(pressure, person, around)
    return [
        rule.finds("bp_class", class_for(pressure, person), action.urgency, action.refer_to),
        MEAN.finds("bp_mean_systolic", tidy(pressure.systolic)),
        MEAN.finds("bp_mean_diastolic", tidy(pressure.diastolic)),
        SINGLE.finds("bp_single", "yes" if pressure.readings == 1 else "no"),
    ]
