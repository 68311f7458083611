"""The pages of the queues and the wall: who is called, what is said to the second caller, and what a poll costs."""

import re

import html5lib
import pytest
from sqlalchemy import event
from sqlmodel import select

from caravan.domain.ids import new_id
from caravan.services.calling import Asked, act, call_next
from caravan.services.caravans import get_caravan
from caravan.services.queueing import count_waiting, get_line, station_queue
from caravan.storage.tables import Revision

URGENT = {"systolic_1_mmhg": "190", "diastolic_1_mmhg": "115", "confirmed": ["systolic_1_mmhg", "diastolic_1_mmhg"]}
PRESSURE = {"systolic_1_mmhg": "132", "diastolic_1_mmhg": "82"}


@pytest.fixture
def waiting(register, clock):
    """Three people who arrived five minutes after each other: Fatimetou, Salka and Hind."""
    people = []
    for name in ("Fatimetou", "Salka", "Hind"):
        people.append(register(given_name_fr=name, given_name_ar=""))
        clock.move(minutes=5)
    return people


@pytest.fixture
def entry(house):
    """The entry of a number at a station, whatever its state."""

    def do(number, station="eye"):
        queue = station_queue(house, station)
        return next(line.id for line in (*queue.called, *queue.next, *queue.absent) if line.number == number)

    return do


def send_next(someone, form_id="eye"):
    """Tap "Call next" on the page of a queue."""
    page = someone.get(f"/queue/{form_id}")
    return someone.send(f"/queue/{form_id}/next", page)


def count_changes(house):
    with house.database.read() as session:
        return len(session.exec(select(Revision.id)).all())


def poll(someone, address, etag=None):
    return someone.client.get(address, headers={"If-None-Match": etag} if etag else {})


@pytest.mark.parametrize("role", ["volunteer", "doctor", "coordinator"])
def test_whoever_works_here_sees_the_queue_and_calls_the_next(sign_in, waiting, house, role):
    someone = sign_in(role)
    words = someone.get("/queue/eye").words()
    assert "3 people waiting" in words
    assert words.index("Fatimetou") < words.index("Salka") < words.index("Hind")
    assert "15 minutes" in words
    page = someone.follow(send_next(someone))
    assert "1" in page.words("h1").split()
    assert "Fatimetou" in page.words()
    assert station_queue(house, "eye").called[0].number == 1


def test_a_long_wait_is_said_in_words_and_in_colour(sign_in, waiting, clock):
    clock.move(minutes=20)
    doctor = sign_in("doctor")
    assert re.findall(r'class="wait ?([a-z-]*)"', doctor.get("/queue/eye").text) == ["long", "long", ""]
    clock.move(minutes=30)
    page = doctor.get("/queue/eye")
    assert re.findall(r'class="wait ?([a-z-]*)"', page.text) == ["very-long", "very-long", "long"]
    assert "very long wait" in page.words()


def test_an_urgent_person_comes_first_and_is_marked(sign_in, waiting):
    doctor = sign_in("doctor")
    address = f"/patients/{waiting[2]}/vitals"
    assert doctor.send(address, doctor.get(address), **URGENT).status == 303
    words = doctor.get("/queue/eye").words("main")
    assert words.index("Hind") < words.index("Fatimetou")
    assert "Urgent" in words


def test_a_page_of_call_next_sent_twice_calls_one_person(sign_in, waiting, house):
    doctor = sign_in("doctor")
    page = doctor.get("/queue/eye")
    first, again = (doctor.send("/queue/eye/next", page) for _ in range(2))
    assert first.location == again.location
    assert len(station_queue(house, "eye").called) == 1


def test_call_next_with_nobody_to_call_says_so(sign_in):
    doctor = sign_in("doctor")
    assert "Nobody can be called now" in doctor.follow(send_next(doctor)).words()
    assert "Nobody waits here." in doctor.get("/queue/eye").words()


def test_the_second_of_two_callers_hears_who_was_first_and_where(sign_in, waiting, entry):
    doctor, other = sign_in("doctor"), sign_in("coordinator", "fr")
    address, page = f"/queue/entries/{entry(1)}/call", other.get("/queue/eye")
    doctor.send(address, doctor.get("/queue/eye"), times_called="0")
    said = other.follow(other.send(address, page, times_called="0")).words("main")
    assert "Dr Benali a déjà appelé le numéro 1 (Ophtalmologie)." in said
    assert "Appeler le suivant" in said


