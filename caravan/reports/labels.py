"""The words of a report in one language: definition words, code labels, and the labels of forms and their findings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from caravan.domain.coverage import SCHEMES
from caravan.reports.definitions import ReportDefinition

if TYPE_CHECKING:
    from caravan.formdefs.model import Form

FIRST_STRONG, LEFT_TO_RIGHT, END = "\u2068", "\u2066", "\u2069"
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
# A run that the direction of Arabic would break up: a figure, unit or Latin word with a sign or a space inside it.
_FOREIGN_RUN = re.compile(
    r"(?:[<>≤≥±+−–-][ \u00a0]?)?[A-Za-z0-9µ]"
    r"(?:[A-Za-z0-9µ²³%/.,:;°·\[\]<>≥≤+*_–−-]|[ \u00a0](?=[A-Za-z0-9µ<>≥≤+–−%-]))*[%\]]?"
)


def isolated(text: str, lang: str) -> str:
    """Set a name or value apart inside a sentence, when its direction is not the sentence's or has none."""
    other = _LATIN if lang == "ar" else _ARABIC
    mixes = other.search(text) or (lang == "ar" and any(sign.isdigit() for sign in text))
    return f"{FIRST_STRONG}{text}{END}" if mixes else text


def directed(text: str, lang: str) -> str:
    """Set apart, inside Arabic text, the runs such as "140/90", "≥ 15 %" or "0–4" that would show reversed."""
    if lang != "ar" or LEFT_TO_RIGHT in text or FIRST_STRONG in text:
        return text
    return _FOREIGN_RUN.sub(_isolated_run, text)


def _isolated_run(match: re.Match[str]) -> str:
    run = match.group()
    tail = run[len(run.rstrip(" \u00a0.,:;")) :]
    core = run[: len(run) - len(tail)]
    return f"{LEFT_TO_RIGHT}{core}{END}{tail}" if not core.isalnum() else run


@dataclass(frozen=True, slots=True)
class Words:
    """Everything a sheet says, in one language. A code without a label is shown as it is, not hidden."""

    definition: ReportDefinition
    forms: Mapping[str, Form]
    lang: str

    def of(self, labels: Mapping[str, str]) -> str:
        """The text of one set of labels."""
        return directed(labels[self.lang], self.lang)

    def word(self, key: str, **values: str) -> str:
        """A word or sentence of the definition, its places filled."""
        filled = {name: isolated(value, self.lang) for name, value in values.items()}
        return directed(self.definition.words[key][self.lang].format(**filled), self.lang)

    def column(self, key: str) -> str:
        """The header of a column."""
        return self.of(self.definition.columns[key].labels)

    def label(self, group: str, code: str) -> str:
        """The label of a code of a group: sex, age_band, urgency, coverage_family, destination …"""
        labels = self.definition.labels.get(group, {}).get(code)
        return self.of(labels) if labels else code

    def coverage(self, scheme: str) -> str:
        """The label of a coverage scheme: as the registration form words it, else as the list of schemes does."""
        known = SCHEMES.get(scheme)
        listed = directed(known.labels[self.lang], self.lang) if known else scheme
        return self._choice("registration", "coverage_scheme", scheme) or listed

    def coverage_schemes(self) -> tuple[str, ...]:
        """The schemes that may be answered, in the order in which they are asked."""
        form = self.forms.get("registration")
        question = form.questions.get("coverage_scheme") if form else None
        if form and question and question.list_name:
            return tuple(choice.name for choice in form.choices.get(question.list_name, ()))
        return tuple(SCHEMES)

    def destination(self, code: str) -> str:
        """The label of where a person is sent."""
        if code in self.definition.labels.get("destination", {}):
            return self.label("destination", code)
        found = (choice for form in self.forms.values() for choice in form.choices.get("referral_to", ()))
        return next((self.of(choice.labels) for choice in found if choice.name == code), code)

    def title(self, form_id: str) -> str:
        """The title of a form that has no sheet of its own, such as the registration."""
        form = self.forms.get(form_id)
        return self.of(form.titles) if form else form_id

    def finding(self, form_id: str, code: str) -> str:
        """The label of a finding, its unit in brackets."""
        form = self.forms.get(form_id)
        if form is None or code not in form.finding_codes():
            return code
        unit = form.finding_unit(code)
        label = form.finding_label(code, self.lang)
        return directed(f"{label} ({unit})" if unit else label, self.lang)

    def finding_value(self, form_id: str, code: str, value: str) -> str:
        """The label of a value of a classified finding."""
        form = self.forms.get(form_id)
        known = form.choices.get(code, ()) if form else ()
        return next((self.of(choice.labels) for choice in known if choice.name == value), value)

    def question(self, form_id: str, name: str) -> str:
        """The label of a question."""
        form = self.forms.get(form_id)
        if form is None or name not in form.questions:
            return name
        return directed(form.questions[name].labels.get(self.lang) or name, self.lang)

    def _choice(self, form_id: str, question: str, value: str) -> str | None:
        form = self.forms.get(form_id)
        asked = form.questions.get(question) if form else None
        choices = form.choices.get(asked.list_name, ()) if form and asked and asked.list_name else ()
        return next((self.of(choice.labels) for choice in choices if choice.name == value), None)
