"""What happened to a screening, and to what it ordered, in words."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from caravan.formdefs.model import Form
from caravan.services.form_editing import form_as_filled
from caravan.services.telling import Fact
from caravan.web.answer_words import Change, answers_changed, answers_given, listed, question_label
from caravan.web.findings import finding_value
from caravan.web.house import current_house
from caravan.web.telling.words import Scene, Told, fill_in
from caravan.web.wording import referral_name, urgency_names


def tell_screening(scene: Scene, fact: Fact) -> Told:
    """Tell what happened to a screening."""
    form = form_as_filled(current_house(), fact.state["form_id"], fact.state["form_version"])
    if fact.action == "created":
        title = fill_in(_("Recorded: %(station)s"), station=form.titles[scene.lang])
        given = answers_given(form, fact.state["answers"], scene.lang)
        return Told(title, _outcome(scene, form, fact), given + _confirmed(scene, form, fact), is_first=True)
    texts = {
        "changed": _("Corrected: %(station)s, %(done)s"),
        "cancelled": _("Cancelled: %(station)s, %(done)s"),
        "restored": _("Brought back: %(station)s, %(done)s"),
    }
    text = texts[fact.action]
    if fact.action == "changed" and "answers" not in fact.after:
        text = _("Worked out anew: %(station)s, %(done)s")
    title = fill_in(text, station=form.titles[scene.lang], done=scene.done(fact.state["performed_at"]))
    old, new = (each.get("answers") or {} for each in (fact.before, fact.after))
    changes = answers_changed(form, old, new, scene.lang) + _outcome(scene, form, fact)
    return Told(title, changes, _findings(scene, form, fact))


def _outcome(scene: Scene, form: Form, fact: Fact) -> list[Change]:
    """The urgency and the referral, where they are others now."""
    lines = []
    if "urgency" in fact.after and fact.after["urgency"] != fact.before["urgency"]:
        names = urgency_names()
        urgencies = [names.get(each["urgency"]) for each in (fact.before, fact.after)]
        lines.append(Change(_("Urgency"), *urgencies))
    if fact.action == "changed" and fact.after.get("referral_to", "") not in ("", fact.before.get("referral_to")):
        places = [each["referral_to"] for each in (fact.before, fact.after)]
        named = [referral_name(form, place, scene.lang) if place else _("no referral") for place in places]
        lines.append(Change(_("Where to refer"), *named))
    return lines


def _confirmed(scene: Scene, form: Form, fact: Fact) -> list[Change]:
    """The unusual answers that were confirmed as right."""
    names = [
        question_label(form, name, scene.lang) for name in fact.state.get("confirmed") or () if name in form.questions
    ]
    return [Change(_("Unusual, confirmed as right"), None, listed(names, scene.lang))] if names else []


def _findings(scene: Scene, form: Form, fact: Fact) -> list[Change]:
    """What the rules find otherwise now."""
    if fact.action != "changed" or "findings" not in fact.after:
        return []
    old, new = ({f["code"]: f["value"] for f in each["findings"] or ()} for each in (fact.before, fact.after))

    def value(code: str, found: dict[str, Any]) -> Any:
        return finding_value(form, code, found[code], scene.lang) if code in found else None

    changed = [code for code in {**old, **new} if old.get(code) != new.get(code)]
    return [Change(form.finding_label(code, scene.lang), value(code, old), value(code, new)) for code in changed]


def supply_kinds() -> dict[str, str]:
    """Return what may be ordered, given or listed, in words."""
    return {"glasses": _("Glasses"), "cataract_surgery": _("Cataract surgery"), "medicine": _("Medicine")}


def tell_supply(scene: Scene, fact: Fact) -> Told:
    """Tell what happened to glasses, a place on a list, a medicine."""
    kind, form = supply_kinds()[fact.state["kind"]], scene.form_of(fact.state["screening_id"])
    texts = {
        "created": _("Ordered or listed: %(what)s"),
        "changed": _("Changed: %(what)s"),
        "cancelled": _("Taken off: %(what)s"),
        "restored": _("Put back: %(what)s"),
    }
    title = fill_in(texts[fact.action], what=kind)
    if fact.action in ("cancelled", "restored"):
        return Told(title)
    changed = [name for name in ("status", "detail") if fact.after.get(name) and fact.after[name] != fact.before[name]]
    values = [
        [_supply_value(form, name, each[name], scene.lang) for each in (fact.before, fact.after)] for name in changed
    ]
    return Told(title, [Change(kind, *pair) for pair in values], is_first=fact.action == "created")


def _supply_value(form: Form | None, name: str, value: str | None, lang: str) -> str | None:
    question = {"status": "glasses_status", "detail": "glasses_type"}[name]
    if not value:
        return None
    if value == "listed":
        return str(_("On the list"))
    return form.choice_label(question, value, lang) if form and question in form.questions else value
