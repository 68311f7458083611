"""The columns of a line list: who and when, every answer by its question's name, every finding by its code."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from caravan.domain.coverage import SCHEMES
from caravan.domain.dates import AGE_BANDS
from caravan.reports.dataset import ScreeningRow
from caravan.reports.heading import local_moment
from caravan.reports.labels import Words

if TYPE_CHECKING:
    from caravan.formdefs.model import Form, Question

Codes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """``read`` takes the value of a row; ``codes`` gives the label of each code that may stand in the column."""

    name: str
    label: str
    kind: str
    read: Callable[[ScreeningRow], object]
    unit: str = ""
    codes: Codes | None = None


_METADATA: Mapping[str, Callable[[ScreeningRow], object]] = {
    "screening_id": lambda row: row.id,
    "form_id": lambda row: row.form_id,
    "form_version": lambda row: row.form_version,
    "visit_id": lambda row: row.visit_id,
    "patient_id": lambda row: row.patient_id,
    "card_code": lambda row: row.card_code,
    "patient_name": lambda row: row.patient_name,
    "sex": lambda row: row.sex,
    "age_years": lambda row: row.age_years,
    "age_band": lambda row: row.age_band,
    "coverage": lambda row: row.coverage,
    "site": lambda row: row.site,
    "day": lambda row: row.day,
    "performed_at": lambda row: local_moment(row.performed_at),
    "performed_by": lambda row: row.performed_by,
    "recorded_at": lambda row: local_moment(row.recorded_at),
    "confirmed": lambda row: " ".join(row.confirmed),
}

_OUTCOME: Mapping[str, Callable[[ScreeningRow], object]] = {
    "urgency": lambda row: row.urgency,
    "referral_to": lambda row: row.referral_to,
}

NOT_ASKED = ("note", "hidden")  # question types that never hold an answer


def list_columns(form: Form, words: Words) -> tuple[ListColumn, ...]:
    """Return the columns in order: metadata, answers, findings, urgency and referral. Their names are all different.

    The promised names (metadata, promised findings, urgency and referral) always mean the same. A question of one of
    these names becomes ``answer/NAME``; a finding of the form's own with the name of a question, ``finding/NAME``.
    """
    metadata, findings, outcome = list(_metadata(words)), list(_findings(form, words)), list(_outcome(form, words))
    promised = {*words.definition.finding_columns.get(form.id, ()), *_METADATA, *_OUTCOME}
    answers = _renamed(list(_answers(form, words)), promised, "answer")
    taken = {column.name for column in answers} - promised
    return (*metadata, *answers, *_renamed(findings, taken, "finding"), *outcome)


def _renamed(columns: list[ListColumn], taken: Container[str], prefix: str) -> list[ListColumn]:
    return [replace(each, name=f"{prefix}/{each.name}") if each.name in taken else each for each in columns]


def _metadata(words: Words) -> Iterator[ListColumn]:
    codes: Mapping[str, Codes] = {
        "sex": {code: words.label("sex", code) for code in ("female", "male", "unknown")},
        "age_band": {band: words.label("age_band", band) for band in AGE_BANDS},
        "coverage": {scheme: words.coverage(scheme) for scheme in SCHEMES},
    }
    for name, read in _METADATA.items():
        yield ListColumn(name, words.column(name), "metadata", read, codes=codes.get(name))


def _outcome(form: Form, words: Words) -> Iterator[ListColumn]:
    codes: Mapping[str, Codes] = {
        "urgency": {code: words.label("urgency", code) for code in words.definition.labels["urgency"]},
        "referral_to": {choice.name: words.of(choice.labels) for choice in form.choices.get("referral_to", ())},
    }
    for name, read in _OUTCOME.items():
        yield ListColumn(name, words.column(name), "finding", read, codes=codes[name])


def _answers(form: Form, words: Words) -> Iterator[ListColumn]:
    for question in form.questions.values():
        if question.type in NOT_ASKED:
            continue
        label = words.question(form.id, question.name)
        choices = form.choices.get(question.list_name or "", ())
        codes = {choice.name: words.of(choice.labels) for choice in choices} or None
        read = _reader(question)
        yield ListColumn(question.name, label, question.type, read, question.unit or "", codes)
        for code, choice_label in (codes or {}).items() if question.type == "select_multiple" else ():
            name = f"{question.name}/{code}"
            yield ListColumn(name, f"{label} — {choice_label}", "flag", _flag(question.name, code))


def _reader(question: Question) -> Callable[[ScreeningRow], object]:
    name = question.name
    if question.type == "select_multiple":
        return lambda row: " ".join(_chosen(row, name))
    if question.type == "date":
        return lambda row: _day(row.answers.get(name))
    return lambda row: _single(row.answers.get(name))


def _single(answer: object) -> object:
    """Return an answer as it is; several choices of an older version, which let people choose several, as one text."""
    return " ".join(map(str, answer)) if isinstance(answer, list) else answer


def _chosen(row: ScreeningRow, name: str) -> list[str]:
    answer = row.answers.get(name, [])
    return answer if isinstance(answer, list) else str(answer).split()


def _flag(name: str, code: str) -> Callable[[ScreeningRow], object]:
    """1 chosen, 0 not chosen, blank when the question has no answer."""
    return lambda row: int(code in _chosen(row, name)) if row.answers.get(name) else None


def _day(answer: object) -> object:
    try:
        return date.fromisoformat(str(answer)) if answer else None
    except ValueError:
        return answer


def _findings(form: Form, words: Words) -> Iterator[ListColumn]:
    promised = words.definition.finding_columns.get(form.id, ())
    own = form.finding_codes()
    for code in (*promised, *(code for code in own if code not in promised)):
        codes = {choice.name: words.of(choice.labels) for choice in form.choices.get(code, ())} or None
        unit = (form.finding_unit(code) if code in own else None) or ""
        label = words.finding(form.id, code)
        yield ListColumn(code, label, "finding", _finding(code), unit, codes)


def _finding(code: str) -> Callable[[ScreeningRow], object]:
    return lambda row: row.findings.get(code)
