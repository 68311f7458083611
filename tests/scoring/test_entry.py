"""Slips of entry: a pressure in cmHg, a glucose of doubtful unit, an axis and its cylinder."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caravan.scoring.entry import axis_problem, glucose_units, likely_mmhg, read_pair


@pytest.mark.parametrize(
    ("systolic", "diastolic", "meant"),
    [
        (13, 8, (130, 80)),
        (13.5, 8.5, (135, 85)),
        (13, None, (130, None)),
        (130, 80, None),
        (13, 80, None),
        (130, 8, None),
        (8, 13, None),
        (8, 8, None),
        (6, 4, None),
        (31, 8, None),
    ],
)
def test_13_over_8_is_asked_for_as_130_over_80(systolic, diastolic, meant):
    assert likely_mmhg(systolic, diastolic) == meant


@given(st.integers(70, 300), st.integers(40, 180))
@settings(max_examples=100, deadline=None)
def test_a_possible_pressure_is_never_taken_for_cmhg(systolic, diastolic):
    assert likely_mmhg(systolic, diastolic) is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("13/8", (13.0, 8.0)),
        (" 13,5 / 8.5 ", (13.5, 8.5)),
        ("130/80", (130.0, 80.0)),
        ("١٣/٨", (13.0, 8.0)),
        ("130", None),
        ("130/", None),
        ("a/b", None),
    ],
)
def test_both_limbs_written_into_one_box_are_read(typed, read):
    assert read_pair(typed) == read


@pytest.mark.parametrize(
    ("value", "units"),
    [
        (1.1, ("g_l",)), (0.4, ("g_l",)), (2, ("g_l", "mmol_l")), (5.5, ("g_l", "mmol_l")), (9, ("g_l", "mmol_l")),
        (16.7, ("mmol_l",)), (32, ("mmol_l", "mg_dl")), (95, ("mg_dl",)), (0.1, ()), (1001, ()),
    ],
)  # fmt: skip
def test_a_glucose_without_unit_proposes_one_or_lets_choose(value, units):
    assert glucose_units(value) == units


@pytest.mark.parametrize(
    ("cylinder", "axis", "problem"),
    [
        (-0.5, 90, None),
        (-0.5, 0, None),
        (None, None, None),
        (0, None, None),
        (-0.5, None, "cylinder_without_axis"),
        (0, 90, "axis_without_cylinder"),
        (None, 90, "axis_without_cylinder"),
        (-0.5, 181, "axis_out_of_range"),
        (-0.5, -1, "axis_out_of_range"),
    ],
)
def test_an_axis_needs_its_cylinder_and_a_cylinder_its_axis(cylinder, axis, problem):
    assert axis_problem(cylinder, axis) == problem
