"""Oral indices: the vectors of section C3 (hygiene, fluorosis, PUFA), gums, caries of a group, and their bounds."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caravan.scoring.fluorosis import dean_score
from caravan.scoring.gums import ohi_s, ohi_s_class, round_half_up, worst_sextant
from caravan.scoring.populations import (
    community_fluorosis_index,
    is_public_concern,
    percent_with_caries,
    significant_caries_index,
)

FACES = ("16", "11", "26", "36", "46", "31")


def faces(debris, calculus):
    scored = {f"debris_{face}": score for face, score in zip(FACES, debris, strict=False)}
    return scored | {f"calculus_{face}": score for face, score in zip(FACES, calculus, strict=False)}


def test_c3_ohi_s_vector_1_di_06_and_ci_07_are_13_and_fair():
    index = round_half_up(Fraction("0.6") + Fraction("0.7"))
    assert (index, ohi_s_class(index)) == (1.3, "fair")


def test_c3_ohi_s_vector_2_rounds_before_it_classes(values):
    found = values("dental", faces([2, 1, 2, 3, 1, 2], [1, 0, 1, 2, 0, 1]))
    assert (found["ohi_s"], found["ohi_s_class"]) == (2.7, "fair")


@pytest.mark.parametrize(
    ("debris", "calculus"),
    [pytest.param([2], [1], id="C3 OHI-S vector 3: only one face"), ([2, 1], [1]), ([2, 4], [1, 1]), ([], [])],
)
def test_fewer_than_two_faces_give_no_hygiene_index(values, debris, calculus):
    assert values("dental", faces(debris, calculus)) == {}


@pytest.mark.parametrize(
    ("debris", "calculus", "index", "named"),
    [
        ([0, 0], [0, 0], 0, "good"),
        ([1, 1, 1, 1], [0, 0, 0, 1], 1.3, "fair"),
        ([1, 1, 1, 1, 1], [0, 0, 0, 0, 1], 1.2, "good"),
        ([2, 2], [1, 1], 3, "fair"),
        ([3, 3], [0, 0, 0, 0, 0, 1], 3.2, "poor"),
        ([3, 3], [3, 3], 6, "poor"),
    ],
)
def test_each_hygiene_class_ends_at_its_limit(*, values, debris, calculus, index, named):
    found = values("dental", faces(debris, calculus))
    assert (found["ohi_s"], found["ohi_s_class"]) == (index, named)


SCORES = st.lists(st.integers(0, 3), min_size=2, max_size=6)


@given(SCORES, SCORES)
@settings(max_examples=100, deadline=None)
def test_the_hygiene_index_lies_between_0_and_6_and_never_falls_with_more_debris(debris, calculus):
    dirtier = [min(3, score + 1) for score in debris]
    first, second = ohi_s(debris, calculus), ohi_s(dirtier, calculus)
    order = ("good", "fair", "poor")
    assert 0 <= first <= second <= 6
    assert order.index(ohi_s_class(first)) <= order.index(ohi_s_class(second))


def test_c3_cfi_vector():
    assert community_fluorosis_index(["0", "0", "1", "2", "3", "5"]) == 1.25


@pytest.mark.parametrize(
    ("scores", "index"), [([], None), (["8", "9"], None), (["4", "9"], 3), (["0", "0"], 0), (["1", "8", "1"], 0.5)]
)
def test_excluded_and_unrecorded_people_do_not_count_in_the_fluorosis_of_a_group(scores, index):
    assert community_fluorosis_index(scores) == index


@pytest.mark.parametrize(("index", "concern"), [(0.6, False), (0.61, True)])
def test_fluorosis_over_06_is_a_public_concern(index, concern):
    assert is_public_concern(index) is concern


@given(st.lists(st.sampled_from("012345"), min_size=1))
@settings(max_examples=100, deadline=None)
def test_the_fluorosis_of_a_group_lies_between_0_and_4(scores):
    assert 0 <= community_fluorosis_index(scores) <= 4


@pytest.mark.parametrize(
    ("codes", "score"),
    [(["5", "3", "1"], "3"), (["4", "4"], "4"), (["4"], "4"), (["9", "2"], "2"), (["8", "9"], None), ([], None)],
)
def test_dean_takes_the_less_affected_of_the_two_worst_teeth(codes, score):
    assert dean_score(codes) == score


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        ({"fluorosis": "3"}, "3"),
        ({"fluorosis": "9"}, None),
        ({"fluorosis_tooth_1": "4", "fluorosis_tooth_2": "2"}, "2"),
        ({"fluorosis": "5", "fluorosis_tooth_1": "4", "fluorosis_tooth_2": "2"}, "2"),
    ],
)
def test_the_fluorosis_of_a_person_is_that_of_the_teeth_where_they_were_scored(values, answers, score):
    assert values("dental", answers).get("dean_index") == score


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        pytest.param(
            {"pufa_p": "36 16", "pufa_a": "46", "decayed_count": 6},
            {"pufa": 3, "pufa_ratio_percent": 50},
            id="C3 PUFA vector",
        ),
        ({"pufa_p": "36", "decayed_count": 0}, {"pufa": 1}),
        ({"pufa_p": "36"}, {"pufa": 1}),
        (
            {"pufa_p": "36 75", "tooth_36": "1", "tooth_46": "1", "tooth_75": "B"},
            {"pufa": 2, "pufa_primary": 1, "pufa_ratio_percent": 50, "pufa_primary_ratio_percent": 100},
        ),
    ],
)
def test_the_pufa_ratio_is_apart_for_each_dentition(values, answers, found):
    told = values("dental", answers)
    assert {code: value for code, value in told.items() if code.startswith("pufa")} == found


def test_a_pufa_ratio_of_quick_counts_under_5_years_is_of_primary_teeth(values):
    found = values("dental", {"pufa_a": "75", "decayed_count": 2}, age=4)
    assert found["pufa_primary_ratio_percent"] == 50


@pytest.mark.parametrize(
    ("codes", "worst"),
    [(["0", "2", "x"], "2"), (["4", "9"], "4"), (["x", "9", ""], None), ([], None), (["0"], "0")],
)
def test_the_worst_sextant_stands_for_the_mouth(codes, worst):
    assert worst_sextant(codes) == worst


def test_the_two_periodontal_indices_have_findings_of_their_own(values):
    found = values(
        "dental",
        {"cpi_sextant_1": 3, "loss_sextant_6": "1", "bleeding_teeth": "11 21", "pocket_4_teeth": "0"},
    )
    assert found == {"cpi_1997": "3", "attachment_loss": "1", "cpi_bleeding_teeth": 2, "cpi_pocket_4_teeth": 0}


@pytest.mark.parametrize("answers", [{"cpi_sextant_3": "4"}, {"pocket_6_teeth": "36"}])
def test_a_deep_pocket_by_either_index_is_at_least_prompt_care(values, answers):
    assert values("dental", answers)["dental_urgency"] == "2"


def test_a_suspected_cancer_sees_a_doctor_today(outcome, values):
    answers = {"oral_cancer_suspected": "yes"}
    assert values("dental", answers)["dental_urgency"] == "4"
    assert outcome("dental", answers)[:2] == ("u", "oral_surgery")


@pytest.mark.parametrize(
    ("indices", "expected"),
    [([], None), ([0, 0, 3], 3), ([1, 2, 3, 4, 5, 6], 5.5), ([4], 4), ([0, 0, 0, 6], 3)],
)
def test_sic_is_the_mean_of_the_third_with_the_most_caries(indices, expected):
    assert significant_caries_index(indices) == expected


@pytest.mark.parametrize(("indices", "percent"), [([], None), ([0, 0, 1, 3], 50), ([0], 0)])
def test_people_with_caries_are_counted_in_a_hundred(indices, percent):
    assert percent_with_caries(indices) == percent


@given(st.lists(st.integers(0, 32), min_size=1))
@settings(max_examples=100, deadline=None)
def test_sic_lies_between_the_mean_and_the_highest(indices):
    assert sum(indices) / len(indices) <= significant_caries_index(indices) + 1e-9
    assert significant_caries_index(indices) <= max(indices)
