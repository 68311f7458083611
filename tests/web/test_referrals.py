"""Referrals at the tablets: decided and settled where the person is shown, listed for the day, told in the history."""

import pytest

from caravan.domain.ids import new_id
from caravan.services.outcomes import Filled
from caravan.services.patients import get_patient
from caravan.services.queueing import station_queue
from caravan.services.referral_lines import list_referrals
from caravan.services.screening import record_screening

CRISIS = {
    "systolic_1_mmhg": "192", "diastolic_1_mmhg": "118", "systolic_2_mmhg": "190", "diastolic_2_mmhg": "116",
}  # fmt: skip
NOW = "Call a doctor now"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def record(house, staff):
    def do(patient_id, form_id="vitals", **answers):
        filled = Filled(answers or CRISIS, new_id(), confirmed=tuple(house.forms[form_id].questions))
        return record_screening(house, staff["doctor"], patient_id=patient_id, form_id=form_id, filled=filled)

    return do


@pytest.fixture
def urgent(register, record):
    patient_id = register()
    record(patient_id)
    return patient_id


@pytest.fixture
def doctor(sign_in):
    return sign_in("doctor")


@pytest.fixture
def line(house):
    return lambda patient_id: list_referrals(house, get_patient(house, patient_id).today.id)[0]


def forms_to(page, end):
    return [form for form in page.root.iter("form") if (form.get("action") or "").endswith(end)]


def fields(form):
    inputs = [e for e in form.iter("input") if e.get("type") == "hidden"]
    return {e.get("name"): e.get("value") for e in inputs}


def send(browser, page, end, **answers):
    """Send the first form of a page whose address ends so, as its button would."""
    form = forms_to(page, end)[0]
    return browser.client.post(form.get("action"), data={**fields(form), **answers})


def person(browser, patient_id):
    return browser.get(f"/patients/{patient_id}")


def test_a_proposed_referral_is_accepted_in_one_tap_on_the_page_of_the_person(doctor, urgent, line):
    page = person(doctor, urgent)
    answer = send(doctor, page, "/decide")
    assert answer.headers["Location"] == f"/patients/{urgent}"
    assert line(urgent).status == "accepted"
    assert "The referral is accepted." in person(doctor, urgent).words()


def test_the_urgency_is_changed_with_a_usual_reason_in_two_taps(doctor, urgent, line):
    page = person(doctor, urgent)
    form = forms_to(page, "/decide")[1]
    taps = {"urgency": "e", "destination": line(urgent).destination, "record.reason": "examined"}
    doctor.client.post(form.get("action"), data={**fields(form), **taps})
    assert (line(urgent).status, line(urgent).urgency) == ("changed", "e")
    assert NOW in person(doctor, urgent).words()


def test_a_change_without_a_reason_is_refused_in_one_sentence_and_changes_nothing(doctor, urgent, line):
    form = forms_to(person(doctor, urgent), "/decide")[1]
    doctor.client.post(form.get("action"), data={**fields(form), "urgency": "e", "destination": "cardiology"})
    assert "Choose or write why." in person(doctor, urgent).words()
    assert line(urgent).urgency == "u"


def test_a_refusal_gives_the_typed_words_back(doctor, urgent, line):
    page = person(doctor, urgent)
    send(doctor, page, "/settle", outcome="seen")
    form = forms_to(page, "/drop")[0]
    doctor.client.post(form.get("action"), data={**fields(form), "record.why": "already with the cardiologist"})
    words = person(doctor, urgent).words()
    assert "Someone else changed this referral meanwhile" in words
    assert "already with the cardiologist" in words


def test_an_address_of_another_site_is_not_gone_back_to(doctor, urgent):
    page = person(doctor, urgent)
    assert send(doctor, page, "/decide", back="https://elsewhere.example/").headers["Location"] == "/"


def test_the_coordinator_settles_and_does_not_decide(sign_in, urgent, line):
    office = sign_in("coordinator")
    page = person(office, urgent)
    assert forms_to(page, "/decide") == []
    send(office, page, "/settle", outcome="transferred")
    assert (line(urgent).status, line(urgent).outcome) == ("attended", "transferred")
    assert office.send(f"/referrals/{line(urgent).id}/drop", page).status == 403


def test_a_volunteer_sees_how_urgent_a_person_is_and_no_referral(sign_in, urgent):
    page = person(sign_in("volunteer"), urgent)
    assert "before the others" in page.words()
    assert forms_to(page, "/settle") == []


def test_the_list_of_the_day_settles_in_one_tap_and_the_dashboard_shrinks(sign_in, urgent, line):
    office = sign_in("coordinator")
    assert "1 urgent person" in office.get("/dashboard").words()
    page = office.get("/referrals")
    assert "1 open referral" in page.words()
    send(office, page, "/settle", outcome="seen")
    assert "No referral is open." in office.get("/referrals").words()
    assert "urgent person" not in office.get("/dashboard").words()
    send(office, office.get("/referrals"), "/reopen")
    assert line(urgent).is_open


def test_the_list_is_narrowed_to_a_station_and_to_a_place(doctor, urgent, register, record, line):
    other = register(phone="0611111111", given_name_fr="Zahra", given_name_ar="الزهرة")
    record(other, "dental", urgency_code="3", pain="8")
    assert "2 open referrals" in doctor.get("/referrals").words()
    narrowed = doctor.get("/referrals?station=dental").words("ul[@class='turns']")
    assert "Zahra" in narrowed
    assert "Fatimetou" not in narrowed
    place = line(urgent).destination
    assert "Zahra" not in doctor.get(f"/referrals?to={place}").words("ul[@class='turns']")


