"""Referrals at the tablets: decided, settled, added and raised in a tap or two, and the list of the day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from caravan.domain.errors import CaravanError
from caravan.services import referral_lines, referring
from caravan.services.next_steps import send_to
from caravan.services.referral_lines import ReferredPerson
from caravan.services.referring import Verb, Wanted
from caravan.web.freshness import fresh
from caravan.web.gate import allow, current_operator, safe_page
from caravan.web.house import current_house
from caravan.web.messages import sentence
from caravan.web.operations import operation_id
from caravan.web.reason_words import WORDS, why_of
from caravan.web.referral_words import ReferralCard, referral_card
from caravan.web.speech import current_language
from caravan.web.wording import station_title

pages = Blueprint("referrals", __name__)
BACK, SEEN = "back", "referral.seen"
EVERY_SECONDS = 10
MOST_SHOWN = 50  # hundreds of routine referrals a day would be a slow page that nobody reads to its end
GONE = ("referral.unknown", "patient.unknown", "form.unknown")


@dataclass(frozen=True, slots=True)
class Row:
    """A referral of the list with its person."""

    person: ReferredPerson
    card: ReferralCard


@dataclass(frozen=True, slots=True)
class DayList:
    """The list as it is asked for: its rows, and the stations and places that it could be narrowed to."""

    open: list[Row]
    settled: list[Row]
    stations: list[tuple[str, str]]
    places: list[tuple[str, str]]
    station: str
    place: str
    most: int = MOST_SHOWN


@pages.get("/referrals")
@allow("doctor", "coordinator")
def index() -> str | Response:
    """List the referrals of today by urgency, of one station or to one place when asked for."""
    people = referral_lines.list_day(current_house())
    station, place = request.args.get("station", ""), request.args.get("to", "")
    if request.args.get("part") == "rows":
        seen = tuple((each.line.id, each.line.seen) for each in people), station, place
        return fresh(seen, lambda: render_template("referrals/rows.html", day=_day(people, station, place)))
    return render_template("referrals/index.html", day=_day(people, station, place), every=EVERY_SECONDS)


@pages.post("/referrals/<uuid:referral_id>/decide")
@allow("doctor")
def decide(referral_id: UUID) -> Response:
    """Accept a referral, or change how urgent it is or where it leads."""
    wanted = _wanted("change_referral")
    return _done(
        lambda: referring.decide(current_house(), current_operator(), _verb(referral_id), wanted),
        _("The referral is accepted.") if not wanted.reason else _("The referral is changed."),
    )


@pages.post("/referrals/<uuid:referral_id>/drop")
@allow("doctor")
def drop(referral_id: UUID) -> Response:
    """Decide that a referral is not needed."""
    reason = why_of("drop_referral").kept
    return _done(
        lambda: referring.drop(current_house(), current_operator(), _verb(referral_id), reason),
        _("The referral is dropped."),
    )


@pages.post("/referrals/<uuid:referral_id>/settle")
@allow("doctor", "coordinator")
def settle(referral_id: UUID) -> Response:
    """Tell what became of a referral."""
    outcome = request.form.get("outcome", "")
    return _done(
        lambda: referring.settle(current_house(), current_operator(), _verb(referral_id), outcome),
        _("The referral is settled."),
    )


@pages.post("/referrals/<uuid:referral_id>/reopen")
@allow("doctor", "coordinator")
def reopen(referral_id: UUID) -> Response:
    """Open a settled referral again."""
    return _done(
        lambda: referring.reopen(current_house(), current_operator(), _verb(referral_id)),
        _("The referral is open again."),
    )


@pages.post("/patients/<uuid:patient_id>/refer")
@allow("doctor")
def refer(patient_id: UUID) -> Response:
    """Add a referral where the rules propose none."""
    wanted, operation = _wanted("add_referral"), operation_id(request.form.get("operation_id"))
    return _done(
        lambda: referring.refer(current_house(), current_operator(), patient_id, operation, wanted),
        _("The referral is added."),
    )


@pages.post("/patients/<uuid:patient_id>/alert")
@allow("volunteer", "doctor", "coordinator")
def alert(patient_id: UUID) -> Response:
    """Raise an alert for a danger sign that was seen."""
    sign, operation = request.form.get("sign", ""), operation_id(request.form.get("operation_id"))
    return _done(
        lambda: referring.raise_alert(current_house(), current_operator(), patient_id, operation, sign),
        _("The alert is raised: call a doctor now, with the voice too. Ambulance: 141."),
        kind="danger",
    )


@pages.post("/patients/<uuid:patient_id>/send/<station>")
@allow("volunteer", "doctor", "coordinator")
def send(patient_id: UUID, station: str) -> Response:
    """Put a person into the queue of a station that is proposed."""
    house, wanted = current_house(), operation_id(request.form.get("operation_id"))
    title = station_title(station, current_language().code)
    return _done(
        lambda: send_to(house, current_operator(), patient_id=patient_id, station=station, operation_id=wanted),
        _("The person waits for: %(station)s", station=title),
    )


def _verb(referral_id: UUID) -> Verb:
    return Verb(referral_id, operation_id(request.form.get("operation_id")), request.form.get(SEEN, ""))


def _wanted(act: str) -> Wanted:
    return Wanted(request.form.get("urgency", ""), request.form.get("destination", ""), why_of(act).kept)


def _done(job: Callable[[], object], said: str, kind: str = "ok") -> Response:
    """Do it and say so on the page that it was asked from; a refusal is said there too, with the words typed."""
    try:
        job()
    except CaravanError as refusal:
        if refusal.code in GONE:
            raise
        flash(_refused(refusal), "danger")
    else:
        flash(said, kind)
    return redirect(safe_page(request.form.get(BACK)), 303)


def _refused(refusal: CaravanError) -> Markup:
    said, typed = escape(sentence(refusal, current_language().code)), request.form.get(WORDS, "").strip()
    if not typed:
        return said
    return said + " " + escape(_("You had written: %(words)s")) % {"words": Markup("<bdi>{}</bdi>").format(typed)}


def _day(people: Sequence[ReferredPerson], station: str, place: str) -> DayList:
    rows = [Row(person, referral_card(person.line)) for person in people]
    shown = [
        row for row in rows if station in ("", row.person.line.form_id) and place in ("", row.person.line.destination)
    ]
    return DayList(
        open=[row for row in shown if row.card.line.is_open],
        settled=[row for row in shown if not row.card.line.is_open],
        stations=list(dict.fromkeys((row.card.line.form_id, row.card.station) for row in rows if row.card.station)),
        places=list(dict.fromkeys((row.card.line.destination, row.card.place) for row in rows)),
        station=station,
        place=place,
    )
