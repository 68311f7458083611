"""What a station's form found so far, for js/forms/so_far.js: scored here, where the rules live, and not stored."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, request, url_for

from caravan.domain.errors import CaravanError, NotFoundError
from caravan.formdefs.answers import Raw
from caravan.formdefs.model import UNANSWERED, Form
from caravan.services.patients import FindingLine
from caravan.services.so_far import SoFar, found_so_far
from caravan.web.findings import finding_value
from caravan.web.gate import allow
from caravan.web.house import current_house
from caravan.web.opened_forms import as_opened
from caravan.web.speech import current_language
from caravan.web.wording import referral_name, urgency_names

pages = Blueprint("so_far", __name__)


@pages.post("/so-far/<uuid:patient_id>/<form_id>")
@allow("doctor", "coordinator")
def found(patient_id: UUID, form_id: str) -> dict[str, Any] | tuple[dict[str, Any], int]:
    """Say what the answers sent would find; nothing is written, and nothing refused is told: that is live.js's part."""
    current = current_house().forms.get(form_id)
    if current is None or not current.is_station:
        raise NotFoundError("form.unknown", form=form_id)
    form = as_opened(current)
    try:
        so_far = found_so_far(current_house(), patient_id, form, _typed(form))
    except CaravanError as refusal:
        return {"refused": refusal.code}, 422
    return _told(form, so_far, current_language().code)


def so_far_address(patient_id: UUID, form: Form) -> str:
    """Return where a page asks what its form found so far."""
    return url_for("so_far.found", patient_id=patient_id, form_id=form.id)


def _typed(form: Form) -> Raw:
    """Return what was typed, read without building the fields: this is asked after every few letters."""
    sent = request.form
    asked = [question for question in form.questions.values() if question.type not in UNANSWERED]
    return {
        question.name: sent.getlist(question.name) if question.type == "select_multiple" else sent[question.name]
        for question in asked
        if question.name in sent
    }


def _told(form: Form, so_far: SoFar, lang: str) -> dict[str, Any]:
    has_place = so_far.urgency != "n" and so_far.referral_to not in (None, "none")
    return {
        "urgency": so_far.urgency,
        "urgency_name": str(urgency_names()[so_far.urgency]),
        "referral": referral_name(form, str(so_far.referral_to), lang) if has_place else "",
        "findings": {line.code: _words(form, line, lang) for line in so_far.findings},
    }


def _words(form: Form, line: FindingLine, lang: str) -> dict[str, str]:
    shown = finding_value(form, line.code, line.value, lang)
    return {"label": form.finding_label(line.code, lang), "shown": shown.striptags(), "urgency": line.urgency}


def init_so_far(app: Flask) -> None:
    """Let the templates name the address."""
    app.jinja_env.globals["so_far_address"] = so_far_address
