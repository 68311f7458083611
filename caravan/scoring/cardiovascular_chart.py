"""The WHO CVD risk chart 2019 for North Africa and the Middle East, as the equation that reproduces each of its cells.

Coefficients and baseline survivals: WHO CVD Risk Chart Working Group, Lancet Glob Health 2019, the authors' own code
(S). The eight recalibration constants ``c`` and ``k`` were fitted to a public transcription of the chart and
reproduce it. A cell is evaluated at its midpoints, as printed in WHO HEARTS: never mix it with a continuous value.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

CENTRES: Final = {"age": 60.0, "systolic": 120.0, "bmi": 25.0, "cholesterol": 6.0}
SYSTOLIC_CELLS: Final = ((120, 110), (140, 130), (160, 150), (180, 170), (math.inf, 190))
BMI_CELLS: Final = ((20, 17.5), (25, 22.5), (30, 27.5), (35, 32.5), (math.inf, 37.5))
CHOLESTEROL_CELLS: Final = ((4, 3.5), (5, 4.5), (6, 5.5), (7, 6.5), (math.inf, 7.5))
"""Upper limit (half-open) and midpoint of each cell; systolic in mm[Hg], cholesterol in mmol/L."""
AGE_STEP: Final = 5
AGE_MIDDLE: Final = 2.5


@dataclass(frozen=True, slots=True)
class Equation:
    """One Cox equation: main effects, their interactions with age, baseline survival and recalibration."""

    age: float
    third: float
    systolic: float
    smoker: float
    diabetic: float
    age_third: float
    age_systolic: float
    age_smoker: float
    age_diabetic: float
    survival: float
    c: float
    k: float


@dataclass(frozen=True, slots=True)
class Cell:
    """What a chart is entered with; ``diabetic`` counts in the laboratory chart only."""

    sex: str
    age_years: int
    systolic: float
    smoker: bool
    diabetic: bool = False


NON_LABORATORY: Final = {
    "male": (
        Equation(0.073593, 0.0337219, 0.0133937, 0.5954767, 0, -0.0010432, -0.0001837, -0.0200831, 0,
                 0.9544258, 0.27445, 0.94893),
        Equation(0.097674, 0.0159518, 0.0227294, 0.4999862, 0, -0.0003516, -0.0004374, -0.0153895, 0,
                 0.9848260, -0.39881, 0.67717),
    ),
    "female": (
        Equation(0.1049418, 0.0257616, 0.016726, 1.093132, 0, -0.0006537, -0.0001966, -0.0343739, 0,
                 0.9887124, -0.14380, 0.58749),
        Equation(0.1046105, 0.0036406, 0.0216741, 0.7399405, 0, -0.0000129, -0.0005311, -0.0203997, 0,
                 0.9885706, -0.45677, 0.59778),
    ),
}  # fmt: skip
"""Coronary heart disease, then stroke; the third variable is BMI."""

LABORATORY: Final = {
    "male": (
        Equation(0.0719227, 0.2284944, 0.0132183, 0.5638109, 0.6410114, -0.0045806, -0.0001576, -0.0182545, -0.0124966,
                 0.9540108, 0.24144, 0.87522),
        Equation(0.0986578, 0.029526, 0.0222629, 0.4981217, 0.6268712, 0.00142, -0.0004147, -0.0150561, -0.026302,
                 0.9849257, -0.32919, 0.70620),
    ),
    "female": (
        Equation(0.1020713, 0.2050377, 0.015823, 1.053223, 1.070358, -0.0051932, -0.0001378, -0.0332666, -0.0234174,
                 0.9894159, -0.14345, 0.58079),
        Equation(0.1056632, 0.0257782, 0.0206278, 0.7443627, 0.8581998, -0.0021387, -0.0004897, -0.0200822, -0.0209826,
                 0.9890569, -0.56151, 0.58135),
    ),
}  # fmt: skip
"""Coronary heart disease, then stroke; the third variable is total cholesterol in mmol/L."""


def midpoint(value: float, cells: tuple[tuple[float, float], ...]) -> float:
    """The midpoint of the half-open cell that holds ``value``."""
    return next(middle for limit, middle in cells if value < limit)


def age_midpoint(age_years: int) -> float:
    """42.5 for 40 to 44 years, and so on."""
    return age_years // AGE_STEP * AGE_STEP + AGE_MIDDLE


def hazard(equation: Equation, cell: Cell, third: float) -> float:
    """The recalibrated cumulative hazard of one outcome at the midpoints of a cell; ``third`` is the centred BMI or
    cholesterol."""
    age, systolic = age_midpoint(cell.age_years), midpoint(cell.systolic, SYSTOLIC_CELLS)
    return hazard_at(equation, age=age, systolic=systolic, third=third, cell=cell)


def hazard_at(equation: Equation, *, age: float, systolic: float, third: float, cell: Cell) -> float:
    """The hazard at an exact age and pressure, with the smoking and diabetes of a cell."""
    years, over = age - CENTRES["age"], systolic - CENTRES["systolic"]
    predictor = equation.age * years + third * (equation.third + equation.age_third * years)
    predictor += over * (equation.systolic + equation.age_systolic * years)
    predictor += cell.smoker * (equation.smoker + equation.age_smoker * years)
    predictor += cell.diabetic * (equation.diabetic + equation.age_diabetic * years)
    return math.exp(equation.c + equation.k * (predictor + math.log(-math.log(equation.survival))))


def percent(equations: tuple[Equation, Equation], cell: Cell, third: float) -> int:
    """The chart's whole percentage, rounded half up."""
    total = sum(hazard(equation, cell, third) for equation in equations)
    return math.floor((1 - math.exp(-total)) * 100 + 0.5)


def non_laboratory_percent(cell: Cell, bmi: float) -> int:
    """The ten-year risk (%) by the chart without laboratory."""
    return percent(NON_LABORATORY[cell.sex], cell, midpoint(bmi, BMI_CELLS) - CENTRES["bmi"])


def laboratory_percent(cell: Cell, cholesterol: float) -> int:
    """The ten-year risk (%) by the laboratory chart, cholesterol in mmol/L."""
    return percent(LABORATORY[cell.sex], cell, midpoint(cholesterol, CHOLESTEROL_CELLS) - CENTRES["cholesterol"])
