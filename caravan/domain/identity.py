"""Telephone numbers and identity numbers in the form in which they are compared; what was typed is kept beside it."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

PhoneCheck = Literal["ok", "foreign", "unusual"]

_COUNTRY = "+212"
_MOROCCAN = re.compile(r"\+212[5-8]\d{8}", re.ASCII)
_INTERNATIONAL = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
# The national forms people write, and what stands before the nine digits of the number.
_NATIONAL_FORMS = (
    re.compile(r"(?:\+212|212)0?(?P<number>[5-8]\d{8})", re.ASCII),
    re.compile(r"0(?P<number>[5-8]\d{8})", re.ASCII),
    re.compile(r"(?P<number>[5-7]\d{8})", re.ASCII),
)
_SEPARATORS_AND_MARKS = re.compile("[\\s./\\\\\\-\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def normal_phone(text: str) -> tuple[str, PhoneCheck]:
    """Return a telephone number in E.164 and whether it is Moroccan ("ok"), "foreign", or "unusual".

    An unusual number is returned as it was written. A phone is shared by a household: never a proof of identity.
    """
    folded = _western_digits(text)
    digits = "".join(character for character in folded if character in "0123456789")
    number = f"+{digits}" if folded.lstrip("( \u200e\u200f\u2066-\u2069").startswith("+") else digits
    number = re.sub(r"^00", "+", number)
    for form in _NATIONAL_FORMS:
        if found := form.fullmatch(number):
            number = _COUNTRY + found["number"]
    if _MOROCCAN.fullmatch(number):
        return number, "ok"
    if _INTERNATIONAL.fullmatch(number) and not number.startswith(_COUNTRY):
        return number, "foreign"
    return text.strip(), "unusual"


def normal_identifier(text: str) -> str:
    """Return an identity or insurance number in capitals, Western digits, without spaces, dots, dashes or slashes."""
    return _SEPARATORS_AND_MARKS.sub("", _western_digits(text).upper())


def _western_digits(text: str) -> str:
    """Return the text in its plain Unicode form (NFKC) with every decimal digit written 0-9."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in plain)
