"""Access: tap a name and type a PIN, leave, choose a language, say what this tablet is, and the home of each role."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField

from caravan.domain.errors import CaravanError
from caravan.services import accounts
from caravan.services.accounts import StaffCard
from caravan.web.again import may_be_shown_again, show_again
from caravan.web.gate import allow, current_operator, may_open, public, safe_page, sign_in, sign_out
from caravan.web.house import current_house
from caravan.web.i18n import LANGUAGES
from caravan.web.layout import find_caravan
from caravan.web.messages import sentence
from caravan.web.speech import current_language, speak
from caravan.web.tablet import current_tablet, keep_station

pages = Blueprint("access", __name__)
Answer = str | tuple[str, int] | Response


class PinForm(FlaskForm):
    """The PIN, and the page to return to."""

    pin = PasswordField()
    next = HiddenField()


@pages.get("/")
@allow("volunteer", "doctor", "coordinator")
def home() -> Response:
    """Lead each role to its own work."""
    role = current_operator().role
    if role == "doctor":
        station = current_tablet().station
        return redirect(url_for("station.ready", form_id=station) if station else url_for("access.tablet_setup"))
    return redirect(url_for({"volunteer": "reception.desk", "coordinator": "coordination.dashboard"}[role]))


@pages.get("/login")
@public
def login() -> str:
    """Show the names to tap."""
    staff = accounts.list_staff(current_house()) if find_caravan() else []
    return render_template("access/login.html", staff=staff, next=request.args.get("next", ""))


@pages.route("/login/<uuid:staff_id>", methods=["GET", "POST"])
@public
def pin(staff_id: UUID) -> Answer:
    """Ask for the PIN of the name that was tapped, and let the person in."""
    staff = _find_staff(staff_id)
    form = PinForm(request.form if request.method == "POST" else request.args)
    if request.method == "GET":
        return render_template("access/pin.html", staff=staff, form=form, error=None)
    try:
        operator = accounts.log_in(current_house(), staff_id, form.pin.data or "", address=request.remote_addr or "")
    except CaravanError as error:
        said = sentence(error, current_language().code)
        return render_template("access/pin.html", staff=staff, form=form, error=said), 422
    sign_in(operator)
    target = safe_page(form.next.data)
    return redirect(target if may_open(operator, target) else url_for("access.home"), 303)


@pages.post("/logout")
@public
def logout() -> Response:
    """Leave: the tablet keeps its station, and nothing of the person."""
    sign_out()
    return redirect(url_for("access.login"), 303)


@pages.post("/language")
@public
def change_language() -> Response:
    """Speak another language, and come back to the same page."""
    _speak_from_now_on(request.form.get("lang", ""))
    return redirect(safe_page(request.form.get("next")), 303)


def change_language_of_form() -> Response | None:
    """Answer a language tapped inside a form with that form in that language, filled as it was sent."""
    if not may_be_shown_again() or "lang" not in request.form:
        return None
    _speak_from_now_on(request.form["lang"])
    return show_again()


@pages.route("/tablet", methods=["GET", "POST"])
@allow("volunteer", "doctor", "coordinator")
def tablet_setup() -> Answer:
    """Say once which station this tablet serves."""
    card = find_caravan()
    stations = card.open_stations if card else ()
    if request.method == "GET":
        return render_template("access/tablet.html", stations=stations, station=current_tablet().station)
    station = request.form.get("station") or None
    if station is not None and station not in stations:
        abort(404)
    response = make_response(redirect(url_for("access.home"), 303))
    keep_station(response, station)
    flash(_("This tablet is set up."), "ok")
    return response


@pages.get("/healthz")
@public
def healthz() -> Response:
    """Tell that the laptop answers."""
    return Response("ok", mimetype="text/plain")


def _find_staff(staff_id: UUID) -> StaffCard:
    found = [card for card in accounts.list_staff(current_house()) if card.id == staff_id]
    if not found:
        abort(404)
    return found[0]


def _speak_from_now_on(code: str) -> None:
    if code not in LANGUAGES:
        abort(404)
    speak(code)
    operator = g.operator
    if operator is not None and operator.language != code:
        accounts.set_language(current_house(), operator, code)
