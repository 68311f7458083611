"""What travels to a tablet, as Chromium counts it: the first page with everything it needs, then each page alone."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.browser.conftest import sign_in

KB = 1000
FIRST_LOAD, LATER_PAGE = 200 * KB, 30 * KB
LANGUAGES = ("ar", "fr", "en")


@contextmanager
def counting(page) -> Iterator[dict[str, int]]:
    """The bytes that arrive meanwhile, headers and all, by address; what the browser has kept counts nothing."""
    wire, addresses, arrived = page.context.new_cdp_session(page), {}, {}
    wire.on("Network.requestWillBeSent", lambda told: addresses.update({told["requestId"]: told["request"]["url"]}))

    def add(told):
        address = addresses.get(told["requestId"], "")
        if not address.startswith("data:"):
            arrived[address] = arrived.get(address, 0) + int(told["encodedDataLength"])

    wire.on("Network.loadingFinished", add)
    wire.send("Network.enable")
    yield arrived
    wire.detach()


def open_page(page, address) -> dict[str, int]:
    with counting(page) as arrived:
        answer = page.goto(address)
        assert answer.ok, (address, answer.status)
        page.wait_for_load_state("networkidle")
    return arrived


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_with_its_fonts_and_styles_is_small(tablet, served, language):
    arrived = open_page(tablet(language, workers="block"), f"{served.base}/login")
    names = [address.partition("?")[0].rpartition("/")[2] for address in arrived]
    assert {"login", "base.css", "page.js", "arabic-600.woff2", "latin-400.woff2"} <= set(names)
    assert len(names) == len(set(names)), names  # nothing comes twice, under two addresses
    assert 50 * KB < sum(arrived.values()) <= FIRST_LOAD, arrived


@pytest.mark.parametrize(("role", "parts"), [
    ("volunteer", ("/reception", "/reception/register", "/patients?q=a")),
    ("doctor", ("/q/{card}/eye", "/q/{card}/dental", "/queue/eye")),
    ("coordinator", ("/dashboard", "/exports", "/admin/forms")),
])  # fmt: skip
def test_a_later_page_is_small(tablet, served, role, parts):
    page = tablet("ar", workers="block")  # what a worker fetches is not counted
    sign_in(page, served.base, role)
    addresses = [served.base + part.format(card=served.cards[0]) for part in parts]
    for address in addresses:  # the scripts and the rules of a form come with the first of its pages
        assert sum(open_page(page, address).values()) <= FIRST_LOAD
    sizes = {address: sum(open_page(page, address).values()) for address in addresses}
    assert all(size > KB for size in sizes.values()), sizes
    assert {address: size for address, size in sizes.items() if size > LATER_PAGE} == {}
