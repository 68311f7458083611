"""Which scripts of static/js/forms a form needs for its quick ways to answer, so that no other page loads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from caravan.formdefs.drawing import MEASURE, ONE_TAP, READINGS, kind_of, told_beside
from caravan.formdefs.model import Form
from caravan.web.notations import has_acuity
from caravan.web.steppers import is_stepper


def scripts_of(form: Form) -> list[str]:
    """Return the names of the scripts, without their ending."""
    return [name for name, is_needed in _NEEDED.items() if is_needed(form)]


def _has_stepper(form: Form) -> bool:
    return any(is_stepper(question) for question in form.questions.values())


def has_chart(form: Form) -> bool:
    """Tell whether teeth of a form are tapped on a chart."""
    return any("teeth" in group.appearance.split() for group in form.groups.values())


def _draws(kind: str) -> Callable[[Form], bool]:
    return lambda form: any(kind_of(group) == kind for group in form.groups.values())


def _tells(form: Form) -> bool:
    return any(list(told_beside(group)) for group in form.groups.values())


def _has_several(form: Form) -> bool:
    return any(question.type == "select_multiple" for question in form.questions.values())


def _has_normal_tap(form: Form) -> bool:
    return form.normal is not None


_NEEDED: Mapping[str, Callable[[Form], bool]] = {
    "stepper": _has_stepper,
    "readings": _draws(READINGS),
    "cmhg": _draws(READINGS),
    "measure": _draws(MEASURE),
    "one-tap": _draws(ONE_TAP),
    "none-alone": _has_several,
    "told": _tells,
    "normal": _has_normal_tap,
    "ladder": has_acuity,
    "tooth_chart": has_chart,
    "tooth_list": has_chart,
}
