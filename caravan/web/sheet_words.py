"""The words of paper forms in Arabic and French, and the person of a named sheet in both."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from caravan.formdefs.model import Form
from caravan.formdefs.on_paper import not_asked
from caravan.printing.paper_sheet import Fact, Pair, SheetWords, Whose, isolated
from caravan.services.patients import PatientPage
from caravan.web.fact_words import FactWords, panel_of
from caravan.web.i18n import gettext_for
from caravan.web.sentences import say
from caravan.web.speech import speaking

WORDS = {
    "name": say("Name"),
    "number": say("Number"),
    "age": say("Age"),
    "female": say("Female"),
    "male": say("Male"),
    "site": say("Site"),
    "day": say("Day"),
    "time": say("Time"),
    "filled_by": say("Filled in by"),
    "known": say("Known already"),
    "legend": say(
        "Round: one answer. Square: several. * must be answered. ° if it applies. Small signs: keys for typing."
    ),
    "if_is": say("If “%(question)s” is: %(answer)s"),
    "if_is_not": say("Unless “%(question)s” is: %(answer)s"),
    "if_blank": say("If “%(question)s” is left empty"),
    "if_filled": say("If “%(question)s” is filled in"),
}
NOTHING_ALLOWED: Mapping[str, str] = {"id_number_enabled": "no"}
SHORT_SEX = {"female": say("F"), "male": say("M")}


def sheet_words(form: Form, caravan: str = "", context: Mapping[str, str] = NOTHING_ALLOWED) -> SheetWords:
    """Return the fixed words of a paper form.

    ``caravan`` is its name; ``context`` what the registration form knows of the house, which may leave questions out.
    """
    pairs = {name: _pair(said.text) for name, said in WORDS.items()}
    pairs |= {name: Pair(pairs[name].ar, SHORT_SEX[name].text) for name in SHORT_SEX}
    return SheetWords(**pairs, caravan=caravan, left_out=not_asked(form, context))


def whose_sheet(page: PatientPage, form: Form) -> Whose:
    """Return the person of a sheet with what this form needs to know of them; a page must be asked for."""
    words, line = {name: _pair(said.text) for name, said in WORDS.items()}, page.line
    with speaking("ar"):
        arabic = panel_of(page, form).facts
    with speaking("fr"):
        french = panel_of(page, form).facts
    pairs = zip(arabic, french, strict=True)
    return Whose(
        name_ar=line.names.get("ar", ""),
        name_fr=line.names.get("fr", ""),
        sex=words[line.sex] if line.sex in words else Pair("", ""),
        age="" if line.age_years is None else str(line.age_years),
        number="" if line.number_today is None else str(line.number_today),
        facts=tuple(_fact(ar, fr) for ar, fr in pairs if fr.figure or fr.words),
    )


def _pair(text: str) -> Pair:
    return Pair(gettext_for("ar")(text), gettext_for("fr")(text))


def _fact(ar: FactWords, fr: FactWords) -> Fact:
    label = Pair(_plain(ar.label), _plain(fr.label))
    return Fact(label, Pair(isolated(_value(ar)), _value(fr)), is_alarming=fr.is_alarming)


def _value(fact: FactWords) -> str:
    return " · ".join(filter(None, (_plain(fact.figure or ""), *map(_plain, fact.words))))


def _plain(text: str | Markup) -> str:
    return text.striptags() if isinstance(text, Markup) else text
