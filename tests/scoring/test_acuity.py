"""Acuity notations: every line of table B1 in every notation, the rounding trap, and what is no acuity."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caravan.scoring.acuity import LADDER, LOGMAR, WRITTEN, category, of_logmar, read_acuity, rounded_logmar

ORDER = ("none", "mild", "moderate", "severe", "blind")

TABLE_B1 = [
    ("v12", "6/5", "12/10", -0.1), ("v10", "6/6", "10/10", 0.0), ("v08", "6/7.5", "8/10", 0.1),
    ("v063", "6/9", "6/10", 0.2), ("v063", "6/9.5", "7/10", 0.2), ("v05", "6/12", "5/10", 0.3),
    ("v04", "6/15", "4/10", 0.4), ("v033", "6/18", "3/10", 0.5), ("v025", "6/24", "2.5/10", 0.6),
    ("v02", "6/30", "2/10", 0.7), ("v017", "6/36", "1.6/10", 0.8), ("v0125", "6/48", "1.25/10", 0.9),
    ("v01", "6/60", "1/10", 1.0), ("v008", "5/60", None, 1.1), ("v0067", "4/60", None, 1.2),
    ("v005", "3/60", "1/20", 1.3), ("v0033", "2/60", "1/30", 1.5), ("v0017", "1/60", "1/50", 1.8),
]  # fmt: skip


@pytest.mark.parametrize(("code", "six_metres", "tenths", "logmar"), TABLE_B1)
def test_every_line_of_table_b1_is_one_code_in_every_notation(*, code, six_metres, tenths, logmar):
    typed = [each for each in (six_metres, tenths, code.upper(), f"logMAR {logmar}") if each]
    assert {read_acuity(each).code for each in typed} == {code}
    assert LADDER[code] == logmar == read_acuity(six_metres).logmar


@pytest.mark.parametrize(("said", "same"), [("6/18", "3/10"), ("3/60", "1/20"), ("1/60", "1/50")])
def test_b1_threshold_trap_lines_that_icd_equates_get_one_code_and_one_category(said, same):
    first, second = read_acuity(said), read_acuity(same)
    assert (first.code, category(first.logmar)) == (second.code, category(second.logmar))


def test_b1_threshold_trap_the_raw_decimals_would_differ():
    assert 3 / 10 < 6 / 18
    assert rounded_logmar(3 / 10) == rounded_logmar(6 / 18) == 0.5


@pytest.mark.parametrize(
    ("right", "left", "named", "monocular"),
    [
        pytest.param("6/60", "6/18", "mild", "no", id="B2 vector 1"),
        pytest.param("3/10", "1/10", "mild", "no", id="B2 vector 2"),
        pytest.param("2/10", "CF 1 m", "moderate", "yes", id="B2 vector 3"),
        pytest.param("1/20", "PL", "severe", "yes", id="B2 vector 4"),
        pytest.param("1/50", "2/60", "blind", "no", id="B2 vector 5"),
        pytest.param("10/10", "NPL", "none", "yes", id="B2 vector 6"),
        pytest.param("4/10", "6/15", "mild", "no", id="B2 vector 7"),
        pytest.param("5/10", "5/10", "none", "no", id="B2 vector 8"),
    ],
)
def test_b2_vectors_hold_as_they_are_written(values, right, left, named, monocular):
    codes = {f"va_unaided_{side}": read_acuity(said).code for side, said in (("r", right), ("l", left))}
    found = values("eye", codes)
    assert (found["vision_category"], found["monocular_blindness"]) == (named, monocular)


@pytest.mark.parametrize(
    ("said", "code", "logmar"),
    [
        pytest.param("CF 3 m", "cf3", 1.3, id="B1 CF 3 m is 3/60"),
        pytest.param("CF 1 m", "cf1", 1.8, id="B1 CF 1 m is 1/60"),
        ("cld 2m", "cf2", 1.5),
        ("compte les doigts 4 m", "v0067", 1.2),
        ("CF 2,5 m", "v0033", 1.4),
        ("CF 0.5 m", "cf", 1.9),
        ("عدّ الأصابع", "cf", 1.9),
        ("HM", "hm", 2.3),
        ("mouvements de la main", "hm", 2.3),
        ("LP", "pl", 2.7),
        ("NLP", "npl", 3.0),
        ("لا إدراك للضوء", "npl", 3.0),
        ("FIX", "fix", None),
        ("nofix", "nofix", None),
        ("NT", "nt", None),
    ],
)
def test_words_and_fingers_are_read(said, code, logmar):
    read = read_acuity(said)
    assert (read.code, read.logmar) == (code, logmar)


@pytest.mark.parametrize(("said", "bare", "code"), [("0,8", "decimal", "v08"), ("0.3", "logmar", "v05")])
def test_a_bare_number_is_a_decimal_unless_the_team_uses_logmar(said, bare, code):
    assert read_acuity(said, bare).code == code


@pytest.mark.parametrize(
    ("score", "code", "named"),
    [
        (0.30, "v05", "none"),
        (0.32, "v04", "mild"),
        (0.50, "v033", "mild"),
        (0.52, "v025", "moderate"),
        (1.00, "v01", "moderate"),
        (1.02, "v008", "severe"),
        (1.30, "v005", "severe"),
        (1.32, "v0033", "blind"),
    ],
)
def test_a_letter_score_is_compared_unrounded_and_its_code_keeps_its_category(score, code, named):
    read = read_acuity(f"logmar {score}")
    assert (read.logmar, read.code) == (score, code)
    assert category(score) == category(LOGMAR[read.code]) == named


@pytest.mark.parametrize(
    "said",
    ["", "good", "6/0", "0/6", "0", "60/6", "-1", "logmar 4", "logmar", "CF 0 m", "CF 200 m", "HM 3 m", "PL 2", "6-18"],
)
def test_what_is_no_acuity_is_not_read(said):
    assert read_acuity(said) is None


@given(st.floats(0.011, 2), st.floats(0.011, 2))
@settings(max_examples=100, deadline=None)
def test_a_worse_decimal_never_gets_a_better_category(first, second):
    worse, better = sorted((first, second))
    named = [ORDER.index(category(rounded_logmar(each))) for each in (better, worse)]
    assert named[0] <= named[1]


@given(st.floats(-0.4, 1.8))
@settings(max_examples=100, deadline=None)
def test_a_code_never_says_another_category_than_its_score(score):
    assert category(LADDER[of_logmar(score).code]) == category(score)


@pytest.mark.parametrize(
    ("notation", "code", "label"),
    [(notation, code, label) for notation, lines in WRITTEN.items() for code, label in lines.items()],
)
def test_every_line_as_it_is_written_reads_back_as_its_own_code(notation, code, label):
    if (notation, code) == ("tenths", "v063"):
        assert [read_acuity(f"{tenths}/10").code for tenths in label.removesuffix("/10").split("-")] == [code, code]
    else:
        assert read_acuity(label, "logmar" if notation == "logmar" else "decimal").code == code


def test_every_notation_writes_every_line_of_the_ladder_and_nothing_else():
    assert {notation: list(lines) for notation, lines in WRITTEN.items()} == {name: list(LADDER) for name in WRITTEN}
    assert list(WRITTEN) == ["tenths", "snellen", "decimal", "logmar"]
