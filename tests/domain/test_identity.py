"""Telephone and identity numbers in the form in which they are compared."""

from __future__ import annotations

import pytest

from caravan.domain.identity import normal_identifier, normal_phone


@pytest.mark.parametrize(
    "typed",
    [
        "0661234567",
        "06 61 23 45 67",
        "06.61.23.45.67",
        "06-61-23-45-67",
        "661234567",
        "+212661234567",
        "00212 661 234567",
        "212661234567",
        "+212 (0)6 61 23 45 67",
        "(+212) 661 23 45 67",
        "٠٦٦١٢٣٤٥٦٧",
        "\u2066+212661234567\u2069",
    ],
)
def test_a_moroccan_number_has_one_form_however_it_is_written(typed):
    assert normal_phone(typed) == ("+212661234567", "ok")


@pytest.mark.parametrize("typed", ["0528870000", "0700000001", "0800001234"])
def test_fixed_mobile_and_special_numbers_are_moroccan(typed):
    assert normal_phone(typed) == ("+212" + typed[1:], "ok")


@pytest.mark.parametrize(("typed", "kept"), [("+222 45 25 12 34", "+22245251234"), ("0034612345678", "+34612345678")])
def test_a_foreign_number_is_kept(typed, kept):
    assert normal_phone(typed) == (kept, "foreign")


@pytest.mark.parametrize(
    "typed", ["12345", "0161234567", "+21266123456", "0661234567 / 0528870000", "néant", "+0661234567"]
)
def test_an_unusual_number_is_kept_as_written(typed):
    assert normal_phone(f" {typed} ") == (typed, "unusual")


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("ja 123456", "JA123456"),
        ("JA-123.456", "JA123456"),
        ("ＪＡ１２３４５６", "JA123456"),
        ("JA١٢٣٤٥٦", "JA123456"),
        ("123/2004", "1232004"),
        ("\u200fJA123456\u200e", "JA123456"),
        ("M\\145\u2013092428", "M145092428"),
        ("", ""),
    ],
)
def test_an_identity_number_is_compared_without_case_separators_or_marks(typed, compared):
    assert normal_identifier(typed) == compared


def test_zeros_in_front_stay():
    assert normal_identifier("000 123") == "000123"
