"""Invented answers for the station forms, worse with age and pretended illness."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from caravan.services.demonstration.people import Invented

Raw = dict[str, str | list[str]]
LADDER = ("v10", "v10", "v08", "v063", "v05", "v04", "v033", "v02", "v01", "v005", "cf1", "hm", "pl")
ADULT = 18


def invent_vitals(random: Random, person: Invented) -> Raw:
    """Three pressures, pulse, weight and height."""
    answers = _pressures(random, person)
    answers |= {"pulse_bpm": str(random.randint(58, 98)), **_size(random, person)}
    return answers


def invent_chronic(random: Random, person: Invented) -> Raw:
    """Pressures, glucose in the team's unit, size, known diseases; sometimes laboratory values."""
    answers: Raw = {"danger_signs": ["none"], **_pressures(random, person), **_size(random, person)}
    glucose = random.gauss(0.95, 0.12) + person.illness * random.random() * 1.6
    answers |= {"glucose_value": f"{max(0.45, glucose):.2f}", "glucose_unit": "g_l"}
    answers["glucose_context"] = random.choice(("fasting", "random"))
    for disease, medicine in (("known_hypertension", "bp_medicine"), ("known_diabetes", "diabetes_medicine")):
        known = person.age >= ADULT and random.random() < person.illness
        answers[disease] = "yes" if known else "no"
        answers[medicine] = "yes" if known and random.random() < 0.7 else "no"  # noqa: PLR2004
    answers["smoking"] = (
        random.choices(("never", "former", "daily"), (75, 13, 12))[0] if person.age >= ADULT else "never"
    )
    if random.random() < 0.2:  # noqa: PLR2004
        answers |= {"creatinine_value": f"{random.gauss(9, 2) + 6 * person.illness:.1f}", "creatinine_unit": "mg_l"}
    return answers


def invent_eye(random: Random, person: Invented) -> Raw:
    """Acuity of each eye, pinhole where it is low, lens, near vision, pressure, now and then a list for surgery."""
    answers: Raw = {"wears_glasses": "no"}
    cataract = person.age > 55 and random.random() < person.illness  # noqa: PLR2004
    for side in ("r", "l"):
        step = min(len(LADDER) - 1, int(abs(random.gauss(0, 1.2)) + person.illness * 8 * random.random()))
        answers[f"va_unaided_{side}"] = LADDER[step]
        if step > LADDER.index("v05"):
            answers[f"va_pinhole_{side}"] = LADDER[max(0, step - (0 if cataract else random.randint(1, 4)))]
        answers[f"lens_{side}"] = "obvious_opacity" if cataract else "normal"
        answers[f"iop_{side}_mmhg"] = str(max(8, int(random.gauss(15, 3) + person.illness * 6 * random.random())))
    answers |= {"iop_method": "rebound", "near_vision": "n18" if person.age > 45 else "n5"}  # noqa: PLR2004
    if cataract:
        answers |= {"cause_r": "cat", "cause_l": "cat", "cause_person": "cat", "cataract_list": "yes"}
    return answers


def invent_dental(random: Random, person: Invented) -> Raw:
    """Quick counts, gums, pain, urgency and what was done today."""
    decayed = min(12, int(random.expovariate(0.45)))
    answers: Raw = {
        "decayed_count": str(decayed),
        "missing_count": str(min(20, int(person.age / 9 * random.random()))),
        "filled_count": str(int(random.expovariate(1.2))),
        "pain": str(random.choices((0, 3, 5, 8), (60, 18, 14, 8))[0]),
        "bleeding_gums": random.choices(("no", "yes"), (60, 40))[0],
        "pocket": random.choices(("0", "1", "2"), (70, 22, 8))[0],
        "oral_lesion": "no",
    }
    answers["urgency_code"] = "3" if answers["pain"] == "8" else "2" if decayed else "1"
    answers["treatments"] = ["exam", *(["scal"] if random.random() < 0.3 else [])]  # noqa: PLR2004
    return answers


INVENTORS: Mapping[str, Callable[[Random, Invented], Raw]] = {
    "vitals": invent_vitals,
    "chronic": invent_chronic,
    "eye": invent_eye,
    "dental": invent_dental,
}


def _pressures(random: Random, person: Invented) -> Raw:
    if person.age < 6:  # noqa: PLR2004
        return {"pressure_missing": "not_done"}
    systolic = random.gauss(104 + 0.35 * person.age, 9) + 38 * person.illness * random.random() * 1.6
    diastolic = systolic * 0.42 + random.gauss(27, 5)
    answers: Raw = {}
    for reading in (1, 2, 3):
        top = int(min(238, max(78, systolic + random.gauss(0, 3))))
        answers[f"systolic_{reading}_mmhg"] = str(top)
        answers[f"diastolic_{reading}_mmhg"] = str(int(min(128, top - 24, max(46, diastolic + random.gauss(0, 2)))))
    return answers


def _size(random: Random, person: Invented) -> Raw:
    tall = 164 if person.sex == "female" else 173
    height = min(tall, 80 + 5.6 * person.age) + random.gauss(0, 5)
    index = random.gauss(16 if person.age < ADULT else 26.5, 2 if person.age < ADULT else 4.6)
    return {"height_cm": f"{height:.0f}", "weight_kg": f"{max(9, index * (height / 100) ** 2):.1f}"}
