"""The pages of cards: new ones recorded and made, batches printed again, one person's card, the poster."""

import io
import time

import pypdfium2
import pytest
import zxingcpp

from caravan.domain.codes import new_code, printed
from caravan.domain.ids import new_id
from caravan.services.card_batches import ALL, Order, cards_of, record_batch
from caravan.services.card_stock import look_at_stock
from caravan.services.letterhead import find_logo
from caravan.services.patients import get_patient
from caravan.services.posters import find_wifi
from caravan.services.registration import bind_card
from caravan.web.i18n import LANGUAGES
from tests.pictures import make_logo
from tests.web.conftest import Page


@pytest.fixture
def office(sign_in):
    return sign_in("coordinator")


@pytest.fixture
def stocked(house, staff):
    """A batch of five cards, and their codes."""
    batch_id = record_batch(house, staff["coordinator"], Order(5, "a4-40"), new_id())
    return batch_id, [card.code for card in cards_of(house, batch_id, ALL)]


def codes_in(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        images = [page.render(scale=200 / 72).to_pil().convert("L") for page in document]
    return sorted(found.text for image in images for found in zxingcpp.read_barcodes(image))


def download(office, page):
    """Wait for a PDF as the page does, and download it."""
    address = page.location
    for _turn in range(200):
        shown = office.get(address)
        links = [e.get("href") for e in shown.root.iter("a") if ".pdf" in (e.get("href") or "")]
        if links:
            return office.get(links[0]).response
        time.sleep(0.05)
    raise AssertionError("the PDF was not made")


def test_cards_that_are_left_are_thrown_away_with_a_reason_and_brought_back(office, house, staff, stocked, register):
    batch_id, codes = stocked
    bind_card(house, staff["volunteer"], patient_id=register(), typed=codes[0], operation_id=new_id())
    page, away = f"/admin/cards/{batch_id}", f"/admin/cards/{batch_id}/throw-away"
    assert away in office.get(page).text
    asked = office.get(away)
    assert "4 blank cards can no longer be given" in asked.words()
    assert office.send(away, asked).status == 422
    assert office.send(away, asked, **{"record.reason": "thrown_away"}).location == page
    shown = office.get(page)
    assert "Left 0Given 1Thrown away 4" in shown.words()
    assert "Print again" not in shown.words("main")
    assert office.get(f"{page}/sheets.pdf").location.startswith(page)
    assert "and 4 thrown away" in office.get("/admin/cards").words()
    assert "thrown away with its printing" in office.get(f"/admin/cards?code={codes[1]}").words()
    assert "was thrown away with its printing" in office.get(f"/scan?code={codes[1]}").text
    back = f"{page}/bring-back"
    assert office.send(back, office.get(back), **{"record.reason": "cancelled_by_mistake"}).location == page
    assert "Left 4Given 1" in office.get(page).words()


def test_only_the_coordinator_throws_cards_away(sign_in, stocked):
    for role in ("volunteer", "doctor"):
        assert sign_in(role).send(f"/admin/cards/{stocked[0]}/throw-away").status == 403


def test_new_cards_are_recorded_then_made_and_downloaded(office, house):
    page = office.send("/admin/cards", office.get("/admin/cards"), count="41", layout="a4-40", used="0")
    assert page.status == 303
    (batch,) = look_at_stock(house).batches
    answer = download(office, page)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename=caravan-cards-1-41.pdf"
    assert codes_in(answer.data) == sorted(card.code for card in cards_of(house, batch.id, ALL))
    assert "Nadia" in office.get("/admin/cards").words()


def test_a_page_sent_twice_prints_one_batch(office, house):
    form = office.get("/admin/cards")
    for _twice in range(2):
        assert office.send("/admin/cards", form, count="3", layout="a4-40", used="0").status == 303
    assert look_at_stock(house).printed == 3


@pytest.mark.parametrize("typed", ["0", "5001", "many", "", "٤٠", "9999999999"])
def test_a_count_out_of_range_is_refused_and_stays(office, house, typed):
    page = office.send("/admin/cards", office.get("/admin/cards"), count=typed, layout="a4-24", used="0")
    assert (page.status, page.value("count")) == (422, typed)
    assert "between 1 and 5000" in page.alerts()[0]
    assert look_at_stock(house).batches == ()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"layout": "other", "size": "12x12"}, "too small"),
        ({"layout": "other", "size": "wide"}, "is no label"),
        ({"layout": "a4-40", "sentence_fr": "Gardez cette carte"}, "no room"),
        ({"layout": "card-85x54", "logo": "yes"}, "no logo"),
        ({"layout": "a4-40", "used": "40"}, "from 0 to 39"),
    ],
)
def test_what_cannot_be_printed_is_said_beside_its_field_and_nothing_typed_is_lost(office, house, typed, says):
    page = office.send("/admin/cards", office.get("/admin/cards"), **{"count": "7", "used": "0", **typed})
    assert page.status == 422
    assert says in " ".join(page.alerts())
    assert page.value("count") == "7"
    for name in ("size", "sentence_fr", "used"):
        assert page.value(name) == typed.get(name, "0" if name == "used" else "")
    assert look_at_stock(house).batches == ()


