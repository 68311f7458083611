"""People to score, and a short way to read what a form found."""

from __future__ import annotations

from datetime import date

import pytest

from caravan.scoring.findings import Person
from caravan.scoring.registry import score

DAY = date(2026, 11, 21)


def make_person(age=50, sex="female", pregnant="no", **more):
    return Person(age, sex, pregnant, DAY, **more)


@pytest.fixture(scope="session")
def person():
    return make_person


@pytest.fixture(scope="session")
def scored():
    """score a form for a person of the given age, sex and pregnancy"""

    def run(form_id, answers, **who):
        return score(form_id, answers, make_person(**who))

    return run


@pytest.fixture(scope="session")
def values(scored):
    """the findings of a form, as code to value"""

    def run(form_id, answers, **who):
        return {finding.code: finding.value for finding in scored(form_id, answers, **who).findings}

    return run


@pytest.fixture(scope="session")
def outcome(scored):
    """the urgency, destination and reasons of a form"""

    def run(form_id, answers, **who):
        result = scored(form_id, answers, **who)
        return result.urgency, result.referral_to, result.reasons

    return run
