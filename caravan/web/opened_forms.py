"""The version in which a form was opened: the one of the page that is sent, or of the answers that a tablet kept."""

from __future__ import annotations

from flask import request

from caravan.domain.errors import CaravanError
from caravan.formdefs.model import Form
from caravan.services.forms import form_of
from caravan.web.house import current_house


def as_opened(current: Form) -> Form:
    """Return the form in use, or the version of it that the request names.

    Raises NotFoundError("form.unknown") when a page is sent in a version that was never used here; when one is only
    asked for, to put kept answers back, the form in use stands in.
    """
    sent, asked = request.form.get("form_version"), request.args.get("form_version")
    if sent is not None or asked is None:
        return current if sent is None else form_of(current_house(), current.id, sent)
    try:
        return form_of(current_house(), current.id, asked)
    except CaravanError:
        return current
