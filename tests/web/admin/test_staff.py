"""Staff and PINs, as the coordinator manages them in the administration."""

import re

import pytest

from caravan.services.accounts import list_staff
from caravan.services.staff import Details, add_member, list_members
from caravan.storage.tables import Audit, Operation, Revision
from tests.conftest import PINS
from tests.web.admin.conftest import follow
from tests.web.conftest import Browser

MADE_PIN = re.compile(r"\b\d{6}\b")


def member(house, name):
    return next(each for each in list_members(house) if each.name == name)


def test_one_tab_leads_to_everything_that_is_prepared(office):
    page = office.get("/admin")
    links = {link.get("href") for link in page.root.findall(".//main//a")}
    assert {"/admin/staff", "/admin/stations", "/admin/sites", "/admin/caravans"} <= links
    assert {"/admin/forms", "/admin/cards", "/tablet"} <= links
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


def test_a_new_pin_is_made_and_the_old_one_is_refused(office, house, app):
    khadija = member(house, "Khadija").id
    page = office.send(f"/admin/staff/{khadija}/pin", office.get(f"/admin/staff/{khadija}"), pin="")
    pin = MADE_PIN.search(page.words("main"))
    assert pin is not None
    tablet = Browser(app.test_client())
    assert tablet.send(f"/login/{khadija}", pin=PINS["Khadija"]).status == 422
    assert tablet.send(f"/login/{khadija}", pin=pin[0]).status == 303


def test_a_new_pin_ends_the_sessions_that_the_old_one_began(office, house, sign_in):
    doctor = sign_in("doctor")
    assert doctor.get("/patients").status == 200
    staff_id = member(house, "Dr Benali").id
    office.send(f"/admin/staff/{staff_id}/pin", office.get(f"/admin/staff/{staff_id}"), pin="604183")
    assert doctor.get("/patients").location.startswith("/login")
    assert office.get("/admin/staff").status == 200


def test_whoever_changes_her_own_pin_goes_on_working(office, house):
    nadia = member(house, "Nadia").id
    office.send(f"/admin/staff/{nadia}/pin", office.get(f"/admin/staff/{nadia}"), pin="604183")
    assert office.get("/admin/staff").status == 200


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