def test_the_list_says_that_nothing_changed(doctor, urgent):
    rows = doctor.get("/referrals?part=rows")
    again = doctor.client.get("/referrals?part=rows", headers={"If-None-Match": rows.response.headers["ETag"]})
    assert again.status_code == 304


def test_the_dashboard_leads_to_the_list(sign_in, urgent):
    links = [a.get("href") for a in sign_in("coordinator").get("/dashboard").root.iter("a")]
    assert links.count("/referrals") >= 2


def test_a_doctor_adds_a_referral_where_the_rules_propose_none(doctor, register, line):
    patient_id = register()
    page = person(doctor, patient_id)
    send(doctor, page, "/refer", urgency="p", destination="cardiology", **{"record.reason": "symptoms"})
    assert (line(patient_id).origin, line(patient_id).destination) == ("doctor", "cardiology")
    assert "Because of symptoms" in person(doctor, patient_id).words()


def test_a_volunteer_raises_an_alert_from_the_queue_and_from_the_person(sign_in, house, register, line):
    volunteer, patient_id = sign_in("volunteer"), register()
    entry = station_queue(house, "eye").next[0].id
    page = volunteer.get(f"/queue/entries/{entry}")
    answer = send(volunteer, page, "/alert", sign="chest_pain")
    assert answer.headers["Location"] == f"/queue/entries/{entry}"
    assert line(patient_id).urgency == "e"
    again = volunteer.get(f"/queue/entries/{entry}").words()
    assert "The alert is raised" in again
    assert "141" in again


@pytest.fixture
def emergency(register, record, card_of):
    """A person with a danger sign, and the card of the person."""
    patient_id = register()
    record(patient_id, "chronic", danger_signs=["chest_pain"], systolic_1_mmhg="120", diastolic_1_mmhg="80")
    return patient_id, card_of(patient_id)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_an_emergency_is_loud_on_every_page_that_shows_the_person(sign_in, house, emergency, language):
    patient_id, code = emergency
    desk, doctor = sign_in("coordinator", language), sign_in("doctor", language)
    screening = get_patient(house, patient_id).today.screenings[0].id
    entry = station_queue(house, "eye").next[0].id
    pages = [
        desk.get(f"/patients/{patient_id}"),
        desk.get(f"/patients/{patient_id}/card"),
        desk.get(f"/history/patient/{patient_id}"),
        desk.get(f"/history/screening/{screening}"),
        desk.get(f"/queue/entries/{entry}"),
        desk.get(f"/records/patients/{patient_id}/correct"),
        desk.get(f"/records/patients/{patient_id}/cancel"),
        doctor.get(f"/records/screenings/{screening}/correct"),
        doctor.get(f"/q/{code}/eye"),
        doctor.get(f"/screenings/{screening}"),
    ]
    for page in pages:
        bands = [e for e in page.root.iter("p") if "alarm" in (e.get("class") or "").split()]
        assert bands, page.response.request.path
        assert "141" in "".join(bands[0].itertext())


@pytest.mark.parametrize("address", ["/patients?q=Fatimetou", "/queue/eye", "/station/eye", "/dashboard", "/referrals"])
def test_an_emergency_is_told_in_every_list_with_a_word_and_a_sign(sign_in, emergency, address):
    page = sign_in("coordinator").get(address)
    tags = [e for e in page.root.iter("span") if (e.get("class") or "") == "tag e"]
    assert tags, address
    assert all("Immediate" in "".join(tag.itertext()) and tag.find(f"{SVG}svg") is not None for tag in tags)


def test_a_duplicate_that_is_an_emergency_is_loud(sign_in, emergency, register):
    volunteer = sign_in("volunteer")
    page = volunteer.get("/reception/register")
    typed = {"given_name_fr": "Fatimetou", "family_name_fr": "Laaroussi", "sex": "female", "birth_year": "1959"}
    consent = {"consent_care": "yes", "consent_data": "yes", "consent_method": "oral_witness", "phone": "0661234567"}
    held = volunteer.send("/reception/register", page, **typed, **consent)
    assert NOW in held.words()


def test_the_wall_says_nothing_of_it(browser, emergency):
    text = browser.get("/board").text
    assert "alarm" not in text
    assert "tag e" not in text


def test_the_saved_page_of_a_danger_sign_says_whom_to_call(doctor, house, emergency):
    screening = get_patient(house, emergency[0]).today.screenings[0].id
    words = doctor.get(f"/screenings/{screening}").words("div[@class='stack']")
    assert NOW in words
    assert "141" in words


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_history_tells_what_became_of_a_referral(sign_in, urgent, line, clock, language):
    clock.move(minutes=1)
    doctor = sign_in("doctor", language)
    form = forms_to(person(doctor, urgent), "/decide")[1]
    taps = {"urgency": "e", "destination": "hospital_emergency", "record.reason": "examined"}
    doctor.client.post(form.get("action"), data={**fields(form), **taps})
    clock.move(minutes=1)
    send(doctor, person(doctor, urgent), "/settle", outcome="transferred")
    send(
        doctor, person(doctor, urgent), "/refer", urgency="p", destination="cardiology", **{"record.reason": "symptoms"}
    )
    send(doctor, person(doctor, urgent), "/alert", sign="convulsion")
    words = doctor.get(f"/history/patient/{urgent}").words()
    said = {
        "en": (
            "Referral changed",
            "Immediate",
            "After the examination",
            "Transferred",
            "Because of symptoms",
            "Convulsion",
        ),
        "fr": (
            "Orientation modifiée",
            "Urgence immédiate",
            "Après examen",
            "Transféré",
            "À cause de symptômes",
            "Convulsion",
        ),
        "ar": ("تم النقل", "بعد الفحص", "بسبب أعراض", "تشنج"),
    }[language]
    assert [each for each in said if each not in words] == []
