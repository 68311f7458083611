"""Builds a FlaskForm class from a form definition, cached per form, version and language.

The fields only carry what was typed and how it is asked; whether an answer is right is decided by the services.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, cast

from flask_wtf import FlaskForm
from jinja2.runtime import Macro
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SelectMultipleField

from caravan.domain.ids import new_id
from caravan.formdefs.answers import Outcome
from caravan.formdefs.drawing import measured_by, missing_of
from caravan.formdefs.model import Form, Group, Labels, Question
from caravan.formdefs.shown import Shown, what_is_shown
from caravan.web.choice_faces import Face, face_of
from caravan.web.entry_scripts import scripts_of
from caravan.web.form_documents import document_address
from caravan.web.form_fields import BUILDERS, MOST_TAPS, TAPPED, in_language, is_asked, is_wide, widget_of
from caravan.web.group_widgets import GroupView, figures_of, units_meant, view_of
from caravan.web.house import today
from caravan.web.meant import Meant, meant_by, settle
from caravan.web.notations import current_notation, is_acuity
from caravan.web.speech import current_language
from caravan.web.steppers import Stepper, stepper_of

THREE = 3
SCRIPTS = ("ar", "fr")
FEW_MORE = 2  # one or two taps over the limit are shown: a button in their place would save no room


@dataclass(frozen=True, slots=True)
class Section:
    """A card of the page: a group of the form, or the questions that stand in no group, which has no name."""

    name: str
    labels: Labels
    appearance: str
    items: tuple[Group | Question, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the summary above a refused form: which field, and what is asked of it."""

    anchor: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Taps:
    """The taps of a choice question: the first at once, the others behind a button, and the one that clears."""

    usual: list[Any]
    others: list[Any]
    blank: Any | None

    @property
    def is_open(self) -> bool:
        """Tell whether one of the others is chosen, so that it must be seen."""
        return any(tap.checked for tap in self.others)


@dataclass(frozen=True, slots=True)
class AtOnce:
    """One tap that gives several answers, by question name."""

    label: str
    answers: Mapping[str, str]


