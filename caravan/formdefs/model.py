"""A form as Caravan knows it: questions, groups, choices and labels; all of it fixed once read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from caravan.formdefs.expressions import Tree

Labels: TypeAlias = Mapping[str, str]
Item: TypeAlias = "Group | Question"

# The languages of every form, and how their columns are headed.
LANGUAGES: Mapping[str, str] = {"ar": "العربية (ar)", "fr": "Français (fr)", "en": "English (en)"}
SELECTS = ("select_one", "select_multiple")
UNANSWERED = ("note", "calculate", "hidden")
FINDINGS = "findings"
NUMBER_LIST = "number-list"  # an appearance of ours, for texts such as "36 46"
# Columns of ours about how a group is drawn: see ``drawing``.
DRAWING_COLUMNS = ("pause", "findings", "taps", "entry")


@dataclass(frozen=True, slots=True)
class Choice:
    """One row of the choices sheet; ``extra`` holds the other columns, for choice_filter and units."""

    name: str
    labels: Labels
    extra: Mapping[str, str] = field(default_factory=dict)
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """How a question is answered in few taps: the step of a stepper, what its first tap gives, the normal answer.

    ``normal`` is a tree, so that the normal answer may depend on others; where it comes to blank there is none.
    """

    step: float = 1.0
    start: float | None = None
    normal: Tree | None = None


@dataclass(frozen=True, slots=True)
class NormalTap:
    """How the tap is worded that gives every normal answer, and what it says it will fill in."""

    labels: Labels
    hints: Labels


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the survey sheet that is not a group; ``row`` is the sheet row (the header is row 1)."""

    name: str
    type: str
    labels: Labels
    hints: Labels
    unit: str | None
    required: Tree | None
    relevant: Tree | None
    constraint: Tree | None
    constraint_messages: Labels
    soft_constraint: Tree | None
    soft_constraint_messages: Labels
    calculation: Tree | None
    choice_filter: Tree | None
    list_name: str | None
    appearance: str
    group: tuple[str, ...]
    row: int
    entry: Entry = Entry()

    @property
    def kind(self) -> str:
        """How what is typed is read: the type, or "number-list" for a text with that appearance."""
        return NUMBER_LIST if self.type == "text" and NUMBER_LIST in self.appearance.split() else self.type


@dataclass(frozen=True, slots=True)
class Group:
    """Questions and groups that stand together; ``row`` is the sheet row of its begin_group.

    ``extra`` holds the cells of the columns that say how the group is drawn (``DRAWING_COLUMNS``), blank ones left out.
    """

    name: str
    labels: Labels
    relevant: Tree | None
    appearance: str
    items: tuple[Item, ...]
    row: int
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """One form. ``order`` lists the questions so that each comes after those its value depends on.

    ``facts`` are what it needs to know from other stations, when its settings say so (see ``services.facts``).
    """

    id: str
    version: str
    titles: Labels
    is_station: bool
    items: tuple[Item, ...]
    questions: Mapping[str, Question]
    groups: Mapping[str, Group]
    choices: Mapping[str, tuple[Choice, ...]]
    order: tuple[str, ...]
    shape_hash: str
    file: str
    normal: NormalTap | None = None
    facts: tuple[str, ...] = ()

    def label(self, name: str, lang: str) -> str:
        """Return the label of a question or group; raises KeyError when the form has none of that name."""
        item = self.questions.get(name) or self.groups[name]
        return item.labels[lang]

    def find_choice(self, question_name: str, value: str) -> Choice | None:
        """Return the choice of a select question that has this name."""
        return self._find(self.questions[question_name].list_name, value)

    def choice_label(self, question_name: str, value: str, lang: str) -> str:
        """Return the label of a choice; the value itself when only an older version of the form knew it."""
        choice = self.find_choice(question_name, value)
        return choice.labels[lang] if choice else value

    def finding_codes(self) -> tuple[str, ...]:
        """Return the codes of the findings that this form's screening can give, in the order of the sheet."""
        return tuple(choice.name for choice in self.choices.get(FINDINGS, ()))

    def finding_label(self, code: str, lang: str) -> str:
        """Return the label of a finding, or its code when the form does not list it."""
        choice = self._find(FINDINGS, code)
        return choice.labels[lang] if choice else code

    def finding_value_label(self, code: str, value: str | float | bool, lang: str) -> str:
        """Return the label of a finding's value, or the value as text when no list names it (a figure, say)."""
        text = _value_name(value)
        choice = self._find(code, text)
        return choice.labels[lang] if choice else text

    def finding_unit(self, code: str) -> str | None:
        """Return the UCUM unit of a numeric finding, or None."""
        choice = self._find(FINDINGS, code)
        return choice.extra.get("unit") if choice else None

    def _find(self, list_name: str | None, name: str) -> Choice | None:
        choices = self.choices.get(list_name or "", ())
        return next((choice for choice in choices if choice.name == name), None)


def _value_name(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
