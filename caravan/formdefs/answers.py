"""One filled form: what was typed, read by the form's rules into answers, refusals and values to confirm."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from caravan.formdefs.evaluation import Scope, evaluate, is_true
from caravan.formdefs.expressions import Tree
from caravan.formdefs.model import UNANSWERED, Choice, Form, Labels, Question
from caravan.formdefs.sentences import SENTENCES
from caravan.formdefs.typed_values import Answer, AnswerError, read_typed, value_of
from caravan.formdefs.values import Value, is_blank, to_text

__all__ = ["Answer", "Outcome", "Raw", "Refusal", "submit", "work_out"]

Raw = Mapping[str, "str | list[str]"]
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an answer is not taken: a stable code, and a ready sentence in each language."""

    code: str
    labels: Labels


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a filled form.

    ``answers`` holds what can be stored: blank and irrelevant questions are absent, refused ones too. ``to_confirm``
    holds the unusual values that nobody has confirmed yet, ``confirmed`` the names of those that somebody has.
    """

    answers: Mapping[str, Answer]
    errors: Mapping[str, Refusal]
    to_confirm: Mapping[str, Refusal]
    confirmed: tuple[str, ...]

    @property
    def is_accepted(self) -> bool:
        """Whether nothing is refused and nothing is left to confirm."""
        return not self.errors and not self.to_confirm


@dataclass(slots=True)
class _Filling:
    """A form while its answers are worked out; ``values`` are what the rules see."""

    form: Form
    today: date
    values: dict[str, Value] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    errors: dict[str, Refusal] = field(default_factory=dict)
    to_confirm: dict[str, Refusal] = field(default_factory=dict)
    relevant: dict[str, bool] = field(default_factory=dict)
    opened: dict[str, bool] = field(default_factory=dict)

    def opens(self, group: str) -> bool:
        """Return whether a group is asked; what its rule looks at has been worked out before its first question."""
        if group not in self.opened:
            self.opened[group] = self.holds(self.form.groups[group].relevant)
        return self.opened[group]

    def holds(self, rule: Tree | None, *, value: Value = "", choice: Choice | None = None) -> bool:
        """Return whether a rule holds; no rule always does."""
        if rule is None:
            return True
        return is_true(rule, self.scope(value, choice))

    def scope(self, value: Value = "", choice: Choice | None = None) -> Scope:
        columns = {**choice.extra, "name": choice.name} if choice else {}
        return Scope(self.values, self.today, self_value=value, columns=columns, form=self.form)


def submit(
    form: Form,
    raw: Raw,
    *,
    context: Mapping[str, str] = _NOTHING,
    confirmed: Collection[str] = (),
    today: date,
) -> Outcome:
    """Return what comes of a filled form; every refusal is in it, not only the first.

    ``raw`` is what was typed, by question name: Western or Arabic digits, decimal comma or point, days as 2026-11-21 or
    21/11/2026, several choices as a list or joined by spaces. ``context`` fills the hidden questions; ``confirmed``
    names the questions whose unusual value somebody has confirmed; ``today`` is the day of the visit.
    """
    filling = work_out(form, raw, context=context, today=today)
    asked = [question for question in form.questions.values() if question.type not in UNANSWERED]
    for question in asked:
        if filling.relevant[question.name] and question.name not in filling.errors:
            _check(filling, question)
    pending = [question.name for question in asked if question.name in filling.to_confirm]
    refused, kept = filling.errors, filling.answers.keys() - filling.errors.keys()
    return Outcome(
        answers={name: filling.answers[name] for name in form.questions if name in kept},
        errors={name: refused[name] for name in form.questions if name in refused},
        to_confirm={name: filling.to_confirm[name] for name in pending if name not in confirmed},
        confirmed=tuple(name for name in pending if name in confirmed),
    )


def work_out(form: Form, raw: Raw, *, context: Mapping[str, str], today: date) -> _Filling:
    """Return the values and the relevance of every question, held against no rule yet; parts as for ``submit``."""
    filling = _Filling(form, today)
    for name in form.order:
        _fill(filling, form.questions[name], raw, context)
    return filling


def _fill(filling: _Filling, question: Question, raw: Raw, context: Mapping[str, str]) -> None:
    """Work out one value; the questions it depends on have theirs already."""
    name = question.name
    is_asked = all(filling.opens(group) for group in question.group)
    filling.relevant[name] = is_asked and filling.holds(question.relevant)
    if question.type == "hidden":
        filling.values[name] = str(context.get(name, ""))
    elif question.calculation is not None and filling.relevant[name]:
        _calculate(filling, name, question.calculation)
    elif question.type not in UNANSWERED and filling.relevant[name]:
        _read(filling, question, raw)


def _calculate(filling: _Filling, name: str, calculation: Tree) -> None:
    """Store a result as a number if it is one, else as text; one that is no number at all (or endless) is blank.

    Other rules see a yes or no as such, and not as the text that is stored, which would count as true either way.
    """
    result = evaluate(calculation, filling.scope())
    if is_blank(result) or (isinstance(result, float) and math.isinf(result)):
        return
    if isinstance(result, float):
        filling.answers[name] = int(result) if result.is_integer() else result
        filling.values[name] = result
    else:
        filling.answers[name] = to_text(result)
        filling.values[name] = result if isinstance(result, bool) else to_text(result)


def _read(filling: _Filling, question: Question, raw: Raw) -> None:
    choices = filling.form.choices.get(question.list_name or "", ())
    try:
        answer = read_typed(question.kind, raw.get(question.name), choices)
    except AnswerError as error:
        filling.errors[question.name] = _unread(question, error.code)
        return
    filling.values[question.name] = value_of(question.type, answer)
    if answer is not None:
        filling.answers[question.name] = answer


def _unread(question: Question, code: str) -> Refusal:
    """Return why an answer cannot be read; a choice question without a constraint may say in its message what fits."""
    is_own = code == "answer.unknown_choice" and question.constraint is None
    return _refusal(code, question.constraint_messages if is_own else {})


def _check(filling: _Filling, question: Question) -> None:
    """Hold an answer against its question's own rules; blank answers only against ``required``."""
    name, value = question.name, filling.values[question.name]
    if name not in filling.answers:
        if question.required is not None and filling.holds(question.required):
            filling.errors[name] = Refusal("answer.required", SENTENCES["answer.required"])
    elif not _is_offered(filling, question):
        filling.errors[name] = Refusal("answer.unknown_choice", SENTENCES["answer.unknown_choice"])
    elif not filling.holds(question.constraint, value=value):
        filling.errors[name] = _refusal("answer.constraint", question.constraint_messages)
    elif not filling.holds(question.soft_constraint, value=value):
        filling.to_confirm[name] = _refusal("answer.to_confirm", question.soft_constraint_messages)


def _refusal(code: str, messages: Labels) -> Refusal:
    return Refusal(code, {**SENTENCES[code], **messages})


def _is_offered(filling: _Filling, question: Question) -> bool:
    """Return whether every chosen choice passes the choice_filter."""
    if question.choice_filter is None:
        return True
    answer = filling.answers[question.name]
    chosen = answer if isinstance(answer, list) else [answer]
    choices = (choice for choice in filling.form.choices[question.list_name or ""] if choice.name in chosen)
    return all(filling.holds(question.choice_filter, choice=choice) for choice in choices)
