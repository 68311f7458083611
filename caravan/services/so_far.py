"""What a form that is still being filled would find: scored as it would be when saved, and written nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from caravan.formdefs.answers import Raw, submit
from caravan.formdefs.model import Form
from caravan.scoring.registry import score
from caravan.services.extracting import context_with_stops
from caravan.services.house import House
from caravan.services.patients import FindingLine
from caravan.services.screening import person_context, person_today


@dataclass(frozen=True, slots=True)
class SoFar:
    """The findings of the answers given up to now, and what they would ask for."""

    findings: tuple[FindingLine, ...]
    urgency: str
    referral_to: str | None


def found_so_far(house: House, patient_id: UUID, form: Form, raw: Raw) -> SoFar:
    """Score what was typed up to now; an answer that the form would refuse counts as not given yet.

    Raises NotFoundError("patient.unknown"), CaravanError("scoring.failed") when a site's own rules fail.
    """
    person = person_today(house, patient_id)
    context = context_with_stops(house, person_context(person), person, form=form, patient_id=patient_id)
    outcome = submit(form, raw, context=context, today=house.today)
    scored = score(form.id, outcome.answers, person, house.scorers)
    lines = tuple(FindingLine(finding.code, finding.value, finding.urgency) for finding in scored.findings)
    return SoFar(lines, scored.urgency, scored.referral_to)
