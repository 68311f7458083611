"""How each question is asked: the widget, and by a dict from question type the field that carries what is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from markupsafe import Markup
from wtforms import Field, RadioField, SelectChoice, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, Select

from caravan.formdefs.drawing import is_missing
from caravan.formdefs.model import NUMBER_LIST, Form, Group, Labels, Question
from caravan.web.choice_faces import has_pictures
from caravan.web.notations import is_acuity
from caravan.web.scales import is_long, is_scale, steps_of
from caravan.web.steppers import is_stepper

MOST_TAPS = 12  # more than this cannot be read at a glance: the others wait behind a button
LONGEST_LIST_OF_TAPS = 30  # a longer list is a menu
LETTERS_IN_HALF_A_ROW, ROOM_AROUND_A_LABEL = 34, 5
LIVE = "live"  # a note that shows the findings so far: their codes stand after this word
TEETH = "teeth"  # a list of teeth, which may be tapped on the chart
TAPPED = ("chips", "ladder", "pictures", "checks", "scale", "missing")  # widgets with a control for each choice
NEVER_ASKED = frozenset({"hidden", "calculate"})


def in_language(labels: Labels, lang: str) -> str:
    """Return the label in the language, else the first there is (form checks forbid the gap)."""
    return labels.get(lang) or next(iter(labels.values()), "")


def widget_of(definition: Form, question: Question) -> str:
    """Return how a question is asked: note, live, area, one of TAPPED, menu, stepper or line."""
    special = {"stepper": is_stepper, "scale": is_scale, "missing": is_missing}
    found = next((name for name, is_so in special.items() if is_so(question)), "")
    if found:
        return found
    if question.type == "select_one":
        return _select_one_widget(definition, question)
    if question.type == "text" and "multiline" in question.appearance:
        return "area"
    if question.type == "note" and LIVE in question.appearance.split():
        return "live"
    return {"note": "note", "select_multiple": "checks"}.get(question.type, "line")


def _select_one_widget(definition: Form, question: Question) -> str:
    around = {word for name in question.group for word in definition.groups[name].appearance.split()}
    is_long = len(definition.choices.get(question.list_name or "", ())) > MOST_TAPS
    if question.appearance in ("minimal", "autocomplete") or "grid" in around or _is_endless(definition, question):
        return "menu"
    if has_pictures(definition, question):
        return "pictures"
    return "ladder" if is_acuity(question) or (is_long and "pair" in around) else "chips"


def _is_endless(definition: Form, question: Question) -> bool:
    return len(definition.choices.get(question.list_name or "", ())) > LONGEST_LIST_OF_TAPS


def options(definition: Form, question: Question, lang: str) -> list[SelectChoice]:
    """Return what a choice question offers, in the order of the form; one that is searched has its other names too."""
    choices = definition.choices.get(question.list_name or "", ())
    is_searched = question.appearance == "autocomplete"
    return [
        SelectChoice(
            choice.name,
            in_language(choice.labels, lang),
            render_kw={"data-also": _other_names(choice.labels, lang)} if is_searched else None,
        )
        for choice in choices
    ]


def _other_names(labels: Labels, lang: str) -> str:
    own = in_language(labels, lang)
    return "|".join(dict.fromkeys(label for label in labels.values() if label != own))


def _line_attributes(question: Question) -> dict[str, str]:
    keyboard = {"integer": "numeric", "decimal": "decimal"}.get(question.type)
    keyboard = keyboard or ("tel" if "numbers" in question.appearance or question.name.endswith("phone") else "text")
    attributes = {"inputmode": keyboard, "autocomplete": "off", "dir": "auto" if keyboard == "text" else "ltr"}
    if question.kind == NUMBER_LIST:
        attributes |= {"inputmode": "tel", "dir": "ltr"}
    attributes |= {"data-teeth": ""} if TEETH in question.appearance.split() else {}
    attributes |= {"spellcheck": "false", "autocapitalize": _capitals(question)} if question.type == "text" else {}
    script = question.name.rpartition("_")[2]
    if question.type == "text" and script in ("ar", "fr"):
        attributes |= {"lang": script, "dir": "rtl" if script == "ar" else "ltr"}
    if question.type == "date":
        attributes |= {"placeholder": "31/12/1960", "dir": "ltr"}
    return attributes


def _capitals(question: Question) -> str:
    """Return which letters the tablet's keyboard makes capitals: those of names, all of a document's number, none."""
    parts = question.name.split("_")
    if "name" in parts:
        return "words"
    return "characters" if "number" in parts else "none"


class Menu(Select):
    """A menu whose lines are made once: 52 teeth ask in the same words, every registration with the same communes."""

    made: ClassVar[dict[tuple[str, ...], Markup]] = {}

    @classmethod
    def render_option(cls, choice: SelectChoice, **attributes: str) -> Markup:
        """Return one line; what it shows is its value, its label, its other names, and whether it is chosen."""
        also = (choice.render_kw or {}).get("data-also", "")
        key = (choice.value, str(choice.label), also, "selected" if choice.selected else "")
        if key not in cls.made:
            cls.made[key] = super().render_option(choice, **attributes)
        return cls.made[key]


Builder = Callable[[Form, Question, str], Field]


def _line(_definition: Form, question: Question, lang: str) -> Field:
    return StringField(
        in_language(question.labels, lang), id=f"q-{question.name}", render_kw=_line_attributes(question)
    )


def _number(definition: Form, question: Question, lang: str) -> Field:
    if not is_scale(question):
        return _line(definition, question, lang)
    choices = [SelectChoice(step, step or "—") for step in ("", *steps_of(question))]
    label = in_language(question.labels, lang)
    return RadioField(label, id=f"q-{question.name}", choices=choices, default="", validate_choice=False)


def _text(definition: Form, question: Question, lang: str) -> Field:
    if widget_of(definition, question) == "area":
        attributes = {"dir": "auto", "rows": "3"}
        return TextAreaField(in_language(question.labels, lang), id=f"q-{question.name}", render_kw=attributes)
    return _line(definition, question, lang)


def _one(definition: Form, question: Question, lang: str) -> Field:
    choices = [SelectChoice("", "—"), *options(definition, question, lang)]
    label = in_language(question.labels, lang)
    given = {"id": f"q-{question.name}", "choices": choices, "default": "", "validate_choice": False}
    is_menu = widget_of(definition, question) == "menu"
    return SelectField(label, **given, widget=Menu()) if is_menu else RadioField(label, **given)


def _several(definition: Form, question: Question, lang: str) -> Field:
    choices = options(definition, question, lang)
    label = in_language(question.labels, lang)
    box = CheckboxInput()
    return SelectMultipleField(
        label, id=f"q-{question.name}", choices=choices, validate_choice=False, option_widget=box
    )


BUILDERS: Mapping[str, Builder] = {
    "integer": _number,
    "decimal": _line,
    "date": _line,
    "barcode": _line,
    "text": _text,
    "select_one": _one,
    "select_multiple": _several,
}


def is_group(item: Group | Question) -> bool:
    """Tell whether an item holds others."""
    return isinstance(item, Group)


def is_asked(item: Group | Question) -> bool:
    """Tell whether an item appears on the page."""
    if isinstance(item, Group):
        return any(is_asked(inner) for inner in item.items)
    return item.type not in NEVER_ASKED


def is_required(question: Question) -> bool:
    """Tell whether an answer is always wanted (not only when another is given or missing)."""
    return question.required == ["true"] and question.relevant is None


def is_wide(definition: Form, item: Group | Question, lang: str) -> bool:
    """Tell whether an item takes the whole row of its card."""
    if isinstance(item, Group):
        return True
    kind = widget_of(definition, item)
    if kind == "scale":
        return is_long(item)
    if kind not in TAPPED:
        return kind in ("note", "live", "area")
    letters = sum(len(choice.label) + ROOM_AROUND_A_LABEL for choice in options(definition, item, lang))
    return letters > LETTERS_IN_HALF_A_ROW
