"""What a paper form says: both languages of a text, whom a sheet is about, the fixed words of every sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from caravan.formdefs.expressions import Tree
from caravan.formdefs.model import Form, Labels

MEASURE = re.compile(
    r"[0-9][0-9.,/–-]*(?:[ \u00a0\u202f](?:mmHg|[mµ]mol|[cmk]?[mg]|m?L|D|%|°C?)(?:/[A-Za-z0-9.]+²?)?)(?![A-Za-z])"
    r"|[0-9][0-9.,]*[/–-][0-9.,/–-]*"
)
ISOLATED = "\u2066{}\u2069"  # figures with their unit keep their order inside Arabic
REFERENCE, BLANK = re.compile(r"\$\{[^{}]*\}"), "……"  # an answer that a text repeats: there is none yet on paper


@dataclass(frozen=True, slots=True)
class Pair:
    """A text in Arabic and in French; what is the same in both (a unit, a figure) is set once."""

    ar: str
    fr: str

    @property
    def is_one(self) -> bool:
        return self.ar == self.fr

    def __bool__(self) -> bool:
        return bool(self.ar or self.fr)

    def with_values(self, ar: dict[str, str], fr: dict[str, str]) -> Pair:
        """Return the texts with their places filled."""
        return Pair(self.ar % ar, self.fr % fr)


NOTHING = Pair("", "")


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known of a person before the form is filled: what it is, and its value."""

    label: Pair
    value: Pair
    is_alarming: bool = False


@dataclass(frozen=True, slots=True)
class Whose:
    """The person of a sheet: names ("" where there is none in a script), sex, age, today's number, what is known."""

    name_ar: str
    name_fr: str
    sex: Pair
    age: str
    number: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One copy of a form: its card code, its number in the stock (0 for none), and its person (None for a blank)."""

    code: str
    number: int = 0
    whose: Whose | None = None


@dataclass(frozen=True, slots=True)
class SheetWords:
    """The fixed words of a sheet. ``if_is``, ``if_blank`` … have places for "question" and "answer".

    ``left_out`` names questions that this house may not ask.
    """

    name: Pair
    number: Pair
    age: Pair
    female: Pair
    male: Pair
    site: Pair
    day: Pair
    time: Pair
    filled_by: Pair
    known: Pair
    legend: Pair
    if_is: Pair
    if_is_not: Pair
    if_blank: Pair
    if_filled: Pair
    caravan: str = ""
    left_out: frozenset[str] = frozenset()


def pair_of(labels: Labels) -> Pair:
    """Return a label in both languages."""
    ar, fr = (REFERENCE.sub(BLANK, labels.get(lang, "")) for lang in ("ar", "fr"))
    return Pair(ar if ar == fr else isolated(ar), fr)


def isolated(text: str) -> str:
    """Keep the order of figures and their units inside a line of Arabic."""
    return MEASURE.sub(lambda found: ISOLATED.format(found[0]), text)


def condition(form: Form, rule: Tree | None, words: SheetWords) -> Pair:
    """Return when something is asked, in words; nothing for a rule that is not simple."""
    match rule:
        case ["=" | "!=" | "selected" as sign, ["ref", str(name)], ["str", str(value)]] if form.questions[name].labels:
            return _simple(form, str(sign), (name, value), words)
    return NOTHING


def _simple(form: Form, sign: str, compared: tuple[str, str], words: SheetWords) -> Pair:
    name, value = compared
    is_not = sign == "!="
    texts = {(True, False): words.if_is, (True, True): words.if_is_not, (False, True): words.if_filled}
    text = texts.get((bool(value), is_not), words.if_blank)
    ar, fr = (
        {"question": form.questions[name].labels.get(lang, ""), "answer": form.choice_label(name, value, lang)}
        for lang in ("ar", "fr")
    )
    return text.with_values(ar, fr)
