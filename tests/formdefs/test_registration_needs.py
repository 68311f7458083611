"""The registration form must ask what the register cannot do without."""

from caravan.formdefs.checks import check_form
from tests.formdefs.torture_forms import SETTINGS

SEXES = "list_name  name\nsex  female\nsex  male"


def registration(form_of, survey, choices=SEXES, station="no"):
    settings = SETTINGS.replace("| torture |", "| registration |").replace("| yes |", f"| {station} |")
    return [str(problem) for problem in check_form(form_of(survey, choices, settings=settings, messages=False))]


def test_registration_without_name_age_and_consent_is_told(form_of):
    found = registration(form_of, "type  name\nselect_one sex  sex", station="yes")
    assert 'no question asks a given name; add the question "given_name_fr" or "given_name_ar".' in found[1]
    assert sum("no question asks" in line for line in found) == 6
    assert "row 2, column station: registration is filled at the reception" in found[0]


def test_registration_with_other_sexes_is_told(form_of):
    found = registration(form_of, "type  name\nselect_one sex  sex", SEXES + "\nsex  f")
    assert any('"sex" must be a choice of female, male or unknown' in line for line in found)
