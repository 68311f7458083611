"""Refraction: the vectors of section B3, both signs of cylinder, and what the figures amount to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caravan.scoring.lenses import Lens, normal_axis, refractive_error


@pytest.mark.parametrize(
    ("lens", "equivalent"),
    [
        pytest.param(Lens(2.00, -1.50), 1.25, id="B3 SE vector 1"),
        pytest.param(Lens(-3.25, 1.00), -2.75, id="B3 SE vector 2"),
        pytest.param(Lens(-3.25, -0.75), -3.625, id="B3 SE vector 3"),
    ],
)
def test_the_spherical_equivalent_is_sphere_plus_half_the_cylinder(values, lens, equivalent):
    assert lens.equivalent == equivalent
    found = values("eye", {"sphere_r": lens.sphere, "cylinder_r": lens.cylinder})
    assert found["spherical_equivalent_r"] == equivalent


@pytest.mark.parametrize(
    ("written", "other"),
    [
        pytest.param(Lens(2.00, -1.50, 180), Lens(0.50, 1.50, 90), id="B3 transposition vector 1"),
        pytest.param(Lens(-3.25, 1.00, 45), Lens(-2.25, -1.00, 135), id="B3 transposition vector 2"),
        pytest.param(Lens(0, -0.75, 90), Lens(-0.75, 0.75, 180), id="B3 transposition vector 3"),
    ],
)
def test_a_lens_is_transposed_to_the_other_sign_of_cylinder(written, other):
    assert written.transposed() == other


def test_a_lens_without_cylinder_or_axis_stays_as_it_is():
    assert Lens(1.0).transposed() == Lens(1.0)
    assert Lens(1.0, -0.5).transposed() == Lens(1.0, -0.5)


def test_an_axis_of_0_is_written_180():
    assert (normal_axis(0), normal_axis(90)) == (180, 90)


@pytest.mark.parametrize(
    ("sphere", "age", "named"),
    [
        (-0.50, 30, "myopia"), (-0.25, 30, "none"), (0.25, 30, "none"), (0.50, 30, "hypermetropia"),
        (1.75, 17, "none"), (2.00, 17, "hypermetropia"), (-0.50, 5, "myopia"), (0.50, None, "hypermetropia"),
    ],
)  # fmt: skip
def test_the_refractive_error_depends_on_the_age(values, sphere, age, named):
    assert values("eye", {"sphere_l": sphere}, age=age)["refractive_error_l"] == named


@pytest.mark.parametrize(("cylinder", "named"), [(-0.50, "no"), (-0.75, "yes"), (0.75, "yes"), (0, "no")])
def test_astigmatism_begins_at_0_75_of_either_sign(values, cylinder, named):
    answers = {"sphere_r": 0, "cylinder_r": cylinder, "axis_r": 90}
    assert values("eye", answers)["astigmatism_r"] == named


@pytest.mark.parametrize(
    ("right", "left", "anisometropia", "ready_made"),
    [
        ({"sphere_r": -1}, {"sphere_l": -3}, "no", "no"),
        ({"sphere_r": -1}, {"sphere_l": -3.25}, "yes", "no"),
        ({"sphere_r": -1}, {"sphere_l": -1.75}, "no", "yes"),
        ({"sphere_r": -1}, {"sphere_l": -2}, "no", "no"),
        ({"sphere_r": -1, "cylinder_r": -0.75, "axis_r": 0}, {"sphere_l": -1}, "no", "no"),
    ],
)
def test_the_two_eyes_are_compared(values, right, left, anisometropia, ready_made):
    found = values("eye", right | left)
    assert (found["anisometropia"], found["ready_made_distance"]) == (anisometropia, ready_made)


def test_one_eye_alone_is_not_compared(values):
    assert "anisometropia" not in values("eye", {"sphere_r": -1})


def test_a_cylinder_without_a_sphere_says_nothing(values):
    assert values("eye", {"cylinder_r": -1, "axis_r": 90}) == {}


QUARTERS = st.integers(-40, 40).map(lambda quarters: quarters / 4)


@given(QUARTERS, QUARTERS.filter(bool), st.integers(1, 180))
@settings(max_examples=100, deadline=None)
def test_transposing_twice_gives_the_same_lens_and_never_changes_the_equivalent(sphere, cylinder, axis):
    lens = Lens(sphere, cylinder, axis)
    turned = lens.transposed()
    assert turned.transposed() == lens
    assert turned.equivalent == lens.equivalent
    assert 1 <= turned.axis <= 180


@given(st.floats(-20, 20), st.floats(0, 5))
@settings(max_examples=100, deadline=None)
def test_a_lower_power_is_never_called_more_hypermetropic(person, power, less):
    order = ("myopia", "none", "hypermetropia")
    higher, lower = (refractive_error(Lens(each), person(age=30)) for each in (power, power - less))
    assert order.index(lower) <= order.index(higher)
