"""Answers to pages that ask again and again: 304 while nothing has changed, and the laptop's time on each."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from flask import make_response, request
from werkzeug.wrappers import Response

from caravan.domain.dates import CASABLANCA
from caravan.web.house import current_house
from caravan.web.speech import current_language


def fresh(state: object, draw: Callable[[], str]) -> Response:
    """Answer with what ``draw`` draws, or 304 when the tablet already has it.

    ``state`` is all that the picture depends on, besides the language, written the same way each time by ``repr``:
    the revision counted last, the minute when the picture tells minutes. It is looked at before anything is drawn.
    """
    tag = sha256(repr((current_language().code, state)).encode()).hexdigest()[:20]
    answer = make_response("", 304) if request.if_none_match.contains(tag) else make_response(draw())
    answer.set_etag(tag)
    answer.headers["Caravan-Time"] = f"{current_house().now().astimezone(CASABLANCA):%H:%M}"
    return answer
