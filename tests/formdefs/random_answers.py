"""Answers by chance, as people might type them: near the limits of a form's own rules, in any script, or as junk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from caravan.formdefs.expressions import Tree, walk
from caravan.formdefs.model import Form, Question
from caravan.formdefs.rules import RULES

ARABIC = str.maketrans("0123456789.-", "٠١٢٣٤٥٦٧٨٩٫\u2212")
PERSIAN = str.maketrans("0123456789.", "۰۱۲۳۴۵۶۷۸۹،")
BLANKS = ("", " ", "\u00a0", "\t\n", "\u200f", "\ufeff ", "\u2003\u3000")
JUNK_NUMBERS = (
    *("abc", "1e3", "0x10", "NaN", "Infinity", "--1", "1.2.3", "1,5,", ".", ",", "+", "-", "- 1", "12 3", "½", "१२"),
    *("1234567890123456", "123456789012345", "0000000000000000012", "0.1234567890123456", "+7", "-0", ".5", "5."),
)
JUNK_DAYS = (
    *("31/02/2020", "2020-02-30", "29/02/2023", "2020-13-01", "0000-01-01", "00/00/0000", "2020/01/02", "1/1/20"),
    *("today", "12/2020", "2020-1-1T10:00", "0001-01-01", "31/12/9999", "32/1/2000", "2020-00-10", "1-1-2020"),
)
TEXTS = (
    *("ok", "Bonjour", "abc!", "b", "12", "3.50", "-7", ".5", "-", "12 345", "0661234567", "+212 661 23 45 67"),
    *("سكري", "ضغط الدم ١٢", "e\u0301te\u0301", "  a   b  ", "a\r\nb\u2028c\x85d", "x\u200ey\u202ez", "\x00\x1f\x7fz"),
    *("😀 ok", "a😀b", "\ud800z", "true", "false", "NaN", "2020-01-05", "[a-z]+", ".*", "(a|b)?", "(?=a)", "a{2,3}"),
    *("11 21 36", "18  48", "AB123", "\\d", "__proto__", "constructor", "12\u00a0", "١٢", "a\tb"),
)
LONG_TEXTS = ("x" * 2000, "y" * 2001, "😀" * 2000, "é" * 2001)


@dataclass
class Answers:
    """Answers by chance to the questions of a form; ``is_clean`` leaves out all that Caravan could not read."""

    form: Form
    random: Random
    is_clean: bool = False
    numbers: list[float] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for node in _nodes(self.form):
            if node[0] == "num":
                self.numbers.append(float(str(node[1])))
            elif node[0] == "str":
                self.words.append(str(node[1]))
        self.numbers = self.numbers or [0.0]
        self.texts = [text for text in TEXTS if not self.is_clean or _is_plain(text)]
        self.words = [word for word in self.words if not self.is_clean or _is_plain(word)]

    def draw(self) -> dict[str, str | list[str]]:
        """Return what was typed into each question; some were left alone."""
        share = self.random.choice((0.2, 0.7, 0.95))
        asked = [q for q in self.form.questions.values() if q.type in _TYPED and self.random.random() < share]
        return {question.name: self.typed(question) for question in asked}

    def context(self) -> dict[str, str]:
        """Return the values of the hidden questions."""
        hidden = [name for name, question in self.form.questions.items() if question.type == "hidden"]
        pool = ["", "female", "male", "yes", "no", str(self.random.randint(0, 95)), str(self._near())]
        return {name: self._for_name(name, pool) for name in hidden if self.random.random() < 0.9}

    def _for_name(self, name: str, pool: list[str]) -> str:
        if self.random.random() < 0.3:
            return self.random.choice(pool)
        if "sex" in name:
            return self.random.choice(("female", "male"))
        return str(self.random.randint(0, 95)) if "age" in name else self.random.choice(("yes", "no"))

    def typed(self, question: Question) -> str | list[str]:
        return _TYPED[question.kind](self, question)

    def chance(self, share: float) -> bool:
        """Return True so often, but never for clean answers."""
        return not self.is_clean and self.random.random() < share

    def _near(self) -> float:
        step = self.random.choice((0, 0, 1, -1, 0.1, -0.1, 0.5, 0.25, self.random.uniform(-50, 50)))
        return round(self.random.choice(self.numbers) + step, self.random.choice((0, 1, 2, 3)))

    def decimal(self, _question: Question) -> str:
        if self.chance(0.15):
            return self.random.choice(JUNK_NUMBERS + BLANKS)
        number = self._near() if self.random.random() < 0.7 else round(self.random.uniform(-20, 320), 1)
        text = str(int(number)) if number.is_integer() else f"{number:.3f}".rstrip("0")
        return self._written(text) if not self.is_clean else text

    def integer(self, question: Question) -> str:
        text = self.decimal(question)
        return text.partition(".")[0] if self.is_clean or self.random.random() < 0.7 else text

    def _written(self, text: str) -> str:
        way = self.random.randrange(6)
        text = text.translate(ARABIC) if way == 0 else text.translate(PERSIAN) if way == 1 else text
        text = text.replace(".", ",") if way == 2 else f" {text}\u200f" if way == 3 else text
        return text + self.random.choice(("", "", "", "0", ".0", ",00"))

    def text(self, _question: Question) -> str:
        if self.chance(0.01):
            return self.random.choice(LONG_TEXTS)
        text = self.random.choice(self.words if self.words and self.random.random() < 0.3 else self.texts)
        return text + self.random.choice(BLANKS) if self.chance(0.1) else text

    def list_of_numbers(self, question: Question) -> str:
        if self.chance(0.3):
            return self.text(question)
        numbers = [str(self.random.choice((0, 11, 36, 39, 48, 55, 85, 99))) for _ in range(self.random.randint(1, 3))]
        text = self.random.choice((" ", ",", "، ", " ; ", "/") if not self.is_clean else (" ",)).join(numbers)
        return self.random.choice((text, text.translate(ARABIC))) if not self.is_clean else text

    def date(self, _question: Question) -> str:
        if self.chance(0.15):
            return self.random.choice(JUNK_DAYS + BLANKS)
        day = date(2026, 11, 21) - timedelta(days=self.random.choice((0, 1, -1, 36524, self.random.randint(0, 45000))))
        local = f"{day.day}/{day.month}/{day.year}"
        ways = (day.isoformat(), local, local.translate(ARABIC), f"{day.day:02}/{day.month:02}/{day.year} ")
        return day.isoformat() if self.is_clean else self.random.choice(ways)

    def one(self, question: Question) -> str | list[str]:
        names = [choice.name for choice in self.form.choices[question.list_name or ""]]
        if self.chance(0.1):
            return self.random.choice(("", " ", "perhaps", names[:2], [names[0], ""], f" {names[-1]} ", "__proto__"))
        return self.random.choice(names)

    def several(self, question: Question) -> str | list[str]:
        names = [choice.name for choice in self.form.choices[question.list_name or ""]]
        chosen = self.random.sample(names, min(len(names), self.random.choice((1, 1, 2, 3))))
        if self.chance(0.1):
            return self.random.choice(([], ["", ""], [*chosen, "perhaps"], [*chosen, *chosen], "a b", "\u00a0"))
        if self.is_clean:
            return sorted(chosen, key=names.index)
        return chosen if self.random.random() < 0.6 else "  ".join(chosen)


_TYPED: Mapping[str, Callable[[Answers, Question], str | list[str]]] = {
    "integer": Answers.integer,
    "decimal": Answers.decimal,
    "text": Answers.text,
    "number-list": Answers.list_of_numbers,
    "barcode": Answers.text,
    "date": Answers.date,
    "select_one": Answers.one,
    "select_multiple": Answers.several,
}


def _is_plain(text: str) -> bool:
    """Tell whether a text reaches every engine as it is."""
    return text.isprintable() and text.isascii() and text == text.strip() != "" and len(text) < 100


def _nodes(form: Form) -> list[Tree]:
    trees = [getattr(item, rule, None) for item in (*form.questions.values(), *form.groups.values()) for rule in RULES]
    return [node for tree in trees if tree for node in walk(tree)]
