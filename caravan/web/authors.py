"""Who typed a record, as the tablet that keeps it can prove later: a signed word that a page gives to its scripts."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import current_app, g, session
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from caravan.services import accounts
from caravan.services.operators import Operator
from caravan.web.house import current_house

FRESH_FOR = timedelta(hours=36)
"""So long the word alone is enough, and while the PIN is the same: a day's work sent next morning. Later someone must
be signed in at the tablet."""


def author_token() -> str:
    """Return the signed word of the person at the tablet; "" when nobody is signed in."""
    operator: Operator | None = g.get("operator")
    return "" if operator is None else _signer().dumps([str(operator.staff_id), session.get("pin_mark", "")])


def author_of(token: str) -> Operator | None:
    """Return who typed the record that bears this word; None when it cannot be believed, or not without a log-in."""
    signer, is_fresh = _signer(), True
    try:
        staff_id, pin_mark = signer.loads(token, max_age=int(FRESH_FOR.total_seconds()))
    except SignatureExpired as old:
        (staff_id, pin_mark), is_fresh = signer.load_payload(old.payload or b""), False
    except BadSignature:
        return None
    author = accounts.find_author(current_house(), UUID(staff_id))
    is_fresh = is_fresh and accounts.has_still_pin(current_house(), UUID(staff_id), pin_mark)
    return author if is_fresh or g.get("operator") is not None else None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="caravan.author")
