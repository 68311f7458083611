"""Card codes: what the check character catches, and in which shapes a code may come."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from caravan.domain.codes import (
    ALPHABET,
    BODY_LENGTH,
    CODE_LENGTH,
    WEIGHTS,
    CardScan,
    check_character,
    new_code,
    printed,
    read_code,
)
from caravan.domain.errors import CaravanError


def some_codes(count: int) -> list[str]:
    chance = random.Random(31)
    bodies = ("".join(chance.choices(ALPHABET, k=BODY_LENGTH)) for _ in range(count))
    return [body + check_character(body) for body in bodies]


def is_right(code: str) -> bool:
    return check_character(code[:BODY_LENGTH]) == code[BODY_LENGTH]


def test_weights_are_distinct_and_not_zero_modulo_31_nor_the_weight_of_the_check_character():
    residues = [weight % 31 for weight in (*WEIGHTS, -1)]
    assert len(set(residues)) == CODE_LENGTH
    assert 0 not in residues


def test_the_alphabet_has_31_characters_and_none_that_is_easily_misread():
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
    assert not set("0ILOU") & set(ALPHABET)


def test_each_wrong_character_is_caught():
    for code in some_codes(1_000):
        for place in range(CODE_LENGTH):
            wrong = [code[:place] + other + code[place + 1 :] for other in ALPHABET if other != code[place]]
            assert not any(map(is_right, wrong))


def test_each_swap_of_two_characters_is_caught_wherever_they_stand():
    for code in some_codes(3_000):
        for i, j in combinations(range(CODE_LENGTH), 2):
            swapped = list(code)
            swapped[i], swapped[j] = swapped[j], swapped[i]
            assert code[i] == code[j] or not is_right("".join(swapped))


def test_new_codes_are_right_and_differ():
    codes = [new_code() for _ in range(2_000)]
    assert len(set(codes)) == len(codes)
    assert all(read_code(code) == CardScan(code) for code in codes)


def test_a_known_code_keeps_its_check_character():
    # 2·0+3·1+4·2+5·3+6·4+7·5+8·6+9·7+10·8 = 276; 276 mod 31 = 28, the 29th character.
    assert check_character("123456789") == "X"


@pytest.mark.parametrize(
    "typed",
    [
        "123456789X",
        "12345-6789X",
        "12345-6789x",
        "  12345 6789x \n",
        "1 2 3 4 5 6 7 8 9 x",
        "12345\u20136789X",
        "12345\u00a06789X",
        "\u206612345-6789X\u2069",
        "--12345-6789X--",
    ],
)
def test_a_code_is_read_in_any_case_with_or_without_dash_and_spaces(typed):
    assert read_code(typed) == CardScan("123456789X", None)


@pytest.mark.parametrize("typed", ["123456789X/eye", "12345-6789x/EYE", " 12345-6789X / eye "])
def test_the_code_of_a_paper_form_carries_the_form(typed):
    assert read_code(typed) == CardScan("123456789X", "eye")


@pytest.mark.parametrize("typed", ["", "   ", "\n", "-", "\u200e"])
def test_nothing_typed_is_told_apart_from_a_wrong_code(typed):
    with pytest.raises(CaravanError) as refused:
        read_code(typed)
    assert refused.value.code == "card.empty"


@pytest.mark.parametrize(
    "typed",
    [
        "12345",
        "123456789XX",
        "123456789O",
        "I23456789X",
        "http://caravan.local/q/123456789X",
        "123456789X/",
        "123456789X/eye/2",
        "/eye",
        "12345678ß",
        "123456789X/\u212aeye",
        "١٢٣٤٥٦٧٨٩X",
        "JA123456",
    ],
)
def test_what_is_no_code_is_called_malformed(typed):
    with pytest.raises(CaravanError) as refused:
        read_code(typed)
    assert refused.value.code == "card.malformed"
    assert refused.value.params == {"typed": typed}


def test_a_wrong_check_character_is_said_with_what_was_typed():
    with pytest.raises(CaravanError) as refused:
        read_code(" 12345-6789Y ")
    assert refused.value.code == "card.check_wrong"
    assert refused.value.params == {"typed": "12345-6789Y"}


def test_a_body_of_another_length_or_alphabet_has_no_check_character():
    for body in ("", "12345678", "1234567890", "12345678a"):
        with pytest.raises(ValueError, match="nine characters"):
            check_character(body)


def test_a_code_is_printed_in_two_halves_and_read_back():
    assert printed("123456789X") == "12345-6789X"
    for code in some_codes(50):
        assert read_code(printed(code)).code == code
