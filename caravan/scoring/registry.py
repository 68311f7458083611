"""Scoring one screening: its station module, its findings, the highest urgency and where to send the person.

A station module is any module of this package with a ``FORM_ID`` and a function ``findings(answers, person)``: adding
a station is adding a file. A house may bring modules of its own (see ``site_modules``), given as an argument. A form
that asks for danger signs is obeyed, whichever rules it has, or none. Decided here (mark L): among equally urgent
findings the first one chooses the destination; a child under 15 goes to paediatrics where an adult would go to general
medicine.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

import caravan.scoring
from caravan.scoring.danger import danger_findings
from caravan.scoring.findings import Answers, Finding, Person, Scored
from caravan.scoring.urgency import highest

Scorer = Callable[[Answers, Person], list[Finding]]
PAEDIATRICS_UNDER_YEARS: Final = 15
NONE: Final[Mapping[str, Scorer]] = MappingProxyType({})


@cache
def stations() -> Mapping[str, Scorer]:
    """The shipped scorer of each form that has one, by form id."""
    names = (module.name for module in pkgutil.iter_modules(caravan.scoring.__path__, "caravan.scoring."))
    modules = (importlib.import_module(name) for name in names if name != __name__)
    return {module.FORM_ID: module.findings for module in modules if hasattr(module, "FORM_ID")}


def destination(reasons: list[Finding], person: Person) -> str:
    """Where the findings that set the urgency send this person."""
    first = next((finding.refer_to for finding in reasons if finding.refer_to != "none"), "none")
    is_child = person.is_under(PAEDIATRICS_UNDER_YEARS)
    return "paediatrics" if is_child and first == "general_medicine" else first


def conclude(found: list[Finding], person: Person) -> Scored:
    """The result of a list of findings, less those of rules that the house left: urgency, reasons, destination."""
    kept = [finding for finding in found if finding.rule_id not in person.rules.off]
    urgency = highest(*(finding.urgency for finding in kept))
    if urgency == "n":
        return Scored(tuple(kept))
    reasons = [finding for finding in kept if finding.urgency == urgency]
    codes = tuple(finding.code for finding in reasons)
    return Scored(tuple(kept), urgency, destination(reasons, person), codes)


def with_danger_signs(found: list[Finding], answers: Answers) -> list[Finding]:
    """The findings, led by the danger signs that a station's own rules did not look at."""
    if any(finding.code == "danger_signs" for finding in found):
        return found
    return [*danger_findings(answers), *found]


def score(form_id: str, answers: Answers, person: Person, site: Mapping[str, Scorer] = NONE) -> Scored:
    """Score an answers document. A form without a station module finds nothing but danger signs.

    ``site`` are the scorers of a house's own, which replace shipped ones of the same form. ``person.rules`` are the
    rules that the house follows.
    """
    scorer = site.get(form_id) or stations().get(form_id)
    found = [] if scorer is None else scorer(answers, person)
    return conclude(with_danger_signs(found, answers), person)
