"""What a person typed or chose, read as the answer to one question, or refused by a code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from caravan.formdefs.model import Choice
from caravan.formdefs.values import Value

Answer: TypeAlias = int | float | str | list[str]

LONGEST_TEXT = 2000
# More digits than a float holds exactly: nothing a caravan measures needs them.
MOST_DIGITS = 15

_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
# Decimal comma, Arabic decimal separator, Arabic comma (what an Arabic keyboard has in place of the comma), true minus.
_NUMBER_MARKS = str.maketrans({",": ".", "٫": ".", "،": ".", "\u2212": "-"})
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
# What people put between the numbers of a list: commas and semicolons of both scripts, a slash, spaces.
_BETWEEN_NUMBERS = re.compile(r"[\s,،;؛/]+")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_LOCAL_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
# Marks of writing direction: invisible, and text pasted with them is never found again.
_DIRECTION_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85]")


class AnswerError(ValueError):
    """A typed answer that cannot be read; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def clean_text(text: str) -> str:
    """Return the text in NFC, without control characters and direction marks, and without spaces around it."""
    lines = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    kept = (letter for letter in lines if letter == "\n" or not _is_unwanted(letter))
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def read_typed(kind: str, typed: str | Sequence[str] | None, choices: Sequence[Choice] = ()) -> Answer | None:
    """Return the answer to a question of a type, None when blank. Raises AnswerError when it cannot be read."""
    if kind == "select_multiple":
        return _read_several(typed, choices)
    texts = [clean_text(part) for part in _parts(typed)]
    filled = [text for text in texts if text]
    if len(filled) > 1:
        raise AnswerError("answer.unknown_choice" if kind == "select_one" else "answer.constraint")
    if not filled:
        return None
    return _read_one(filled[0], choices) if kind == "select_one" else _READERS[kind](filled[0])


def value_of(kind: str, answer: Answer | None) -> Value:
    """Return the value that rules see for an answer: a number, a day, a text; several choices joined by a space."""
    if answer is None:
        return ""
    if isinstance(answer, list):
        return " ".join(answer)
    if isinstance(answer, int | float):
        return float(answer)
    return date.fromisoformat(answer) if kind == "date" else answer


def _parts(typed: str | Sequence[str] | None) -> list[str]:
    if typed is None:
        return []
    return [typed] if isinstance(typed, str) else [str(part) for part in typed]


def _is_unwanted(letter: str) -> bool:
    return letter in _DIRECTION_MARKS or unicodedata.category(letter) in {"Cc", "Cs"}


def _read_number(text: str) -> str:
    number = text.translate(_WESTERN).translate(_NUMBER_MARKS)
    if not _NUMBER.fullmatch(number):
        raise AnswerError("answer.not_a_number")
    if len(re.sub(r"^[+-]?0*|\.", "", number)) > MOST_DIGITS:
        raise AnswerError("answer.too_many_digits")
    return number


def _read_integer(text: str) -> int:
    whole, _, rest = _read_number(text).partition(".")
    if rest.strip("0"):
        raise AnswerError("answer.not_whole")
    return int(whole) if whole not in {"", "+", "-"} else 0


def _read_decimal(text: str) -> float:
    return float(_read_number(text)) + 0.0  # -0 is 0


def _read_date(text: str) -> str:
    figures = text.translate(_WESTERN)
    iso, local = _ISO_DAY.fullmatch(figures), _LOCAL_DAY.fullmatch(figures)
    year, month, day = iso.groups() if iso else local.groups()[::-1] if local else ("0", "0", "0")
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError as wrong:
        raise AnswerError("answer.not_a_date") from wrong


def _read_text(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise AnswerError("answer.too_long")
    return text


def _read_numbers(text: str) -> str | None:
    """Return a list of numbers in Western digits with one space between them: ٣٦، ٤٦ is "36 46"."""
    return _read_text(_BETWEEN_NUMBERS.sub(" ", text.translate(_WESTERN)).strip()) or None


def _read_one(text: str, choices: Sequence[Choice]) -> str:
    if not any(choice.name == text for choice in choices):
        raise AnswerError("answer.unknown_choice")
    return text


def _read_several(typed: str | Sequence[str] | None, choices: Sequence[Choice]) -> list[str] | None:
    """Return the chosen names once each, in the order of the list; they may come as a list or joined by spaces."""
    chosen = {name for part in _parts(typed) for name in clean_text(part).split()}
    names = [choice.name for choice in choices]
    if not chosen.issubset(names):
        raise AnswerError("answer.unknown_choice")
    return [name for name in names if name in chosen] or None


_READERS: Mapping[str, Callable[[str], Answer | None]] = {
    "integer": _read_integer,
    "decimal": _read_decimal,
    "date": _read_date,
    "text": _read_text,
    "number-list": _read_numbers,
    "barcode": _read_text,
}
