"""The vitals station: danger signs, vital signs, blood pressure and body size."""

from __future__ import annotations

from typing import Final

from caravan.scoring.body import body_findings
from caravan.scoring.cardiovascular import risk_band
from caravan.scoring.cascade import is_known_diabetic
from caravan.scoring.child_growth import growth_findings
from caravan.scoring.danger import danger_findings, danger_signs, vital_findings
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.functioning import functioning_findings
from caravan.scoring.kidney import has_proteinuria
from caravan.scoring.pressure import AT_RISK, Circumstances, Pressure, mean_pressure, pressure_findings
from caravan.scoring.pressure_notes import arm_findings, scheme_findings
from caravan.scoring.reading import word

FORM_ID: Final = "vitals"


def circumstances(answers: Answers, person: Person, pressure: Pressure | None) -> Circumstances:
    """What else the same form tells that weighs on a blood pressure; what it does not ask weighs nothing."""
    at_high_risk = risk_band(answers, person, pressure) in AT_RISK.words["high_risk"]
    at_risk = at_high_risk or is_known_diabetic(answers) or word(answers, "known_ckd") == "yes"
    return Circumstances(bool(danger_signs(answers)), has_proteinuria(answers) is True, at_risk)


def findings(answers: Answers, person: Person) -> list[Finding]:
    """All that a vitals form finds, the gravest matters first."""
    pressure = mean_pressure(answers)
    return [
        *danger_findings(answers),
        *vital_findings(answers, person),
        *pressure_findings(pressure, person, circumstances(answers, person, pressure)),
        *scheme_findings(pressure, answers, person),
        *arm_findings(answers),
        *body_findings(answers, person),
        *growth_findings(answers, person),
        *functioning_findings(answers),
    ]
