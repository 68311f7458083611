"""Stations in the administration: closed, opened, put in order, removed and added."""

from caravan.services.counting import day_board
from caravan.services.stations import close_station, get_circuit
from tests.web.admin.conftest import follow


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
