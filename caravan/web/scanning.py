"""The scanner: what a code means as a part of a page, and photos of cards read by the laptop.

Both answer with the same box, so that a card looks the same whether the tablet read it, the laptop or a hand typed it.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from caravan.domain.errors import CaravanError
from caravan.services.reading_photos import read_photo
from caravan.services.scanning import Asked, Purpose, Scanned, State, one_card, refused, state_of, what_is
from caravan.web.figures import clock
from caravan.web.gate import allow, current_operator
from caravan.web.house import current_house
from caravan.web.messages import sentence
from caravan.web.speech import current_language
from caravan.web.tablet import current_tablet

pages = Blueprint("scanning", __name__)
Answer = str | tuple[str, int] | Response
PURPOSES: Mapping[str, Purpose] = {"station": "station", "person": "person", "bind": "bind"}
LARGEST_PHOTO_BYTES = 19 * 1024 * 1024  # a photo of 40 megapixels; below what the server reads of any request
BY_SCRIPT = "X-Scanner"

ICONS: Mapping[State, str] = {
    "open": "check",
    "done": "repeat",
    "other_caravan": "move",
    "unbound": "card",
    "unknown": "question",
    "lost": "void",
    "taken": "person",
    "wrong_check": "warn",
    "malformed": "edit",
    "foreign": "info",
    "old_sheet": "archive",
    "empty": "edit",
    "two_cards": "people",
    "no_card": "camera",
    "bad_photo": "camera",
    "refused": "danger",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What the box of a code says, and where it leads: ``goes_on`` tells whether the page goes there by itself."""

    state: str
    icon: str
    title: str
    text: str | Markup
    address: str | None = None
    label: str = ""
    goes_on: bool = False
    code: str | None = None


def _titles() -> dict[State, str]:
    """Return the name of each state, in the reader's language."""
    return {
        "open": _("Card read"),
        "done": _("Already recorded here today"),
        "other_caravan": _("Card of another caravan"),
        "unbound": _("Blank card"),
        "unknown": _("Unknown card"),
        "lost": _("Lost card"),
        "taken": _("Card of someone else"),
        "wrong_check": _("A mistake in the code"),
        "malformed": _("Not a whole code"),
        "foreign": _("Not one of our cards"),
        "old_sheet": _("Sheet that is not used here"),
        "empty": _("No code"),
        "two_cards": _("Two cards at once"),
        "no_card": _("No card in this photo"),
        "bad_photo": _("This photo cannot be read"),
        "refused": _("This cannot be done now"),
    }


@pages.get("/scan")
@allow("volunteer", "doctor", "coordinator")
def meaning() -> str:
    """Say what one code means, or that the camera saw two cards."""
    texts = request.args.getlist("code")
    try:
        found = what_is(current_house(), one_card(texts) if texts else "", asked())
    except CaravanError as refusal:
        found = refused("", refusal)
    return render_template("scanning/seen.html", seen=as_seen(found))


@pages.post("/scan/photo")
@allow("volunteer", "doctor", "coordinator")
def photo() -> Answer:
    """Read the card in a photo; a page without scripts is led on, a script is told what the code means."""
    try:
        found = what_is(current_house(), read_photo(_sent_photo()), asked())
    except CaravanError as refusal:
        found = refused("", refusal)
    status = 422 if found.refusal else 200
    if BY_SCRIPT in request.headers:
        return render_template("scanning/seen.html", seen=as_seen(found)), status
    if found.code and (_is_look() or not found.refusal):
        return redirect(_page_after_photo(found), 303)
    purpose = "look" if _is_look() else asked().purpose
    field = field_of(asked())
    page = render_template("scanning/photo.html", seen=as_seen(found), asked=asked(), purpose=purpose, **field)
    return page, status


def asked() -> Asked:
    """Return what the request asks the code for; an unknown purpose is that of a station."""
    purpose = PURPOSES.get(request.values.get("purpose", ""), "station")
    station = request.values.get("form") or current_tablet().station
    return Asked(purpose, station, _as_id(request.values.get("patient", "")))


def look_at(typed: str, form_id: str | None) -> Scanned:
    """Return what a code means at a station (None for the tablet's own)."""
    return what_is(current_house(), typed, Asked("station", form_id or current_tablet().station))


