"""Safety stops before an extraction: what a doctor must confirm first, each with its own yes or no.

They look at the dental form itself and at what other stations wrote of the person. Decided here (mark L): any station
that shows a stop is enough; a lone limb of pressure counts; a pregnancy of unknown weeks counts as the first trimester;
a stop whose question nobody asked is not said, and a blank history is never called safe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from caravan.scoring.danger import has_lone_crisis
from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.glucose import LIMITS, OFF_SCALE
from caravan.scoring.pressure import CRISIS, mean_pressure
from caravan.scoring.reading import number, word, yes_or_no
from caravan.scoring.teeth import TABLE

STOPS: Final = TABLE["C5.stops"]


def pressure_stop(answers: Answers, _: Person) -> bool | None:
    """A pressure from 180/110; None when none was measured."""
    pressure = mean_pressure(answers)
    if pressure is None:
        return True if has_lone_crisis(answers) else None
    return pressure.reaches(CRISIS)


def glucose_stop(answers: Answers, _: Person) -> bool | None:
    """A glucose under 70 or from 300 mg/dL, in the unit typed, or LO or HI on the meter; None without one."""
    if {word(answers, "glucose_value"), word(answers, "glucose_off_scale")}.intersection(OFF_SCALE):
        return True
    value, limits = number(answers, "glucose_value"), LIMITS.get(word(answers, "glucose_unit"))
    if value is None or limits is None:
        return None
    return value < limits["level_1"] or value >= limits["high"]


def pregnancy_stop(answers: Answers, person: Person) -> bool | None:
    """A pregnancy in its first trimester; None when it is not known whether the person is pregnant."""
    weeks = number(answers, "pregnancy_weeks")
    if person.pregnant == "unknown" and word(answers, "pregnant") not in {"yes", "no"}:
        return None
    is_pregnant = person.is_pregnant or word(answers, "pregnant") == "yes"
    return is_pregnant and (weeks is None or weeks < STOPS.limits["first_trimester_under_weeks"])


def said_stop(question: str) -> Callable[[Answers, Person], bool | None]:
    """The stop of a question answered yes or no; "unknown" is neither."""

    def stop(answers: Answers, _: Person) -> bool | None:
        return {"yes": True, "no": False}.get(word(answers, question))

    return stop


JUDGES: Final[dict[str, Callable[[Answers, Person], bool | None]]] = {
    "stop_pressure": pressure_stop,
    "stop_glucose": glucose_stop,
    "stop_anticoagulant": said_stop("anticoagulant"),
    "stop_bisphosphonate": said_stop("bisphosphonate"),
    "stop_allergy": said_stop("allergy"),
}


def any_of(told: Iterable[bool | None]) -> bool | None:
    """True when any is, None when nothing is known, else False."""
    known = [each for each in told if each is not None]
    return any(known) if known else None


def pregnancy_anywhere(documents: Iterable[Answers], person: Person) -> bool | None:
    """The stop of pregnancy, with the weeks that any station noted."""
    said = {name: each[name] for each in documents for name in ("pregnant", "pregnancy_weeks") if name in each}
    return pregnancy_stop(said, person)


def extraction_stops(answers: Answers, person: Person) -> dict[str, bool]:
    """Each stop that is known, by its finding code, from this form and from ``person.elsewhere``."""
    documents = (*person.elsewhere.values(), answers)
    told = {code: any_of(judge(each, person) for each in documents) for code, judge in JUDGES.items()}
    told["stop_pregnancy"] = pregnancy_anywhere(documents, person)
    return {code: stop for code, stop in told.items() if stop is not None}


def stop_findings(answers: Answers, person: Person) -> list[Finding]:
    """The stops, led by whether there is any; nothing where only the pregnancy is known and is no stop."""
    stops = extraction_stops(answers, person)
    if not any(stops.values()) and set(stops) <= {"stop_pregnancy"}:
        return []
    found = [STOPS.finds(code, yes_or_no(stop)) for code, stop in stops.items()]
    return [STOPS.finds("extraction_stop", yes_or_no(any(stops.values()))), *found]
