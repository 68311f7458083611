"""The life of caravans in the administration: closed, archived, and the next one started."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from caravan.domain.ids import new_id
from caravan.services.campaigns import archive_caravan, close_caravan, start_next
from caravan.services.caravans import NewSite, Plan, get_caravan, list_caravans
from tests.web.admin.conftest import follow


@pytest.fixture
def closed(house, boss):
    """The caravan of the tests, closed."""
    card = get_caravan(house)
    close_caravan(house, boss, card.id)
    return card


def test_a_caravan_is_closed_after_a_page_that_says_what_it_means(office, house, register):
    register()
    caravan = get_caravan(house)
    page = office.get(f"/admin/caravans/{caravan.id}/close")
    words = page.words("main")
    assert "1 person is still waiting today" in words
    assert "Nobody can be registered or screened in it any more." in words
    words = follow(office, office.send(f"/admin/caravans/{caravan.id}/close", page))
    assert "No caravan is going on." in words
    assert get_caravan(house).is_closed
    assert office.get(f"/admin/caravans/{caravan.id}/close").location == "/admin/caravans"


def test_after_the_closing_registering_is_refused_in_one_clear_sentence(closed, sign_in):
    at_desk = sign_in("volunteer")
    for address in ("/reception", "/patients?q=Laaroussi"):
        page = at_desk.get(address)
        assert page.status == 200
        assert "“Caravane du Sud” is closed: nothing more is recorded." in page.words("header")
    page = at_desk.get("/reception/register")
    assert page.status == 422
    assert page.words("h1") == "This cannot be done now"
    assert "is closed: nothing more is recorded" in page.words("main")


def test_after_the_closing_the_coordinator_reads_searches_and_exports(closed, office):
    for address in ("/", "/dashboard", "/patients?q=x", "/exports", "/admin/staff", "/admin/stations", "/admin/sites"):
        assert office.get(address).status in (200, 302), address
    page = office.send("/exports/report", office.get("/exports"), lang="fr", site="", form_id="eye")
    assert page.status == 200


def test_the_next_caravan_starts_with_copied_sites_and_a_new_one(closed, office, house):
    page = office.get("/admin/caravans/new")
    boxes = page.root.findall(".//input[@name='copied']")
    assert all(box.get("checked") is not None for box in boxes)
    assert page.value("starts_on") == "2026-11-21"
    answers = {
        "name": "Caravane du printemps",
        "starts_on": "2027-04-20",
        "ends_on": "2027-04-30",
        "copied": [boxes[0].get("value")],
        "site": "Tan-Tan",
        "site_ar": "طانطان",
        "commune": "10.521.01.01",
    }
    words = follow(office, office.send("/admin/caravans/new", page, **answers))
    assert "The caravan has started" in words
    assert "No caravan is going on." not in words
    card = get_caravan(house)
    assert [site.name for site in card.sites] == ["Guelmim", "Tan-Tan"]
    assert (card.starts_on.isoformat(), str(card.ends_on)) == ("2027-04-20", "2027-04-30")
    assert office.get("/dashboard").status == 200


@pytest.mark.parametrize(
    ("answers", "alert"),
    [
        ({"name": ""}, "A caravan needs a name and at least one site."),
        ({"starts_on": "2027-04-20", "ends_on": "2027-04-19"}, "The last day comes before the first."),
        ({"starts_on": "20 avril"}, "“20 avril” is not a day."),
        ({"site": "Guelmim"}, "Two sites have the same name."),
    ],
)
def test_a_caravan_that_cannot_start_keeps_what_was_typed(closed, office, house, answers, alert):
    page = office.get("/admin/caravans/new")
    copied = [box.get("value") for box in page.root.findall(".//input[@name='copied']")]
    typed = {"name": "Printemps", "starts_on": "2027-04-20", "copied": copied, **answers}
    page = office.send("/admin/caravans/new", page, **typed)
    assert page.status == 422
    assert any(alert in said for said in page.alerts())
    assert (page.value("name"), page.value("starts_on")) == (typed["name"], typed["starts_on"])
    assert len(list_caravans(house)) == 1


def test_a_site_of_an_earlier_caravan_keeps_its_name_in_each_language(house, boss, register, sign_in):
    patient_id = register()
    close_caravan(house, boss, get_caravan(house).id)
    start_next(house, boss, Plan("Printemps", [NewSite("Tan-Tan", "طانطان")]), operation_id=new_id())
    assert "كلميم" in sign_in("volunteer", "ar").get(f"/patients/{patient_id}").words("main")


def test_while_a_caravan_goes_on_the_next_one_waits(office, house):
    page = office.get("/admin/caravans/new")
    assert "is still going on." in page.words("main")
    assert not page.root.findall(".//form[@action='/admin/caravans/new']")


def test_a_closed_caravan_is_archived_taken_out_and_reopened(closed, office, house):
    address = f"/admin/caravans/{closed.id}"
    assert "1 archived caravan" in follow(office, office.send(f"{address}/archive", office.get("/admin/caravans")))
    assert "1 archived caravan" not in follow(office, office.send(f"{address}/unarchive"))
    assert "goes on" in follow(office, office.send(f"{address}/reopen"))
    assert not get_caravan(house).is_closed


def test_a_caravan_that_goes_on_cannot_be_archived(office, house):
    page = office.send(f"/admin/caravans/{get_caravan(house).id}/archive")
    assert page.status == 422
    assert "Close it first" in page.words("main")


def choices(page):
    """The caravans offered by the page of the exports, the chosen one first."""
    links = [link for nav in page.root.findall(".//main//nav") for link in nav.iter("a")]
    links.sort(key=lambda link: link.get("aria-current") is None)
    return ["".join(link.itertext()).strip() for link in links]


def test_a_report_is_asked_for_by_caravan_and_an_archived_one_only_from_its_own_card(office, house, boss, register):
    register()
    first = get_caravan(house)
    assert choices(office.get("/exports")) == []
    close_caravan(house, boss, first.id)
    start_next(house, boss, Plan("Printemps", [NewSite("Tan-Tan")]), operation_id=new_id())
    assert choices(office.get("/exports")) == ["Printemps", "Caravane du Sud"]
    archive_caravan(house, boss, first.id)
    assert choices(office.get("/exports")) == []
    page = office.get(f"/exports?caravan={first.id}")
    assert choices(page) == ["Caravane du Sud", "Printemps"]
    assert [option.get("value") for option in page.field("site").iter("option")] == ["", "Guelmim", "Asrir"]
    hidden = {"caravan": str(first.id), "lang": "fr", "site": "Guelmim", "form_id": "eye"}
    book = load_workbook(BytesIO(office.send("/exports/report", page, **hidden).response.data))
    assert any("Caravane du Sud" in str(cell.value) for sheet in book.worksheets for row in sheet for cell in row)
    assert office.get("/exports?caravan=nonsense").status == 404
