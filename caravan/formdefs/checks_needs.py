"""The questions without which registration cannot do its work: name, sex, age, coverage and consent."""

from __future__ import annotations

from caravan.formdefs.model import SELECTS, Form
from caravan.formdefs.problems import Place, ProblemLog

REGISTRATION = "registration"
# Each line: any of these questions, and what for. Names are those that services, imports and exports read.
_NEEDED = (
    (("given_name_fr", "given_name_ar"), "a given name"),
    (("family_name_fr", "family_name_ar"), "a family name"),
    (("sex",), "the sex"),
    (("age_years", "birth_year", "birth_date"), "the age"),
    (("coverage_scheme",), "the health coverage"),
    (("consent_care",), "the consent to care"),
    (("consent_data",), "the consent to keep data"),
)
_SEXES = frozenset({"female", "male", "unknown"})


def check_needs(form: Form, log: ProblemLog) -> None:
    if form.id != REGISTRATION:
        return
    if form.is_station:
        what = "registration is filled at the reception, not at a station"
        log.add(Place("settings", 2, "station"), what, 'write "no"')
    for names, what_for in _NEEDED:
        if not any(name in form.questions for name in names):
            asked = " or ".join(f'"{name}"' for name in names)
            log.add(Place("survey"), f"no question asks {what_for}", f"add the question {asked}")
    _check_sexes(form, log)


def _check_sexes(form: Form, log: ProblemLog) -> None:
    sex = form.questions.get("sex")
    if sex is None:
        return
    choices = {choice.name for choice in form.choices.get(sex.list_name or "", ())}
    if sex.type not in SELECTS or not choices <= _SEXES:
        what = '"sex" must be a choice of female, male or unknown'
        log.add(Place("survey", sex.row, "type"), what, "use these names for the choices")
