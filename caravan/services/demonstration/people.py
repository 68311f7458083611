"""Invented people: names put together at random, ages and places of a southern town."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

WOMEN = (
    ("Fatimetou", "فاطمتو"), ("Khadija", "خديجة"), ("Aïcha", "عائشة"), ("Mariem", "مريم"), ("Zahra", "الزهرة"),
    ("Naïma", "نعيمة"), ("Saadia", "السعدية"), ("Rkia", "رقية"), ("Malika", "مليكة"), ("Hafida", "حفيظة"),
    ("Aminetou", "آمنة"), ("Salka", "السالكة"), ("Latifa", "لطيفة"), ("Ghalia", "الغالية"), ("Hind", "هند"),
)  # fmt: skip
MEN = (
    ("Mohamed", "محمد"), ("Ahmed", "أحمد"), ("Brahim", "إبراهيم"), ("Lahcen", "لحسن"),
    ("Sidi Ahmed", "سيدي أحمد"), ("Hassan", "حسن"), ("Mustapha", "مصطفى"), ("Abdellah", "عبد الله"),
    ("Omar", "عمر"), ("Youssef", "يوسف"), ("Mohamed Lamine", "محمد الأمين"), ("Saleh", "صالح"),
    ("Bachir", "البشير"), ("Khalid", "خالد"), ("Mbarek", "امبارك"),
)  # fmt: skip
FAMILIES = (
    ("Laaroussi", "العروسي"), ("Boussif", "بوسيف"), ("El Idrissi", "الإدريسي"), ("Ait Oussa", "أيت أوسى"),
    ("Benomar", "بنعمر"), ("Chtouki", "الشتوكي"), ("Daoudi", "الداودي"), ("Errami", "الرامي"),
    ("Filali", "الفيلالي"), ("Guelmimi", "الكلميمي"), ("Hamdi", "حمدي"), ("Izarguiyine", "إزركيين"),
    ("Jakani", "الجكاني"), ("Kaddouri", "القدوري"), ("Moussaoui", "الموساوي"), ("Naciri", "الناصري"),
    ("Ouhammou", "أوحمو"), ("Rguibi", "الركيبي"), ("Saidi", "السعيدي"), ("Tekni", "التكني"),
    ("Zouhair", "زهير"),
)  # fmt: skip
COMMUNES = ("10.261.01.03", "10.261.01.01", "11.321.01.01", "10.521.01.01", "10.071.01.01", "10.261.03.01")
SCHEMES = (
    "amo_tadamon",
    "amo_tadamon",
    "amo_tadamon",
    "amo_salarie",
    "amo_public",
    "amo_tns",
    "amo_achamil",
    "aucune",
    "inconnu",
)


@dataclass(frozen=True, slots=True)
class Invented:
    """A person who does not exist, with how ill to pretend they are (0 well to 1 very ill)."""

    registration: dict[str, str]
    age: int
    sex: str
    illness: float


def invent(random: Random, communes: tuple[str, ...]) -> Invented:
    """Invent one person; one in eight gives a name in one script only, one in three an age rather than a year."""
    sex = random.choices(("female", "male"), (58, 42))[0]
    given = random.choice(WOMEN if sex == "female" else MEN)
    family = random.choice(FAMILIES)
    age = min(94, max(3, int(random.gauss(48, 21))))
    answers = {
        "given_name_fr": given[0], "family_name_fr": family[0], "given_name_ar": given[1], "family_name_ar": family[1],
        "sex": sex, "commune": random.choice(communes), "coverage_scheme": random.choice(SCHEMES),
        "consent_care": "yes", "consent_data": "yes", "consent_method": "oral_witness",
    }  # fmt: skip
    one_script = random.random()
    for script, share in (("fr", (0.0, 0.06)), ("ar", (0.06, 0.12))):
        if share[0] <= one_script < share[1]:
            del answers[f"given_name_{script}"], answers[f"family_name_{script}"]
    if random.random() < 0.6:  # noqa: PLR2004
        answers["phone"] = f"06{random.randrange(10**8):08d}"
    if age < 18:  # noqa: PLR2004
        answers["guardian_name"] = f"{random.choice(WOMEN)[0]} {family[0]}"
    return Invented(answers, age, sex, random.random() ** 2 * (0.4 + age / 110))


def tell_age(random: Random, person: Invented, this_year: int) -> dict[str, str]:
    """Return the registration answers with an age or a year of birth."""
    if random.random() < 1 / 3:
        return {**person.registration, "age_years": str(person.age)}
    return {**person.registration, "birth_year": str(this_year - person.age)}