class QuestionForm(FlaskForm):
    """A form definition on the screen, with what was typed and what the service said about it.

    ``context`` is what the form knows before anything is typed, as the service that saves it has it; ``usual`` names
    the choices of a long list that are offered first.
    """

    definition: Form
    lang: str
    drawn: dict[tuple[str, str, str, str, bool], str]
    context: Mapping[str, str] = MappingProxyType({})
    usual: Mapping[str, Sequence[str]] = MappingProxyType({})
    form_version = HiddenField()
    operation_id = HiddenField(default=lambda: str(new_id()))
    confirmed = SelectMultipleField(choices=[], validate_choice=False)

    def __init__(self, typed: MultiDict[str, str] | None = None) -> None:
        """Take what was ``typed``, None for the fields of the request."""
        super().__init__(**({} if typed is None else {"formdata": typed}))
        self.refusals: dict[str, str] = {}
        self.general = ""
        self.form_version.data = self.definition.version
        self.to_confirm: dict[str, str] = {}
        settle(self)

    @property
    def raw(self) -> dict[str, str | list[str]]:
        """What was typed, by question name; blanks stay blanks."""
        names = (name for name, question in self.definition.questions.items() if question.type in BUILDERS)
        return {name: self[name].data or "" for name in names}

    @property
    def confirmed_names(self) -> list[str]:
        """The unusual answers that the person confirmed."""
        return [name for name in (self.confirmed.data or []) if name in self.definition.questions]

    @cached_property
    def shown(self) -> Shown:
        """What the page shows for what was typed."""
        return what_is_shown(self.definition, self.raw, self.lang, context=self.context, today=today())

    @property
    def rules_address(self) -> str:
        """Where the browser finds the form's rules."""
        return document_address(self.definition, self.lang)

    def starts_hidden(self, item: Section | Group | Question) -> bool:
        """Tell whether nothing of an item is asked for what was typed so far."""
        questions = (item,) if isinstance(item, Question) else questions_in(item.items)
        return not any(self.shown.asked[question.name] for question in questions)

    def is_written(self, labels: Labels) -> bool:
        """Tell whether a text changes with the answers."""
        return in_language(labels, self.lang) in self.shown.texts

    def text(self, labels: Labels) -> str:
        """Return a label or a hint in the language of the page, with the answers that it names."""
        text = in_language(labels, self.lang)
        return self.shown.texts.get(text, text)

    def take(self, outcome: Outcome) -> None:
        """Put the service's refusals and questions beside their fields."""
        self.refusals = {
            self._said_at(name, outcome): in_language(refusal.labels, self.lang)
            for name, refusal in outcome.errors.items()
        }
        self.to_confirm = {name: in_language(refusal.labels, self.lang) for name, refusal in outcome.to_confirm.items()}

    def _said_at(self, name: str, outcome: Outcome) -> str:
        """Return where a refusal is shown: a name that is missing in both scripts is missed in the page's own."""
        own = self.in_own_script(name)
        is_moved = own is not None and outcome.errors[name].code == "answer.required" and not self[own].data
        return own if own is not None and is_moved else name

    def in_own_script(self, name: str) -> str | None:
        """Return the same question in the script of the page, when this one is in the other."""
        stem, _, script = name.rpartition("_")
        own = f"{stem}_{own_script(self.lang)}"
        return own if script in SCRIPTS and name != own and own in self.definition.questions else None

    def stands_for_required(self, question: Question) -> bool:
        """Tell whether a question is marked because it is required in the other script."""
        required = (name for name, other in self.definition.questions.items() if other.required)
        return question.required is None and any(self.in_own_script(name) == question.name for name in required)

    def by_script(self, group: Group) -> tuple[list[Question], list[Question]]:
        """Return the questions of a group in the page's own script, then the others."""
        questions = [question for question in questions_in(group.items) if is_asked(question)]
        own = [question for question in questions if question.name.endswith(f"_{own_script(self.lang)}")]
        return own, [question for question in questions if question not in own]

    def at_once(self, section: Section) -> list[AtOnce]:
        """Return the taps that answer a whole group: yes to all, and each way in which that can be given."""
        *agreed, how = questions_in(section.items)
        yes = {question.name: "yes" for question in agreed}
        return [AtOnce(tap.label.text, {**yes, how.name: tap.data}) for tap in self.taps(how).usual]

    def refuse(self, text: str, *names: str) -> None:
        """Put a refusal of the service beside the first of these fields that has an answer, else above the form."""
        answered = [name for name in names if name in self and self[name].data]
        if answered:
            self.refusals[answered[0]] = text
        else:
            self.general = text

    @property
    def problems(self) -> list[Problem]:
        """What is to correct or to confirm, in the order of the page."""
        said = self.to_confirm | self.refusals
        return [self._problem(name, said[name]) for name in self.definition.questions if name in said]

    def _problem(self, name: str, text: str) -> Problem:
        question = self.definition.questions[name]
        has_parts = widget_of(self.definition, question) in TAPPED
        first = 0 if question.type == "select_multiple" else 1  # the blank tap before it is out of sight
        anchor = f"q-{name}-{first}" if has_parts else f"q-{name}"
        return Problem(anchor, in_language(question.labels, self.lang), text)

    @property
    def sections(self) -> list[Section]:
        """The cards of the page."""
        return list(_sections(self.definition))

    def widget(self, question: Question) -> str:
        """Return how to draw a question."""
        return widget_of(self.definition, question)

    def view(self, holder: Section | Group) -> GroupView | None:
        """Return how a group is drawn, None for questions that stand in no group."""
        return view_of(self.definition, holder, self.lang)

    def figures(self, question: Question) -> dict[str, str]:
        """Return what the field of a reading needs to know of its limits."""
        return figures_of(question)

    def meant(self, row: Sequence[Question]) -> Meant | None:
        """Return the reading that was probably meant by one that was refused."""
        return meant_by(self, row)

    def units_meant(self, view: GroupView) -> list[str] | None:
        """Return the names of the units that a refused value without a unit may be in, None when there is none such."""
        return units_meant(self, view)

    def missing(self, question: Question) -> Question | None:
        """Return the question that asks why this one has no answer, which is drawn with it."""
        return missing_of(self.definition, question)

    def is_drawn_with_another(self, question: Question) -> bool:
        """Tell whether a question is drawn as part of the one whose missing answer it explains."""
        return measured_by(self.definition, question) is not None

    def stepper(self, question: Question) -> Stepper:
        """Return the steps in which a number is entered."""
        return stepper_of(question)

    @property
    def scripts(self) -> list[str]:
        """The scripts that the quick ways to answer need."""
        return scripts_of(self.definition)

    def shown_answer(self, name: str) -> str:
        """Return what was typed, or the label of what was chosen."""
        typed = str(self[name].data or "")
        choice = self.definition.find_choice(name, typed)
        return in_language(choice.labels, self.lang) if choice else typed

    def taps(self, question: Question) -> Taps:
        """Return the taps of a choice question."""
        taps = list(self[question.name])
        blank = taps.pop(0) if question.type != "select_multiple" else None
        is_whole = is_acuity(question) or len(taps) <= MOST_TAPS + FEW_MORE
        at_once = len(taps) if is_whole else MOST_TAPS
        return Taps(taps[:at_once], taps[at_once:], blank)

    def draw(self, question: Question, macro: Macro) -> str:
        """Return the markup of a question as the macro makes it; what nobody has answered is made once for all forms.

        Made once is only what the same question shows to everyone: nothing typed, refused, asked back, written from
        answers or offered first. A form has hundreds of taps, and at the rush they took most of the laptop's time.
        """
        if not self._is_untouched(question):
            return macro(self, question)
        notation = current_notation(self.lang) if is_acuity(question) else ""
        key = (current_language().code, macro.name, question.name, notation, self.starts_hidden(question))
        if key not in self.drawn:
            self.drawn[key] = macro(self, question)
        return self.drawn[key]

    def _is_untouched(self, question: Question) -> bool:
        """Tell whether a question shows nothing of this person or of what was typed."""
        name = question.name
        if name in self.refusals or name in self.to_confirm or name in self.confirmed_names or name in self.usual:
            return False
        is_blank = name not in self or not self[name].data
        return is_blank and not self.is_written(question.labels) and not self.is_written(question.hints)

    def face(self, question: Question, tap: Any) -> Face:
        """Return what one tap of a choice question shows."""
        return face_of(self.definition, question, str(tap.data), self.lang)

    def is_wide(self, item: Group | Question) -> bool:
        """Tell whether an item takes the whole row."""
        return is_wide(self.definition, item, self.lang)

    def is_three(self, holder: Section | Group) -> bool:
        """Tell whether a card holds just three short questions, which then share one row."""
        asked = [item for item in holder.items if is_asked(item)]
        return len(asked) == THREE and not any(self.is_wide(item) for item in asked)

    def is_touched(self, section: Section | Group) -> bool:
        """Tell whether something was typed or refused in a section, so that it is not folded away."""
        return self.is_touched_in(questions_in(section.items))

    def is_touched_in(self, questions: Iterable[Question]) -> bool:
        """Tell whether something was typed or refused in one of these questions."""
        names = {question.name for question in questions}
        said = names & (set(self.refusals) | set(self.to_confirm))
        return bool(said) or any(self[name].data for name in names if name in self)


