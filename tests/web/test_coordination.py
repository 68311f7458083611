"""The coordinator: the day's counts, workbooks, cards to print, and the open site."""

from io import BytesIO

import pypdfium2
import pytest
from openpyxl import load_workbook

from caravan.services.caravans import get_caravan


@pytest.fixture
def office(sign_in):
    return sign_in("coordinator")


def test_the_dashboard_counts_who_was_registered_today(office, register):
    register()
    register(given_name_fr="Salek", family_name_fr="Baba")
    page = office.get("/dashboard")
    figures = [b.text for b in page.root.iter("b") if b.text and b.text.isdigit()]
    assert figures[:3] == ["2", "0", "2"]
    assert page.root.find(".//*[@data-live]") is not None


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_report_downloads_as_a_workbook(office, register, language):
    register()
    page = office.send("/exports/report", office.get("/exports"), lang=language, site="", form_id="chronic")
    assert page.status == 200
    assert page.response.headers["Content-Disposition"].endswith(f"caravan-2026-11-21-{language}.xlsx")
    book = load_workbook(BytesIO(page.response.data))
    assert len(book.sheetnames) > 3


def test_the_list_of_a_station_downloads_as_a_workbook(office, register):
    register()
    page = office.send("/exports/list", office.get("/exports"), lang="fr", site="Guelmim", form_id="eye")
    assert page.status == 200
    assert load_workbook(BytesIO(page.response.data)).sheetnames


def test_a_period_that_ends_before_it_begins_is_refused_and_stays(office):
    answers = {"lang": "en", "site": "", "form_id": "eye", "from_day": "2026-11-21", "to_day": "2026-11-20"}
    page = office.send("/exports/report", office.get("/exports"), **answers)
    assert page.status == 422
    assert page.alerts() == ["The last day comes before the first. Exchange them."]
    assert page.value("to_day") == "2026-11-20"


def test_each_number_of_the_report_is_explained(office):
    page = office.get("/exports/definitions")
    assert len(page.root.findall(".//dd")) > 20


def test_cards_come_as_a_pdf_of_as_many_sheets_as_needed(office):
    page = office.send("/print/cards", office.get("/print/cards"), count="41")
    assert page.response.mimetype == "application/pdf"
    assert len(pypdfium2.PdfDocument(page.response.data)) == 2


@pytest.mark.parametrize("typed", ["0", "5001", "many", ""])
def test_a_count_of_cards_out_of_range_is_refused_and_stays(office, typed):
    page = office.send("/print/cards", office.get("/print/cards"), count=typed)
    assert page.status == 422
    assert page.value("count") == typed
    assert "between 1 and 5000" in page.alerts()[0]


def test_the_coordinator_says_where_the_caravan_stands(office, house):
    asrir = next(site for site in get_caravan(house).sites if site.name == "Asrir")
    assert office.send(f"/sites/{asrir.id}/open", office.get("/sites")).location == "/sites"
    opened = get_caravan(house).open_site
    assert opened is not None
    assert opened.name == "Asrir"
    assert "Asrir" in office.get("/dashboard").words("header")


def test_a_site_of_no_caravan_is_not_found(office):
    address = "/sites/00000000-0000-7000-8000-000000000000/open"
    assert office.send(address, office.get("/sites")).status == 404
