"""The outbox's other end: records that tablets kept are taken in, each answered for itself, each carried out once.

A record is the form of its page as the browser would have posted it, with its operation id and the signed word of who
typed it. It needs no session, so that a record outlives the log-out of its author; another site cannot send one, for it
has no such word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, abort, current_app, g, jsonify, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from caravan.domain.errors import CaravanError, ConflictError, NotAllowedError, NotFoundError
from caravan.formdefs.model import Form
from caravan.services import registration, sending
from caravan.services.forms import form_of
from caravan.services.operators import Operator
from caravan.services.sending import Answer, Kept
from caravan.services.watching import SeenTablet, clock_error
from caravan.web.again import is_from_own_page
from caravan.web.authors import author_of
from caravan.web.clock_words import clock_words
from caravan.web.form_builder import form_class
from caravan.web.gate import ROLES as EVERY_ROLE
from caravan.web.gate import public
from caravan.web.house import current_house
from caravan.web.meanwhile import FIELD as KNOWN
from caravan.web.messages import sentence
from caravan.web.speech import current_language
from caravan.web.tablet import current_tablet, seen_tablets

pages = Blueprint("ops", __name__)

MOST_RECORDS: Final = 50
OWN_HEADER: Final = "X-Caravan-Outbox"
ROLES: Final[Mapping[str, frozenset[str]]] = {
    "register": frozenset({"volunteer", "coordinator"}),
    "bind": frozenset({"volunteer", "coordinator"}),
    "visit": frozenset({"volunteer", "coordinator"}),
    "screening": frozenset({"doctor", "coordinator"}),
}
STATUS: Final[Mapping[str, int]] = {
    "done": HTTPStatus.OK,
    "refused": HTTPStatus.UNPROCESSABLE_ENTITY,
    "held": HTTPStatus.UNPROCESSABLE_ENTITY,
    "changed": HTTPStatus.CONFLICT,
    "unknown": HTTPStatus.NOT_FOUND,
    "unsigned": HTTPStatus.UNAUTHORIZED,
    "early": HTTPStatus.TOO_EARLY,
    "failed": HTTPStatus.INTERNAL_SERVER_ERROR,
}
Reply = dict[str, Any]


@pages.post("/api/ops")
@public
def take() -> Response:
    """Carry out the records of a tablet in their order; the answer says of each what became of it.

    Asked with ``{"sent_at": ISO, "ops": [{"id", "kind", "author", "fields": [[name, value]], "about": {}, "form",
    "code", "typed_at", "waited_ms", "late"}]}``, at most 50; answered with ``{"now": ISO, "replies": [{"id", "status",
    "state", "location", "number", "said"}], "clock": ""}``, where ``clock`` is a sentence when the tablet's clock is
    wrong. No record at all is a question about the clock alone. 400 for anything else.
    """
    if request.headers.get(OWN_HEADER) != "1" or not is_from_own_page():
        abort(400)
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict) or not isinstance(sent.get("ops"), list) or len(sent["ops"]) > MOST_RECORDS:
        abort(400)
    wrong = _note_clock(sent.get("sent_at"))
    replies = [reply_to(record, sent.get("sent_at")) for record in sent["ops"]]
    return jsonify(now=current_house().now().isoformat(), replies=replies, clock=clock_words(wrong))


@dataclass(frozen=True, slots=True)
class _Said:
    """An answer for the tablet: what became of the record, where to look at it, and one sentence."""

    state: str
    location: str = ""
    number: str = ""
    said: str = ""


def reply_to(record: object, sent_at: object = None) -> Reply:
    """Carry out one record and return its reply: "id", "state", "status", "location", "number", "said"."""
    parts = record if isinstance(record, dict) else {}
    author = author_of(str(parts.get("author", "")))
    said = _Said("unsigned") if author is None else _take_one(author, parts, sent_at)
    told = {"location": said.location, "number": said.number, "said": said.said}
    return {"id": str(parts.get("id", "")), "state": said.state, "status": int(STATUS[said.state]), **told}


def _take_one(author: Operator, record: Mapping[str, Any], sent_at: object) -> _Said:
    """Carry out one record; whatever is wrong with it is its answer."""
    try:
        kind = str(record["kind"])
        if author.role not in ROLES.get(kind, EVERY_ROLE):
            raise NotAllowedError("ops.role")
        return _of_answer(sending.carry_out(current_house(), author, _kept(kind, record, sent_at)), author)
    except CaravanError as refusal:
        return _of_refusal(refusal, author)
    except (KeyError, TypeError, ValueError):
        return _Said("refused", said=sentence(CaravanError("ops.malformed"), current_language().code))
    except Exception as error:  # one record that breaks must not hold up the others
        current_app.logger.error("A record failed: %s", type(error).__name__, exc_info=error)
        return _Said("failed")


def _kept(kind: str, record: Mapping[str, Any], sent_at: object) -> Kept:
    clock = {name: record[name] for name in ("typed_at", "waited_ms") if name in record} | {"sent_at": sent_at}
    return Kept(
        id=UUID(str(record["id"])),
        kind=kind,
        content=_content(kind, record),
        waited=timedelta(milliseconds=max(0, int(record.get("waited_ms") or 0))),
        is_late=bool(record.get("late")),
        clock=clock,
    )


def _content(kind: str, record: Mapping[str, Any]) -> dict[str, Any]:
    typed = MultiDict([(str(name), str(value)) for name, value in record.get("fields", [])])
    about = {name: str(value) for name, value in dict(record.get("about") or {}).items()}
    content: dict[str, Any] = {**about, "code": typed.get("code", ""), "form": str(record.get("form", ""))}
    definition = _definition(kind, content["form"], typed.get("form_version"))
    if definition is None:
        return content
    form = form_class(definition, current_language().code)(typed)
    known = typed[KNOWN].split() if KNOWN in typed else None
    version = definition.version
    return {**content, "fields": form.raw, "confirmed": form.confirmed_names, "version": version, "known": known}


def _definition(kind: str, form_id: str, version: str | None) -> Form | None:
    """Return the form of a record, in the version in which it was filled; None for a record without a form."""
    if kind == "register":
        return registration.registration_form(current_house(), version)
    return form_of(current_house(), form_id, str(version)) if kind == "screening" else None


def _of_answer(answer: Answer, author: Operator) -> _Said:
    if answer.outcome is not None:
        said = [*answer.outcome.errors.values(), *answer.outcome.to_confirm.values()]
        lang = current_language().code
        return _Said("refused", said=next(iter(refusal.labels.get(lang, "") for refusal in said), ""))
    return _Said(answer.state, _location(answer.ids, author), answer.ids.get("number", ""))


def _location(ids: Mapping[str, str], author: Operator) -> str:
    if "screening_id" in ids:
        return url_for("station.saved", screening_id=ids["screening_id"])
    if "patient_id" not in ids:
        return ""
    endpoint = "reception.person" if author.role == "doctor" else "reception.card"
    return url_for(endpoint, patient_id=ids["patient_id"])


def _of_refusal(refusal: CaravanError, author: Operator) -> _Said:
    said = sentence(refusal, current_language().code)
    if isinstance(refusal, ConflictError) and refusal.code == "operation.changed":
        stored = refusal.params.get("reply")
        ids = {str(name): str(value) for name, value in stored.items()} if isinstance(stored, Mapping) else {}
        return _Said("changed", _location(ids, author), said=said)
    return _Said("unknown" if isinstance(refusal, NotFoundError) else "refused", said=said)


def _note_clock(sent_at: object) -> timedelta | None:
    """Keep how far the tablet's clock is from the laptop's, for the coordinator; return it when the clock is wrong."""
    tablet, operator, now = current_tablet(), g.get("operator"), current_house().now()
    try:
        ahead = datetime.fromisoformat(str(sent_at)) - now
    except (ValueError, TypeError):
        return None
    if tablet.id is not None:
        name = operator.name if operator else ""
        seen_tablets().see(SeenTablet(tablet.id, tablet.station, name, request.remote_addr or "", now, ahead))
    return clock_error(ahead)
