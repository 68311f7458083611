"""What travels to a tablet, as Chromium counts it: the first page with everything it needs, then each page alone."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.browser.conftest import sign_in

KB = 1000
FIRST_LOAD, LATER_PAGE = 200 * KB, 30 * KB
LANGUAGES = ("ar", "fr", "en")
STATIONS = ("eye", "dental", "chronic", "vitals")


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
    arrived = open_page(tablet(language), f"{served.base}/login")
    names = [address.partition("?")[0].rpartition("/")[2] for address in arrived]
    assert {"login", "base.css", "page.js", "arabic-600-unhinted.woff2", "latin-400-unhinted.woff2"} <= set(names)
    assert len(names) == len(set(names)), names  # nothing comes twice, under two addresses
    assert 50 * KB < sum(arrived.values()) <= FIRST_LOAD, arrived


@pytest.mark.parametrize(("role", "parts"), [
    ("volunteer", ("/reception", "/reception/register", "/patients?q=a")),
    ("doctor", ("/q/{card}/eye", "/q/{card}/dental", "/queue/eye")),
    ("coordinator", ("/dashboard", "/exports", "/admin/forms")),
])  # fmt: skip
def test_a_later_page_is_small(tablet, served, role, parts):
    page = tablet("ar")
    sign_in(page, served.base, role)
    addresses = [served.base + part.format(card=served.cards[0]) for part in parts]
    for address in addresses:  # the scripts and the rules of a form come with the first of its pages
        assert sum(open_page(page, address).values()) <= FIRST_LOAD
    sizes = {address: sum(open_page(page, address).values()) for address in addresses}
    assert all(size > KB for size in sizes.values()), sizes
    assert {address: size for address, size in sizes.items() if size > LATER_PAGE} == {}


def sign_in_and_wait(page, base, role, language) -> dict[str, int]:
    """What the sign-in brings with the page to which it leads, and with what that page fetches once it has time."""
    with counting(page) as arrived:
        sign_in(page, base, role, language)
        if role == "doctor":  # a new tablet asks which station it serves
            page.locator("button[name=station][value=eye]").click()
            page.wait_for_url("**/station/eye")
        page.wait_for_load_state("networkidle")
    return arrived


def came(base, arrived) -> set[str]:
    return {address.removeprefix(base).partition("?")[0] for address, size in arrived.items() if size}


AS_SAFARI = "DOMTokenList.prototype.supports = (kind) => kind !== 'prefetch'"


def as_safari(route) -> None:
    """The page of someone whose browser does not know the word."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace('rel="prefetch"', 'rel="unknown"'))


def test_a_browser_that_does_not_fetch_ahead_by_itself_is_made_to(tablet, served):
    page, fetched = tablet("ar"), set()
    page.add_init_script(AS_SAFARI)
    page.route("**/station/eye", as_safari)
    page.on("request", lambda request: fetched.add(request.url) if request.resource_type == "fetch" else None)
    sign_in_and_wait(page, served.base, "doctor", "ar")
    wanted = set(page.locator("link[data-ahead]").evaluate_all("(links) => links.map(({ href }) => href)"))
    assert len(wanted) > len(STATIONS)
    assert wanted <= fetched


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_form_that_is_opened_for_the_first_time_is_small_too(tablet, served, language):
    page = tablet(language)
    first, card = sign_in_and_wait(page, served.base, "doctor", language), served.cards[0]
    assert sum(size for address, size in first.items() if "/scan/" not in address) <= FIRST_LOAD
    opened = {form: open_page(page, f"{served.base}/q/{card}/{form}") for form in STATIONS}
    sizes = {form: sum(arrived.values()) for form, arrived in opened.items()}
    assert all(5 * KB < size <= LATER_PAGE for size in sizes.values()), sizes
    for form, arrived in opened.items():  # of the station, all but the person; of another one, also what it asks
        rules = {each for each in came(served.base, arrived) if each.startswith(f"/forms/{form}/")}
        assert came(served.base, arrived) - rules == {f"/q/{card}/{form}"}
        assert len(rules) == (form != "eye"), form


@pytest.mark.parametrize(("role", "parts"), [
    ("volunteer", ("/reception/register", "/patients?q=a", "/queue/eye", "/typing")),
    ("coordinator", ("/stations", "/exports", "/admin", "/reception/register", "/q/{card}/eye", "/q/{card}/dental")),
])  # fmt: skip
def test_a_page_that_is_opened_for_the_first_time_is_small_too(tablet, served, role, parts):
    page = tablet("ar")
    assert sum(sign_in_and_wait(page, served.base, role, "ar").values()) <= FIRST_LOAD
    addresses = [served.base + part.format(card=served.cards[0]) for part in parts]
    sizes = {address: sum(open_page(page, address).values()) for address in addresses}
    assert all(KB < size <= LATER_PAGE for size in sizes.values()), sizes
