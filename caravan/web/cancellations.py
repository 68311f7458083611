"""Records cancelled and brought back: each page says what will happen, asks why, and only then does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from caravan.domain.codes import printed
from caravan.domain.errors import CaravanError
from caravan.services import cancelling, patients, screening
from caravan.services.cancelling import PersonAtStake
from caravan.services.patients import PatientPage, ScreeningLine
from caravan.web.again import is_shown_again, shows_again
from caravan.web.figures import ltr, short_day
from caravan.web.findings import ScreeningCard, screening_card
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house
from caravan.web.messages import sentence
from caravan.web.reason_words import Why, why_of
from caravan.web.record_forms import is_typist, record_page
from caravan.web.speech import current_language

pages = Blueprint("cancellations", __name__)
Answer = str | tuple[str, int] | Response
SAID_HERE = ("void.reason", "restore.reason", "card.reason", "visit.not_empty", "screening.visit_cancelled")


@dataclass(slots=True)
class Ask:
    """A page that asks before it acts: its title is its button, ``stakes`` say what will happen.

    ``blocked`` says why it cannot be done at all; ``is_grave`` makes the button red.
    """

    title: str
    why: Why
    back: str
    stakes: list[str | Markup]
    is_grave: bool = True
    blocked: str = ""
    person: PatientPage | None = None
    record: ScreeningCard | None = None
    tells_findings: bool = True
    done: str = field(default="")


@pages.route("/records/screenings/<uuid:screening_id>/cancel", methods=["GET", "POST"])
@allow("volunteer", "doctor", "coordinator")
@shows_again("volunteer", "doctor", "coordinator")
def cancel_screening(screening_id: UUID) -> Answer:
    """Ask, then take a screening out of the counts."""
    line = screening.get_own_screening(current_house(), current_operator(), screening_id)
    ask = _about_screening(line, _("Cancel this record"), "cancel_screening")
    if line.is_voided:
        return redirect(ask.back)
    ask.stakes = [_("It disappears from every count, list and report, with its referral and what it ordered.")]
    if _is_only_one_today(line, ask.person):
        ask.stakes.append(_("The person goes back to the queue of this station."))
    ask.stakes.append(_("Nothing is deleted: it stays in the history, and can be brought back."))
    return ask_first(
        ask,
        lambda why: screening.void_screening(current_house(), current_operator(), screening_id, why),
        said=_("The record is cancelled."),
    )


@pages.route("/records/screenings/<uuid:screening_id>/bring-back", methods=["GET", "POST"])
@allow("doctor", "coordinator")
@shows_again("doctor", "coordinator")
def restore_screening(screening_id: UUID) -> Answer:
    """Ask, then bring a cancelled screening back."""
    line = screening.get_own_screening(current_house(), current_operator(), screening_id)
    ask = _about_screening(line, _("Bring this record back"), "bring_back")
    if not line.is_voided:
        return redirect(ask.back)
    ask.stakes = [
        _("It counts again, with the referral and the orders that were cancelled with it."),
        _("The person does not wait for this station any more."),
    ]
    ask.is_grave = False
    return ask_first(
        ask,
        lambda why: screening.restore_screening(current_house(), current_operator(), screening_id, why),
        said=_("The record counts again."),
    )


@pages.route("/records/patients/<uuid:patient_id>/cancel", methods=["GET", "POST"])
@allow("coordinator")
@shows_again("coordinator")
def cancel_person(patient_id: UUID) -> Answer:
    """Ask, then take a person out of every list and count."""
    stake = cancelling.person_at_stake(current_house(), current_operator(), patient_id)
    history = url_for("records.history", entity="patient", record_id=patient_id)
    if stake.is_cancelled:
        return redirect(history)
    ask = _about_person(patient_id, _("Cancel this person"), "cancel_person")
    ask.done = history
    ask.stakes = [
        _("The person disappears from the search, and from every count and report."),
        *_counted(stake, _("These disappear from the counts too: %(what)s.")),
        *([_("The cards are blank again and can be given to someone else.")] if stake.cards else []),
        _("Nothing is deleted: it stays in the history, and can be brought back."),
    ]
    return ask_first(
        ask,
        lambda why: cancelling.cancel_person(current_house(), current_operator(), patient_id, why),
        said=_("The person is cancelled. You can bring them back from here."),
    )


@pages.route("/records/patients/<uuid:patient_id>/bring-back", methods=["GET", "POST"])
@allow("coordinator")
@shows_again("coordinator")
def restore_person(patient_id: UUID) -> Answer:
    """Ask, then bring a cancelled person back."""
    stake = cancelling.person_at_stake(current_house(), current_operator(), patient_id)
    page = url_for("reception.person", patient_id=patient_id)
    if not stake.is_cancelled:
        return redirect(page)
    back = url_for("records.history", entity="patient", record_id=patient_id)
    names = stake.names.get(current_language().code) or next(iter(stake.names.values()), _("No name given"))
    stakes = [Markup("<b><bdi>{}</bdi></b>").format(names), *_counted(stake, _("These count again: %(what)s."))]
    ask = Ask(_("Bring this person back"), why_of("bring_back"), back, stakes, is_grave=False, done=page)
    return ask_first(ask, lambda why: _bring_person_back(patient_id, why), said=_("The person counts again."))


@pages.route("/records/visits/<uuid:visit_id>/cancel", methods=["GET", "POST"])
@allow("volunteer", "coordinator")
@shows_again("volunteer", "coordinator")
def cancel_visit(visit_id: UUID) -> Answer:
    """Ask, then take back a visit that was opened by mistake."""
    stake = cancelling.visit_at_stake(current_house(), current_operator(), visit_id)
    ask = _about_person(stake.patient_id, _("Cancel this visit"), "cancel_visit")
    if stake.is_cancelled:
        return redirect(ask.back)
    text = escape(_("The visit of %(day)s, number %(number)s, disappears from the counts and from every queue."))
    ask.stakes = [text % {"day": short_day(stake.day), "number": ltr(stake.number)}]
    if stake.screenings:
        ask.blocked = sentence(CaravanError("visit.not_empty"), current_language().code)
    return ask_first(
        ask,
        lambda why: cancelling.cancel_visit(current_house(), current_operator(), visit_id, why),
        said=_("The visit is cancelled."),
    )


@pages.route("/records/cards/<code>/cancel", methods=["GET", "POST"])
@allow("volunteer", "coordinator")
@shows_again("volunteer", "coordinator")
def cancel_card(code: str) -> Answer:
    """Ask, then take a card away from its person."""
    person = patients.find_by_code(current_house(), code)
    ask = _about_person(person.line.id, _("Take this card away"), "cancel_card")
    text = escape(_("Card %(code)s does not open this person any more."))
    ask.stakes = [
        text % {"code": ltr(printed(code))},
        _("Given to the wrong person: the card is blank again, and can be given to the right one."),
        _("Lost: nobody can use it any more, even when it is found. Give the person another card."),
    ]
    return ask_first(
        ask,
        lambda why: cancelling.cancel_card(current_house(), current_operator(), code, why),
        said=_("The card is taken away."),
    )


def _about_screening(line: ScreeningLine, title: str, act: str) -> Ask:
    ask = _about_person(line.patient_id, title, act)
    ask.record = screening_card(line, current_language().code)
    ask.tells_findings = not is_typist()
    ask.back = record_page(line.patient_id, is_typed=is_typist())
    return ask


def _about_person(patient_id: UUID, title: str, act: str) -> Ask:
    back = url_for("reception.person", patient_id=patient_id)
    return Ask(title, why_of(act), back, [], person=patients.get_patient(current_house(), patient_id))


def _is_only_one_today(line: ScreeningLine, person: PatientPage | None) -> bool:
    today = person.today.screenings if person and person.today else ()
    return [each.id for each in today if each.form_id == line.form_id] == [line.id]


def _counted(stake: PersonAtStake, text: str) -> Iterator[str]:
    """Say how many visits and screenings follow the person, if any."""
    parts = []
    if stake.visits:
        parts.append(ngettext("%(num)s visit", "%(num)s visits", stake.visits))
    if stake.screenings:
        parts.append(ngettext("%(num)s screening", "%(num)s screenings", stake.screenings))
    if parts:
        yield text % {"what": " · ".join(parts)}


def _bring_person_back(patient_id: UUID, why: str) -> None:
    taken = cancelling.restore_person(current_house(), current_operator(), patient_id, why)
    if taken:
        codes = ", ".join(printed(code) for code in taken)
        flash(_("Someone else has these cards by now: %(codes)s. Give the person another one.", codes=codes), "warn")


def ask_first(ask: Ask, job: Callable[[str], object], *, said: str) -> Answer:
    """Ask, or do what was asked for; a refusal about the reason is said beside it."""
    if request.method == "GET" or is_shown_again():
        return render_template("records/cancel.html", ask=ask)
    try:
        job(ask.why.kept)
    except CaravanError as refusal:
        if refusal.code not in SAID_HERE:
            raise
        ask.why.error = sentence(refusal, current_language().code)
        return render_template("records/cancel.html", ask=ask), 422
    flash(said, "ok")
    return redirect(ask.done or ask.back, 303)
