"""FINDRISC: the points for the ten-year risk of type 2 diabetes, only when all eight items are known.

Not for known diabetics, in pregnancy or under 18. Decided here (mark L): from 12 points a glucose test is asked for
within three months, unless glucose or HbA1c was measured in the same screening; "unknown" answers an item no more
than a blank.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from caravan.scoring.bands import band_of
from caravan.scoring.body import body_mass_index
from caravan.scoring.cascade import is_known_diabetic, on_medicine
from caravan.scoring.findings import NO_ACTION, Answers, Finding, Person
from caravan.scoring.glucose import TABLE, in_diabetes_range
from caravan.scoring.reading import number, word

SCORE: Final = TABLE["D5.findrisc"]
GLUCOSE_TEST: Final = TABLE["D5.glucose_test"]
POINTS: Final = SCORE.sets
ASKED: Final = ("active_daily", "vegetables_daily", "ever_high_glucose", "family_diabetes")
AGE_LIMITS: Final = ((65, "from_65"), (55, "from_55"), (45, "from_45"))


def age_points(age_years: int) -> float:
    """0 under 45, 2 from 45, 3 from 55, 4 from 65."""
    return POINTS["age"][next((name for limit, name in AGE_LIMITS if age_years >= limit), "under_45")]


def middle_points(value: float, points: Mapping[str, float]) -> float:
    """Points below, within and above a middle band that holds both of its ends: BMI 30.0 and waist 102 are within."""
    if value < points["middle_from"]:
        return points["below"]
    return points["middle"] if value <= points["middle_to"] else points["above"]


def size_points(answers: Answers, person: Person) -> list[float | None]:
    """The points of BMI and waist, None where one is not known."""
    bmi, waist, by_waist = body_mass_index(answers), number(answers, "waist_cm"), POINTS.get(f"waist_{person.sex}")
    return [
        None if bmi is None else middle_points(bmi, POINTS["bmi"]),
        None if waist is None or by_waist is None else middle_points(waist, by_waist),
    ]


def answer_points(answers: Answers) -> list[float | None]:
    """The points of the five asked items, None where one was not answered."""
    medicine = on_medicine(word(answers, "known_hypertension"), word(answers, "bp_medicine"))
    by_medicine = None if medicine is None else POINTS["bp_medicine"]["yes" if medicine else "no"]
    return [by_medicine, *(POINTS[question].get(word(answers, question)) for question in ASKED)]


def findrisc(answers: Answers, person: Person) -> int | None:
    """0 to 26; None when an item is missing or the score does not apply to this person."""
    age = person.age_years
    if age is None or age < SCORE.limits["from_years"] or person.is_pregnant or is_known_diabetic(answers):
        return None
    points = [age_points(age), *size_points(answers, person), *answer_points(answers)]
    known = [item for item in points if item is not None]
    return int(sum(known)) if len(known) == len(points) else None


def findrisc_findings(answers: Answers, person: Person) -> list[Finding]:
    """The score and its class, when all items are known."""
    score = findrisc(answers, person)
    if score is None:
        return []
    needs_test = score >= GLUCOSE_TEST.limits["from_points"] and in_diabetes_range(answers) is None
    action = GLUCOSE_TEST.action("test", person) if needs_test else NO_ACTION
    return [
        SCORE.finds("findrisc", score),
        SCORE.asks("findrisc_class", band_of(score, SCORE.bands["score"]), action),
    ]