def questions_in(items: tuple[Group | Question, ...]) -> Iterator[Question]:
    """Walk through the questions of a group and of the groups inside it."""
    for item in items:
        if isinstance(item, Group):
            yield from questions_in(item.items)
        else:
            yield item


def _sections(definition: Form) -> Iterator[Section]:
    loose: list[Group | Question] = []
    for item in filter(is_asked, definition.items):
        if isinstance(item, Question):
            loose.append(item)
            continue
        if loose:
            yield Section("", {}, "", tuple(loose))
            loose = []
        yield Section(item.name, item.labels, item.appearance, tuple(filter(is_asked, item.items)))
    if loose:
        yield Section("", {}, "", tuple(loose))


def own_script(lang: str) -> str:
    """Return the script in which a reader of this language writes names: "ar" or "fr"."""
    return "ar" if lang == "ar" else "fr"


def form_class(definition: Form, lang: str) -> type[QuestionForm]:
    """Return the FlaskForm class of a form definition in a language, built once per version."""
    key = (definition.id, definition.version, definition.shape_hash, lang)
    known = _classes()
    if key not in known or known[key].definition is not definition:  # a change of words keeps the version
        known[key] = _build(definition, lang)
    return known[key]


def page_words() -> frozenset[str]:
    """Return the names that no question may have, because the page uses them itself."""
    return frozenset(dir(QuestionForm))


@lru_cache(maxsize=1)
def _classes() -> dict[tuple[str, ...], type[QuestionForm]]:
    return {}


def _build(definition: Form, lang: str) -> type[QuestionForm]:
    asked = [question for question in definition.questions.values() if question.type in BUILDERS]
    taken = [question.name for question in asked if hasattr(QuestionForm, question.name)]
    if taken:
        raise ValueError(f"Form {definition.id}: rename the question {taken[0]}, the page uses that word itself.")
    fields = {question.name: BUILDERS[question.type](definition, question, lang) for question in asked}
    parts = {"definition": definition, "lang": lang, "drawn": {}, **fields}
    return cast("type[QuestionForm]", type(f"{definition.id.title()}Form", (QuestionForm,), parts))
