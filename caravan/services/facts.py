"""What a station needs to know from the others: the facts beside its form, from today or from an earlier caravan."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Final

from caravan.domain.dates import local_day
from caravan.formdefs.model import Form, Labels
from caravan.scoring.extraction import extraction_stops
from caravan.services.house import House
from caravan.services.patients import PatientPage, ScreeningLine
from caravan.services.registration import registration_answers
from caravan.services.screening import person_of
from caravan.storage import patients
from caravan.storage.tables import Patient

FILE: Final = Path(__file__).with_name("facts.toml")
REGISTRATION: Final = "registration"
STOPS: Final = "extraction_stop"
"""The finding of the forms at which teeth are drawn: only they are told what stands against it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the table; without labels it is one finding or answer, named by ``show``."""

    id: str
    show: tuple[str, ...]
    labels: Labels = field(default_factory=dict)
    figure: str = ""
    unit: str = ""
    measured_at: tuple[str, ...] = ()
    sex: str = ""
    alarm: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The findings and answers from which it is known."""
        return tuple(dict.fromkeys((*figure_names(self.figure), *self.show)))


@dataclass(frozen=True, slots=True)
class Known:
    """A value of a fact: a finding with its urgency, or an answer (then ``urgency`` is "n")."""

    value: Any
    is_finding: bool
    urgency: str = "n"


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact of a person. Without ``form_id`` it is not known, and ``ask_at`` are the stations that would find out."""

    fact: Fact
    values: Mapping[str, Known] = field(default_factory=dict)
    form_id: str = ""
    form_version: str = ""
    at: datetime | None = None
    is_today: bool = True
    ask_at: tuple[str, ...] = ()

    @property
    def is_alarming(self) -> bool:
        """Whether the doctor must see it: a finding that is urgent, or an answer that the table says."""
        grave = any(known.urgency in ("e", "u", "p") for known in self.values.values())
        return grave or any(
            name in self.values and self.values[name].value in answers for name, answers in self.fact.alarm.items()
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts beside a form. ``stops`` are the finding codes of what stands against an extraction."""

    lines: tuple[FactLine, ...]
    stops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Paper:
    """A form that was filled for the person."""

    form_id: str
    form_version: str
    at: datetime
    is_today: bool
    answers: Mapping[str, Any]
    findings: Mapping[str, tuple[Any, str]] = field(default_factory=dict)


def facts_of(house: House, page: PatientPage, form: Form, stations: Iterable[str]) -> Facts:
    """Return what a form needs to know of a person; ``stations`` are those of the caravan.

    What this form itself says today is left out: it stands in the form. Raises NotFoundError("patient.unknown").
    """
    with house.database.read() as session:
        patient = patients.get_patient(session, page.line.id)
    papers = [*_papers(page, form.id, house.today), _registration(patient, house.today)]
    elsewhere = tuple(station for station in stations if station != form.id)
    found = (_fact_line(fact, papers, elsewhere) for fact in wanted_facts(form) if fact.sex in ("", patient.sex))
    lines = tuple(line for line in found if line.form_id or line.ask_at)
    return Facts(lines, _stops(house, patient, papers) if STOPS in form.finding_codes() else ())


def wanted_facts(form: Form) -> tuple[Fact, ...]:
    """Return the facts that a form needs: those that it names in its settings, else those of the table."""
    table, stations = read_facts()
    return tuple(table.get(name) or Fact(name, (name,)) for name in form.facts or stations.get(form.id, ()))


@cache
def read_facts() -> tuple[Mapping[str, Fact], Mapping[str, tuple[str, ...]]]:
    """Return the table of facts by id, and the ids that each shipped station needs."""
    content = tomllib.loads(FILE.read_text("utf-8"))
    facts = [
        Fact(
            id=row["id"],
            show=tuple(row["show"]),
            labels=row["labels"],
            figure=row.get("figure", ""),
            unit=row.get("unit", ""),
            measured_at=tuple(row.get("measured_at", ())),
            sex=row.get("sex", ""),
            alarm={name: tuple(answers) for name, answers in row.get("alarm", {}).items()},
        )
        for row in content["fact"]
    ]
    stations = {form_id: tuple(names) for form_id, names in content["station"].items()}
    return {fact.id: fact for fact in facts}, stations


def figure_names(figure: str) -> tuple[str, ...]:
    """Return the names between the braces of a figure."""
    return tuple(name for _text, name, _spec, _conversion in Formatter().parse(figure) if name)


def today_answers(page: PatientPage, patient: Patient) -> dict[str, Mapping[str, Any]]:
    """Return what was answered today by form id, the later form of a station visited twice, and the registration."""
    today = page.today.screenings if page.today else ()
    return {REGISTRATION: registration_answers(patient)} | {line.form_id: line.answers for line in today}


def _papers(page: PatientPage, form_id: str, today: date) -> Iterator[_Paper]:
    """The forms of the person, the latest first; today's of this very station left out."""
    for visit in page.visits:
        is_today = visit.day == today
        for line in reversed(visit.screenings):
            if not is_today or line.form_id != form_id:
                yield _paper(line, is_today)


def _paper(line: ScreeningLine, is_today: bool) -> _Paper:
    findings = {finding.code: (finding.value, finding.urgency) for finding in line.findings}
    return _Paper(line.form_id, line.form_version, line.performed_at, is_today, line.answers, findings)


def _registration(patient: Patient, today: date) -> _Paper:
    at = patient.registered_at
    return _Paper(REGISTRATION, patient.form_version or "", at, local_day(at) == today, registration_answers(patient))


def _fact_line(fact: Fact, papers: Iterable[_Paper], stations: tuple[str, ...]) -> FactLine:
    for paper in papers:
        values = dict(_values(fact, paper))
        if values:
            return FactLine(fact, values, paper.form_id, paper.form_version, paper.at, paper.is_today)
    return FactLine(fact, ask_at=tuple(station for station in fact.measured_at if station in stations))


def _values(fact: Fact, paper: _Paper) -> Iterator[tuple[str, Known]]:
    for name in fact.names:
        if name in paper.findings:
            value, urgency = paper.findings[name]
            yield name, Known(value, True, urgency)
        elif name in paper.answers:
            yield name, Known(paper.answers[name], False)


def _stops(house: House, patient: Patient, papers: Iterable[_Paper]) -> tuple[str, ...]:
    """What other stations and the registration say against an extraction today."""
    elsewhere = {paper.form_id: paper.answers for paper in papers if paper.is_today or paper.form_id == REGISTRATION}
    person = replace(person_of(house, patient), elsewhere=elsewhere)
    return tuple(code for code, is_stop in extraction_stops({}, person).items() if is_stop)
