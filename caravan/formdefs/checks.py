"""What would mislead in a form that can be read: each thing with its place and what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from caravan.formdefs.checks_blanks import check_blanks
from caravan.formdefs.checks_drawing import check_drawing
from caravan.formdefs.checks_needs import check_needs
from caravan.formdefs.checks_ranges import check_ranges
from caravan.formdefs.checks_reach import check_reach
from caravan.formdefs.checks_rules import check_rules
from caravan.formdefs.checks_wording import check_wording
from caravan.formdefs.model import Form
from caravan.formdefs.problems import Problem, ProblemLog, reading_order

_CHECKS: tuple[Callable[[Form, ProblemLog], None], ...] = (
    check_rules,
    check_wording,
    check_drawing,
    check_needs,
    check_reach,
    check_ranges,
    check_blanks,
)


def check_form(form: Form) -> list[Problem]:
    """Return what would mislead, in the order of the sheets; an empty list for a form without fault."""
    log = ProblemLog(form.file)
    for check in _CHECKS:
        check(form, log)
    return sorted(log.problems, key=reading_order)
