"""One row of a foreign table, mapped and checked against our forms before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from caravan.domain.dates import age_in_months, age_on
from caravan.domain.errors import CaravanError
from caravan.formdefs.answers import Outcome, submit
from caravan.formdefs.model import Form
from caravan.scoring.findings import Person, RuleSet
from caravan.scoring.growth import GrowthTable
from caravan.scoring.registry import Scorer
from caravan.services.importing.maps import ImportMap, Rule, answer_of
from caravan.services.importing.tables import Row
from caravan.services.registration import patient_fields, stored_birth
from caravan.services.screening import person_context

NAMES = ("given_name_fr", "family_name_fr", "given_name_ar", "family_name_ar")


@dataclass(frozen=True, slots=True)
class RowNote:
    """What is to be said of a row: refused, or kept with a value left blank. ``question`` may be empty."""

    number: int
    question: str
    reason: str
    is_refused: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A row ready to be written."""

    number: int
    key: str
    day: date
    patient: Mapping[str, Any]
    person: Person
    answers: Mapping[str, Any]
    confirmed: tuple[str, ...]
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Drafting:
    """What turns rows into drafts: the map, our two forms, how errors become sentences, and the site's own rules."""

    plan: ImportMap
    registration: Form
    station: Form
    language: str
    today: date
    sentence: Callable[[CaravanError, str], str]
    scorers: Mapping[str, Scorer]
    rules: RuleSet = field(default_factory=RuleSet)
    growth: GrowthTable | None = None

    def draft(self, row: Row, notes: list[RowNote]) -> Draft | None:
        """Return the draft of a row, or None after noting why not."""
        try:
            return self._draft(row, notes)
        except CaravanError as error:
            notes.append(RowNote(row.number, "", self.sentence(error, self.language), is_refused=True))
            return None

    def _draft(self, row: Row, notes: list[RowNote]) -> Draft | None:
        if row.has_more:
            raise CaravanError("import.long_row")
        day = self._day(row)
        raw_person = self._raw(self.plan.registration, row)
        known = self._submit(self.registration, self.plan.registration, raw_person, row=row, notes=notes)
        if known is None:
            return None
        patient = patient_fields(known.answers, today=day)
        patient["is_anonymous"] = not any(patient.get(name) for name in NAMES)
        birth = stored_birth(patient)
        person = Person(
            age_years=age_on(birth, day),
            age_months=age_in_months(birth, day),
            rules=self.rules,
            growth=self.growth,
            sex=patient.get("sex", "unknown"),
            pregnant=patient.get("pregnant") or "unknown",
            on_day=day,
        )
        raw = self._raw(self.plan.answers, row)
        context = person_context(person)
        outcome = self._submit(self.station, self.plan.answers, raw, row=row, notes=notes, context=context)
        if outcome is None:
            return None
        return Draft(
            number=row.number,
            key=self._key(row),
            day=day,
            patient=patient,
            person=person,
            answers=outcome.answers,
            confirmed=outcome.confirmed,
            body={"person": raw_person, "answers": raw, "day": day.isoformat()},
        )

    def _raw(self, rules: Mapping[str, Rule], row: Row) -> dict[str, str]:
        answers = {name: answer_of(rule, row.cells) for name, rule in rules.items()}
        return {name: answer for name, answer in answers.items() if answer}

    def _submit(  # noqa: PLR0913  one row, one form, and where to complain
        self,
        form: Form,
        rules: Mapping[str, Rule],
        raw: dict[str, str],
        *,
        row: Row,
        notes: list[RowNote],
        context: Mapping[str, str] | None = None,
    ) -> Outcome | None:
        """Check the answers; blank what the map allows to blank, confirm what is unusual, refuse the rest by name.

        What the form does not ask, given the other answers, cannot be stored and is noted by name.
        """
        typed: dict[str, str | list[str]] = {name: _as_choices(form, name, text) for name, text in raw.items()}
        outcome = submit(form, typed, context=context or {}, today=self.today)
        mended = [name for name in _real_errors(outcome) if rules.get(name, Rule()).blank_invalid]
        for name in mended:
            reason = f"{raw[name]}: {outcome.errors[name].labels[self.language]}"
            notes.append(RowNote(row.number, name, reason, is_refused=False))
            del typed[name]
        if mended:
            outcome = submit(form, typed, context=context or {}, today=self.today)
        if outcome.to_confirm:
            outcome = submit(form, typed, context=context or {}, today=self.today, confirmed=tuple(outcome.to_confirm))
        errors = _real_errors(outcome)
        for name in errors:
            reason = f"{raw.get(name, '')}: {outcome.errors[name].labels[self.language]}"
            notes.append(RowNote(row.number, name, reason, is_refused=True))
        if errors:
            return None
        notes.extend(self._left_out(row, name, raw[name]) for name in typed if name not in outcome.answers)
        return outcome

    def _left_out(self, row: Row, name: str, value: str) -> RowNote:
        error = CaravanError("import.not_asked", value=value)
        return RowNote(row.number, name, self.sentence(error, self.language), is_refused=False)

    def _day(self, row: Row) -> date:
        if self.plan.day_column is None:
            return self.plan.day or self.today
        text = row.cells.get(self.plan.day_column, "")
        try:
            day = date.fromisoformat(text[:10])
        except ValueError as error:
            raise CaravanError("import.day", column=self.plan.day_column, value=text) from error
        if day > self.today:
            raise CaravanError("import.day", column=self.plan.day_column, value=text)
        return day

    def _key(self, row: Row) -> str:
        if self.plan.key is None:
            return row.fingerprint
        key = row.cells.get(self.plan.key, "")
        if not key:
            raise CaravanError("import.no_key", column=self.plan.key)
        return key


def _real_errors(outcome: Outcome) -> list[str]:
    """Leave out blank required answers: an import welcomes people without names and without our consent form."""
    return [name for name, refusal in outcome.errors.items() if refusal.code != "answer.required"]


def _as_choices(form: Form, name: str, text: str) -> str | list[str]:
    question = form.questions.get(name)
    return text.split() if question is not None and question.type == "select_multiple" else text
