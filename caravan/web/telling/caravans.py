"""What happened to the caravan, a site or a member of the staff, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup, escape

from caravan.services.telling import Fact
from caravan.web.answer_words import Change, listed
from caravan.web.figures import ltr
from caravan.web.i18n import language
from caravan.web.telling.words import Scene, Told, day_text
from caravan.web.wording import commune, role_names, station_title

Value = str | Markup | None
Word = Callable[[Scene, Any], Value]


def tell_staff(scene: Scene, fact: Fact) -> Told:
    """Tell what happened to a member of the staff; a PIN is never told, only that it is a new one."""
    titles = {
        "created": _("Added to the staff list"),
        "changed": _("Staff list changed"),
        "cancelled": _("Taken off the staff list"),
        "restored": _("Back on the staff list"),
    }
    title = titles[fact.action]
    if fact.action == "changed" and "pin_hash" in fact.after:
        title = _("New PIN")
    words: Mapping[str, tuple[str, Word]] = {
        "name": (_("Name"), _name),
        "role": (_("Role"), lambda _scene, role: role_names().get(role, role)),
        "language": (_("Language"), lambda _scene, code: language(code).name),
    }
    return Told(title, _changes(scene, fact, words), is_first=fact.action == "created")


def tell_site(scene: Scene, fact: Fact) -> Told:
    """Tell what happened to a site."""
    titles = {
        "created": _("Site added"),
        "changed": _("Site changed"),
        "cancelled": _("Site cancelled"),
        "restored": _("Site brought back"),
    }
    title = titles[fact.action]
    if fact.action == "changed" and "closed_at" in fact.after:
        title = _("Site closed") if fact.after["closed_at"] else _("Site opened again")
    words: Mapping[str, tuple[str, Word]] = {
        "name": (_("Name"), _name),
        "name_ar": (_("Name in Arabic"), _name),
        "commune": (_("Commune"), lambda scene, code: commune(code, scene.lang)),
    }
    return Told(title, _changes(scene, fact, words), is_first=fact.action == "created")


def tell_caravan(scene: Scene, fact: Fact) -> Told:
    """Tell what happened to the caravan."""
    titles = {
        "created": _("Caravan started"),
        "changed": _("Caravan changed"),
        "cancelled": _("Caravan cancelled"),
        "restored": _("Caravan brought back"),
    }
    title = titles[fact.action]
    for column, done, undone in (
        ("closed_at", _("Caravan closed"), _("Caravan opened again")),
        ("archived_at", _("Caravan archived"), _("Caravan taken out of the archive")),
    ):
        if fact.action == "changed" and column in fact.after:
            title = done if fact.after[column] else undone
    words: Mapping[str, tuple[str, Word]] = {
        "name": (_("Name"), _name),
        "starts_on": (_("First day"), lambda _scene, day: day_text(day)),
        "ends_on": (_("Last day"), lambda _scene, day: day_text(day)),
        "stations": (_("Stations"), _stations),
        "closed_stations": (_("Closed stations"), _stations),
        "open_site_id": (_("Open site"), lambda scene, site_id: scene.site(site_id)),
        "people_per_day": (_("People expected in a day"), lambda _scene, count: ltr(count)),
        "id_number_authorisation": (_("Authorisation to record document numbers"), _name),
    }
    return Told(title, _changes(scene, fact, words), is_first=fact.action == "created")


def _changes(scene: Scene, fact: Fact, words: Mapping[str, tuple[str, Word]]) -> list[Change]:
    """Return the columns that have a name and are others now."""
    lines = []
    for column, (label, word) in words.items():
        old, new = fact.before.get(column), fact.after.get(column)
        if column in fact.after and old != new:
            lines.append(Change(label, *(word(scene, value) if value else "—" for value in (old, new))))
    return lines


def _name(_scene: Scene, text: str) -> Value:
    return Markup("<bdi>{}</bdi>").format(text)


def _stations(scene: Scene, stations: list[str]) -> Value:
    return listed([escape(station_title(station, scene.lang) or station) for station in stations], scene.lang)
