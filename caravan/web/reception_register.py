"""The registration of a person: the form, those who may be the same person, and the number to hand over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from caravan.domain.errors import CaravanError
from caravan.domain.ids import new_id
from caravan.services import communes, counting, receiving, registration, undoing
from caravan.services.outcomes import Filled, Refused
from caravan.services.receiving import Held
from caravan.services.registration import Registered
from caravan.web.again import is_shown_again, shows_again
from caravan.web.form_builder import QuestionForm, form_class
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house
from caravan.web.messages import sentence
from caravan.web.opened_forms import as_opened
from caravan.web.operations import operation_id
from caravan.web.speech import current_language

Answer = str | tuple[str, int] | Response
TOLD_APART, CHANGE = "told_apart", "change"


@allow("volunteer", "coordinator")
@shows_again("volunteer", "coordinator")
def register() -> Answer:
    """Register a person; what is refused, or may be someone known, comes back with what was typed."""
    form = _registration_form()
    if request.method == "GET" or is_shown_again() or CHANGE in request.form:
        return _form_page(form)
    saved = _save(form)
    if saved is None:
        return _form_page(form), 422
    if isinstance(saved, Held):
        return _held_page(form, saved)
    return redirect(url_for("reception.card", patient_id=saved.patient_id), 303)


@allow("volunteer", "coordinator")
def alike() -> str:
    """Tell, while the form is filled, who of the register may be the same person; nothing is saved."""
    form = _registration_form()
    filled = Filled(form.raw, new_id(), form_version=form.definition.version)
    found = receiving.look_alike(current_house(), filled)
    return render_template("reception/alike.html", found=found, new_id=new_id)


@allow("volunteer", "coordinator")
def same(patient_id: UUID) -> Response:
    """Open today's visit of the person recognised, with the phone just typed when that was asked."""
    phone = request.form.get("phone", "") if "take_phone" in request.form else ""
    wanted = operation_id(request.form.get("operation_id"))
    receiving.recognise_patient(
        current_house(), current_operator(), patient_id, operation_id=wanted, new_phone=phone.strip()
    )
    return redirect(url_for("reception.card", patient_id=patient_id), 303)


@allow("volunteer", "coordinator")
def undo(patient_id: UUID) -> Response:
    """Take back a registration just made."""
    wanted = operation_id(request.form.get("operation_id"))
    number = undoing.undo_registration(current_house(), current_operator(), patient_id, wanted)
    said = _("The registration with the number %(number)s is undone. The number is not given again.", number=number)
    flash(said, "ok")
    return redirect(url_for("reception.desk"), 303)


def add_pages(pages: Blueprint) -> None:
    """Give these views their addresses."""
    pages.add_url_rule("/reception/register", view_func=register, methods=["GET", "POST"])
    pages.add_url_rule("/reception/alike", view_func=alike, methods=["POST"])
    pages.add_url_rule("/patients/<uuid:patient_id>/same", view_func=same, methods=["POST"])
    pages.add_url_rule("/patients/<uuid:patient_id>/undo", view_func=undo, methods=["POST"])


def _registration_form() -> QuestionForm:
    opened = as_opened(registration.registration_form(current_house(), None))
    form = form_class(opened, current_language().code)()
    form.context = registration.registration_context(current_house())
    form.usual = {"commune": communes.usual_communes(current_house())}
    for name in registration.NAMES if request.method == "GET" else ():
        if name in form and name in request.args:
            form[name].data = request.args[name]
    return form


def _form_page(form: QuestionForm) -> str:
    own = counting.registered_today(current_house(), current_operator())
    return render_template("reception/register.html", form=form, own=own)


def _held_page(form: QuestionForm, held: Held) -> str:
    typed = form.raw
    return render_template(
        "reception/held.html",
        form=form,
        likely=[one for one in held.candidates if one.is_likely],
        typed=typed,
        typed_names=_typed_names(typed),
        sent=list(_as_sent(form)),
    )


def _typed_names(typed: Mapping[str, str | list[str]]) -> dict[str, str]:
    pairs = {script: (typed.get(f"given_name_{script}"), typed.get(f"family_name_{script}")) for script in ("ar", "fr")}
    names = {script: " ".join(str(name).strip() for name in pair if name) for script, pair in pairs.items()}
    return {script: name for script, name in names.items() if name}


def _as_sent(form: QuestionForm) -> Iterator[tuple[str, str]]:
    """Yield the fields of the form as they were sent, to be sent once more."""
    for name, value in form.raw.items():
        for part in value if isinstance(value, list) else [value]:
            yield name, part
    for name in form.confirmed_names:
        yield "confirmed", name


def _told_apart() -> list[UUID]:
    try:
        return [UUID(typed) for typed in request.form.getlist(TOLD_APART)]
    except ValueError:
        abort(400)


def _save(form: QuestionForm) -> Registered | Held | None:
    """Register the person, or put what was refused on the form and return None."""
    filled = Filled(
        form.raw,
        operation_id(form.operation_id.data),
        form.confirmed_names,
        form_version=form.definition.version,
    )
    try:
        saved = receiving.receive_patient(current_house(), current_operator(), filled, told_apart=_told_apart())
    except CaravanError as refusal:
        if not refusal.code.startswith("birth."):
            raise
        form.refuse(sentence(refusal, current_language().code), *registration.BIRTH_ANSWERS)
        return None
    if isinstance(saved, Refused):
        form.take(saved.outcome)
        return None
    return saved
