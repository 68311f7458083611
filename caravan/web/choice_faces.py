"""What a choice shows on its tap: a picture that the form names, a line of the tablet's notation, or its label."""

from __future__ import annotations

from dataclasses import dataclass

from caravan.formdefs.model import Form, Question
from caravan.web.notations import current_notation, is_acuity, written

PICTURE = "picture"
"""The column of the choices sheet that names a drawing of static/img/pictures.svg."""


@dataclass(frozen=True, slots=True)
class Face:
    """The words of a tap, "" for those of its label, and its picture, "" for none."""

    text: str = ""
    picture: str = ""


def has_pictures(form: Form, question: Question) -> bool:
    """Tell whether the choices of a question are shown by pictures and words."""
    return any(choice.extra.get(PICTURE) for choice in form.choices.get(question.list_name or "", ()))


def face_of(form: Form, question: Question, value: str, lang: str) -> Face:
    """Return what the tap of a choice shows."""
    if is_acuity(question):
        return Face(text=written(current_notation(lang), lang).get(value, ""))
    choice = form.find_choice(question.name, value)
    return Face(picture=choice.extra.get(PICTURE, "") if choice else "")
