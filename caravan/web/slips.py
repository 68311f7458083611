"""The slip that a person takes home, A5: chosen by gravity so that it always fits one page, and never empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from markupsafe import Markup, escape

from caravan.scoring.delays import latest_day, latest_retina_day
from caravan.services.form_editing import form_as_filled
from caravan.services.house import House
from caravan.services.patients import ScreeningLine
from caravan.services.results import Results, get_results
from caravan.web.figures import in_words, ltr
from caravan.web.i18n import LANGUAGES
from caravan.web.plain_words import paper_words, texts
from caravan.web.slip_room import DENSE, PLAIN, ROOMY, Setting, Slip, Step, also, does_fit, how_many, joined, listed
from caravan.web.told import Line, Told, line, told_findings, told_signs

MOST_STEPS = 4
EVERYTHING = 10_000
ATTEMPTS = (
    (ROOMY, ("given", "next"), EVERYTHING),
    (PLAIN, ("given", "next"), 3),
    (DENSE, ("given", "next"), 2),
    (DENSE, ("next",), 1),
    (DENSE, (), 1),
)
"""How a slip may be written, the best first: how large, with which parts beside the findings, and with how many."""


def compose_slip(house: House, patient_id: UUID, second: str = "fr") -> Slip:
    """Return the slip of a person's latest visit, as large as it fits. Raises NotFoundError("patient.unknown")."""
    results = get_results(house, patient_id)
    told = [*told_signs(results.referrals), *told_findings(house, results.screenings)]
    for setting, parts, enough in ATTEMPTS:
        slip = Slip(results, second, setting, list(_steps(results)))
        slip.given = list(_given(results, setting)) if "given" in parts else []
        slip.next = list(_next(results)) if "next" in parts else []
        count = how_many(slip, told)
        slip.found = told[:count]
        slip.more = list(_more(house, slip, told[count:]))
        if does_fit(slip) and count >= min(enough, len(told)):
            break
    return slip


def long_day(day: date, lang: str, today: date) -> Markup:
    """Return a day in the words of a language, with its year when that is not this year."""
    pattern = "EEEE d MMMM" if day.year == today.year else "EEEE d MMMM y"
    return Markup("<bdi>{}</bdi>").format(in_words(day, pattern, LANGUAGES[lang].locale))


def _steps(results: Results) -> Iterator[Step]:
    """Yield where to go: each place once, with others of the same urgency, the most urgent first."""
    urgencies: dict[str, str] = {}
    for referral in results.referrals:
        urgencies.setdefault(referral.destination, referral.urgency)
    sent = [(_place(place), urgency) for place, urgency in urgencies.items()]
    for urgency, group in groupby(sent[:MOST_STEPS], key=lambda each: each[1]):
        yield _step(urgency, tuple(place for place, _urgency in group), results.day)
    for _place_of, urgency in sent[
        MOST_STEPS : MOST_STEPS + 1
    ]:  # all others share a line, with the first day of theirs
        yield _step(urgency, tuple(listed([place for place, _urgency in sent[MOST_STEPS:]])), results.day)


def _step(urgency: str, places: tuple[Line, ...], day: date) -> Step:
    return Step(urgency, places, _dated("when", urgency, latest_day(urgency, day), day))


def _place(destination: str) -> Line:
    rows = paper_words()["destination"]
    name = destination if destination in rows else "none"
    return line(rows[name]["picture"], texts("destination", name))


def _dated(table: str, name: str, day: date | None, today: date) -> Line:
    row = texts(table, name)
    shown = {lang: long_day(day, lang, today) if day else Markup() for lang in LANGUAGES}
    return Line("calendar", {lang: Markup(row[lang]).format(day=shown[lang]) for lang in LANGUAGES})  # noqa: S704


def _given(results: Results, setting: Setting) -> Iterator[Line]:
    """Yield one line of what was done and given today, as much of it as there is room for."""
    whole: list[Line] = []
    for each in _each_given(results):
        longer = joined([*whole, each], " · ")[0]
        if max(len(text.striptags()) for text in longer.texts.values()) <= setting.most_given:
            whole.append(each)
    yield from joined(whole, " · ")


def _each_given(results: Results) -> Iterator[Line]:
    """Yield what was given and done: glasses and treatments to take first, then what was done in the mouth."""
    for supply in results.supplies:
        name = f"{supply.kind}_{supply.status}"
        if supply.kind != "cataract_surgery" and name in paper_words()["supply"]:
            yield line(paper_words()["supply"][name]["picture"], texts("supply", name))
    for screening in results.screenings:
        if screening.answers.get("treatment_given"):
            yield line("medicine", texts("supply", "medicine"))
        done = screening.answers.get("treatments") or []
        for name in done.split() if isinstance(done, str) else done:
            if name in paper_words()["treatment"]:
                yield _counted(screening, name)


def _counted(screening: ScreeningLine, name: str) -> Line:
    """Return a treatment, with how many teeth had it when they were named."""
    row = paper_words()["treatment"][name]
    teeth = str(screening.answers.get(row.get("count", ""), "")).replace(",", " ").split()
    shown = texts("treatment", name)
    if not teeth:
        shown = {lang: text.replace(" ({n})", "") for lang, text in shown.items()}
    return line(row["picture"], shown, n=ltr(len(teeth)))


def _next(results: Results) -> Iterator[Line]:
    """Yield the visits to come that no referral tells: the list of operations, the retina."""
    phone = results.who.phone
    call = line("calendar", texts("say", "call" if phone else "no_phone"), number=ltr(phone))
    if any(supply.kind == "cataract_surgery" for supply in results.supplies):
        yield from joined([line("calendar", texts("supply", "cataract_surgery_listed")), call], " ")
    whens = [f.value for each in results.screenings for f in each.findings if f.code == "retina_return"]
    is_sent = any(referral.destination == "ophthalmology" for referral in results.referrals)
    for when in whens[-1:]:
        if not is_sent and when in paper_words()["retina_return"]:
            yield _dated("retina_return", when, latest_retina_day(when, results.day), results.day)


def _more(house: House, slip: Slip, folded: Sequence[Told]) -> Iterator[Line]:
    """Yield what closes the findings: other points, what was examined, that the rest is well."""
    if not slip.results.screenings:
        yield line("paper", texts("say", "nothing_examined"))
        if not slip.is_urgent:  # who must go somewhere now is sent nowhere else
            yield line("paper", texts("say", "not_yet"))
        return
    if not slip.found and not slip.steps:
        yield line("well", texts("say", "nothing"))
    if folded:
        yield also(folded, slip.setting)
    elif slip.found:
        yield line("well", texts("say", "rest_normal"))
    if not slip.found:
        picture = "paper" if slip.steps else "well"  # who is sent somewhere is not told to be well
        yield from joined([line(picture, texts("say", "examined")), *listed(_examined(house, slip.results))], " ")
        if not slip.steps:
            yield line("hospital", texts("say", "stay_well"))


def _examined(house: House, results: Results) -> list[Line]:
    forms = {each.form_id: each.form_version for each in results.screenings}
    titles = [form_as_filled(house, form_id, version).titles for form_id, version in forms.items()]
    return [Line("well", {lang: escape(title[lang]) for lang in LANGUAGES}) for title in titles]
