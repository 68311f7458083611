"""The coordinator: the day's counts, workbooks, cards to print, and the open site."""

import os
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from caravan.domain.ids import new_id
from caravan.services.advising import Advice
from caravan.services.caravans import get_caravan
from caravan.services.outcomes import Filled
from caravan.services.screening import record_screening
from caravan.services.stations import close_station
from caravan.web.i18n import LANGUAGES
from tests.conftest import MORNING
from tests.web.conftest import Page

SVG = "{http://www.w3.org/2000/svg}"
ADVICE = (
    "urgent.not_called",
    "disk.low",
    "persons.twice",
    "station.still",
    "station.closed",
    "backup.old",
    "wait.uneven",
    "wait.long",
    "day.too_short",
    "cards.few",
    "tablets.lost",
)


@pytest.fixture
def office(sign_in):
    return sign_in("coordinator")


@pytest.fixture
def record(house, staff):
    """Record vital signs of a person."""

    def do(patient_id, **answers):
        filled = Filled(answers or {"pulse_bpm": "70"}, new_id(), confirmed=tuple(house.forms["vitals"].questions))
        return record_screening(house, staff["doctor"], patient_id=patient_id, form_id="vitals", filled=filled)

    return do


def live(page):
    return page.get("/dashboard?part=live")


def figures(page):
    """The large counts, by their heading."""
    sections = [e for e in page.root.iter("section") if "kpi" in (e.get("class") or "")]
    return {"".join(e.find("h2").itertext()): "".join(e.find("b").itertext()) for e in sections}


def row(page, station):
    """The cells of a station in the table of the dashboard."""
    for line in page.root.iter("tr"):
        cells = [" ".join("".join(cell.itertext()).split()) for cell in line]
        if cells and cells[0].startswith(station):
            return cells
    raise AssertionError(station)


def test_the_dashboard_counts_who_was_registered_today(office, register):
    register()
    register(given_name_fr="Salek", family_name_fr="Baba")
    page = office.get("/dashboard")
    assert figures(page) == {
        "People registered": "2", "People seen": "0", "People waiting": "2", "Urgent referrals open": "0"
    }  # fmt: skip
    part = page.root.find(".//*[@data-live]")
    assert part.get("data-live-from") == "/dashboard?part=live"
    assert part.get("data-at") == "10:00"
    assert page.root.find(".//*[@data-stale]").get("hidden") is not None


def test_each_station_shows_who_waits_for_how_long_and_how_fast_it_goes(office, register, record, clock):
    done, _waits = register(), register(given_name_fr="Salek")
    clock.move(minutes=12)
    record(done)
    assert row(office.get("/dashboard"), "Vital signs")[1:6] == ["1", "12 min", "12 min", "1", "1"]
    assert row(office.get("/dashboard"), "Dental")[1:6] == ["2", "12 min", "–", "0", "0"]


def test_before_the_first_person_the_dashboard_says_what_it_waits_for(office):
    page = office.get("/dashboard")
    assert "Nobody is registered here yet today" in page.words("main")
    assert figures(page) == {}
    assert row(page, "Eye")[1:3] == ["0", "–"]


def test_without_an_open_site_the_dashboard_leads_to_the_sites(office, house):
    caravan = get_caravan(house)
    house.database.write(lambda unit: unit.ledger.change("caravan", caravan.id, open_site_id=None), at=house.now())
    page = office.get("/dashboard")
    assert "No site is open" in page.words("main")
    assert live(office).location == "/dashboard"
    assert office.get(page.root.find(".//main//a").get("href")).status == 200


def test_a_closed_station_is_shown_as_closed(office, house, staff):
    close_station(house, staff["coordinator"], "dental", keep_queue=True)
    assert row(office.get("/dashboard"), "Dental")[0] == "Dental Closed"


