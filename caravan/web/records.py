"""Records corrected with a reason, the history of each in plain words, who was cancelled and who may be twice."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from caravan.services import correcting, correcting_persons, doubles, patients, record_marks
from caravan.services import telling as facts
from caravan.services.correcting import Opened
from caravan.web import telling
from caravan.web.again import is_shown_again, shows_again
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house
from caravan.web.reason_words import reason_text
from caravan.web.record_forms import CorrectionPage, correction_page, is_typist, record_page, send
from caravan.web.telling.screenings import supply_kinds
from caravan.web.telling.words import stamp

pages = Blueprint("records", __name__)
pages.add_app_template_filter(reason_text, "reason")
pages.add_app_template_global(stamp)
Answer = str | tuple[str, int] | Response


@pages.route("/records/screenings/<uuid:screening_id>/correct", methods=["GET", "POST"])
@allow("volunteer", "doctor", "coordinator")
@shows_again("volunteer", "doctor", "coordinator")
def correct_screening(screening_id: UUID) -> Answer:
    """Show a screening's form with its answers, and save the correction."""
    house, operator = current_house(), current_operator()
    opened = correcting.open_screening(house, operator, screening_id)
    page = correction_page(opened, "correct_screening")
    if request.method == "POST" and not is_shown_again():
        done = send(page, opened, lambda sent: correcting.correct_screening(house, operator, screening_id, sent))
        if done is not None:
            return _corrected(opened.patient_id, done.kept, is_typed=is_typist())
    return _correction_answer(page, opened, "screening", screening_id)


@pages.route("/records/patients/<uuid:patient_id>/correct", methods=["GET", "POST"])
@allow("volunteer", "coordinator")
@shows_again("volunteer", "coordinator")
def correct_person(patient_id: UUID) -> Answer:
    """Show a person's registration form with what is known, and save the correction."""
    house, operator = current_house(), current_operator()
    opened = correcting_persons.open_person(house, operator, patient_id)
    page = correction_page(opened, "correct_person")
    if request.method == "POST" and not is_shown_again():
        done = send(page, opened, lambda sent: correcting_persons.correct_person(house, operator, patient_id, sent))
        if done is not None:
            return _corrected(patient_id, done.kept, rescored=done.rescored)
    return _correction_answer(page, opened, "patient", patient_id)


@pages.get("/records/cancelled")
@allow("coordinator")
def cancelled() -> str:
    """List the cancelled persons, each with the way back."""
    found = record_marks.list_cancelled_persons(current_house())
    return render_template("records/cancelled.html", found=found)


@pages.get("/records/perhaps-twice")
@allow("coordinator")
def perhaps_twice() -> str:
    """List who was taken in late and may be registered already, beside those whom they look like."""
    return render_template("records/perhaps_twice.html", found=doubles.list_perhaps_twice(current_house()))


@pages.post("/records/patients/<uuid:patient_id>/told-apart")
@allow("coordinator")
def tell_apart(patient_id: UUID) -> Answer:
    """Keep that a person is none of those who look alike."""
    doubles.tell_apart(current_house(), current_operator(), patient_id)
    flash(_("They stay two people."), "ok")
    return redirect(url_for("records.perhaps_twice"))


@pages.get("/history/<entity>/<uuid:record_id>")
@allow("volunteer", "doctor", "coordinator")
def history(entity: str, record_id: UUID) -> str:
    """Tell the history of a record in plain words, newest first."""
    found = facts.tell_history(current_house(), current_operator(), entity, record_id)
    urgency = patients.find_urgency(current_house(), found.patient_id) if found.patient_id else "n"
    return render_template("records/history.html", history=found, lines=telling.tell(found), urgency=urgency)


def _corrected(patient_id: UUID, kept: Sequence[str], *, rescored: int = 0, is_typed: bool = False) -> Response:
    """Say that a correction is saved, and what to look at, on the page of the person, or where sheets are typed."""
    flash(_("The correction is saved."), "ok")
    if rescored:
        said = ngettext("%(num)s result was worked out anew.", "%(num)s results were worked out anew.", rescored)
        flash(said, "warn")
    if kept:
        names = {"referral": _("Referral"), **supply_kinds()}
        what = ", ".join(dict.fromkeys(names[name] for name in kept))
        flash(_("Settled by someone before, and left as it is: %(what)s. Check it by hand.", what=what), "warn")
    return redirect(record_page(patient_id, is_typed=is_typed), 303)


def _correction_answer(page: CorrectionPage, opened: Opened, entity: str, record_id: UUID) -> Answer:
    """Show the form; when someone was faster, with what they changed."""
    overtaken = []
    if page.is_overtaken and not (entity == "screening" and is_typist()):
        found = facts.tell_history(current_house(), current_operator(), entity, record_id)
        overtaken = telling.tell(found)[:1]
    answer = render_template(
        "records/correct.html",
        page=page,
        form=page.form,
        person=patients.get_patient(current_house(), opened.patient_id),
        entity=entity,
        record_id=record_id,
        overtaken=overtaken,
        is_typist=is_typist(),
        back=record_page(opened.patient_id, is_typed=entity == "screening" and is_typist()),
    )
    return answer if page.status == 200 else (answer, page.status)  # noqa: PLR2004
