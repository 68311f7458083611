"""A coordinator in the administration, and a caravan that is closed."""

import pytest


@pytest.fixture
def office(sign_in):
    return sign_in("coordinator")


@pytest.fixture
def boss(staff):
    return staff["coordinator"]


def follow(browser, page):
    return browser.follow(page).words("main")
