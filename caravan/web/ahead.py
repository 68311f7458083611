"""What forms need besides their pages: the page that comes first names it, so that it is there when one is opened."""

from __future__ import annotations

from flask import Flask, url_for

from caravan.formdefs.model import Form
from caravan.web.choice_faces import has_pictures
from caravan.web.entry_scripts import has_chart, scripts_of
from caravan.web.form_documents import document_address
from caravan.web.gate import current_operator
from caravan.web.house import current_house
from caravan.web.layout import find_caravan
from caravan.web.speech import current_language
from caravan.web.static_files import with_imports

REGISTRATION = "registration"
OF_REGISTRATION = ("css/reception.css", "js/reception/register.js")
OF_STATIONS = ("css/station.css", "js/forms/so_far.js")
OF_QUICK_WAYS = ("css/entry.css", "css/readings.css")
OF_CHARTS = ("css/dental.css", "img/teeth.svg")
OF_PICTURES = ("img/pictures.svg",)


def files_of(form: Form) -> list[str]:
    """Return the names of the static files of a form's page that pages without a form have no use for."""
    quick = scripts_of(form)
    named = [
        "js/forms/live.js",
        *(OF_REGISTRATION if form.id == REGISTRATION else OF_STATIONS),
        *(OF_QUICK_WAYS if quick else ()),
        *(OF_CHARTS if has_chart(form) else ()),
        *(OF_PICTURES if any(has_pictures(form, question) for question in form.questions.values()) else ()),
        *(f"js/forms/{name}.js" for name in quick),
    ]
    return [file for name in named for file in (with_imports(name) if name.endswith(".js") else (name,))]


def fetched_ahead(form_id: str | None = None) -> list[str]:
    """Return the addresses of what the forms of the person's role need, and of the rules of the form that comes first.

    A browser fetches them when it has nothing else to do. The rules of the other forms come with the form.
    """
    forms, language = current_house().forms, current_language().code
    names = dict.fromkeys(name for own in _forms_of_role() for name in files_of(forms[own]))
    rules = [document_address(forms[form_id], language)] if form_id else []
    return [*rules, *(url_for("static", filename=name) for name in names)]


def _forms_of_role() -> tuple[str, ...]:
    card, role = find_caravan(), current_operator().role
    stations = card.open_stations if card and role != "volunteer" else ()
    return stations if role == "doctor" else (REGISTRATION, *stations)


def init_ahead(app: Flask) -> None:
    """Let the pages to which a sign-in leads name what comes after them."""
    app.context_processor(lambda: {"fetched_ahead": fetched_ahead})