def test_the_urgent_come_first_with_a_way_to_the_person(office, register, record):
    patient_id = register()
    record(patient_id, systolic_1_mmhg="190", diastolic_1_mmhg="115")
    page = office.get("/dashboard")
    section = page.root.find(".//*[@id='live']")[0]
    text = " ".join("".join(section.itertext()).split())
    assert "1 urgent person, referral still open" in text
    assert "Fatimetou Laaroussi" in text
    assert "Still waits, never called: Eye, Dental, Chronic diseases" in text
    assert [link.get("href") for link in section.iter("a")] == ["/referrals", f"/patients/{patient_id}"]
    assert "1 urgent person is still here and was never called." in page.words("ol")


def test_many_urgent_people_are_folded_after_the_first_eight(office, register, record):
    for _each in range(10):
        record(register(), systolic_1_mmhg="190", diastolic_1_mmhg="115")
    section = office.get("/dashboard").root.find(".//*[@id='live']")[0]
    assert len(section.findall("ul/li")) == 8
    assert len(section.findall("details/ul/li")) == 2
    assert "Show 2 more" in "".join(section.itertext())


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_advice_is_a_sentence_in_each_language(app, language):
    stations = {"stations": ("eye", "dental")}
    numbers = {"people": 12, "minutes": 25, "other_minutes": 5, "hour": 18, "tablets": 2, "cards": 7}
    with app.test_request_context(headers={"Accept-Language": language}):
        macro = app.jinja_env.get_template("components/advice.html").make_module(
            {**app.jinja_env.globals, "language": LANGUAGES[language]}
        )
        for code in ADVICE:
            said = str(macro.advice_text(Advice(code, figures=numbers, **stations)))
            assert len(said) > 20, code
            assert "%" not in said, code


def test_the_live_part_is_the_part_of_the_page_and_answers_304_until_something_changes(office, register, clock):
    first = live(office)
    tag = first.response.headers["ETag"]
    assert first.status == 200
    assert "<html" not in first.text
    assert first.response.headers["Caravan-Time"] == "10:00"
    same = Page(office.client.get("/dashboard?part=live", headers={"If-None-Match": tag}))
    assert (same.status, same.text) == (304, "")
    assert same.response.headers["Caravan-Time"] == "10:00"
    register()
    changed = Page(office.client.get("/dashboard?part=live", headers={"If-None-Match": tag}))
    assert changed.status == 200
    assert changed.response.headers["ETag"] != tag
    clock.move(minutes=1)
    later = {"If-None-Match": changed.response.headers["ETag"]}
    assert office.client.get("/dashboard?part=live", headers=later).status_code == 200


def test_another_language_is_another_answer(office):
    tag = live(office).response.headers["ETag"]
    office.speak("ar")
    assert office.client.get("/dashboard?part=live", headers={"If-None-Match": tag}).status_code == 200


def test_who_is_signed_out_is_led_away_from_the_live_part(browser):
    assert live(browser).location.startswith("/login")


def test_charts_say_their_figures_in_words_and_in_a_table(office, register, clock):
    register()
    clock.move(hours=2)
    register(given_name_fr="Salek")
    page = office.get("/dashboard")
    chart = page.root.find(f".//{SVG}svg[@role='img'][@aria-labelledby='chart-arrivals']")
    assert "".join(chart.find(f"{SVG}title").itertext()) == "People registered"
    assert "".join(chart.find(f"{SVG}desc").itertext()) == "10:00 – 1; 11:00 – 0; 12:00 – 1"
    assert row(Page(office.client.get("/dashboard")), "People registered")[1:] == ["1", "0", "1", "2"]


def test_tablets_are_seen_by_what_they_are_and_who_is_at_them(app, office, sign_in, clock):
    doctor = sign_in("doctor")
    doctor.choose_station("eye")
    doctor.get("/patients")
    clock.move(minutes=16)
    text = office.get("/dashboard").words("main")
    assert "16 min ago Eye Dr Benali 127.0.0.1" in text
    assert "now Reception or coordination Nadia 127.0.0.1" in text
    assert "1 tablet was not seen for 15 minutes or more." in text


