"""FINDRISC: the points for the ten-year risk of type 2 diabetes, only when all eight items are known.

Not for known diabetics, in pregnancy or under 18. Decided here (mark L): from 12 points a glucose test is asked for
within three months, unless glucose or HbA1c was measured in the same screening; "unknown" answers an item no more
than a blank.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.bands import Bands, band_of
from caravan.scoring.body import body_mass_index
from caravan.scoring.cascade import is_known_diabetic, on_medicine
from caravan.scoring.findings import Answers, Finding, Person, Rule
from caravan.scoring.glucose import in_diabetes_range
from caravan.scoring.reading import number, word

SCORE: Final = Rule("D5.findrisc", "1", "FINDRISC", "S")

FROM_YEARS: Final = 18
TEST_FROM: Final = 12
CLASSES: Final[Bands] = ((7, "low"), (12, "slightly_elevated"), (15, "moderate"), (21, "high"))
AGE_POINTS: Final = ((65, 4), (55, 3), (45, 2))
"""Points from this age on, highest first."""
BMI_MIDDLE: Final = (25, 30)
WAIST_MIDDLE: Final = {"male": (94, 102), "female": (80, 88)}
"""The middle band holds both of its ends: BMI 30.0 and waist 102 still count as the middle."""
BMI_POINTS: Final = (0, 1, 3)
WAIST_POINTS: Final = (0, 3, 4)
ACTIVE_POINTS: Final = {"yes": 0, "no": 2}
VEGETABLES_POINTS: Final = {"yes": 0, "no": 1}
MEDICINE_POINTS: Final = {True: 2, False: 0}
HIGH_GLUCOSE_POINTS: Final = {"yes": 5, "no": 0}
FAMILY_POINTS: Final = {"none": 0, "distant": 3, "close": 5}


def age_points(age_years: int) -> int:
    """0 under 45, 2 from 45, 3 from 55, 4 from 65."""
    return next((points for limit, points in AGE_POINTS if age_years >= limit), 0)


def middle_points(value: float, middle: tuple[float, float], points: tuple[int, int, int]) -> int:
    """Points below, within (both ends included) and above a middle band."""
    low, high = middle
    if value < low:
        return points[0]
    return points[1] if value <= high else points[2]


def size_points(answers: Answers, person: Person) -> list[int | None]:
    """The points of BMI and waist, None where one is not known."""
    bmi, waist, limits = body_mass_index(answers), number(answers, "waist_cm"), WAIST_MIDDLE.get(person.sex)
    return [
        None if bmi is None else middle_points(bmi, BMI_MIDDLE, BMI_POINTS),
        None if waist is None or limits is None else middle_points(waist, limits, WAIST_POINTS),
    ]


def answer_points(answers: Answers) -> list[int | None]:
    """The points of the five asked items, None where one was not answered."""
    medicine = on_medicine(word(answers, "known_hypertension"), word(answers, "bp_medicine"))
    return [
        ACTIVE_POINTS.get(word(answers, "active_daily")),
        VEGETABLES_POINTS.get(word(answers, "vegetables_daily")),
        None if medicine is None else MEDICINE_POINTS[medicine],
        HIGH_GLUCOSE_POINTS.get(word(answers, "ever_high_glucose")),
        FAMILY_POINTS.get(word(answers, "family_diabetes")),
    ]


def findrisc(answers: Answers, person: Person) -> int | None:
    """0 to 26; None when an item is missing or the score does not apply to this person."""
    age = person.age_years
    if age is None or age < FROM_YEARS or person.is_pregnant or is_known_diabetic(answers):
        return None
    points = [age_points(age), *size_points(answers, person), *answer_points(answers)]
    known = [item for item in points if item is not None]
    return sum(known) if len(known) == len(points) else None


def findrisc_findings(answers: Answers, person: Person) -> list[Finding]:
    """The score and its class, when all items are known."""
    score = findrisc(answers, person)
    if score is None:
        return []
    needs_test = score >= TEST_FROM and in_diabetes_range(answers) is None
    urgency, destination = ("r", "general_medicine") if needs_test else ("n", "none")
    return [
        SCORE.finds("findrisc", score),
        SCORE.finds("findrisc_class", band_of(score, CLASSES, above="very_high"), urgency, destination),
    ]
