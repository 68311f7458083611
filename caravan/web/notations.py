"""The notation in which this tablet shows acuities: tenths, Snellen 6/x, decimal or logMAR; a cookie keeps it.

The codes that are stored are the same in all of them. How a line is written comes from the table of the rules
(``caravan.scoring.acuity``); what has no figures there (fingers, hand, light) keeps the words of the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, Response, abort, request

from caravan.formdefs.model import Form, Question
from caravan.scoring.acuity import WRITTEN
from caravan.web.again import may_be_shown_again, show_again
from caravan.web.figures import DECIMAL_COMMA
from caravan.web.tablet import YEAR_SECONDS

ACUITY = "acuity"
"""The appearance of a question that is answered on the ladder of acuities."""
COOKIE = "notation"
USE = "notation.use"  # no question of a form has a dot in its name
NOTATIONS = tuple(WRITTEN)
USUAL: Mapping[str, str] = {"en": "snellen"}
OTHERWISE = "tenths"
SAMPLE = "v033"  # a line that each notation writes otherwise


@dataclass(frozen=True, slots=True)
class Notation:
    """A notation with the line that stands for it on the switch."""

    name: str
    sample: str


def is_acuity(question: Question) -> bool:
    """Tell whether a question is answered on the ladder of acuities."""
    return ACUITY in question.appearance.split()


def has_acuity(form: Form) -> bool:
    """Tell whether a form asks for acuities, so that its page offers the notations."""
    return any(is_acuity(question) for question in form.questions.values())


def written(notation: str, lang: str) -> dict[str, str]:
    """Return how each line is written in a notation, by code, with the decimal mark of the language."""
    mark = "," if lang in DECIMAL_COMMA else "."
    return {code: text.replace(".", mark) for code, text in WRITTEN[notation].items()}


def notations(lang: str) -> list[Notation]:
    """Return the notations to choose from, each as one and the same line is written in it."""
    return [Notation(name, written(name, lang)[SAMPLE]) for name in NOTATIONS]


def current_notation(lang: str) -> str:
    """Return the notation of this tablet; before one was chosen, the usual one of the language."""
    kept = request.cookies.get(COOKIE, "")
    if request.method == "POST" and USE in request.form:
        kept = request.form[USE]
    return kept if kept in NOTATIONS else USUAL.get(lang, OTHERWISE)


def choose_in_form() -> Response | None:
    """Answer a notation tapped inside a form (without scripts) with that form, filled as it was sent."""
    if not may_be_shown_again() or USE not in request.form:
        return None
    if request.form[USE] not in NOTATIONS:
        abort(404)
    response = show_again()
    response.set_cookie(COOKIE, request.form[USE], max_age=YEAR_SECONDS, samesite="Lax")  # scripts write it too
    return response


def init_notations(app: Flask) -> None:
    """Take the notation that was tapped in a form, and give the templates what the switch shows."""
    app.before_request(choose_in_form)
    app.jinja_env.globals.update(
        notations=notations,
        notations_written=lambda lang: {name: written(name, lang) for name in NOTATIONS},
        current_notation=current_notation,
        has_acuity=has_acuity,
    )
