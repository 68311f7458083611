"""Days, hours and numbers as Morocco writes them: Western digits, decimal comma, Casablanca time, never reversed."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from flask import Flask
from markupsafe import Markup, escape

from caravan.domain.dates import CASABLANCA, local_day
from caravan.web.speech import current_language

DECIMAL_COMMA = ("ar", "fr")
UNIT = r"(?:mmHg|mm|cm|kg|mg|mmol|µmol|g|m|h|D|°C|%)(?:/[A-Za-z0-9.]+²?)?"
MEASURE = re.compile(rf"\d[\d.,/–-]*\s{UNIT}(?!\w)|\b\d\+(?!\d)")


def ltr(value: object, unit: str | None = None) -> Markup:
    """Isolate a number, a code or a measure with its unit, so that Arabic text cannot reverse it."""
    shown = Markup("{} {}").format(value, unit) if unit else escape(value)
    return Markup('<bdi class="n" dir="ltr">{}</bdi>').format(shown)


def measures(text: str) -> Markup:
    """Isolate each number followed by a unit in Latin letters, a percent sign or a plus, such as "220 mmHg" or "2+"."""
    shown, end = Markup(), 0
    for found in MEASURE.finditer(text):
        shown += escape(text[end : found.start()]) + ltr(found[0])
        end = found.end()
    return shown + escape(text[end:])


def number(value: float | Decimal, unit: str | None = None) -> Markup:
    """Write a number with the decimal comma where the language has one, also in a unit such as mL/min/1,73 m²."""
    text = format_decimal(value, locale=current_language().locale, group_separator=False)
    has_comma = current_language().code in DECIMAL_COMMA
    return ltr(text, unit.replace(".", ",") if unit and has_comma else unit)


def long_day(day: date) -> str:
    """Write a day in words: samedi 21 novembre, السبت 21 نونبر."""
    return in_words(day, "EEEE d MMMM", current_language().locale)


def in_words(day: date, pattern: str, locale: str) -> str:
    """Write a day by a pattern of Unicode (LDML); the first of a month is "1er" in French."""
    text = format_date(day, pattern, locale=locale)
    return re.sub(r"\b1 ", "1er ", text) if day.day == 1 and locale.startswith("fr") else text


def short_day(day: date) -> Markup:
    """Write a day in figures: 21/11/2026."""
    return ltr(day.strftime("%d/%m/%Y"))


def day_of(instant: datetime) -> date:
    """Return the day in Morocco of an instant (aware)."""
    return local_day(instant)


def clock(instant: datetime) -> Markup:
    """Write an instant (aware) as the hour in Morocco: 11:42."""
    return ltr(format_time(instant.astimezone(CASABLANCA), "HH:mm", locale="en"))


def init_figures(app: Flask) -> None:
    """Give the filters to the templates."""
    app.jinja_env.globals["measure_pattern"] = MEASURE.pattern
    app.jinja_env.filters.update(
        ltr=ltr, measures=measures, number=number, long_day=long_day, short_day=short_day, clock=clock, day_of=day_of
    )
