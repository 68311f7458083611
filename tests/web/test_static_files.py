"""A script and all that it imports stand at addresses that change with any script, and are fetched once."""

import re

import pytest

from caravan.web.static_files import scripts_mark


def scripts(browser):
    return re.findall(r'src="(/static/[^"]+\.js[^"]*)"', browser.get("/login").text)


def test_a_page_names_its_scripts_below_the_mark_of_all_scripts(browser):
    addresses = scripts(browser)
    assert f"/static/{scripts_mark()}/js/page.js" in addresses
    for address in addresses:
        answer = browser.client.get(address, buffered=True)
        assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
        assert answer.cache_control.max_age > 24 * 3600
        assert not answer.cache_control.no_cache


def test_what_a_script_imports_is_kept_as_well(browser):
    answer = browser.client.get(f"/static/{scripts_mark()}/js/drafts.js", buffered=True)
    assert answer.data == browser.client.get("/static/js/drafts.js", buffered=True).data
    assert answer.cache_control.max_age > 24 * 3600


@pytest.mark.parametrize("address", ["/static/js/drafts.js", "/static/0123456789/js/drafts.js"])
def test_a_script_without_the_mark_or_with_an_old_one_is_asked_for_again(browser, address):
    answer = browser.client.get(address, buffered=True)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize("address", ["/static/0123456789/js/none.js", "/static/0123456789/../app.py.js"])
def test_no_other_file_is_reached_through_a_mark(browser, address):
    assert browser.client.get(address).status_code == 404
