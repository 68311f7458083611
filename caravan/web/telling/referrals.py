"""What happened to a referral, in words: made by whom, decided, settled, dropped."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from caravan.services.telling import Fact
from caravan.web.answer_words import Change
from caravan.web.referral_names import by_hand, outcome_names, state_names
from caravan.web.telling.words import Scene, Told, fill_in
from caravan.web.wording import place_name, urgency_names

UNTOUCHED = {"status": "proposed"}  # how a referral is that nobody has touched: no revision says so


def tell_referral(scene: Scene, fact: Fact) -> Told:
    """Tell what happened to a referral."""
    texts = {
        "created": _made(fact),
        "changed": _("Referral changed: %(place)s"),
        "cancelled": _("Referral cancelled: %(place)s"),
        "restored": _("Referral brought back: %(place)s"),
    }
    place = place_name(fact.state["destination"], scene.lang)
    lines = {"created": _why, "changed": _changes}.get(fact.action)
    return Told(
        fill_in(texts[fact.action], place=place),
        lines(scene, fact) if lines else [],
        is_first=fact.action == "created",
    )


def _made(fact: Fact) -> str:
    texts: dict[str, str] = {
        "rules": _("Referral proposed: %(place)s"),
        "doctor": _("Referral added: %(place)s"),
        "alert": _("Danger sign reported: %(place)s"),
    }
    return texts[fact.state.get("origin") or "rules"]


def _why(scene: Scene, fact: Fact) -> list[Change]:
    """How urgent a referral was made by hand, and why."""
    note, origin = fact.state.get("note"), fact.state.get("origin")
    if not note or not origin:
        return []
    why = _("Danger signs") if origin == "alert" else _("Why")
    return [
        Change(_("Urgency"), None, urgency_names()[fact.state["urgency"]]),
        Change(why, None, by_hand(origin, note, scene.lang)),
    ]


def _changes(scene: Scene, fact: Fact) -> list[Change]:
    """What is otherwise now: how urgent, where to, decided or settled how."""
    labels = {
        "urgency": _("Urgency"),
        "destination": _("Where to refer"),
        "status": _("State"),
        "outcome": _("What became of it"),
    }
    before = UNTOUCHED | {name: value for name, value in fact.before.items() if value is not None}
    changed = [name for name in labels if name in fact.after and fact.after[name] != before.get(name)]
    return [
        Change(labels[name], *(_value(name, each.get(name), scene.lang) for each in (before, fact.after)))
        for name in changed
    ]


def _value(name: str, value: Any, lang: str) -> str | Markup | None:
    if not value:
        return None
    if name == "destination":
        return place_name(value, lang)
    words = {"urgency": urgency_names, "status": state_names, "outcome": outcome_names}[name]()
    return words[value]
