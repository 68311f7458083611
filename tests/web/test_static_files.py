"""A script and all that it imports stand at addresses that change with any script, and are fetched once."""

import re

import pytest

from caravan.web.form_documents import document_address
from caravan.web.static_files import scripts_mark, with_imports


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


@pytest.mark.parametrize("address", ["/static/css/base.css", "/static/js/page.js", "document"])
def test_what_is_kept_bears_no_cookie_and_is_kept_for_any(sign_in, house, address):
    """Each page renews the session: what is kept for one cookie would be asked for again after the next page."""
    doctor = sign_in("doctor")
    if address == "document":
        with doctor.client.application.test_request_context():
            address = document_address(house.forms["eye"], "fr")
    answer = doctor.client.get(address, buffered=True)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "Set-Cookie" in doctor.client.get("/stations").headers, "a page renews it"


def test_a_file_says_little_besides_itself(browser):
    answer = browser.client.get("/static/js/forms/told.js", buffered=True)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert sum(len(f"{name}: {value}") for name, value in answer.headers) < 300


def test_a_script_is_told_with_all_that_it_imports():
    names = with_imports("js/forms/live.js")
    assert names[0] == "js/forms/live.js"
    assert {"js/forms/answers.js", "js/forms/evaluate.js", "js/forms/patterns.js"} < set(names)
    assert len(names) == len(set(names))
    assert set(with_imports("js/reception/register.js")) >= {
        "js/picker.js",
        "js/places.js",
        "js/reception/fragments.js",
    }
