"""What else a blood pressure tells: the classes of other guidelines, which a house may choose, and the two arms.

The schemes of ESC 2024 and ESH 2023 stand beside the class by WHO and ESH, never in its place, so that the counts of
different caravans stay comparable.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.bands import band_of
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.pressure import ADULT_FROM_YEARS, ARMS, READINGS, TABLE, Pressure, worse_limb
from caravan.scoring.reading import given, number, word

SCHEMES: Final = {"bp_class_esc": TABLE["D1.esc_2024"], "bp_class_esh": TABLE["D1.esh_2023"]}
GOAL: Final = TABLE["D1.esc_2024_goal"]


def scheme_findings(pressure: Pressure | None, answers: Answers, person: Person) -> list[Finding]:
    """The adult class by each scheme that the house chose, and the treatment goal of those on medicine."""
    if pressure is None or not person.is_at_least(ADULT_FROM_YEARS):
        return []
    found = [rule.finds(code, worse_limb(pressure, rule)) for code, rule in SCHEMES.items() if rule.holds_for(person)]
    if GOAL.holds_for(person) and word(answers, "bp_medicine") == "yes":
        found.append(GOAL.finds("bp_goal_esc", band_of(pressure.systolic, GOAL.bands["systolic"])))
    return found


def arm_findings(answers: Answers) -> list[Finding]:
    """Whether the other arm differs from the first reading; nothing unless both arms were measured."""
    other = number(answers, "systolic_other_arm_mmhg")
    first = given(*(number(answers, f"systolic_{n}_mmhg") for n in READINGS))[:1]
    if other is None or not first:
        return []
    return [ARMS.finds("arm_difference", "yes" if abs(first[0] - other) >= ARMS.limits["noted_from"] else "no")]
