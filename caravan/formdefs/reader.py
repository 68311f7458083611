"""Reading a form file (.md, .csv or .xlsx) into a Form, or into the list of all that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from caravan.formdefs.choices_sheet import read_choices
from caravan.formdefs.dependencies import work_out_order
from caravan.formdefs.entry_columns import check_normal_tap
from caravan.formdefs.languages import tell_missing_languages_once
from caravan.formdefs.model import Form
from caravan.formdefs.problems import FormError, Place, Problem, ProblemLog
from caravan.formdefs.settings_sheet import read_settings
from caravan.formdefs.shapes import hash_of, shape_document
from caravan.formdefs.sheets import Sheet, read_sheets
from caravan.formdefs.sources import Source, open_source
from caravan.formdefs.survey_sheet import read_survey

__all__ = ["FormError", "Place", "Problem", "read_form", "read_source"]

# More rows than a person answers or a tablet shows at once.
MOST_ROWS = {"survey": 1000, "choices": 20_000, "settings": 20}


def read_form(path: Path) -> Form:
    """Return the form of a file. Raises FormError with every problem found, not only the first."""
    return read_source(open_source(path))


def read_source(source: Source) -> Form:
    """Return the form of a file's bytes. Raises FormError with every problem found, not only the first."""
    log = ProblemLog(source.name)
    sheets = read_sheets(source, log)
    _refuse_long(sheets, log)
    settings = read_settings(sheets.get("settings"), log)
    choices = read_choices(sheets.get("choices"), log)
    survey = read_survey(sheets.get("survey"), choices, log)
    order = work_out_order(survey, log)
    check_normal_tap(settings.normal, survey.questions.values(), log)
    tell_missing_languages_once(sheets.get("survey"), log)
    log.refuse_if_any()
    return Form(
        id=settings.id,
        version=settings.version,
        titles=settings.titles,
        is_station=settings.is_station,
        facts=settings.facts,
        items=survey.items,
        questions=survey.questions,
        groups=survey.groups,
        choices=choices,
        order=order,
        shape_hash=hash_of(shape_document(survey.items, choices)),
        file=source.name,
        normal=settings.normal,
    )


def _refuse_long(sheets: Mapping[str, Sheet], log: ProblemLog) -> None:
    for name, sheet in sheets.items():
        if len(sheet.rows) > MOST_ROWS[name]:
            what = f"the sheet has {len(sheet.rows)} rows, and {MOST_ROWS[name]} is the most that can be used"
            remedy = "divide the form into several" if name == "survey" else "shorten the sheet"
            log.add(Place(name, sheet.rows[MOST_ROWS[name]].number), what, remedy)
    log.refuse_if_any()
