"""The administration: staff and PINs, stations, sites, and the life of caravans, as a coordinator meets them."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from caravan.domain.ids import new_id
from caravan.services.accounts import list_staff
from caravan.services.campaigns import archive_caravan, close_caravan, start_next
from caravan.services.caravans import NewSite, Plan, get_caravan, list_caravans
from caravan.services.counting import day_board
from caravan.services.staff import Details, add_member, list_members
from caravan.services.stations import close_station, get_circuit
from caravan.storage.tables import Audit, Operation, Revision
from tests.conftest import PINS
from tests.web.conftest import Browser

MADE_PIN = re.compile(r"\b\d{6}\b")


@pytest.fixture
def office(sign_in):
    return sign_in("coordinator")


@pytest.fixture
def boss(staff):
    return staff["coordinator"]


@pytest.fixture
def closed(house, boss):
    """The caravan of the tests, closed."""
    card = get_caravan(house)
    close_caravan(house, boss, card.id)
    return card


def member(house, name):
    return next(each for each in list_members(house) if each.name == name)


def site_named(house, name):
    return next(site for site in get_caravan(house).sites if site.name == name)


def follow(browser, page):
    return browser.follow(page).words("main")


def test_one_tab_leads_to_everything_that_is_prepared(office):
    page = office.get("/admin")
    links = {link.get("href") for link in page.root.findall(".//main//a")}
    assert {"/admin/staff", "/admin/stations", "/admin/sites", "/admin/caravans"} <= links
    assert {"/admin/forms", "/print/cards", "/tablet"} <= links
    here = [link.get("href") for link in page.root.findall(".//nav//a") if link.get("aria-current")]
    assert here == ["/admin"]


@pytest.mark.parametrize("area", ["", "/staff", "/stations", "/sites", "/caravans"])
@pytest.mark.parametrize("role", ["volunteer", "doctor"])
def test_the_administration_is_for_the_coordinator_alone(sign_in, role, area):
    assert sign_in(role).get(f"/admin{area}").status == 403


def test_a_made_pin_is_shown_once_and_lets_the_person_in(office, house, app):
    page = office.send(
        "/admin/staff/new", office.get("/admin/staff/new"), name="Samir", role="volunteer", language="fr"
    )
    assert page.status == 200
    pin = MADE_PIN.search(page.words("main"))
    assert pin is not None
    assert pin[0] not in office.get("/admin/staff").text
    assert pin[0] not in str(page.response.headers)
    with office.client.session_transaction() as session:
        assert pin[0] not in str(dict(session))
    samir = member(house, "Samir")
    assert Browser(app.test_client()).send(f"/login/{samir.id}", pin=pin[0]).status == 303


def test_a_typed_pin_is_not_shown_and_the_list_has_the_new_name(office):
    answers = {"name": "Samir", "role": "volunteer", "language": "fr", "pin": "604183"}
    page = office.send("/admin/staff/new", office.get("/admin/staff/new"), **answers)
    assert page.location == "/admin/staff"
    words = follow(office, page)
    assert "Samir" in words
    assert "604183" not in words


def test_a_page_sent_twice_adds_one_person(office, house):
    page = office.get("/admin/staff/new")
    for _ in range(2):
        done = office.send("/admin/staff/new", page, name="Samir", role="volunteer", language="fr")
    assert done.location == "/admin/staff"
    assert len(list_staff(house)) == 4


@pytest.mark.parametrize(
    ("answers", "alert"),
    [
        ({"name": ""}, "The name is empty"),
        ({"name": "khadija"}, "already on the staff list"),
        ({"role": ""}, "The role must be one of"),
        ({"pin": "1234"}, "This PIN is too easy"),
    ],
)
def test_a_person_who_cannot_be_added_stays_on_the_page_with_the_reason(office, house, answers, alert):
    typed = {"name": "Samir", "role": "doctor", "language": "ar", "pin": "604183", **answers}
    page = office.send("/admin/staff/new", office.get("/admin/staff/new"), **typed)
    assert page.status == 422
    assert any(alert in said for said in page.alerts())
    assert page.value("name") == typed["name"]
    assert len(list_staff(house)) == 3


def test_no_pin_reaches_the_database_or_the_log_in_clear(office, house, rows, caplog):
    page = office.send("/admin/staff/new", office.get("/admin/staff/new"), name="Samir", role="doctor", language="fr")
    pin = MADE_PIN.search(page.words("main"))
    assert pin is not None
    khadija = member(house, "Khadija").id
    office.send(f"/admin/staff/{khadija}/pin", office.get(f"/admin/staff/{khadija}"), pin="604183")
    stored = "".join(str(row) for table in (Revision, Audit, Operation) for row in rows(table))
    for secret in (pin[0], "604183"):
        assert secret not in stored
        assert secret not in caplog.text


@pytest.fixture
def rows(house):
    """All stored rows of a table."""
    from sqlmodel import select  # noqa: PLC0415

    def do(table):
        with house.database.read() as session:
            return [row.model_dump() for row in session.exec(select(table)).all()]

    return do


def test_a_new_pin_is_made_and_the_old_one_is_refused(office, house, app):
    khadija = member(house, "Khadija").id
    page = office.send(f"/admin/staff/{khadija}/pin", office.get(f"/admin/staff/{khadija}"), pin="")
    pin = MADE_PIN.search(page.words("main"))
    assert pin is not None
    tablet = Browser(app.test_client())
    assert tablet.send(f"/login/{khadija}", pin=PINS["Khadija"]).status == 422
    assert tablet.send(f"/login/{khadija}", pin=pin[0]).status == 303


def test_someone_locked_out_is_let_in_again_from_the_list(office, house, app, clock):
    khadija = member(house, "Khadija").id
    tablet = Browser(app.test_client())
    for _ in range(5):
        tablet.send(f"/login/{khadija}", pin="000000")
    assert tablet.send(f"/login/{khadija}", pin=PINS["Khadija"]).status == 422
    assert "Khadija typed too many wrong PINs" in office.get("/admin/staff").words("main")
    clock.move(seconds=1)
    assert "Khadija can sign in again" in follow(office, office.send(f"/admin/staff/{khadija}/unlock"))
    clock.move(seconds=1)
    assert tablet.send(f"/login/{khadija}", pin=PINS["Khadija"]).status == 303


def test_someone_taken_off_the_list_is_signed_out_at_once_and_can_come_back(office, house, sign_in):
    doctor = sign_in("doctor")
    assert doctor.get("/patients").status == 200
    benali = member(house, "Dr Benali").id
    page = office.get(f"/admin/staff/{benali}")
    assert "Write why" in " ".join(office.send(f"/admin/staff/{benali}/remove", page, reason="").alerts())
    words = follow(office, office.send(f"/admin/staff/{benali}/remove", page, reason="back to Rabat"))
    assert "back to Rabat" in words
    assert doctor.get("/patients").location.startswith("/login")
    assert "Dr Benali" not in doctor.get("/login").words("main")
    office.send(f"/admin/staff/{benali}/back")
    assert "Dr Benali" in doctor.get("/login").words("main")


def test_the_only_coordinator_stays(office, house):
    nadia = member(house, "Nadia").id
    page = office.get(f"/admin/staff/{nadia}")
    refused = office.send(f"/admin/staff/{nadia}", page, name="Nadia", role="doctor", language="en")
    assert refused.status == 422
    assert "Add another coordinator first." in " ".join(refused.alerts())
    refused = office.send(f"/admin/staff/{nadia}/remove", page, reason="goes home")
    assert "Add another coordinator first." in " ".join(refused.alerts())
    assert office.get("/admin/staff").status == 200


def test_a_coordinator_who_becomes_a_doctor_is_led_to_a_doctors_work(office, house, boss):
    add_member(house, boss, Details("Salma", "coordinator"), pin="604183")
    nadia = member(house, "Nadia").id
    page = office.send(f"/admin/staff/{nadia}", name="Nadia", role="doctor", language="en")
    assert page.location == "/"
    assert office.get("/admin/staff").status == 403


def test_a_station_is_closed_after_a_question_about_those_who_wait(office, house, register):
    register()
    page = office.get("/admin/stations/eye/close")
    assert "1 person is waiting there" in page.words("main")
    assert follow(office, office.send("/admin/stations/eye/close", page, queue="keep")).count("Closed for now") == 1
    assert {s.form_id: s.waiting for s in day_board(house).per_station}["eye"] == 1
    office.send("/admin/stations/eye/open")
    assert "1 person was taken out" in follow(office, office.send("/admin/stations/eye/close", queue="leave"))


def test_a_closed_station_is_not_offered_to_tablets(office, house, boss, sign_in):
    close_station(house, boss, "eye", keep_queue=True)
    values = [button.get("value") for button in office.get("/tablet").root.findall(".//button[@name='station']")]
    assert values == ["vitals", "dental", "chronic", ""]
    assert sign_in("doctor").send("/tablet", station="eye").status == 404


def test_a_tablet_at_a_closed_station_says_so(house, boss, sign_in):
    doctor = sign_in("doctor")
    assert "is closed for now" not in doctor.get("/station/eye").words("main")
    close_station(house, boss, "eye", keep_queue=True)
    assert "This station is closed for now." in doctor.get("/station/eye").words("main")


def test_stations_are_put_in_order_with_buttons(office, house):
    page = office.send("/admin/stations/eye/move", office.get("/admin/stations"), direction="earlier")
    assert page.location == "/admin/stations#eye"
    assert [card.form_id for card in get_circuit(house).stations] == ["eye", "vitals", "dental", "chronic"]
    office.send("/admin/stations/eye/move", direction="later")
    assert [card.form_id for card in get_circuit(house).stations] == ["vitals", "eye", "dental", "chronic"]
    assert office.send("/admin/stations/eye/move", direction="sideways").status == 404


def test_a_station_never_used_is_removed_and_added_again(office, house, register):
    register()
    office.send("/admin/stations/dental/remove", office.get("/admin/stations"))
    page = office.get("/admin/stations")
    assert [b.get("value") for b in page.root.findall(".//button[@name='form_id']")] == ["dental"]
    assert "1 person who came meanwhile" in follow(office, office.send("/admin/stations/add", page, form_id="dental"))
    assert get_circuit(house).others == ()


def test_a_site_is_added_then_changed_then_closed_then_opened_again(office, house):
    page = office.get("/admin/sites/new")
    assert len(page.root.findall(".//select[@name='commune']//option")) == 87
    answers = {"name": "Tighmert", "name_ar": "تغمرت", "commune": "10.071.01.01"}
    assert "Tighmert" in follow(office, office.send("/admin/sites/new", page, **answers))
    site = site_named(house, "Tighmert")
    page = office.get(f"/admin/sites/{site.id}")
    assert page.value("name_ar") == "تغمرت"
    office.send(f"/admin/sites/{site.id}", page, **{**answers, "name": "Tighmert, école"})
    assert "1 closed site" in follow(office, office.send(f"/admin/sites/{site.id}/close", page))
    assert site_named(house, "Tighmert, école").is_closed
    office.send(f"/admin/sites/{site.id}/open", page)
    assert not site_named(house, "Tighmert, école").is_closed


def test_a_site_sent_twice_is_added_once(office, house):
    page = office.get("/admin/sites/new")
    for _ in range(2):
        assert office.send("/admin/sites/new", page, name="Tighmert").status == 303
    assert len(get_caravan(house).sites) == 3


def test_a_site_with_a_name_that_exists_stays_on_the_page(office):
    page = office.send("/admin/sites/new", office.get("/admin/sites/new"), name="asrir", name_ar="أسرير")
    assert page.status == 422
    assert page.alerts() == ["Two sites have the same name. Give each its own."]
    assert (page.value("name"), page.value("name_ar")) == ("asrir", "أسرير")


def test_a_move_says_what_will_happen_and_then_happens(office, house, register):
    register()
    asrir = site_named(house, "Asrir")
    page = office.get(f"/admin/sites/{asrir.id}/move")
    words = page.words("main")
    assert "Numbers begin at 1 again." in words
    assert "1 person is still waiting at Guelmim" in words
    assert office.send(f"/admin/sites/{asrir.id}/move", page).location == "/admin/sites"
    assert site_named(house, "Asrir").is_open
    assert "Asrir" in office.get("/dashboard").words("header")


def test_an_unknown_site_is_not_found(office):
    assert office.get("/admin/sites/00000000-0000-7000-8000-000000000000/move").status == 404


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
