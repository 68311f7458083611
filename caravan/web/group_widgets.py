"""What the page needs to draw a group as one thing: readings in turn, a value with its unit, taps that answer all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from caravan.formdefs.bounds import bounds_of
from caravan.formdefs.clinical_ranges import HARD_RANGES
from caravan.formdefs.drawing import (
    MEASURE,
    ONE_TAP,
    READINGS,
    Measure,
    Readings,
    Tap,
    kind_of,
    measure_of,
    readings_of,
    taps_of,
    told_beside,
)
from caravan.formdefs.model import Form, Group, Question
from caravan.formdefs.typed_values import AnswerError, read_typed
from caravan.scoring.entry import CMHG, GLUCOSE_UNITS

if TYPE_CHECKING:
    from caravan.web.form_builder import QuestionForm, Section

Spans = Mapping[str, tuple[float, float]]
SLIPS = {rule.rule_id: rule for rule in (CMHG, GLUCOSE_UNITS)}  # the rules that a group may name in its column "entry"


@dataclass(frozen=True, slots=True)
class Told:
    """Findings told beside a group as one: their codes, what they are, and the word that is not worth a line."""

    codes: tuple[str, ...]
    label: str
    no: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group with its make-up: just one of ``readings``, ``measure`` and ``taps`` when it is drawn as one thing."""

    form: Form
    group: Group
    told: tuple[Told, ...] = ()
    readings: Readings | None = None
    measure: Measure | None = None
    taps: tuple[Tap, ...] = ()

    @property
    def template(self) -> str | None:
        """The template that draws it; None when it is drawn as any group."""
        drawn = {"readings": self.readings, "measure": self.measure, "one_tap": self.taps}
        return next((f"components/widgets/{name}.html" for name, parts in drawn.items() if parts), None)

    @property
    def slip(self) -> Mapping[str, float] | None:
        """The limits of a slip of the unit that the rules can see in readings."""
        rule = SLIPS.get(self.group.extra.get("entry", ""))
        return rule.limits if rule and rule.limits else None

    @property
    def unit_spans(self) -> Spans:
        """From which value to which each unit of a measure can be meant."""
        return spans_of(self.form, self.group)


def view_of(form: Form, holder: Section | Group, lang: str) -> GroupView | None:
    """Return how a group is drawn, None for questions that stand in no group."""
    group = form.groups.get(holder.name)
    if group is None:
        return None
    told = tuple(_told(form, codes, lang) for codes in told_beside(group))
    kind = kind_of(group)
    return GroupView(
        form,
        group,
        told,
        readings_of(group) if kind == READINGS else None,
        measure_of(group) if kind == MEASURE else None,
        taps_of(form, group) if kind == ONE_TAP else (),
    )


def _told(form: Form, codes: tuple[str, ...], lang: str) -> Told:
    label = " / ".join(dict.fromkeys(form.finding_label(code, lang) for code in codes))
    return Told(codes, label, form.finding_value_label(codes[0], "no", lang))


def spans_of(form: Form, group: Group) -> Spans:
    """Return by unit the values that may be meant in it: by the rule that the group names, else the hard ranges."""
    measure = measure_of(group)
    if measure is None:
        return {}
    offered = [choice.name for choice in form.choices[measure.unit.list_name or ""]]
    rule = SLIPS.get(group.extra.get("entry", ""))
    if rule and rule.sets:
        return {unit: (span["from"], span["to"]) for unit, span in rule.sets.items() if unit in offered}
    hard = (each for each in HARD_RANGES if each.is_of(measure.value.name) and each.unit_choice in offered)
    return {str(each.unit_choice): (each.low, each.high) for each in hard}


def figures_of(question: Question) -> dict[str, str]:
    """Return what a field of readings needs to know when its number is whole: the limits of its constraint."""
    named = zip(("data-low", "data-high"), bounds_of(question), strict=True)
    return {name: f"{limit:g}" for name, limit in named if limit is not None}


def units_meant(form: QuestionForm, view: GroupView) -> list[str] | None:
    """Return the units that a value may be in, in the words of the form, when it was sent without one; else None."""
    measure = view.measure
    if measure is None or measure.unit.name not in form.refusals or form[measure.unit.name].data:
        return None
    try:
        value = read_typed("decimal", form[measure.value.name].data)
    except AnswerError:
        return None
    fits = [unit for unit, (low, high) in view.unit_spans.items() if isinstance(value, float) and low <= value <= high]
    return [form.definition.choice_label(measure.unit.name, unit, form.lang) for unit in fits]
