"""Signs that outrank every score: the danger checklist, and vital signs beyond their alarm limits.

Decided here (mark L): any ticked sign counts, known to this program or not; saturation under 92 % is urgent in
everyone; breathing is judged only from 18 years or when the age is not known; a single limb in crisis range whose
other limb was left blank is urgent, since no complete reading exists to say otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from caravan.scoring.findings import Answers, Finding, Person
from caravan.scoring.pressure import CRISIS, READINGS, complete_pairs
from caravan.scoring.reading import number, words
from caravan.scoring.tables import TableRule, read_rules
from caravan.scoring.urgency import rank

TABLE: Final = read_rules("vitals")
DANGER: Final = TABLE["A3.danger_signs"]
VITAL: Final = TABLE["A3.vital_signs"]
SATURATION: Final = TABLE["D4.saturation"]
LONE_LIMB: Final = TABLE["A3.incomplete_crisis"]
LIMITS: Final = VITAL.limits
DESTINATION: Final = {"e": "hospital_emergency", "u": "general_medicine"}


class Alarm(NamedTuple):
    """One vital sign beyond its limit, and the rule that says so."""

    sign: str
    urgency: str
    rule: TableRule = VITAL


def danger_signs(answers: Answers) -> tuple[str, ...]:
    """The ticked danger signs, without the word for none."""
    return tuple(sign for sign in words(answers, "danger_signs") if sign != "none")


def danger_findings(answers: Answers) -> list[Finding]:
    """One finding, named by the first ticked sign: transfer now."""
    signs = danger_signs(answers)
    return [DANGER.asks("danger_signs", signs[0], DANGER.actions["any"])] if signs else []


def saturation_alarm(percent: float) -> Alarm:
    """The alarm of an oxygen saturation."""
    if percent < LIMITS["spo2_transfer_below"]:
        return Alarm("saturation", "e")
    return Alarm("saturation", "u" if percent < SATURATION.limits["spo2_doctor_below"] else "n", SATURATION)


def pulse_alarm(per_minute: float) -> Alarm:
    """The alarm of a pulse."""
    return Alarm("pulse", "n" if LIMITS["pulse_slowest"] <= per_minute <= LIMITS["pulse_fastest"] else "u")


def temperature_alarm(celsius: float) -> Alarm:
    """The alarm of a temperature."""
    return Alarm("temperature", "n" if LIMITS["cold_below"] <= celsius < LIMITS["fever_from"] else "u")


def breathing_alarm(per_minute: float) -> Alarm:
    """The alarm of an adult's breathing rate."""
    return Alarm("breathing", "e" if per_minute > LIMITS["breaths_over"] else "n")


JUDGES: Final[dict[str, Callable[[float], Alarm]]] = {
    "spo2_percent": saturation_alarm,
    "respiratory_rate_bpm": breathing_alarm,
    "pulse_bpm": pulse_alarm,
    "temperature_c": temperature_alarm,
}


def has_lone_crisis(answers: Answers) -> bool:
    """Whether a lone systolic or diastolic stands in crisis range while no complete reading exists."""
    if complete_pairs(answers):
        return False
    limbs = zip(("systolic", "diastolic"), CRISIS, strict=True)
    return any((number(answers, f"{limb}_{n}_mmhg") or 0) >= limit for limb, limit in limbs for n in READINGS)


def alarms(answers: Answers, person: Person) -> list[Alarm]:
    """Every vital sign that was measured and lies beyond its limit, by the rules that the house follows."""
    found = []
    for question, judge in JUDGES.items():
        measured = number(answers, question)
        too_young = judge is breathing_alarm and person.is_under(LIMITS["breathing_from_years"])
        if measured is not None and not too_young:
            found.append(judge(measured))
    if has_lone_crisis(answers):
        found.append(Alarm("pressure", "u", LONE_LIMB))
    return [alarm for alarm in found if alarm.urgency != "n" and alarm.rule.holds_for(person)]


def vital_findings(answers: Answers, person: Person) -> list[Finding]:
    """One finding, named by the gravest alarm; nothing when all that was measured is within limits."""
    worst = max(alarms(answers, person), key=lambda alarm: rank(alarm.urgency), default=None)
    if worst is None:
        return []
    return [worst.rule.finds("vital_signs", worst.sign, worst.urgency, DESTINATION[worst.urgency])]
