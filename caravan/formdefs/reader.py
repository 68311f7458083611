"""Reading a form file (.md, .csv or .xlsx) into a Form, or into the list of all that is wrong with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from caravan.formdefs.choices_sheet import read_choices
from caravan.formdefs.dependencies import work_out_order
from caravan.formdefs.model import Choice, Form, Item, Question
from caravan.formdefs.problems import FormError, Place, Problem, ProblemLog
from caravan.formdefs.rules import RULES
from caravan.formdefs.settings_sheet import read_settings
from caravan.formdefs.sheets import read_sheets
from caravan.formdefs.survey_sheet import read_survey

__all__ = ["FormError", "Place", "Problem", "read_form"]


def read_form(path: Path) -> Form:
    """Return the form of a file. Raises FormError with every problem found, not only the first."""
    log = ProblemLog(path.name)
    sheets = read_sheets(path, log)
    settings = read_settings(sheets.get("settings"), log)
    choices = read_choices(sheets.get("choices"), log)
    survey = read_survey(sheets.get("survey"), choices, log)
    order = work_out_order(survey, log)
    log.refuse_if_any()
    return Form(
        id=settings.id,
        version=settings.version,
        titles=settings.titles,
        is_station=settings.is_station,
        items=survey.items,
        questions=survey.questions,
        groups=survey.groups,
        choices=choices,
        order=order,
        shape_hash=shape_of(survey.items, choices),
        file=path.name,
    )


def shape_of(items: tuple[Item, ...], choices: Mapping[str, tuple[Choice, ...]]) -> str:
    """Return the SHA-256 of what decides the answers: names, types, units, rules and choices, but no wording."""
    shape = {
        "items": [_item_shape(item) for item in items],
        "choices": {name: [[c.name, dict(c.extra)] for c in listed] for name, listed in choices.items()},
    }
    text = json.dumps(shape, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _item_shape(item: Item) -> list[object]:
    if isinstance(item, Question):
        return [item.name, item.type, item.list_name, item.unit, {rule: getattr(item, rule) for rule in RULES}]
    return [item.name, "group", item.relevant, [_item_shape(inner) for inner in item.items]]
