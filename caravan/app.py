"""The application factory: the one place where the house, the pages and the rules meet."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from caravan.paths import PACKAGE, shipped
from caravan.services.house import House
from caravan.web import (
    access,
    admin,
    cancellations,
    cards,
    coordination,
    form_documents,
    forms,
    join,
    layout,
    look,
    ops,
    outbox,
    paper_printing,
    printing_pages,
    pwa,
    queues,
    reception,
    records,
    referrals,
    scanning,
    second_typing,
    so_far,
    station,
    styleguide,
    typing_in,
)
from caravan.web.ahead import init_ahead
from caravan.web.compression import init_compression
from caravan.web.doors import init_doors
from caravan.web.errors import init_errors
from caravan.web.figures import init_figures
from caravan.web.gate import check_access, recognise
from caravan.web.headers import init_headers
from caravan.web.interrupted import log_in_on_the_way
from caravan.web.notations import init_notations
from caravan.web.operations import acknowledge
from caravan.web.referral_words import init_referral_words
from caravan.web.secure_cookies import SecureCookies
from caravan.web.speech import init_languages
from caravan.web.static_files import init_static_files
from caravan.web.tablet import init_tablets
from caravan.web.tooth_chart import init_tooth_chart
from caravan.web.wording import init_wording

IDLE_LIMIT = timedelta(hours=12)
LARGEST_REQUEST_BYTES = 4 * 1024 * 1024


def create_app(house: House, *, secret_key: str | bytes, testing: bool = False) -> Flask:
    """Build the web application of one house; nothing is global, so several may live in one process."""
    app = Flask("caravan", template_folder=str(shipped("templates")), static_folder=str(PACKAGE / "web" / "static"))
    app.config.update(
        SECRET_KEY=secret_key,
        TESTING=testing,
        SESSION_COOKIE_NAME="caravan",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=IDLE_LIMIT,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST_BYTES,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.extensions["caravan"] = house
    scanning.init_scanning(app)
    app.before_request(recognise)
    init_doors(app)
    for step in (log_in_on_the_way, check_access):
        app.before_request(step)
    CSRFProtect(app).exempt(ops.pages)  # a record bears the signed word of its author instead
    app.before_request(access.change_language_of_form)
    app.after_request(acknowledge)
    init_static_files(app)
    for connect in (init_languages, init_figures, init_headers, init_errors, init_wording, layout.init_layout):
        connect(app)
    init_tablets(app)
    init_ahead(app)
    init_tooth_chart(app)
    look.init_look(app)
    so_far.init_so_far(app)
    init_notations(app)
    init_referral_words(app)
    init_compression(app)
    app.register_blueprint(printing_pages.pages)
    for area in (access, reception, station, queues, coordination, admin, forms, form_documents, look):
        app.register_blueprint(area.pages)
    cards.init_printing(app)
    for area in (records, cancellations, join, referrals, so_far, cards, scanning, ops, outbox, pwa):
        app.register_blueprint(area.pages)
    for area in (paper_printing, typing_in, second_typing):
        app.register_blueprint(area.pages)
    if house.is_demo:
        app.register_blueprint(styleguide.pages)
    app.wsgi_app = SecureCookies(app.wsgi_app)  # type: ignore[method-assign]
    return app
