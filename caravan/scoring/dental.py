"""The dental station: intervention urgency, caries indices and PUFA."""

from __future__ import annotations

from typing import Final

from caravan.scoring.danger import danger_findings
from caravan.scoring.dentition import dentition_findings, pufa_findings
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.oral_urgency import urgency_findings

FORM_ID: Final = "dental"


def findings(answers: Answers, person: Person) -> list[Finding]:
    """All that a dental form finds, the gravest matters first."""
    return [
        *danger_findings(answers),
        *urgency_findings(answers),
        *dentition_findings(answers, person),
        *pufa_findings(answers),
    ]
