"""Blood pressure: the mean of the last two complete readings, its class, and what it asks for.

Left open by the reference and decided here (mark L): ``low`` is said only when nothing else is raised; an unknown age
is not classified but is acted upon as in an adult; in the young, a class of grade 1 or more asks for a doctor within
two weeks at any age, as 120/80 does from 13 years, and crisis range is urgent at any age.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from caravan.scoring.bands import band_of, names_of
from caravan.scoring.findings import NO_ACTION, Action, Answers, Finding, Person
from caravan.scoring.reading import number, tidy
from caravan.scoring.tables import TableRule, read_rules

TABLE: Final = read_rules("pressure")
MEAN: Final = TABLE["D1.mean"]
SINGLE: Final = TABLE["D1.single"]
CLASS: Final = TABLE["D1.class"]
CRISIS_RANGE: Final = TABLE["D1.crisis"]
REFERRAL: Final = TABLE["D1.referral"]
AT_RISK: Final = TABLE["D1.at_risk"]
PREGNANCY: Final = TABLE["D1.pregnancy"]
YOUNG: Final = TABLE["D1.under_18"]
ARMS: Final = TABLE["D1.arm_difference"]

ADULT_FROM_YEARS: Final = CLASS.limits["adult_from_years"]
READINGS: Final = (1, 2, 3)
SEVERITY: Final = names_of(CLASS.bands["systolic"])


def pair(rule: TableRule, name: str) -> tuple[float, float]:
    """The systolic and diastolic limit of that name."""
    return rule.limits[f"{name}_systolic"], rule.limits[f"{name}_diastolic"]


RAISED: Final = pair(CLASS, "raised")
CRISIS: Final = pair(CLASS, "crisis")


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
    """What else weighs on the action: danger signs, protein in the urine, and cardiovascular disease or high risk,
    diabetes or kidney disease."""

    has_danger_sign: bool = False
    has_proteinuria: bool = False
    is_at_risk: bool = False


def complete_pairs(answers: Answers) -> list[tuple[float, float]]:
    """The readings that have both limbs, in the order taken."""
    pairs = ((number(answers, f"systolic_{n}_mmhg"), number(answers, f"diastolic_{n}_mmhg")) for n in READINGS)
    return [(systolic, diastolic) for systolic, diastolic in pairs if systolic is not None and diastolic is not None]


def mean_pressure(answers: Answers) -> Pressure | None:
    """The mean of the last two complete readings, a single reading as it is, None without any."""
    pairs = complete_pairs(answers)
    last = pairs[-int(MEAN.limits["last"]) :]
    if not last:
        return None
    systolic, diastolic = (sum(limb) / len(last) for limb in zip(*last, strict=True))
    return Pressure(systolic, diastolic, len(pairs))


def worse_limb(pressure: Pressure, rule: TableRule) -> str:
    """The class by a scheme: either limb, the higher wins; the mean is not rounded first (139.5 is not 140)."""
    order = names_of(rule.bands["systolic"])
    limbs = (
        band_of(pressure.systolic, rule.bands["systolic"]),
        band_of(pressure.diastolic, rule.bands["diastolic"]),
    )
    return max(limbs, key=order.index)


def classify(pressure: Pressure) -> str:
    """The adult class of the mean by WHO and ESH, or low."""
    worse = worse_limb(pressure, CLASS)
    is_low = worse == "normal" and pressure.systolic < CLASS.limits["low_systolic_below"]
    return "low" if is_low else worse


def class_for(pressure: Pressure, person: Person) -> str:
    """The class that is shown: none is given under 18 or when the age is not known."""
    return classify(pressure) if person.is_at_least(ADULT_FROM_YEARS) else "not_classified"


def in_pregnancy(pressure: Pressure, around: Circumstances) -> Action:
    """Raised (from 140/90): a doctor today; from 160/110, or with danger signs or proteinuria, a transfer now."""
    severe = pressure.reaches(pair(PREGNANCY, "severe")) or around.has_danger_sign or around.has_proteinuria
    return PREGNANCY.actions["severe" if severe else "raised"]


def in_the_young(pressure: Pressure, person: Person) -> Action:
    """Under 18 without an adult class: a doctor's review within two weeks."""
    limits = pair(YOUNG, "review") if person.is_at_least(YOUNG.limits["review_from_years"]) else RAISED
    return YOUNG.actions["review"] if pressure.reaches(limits) else NO_ACTION


def in_adults(pressure: Pressure, person: Person, around: Circumstances) -> Action:
    """The action of each class below crisis range."""
    found = classify(pressure)
    if around.is_at_risk and pressure.systolic >= AT_RISK.limits["systolic_from"] and found in AT_RISK.actions:
        return AT_RISK.action(found, person)
    return REFERRAL.action("low_with_danger_sign" if found == "low" and around.has_danger_sign else found, person)


def decide(pressure: Pressure, person: Person, around: Circumstances) -> tuple[TableRule, Action]:
    """The rule that applies to this person, and its action; the pregnancy rule comes before the age."""
    if person.is_pregnant and pressure.reaches(RAISED) and PREGNANCY.holds_for(person):
        return PREGNANCY, in_pregnancy(pressure, around)
    if pressure.reaches(CRISIS):
        return CLASS, CRISIS_RANGE.action("with_danger_sign" if around.has_danger_sign else "crisis_range", person)
    if person.is_under(ADULT_FROM_YEARS):
        return (YOUNG, in_the_young(pressure, person)) if YOUNG.holds_for(person) else (CLASS, NO_ACTION)
    return CLASS, in_adults(pressure, person, around)


def pressure_findings(pressure: Pressure | None, person: Person, around: Circumstances) -> list[Finding]:
    """Mean, class and single-reading flag; nothing without a complete reading."""
    if pressure is None:
        return []
    rule, action = decide(pressure, person, around)
    return [
        rule.asks("bp_class", class_for(pressure, person), action),
        MEAN.finds("bp_mean_systolic", tidy(pressure.systolic)),
        MEAN.finds("bp_mean_diastolic", tidy(pressure.diastolic)),
        SINGLE.finds("bp_single", "yes" if pressure.readings == 1 else "no"),
    ]
