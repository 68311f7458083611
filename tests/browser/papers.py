"""People whose papers are printed in the tests: well, with one referral, with four, with long names, not yet seen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from caravan.domain.codes import new_code
from caravan.domain.ids import new_id
from caravan.services.accounts import add_staff, list_staff
from caravan.services.caravans import NewSite, start_caravan
from caravan.services.house import House, make_house, open_house
from caravan.services.operators import Operator
from caravan.services.outcomes import Filled
from caravan.services.registration import Registered, bind_card, register_patient
from caravan.services.screening import Saved, record_screening
from caravan.settings import Settings
from tests.browser.conftest import PINS, STAFF

WELL = {
    "eye": {"wears_glasses": "no", "va_unaided_r": "v10", "va_unaided_l": "v10", "near_vision": "n5"},
    "dental": {"pain": "0", "decayed_count": "0", "missing_count": "0", "filled_count": "0", "urgency_code": "0"},
    "chronic": {
        "systolic_1_mmhg": "118", "diastolic_1_mmhg": "76", "systolic_2_mmhg": "116", "diastolic_2_mmhg": "74",
        "glucose_unit": "g_l", "glucose_value": "0.95", "glucose_context": "fasting",
    },
}  # fmt: skip
GRAVE = {
    "eye": {
        "wears_glasses": "no", "va_unaided_r": "hm", "va_unaided_l": "v01", "near_vision": "n36",
        "iop_r_mmhg": "34", "iop_l_mmhg": "24", "iop_method": "goldmann", "lens_r": "obvious_opacity",
        "lens_l": "obvious_opacity", "pterygium_r": "3", "pterygium_l": "1", "cause_r": "cat", "cause_l": "cat",
        "cause_person": "cat", "cataract_list": "yes", "retinopathy_r": "3", "retinopathy_l": "2",
        "maculopathy_r": "1", "maculopathy_l": "0", "glasses_type": "reading", "glasses_status": "ordered",
        "notes": "Œil droit douloureux depuis deux jours, vu avec le Dr Amrani.",
    },
    "dental": {
        "pain": "8", "decayed_count": "6", "missing_count": "4", "filled_count": "1", "bleeding_gums": "yes",
        "pocket": "2", "oral_lesion": "yes", "urgency_code": "3", "pufa_a": "36", "fluorosis": "3",
        "treatments": ["ext", "fil_gic", "scal", "fluor", "rx"], "extracted_teeth": "36 37", "filled_teeth": "14",
        "anticoagulant": "no", "bisphosphonate": "no", "allergy": "no",
    },
    "chronic": {
        "systolic_1_mmhg": "196", "diastolic_1_mmhg": "116", "systolic_2_mmhg": "192", "diastolic_2_mmhg": "114",
        "systolic_3_mmhg": "190", "diastolic_3_mmhg": "112", "glucose_unit": "g_l", "glucose_value": "2.85",
        "glucose_context": "fasting", "weight_kg": "104", "height_cm": "158", "waist_cm": "112",
        "known_hypertension": "yes", "bp_medicine": "yes", "known_diabetes": "yes", "diabetes_medicine": "yes",
        "known_stroke": "yes", "smoking": "daily", "cholesterol_unit": "g_l", "cholesterol_value": "2.6",
        "creatinine_unit": "mg_l", "creatinine_value": "24", "urine_protein": "2",
        "doctor_diagnosis": "HTA sévère connue, diabète type 2 déséquilibré.",
        "treatment_given": "Amlodipine 5 mg, metformine 850 mg",
    },
    "vitals": {"systolic_1_mmhg": "194", "diastolic_1_mmhg": "114", "spo2_percent": "91", "pulse_bpm": "96"},
}  # fmt: skip
ONE = {"chronic": {"systolic_1_mmhg": "166", "diastolic_1_mmhg": "104", "systolic_2_mmhg": "162",
                   "diastolic_2_mmhg": "100", "known_hypertension": "no", "bp_medicine": "no"}}  # fmt: skip
LONG = {
    "given_name_ar": "مولاي عبد الرحمان سيدي محمد", "family_name_ar": "ولد الشيخ ماء العينين الإدريسي الركيبي",
    "given_name_fr": "Moulay Abderrahmane Sidi Mohamed", "family_name_fr": "Ould Cheikh Maelainine El Idrissi Rguibi",
}  # fmt: skip
FATIMETOU = {
    "given_name_ar": "فاطمتو", "family_name_ar": "العروسي", "given_name_fr": "Fatimetou",
    "family_name_fr": "Laaroussi",
}  # fmt: skip
PEOPLE: dict[str, tuple[dict[str, str], dict[str, dict[str, str | list[str]]]]] = {
    "well": (FATIMETOU, WELL),
    "one": ({**FATIMETOU, "given_name_ar": "مريم", "given_name_fr": "Mariam"}, ONE),
    "four": ({**FATIMETOU, "given_name_ar": "خديجة", "given_name_fr": "Khadija"}, GRAVE),
    "longest": (LONG, GRAVE),
    "unseen": ({"given_name_ar": "الغالية", "family_name_ar": "حمدي"}, {}),
}


@dataclass
class Printed:
    """A person of the tests: the id for the address, the code of the card, the names."""

    id: str
    card: str
    names: dict[str, str]


def make_people(data: Path) -> dict[str, Printed]:
    """Make a caravan of long names with these people, each through the services as at the stations."""
    settings = Settings(data=data)
    make_house(settings, encrypted=False)
    with open_house(settings) as house:
        name = (
            "القافلة الطبية متعددة التخصصات لأقاليم الجنوب / Caravane médicale pluridisciplinaire des provinces du Sud"
        )
        start_caravan(house, name=name, sites=[NewSite("Guelmim", "كلميم")])
        for role, person in STAFF.items():
            add_staff(house, name=person, role=role, pin=PINS[person], language="ar")
        staff = {card.role: Operator(card.id, card.name, card.role, card.language) for card in list_staff(house)}
        return {key: _person(house, staff, *each) for key, each in PEOPLE.items()}


def _person(house: House, staff: dict[str, Operator], names: dict[str, str], forms: dict[str, dict]) -> Printed:
    raw = {
        **names, "sex": "female", "birth_year": "1959", "phone": "0661234567", "coverage_scheme": "amo_tadamon",
        "consent_care": "yes", "consent_data": "yes", "consent_method": "oral_witness",
    }  # fmt: skip
    done = register_patient(house, staff["volunteer"], Filled(raw, new_id()))
    assert isinstance(done, Registered), done.outcome.errors
    code = new_code()
    bind_card(house, staff["volunteer"], patient_id=done.patient_id, typed=code, operation_id=new_id())
    for form_id, answers in forms.items():
        known = [name for name, question in house.forms[form_id].questions.items() if question.soft_constraint]
        filled = Filled(answers, new_id(), known)
        saved = record_screening(house, staff["doctor"], patient_id=done.patient_id, form_id=form_id, filled=filled)
        assert isinstance(saved, Saved), (form_id, saved.outcome)
    return Printed(str(done.patient_id), code, names)
