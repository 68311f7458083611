"""Signs that outrank every score: the danger checklist, and vital signs beyond their alarm limits.

Decided here (mark L): any ticked sign counts, known to this program or not; saturation under 92 % is urgent in
everyone; breathing is judged only from 18 years or when the age is not known; a single limb in crisis range whose
other limb was left blank is urgent, since no complete reading exists to say otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from caravan.scoring.findings import Answers, Finding, Person, Rule
from caravan.scoring.pressure import ADULT_FROM_YEARS, CRISIS, complete_pairs
from caravan.scoring.reading import number, words
from caravan.scoring.urgency import rank

DANGER: Final = Rule("A3.danger_signs", "1", "Danger signs checklist", "K")
VITAL: Final = Rule("A3.vital_signs", "1", "Alarm limits of the vital signs", "L")

TRANSFER_SPO2_BELOW: Final = 90
DOCTOR_SPO2_BELOW: Final = 92
PULSE_LIMITS: Final = (40, 130)
FEVER_FROM: Final = 39.5
COLD_BELOW: Final = 35
BREATHS_OVER: Final = 30


class Alarm(NamedTuple):
    """One vital sign beyond its limit."""

    sign: str
    urgency: str


def danger_signs(answers: Answers) -> tuple[str, ...]:
    """The ticked danger signs, without the word for none."""
    return tuple(sign for sign in words(answers, "danger_signs") if sign != "none")


def danger_findings(answers: Answers) -> list[Finding]:
    """One finding, named by the first ticked sign: transfer now."""
    signs = danger_signs(answers)
    return [DANGER.finds("danger_signs", signs[0], "e", "hospital_emergency")] if signs else []


def saturation_alarm(percent: float) -> str:
    """The urgency of an oxygen saturation."""
    if percent < TRANSFER_SPO2_BELOW:
        return "e"
    return "u" if percent < DOCTOR_SPO2_BELOW else "n"


def pulse_alarm(per_minute: float) -> str:
    """The urgency of a pulse."""
    slowest, fastest = PULSE_LIMITS
    return "n" if slowest <= per_minute <= fastest else "u"


def temperature_alarm(celsius: float) -> str:
    """The urgency of a temperature."""
    return "n" if COLD_BELOW <= celsius < FEVER_FROM else "u"


def breathing_alarm(per_minute: float) -> str:
    """The urgency of an adult's breathing rate."""
    return "e" if per_minute > BREATHS_OVER else "n"


ALARMS: Final[dict[str, tuple[str, Callable[[float], str]]]] = {
    "spo2_percent": ("saturation", saturation_alarm),
    "respiratory_rate_bpm": ("breathing", breathing_alarm),
    "pulse_bpm": ("pulse", pulse_alarm),
    "temperature_c": ("temperature", temperature_alarm),
}


def incomplete_crisis(answers: Answers) -> bool:
    """Whether a lone systolic or diastolic stands in crisis range while no complete reading exists."""
    if complete_pairs(answers):
        return False
    limbs = zip(("systolic", "diastolic"), CRISIS, strict=True)
    return any((number(answers, f"{limb}_{n}_mmhg") or 0) >= limit for limb, limit in limbs for n in (1, 2, 3))


def alarms(answers: Answers, person: Person) -> list[Alarm]:
    """Every vital sign that was measured and lies beyond its limit."""
    found = []
    for question, (sign, judge) in ALARMS.items():
        measured = number(answers, question)
        if measured is None or (sign == "breathing" and person.is_under(ADULT_FROM_YEARS)):
            continue
        found.append(Alarm(sign, judge(measured)))
    if incomplete_crisis(answers):
        found.append(Alarm("pressure", "u"))
    return [alarm for alarm in found if alarm.urgency != "n"]


def vital_findings(answers: Answers, person: Person) -> list[Finding]:
    """One finding, named by the gravest alarm; nothing when all that was measured is within limits."""
    worst = max(alarms(answers, person), key=lambda alarm: rank(alarm.urgency), default=None)
    if worst is None:
        return []
    destination = "hospital_emergency" if worst.urgency == "e" else "general_medicine"
    return [VITAL.finds("vital_signs", worst.sign, worst.urgency, destination)]
