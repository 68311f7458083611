"""The chronic-disease station: vitals, glucose, lipids, kidney, risk scores and the care cascade."""

from __future__ import annotations

from typing import Final

from caravan.scoring import vitals
from caravan.scoring.cardiovascular import cardiovascular_findings
from caravan.scoring.cascade import cascade_findings, is_known_diabetic
from caravan.scoring.danger import danger_signs
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.findrisc import findrisc_findings
from caravan.scoring.glucose import glycaemia_findings
from caravan.scoring.kidney import kidney_findings
from caravan.scoring.lipids import cholesterol_findings
from caravan.scoring.pressure import mean_pressure

FORM_ID: Final = "chronic"


def findings(answers: Answers, person: Person) -> list[Finding]:
    """All that a chronic-disease form finds, the gravest matters first."""
    pressure = mean_pressure(answers)
    is_known, in_danger = is_known_diabetic(answers), bool(danger_signs(answers))
    return [
        *vitals.findings(answers, person),
        *glycaemia_findings(answers, person, is_known=is_known, has_danger_sign=in_danger),
        *kidney_findings(answers, person),
        *cardiovascular_findings(answers, person, pressure),
        *cascade_findings(answers, person, pressure),
        *cholesterol_findings(answers),
        *findrisc_findings(answers, person),
    ]
