"""Small hand-made rows whose counts are known by hand, and a tiny form, for the tests of reports."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from caravan.domain.coverage import family
from caravan.domain.dates import age_band
from caravan.formdefs.model import LANGUAGES
from caravan.formdefs.reader import read_form
from caravan.paths import shipped
from caravan.reports.dataset import Dataset, PersonRow, ReferralRow, ScreeningRow, VisitRow
from caravan.reports.definitions import read_definition

REPORT = read_definition(shipped("exports") / "report.toml")
LIST = read_definition(shipped("exports") / "list.toml")
FIRST_DAY = date(2026, 11, 21)
MORNING = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)

TINY_FORM = """
| survey |
| | type | name | label::العربية (ar) | label::Français (fr) | label::English (en) | unit | calculation |
| | integer | systolic_1_mmhg | الضغط | Tension | Pressure | mm[Hg] | |
| | select_one yes_no | pain | ألم | Douleur | Pain | | |
| | select_multiple signs | danger_signs | علامات | Signes | Signs | | |
| | date | seen_on | اليوم | Jour | Day | | |
| | text | notes | ملاحظات | Notes | Notes | | |
| | calculate | bmi | | | | | 20 + 5 |
| choices |
| | list_name | name | label::العربية (ar) | label::Français (fr) | label::English (en) | unit |
| | yes_no | yes | نعم | Oui | Yes | |
| | yes_no | no | لا | Non | No | |
| | signs | chest_pain | ألم في الصدر | Douleur thoracique | Chest pain | |
| | signs | bleeding | نزيف | Saignement | Bleeding | |
| | findings | bp_class | صنف الضغط | Classe de tension | Pressure class | |
| | findings | bmi | مؤشر الكتلة | IMC | Body mass index | kg/m2 |
| | findings | danger_signs | علامة خطر | Signe de danger | Danger sign | |
| | bp_class | normal | عادي | Normale | Normal | |
| | bp_class | grade_1 | درجة 1 | Grade 1 | Grade 1 | |
| | bp_class | crisis_range | مرتفع جدا | Très élevée | Crisis range | |
| settings |
| | form_title | form_id | version | default_language | station | SCREEN_TITLES |
| | Constantes | vitals | 1 | Français (fr) | yes | القياسات | Constantes | Vital signs |
"""


def tiny_form(folder: Path):
    path = folder / "vitals.md"
    titles = " | ".join(f"screen_title::{language}" for language in LANGUAGES.values())
    path.write_text(TINY_FORM.replace("SCREEN_TITLES", titles), encoding="utf-8")
    return read_form(path)


def person(name, sex="female", age=40, coverage="amo_tadamon", **more):
    values = {
        "id": name, "sex": sex, "age_years": age, "age_band": age_band(age), "coverage": coverage,
        "coverage_family": family(coverage), "milieu": "rural", "commune": "121", "is_returning": False,
        "is_anonymous": False, "registered_on": FIRST_DAY, "site": "Assa",
    }  # fmt: skip
    return PersonRow(**(values | more))


def visit(of, site="Assa", day=FIRST_DAY, number=1):
    return VisitRow(
        f"v-{of.id}-{site}-{day}", of.id, site, day, of.sex, of.age_band, of.age_years, of.coverage, number
    )  # fmt: skip


def screening(of, form_id="vitals", **more):
    at = more.get("performed_at", MORNING)
    site = more.get("site", "Assa")
    values = {
        "id": f"s-{of.id}-{form_id}-{site}-{at.isoformat()}", "visit_id": "v", "patient_id": of.id, "form_id": form_id,
        "form_version": "1", "site": site, "day": FIRST_DAY, "sex": of.sex, "age_band": of.age_band,
        "age_years": of.age_years, "coverage": of.coverage, "answers": {}, "findings": {}, "confirmed": (),
        "urgency": "n", "referral_to": None, "performed_at": at, "performed_by": "Dr Alaoui", "recorded_at": at,
        "card_code": "ABCDE12345", "patient_name": "Fatima Alaoui",
    }  # fmt: skip
    return ScreeningRow(**(values | more))


def referral(of, destination="cardiology", urgency="u", form_id="vitals"):
    name = f"r-{of.id}-{destination}"
    return ReferralRow(
        name, of.id, "v", "s", form_id, "Assa", FIRST_DAY, of.sex, of.age_band, urgency, destination, "made"
    )  # fmt: skip


def dataset(persons=(), visits=(), screenings=(), referrals=(), **more):
    values = {"caravan_name": "Oued Noun", "snapshot_at": datetime(2026, 11, 21, 18, 5, tzinfo=UTC), "filters": {}}
    return Dataset(tuple(persons), tuple(visits), tuple(screenings), tuple(referrals), **(values | more))


def opened(content: bytes):
    return load_workbook(BytesIO(content))


def rows_of(sheet) -> list[list[object]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def row_of(sheet, label: str) -> list[object]:
    """The first row of figures, or else the first row, that holds this label."""
    found = [row for row in rows_of(sheet) if label in row]
    assert found, f"{label!r} is not on {sheet.title}"
    return next((row for row in found if any(isinstance(value, int | float) for value in row)), found[0])
