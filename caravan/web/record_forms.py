"""A recorded form on the screen again: filled with its answers, with the mark of the state that was seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from flask import request, url_for

from caravan.domain.errors import CaravanError, ConflictError
from caravan.formdefs.answers import Answer
from caravan.services.correcting import Correction, Opened, raw_of, unusual
from caravan.services.outcomes import Filled, Refused
from caravan.services.registration import BIRTH_ANSWERS
from caravan.web.figures import DECIMAL_COMMA
from caravan.web.form_builder import QuestionForm, form_class
from caravan.web.gate import current_operator
from caravan.web.messages import sentence
from caravan.web.operations import operation_id
from caravan.web.reason_words import Why, why_of
from caravan.web.speech import current_language

T = TypeVar("T")
SEEN, ASKED = "record.seen", "record.asked"  # no question of a form has a dot in its name
SAID_ABOVE = ("correct.nothing", "record.changed", "screening.empty", "scoring.failed")


def is_typist() -> bool:
    """Say whether the reader corrects what they typed from paper, and sees no more of it than they typed."""
    return current_operator().role == "volunteer"


def record_page(patient_id: UUID, *, is_typed: bool) -> str:
    """Return where one goes from a record: to the page of its person, or back to the sheets that are typed."""
    return url_for("typing.index") if is_typed else url_for("reception.person", patient_id=patient_id)


@dataclass(slots=True)
class CorrectionPage:
    """A record being corrected: its form, the reason, the mark of what was seen; ``status`` is that of the answer."""

    form: QuestionForm
    why: Why
    seen: str
    status: int = 200
    is_overtaken: bool = False


def correction_page(opened: Opened, act: str) -> CorrectionPage:
    """Return the page of a record: as it is stored when it is opened, as it was sent when it comes back."""
    form = form_class(opened.form, current_language().code)()
    form.context = opened.context
    if request.method == "GET":
        _fill(form, opened)
    return CorrectionPage(form, why_of(act), request.form.get(SEEN, opened.mark))


def send(page: CorrectionPage, opened: Opened, job: Callable[[Correction], T | Refused]) -> T | None:
    """Carry a correction out, or put what was refused on the page and return None.

    When someone else changed the record meanwhile, the page takes the new mark: saving again is then meant.
    """
    form = page.form
    wanted, version = operation_id(form.operation_id.data), form.definition.version
    filled = Filled(form.raw, wanted, _confirmed(form, opened), form_version=version)
    page.status = 422
    try:
        result = job(Correction(filled, page.why.kept, page.seen))
    except CaravanError as refusal:
        _put(page, refusal, opened)
        return None
    if isinstance(result, Refused):
        form.take(result.outcome)
        return None
    return result


def _confirmed(form: QuestionForm, opened: Opened) -> list[str]:
    """Return what was confirmed of the new answers; what the page carried for the old ones counts for these alone."""
    asked = request.form.get(ASKED, "").split()
    return [name for name in form.confirmed_names if name in asked or name not in unusual(opened)]


def _put(page: CorrectionPage, refusal: CaravanError, opened: Opened) -> None:
    """Say a refusal where it belongs; raise it again when it is not about what was typed."""
    said = sentence(refusal, current_language().code)
    if refusal.code == "correct.reason":
        page.why.error = said
    elif refusal.code.startswith("birth."):
        page.form.refuse(said, *BIRTH_ANSWERS)
    elif refusal.code in SAID_ABOVE:
        page.form.refuse(said)
    else:
        raise refusal
    if isinstance(refusal, ConflictError):
        page.seen, page.status, page.is_overtaken = opened.mark, 409, True


def _fill(form: QuestionForm, opened: Opened) -> None:
    form.confirmed.data = sorted(unusual(opened))
    for name, typed in raw_of(opened).items():
        if name in form:
            form[name].data = _as_typed(opened.answers[name], typed, opened.form.questions[name].type)


def _as_typed(answer: Answer, typed: str | list[str], kind: str) -> str | list[str]:
    """Return an answer as people write it here: 36,5 and 31/12/1960."""
    if isinstance(answer, float) and current_language().code in DECIMAL_COMMA:
        return str(typed).replace(".", ",")
    return f"{date.fromisoformat(str(answer)):%d/%m/%Y}" if kind == "date" else typed