def test_a_tablet_whose_clock_is_wrong_is_pointed_out_until_it_is_set(office, sign_in):
    own = {"X-Caravan-Outbox": "1", "Origin": "http://localhost"}
    doctor = sign_in("doctor")
    doctor.get("/patients")

    def told(**ahead):
        content = {"ops": [], "sent_at": (MORNING + timedelta(**ahead)).isoformat()}
        assert doctor.client.post("/api/ops", json=content, headers=own).status_code == 200
        return office.get("/dashboard").words("main")

    before = live(office).response.headers["ETag"]
    assert "Clock" not in told(seconds=30)
    assert "Clock 5 h ahead: set it" in told(hours=5)
    assert live(office).response.headers["ETag"] != before, "so that an open dashboard shows it too"
    assert "Clock" not in told(seconds=-30)


def test_a_tablet_gets_its_id_with_its_first_page_and_keeps_it(app, browser):
    first = browser.get("/login").response.headers.getlist("Set-Cookie")
    assert sum(cookie.startswith("tablet=") for cookie in first) == 1
    again = browser.get("/login").response.headers.getlist("Set-Cookie")
    assert not any(cookie.startswith("tablet=") for cookie in again)
    assert len(app.extensions["caravan.tablets"].list_today(MORNING)) == 1


def test_what_has_no_cookie_is_not_seen(app):
    for _each in range(3):
        app.test_client().get("/healthz")
        app.test_client().get("/login")
    assert app.extensions["caravan.tablets"].list_today(MORNING) == []


def test_no_backup_is_said_in_words_with_what_to_do(office, house):
    text = office.get("/dashboard").words("main")
    assert "No backup yet" in text
    assert str(house.data) in text


def test_the_age_of_the_last_copy_is_told(office, settings, clock):
    settings.backups.mkdir(exist_ok=True)
    file = settings.backups / "caravan-1.sqlite3"
    file.write_bytes(b"copy")
    os.utime(file, (MORNING.timestamp(), MORNING.timestamp()))
    clock.move(minutes=41)
    text = office.get("/dashboard").words("main")
    assert "Last copy of the data: 41 min ago" in text
    assert "The data were last copied 41 minutes ago." in text


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
    assert chosen(page, "to_day") == "2026-11-20"
    assert page.root.find(".//form[@action='/exports/report']") is None


def chosen(page, name):
    """The value that a list of choices stands at."""
    return next(option.get("value") for option in page.field(name).iter("option") if option.get("selected") is not None)


def test_what_the_file_will_hold_is_told_before_the_download(office, register, clock):
    register()
    clock.move(days=1)
    register(given_name_fr="Salek")
    assert "2 visits, 2 people all days · All sites" in office.get("/exports").words("main")
    today = office.get("/exports?from_day=2026-11-22&to_day=2026-11-22&site=Guelmim")
    assert "1 visit, 1 person Sunday 22 November 2026 · Guelmim" in today.words("main")
    assert today.hidden()["from_day"] == "2026-11-22"
    assert today.hidden()["site"] == "Guelmim"


def test_the_days_to_choose_from_are_the_days_of_the_caravan_in_words(office, register, clock):
    register()
    clock.move(days=3)
    register(given_name_fr="Salek")
    offered = [option.text for option in office.get("/exports").field("from_day").iter("option")]
    assert offered == ["The first day", "Tuesday 24 November 2026 (1 visit)", "Saturday 21 November 2026 (1 visit)"]


def test_a_tap_chooses_today_yesterday_or_all_days(office, register):
    register()
    page = office.get("/exports?site=Guelmim&lang=ar")
    taps = {"".join(a.itertext()): a for a in page.root.find(".//*[@id='periods']").iter("a")}
    assert [name for name, a in taps.items() if a.get("aria-current")] == ["All days"]
    today = office.get(taps["Today"].get("href"))
    assert "Saturday 21 November 2026 · Guelmim" in today.words("main")
    assert chosen(today, "lang") == "ar"
    assert "The file would be empty" in office.get(taps["Yesterday"].get("href")).words("main")


def test_a_day_that_is_none_is_passed_over(office):
    assert office.get("/exports?from_day=soon&to_day=2026-99-99").status == 422


def test_each_number_of_the_report_is_explained(office):
    page = office.get("/exports/definitions")
    assert len(page.root.findall(".//dd")) > 20


def test_the_address_where_the_sites_were_leads_to_where_they_are(office):
    assert office.get("/sites").location == "/admin/sites"
