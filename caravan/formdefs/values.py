"""The four kinds of value that expressions handle, and how XPath 1.0 turns one into another.

A value is a number (always float), a text, a truth value or a day. A blank answer is the empty text: as a number it is
NaN, so no number is smaller, larger or equal. Corner cases follow JavaRosa, the engine of ODK Collect.
"""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

Value: TypeAlias = float | str | bool | date

EPOCH = date(1970, 1, 1)
# JavaRosa holds two numbers nearer than this for equal, so 0.1 + 0.2 = 0.3.
NEARLY = 1e-12

_NUMBER = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T.*)?", re.DOTALL)
_XPATH_SPACE = " \t\r\n"


def to_number(value: Value) -> float:
    """Return the number a value stands for, NaN when it is none; a day counts from 1970-01-01."""
    if isinstance(value, str):
        text = value.strip(_XPATH_SPACE)
        return float(text) if _NUMBER.fullmatch(text) else math.nan
    if isinstance(value, date):
        return float((value - EPOCH).days)
    return float(value)


def to_text(value: Value) -> str:
    """Return the text of a value: whole numbers without a point, days as YYYY-MM-DD."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else _number_text(value)


def to_truth(value: Value) -> bool:
    """Return whether a value counts as true: a text that is not blank, a number other than 0 and NaN, any day."""
    if isinstance(value, str):
        return value != ""
    if isinstance(value, bool | date):
        return value is not False
    return abs(value) > NEARLY


def to_day(value: Value) -> date | None:
    """Return the day a value stands for, or None."""
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return None
    try:
        if isinstance(value, float | int):
            return EPOCH + timedelta(days=math.trunc(value))
        match = _DAY.fullmatch(value)
        return date.fromisoformat(match[1]) if match else None
    except (ValueError, OverflowError):
        return None


def is_blank(value: Value) -> bool:
    """Return whether a value is the empty text or NaN."""
    return value == "" or (isinstance(value, float) and math.isnan(value))


def _number_text(number: float) -> str:
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if abs(number - round(number)) < NEARLY:
        return str(round(number))
    return f"{Decimal(repr(number)):f}"
