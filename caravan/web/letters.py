"""Referral letters, A4: one for each destination, with what its doctor needs and room for the reply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any
from uuid import UUID

from markupsafe import Markup

from caravan.domain.dates import Birth
from caravan.formdefs.model import UNANSWERED, Form
from caravan.scoring.delays import latest_day
from caravan.services.form_editing import form_as_filled
from caravan.services.house import House
from caravan.services.patients import FindingLine, ScreeningLine
from caravan.services.results import ReferralLine, Results, get_results
from caravan.web.answer_words import answer_text, question_label
from caravan.web.figures import ltr, short_day
from caravan.web.findings import finding_lines, says_itself
from caravan.web.plain_words import find_plain_words, paper_words
from caravan.web.reason_words import reason_text
from caravan.web.told import DANGER, figure_of
from caravan.web.wording import commune, coverage

LANG = "fr"
LINES, LETTERS = 19, 88  # room of what was found, known and done, in lines of the page, and the letters of a line
MOST_REASONS = 3
LONGEST_TEXT = 300
DONE = ("treatments", "extracted_teeth", "filled_teeth", "sealed_teeth", "treatment_given", "glasses_type",
        "glasses_status")  # fmt: skip
VALUE, UNIT = "_value", "_unit"  # the endings of a measure and of the question that holds its unit
HISTORY = "history"  # the group of known diseases and medicines, in any form


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing and its value, as they are printed."""

    label: str | Markup
    shown: str | Markup

    @property
    def says_itself(self) -> bool:
        """Whether the value needs no name before it."""
        return says_itself(_plain(self.label), _plain(self.shown))

    @property
    def letters(self) -> int:
        """How many letters it takes, with what parts it from the next."""
        return len(_plain(self.label)) + len(_plain(self.shown)) + 6


@dataclass(frozen=True, slots=True)
class Section:
    """What one station found."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter; ``left_out`` counts the answers that one page has no room for."""

    results: Results
    destination: str
    form: Form
    urgency: str
    until: date | None
    reasons: tuple[Entry, ...]
    sections: tuple[Section, ...]
    left_out: int
    history: tuple[str | Markup, ...]
    done: tuple[Entry, ...]
    doctors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Filled:
    """A screening with the form in which it was filled."""

    form: Form
    screening: ScreeningLine

    def entries(self, names: Sequence[str]) -> Iterator[Entry]:
        """Yield the answers to these questions in words; long texts are cut, as the record has them whole."""
        for name in names:
            shown, unit = self.shown(name), self.shown(name.removesuffix(VALUE) + UNIT)
            if shown is not None:
                whole = Markup("{} {}").format(shown, unit) if name.endswith(VALUE) and unit else shown
                yield Entry(question_label(self.form, name, LANG), whole)

    def shown(self, name: str) -> Markup | None:
        """Return an answer in words, a long text cut; None without one."""
        answer = self.screening.answers.get(name)
        if answer is None or name not in self.form.questions:
            return None
        if isinstance(answer, str) and self.form.questions[name].type == "text" and len(answer) > LONGEST_TEXT:
            answer = answer[:LONGEST_TEXT].rstrip() + " …"
        return answer_text(self.form, name, answer, LANG)


def compose_letters(house: House, patient_id: UUID) -> list[Letter]:
    """Return a letter for each destination of a person's open referrals, the most urgent first.

    To be called while French is spoken. Raises NotFoundError("patient.unknown").
    """
    results = get_results(house, patient_id)
    filled = [_Filled(form_as_filled(house, s.form_id, s.form_version), s) for s in results.screenings]
    by_destination: dict[str, list[ReferralLine]] = {}
    for referral in results.referrals:
        by_destination.setdefault(referral.destination, []).append(referral)
    any_form = next(form for form in house.forms.values() if "referral_to" in form.choices)
    form = filled[0].form if filled else any_form
    return [_letter(results, filled, form, referrals) for referrals in by_destination.values()]


def _plain(text: str | Markup) -> str:
    return text.striptags() if isinstance(text, Markup) else text


def birth_text(birth: Birth) -> Markup:
    """Return a birth as exactly as it is known; empty when only an age is."""
    if birth.date is not None and birth.precision == "day":
        return short_day(birth.date)
    if birth.date is not None and birth.precision == "month":
        return ltr(birth.date.strftime("%m/%Y"))
    return ltr(birth.year) if birth.year else Markup()


def identity(results: Results) -> list[Entry]:
    """Return what is known of the person beside the names."""
    who, words = results.who, paper_words()["letter"]
    years = words["about_years" if who.birth.precision == "age_estimate" else "years"][LANG]
    address = ", ".join(part for part in (who.locality, commune(who.commune, LANG) if who.commune else "") if part)
    known: Mapping[str, Any] = {
        "birth": birth_text(who.birth),
        "age": "" if who.age_years is None else Markup(years).format(n=ltr(who.age_years)),  # noqa: S704
        "sex": words[who.sex][LANG],
        "phone": ltr(who.phone) if who.phone else "",
        "address": Markup("<bdi>{}</bdi>").format(address) if address else "",
        "coverage": coverage(who.coverage_scheme, LANG) if who.coverage_scheme else "",
        "guardian": Markup("<bdi>{}</bdi>").format(who.guardian) if who.guardian else "",
        "number": "" if results.number is None else ltr(results.number),
    }
    found = [Entry(words[name][LANG], shown) for name, shown in known.items() if shown]
    return [*found, Entry(words["pregnant"][LANG], "✓")] if who.is_pregnant else found


