"""A small caravan day: four persons, two sites, one who came to both."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.reports.report_rows import FIRST_DAY, MORNING, dataset, person, referral, screening, tiny_form, visit


@pytest.fixture
def form(tmp_path):
    return tiny_form(tmp_path)


@pytest.fixture
def day():
    """Amina is seen at Assa and Zag, Brahim at Assa, Zaid registers only, the nameless one is seen at Zag."""
    amina = person("amina", age=40)
    brahim = person("brahim", sex="male", age=17, coverage="aucune", is_returning=True)
    zaid = person("zaid", sex="male", age=None, coverage="inconnu", commune=None)
    nameless = person("nameless", sex="unknown", age=70, is_anonymous=True, coverage="")
    tomorrow = FIRST_DAY + timedelta(days=1)
    later = MORNING + timedelta(hours=2)
    return dataset(
        persons=(amina, brahim, zaid, nameless),
        visits=(
            *(visit(each) for each in (amina, brahim, zaid)),
            *(visit(each, "Zag", tomorrow) for each in (amina, nameless)),
        ),
        screenings=(
            screening(amina, findings={"bp_class": "grade_1", "bp_single": "no", "bmi": 20.0}, urgency="u",
                      answers={"systolic_1_mmhg": 150, "diastolic_1_mmhg": 95}),
            screening(amina, site="Zag", day=tomorrow, performed_at=later, confirmed=("systolic_1_mmhg",),
                      findings={"bp_class": "normal", "bp_single": "yes", "bmi": 22.0},
                      answers={"systolic_1_mmhg": 120, "diastolic_1_mmhg": 80}),
            screening(brahim, findings={"bp_class": "not_classified", "bmi": 24.0}, urgency="r"),
            screening(brahim, "eye", findings={"vision_category": "mild"}),
            screening(nameless, site="Zag", day=tomorrow, performed_at=later,
                      findings={"bp_class": "crisis_range", "bp_single": "yes", "bmi": 29.0}, urgency="e",
                      answers={"systolic_1_mmhg": 191, "diastolic_1_mmhg": 110}),
        ),
        referrals=(referral(amina), referral(amina, "nephrology", "p"), referral(nameless, urgency="e")),
    )  # fmt: skip
