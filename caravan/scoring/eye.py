"""The eye station: red flags, vision, glaucoma, retina, trachoma, lens, refraction and the need for glasses."""

from __future__ import annotations

from typing import Final

from caravan.scoring.cataract import cataract_findings
from caravan.scoring.causes import cause_findings
from caravan.scoring.danger import danger_findings
from caravan.scoring.eye_signs import flag_findings, sign_findings
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.glaucoma import glaucoma_findings
from caravan.scoring.lenses import lens_findings
from caravan.scoring.near import near_findings
from caravan.scoring.refraction import refraction_findings
from caravan.scoring.retina import retina_findings
from caravan.scoring.trachoma import trachoma_findings
from caravan.scoring.vision import distance_findings, read_eyes

FORM_ID: Final = "eye"


def findings(answers: Answers, person: Person) -> list[Finding]:
    """All that an eye form finds, the gravest matters first."""
    eyes = read_eyes(answers)
    return [
        *danger_findings(answers),
        *flag_findings(answers),
        *glaucoma_findings(answers, person),
        *distance_findings(*eyes, person),
        *retina_findings(answers, person),
        *trachoma_findings(answers, person),
        *sign_findings(answers, person, eyes),
        *refraction_findings(answers, person, eyes),
        *near_findings(answers, person),
        *cataract_findings(answers, eyes),
        *cause_findings(answers, eyes),
        *lens_findings(answers, person),
    ]