def test_someone_at_another_station_is_shown_there(sign_in, waiting, entry, clock):
    doctor = sign_in("doctor")
    send_next(doctor, "dental")
    clock.move(minutes=4)
    page = doctor.get("/queue/eye")
    assert "At Dental: 4 minutes" in page.words()
    assert "2" in doctor.follow(send_next(doctor)).words("h1").split()


def test_the_verbs_lead_through_the_states(sign_in, waiting, entry, house):
    doctor, one = sign_in("doctor"), entry(1)

    def say(verb, times, **fields):
        page = doctor.follow(doctor.send(f"/queue/entries/{one}/{verb}", times_called=str(times), **fields))
        assert page.status == 200
        return page.words("main"), get_line(house, one).status

    assert say("call", 0)[1] == "called"
    assert "2 calls" in say("recall", 1)[0]
    assert say("absent", 2) == (say("absent", 2)[0], "absent")
    assert say("back", 2)[1] == "waiting"
    words, status = say("leave", 2)
    assert ("Back to the queue" in words, status) == (True, "left")
    assert say("back", 2)[1] == "waiting"
    words, status = say("move", 2, to="dental")
    assert ("Number 1 waits for Dental." in words, status) == (True, "moved")
    assert "was called, seen or moved meanwhile" in say("call", 2)[0]


def test_leaving_without_care_is_asked_twice(sign_in, waiting, entry):
    root = sign_in("volunteer").get(f"/queue/entries/{entry(1)}").root
    (leave,) = [form for form in root.iter("form") if form.get("action", "").endswith("/leave")]
    (fold,) = [fold for fold in root.iter("details") if leave in list(fold.iter("form"))]
    assert fold.get("open") is None


def test_a_closed_station_is_said_closed_and_receives_nobody(sign_in, waiting, entry, house):
    caravan = get_caravan(house)
    house.database.write(
        lambda unit: unit.ledger.change("caravan", caravan.id, closed_stations=["dental"]), at=house.now()
    )
    doctor = sign_in("doctor")
    assert "3 people waiting · Closed" in doctor.get("/queue").words()
    assert "Closed" in doctor.get("/stations").words()
    assert 'value="dental"' not in doctor.get(f"/queue/entries/{entry(1)}").text
    page = doctor.follow(doctor.send(f"/queue/entries/{entry(1)}/move", to="dental"))
    assert "Dental is closed: nobody is sent there." in page.words()


def test_what_does_not_exist_is_not_found(sign_in, waiting, entry, clock):
    doctor, one = sign_in("doctor"), entry(1)
    assert doctor.get("/queue/registration").status == 404
    assert doctor.get("/queue/hearing/rows").status == 404
    assert doctor.get(f"/queue/entries/{new_id()}").status == 404
    assert doctor.send(f"/queue/entries/{one}/sing").status == 404
    assert doctor.send("/queue/eye/next", operation_id="").status == 400
    clock.move(hours=14)
    assert "not in the queues of today" in sign_in("doctor").get(f"/queue/entries/{one}").words()


def test_opening_a_form_marks_nothing_and_saving_it_ends_the_wait(sign_in, waiting, card_of, house):
    doctor, code = sign_in("doctor"), card_of(waiting[0])
    page = doctor.get(f"/q/{code}/eye")
    assert count_waiting(house)["eye"] == 3
    doctor.send(f"/q/{code}/eye", page, va_unaided_r="v10", va_unaided_l="v10")
    assert count_waiting(house)["eye"] == 2


def test_after_a_save_the_next_number_stands_beside_the_scanned_card(sign_in, waiting, card_of):
    doctor, code = sign_in("doctor"), card_of(waiting[0])
    page = doctor.follow(doctor.send(f"/q/{code}/vitals", doctor.get(f"/q/{code}/vitals"), **PRESSURE))
    words = page.words("main")
    assert "Next: 2 3" in words
    assert "2 people waiting" in words
    assert "Call next" in words
    assert page.field("code").get("autofocus") is not None


def test_the_station_s_page_shows_the_next_numbers_and_calls(sign_in, waiting):
    doctor = sign_in("doctor")
    page = doctor.get("/station/eye")
    assert "Next: 1 2 3" in page.words("main")
    assert page.field("code").get("autofocus") is not None
    assert "Fatimetou" in doctor.follow(doctor.send("/queue/eye/next", page)).words()


def test_a_poll_is_304_until_someone_moves_whatever_the_clock_says(sign_in, waiting, clock, entry, house):
    doctor = sign_in("doctor")
    first = poll(doctor, "/queue/eye/rows")
    etag = first.headers["ETag"]
    assert first.status_code == 200
    clock.move(minutes=7)
    same = poll(doctor, "/queue/eye/rows", etag)
    assert (same.status_code, same.data, same.headers["Caravan-Time"]) == (304, b"", "10:22")
    assert doctor.send(f"/queue/entries/{entry(2)}/call").status == 303
    changed = poll(doctor, "/queue/eye/rows", etag)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != etag
    french = sign_in("doctor", "fr")
    assert poll(french, "/queue/eye/rows", changed.headers["ETag"]).status_code == 200


