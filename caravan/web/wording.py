"""Codes in words for the templates: roles, people, urgencies, stations, sites, communes, coverage, printed cards."""

from __future__ import annotations

import re

from flask import Flask
from flask_babel import gettext as _

from caravan.domain.codes import printed
from caravan.domain.coverage import SCHEMES
from caravan.domain.geography import COMMUNES
from caravan.formdefs.model import Form
from caravan.services.caravans import list_caravans
from caravan.services.patients import PatientLine
from caravan.web.form_fields import is_asked, is_group, is_required
from caravan.web.house import current_house
from caravan.web.layout import find_caravan

ADULT_YEARS = 18
ARABIC = re.compile("[\u0600-\u06ff]")
TITLES = frozenset({"dr", "pr", "mme", "د", "ذ"})


def initial(name: str) -> str:
    """Return the letter that stands for a name, without its title: B for Dr Benali."""
    words = [word for word in name.split() if word.rstrip(".").lower() not in TITLES]
    return (words or [name])[0][:1]


def own_script(name: str, lang: str) -> str:
    """Return the part of a name written in both scripts ("قافلة نون / Caravane Noun") that a language reads."""
    parts = [part.strip() for part in name.split(" / ")]
    found = [part for part in parts if bool(ARABIC.search(part)) == (lang == "ar")]
    return found[0] if 0 < len(found) < len(parts) else name


def person_word(line: PatientLine) -> str:
    """Return woman, man, girl or boy."""
    is_child = line.age_years is not None and line.age_years < ADULT_YEARS
    women, men = (_("Girl"), _("Boy")) if is_child else (_("Woman"), _("Man"))
    words: dict[str, str] = {"female": women, "male": men}
    return words.get(line.sex) or str(_("Sex not recorded"))


def site(name: str, lang: str) -> str:
    """Return the name of a site in a language: one of this caravan, else one of those before it."""
    card = find_caravan()
    places = list(card.sites) if card else []
    if name not in {place.name for place in places}:
        places = [place for earlier in list_caravans(current_house()) for place in earlier.sites]
    return next((place.label(lang) for place in places if place.name == name), name)


def role_names() -> dict[str, str]:
    """Return the roles in words."""
    return {"volunteer": _("Volunteer"), "doctor": _("Doctor"), "coordinator": _("Coordinator")}


def urgency_names() -> dict[str, str]:
    """Return the urgencies in words, gravest first."""
    return {
        "e": _("Immediate"),
        "u": _("Urgent"),
        "p": _("Priority"),
        "r": _("Routine"),
        "n": _("Nothing to report"),
    }


def urgency_meaning(urgency: str, lang: str) -> str:
    """Return what an urgency asks for, in the words of the report."""
    return current_house().report.labels["urgency_meaning"][urgency][lang]


def station_title(form_id: str | None, lang: str) -> str:
    """Return the name of a station's form in a language (empty for none)."""
    form = current_house().forms.get(form_id) if form_id else None
    return form.titles[lang] if form else ""


def referral_name(form: Form, destination: str, lang: str) -> str:
    """Return where a person is sent to, in the words of the form."""
    return form.finding_value_label("referral_to", destination, lang)


def place_name(destination: str, lang: str) -> str:
    """Return where a person is sent to, in the words of the first form that lists it."""
    forms = current_house().forms.values()
    named = (choice for form in forms for choice in form.choices.get("referral_to", ()) if choice.name == destination)
    choice = next(named, None)
    return choice.labels[lang] if choice else destination


def commune(code: str, lang: str) -> str:
    """Return the name of a commune; what is not in the list is shown as it was given."""
    found = COMMUNES.get(code)
    return found.names[lang] if found else code


def coverage(code: str, lang: str) -> str:
    """Return the name of a coverage scheme; what is not in the list is shown as it was given."""
    found = SCHEMES.get(code)
    return found.labels[lang] if found else code


def init_wording(app: Flask) -> None:
    """Give the words to every template."""
    app.jinja_env.filters.update(commune=commune, coverage=coverage, initial=initial, printed=printed, site=site)
    app.jinja_env.filters["own_script"] = own_script
    app.jinja_env.filters["person_word"] = person_word
    app.jinja_env.tests.update(asked=is_asked, group=is_group, required=is_required)
    app.jinja_env.globals.update(
        station_title=station_title,
        referral_name=referral_name,
        place_name=place_name,
        role_names=role_names,
        urgency_names=urgency_names,
        urgency_meaning=urgency_meaning,
    )
