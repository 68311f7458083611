"""Which stations a person should see next, and why, from what all stations wrote; the rules are rows of a table.

A station is proposed again when it was seen without the one thing that it is proposed for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from caravan.scoring.cardiovascular import has_known_cvd
from caravan.scoring.cascade import is_known_diabetic
from caravan.scoring.findings import Answers, Person
from caravan.scoring.findrisc import GLUCOSE_TEST, findrisc
from caravan.scoring.glucose import in_diabetes_range
from caravan.scoring.pressure import RAISED, mean_pressure
from caravan.scoring.reading import word, words
from caravan.scoring.tables import TableRule, read_rules

TABLE: Final = read_rules("next")
OLDEST: Final = float("inf")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A station to see next, the rule that proposes it, and the code of the reason."""

    station: str
    rule_id: str
    reason_code: str


def is_raised(answers: Answers, _: Person) -> bool:
    """A mean pressure from 140/90."""
    pressure = mean_pressure(answers)
    return pressure is not None and pressure.reaches(RAISED)


def is_diabetic(answers: Answers, _: Person) -> bool:
    """Known as diabetic, or in the diabetes range today."""
    return is_known_diabetic(answers) or bool(in_diabetes_range(answers))


def needs_glucose(answers: Answers, person: Person) -> bool:
    """FINDRISC from 12 points."""
    score = findrisc(answers, person)
    return score is not None and score >= GLUCOSE_TEST.limits["from_points"]


def plans_extraction(answers: Answers, _: Person) -> bool:
    """An extraction planned or done today."""
    return word(answers, "extraction_planned") == "yes" or "ext" in words(answers, "treatments")


Fact = Callable[[Answers, Person], bool]
SEEN: Final[Mapping[str, Fact]] = {
    "diabetic": is_diabetic,
    "raised_pressure": is_raised,
    "findrisc_from_12": needs_glucose,
    "extraction_planned": plans_extraction,
}
"""Facts that one station's answers are enough to tell."""
PERSONAL: Final[Mapping[str, Callable[[Mapping[str, Answers], Person], bool]]] = {
    "pregnant": lambda _, person: person.is_pregnant,
    "not_pregnant": lambda _, person: not person.is_pregnant,
    "no_known_cvd": lambda documents, _: not any(map(has_known_cvd, documents.values())),
}
"""Facts of the person, or of all stations together."""


def holds(fact: str, documents: Mapping[str, Answers], person: Person) -> bool:
    """Whether a fact of the table holds."""
    if fact in PERSONAL:
        return PERSONAL[fact](documents, person)
    return any(SEEN[fact](answers, person) for answers in documents.values())


def is_of_age(rule: TableRule, person: Person) -> bool:
    """Whether the person's age lies within the rule's limits, where it has any."""
    if not rule.limits:
        return True
    age = person.age_years
    return age is not None and rule.limits["from_years"] <= age <= rule.limits.get("to_years", OLDEST)


def is_answered(rule: TableRule, documents: Mapping[str, Answers]) -> bool:
    """Whether what the rule wants was answered at any station."""
    return any(word(answers, question) for answers in documents.values() for question in rule.words["unless"])


def next_stations(answers_by_station: Mapping[str, Answers], person: Person) -> tuple[Proposal, ...]:
    """The stations to see next in the order of the table; a station may stand there for several reasons."""
    return tuple(
        Proposal(rule.words["station"][0], rule_id, rule.words["reason"][0])
        for rule_id, rule in TABLE.items()
        if rule.holds_for(person)
        and is_of_age(rule, person)
        and not is_answered(rule, answers_by_station)
        and all(holds(fact, answers_by_station, person) for fact in rule.words.get("when", ()))
    )