def test_a_poll_draws_nothing_asks_little_and_writes_nothing(app, sign_in, waiting, house):
    doctor = sign_in("doctor")
    etag = poll(doctor, "/queue/eye/rows").headers["ETag"]
    asked, written = [], count_changes(house)
    with house.database.read() as session:
        event.listen(session.get_bind(), "before_cursor_execute", lambda *call: asked.append(call[2]))
    app.jinja_env.globals["station_title"] = None  # any template would fail
    assert poll(doctor, "/queue/eye/rows", etag).status_code == 304
    reads = [query for query in asked if query.startswith("SELECT")]
    assert not [query for query in reads if "queue_entry" in query]
    assert len(reads) <= 6
    assert count_changes(house) == written


def test_each_part_that_asks_again_gets_what_it_shows(sign_in, waiting):
    doctor = sign_in("doctor")
    for address, parts in (("/queue/eye", 2), ("/station/eye", 1), ("/queue", 1), ("/stations", 1)):
        page = doctor.get(address)
        asking = [part for part in page.root.iter() if part.get("data-live-from")]
        assert len(asking) == parts, address
        for part in asking:
            answer = html5lib.parseFragment(doctor.get(part.get("data-live-from")).text, namespaceHTMLElements=False)
            assert words_of(answer) == words_of(part), address
        assert "{time}" in page.text


def words_of(element):
    return "".join(element.itertext()).split()


def test_the_counts_are_304_until_they_change(sign_in, waiting, register):
    doctor = sign_in("doctor")
    etag = poll(doctor, "/queue/counts?to=station").headers["ETag"]
    assert poll(doctor, "/queue/counts?to=station", etag).status_code == 304
    register()
    again = poll(doctor, "/queue/counts?to=station", etag)
    assert "4 people waiting" in again.get_data(as_text=True)
    assert "/station/eye" in again.get_data(as_text=True)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_wall_speaks_both_languages_and_names_nobody(browser, waiting, house, staff, language):
    call_next(house, staff["doctor"], "eye", new_id())
    browser.speak(language)
    page = browser.get("/board")
    words = page.words()
    for said in ("Ophtalmologie", "طب العيون", "En attente", "في الانتظار", "Guelmim", "كلميم", "10:15"):
        assert said in words
    for name in ("Fatimetou", "Laaroussi", "Salka", "Hind"):
        assert name not in page.text
    called = [e for e in page.root.iter("section") if e.get("data-called")]
    assert [e.get("data-called") for e in called] == ["1"]
    assert not list(page.root.iter("nav"))


def test_the_wall_says_in_both_languages_when_nobody_is_called(browser, waiting, house, staff):
    said = ("Aucun appel pour le moment. Veuillez patienter.", "لا نداء الآن. المرجو الانتظار.")
    words = browser.get("/board").words()
    assert all(each in words for each in said)
    call_next(house, staff["doctor"], "eye", new_id())
    words = browser.get("/board").words()
    assert not any(each in words for each in said)


def test_the_wall_s_numbers_are_304_until_a_call(browser, waiting, house, staff, clock):
    etag = poll(browser, "/board/numbers").headers["ETag"]
    clock.move(minutes=3)
    assert poll(browser, "/board/numbers", etag).status_code == 304
    call_next(house, staff["doctor"], "eye", new_id())
    changed = poll(browser, "/board/numbers", etag)
    assert changed.status_code == 200
    assert 'data-ago="0"' in changed.get_data(as_text=True)
    clock.move(seconds=4)
    act(house, staff["doctor"], Asked(station_queue(house, "eye").called[0].id, "recall", times_called=1))
    assert poll(browser, "/board/numbers", changed.headers["ETag"]).status_code == 200


def test_the_numbers_are_drawn_to_fit(browser, register):
    for _ in range(2):
        register()
    assert '<div class="stations n4 d2">' in browser.get("/board").text


def test_a_volunteer_who_calls_is_not_led_to_the_form(sign_in, waiting, entry):
    volunteer = sign_in("volunteer")
    page = volunteer.follow(volunteer.send(f"/queue/entries/{entry(1)}/call"))
    assert "Open the form" not in page.words()
    assert "Open the form" in sign_in("doctor").get(f"/queue/entries/{entry(1)}").words()
