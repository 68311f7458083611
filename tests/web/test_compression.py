"""Answers travel compressed when the browser takes it, and a file is still known by its mark."""

import gzip

import pytest

from caravan.web.compression import squeeze

GZIP = {"Accept-Encoding": "gzip, deflate"}


def test_a_page_travels_compressed_and_reads_the_same(browser):
    answer = browser.client.get("/login", headers=GZIP)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    page = gzip.decompress(answer.get_data())
    assert page.startswith(b"<!doctype html>")
    assert len(answer.get_data()) == int(answer.headers["Content-Length"]) < len(page) / 2


def test_an_error_page_travels_compressed_too(browser):
    answer = browser.client.get("/nowhere", headers=GZIP)
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (404, "gzip")


def test_a_browser_that_takes_no_gzip_gets_the_page_as_it_is(browser):
    for headers in ({}, {"Accept-Encoding": "gzip;q=0"}):
        answer = browser.client.get("/login", headers=headers)
        assert "Content-Encoding" not in answer.headers
        assert answer.get_data().startswith(b"<!doctype html>")


@pytest.mark.parametrize("name", ["css/base.css", "js/page.js", "img/icons.svg"])
def test_a_file_travels_compressed_and_is_not_sent_twice(browser, name):
    answer = browser.client.get(f"/static/{name}", headers=GZIP, buffered=True)
    plain = browser.client.get(f"/static/{name}", buffered=True)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.get_data()) == plain.get_data()
    known = {"If-None-Match": answer.headers["ETag"]}
    again = browser.client.get(f"/static/{name}", headers=GZIP | known, buffered=True)
    assert (again.status_code, again.get_data()) == (304, b"")


def test_a_font_is_compressed_already(browser):
    font = "/static/vendor/ibm-plex-sans-arabic/arabic-400-unhinted.woff2"
    answer = browser.client.get(font, headers=GZIP, buffered=True)
    assert "Content-Encoding" not in answer.headers
    assert answer.get_data().startswith(b"wOF2")


def test_an_answer_of_a_few_letters_stays_as_it_is(browser):
    assert "Content-Encoding" not in browser.client.get("/healthz", headers=GZIP).headers


def test_the_length_of_a_page_tells_nothing_exact(browser):
    """The same page comes in many lengths, so that nobody can weigh guesses about what is in it."""
    lengths = {len(browser.client.get("/login", headers=GZIP).get_data()) for _ in range(20)}
    assert len(lengths) > 5


def test_a_longer_name_changes_the_length_and_not_the_content():
    short, long = squeeze(b"a" * 1000, level=5, pad=1), squeeze(b"a" * 1000, level=5, pad=51)
    assert len(long) - len(short) == 50
    assert gzip.decompress(long) == gzip.decompress(short) == b"a" * 1000
