"""The dental station: intervention urgency, safety stops, caries indices, PUFA, gums, hygiene and fluorosis."""

from __future__ import annotations

from typing import Final

from caravan.scoring.danger import danger_findings
from caravan.scoring.dentition import dentition_findings
from caravan.scoring.extraction import stop_findings
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.fluorosis import fluorosis_findings
from caravan.scoring.gums import gum_findings, hygiene_findings
from caravan.scoring.oral_urgency import urgency_findings
from caravan.scoring.pufa import pufa_findings

FORM_ID: Final = "dental"


def findings(answers: Answers, person: Person) -> list[Finding]:
    """All that a dental form finds, the gravest matters first."""
    return [
        *danger_findings(answers),
        *urgency_findings(answers, person),
        *stop_findings(answers, person),
        *dentition_findings(answers, person),
        *pufa_findings(answers, person),
        *gum_findings(answers),
        *hygiene_findings(answers),
        *fluorosis_findings(answers),
    ]
