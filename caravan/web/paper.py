"""A form on paper, in two languages side by side: what is ticked, what is written, and when a question is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from flask_babel import gettext as _

from caravan.formdefs.expressions import Tree
from caravan.formdefs.model import SELECTS, Choice, Form, Group, Item, Labels, Question
from caravan.web.form_fields import LIVE, LONGEST_LIST_OF_TAPS, MOST_TAPS, is_asked, is_group, is_required
from caravan.web.i18n import LANGUAGES, Language

SECOND = {"ar": "fr", "fr": "ar", "en": "ar"}
LETTERS_IN_HALF_A_LINE = 60  # of all choices in both languages
REFERENCE, BLANK = re.compile(r"\$\{[^{}]*\}"), "……"  # an answer that a text repeats: there is none yet on paper
Kind = Literal["note", "boxes", "number", "day", "lines", "line"]
_KINDS: dict[str, Kind] = {"note": "note", "integer": "number", "decimal": "number", "date": "day"}


def is_printed(item: Item) -> bool:
    """Tell whether an item stands on paper: all that is asked, but no note of what the laptop works out meanwhile."""
    return is_asked(item) and not (isinstance(item, Question) and LIVE in item.appearance.split())


@dataclass(frozen=True, slots=True)
class Part:
    """A group, or the questions between two groups."""

    labels: Labels
    group: Group | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in one of the two languages of the sheet."""

    text: str
    lang: str
    direction: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A form as sheets of paper; ``lang`` comes first, its second language after it."""

    form: Form
    lang: str

    @property
    def language(self) -> Language:
        return LANGUAGES[self.lang]

    @property
    def parts(self) -> list[Part]:
        """The parts of the form, in its order."""
        return list(self.parts_of(self.form.items))

    def parts_of(self, items: Sequence[Item]) -> Iterator[Part]:
        """Yield the groups, and what stands between them, of a form or of a group."""
        for are_groups, found in groupby(filter(is_printed, items), is_group):
            if are_groups:
                yield from (Part(group.labels, group, group.items) for group in found if isinstance(group, Group))
            else:
                yield Part({}, None, tuple(found))

    def texts(self, labels: Labels) -> list[Wording]:
        """Return a label in both languages; once when both are the same."""
        found: dict[str, Wording] = {}
        for lang in (self.lang, SECOND[self.lang]):
            text = REFERENCE.sub(BLANK, labels.get(lang, ""))
            if text:
                found.setdefault(text, Wording(text, lang, LANGUAGES[lang].direction))
        return list(found.values())

    def kind(self, question: Question) -> Kind:
        """Return how a question is answered on paper."""
        if question.type in SELECTS:
            return "boxes" if len(self.choices(question)) <= LONGEST_LIST_OF_TAPS else "line"
        if "multiline" in question.appearance:
            return "lines"
        return _KINDS.get(question.type, "line")

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """Return what can be ticked."""
        return self.form.choices.get(question.list_name or "", ())

    def is_wide(self, question: Question) -> bool:
        """Tell whether a question takes the whole width of the sheet."""
        kind = self.kind(question)
        if kind == "boxes":
            return sum(map(self._letters, self.choices(question))) > LETTERS_IN_HALF_A_LINE
        return kind in ("note", "lines")

    def is_listed(self, group: Group | None) -> bool:
        """Tell whether the questions of a group share one list, printed once: a code is then written in each box."""
        if group is None:
            return False
        lists = {item.list_name if isinstance(item, Question) else None for item in group.items}
        if len(lists) > 1 or None in lists:
            return False
        return "grid" in group.appearance or len(self.form.choices[lists.pop() or ""]) > MOST_TAPS

    def is_pair(self, group: Group | None) -> bool:
        """Tell whether a group holds the right and the left side of one thing."""
        return group is not None and "pair" in group.appearance

    def is_required(self, question: Question) -> bool:
        return is_required(question)

    def condition(self, item: Item) -> str:
        """Return when a question is asked, in words; a rule that is not simple is only announced."""
        if item.relevant is None:
            return ""
        return str(self._simple(item.relevant) or _("Only if it applies"))

    def _letters(self, choice: Choice) -> int:
        return sum(len(wording.text) for wording in self.texts(choice.labels))

    def _simple(self, rule: Tree) -> str:
        match rule:
            case ["=" | "!=" | "selected" as sign, ["ref", str(name)], ["str", str(value)]] if self._label(name):
                words = {"question": self._label(name), "answer": self._answer(name, value)}
                return str(self._when(sign, value, words))
        return ""

    def _when(self, sign: str, value: str, words: dict[str, str]) -> str:
        if value:
            when = _("If “%(question)s” is: %(answer)s", **words)
            unless = _("Unless “%(question)s” is: %(answer)s", **words)
        else:
            when, unless = _("If “%(question)s” is left empty", **words), _("If “%(question)s” is filled in", **words)
        return str(unless if sign == "!=" else when)

    def _label(self, name: str) -> str:
        question = self.form.questions[name]
        return question.labels.get(self.lang, "") if is_asked(question) else ""

    def _answer(self, name: str, value: str) -> str:
        return self.form.choice_label(name, value, self.lang)
