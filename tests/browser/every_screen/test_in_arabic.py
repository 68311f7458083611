"""Every screen in Arabic; a file for each language, so that two can be walked side by side."""

import pytest

from tests.browser.every_screen.walk import SEEN_BY, faults_of


@pytest.mark.parametrize("role", SEEN_BY)
def test_no_page_overflows_and_every_target_is_large_and_axe_finds_nothing(chromium, demonstration, role):
    assert faults_of(chromium, demonstration, role, "ar") == []
