"""Asthma and COPD: what the screening questions suggest.

Decided here (mark L): from 40 years with smoke exposure any of wheeze, breathlessness or a cough of three months
suggests COPD; otherwise wheeze or night cough suggests asthma; whoever has the disease already is "known". "none" needs
the question on symptoms to be answered. A low saturation is an alarm of the vital signs.
"""

from __future__ import annotations

from typing import Final

from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.reading import word, words
from caravan.scoring.tables import read_rules

TABLE: Final = read_rules("chronic")
AIRWAYS: Final = TABLE["D4.airways"]
REFERRAL: Final = TABLE["D4.airways_referral"]


def is_known(answers: Answers) -> bool:
    """Asthma or COPD in the history."""
    return "yes" in {word(answers, "known_asthma"), word(answers, "known_copd")}


def has_smoke_exposure(answers: Answers) -> bool:
    """Tobacco now or formerly, or smoke at home or at work."""
    return word(answers, "smoking") in {"daily", "occasional", "former"} or word(answers, "smoke_exposure") == "yes"


def airways_class(answers: Answers, person: Person) -> str | None:
    """none, asthma_possible, copd_possible or known; None when symptoms were not asked for."""
    symptoms = set(words(answers, "breathing_symptoms"))
    if not symptoms:
        return None
    if is_known(answers):
        return "known"
    exposed = person.is_at_least(AIRWAYS.limits["copd_from_years"]) and has_smoke_exposure(answers)
    if exposed and symptoms.intersection(AIRWAYS.words["copd"]):
        return "copd_possible"
    return "asthma_possible" if symptoms.intersection(AIRWAYS.words["asthma"]) else "none"


def airways_findings(answers: Answers, person: Person) -> list[Finding]:
    """What the symptoms suggest, where they were asked for."""
    named = airways_class(answers, person)
    return [] if named is None else [AIRWAYS.asks("airways", named, REFERRAL.action(named, person))]
