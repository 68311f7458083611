"""What happened to a person's registration, visits and cards, and in the queues, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup, escape

from caravan.domain.codes import printed
from caravan.formdefs.model import Form
from caravan.services.form_editing import form_as_filled
from caravan.services.telling import Fact
from caravan.web.answer_words import Change, answer_text, answers_changed, answers_given, listed, question_label
from caravan.web.figures import ltr, short_day
from caravan.web.house import current_house
from caravan.web.telling.words import Scene, Told, fill_in
from caravan.web.wording import station_title

BIRTHS = {"day": "birth_date", "month": "birth_year", "year": "birth_year", "age_estimate": "age_years"}


def tell_patient(scene: Scene, fact: Fact) -> Told:
    """Tell what happened to a registration."""
    titles = {
        "created": _("Registration"),
        "changed": _("Registration corrected"),
        "cancelled": _("Person cancelled"),
        "restored": _("Person brought back"),
    }
    form = _registration(fact.state)
    new, old = _answers(fact.state), _answers({**fact.state, **fact.before})
    if fact.action == "created":
        return Told(titles["created"], details=answers_given(form, new, scene.lang), is_first=True)
    return Told(titles[fact.action], answers_changed(form, old, new, scene.lang))


def _registration(state: Mapping[str, Any]) -> Form:
    """Return the registration form in the version in which a person was registered."""
    version = state.get("form_version")
    house = current_house()
    return form_as_filled(house, "registration", version) if version else house.forms["registration"]


def _answers(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a patient as answers of the registration form."""
    known = BIRTHS.get(state.get("birth_precision") or "unknown")
    births = {name: state.get(name) if name == known else None for name in BIRTHS.values()}
    answers = {**state, **births, "phone": state.get("phone_as_written"), **(state.get("extra") or {})}
    return answers if state.get("sex") != "unknown" else {**answers, "sex": None}


def tell_visit(scene: Scene, fact: Fact) -> Told:
    """Tell what happened to a visit."""
    texts = {
        "created": _("Visit opened: %(site)s, number %(number)s"),
        "changed": _("On the visit of %(day)s"),
        "cancelled": _("Visit of %(day)s cancelled"),
        "restored": _("Visit of %(day)s brought back"),
    }
    about = {"day": short_day(fact.state["day"]), "number": ltr(fact.state["number"])}
    title = fill_in(texts[fact.action], site=scene.site(fact.state["site_id"]), **about)
    return Told(title, _visit_changes(scene, fact) if fact.action == "changed" else [])


def _visit_changes(scene: Scene, fact: Fact) -> list[Change]:
    form, lines = current_house().forms["registration"], []
    for column in ("age_years", "coverage_scheme"):
        if column in fact.after and column in form.questions:
            values = [answer_text(form, column, each[column], scene.lang) for each in (fact.before, fact.after)]
            lines.append(Change(question_label(form, column, scene.lang), *values))
    return lines


def tell_card(_scene: Scene, fact: Fact) -> Told:
    """Tell what happened to a card."""
    texts = {
        "created": _("Card given: %(code)s"),
        "changed": _("Card: %(code)s"),
        "cancelled": _("Card taken away: %(code)s"),
        "restored": _("Card given back: %(code)s"),
    }
    return Told(fill_in(texts[fact.action], code=ltr(printed(fact.state["code"]))))


def tell_attachment(_scene: Scene, _fact: Fact) -> Told:
    """Tell that a file was attached."""
    return Told(_("File attached"))


def tell_waits(scene: Scene, facts: Sequence[Fact]) -> list[Told]:
    """Return what happened in the queues, one line for each kind of thing."""
    texts = {
        "waiting": _("Waits for: %(stations)s"),
        "back": _("Back in the queue of: %(stations)s"),
        "called": _("Called to: %(stations)s"),
        "absent": _("Did not come when called: %(stations)s"),
        "left": _("Left without care: %(stations)s"),
        "moved": _("Moved away from: %(stations)s"),
        "done": _("Wait ended: %(stations)s"),
        "void": _("Does not wait any more for: %(stations)s"),
    }
    lines: dict[str, list[Markup]] = {}
    for fact in facts:
        lines.setdefault(_wait(fact), []).append(escape(station_title(fact.state["station"], scene.lang)))
    return [Told(fill_in(texts[kind], stations=listed(stations, scene.lang))) for kind, stations in lines.items()]


def _wait(fact: Fact) -> str:
    """Return what happened to an entry of a queue: its new state, "back" or "void"."""
    if fact.action == "cancelled":
        return "void"
    status = str(fact.state.get("status") or "waiting")
    return "back" if status == "waiting" and fact.action != "created" else status
