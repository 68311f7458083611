"""The eye station: red flags, vision, glaucoma, retina, trachoma and the need for glasses."""

from __future__ import annotations

from typing import Final

from caravan.scoring.danger import danger_findings
from caravan.scoring.eye_signs import flag_findings, sign_findings
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.glaucoma import glaucoma_findings
from caravan.scoring.refraction import refraction_findings
from caravan.scoring.retina import retina_findings
from caravan.scoring.trachoma import trachoma_findings
from caravan.scoring.vision import distance_findings, near_findings, read_eyes

FORM_ID: Final = "eye"


def findings(answers: Answers, person: Person) -> list[Finding]:
    """All that an eye form finds, the gravest matters first."""
    right, left = read_eyes(answers)
    return [
        *danger_findings(answers),
        *flag_findings(answers),
        *glaucoma_findings(answers),
        *distance_findings(right, left, person),
        *retina_findings(answers),
        *trachoma_findings(answers),
        *sign_findings(answers, person, (right, left)),
        *refraction_findings(answers, right, left),
        *near_findings(answers, person),
    ]
