"""The queues of the stations, and the wall screen that shows the called numbers.

Volunteers call too: the one who stands at the door of a waiting room fetches people while the doctor's hands are busy.
They see what the reception shows them anyway (number, name, age, urgency), and no answers.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from caravan.domain.dates import CASABLANCA
from caravan.domain.errors import CaravanError, NotFoundError
from caravan.domain.ids import new_id
from caravan.services import calling, queueing
from caravan.services.calling import Asked
from caravan.services.queueing import QueueLine, Wall
from caravan.web.freshness import fresh
from caravan.web.gate import allow, current_operator, public
from caravan.web.house import current_house
from caravan.web.layout import find_caravan
from caravan.web.messages import sentence
from caravan.web.operations import operation_id
from caravan.web.speech import current_language, speaking
from caravan.web.wording import station_title

pages = Blueprint("queues", __name__)
EVERY_SECONDS = 5
TILES_LEAD_TO = {"queue": "queues.station", "station": "station.ready"}
WALL_LANGUAGES = ("fr", "ar")  # as on the country's signs: French at the left, Arabic at the right
BUSIEST_WALL = 12
STAY_AT_PERSON = ("call", "recall", "leave")  # who left is in no list any more: there it can be taken back
LIMITS = {"long": queueing.LONG_WAIT, "very_long": queueing.VERY_LONG_WAIT}
MINUTES = {name: int(span.total_seconds() // 60) for name, span in LIMITS.items()}
pages.app_context_processor(lambda: {"waits": MINUTES})


@pages.get("/queue")
@allow("volunteer", "doctor", "coordinator")
def index() -> str:
    """Show the queues with how many wait in each."""
    return render_template("queues/index.html", counts=queueing.count_waiting(current_house()))


@pages.get("/queue/counts")
@allow("volunteer", "doctor", "coordinator")
def counts() -> Response:
    """Give the tiles of the stations again, with how many wait now."""
    waiting = queueing.count_waiting(current_house())
    leads_to = TILES_LEAD_TO.get(request.args.get("to", ""), "queues.station")
    return fresh((waiting, leads_to), lambda: render_template("queues/tiles.html", counts=waiting, leads_to=leads_to))


@pages.get("/queue/<form_id>")
@allow("volunteer", "doctor", "coordinator")
def station(form_id: str) -> str:
    """Show a station's queue: who is called, who comes next, who is absent."""
    queue = queueing.station_queue(current_house(), _station(form_id))
    return render_template("queues/station.html", queue=queue, operation_id=new_id())


@pages.get("/queue/<form_id>/rows")
@allow("volunteer", "doctor", "coordinator")
def rows(form_id: str) -> Response:
    """Give a station's queue again, or only what comes next, or say that it is still the same."""
    queue = queueing.station_queue(current_house(), _station(form_id))
    template = "queues/next.html" if request.args.get("part") == "next" else "queues/lists.html"
    return fresh(queue, lambda: render_template(template, queue=queue))


@pages.post("/queue/<form_id>/next")
@allow("volunteer", "doctor", "coordinator")
def call_next(form_id: str) -> Response:
    """Call the first person who is free, and show the number."""
    wanted = operation_id(request.form.get("operation_id"))
    called = calling.call_next(current_house(), current_operator(), _station(form_id), wanted)
    if called is not None:
        return redirect(url_for("queues.entry", entry_id=called), 303)
    flash(_("Nobody can be called now: nobody waits here, or those who wait are at another station."), "")
    return redirect(url_for("queues.station", form_id=form_id), 303)


@pages.get("/queue/entries/<uuid:entry_id>")
@allow("volunteer", "doctor", "coordinator")
def entry(entry_id: UUID) -> str:
    """Show one person of a queue with the number in large figures, and all that can be done."""
    line = queueing.get_line(current_house(), entry_id)
    card = find_caravan()
    elsewhere = [station for station in (card.open_stations if card else ()) if station != line.station]
    return render_template("queues/entry.html", line=line, verbs=calling.verbs_of(line.status), elsewhere=elsewhere)


@pages.post("/queue/entries/<uuid:entry_id>/<verb>")
@allow("volunteer", "doctor", "coordinator")
def act(entry_id: UUID, verb: str) -> Response:
    """Call, call again, note absent, put back, note who left, or move; then show the number, or the queue."""
    line = queueing.get_line(current_house(), entry_id)
    asked = Asked(entry_id, verb, request.form.get("times_called", type=int), request.form.get("to"))
    try:
        calling.act(current_house(), current_operator(), asked)
    except CaravanError as refusal:
        if isinstance(refusal, NotFoundError):
            raise
        flash(_said(refusal), "warn")
        return redirect(url_for("queues.station", form_id=line.station), 303)
    if verb not in ("call", "recall"):
        flash(_done(line, asked), "ok")
    if verb in STAY_AT_PERSON:
        return redirect(url_for("queues.entry", entry_id=entry_id), 303)
    return redirect(url_for("queues.station", form_id=line.station), 303)


@pages.get("/board")
@public
def board() -> str:
    """Show the called numbers on a wall: no names, two languages at once."""
    return render_template("queues/board.html", wall=queueing.wall(current_house()), **_wall_words())


@pages.get("/board/numbers")
@public
def numbers() -> Response:
    """Give the called numbers again, or say that they are still the same."""
    wall = queueing.wall(current_house())
    return fresh(wall, lambda: render_template("queues/numbers.html", wall=wall, **_wall_words()))


def _station(form_id: str) -> str:
    """Return the id of a station of the caravan. Raises NotFoundError("form.unknown")."""
    card = find_caravan()
    if card is None or form_id not in card.stations:
        raise NotFoundError("form.unknown", form=form_id)
    return form_id


def _said(refusal: CaravanError) -> str:
    """Say a refusal with the name of the station instead of its id."""
    lang = current_language().code
    params = {**refusal.params, "station": station_title(str(refusal.params.get("station", "")), lang)}
    return sentence(CaravanError(refusal.code, **params), lang)


def _done(line: QueueLine, asked: Asked) -> str:
    done: dict[str, str] = {
        "absent": _("Number %(number)s is noted absent.", number=line.number),
        "back": _("Number %(number)s is back in the queue.", number=line.number),
        "leave": _("Number %(number)s left without care.", number=line.number),
    }
    station = station_title(asked.to, current_language().code)
    moved = str(_("Number %(number)s waits for %(station)s.", number=line.number, station=station))
    return done.get(asked.verb, moved)


def _wall_words() -> dict[str, object]:
    """The words of the wall in its languages, whatever the language of the session."""
    words: dict[str, dict[str, str]] = {}
    for code in WALL_LANGUAGES:
        with speaking(code):
            words[code] = {
                "title": _("Called numbers"),
                "waiting": _("Waiting"),
                "nobody": _("Nobody is called now. Please wait."),
                "stale": _("Not up to date since"),
                "sound": _("Sound"),
            }
    now = current_house().now().astimezone(CASABLANCA)
    return {"words": words, "shape": _shape, "now": now, "every": EVERY_SECONDS}


def _shape(wall: Wall) -> str:
    """The classes that fit the stations and the longest number into the screen."""
    longest = max((len(str(call.number)) for station in wall.stations for call in station.calls), default=2)
    return f"n{min(len(wall.stations), BUSIEST_WALL)} d{max(longest, 2)}"
