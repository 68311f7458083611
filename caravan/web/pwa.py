"""What lets a tablet go on while the laptop is away: the worker script with the list of the shell, the pages without a
person that it keeps, the people of the day, and the manifest that puts Caravan on the home screen.

All of it works in secure contexts only (https, or the laptop itself); over plain http an open page still keeps records.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from flask import Blueprint, jsonify, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from caravan.domain.errors import NotFoundError
from caravan.scoring.findings import Person
from caravan.services import day, registration
from caravan.services.caravans import CaravanCard
from caravan.services.screening import person_context
from caravan.web.form_builder import QuestionForm, form_class
from caravan.web.gate import allow, current_operator, public
from caravan.web.house import current_house, today
from caravan.web.layout import find_caravan
from caravan.web.speech import current_language

pages = Blueprint("pwa", __name__)
STATIC = Path(__file__).resolve().parent / "static"
OF_THE_SHELL = frozenset({".css", ".js", ".svg", ".woff2"})
NOT_OF_THE_SHELL = ("sw.js", "board.js", "zxing")  # the worker, the wall, and the decoder, which comes later
DECODER = ("vendor/zxing-wasm/reader.js", "vendor/zxing-wasm/zxing_reader.wasm")
BYTES_IN_A_MARK = 12


pages.app_context_processor(lambda: {"kept_pages": kept_pages})


@pages.get("/sw.js")
@public
def worker() -> Response:
    """Send the worker script: what it keeps, under a version that changes with any of it."""
    script = (STATIC / "js" / "sw.js").read_text("utf-8")
    decoder = [f"/static/{name}" for name in DECODER]
    kept = f"SHELL = {json.dumps(shell())}, DECODER = {json.dumps(decoder)}"
    head = f"const VERSION = {json.dumps(shell_version())}, {kept};\n"
    response = Response(head + script, mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = "/"
    return response


@pages.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """Send what the home screen needs: name, colours, icons."""
    mark = url_for("static", filename="img/mark.svg")
    large = url_for("static", filename="img/mark-512.png")
    content = {
        "name": _("Caravan"),
        "short_name": _("Caravan"),
        "lang": current_language().code,
        "dir": current_language().direction,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f7f1e6",
        "theme_color": "#1f3a5f",
        "icons": [
            {"src": mark, "sizes": "any", "type": "image/svg+xml"},
            {"src": large, "sizes": "512x512", "type": "image/png", "purpose": "any"},
        ],
    }
    return Response(json.dumps(content, ensure_ascii=False), mimetype="application/manifest+json")


@pages.get("/api/day")
@allow("doctor", "coordinator", "volunteer")
def people() -> Response:
    """Send the people of today's visits, or those who are new since a mark that was sent before (``after``)."""
    house = current_house()
    news = day.people_of_day(house, request.args.get("after", type=UUID))
    return jsonify(day=str(house.today), people=[asdict(person) for person in news.people], newest=news.newest)


@pages.get("/offline/<form_id>")
@allow("doctor", "coordinator")
def station(form_id: str) -> str:
    """Show a station's form without a person: the tablet keeps it, and fills in who it is about."""
    card = find_caravan()
    if card is None or form_id not in card.stations:
        raise NotFoundError("form.unknown", form=form_id)
    form = _blank(form_id)
    form.context = person_context(Person(None, "unknown", "unknown", today()))
    return render_template("offline/station.html", form=form)


@pages.get("/offline/reception")
@allow("volunteer", "coordinator")
def reception() -> str:
    """Show the registration form for the time when the laptop does not answer."""
    form = _blank("registration")
    form.context = registration.registration_context(current_house())
    return render_template("offline/reception.html", form=form)


@pages.get("/offline/away")
@allow("volunteer", "doctor", "coordinator")
def away() -> str:
    """Show what stands in for every other page while the laptop does not answer."""
    return render_template("offline/away.html", kept=kept_pages(find_caravan()))


def kept_pages(card: CaravanCard | None) -> list[str]:
    """Return the addresses of the pages that a tablet of this person keeps."""
    role = current_operator().role
    stations = [url_for("pwa.station", form_id=form_id) for form_id in (card.open_stations if card else ())]
    own = {"volunteer": [], "doctor": stations, "coordinator": stations}[role]
    desk = [] if role == "doctor" else [url_for("pwa.reception")]
    return [url_for("pwa.away"), url_for("outbox.index"), *own, *desk]


@cache
def shell() -> list[str]:
    """Return the static files of all pages but the scanner's, as addresses."""
    names = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.suffix in OF_THE_SHELL)
    return [f"/static/{name}" for name in names if not any(part in name for part in NOT_OF_THE_SHELL)]


@cache
def shell_version() -> str:
    """Return the mark of the whole shell: it changes with any file of it, and with the worker."""
    digest = sha256()
    for name in [*shell(), "/static/js/sw.js"]:
        digest.update((STATIC / name.removeprefix("/static/")).read_bytes())
    return digest.hexdigest()[:BYTES_IN_A_MARK]


def _blank(form_id: str) -> QuestionForm:
    return form_class(current_house().forms[form_id], current_language().code)()