def test_cards_of_another_size_with_a_sentence_in_both_languages(office):
    office.client.post(
        "/admin/cards/logo", data={**office.get("/admin/cards").hidden(), "picture": (io.BytesIO(make_logo()), "a.png")}
    )
    form = {"count": "2", "layout": "other", "size": "100x60", "sentence_ar": "احفظوها", "sentence_fr": "Gardez-la"}
    page = office.send("/admin/cards", office.get("/admin/cards"), **form, logo="yes", used="1")
    pdf = download(office, page).data
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage().get_text_range()
    assert "احفظوها" in text
    assert "Gardez-la" in text
    assert len(codes_in(pdf)) == 2


def test_how_far_a_pdf_is_renews_itself_and_answers_304_when_nothing_moved(office, stocked):
    batch_id, codes = stocked
    page = office.send(f"/admin/cards/{batch_id}/again", office.get(f"/admin/cards/{batch_id}"), which="left", used="0")
    assert codes_in(download(office, page).data) == sorted(codes)
    address = f"{page.location}&part=making"
    first = office.get(address)
    assert "<html" not in first.text
    assert "The PDF of 5 cards is ready." in first.text
    again = Page(office.client.get(address, headers={"If-None-Match": first.response.headers["ETag"]}))
    assert again.status == 304


def test_a_pdf_that_is_not_there_leads_back_to_where_it_is_made(office, stocked):
    page = office.get(f"/admin/cards/{stocked[0]}/sheets.pdf")
    assert page.status == 302
    assert "not there any more" in office.follow(page).words()


def test_a_batch_is_printed_again_without_the_cards_that_were_given(office, house, staff, stocked, register):
    batch_id, codes = stocked
    bind_card(house, staff["volunteer"], patient_id=register(), typed=codes[0], operation_id=new_id())
    page = office.send(f"/admin/cards/{batch_id}/again", office.get(f"/admin/cards/{batch_id}"), which="left", used="0")
    assert codes_in(download(office, page).data) == sorted(codes[1:])
    shown = office.get(f"/admin/cards/{batch_id}").words()
    assert "2 times in all" in shown
    assert "Only the 4 cards that are left" in shown


def test_the_stock_says_what_is_left_and_warns_before_a_day_without_cards(office, house, staff, stocked, register):
    bind_card(house, staff["volunteer"], patient_id=register(), typed=stocked[1][0], operation_id=new_id())
    assert "Fewer cards are left" not in office.get("/admin/cards").words()
    page = office.send("/admin/cards/people", office.get("/admin/cards"), people="300")
    shown = office.follow(page).words()
    assert "Blank cards left4" in shown
    assert "Fewer cards are left" in shown
    assert "4 blank cards are left for 299 people still expected" in office.get("/dashboard").words()
    assert (
        "1 to 100000"
        in office.follow(office.send("/admin/cards/people", office.get("/admin/cards"), people="x")).words()
    )


def test_what_a_card_is_can_be_looked_up(office, house, staff, stocked, register):
    patient_id, (given, blank, *_rest) = register(), stocked[1]
    bind_card(house, staff["volunteer"], patient_id=patient_id, typed=given, operation_id=new_id())
    found = office.get(f"/admin/cards?code={printed(given)}")
    assert "Card 1 of printing 1." in found.words()
    assert f"/patients/{patient_id}" in {e.get("href") for e in found.root.iter("a")}
    assert "can be given" in office.get(f"/admin/cards?code={blank}").words()
    assert "not known here" in office.get(f"/admin/cards?code={new_code()}").words()
    assert office.get("/admin/cards?code=ABC").status == 422


def test_the_logo_is_kept_shown_and_taken_away(office, house):
    token = office.get("/admin/cards").hidden()
    for content, kept in ((make_logo("JPEG"), True), (b"no picture", True)):
        office.client.post("/admin/cards/logo", data={**token, "picture": (io.BytesIO(content), "logo.jpg")})
        assert (find_logo(house) is not None) is kept
    assert "PNG or JPEG" in office.get("/admin/cards").words()
    assert office.get("/admin/cards/logo.png").response.mimetype == "image/png"
    office.send("/admin/cards/logo", office.get("/admin/cards"), drop="yes")
    assert find_logo(house) is None


