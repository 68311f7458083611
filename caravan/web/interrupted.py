"""A form whose session ended: the login stands in its place, carries what was typed, and shows it again after the PIN.

What is carried is in the page itself and nowhere else: no session, no file and no log of the laptop ever holds it.
A tablet that keeps the typing itself (see js/drafts.js) says so and is simply led to the login.
"""

from __future__ import annotations

from flask import g, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import validate_csrf
from markupsafe import Markup, escape
from werkzeug.wrappers import Response
from wtforms import ValidationError

from caravan.domain.errors import CaravanError
from caravan.services import accounts
from caravan.services.accounts import StaffCard
from caravan.web.again import is_from_own_page, show_again, shown_again_to
from caravan.web.gate import sign_in
from caravan.web.house import current_house
from caravan.web.i18n import LANGUAGES
from caravan.web.messages import sentence
from caravan.web.speech import current_language, speak

# No question of a form has a dot in its name, so these never take the place of an answer.
NAME, PIN, OTHER_NAME = "login.name", "login.pin", "login.other"
KEPT_BY_TABLET, OPENED_BY = "tablet.keeps", "opened.by"
NOT_CARRIED = frozenset({NAME, PIN, OTHER_NAME, "csrf_token", "lang"})


def log_in_on_the_way() -> Response | None:
    """Put the login in the place of a save whose session ended."""
    roles = shown_again_to()
    if g.operator is not None or not roles or not is_from_own_page():
        return None
    language = request.form.get("lang")
    if language in LANGUAGES:
        speak(str(language))
    if KEPT_BY_TABLET in request.form:
        return None
    staff = [card for card in accounts.list_staff(current_house()) if card.role in roles]
    tapped = None if OTHER_NAME in request.form else request.form.get(NAME)
    chosen = next((card for card in staff if str(card.id) == tapped), None)
    if chosen is None:
        return _page("access/login.html", staff=staff, next="")
    if PIN not in request.form or language:
        return _pin_page(chosen)
    return _let_in(chosen)


def whose_answers(otherwise: str) -> str | Markup:
    """Return the sentence above answers shown again: who typed them when that is someone else, else the given one."""
    typed_by = request.form.get(OPENED_BY, "")
    names = {str(card.id): card.name for card in accounts.list_staff(current_house())}
    if typed_by not in names or typed_by == str(g.operator.staff_id):
        return otherwise
    said = escape(_("%(name)s typed these answers. Look at them: they will be saved under your name."))
    return said % {"name": Markup("<bdi>{}</bdi>").format(names[typed_by])}


def _let_in(card: StaffCard) -> Response:
    try:
        validate_csrf(request.form.get("csrf_token"))
        address = request.remote_addr or ""
        operator = accounts.log_in(current_house(), card.id, request.form[PIN], address=address)
    except ValidationError:
        return _pin_page(card, _("Type your PIN once more."))
    except CaravanError as error:
        return _pin_page(card, sentence(error, current_language().code))
    sign_in(operator)
    return show_again(whose_answers(_("Nothing is saved yet. Look at the answers, then save.")))


def _pin_page(card: StaffCard, error: str | None = None) -> Response:
    return _page("access/pin.html", staff=card, error=error)


def _page(template: str, **values: object) -> Response:
    carried = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_CARRIED]
    return make_response(render_template(template, page_keeps="carried", carried=carried, **values), 403)
