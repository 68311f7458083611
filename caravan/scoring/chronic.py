"""The chronic-disease station: vitals, glucose, lipids, kidney, airways, risk scores and the care cascade."""

from __future__ import annotations

from typing import Final

from caravan.scoring import vitals
from caravan.scoring.airways import airways_findings
from caravan.scoring.cardiovascular import cardiovascular_findings
from caravan.scoring.cascade import cascade_findings, is_known_diabetic
from caravan.scoring.danger import danger_signs
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.findrisc import findrisc_findings
from caravan.scoring.glycaemia import Glycaemic, glycaemia_findings, has_grave_sign
from caravan.scoring.kidney import kidney_findings
from caravan.scoring.lipids import cholesterol_findings
from caravan.scoring.long_term import file_findings
from caravan.scoring.pressure import mean_pressure

FORM_ID: Final = "chronic"


def findings(answers: Answers, person: Person) -> list[Finding]:
    """All that a chronic-disease form finds, the gravest matters first."""
    pressure = mean_pressure(answers)
    in_danger = has_grave_sign(answers, has_danger_sign=bool(danger_signs(answers)))
    return [
        *vitals.findings(answers, person),
        *glycaemia_findings(answers, person, Glycaemic(is_known_diabetic(answers), in_danger)),
        *kidney_findings(answers, person),
        *cardiovascular_findings(answers, person, pressure),
        *cascade_findings(answers, person, pressure),
        *cholesterol_findings(answers, person),
        *findrisc_findings(answers, person),
        *airways_findings(answers, person),
        *file_findings(answers),
    ]
