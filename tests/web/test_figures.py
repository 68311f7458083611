"""Days in words, and numbers that Arabic must not turn round."""

from datetime import date

import pytest
from markupsafe import escape

from caravan.web.figures import in_words, measures, number
from caravan.web.findings import FindingWords


@pytest.mark.parametrize(
    ("day", "locale", "words"),
    [
        (date(2026, 12, 1), "fr", "mardi 1er décembre"),
        (date(2026, 12, 11), "fr", "vendredi 11 décembre"),
        (date(2026, 12, 1), "en", "Tuesday 1 December"),
    ],
)
def test_the_first_of_a_month_is_an_ordinal_in_french(day, locale, words):
    assert in_words(day, "EEEE d MMMM", locale) == words


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("من 10 إلى أقل من 20 %", ["20 %"]),
        ("2+", ["2+"]),
        ("1 mmHg, 220 mmHg", ["1 mmHg", "220 mmHg"]),
        ("12+4 = 16", []),
        ("sans chiffre", []),
    ],
)
def test_a_number_with_its_unit_is_isolated(text, isolated):
    shown = measures(text)
    assert shown.striptags() == text
    assert [part.partition("</bdi>")[0] for part in shown.split('<bdi class="n" dir="ltr">')[1:]] == isolated


@pytest.mark.parametrize(("language", "shown"), [("fr", "69,6 mL/min/1,73 m²"), ("en", "69.6 mL/min/1.73 m²")])
def test_a_unit_has_the_decimal_sign_of_its_number(app, language, shown):
    with app.test_request_context(headers={"Accept-Language": language}):
        assert number(69.6, "mL/min/1.73 m²").striptags() == shown


@pytest.mark.parametrize(
    ("label", "value", "gist"),
    [
        ("Near vision", "Near vision poor", "<b>Near vision poor</b>"),
        ("الزرق (الماء الأزرق)", "اشتباه زرق (الماء الأزرق)", "<b>اشتباه زرق (الماء الأزرق)</b>"),
        ("Blood pressure", "High normal", "Blood pressure: <b>High normal</b>"),
        ("<i>", "x", "&lt;i&gt;: <b>x</b>"),
    ],
)
def test_a_finding_does_not_say_its_name_twice(app, label, value, gist):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert FindingWords(label, escape(value), "p").gist == gist