def test_the_old_address_leads_to_the_cards(office):
    assert office.get("/print/cards").location == "/admin/cards"


def test_the_card_of_a_person_is_printed_again_with_the_name_when_it_is_wanted(sign_in, card_of, register):
    desk, patient_id = sign_in("volunteer"), register()
    code = card_of(patient_id)
    address = f"/patients/{patient_id}/print-card"
    assert f"{address}?code={code}" in {e.get("href") for e in desk.get(f"/patients/{patient_id}").root.iter("a")}
    plain = desk.send(address, desk.get(address), code=code, layout="a4-40", used="0").response
    named = desk.send(address, desk.get(address), code=code, layout="card-90x55", name="yes", used="3").response
    for answer, has_name in ((plain, False), (named, True)):
        assert answer.mimetype == "application/pdf"
        assert codes_in(answer.data) == [code]
        with pypdfium2.PdfDocument(answer.data) as document:
            assert ("Fatimetou Laaroussi" in document[0].get_textpage().get_text_range()) is has_name
    refused = desk.send(address, desk.get(address), code=code, layout="a4-40", name="yes", used="0")
    assert (refused.status, "no room" in refused.alerts()[0]) == (422, True)


def test_a_new_card_is_given_to_the_person_as_it_is_made(sign_in, house, register):
    desk, patient_id = sign_in("volunteer"), register()
    form = desk.get(f"/patients/{patient_id}/print-card")
    pages = [desk.send(f"/patients/{patient_id}/new-card", form) for _twice in range(2)]
    (code,) = get_patient(house, patient_id).cards
    assert {page.location for page in pages} == {f"/patients/{patient_id}/print-card?code={code}"}
    assert codes_in(
        desk.send(pages[0].location, desk.follow(pages[0]), code=code, layout="a4-40", used="0").response.data
    ) == [code]


def test_the_poster_leads_to_the_network_and_keeps_its_password_only_when_asked(office, house):
    typed = {"wifi": "Sud; 1", "password": "motdepasse", "url": "http://192.168.1.10:8080/"}
    answer = office.send("/admin/poster", office.get("/admin/poster"), **typed).response
    assert set(codes_in(answer.data)) == {r"WIFI:T:WPA;S:Sud\; 1;P:motdepasse;;", typed["url"]}
    assert find_wifi(house) is None
    office.send("/admin/poster", office.get("/admin/poster"), **typed, keep="yes", hidden="yes")
    kept = find_wifi(house)
    assert (kept.name, kept.password, kept.is_hidden) == ("Sud; 1", "motdepasse", True)
    page = office.get("/admin/poster")
    assert (page.value("wifi"), page.value("password")) == ("Sud; 1", "motdepasse")
    office.send("/admin/poster", page, **typed)
    assert find_wifi(house) is None


def test_a_poster_that_leads_nowhere_is_refused_and_what_was_typed_stays(office):
    for typed, says in (
        ({"wifi": "Sud", "password": "short", "url": "http://10.0.0.2"}, "8 to 63"),
        ({"wifi": "", "password": "motdepasse", "url": "http://10.0.0.2"}, "name of the Wi-Fi"),
        ({"wifi": "Sud", "password": "", "url": "nowhere at all"}, "no address"),
    ):
        page = office.send("/admin/poster", office.get("/admin/poster"), **typed)
        assert (page.status, says in " ".join(page.alerts())) == (422, True)
        assert {name: page.value(name) for name in typed} == typed


def test_the_poster_offers_the_address_at_which_tablets_reach_the_laptop(office):
    assert office.get("/admin/poster").value("url").startswith("http://192.168.1.10")
    reached = Page(office.client.get("/admin/poster", base_url="http://10.1.2.3:8080"))
    assert reached.status in (200, 303)


def test_the_password_of_the_network_is_in_no_revision_nor_operation(office, settings):
    typed = {"wifi": "Sud", "password": "tressecret", "url": "http://10.0.0.2"}
    office.send("/admin/poster", office.get("/admin/poster"), **typed)
    assert b"tressecret" not in b"".join(file.read_bytes() for file in settings.data.glob("caravan.sqlite3*"))


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_advice_about_cards_counts_in_each_language(sign_in, house, staff, stocked, language):
    office = sign_in("coordinator", language)
    office.send("/admin/cards/people", office.get("/admin/cards"), people="900")
    assert "900" in office.get("/dashboard").words()