def as_seen(found: Scanned) -> Seen:
    """Return what a page says of a code."""
    address, label = _way_on(found)
    text = sentence(found.refusal, current_language().code) if found.refusal else _told(found)
    goes_on = found.does_open and address is not None
    return Seen(found.state, ICONS[found.state], _titles()[found.state], text, address, label, goes_on, found.code)


def as_refused(refusal: CaravanError) -> Seen:
    """Return what a page says of a card that it refused."""
    return as_seen(Scanned(state_of(refusal), "", refusal=refusal))


def field_of(question: Asked) -> dict[str, str | dict[str, str]]:
    """Return the address and the hidden values of the field in which the same code would be typed."""
    if _is_look():
        return {"address": url_for("cards.index"), "hidden": {}}
    if question.purpose == "bind" and question.patient_id is not None:
        return {"address": url_for("reception.card", patient_id=question.patient_id), "hidden": {}}
    if question.purpose == "person":
        return {"address": url_for("reception.search"), "hidden": {}}
    return {"address": url_for("station.scan"), "hidden": {"form": question.station or ""}}


def sample_states() -> list[Seen]:
    """Return one box of each state, without a person."""
    return [Seen(state, ICONS[state], title, "") for state, title in _titles().items()]


def allow_photos() -> None:
    """Let a photo be larger than other requests; before anything reads the request."""
    if request.endpoint == "scanning.photo":
        request.max_content_length = LARGEST_PHOTO_BYTES


def init_scanning(app: Flask) -> None:
    """Connect the scanner to the application; to be called before what reads forms."""
    mimetypes.add_type("application/wasm", ".wasm")  # a Windows laptop may not know it, and browsers insist
    app.before_request(allow_photos)
    app.jinja_env.globals.update(seen_state=_client_state)


def _way_on(found: Scanned) -> tuple[str | None, str]:
    """Return where a code leads, and the words of the link; None when it leads nowhere."""
    if found.person is None or not (found.does_open or found.state == "other_caravan"):
        return None, ""
    if found.form_id is None or current_operator().role == "volunteer":
        return url_for("reception.person", patient_id=found.person.id), _("Page of this person")
    form_page = url_for("station.record", code=found.code, form_id=found.form_id)
    return form_page, _("Open the form again") if found.state == "done" else _("Open the form")


def _told(found: Scanned) -> str | Markup:
    """Return the name of the person, or who recorded when."""
    if found.state == "done" and found.done_at is not None:
        by = Markup("<bdi>{}</bdi>").format(found.done_by)
        return Markup(_("Done at %(time)s by %(name)s", time=clock(found.done_at), name=by))  # noqa: S704 both parts are escaped
    names = found.person.names if found.person else {}
    lang = "ar" if current_language().code == "ar" else "fr"
    return names.get(lang) or next(iter(names.values()), "")


def _page_after_photo(found: Scanned) -> str:
    """Return where a photo leads without scripts; a card to give is typed into its field, and not given yet."""
    question = asked()
    if _is_look():
        return url_for("cards.index", code=found.code)
    if question.purpose == "bind" and question.patient_id is not None:
        return url_for("reception.card", patient_id=question.patient_id, code=found.code)
    address = _way_on(found)[0]
    return address or url_for("station.scan", code=found.typed, form=question.station or "")


def _client_state(name: str) -> Seen:
    """Return what the box says of what only the tablet knows."""
    texts = {
        "offline": (
            _("The laptop does not answer"),
            _("Nothing was opened. Check the Wi-Fi, scan again."),
            "warn",
        ),
        "here": (_("This is the card of this page"), _("Scan the card of the next person."), "info"),
        "unsaved": (
            _("Answers here are not saved yet"),
            _("They stay on this tablet until they are saved. Save them first, or go on to the next card."),
            "warn",
        ),
        "refused_camera": (
            _("The camera may not be used"),
            _("Allow the camera in the browser's settings, or take a photo of the card."),
            "camera",
        ),
        "no_camera": (_("No camera answers"), _("Take a photo of the card, or type its code."), "camera"),
    }
    title, text, icon = texts[name]
    return Seen(name, icon, title, text)


def _sent_photo() -> bytes:
    sent = request.files.get("photo")
    if sent is None:
        return b""
    with sent.stream:  # a large one is a file on the disk meanwhile
        content: bytes = sent.stream.read()
    return content


def _is_look() -> bool:
    """Tell whether the code is only wanted by the page that shows the stock of cards."""
    return request.values.get("purpose") == "look"


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
