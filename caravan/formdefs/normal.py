"""The answers that "all normal" gives to a form half filled: only where a question is asked and has no answer yet.

The twin of ``static/js/forms/normal.js``, for pages without scripts and for the checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from caravan.formdefs.answers import Raw, work_out
from caravan.formdefs.evaluation import Scope, evaluate
from caravan.formdefs.model import Form
from caravan.formdefs.values import is_blank, to_text


def normal_answers(form: Form, raw: Raw, *, context: Mapping[str, str], today: date) -> dict[str, str]:
    """Return what the tap fills in, by question name; parts as for ``submit``, several choices joined by spaces.

    An answer may make other questions asked: these are filled in too.
    """
    found: dict[str, str] = {}
    while more := _next(form, {**raw, **found}, context, today):
        found |= more
    return found


def _next(form: Form, raw: Raw, context: Mapping[str, str], today: date) -> dict[str, str]:
    filling = work_out(form, raw, context=context, today=today)
    scope = Scope(filling.values, today, form=form)
    asked = [q for q in form.questions.values() if filling.relevant[q.name] and not raw.get(q.name)]
    values = {q.name: evaluate(q.entry.normal, scope) for q in asked if q.entry.normal is not None}
    return {name: to_text(value) for name, value in values.items() if not is_blank(value)}