def _letter(results: Results, filled: Sequence[_Filled], form: Form, referrals: Sequence[ReferralLine]) -> Letter:
    senders = {referral.screening_id for referral in referrals}
    ordered = sorted(filled, key=lambda each: each.screening.id not in senders)
    urgency = referrals[0].urgency
    history = tuple(dict.fromkeys(label for each in ordered for label in _history(each)))
    done = tuple(entry for each in ordered for entry in each.entries([q for q in DONE if q in each.form.questions]))
    reasons = tuple(_reasons(ordered, referrals))[:MOST_REASONS]
    taken = len(reasons) + _lines(len(_plain(label)) + 3 for label in history) + _lines(each.letters for each in done)
    sections, left_out = _fitting([_section(each, each.screening.id in senders) for each in ordered], LINES - taken)
    return Letter(
        results=results,
        destination=referrals[0].destination,
        form=form,
        urgency=urgency,
        until=latest_day(urgency, results.day),
        reasons=reasons,
        sections=sections,
        left_out=left_out,
        history=history,
        done=done,
        doctors=tuple(dict.fromkeys(each.screening.performed_by for each in ordered if each.screening.performed_by)),
    )


def _reasons(filled: Sequence[_Filled], referrals: Sequence[ReferralLine]) -> Iterator[Entry]:
    for referral in referrals:
        if referral.screening_id is None and referral.note:
            sign = find_plain_words(DANGER, referral.note)
            yield Entry(
                paper_words()["letter"]["noted"][LANG], sign.texts[LANG] if sign else reason_text(referral.note)
            )
    codes = {(referral.screening_id, code) for referral in referrals for code in referral.reasons}
    for each in filled:
        grave = [found for found in each.screening.findings if (each.screening.id, found.code) in codes]
        for found in grave:
            for line in finding_lines(each.form, [found], LANG):
                yield Entry(line.label, _with_figure(each, found, line.shown))


def _with_figure(each: _Filled, found: FindingLine, shown: str | Markup) -> str | Markup:
    """Return the words of a finding with the figure that they rest on, where there is one."""
    words = find_plain_words(found.code, found.value)
    figure = figure_of(words, each.form, each.screening, LANG) if words else ""
    return Markup("{} ({})").format(shown, ltr(figure)) if figure else shown


def _section(each: _Filled, is_sender: bool) -> Section:
    """Return what a station found: the doctor's words, what is urgent, and all the rest of one that sends."""
    lines = finding_lines(each.form, each.screening.findings, LANG)
    urgent = [Entry(line.label, line.shown) for line in lines if line.urgency != "n"]
    others = [Entry(line.label, line.shown) for line in lines if line.urgency == "n"]
    names = [name for name in each.form.questions if _is_told(each, name)]
    spoken = [name for name in names if each.form.questions[name].type == "text"]
    answers = list(each.entries([name for name in names if name not in spoken])) if is_sender else []
    entries = [*each.entries(spoken), *urgent, *answers, *(others if is_sender else ())]
    return Section(each.form.titles[LANG], _once(entries))


def _once(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries without those that say again the same of the same."""
    return tuple({(_plain(entry.label), _plain(entry.shown)): entry for entry in entries}.values())


def _is_told(each: _Filled, name: str) -> bool:
    """Whether an answer is worth a line among what was found: not told elsewhere, and no tooth that is sound."""
    question = each.form.questions[name]
    is_unit = name.endswith(UNIT) and name.removesuffix(UNIT) + VALUE in each.form.questions
    if question.type in UNANSWERED or name in DONE or HISTORY in question.group or is_unit:
        return False
    choices = each.form.choices.get(question.list_name or "", ())
    is_one_of_a_chart = question.labels.get(LANG, "").isdigit()
    return not (is_one_of_a_chart and choices and each.screening.answers.get(name) == choices[0].name)


def _history(each: _Filled) -> Iterator[str | Markup]:
    for name, question in each.form.questions.items():
        if HISTORY in question.group and each.screening.answers.get(name) == "yes":
            yield question_label(each.form, name, LANG)


def _lines(letters: Iterable[int]) -> int:
    """Return how many lines run-in entries of so many letters take."""
    return ceil(sum(letters) / LETTERS)


def _fitting(sections: Sequence[Section], lines: int) -> tuple[tuple[Section, ...], int]:
    """Return the sections cut to the room of a page, and how many entries were left out."""
    left_out, kept = 0, []
    for section in sections:
        room = lines * LETTERS - len(section.title)
        entries: list[Entry] = []
        for entry in section.entries:
            room -= entry.letters
            if room >= 0:
                entries.append(entry)
        left_out += len(section.entries) - len(entries)
        if entries:
            kept.append(Section(section.title, tuple(entries)))
            lines -= _lines([len(section.title), *(entry.letters for entry in entries)])
    return tuple(kept), left_out
