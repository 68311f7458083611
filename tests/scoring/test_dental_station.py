"""Teeth: the vectors of sections C2 and C3, what leaves an index unsaid, and the urgency of section C4."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caravan.scoring.teeth import PERMANENT


def chart(**teeth):
    return {f"tooth_{name[1:]}": code for name, code in teeth.items()}


def indices(found):
    return tuple(found.get(code) for code in ("d_teeth", "m_teeth", "f_teeth", "dmft"))


ADULT_MOUTH = chart(t18="5", t28="5", t36="4", t46="5", t16="3", t26="7")


def test_quick_counts_add_up(values):
    """C2 vector 1"""
    counts = {"decayed_count": 4, "missing_count": 3, "filled_count": 9}
    assert indices(values("dental", counts)) == (4, 3, 9, 16)


@pytest.mark.parametrize(
    ("age", "mouth", "expected", "on_28"),
    [
        pytest.param(12, chart(t16="1", t26="3", t36="2", t46="4"), (2, 1, 1, 4), 4, id="C2 vector 2"),
        pytest.param(45, ADULT_MOUTH, (0, 4, 1, 5), 3, id="C2 vector 3"),
        pytest.param(25, ADULT_MOUTH, (0, 1, 1, 2), 2, id="C2 vector 4"),
        pytest.param(30, chart(t36="5"), (0, 1, 0, 1), 1, id="missing otherwise from 30 years"),
        pytest.param(29, chart(t36="5"), (0, 0, 0, 0), 0, id="missing otherwise at 29 years"),
    ],
)
def test_dmft_counts_the_chart_on_32_and_on_28_teeth(*, values, age, mouth, expected, on_28):
    found = values("dental", mouth, age=age)
    assert indices(found) == expected
    assert found["dmft_28"] == on_28


@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_dmft_of_primary_teeth_reads_the_letters(values, case):
    """C2 vector 5"""
    mouth = chart(t54=case("B"), t55=case("C"), t64=case("D"), t74=case("E"))
    found = values("dental", mouth, age=6)
    assert found["dmft_primary"] == 4
    assert "dmft" not in found


@pytest.mark.parametrize("code", ["0", "6", "7", "8", "9"])
def test_sound_sealed_crowned_unerupted_and_unrecorded_teeth_add_nothing(values, code):
    assert values("dental", chart(t16=code))["dmft"] == 0


def test_a_code_given_as_a_number_is_read(values):
    assert values("dental", chart(t16=1))["dmft"] == 1


def test_a_code_of_the_other_dentition_is_not_counted(values):
    assert values("dental", chart(t16="B", t55="1")) == {}


def test_a_permanent_tooth_takes_the_place_of_its_predecessor(values):
    found = values("dental", chart(t15="0", t55="B", t54="B"), age=11)
    assert (found["dmft"], found["dmft_primary"]) == (0, 1)


def test_an_unerupted_successor_leaves_the_primary_tooth_counted(values):
    assert values("dental", chart(t15="8", t55="B"), age=8)["dmft_primary"] == 1


def test_the_two_dentitions_are_never_added(values):
    found = values("dental", chart(t16="1", t26="1", t54="B"), age=8)
    assert (found["dmft"], found["dmft_primary"]) == (2, 1)


def test_missing_teeth_are_unsaid_when_the_age_that_decides_is_unknown(values):
    found = values("dental", chart(t36="5", t46="1"), age=None)
    assert (indices(found), found.get("dmft_28")) == ((1, None, 0, None), None)


def test_an_unknown_age_does_not_matter_without_such_teeth(values):
    assert values("dental", chart(t36="4", t46="1"), age=None)["dmft"] == 2


@pytest.mark.parametrize(("unrecorded", "index"), [(4, 1), (5, None)])
def test_more_than_four_unrecorded_teeth_leave_no_index(values, unrecorded, index):
    mouth = {f"tooth_{tooth}": "9" for tooth in PERMANENT[:unrecorded]} | {"tooth_48": "1"}
    assert values("dental", mouth).get("dmft") == index


def test_unrecorded_third_molars_spare_the_index_of_28_teeth(values):
    found = values("dental", chart(t18="9", t28="9", t38="9", t48="9", t16="9", t36="1"))
    assert (found.get("dmft"), found["dmft_28"]) == (None, 1)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"decayed_count": 2}, (2, None, None, None)),
        ({"missing_count": 0, "filled_count": 1}, (None, 0, 1, None)),
        ({"decayed_count": 0, "missing_count": 0, "filled_count": 0}, (0, 0, 0, 0)),
        ({}, (None, None, None, None)),
    ],
)
def test_a_missing_count_leaves_the_index_unsaid(values, counts, expected):
    assert indices(values("dental", counts)) == expected


def test_quick_counts_of_a_child_under_five_are_primary_teeth(values):
    counts = {"decayed_count": 2, "missing_count": 0, "filled_count": 1}
    found = values("dental", counts, age=4)
    assert (found["dmft_primary"], found.get("dmft")) == (3, None)


def test_a_filled_chart_outranks_the_quick_counts(values):
    counts = {"decayed_count": 9, "missing_count": 9, "filled_count": 9}
    assert values("dental", chart(t16="1") | counts)["dmft"] == 1


@pytest.mark.parametrize(
    ("answers", "pufa"),
    [
        pytest.param({"pufa_p": "36 16", "pufa_a": "46"}, 3, id="C3 PUFA vector"),
        ({"pufa_p": "36", "pufa_f": "36"}, 1),
        ({"pufa_p": "36, 46;75"}, 3),
        ({"pufa_u": "19 99"}, 0),
        ({"pufa_u": "0"}, 0),
        ({"pufa_a": 36}, 1),
        ({}, None),
    ],
)
def test_pufa_counts_each_tooth_once(values, answers, pufa):
    assert values("dental", answers).get("pufa") == pufa


@pytest.mark.parametrize(
    ("code", "urgency", "destination"),
    [
        ("0", "n", None),
        ("1", "r", "dentist"),
        ("2", "p", "dentist"),
        ("3", "u", "dentist"),
        ("4", "p", "oral_surgery"),
        (3, "u", "dentist"),
    ],
)
def test_each_dental_urgency_code_has_its_place_on_the_common_scale(scored, code, urgency, destination):
    result = scored("dental", {"urgency_code": code})
    assert result.findings[0].value == str(code)
    assert (result.urgency, result.referral_to) == (urgency, destination)


@pytest.mark.parametrize(
    ("answers", "value", "urgency"),
    [
        (chart(t16="1"), "2", "p"),
        (chart(t54="C"), "2", "p"),
        ({"decayed_count": 1}, "2", "p"),
        ({"pocket": "2"}, "2", "p"),
        ({"pocket": "1"}, None, "n"),
        ({"pain": 7}, "3", "u"),
        ({"pain": 6}, None, "n"),
        ({"pufa_a": "36"}, "3", "u"),
        ({"pufa_f": "36", "urgency_code": "1"}, "3", "u"),
        ({"pufa_p": "36"}, None, "n"),
        ({"oral_lesion": "yes"}, "4", "p"),
        ({"oral_lesion": "yes", "pain": 8}, "4", "u"),
        ({"urgency_code": "3", **chart(t16="1")}, "3", "u"),
        ({"urgency_code": "4", "pufa_a": "36"}, "4", "u"),
        ({"urgency_code": "7", "pain": 0, "oral_lesion": "no", "decayed_count": 0}, None, "n"),
    ],
)
def test_the_dental_urgency_never_falls_below_what_was_found(scored, answers, value, urgency):
    result = scored("dental", answers)
    found = {finding.code: finding.value for finding in result.findings}
    assert (found.get("dental_urgency"), result.urgency) == (value, urgency)


TEETH = st.dictionaries(st.sampled_from(PERMANENT), st.sampled_from("012345678"))


@given(TEETH, st.integers(5, 100))
@settings(max_examples=100, deadline=None)
def test_dmft_is_the_sum_of_its_parts_and_28_teeth_never_exceed_32(values, teeth, age):
    found = values("dental", {f"tooth_{tooth}": code for tooth, code in teeth.items()}, age=age)
    if teeth:
        assert found["dmft"] == found["d_teeth"] + found["m_teeth"] + found["f_teeth"] <= len(teeth)
    assert found.get("dmft_28", 0) <= found.get("dmft", 0)


@given(TEETH)
@settings(max_examples=100, deadline=None)
def test_dmft_never_falls_with_age(values, teeth):
    mouth = {f"tooth_{tooth}": code for tooth, code in teeth.items()}
    assert values("dental", mouth, age=29).get("dmft", 0) <= values("dental", mouth, age=30).get("dmft", 0)
