"""How a tablet joins: the page /join, the certificate to trust, and the first page after it is trusted.

Opened over http by every tablet. A script asks the https door whether this tablet trusts it; then the page moves there,
else it shows the steps. Without scripts the steps and a link do.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from caravan.printing.address_symbol import address_path
from caravan.services.addresses import Doors, is_loopback
from caravan.services.laptop import read_choices
from caravan.services.trust import Authority, find_authority
from caravan.web import join_words
from caravan.web.doors import current_doors
from caravan.web.gate import public
from caravan.web.headers import POLICY
from caravan.web.house import current_house
from caravan.web.i18n import AT_HAND, LANGUAGES, gettext_for
from caravan.web.join_words import DEVICES, STEPS
from caravan.web.sentences import Sentence
from caravan.web.speech import current_language, speak

pages = Blueprint("join", __name__)
APPLE = ("iPad", "iPhone", "Macintosh")  # an iPad says that it is a Macintosh
PAIRS_IN_LINE = 8


@dataclass(frozen=True, slots=True)
class Way:
    """The way of one tablet: from which device, to which secure address, and what the laptop lets it trust."""

    device: str
    secure: str | None
    port: int | None
    authority: Authority | None
    is_laptop: bool
    may_stay: bool


@pages.get("/join")
@public
def join() -> AnyResponse:
    """Show how this tablet joins."""
    way = _way()
    response = make_response(
        render_template(
            "join/join.html", way=way, words=join_words, steps=STEPS[way.device], devices=DEVICES, places=places()
        )
    )
    if way.secure:
        origin = "://".join(urlsplit(way.secure)[:2])
        pictures = POLICY.replace("img-src 'self' data:", f"img-src 'self' data: {origin}")  # see js/join.js
        response.headers["Content-Security-Policy"] = f"{pictures}; connect-src 'self' {origin}"
    return response


@pages.get("/ca.crt")
@public
def authority() -> Response:
    """Give the certificate that tablets install, in the form that Android and iPadOS take (DER)."""
    found = find_authority(current_house().data)
    if found is None:
        abort(404)
    return Response(found.der, mimetype="application/x-x509-ca-cert")


@pages.get("/join/arrived")
@public
def arrived() -> AnyResponse:
    """Go on at this door in the language that was spoken at the other one."""
    if request.args.get("lang") in LANGUAGES:
        speak(request.args["lang"])
    return redirect(url_for("access.home"))


@dataclass(frozen=True, slots=True)
class Place:
    """An address that tablets open, and the symbol that holds it."""

    address: str
    side: int
    path: str


def places() -> list[Place]:
    """Return where this laptop is found, likeliest first; nothing when it serves itself alone."""
    doors = current_doors()
    if doors is None:
        return []
    return [Place(address, *address_path(address)) for address in (doors.http(host, "/join") for host in doors.hosts)]


def tongues() -> list[str]:
    """Return the languages in which the steps are written: always both of the caravan, and the reader's own."""
    own = current_language().code
    return [*AT_HAND] if own in AT_HAND else [own, *AT_HAND]


def spoken(sentence: Sentence, lang: str, **figures: object) -> str:
    """Return a sentence in one language, whatever the page speaks."""
    return gettext_for(lang)(sentence.text) % {name: str(value) for name, value in figures.items()}


def fingerprint_lines(fingerprint: str) -> list[str]:
    """Return the pairs of a fingerprint in lines of eight, as a person compares them."""
    pairs = fingerprint.split(":")
    return [" ".join(pairs[at : at + PAIRS_IN_LINE]) for at in range(0, len(pairs), PAIRS_IN_LINE)]


@pages.app_context_processor
def words_of_joining() -> dict[str, object]:
    """Give the pages what they need to speak two languages at once and to show a fingerprint."""
    return {
        "tongues": tongues,
        "spoken": spoken,
        "fingerprint_lines": fingerprint_lines,
        "language_of": LANGUAGES.__getitem__,
    }


def _way() -> Way:
    doors, house = current_doors(), current_house()
    return Way(
        device=_device(),
        secure=_secure(doors),
        port=doors.https_port if doors else None,
        authority=find_authority(house.data) if doors and not doors.domain else None,
        is_laptop=is_loopback(request.remote_addr or "") and bool(doors and doors.hosts),
        may_stay=read_choices(house.data).works_unenrolled,
    )


def _device() -> str:
    asked = request.args.get("device", "")
    if asked in STEPS:
        return asked
    return "ipad" if any(word in request.user_agent.string for word in APPLE) else "android"


def _secure(doors: Doors | None) -> str | None:
    """Return the https address under the host that the tablet typed, so that it stays where it is reachable."""
    typed = urlsplit(f"//{request.host}").hostname or ""  # nothing when what was sent is no host
    return doors.https(typed, "") if doors else None
