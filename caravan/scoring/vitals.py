"""The vitals station: danger signs, vital signs, blood pressure and body size."""

from __future__ import annotations

from typing import Final

from caravan.scoring.body import body_findings
from caravan.scoring.cardiovascular import has_known_cvd
from caravan.scoring.cascade import is_known_diabetic
from caravan.scoring.danger import danger_findings, danger_signs, vital_findings
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.kidney import has_proteinuria
from caravan.scoring.pressure import Circumstances, mean_pressure, pressure_findings
from caravan.scoring.reading import word

FORM_ID: Final = "vitals"


def circumstances(answers: Answers) -> Circumstances:
    """What else the same form tells that weighs on a blood pressure; what it does not ask weighs nothing."""
    at_risk = has_known_cvd(answers) or is_known_diabetic(answers) or word(answers, "known_ckd") == "yes"
    return Circumstances(bool(danger_signs(answers)), has_proteinuria(answers) is True, at_risk)


def findings(answers: Answers, person: Person) -> list[Finding]:
    """All that a vitals form finds, the gravest matters first."""
    return [
        *danger_findings(answers),
        *vital_findings(answers, person),
        *pressure_findings(mean_pressure(answers), person, circumstances(answers)),
        *body_findings(answers, person),
    ]
