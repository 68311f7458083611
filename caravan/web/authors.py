"""Who typed a record, as the tablet that keeps it can prove later: a signed word that a page gives to its scripts."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import current_app, g
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from caravan.services import accounts
from caravan.services.operators import Operator
from caravan.web.house import current_house

FRESH_FOR = timedelta(hours=36)
"""So long the word alone is enough: a day's work sent next morning. Later someone must be signed in at the tablet."""


def author_token() -> str:
    """Return the signed word of the person at the tablet; "" when nobody is signed in."""
    operator: Operator | None = g.get("operator")
    return "" if operator is None else _signer().dumps(str(operator.staff_id))


def author_of(token: str) -> Operator | None:
    """Return who typed the record that bears this word; None when it cannot be believed, or not without a log-in."""
    signer = _signer()
    try:
        staff_id = signer.loads(token, max_age=int(FRESH_FOR.total_seconds()))
    except SignatureExpired as old:
        staff_id = signer.load_payload(old.payload or b"") if g.get("operator") is not None else None
    except BadSignature:
        return None
    return None if staff_id is None else accounts.find_author(current_house(), UUID(staff_id))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="caravan.author")
