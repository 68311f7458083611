"""The tap that fills in all normal answers: with scripts at once on the tablet, without them by way of the laptop."""

from __future__ import annotations

from flask import request

from caravan.formdefs.model import SELECTS
from caravan.formdefs.normal import normal_answers
from caravan.web.form_builder import QuestionForm
from caravan.web.house import today

FILL = "fill.normal"  # no question of a form has a dot in its name


def is_normal_asked() -> bool:
    """Tell whether this request is the tap, and not a save."""
    return request.method == "POST" and FILL in request.form


def fill_normal(form: QuestionForm) -> None:
    """Put the normal answers where nothing was answered; the form is then shown again, unsaved."""
    found = normal_answers(form.definition, form.raw, context=form.context, today=today())
    for name, answer in found.items():
        is_several = form.definition.questions[name].type == SELECTS[1]
        form[name].data = answer.split() if is_several else answer
