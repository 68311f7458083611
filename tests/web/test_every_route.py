"""Walks every route: who may use it, that reading never writes, and that each page is valid in each language."""

import sqlite3
from collections import Counter
from uuid import UUID

import pytest

from caravan.domain.ids import new_id
from caravan.services.caravans import get_caravan
from caravan.services.card_batches import Order, record_batch
from caravan.services.outcomes import Filled
from caravan.services.paper_sheets import record_stack
from caravan.services.patients import get_patient
from caravan.services.queueing import station_queue
from caravan.services.referral_lines import list_referrals
from caravan.services.screening import Saved, record_screening
from caravan.services.trust import prepare_trust
from caravan.web.gate import ROLES, allow, allowed_roles
from tests.web.conftest import Browser, Page

DIRECTIONS = {"ar": "rtl", "fr": "ltr", "en": "ltr"}
OWN_SHEETS_ONLY = {("volunteer", "records.correct_screening"), ("volunteer", "cancellations.cancel_screening")}
NOT_HTML = {"reception.found", "queues.counts", "queues.rows", "queues.numbers", "scanning.meaning"} | {
    "static",
    "access.healthz",
    "form_documents.document",
    "forms.xlsx",
    "cards.sheets",
    "cards.logo",
    "join.authority",
    "paper.stack",
    "paper.specimen",
    "paper.for_person",
    "second.download",
    "pwa.manifest",
    "pwa.people",
    "pwa.worker",
}


@pytest.fixture
def samples(house, staff, register, card_of):
    """A value for each part of an address."""
    patient_id = register()
    answers = {"systolic_1_mmhg": "162", "diastolic_1_mmhg": "98", "weight_kg": "80", "height_cm": "160"}
    saved = record_screening(
        house,
        staff["doctor"],
        patient_id=patient_id,
        form_id="chronic",
        filled=Filled(answers, new_id()),
    )
    assert isinstance(saved, Saved)
    prepare_trust(house.data, (), at=house.now())  # what the first start makes
    return {
        "patient_id": patient_id,
        "code": card_of(patient_id),
        "form_id": "eye",
        "entry_id": station_queue(house, "eye").next[0].id,
        "verb": "absent",
        "address": house.forms["eye"].version,
        "screening_id": saved.screening_id,
        "visit_id": get_patient(house, patient_id).today.id,
        "entity": "patient",
        "record_id": patient_id,
        "staff_id": staff["doctor"].staff_id,
        "site_id": get_caravan(house).sites[1].id,
        "caravan_id": get_caravan(house).id,
        "batch_id": record_batch(house, staff["coordinator"], Order(3, "a4-40"), new_id()),
        "stack_id": record_stack(house, None, form=("eye", house.forms["eye"].version), count=2, operation_id=new_id()),
        "filename": "css/base.css",
        "version": house.forms["eye"].version,
        "lang": "fr",
        "referral_id": list_referrals(house, get_patient(house, patient_id).today.id)[0].id,
        "station": "eye",
    }


def addresses(app, samples, method="GET"):
    """Each endpoint that takes the method, with an address filled from the samples."""
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if method in rule.methods:
                yield rule.endpoint, adapter.build(rule.endpoint, {name: samples[name] for name in rule.arguments})


def test_every_route_says_who_may_use_it(app):
    undeclared = [rule.endpoint for rule in app.url_map.iter_rules() if allowed_roles(app, rule.endpoint) is None]
    assert undeclared == []


def test_a_route_that_nobody_declared_is_refused(app, sign_in):
    app.add_url_rule("/forgotten", "forgotten", lambda: "patients")
    browser = sign_in("coordinator")
    assert browser.get("/forgotten").status == 403


@pytest.mark.parametrize("roles", [(), ("nurse",)])
def test_a_rule_names_roles_that_exist(roles):
    with pytest.raises(ValueError, match="role"):
        allow(*roles)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_someone_who_has_not_signed_in_is_led_to_the_login(app, browser, samples, method):
    token = browser.get("/login").hidden()
    for endpoint, address in addresses(app, samples, method):
        if allowed_roles(app, endpoint):
            page = Page(browser.client.open(address, method=method, data=token if method == "POST" else None))
            assert page.status == 303, endpoint
            assert page.location.startswith("/login"), endpoint


def test_a_role_opens_its_own_pages_and_no_others(app, sign_in, samples):
    for role in sorted(ROLES):
        browser = sign_in(role)
        for endpoint, address in addresses(app, samples):
            roles = allowed_roles(app, endpoint)
            status = browser.get(address).status
            is_allowed = (not roles or role in roles) and (role, endpoint) not in OWN_SHEETS_ONLY
            expected = (200, 302) if is_allowed else (403,)
            assert status in expected or (endpoint == "station.scan" and status == 422), (role, endpoint, status)


def count_rows(settings):
    with sqlite3.connect(settings.database_file) as database:
        tables = database.execute("select name from sqlite_master where type = 'table'").fetchall()
        return {name: database.execute(f'select count(*) from "{name}"').fetchone()[0] for (name,) in tables}  # noqa: S608


def test_reading_a_page_never_writes(app, sign_in, samples, settings):
    browsers = [sign_in(role) for role in sorted(ROLES)]
    before = count_rows(settings)
    for browser in browsers:
        for _, address in addresses(app, samples):
            browser.get(address)
    assert count_rows(settings) == before
    assert before["revision"] > 0


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_page_is_valid_in_each_language(app, sign_in, samples, role, language):
    browser = sign_in(role, language)
    seen = 0
    for endpoint, address in addresses(app, samples):
        page = browser.get(address)
        if page.status == 302 or endpoint in NOT_HTML:
            continue
        check_page(page, language, where=f"{endpoint} {address}")
        seen += 1
    assert seen >= 8


def check_page(page: Page, language: str, where: str) -> None:
    root = page.root
    assert (root.get("lang"), root.get("dir")) == (language, DIRECTIONS[language]), where
    ids = Counter(e.get("id") for e in root.iter() if e.get("id"))
    assert [name for name, times in ids.items() if times > 1] == [], where
    assert len(root.findall(".//h1")) == 1, where
    labelled = {e.get("for") for e in root.iter("label")} - {None}
    assert labelled <= set(ids), where
    for name in ("aria-describedby", "aria-labelledby"):
        named = {part for e in root.iter() for part in (e.get(name) or "").split()}
        assert named <= set(ids), (where, named - set(ids))
    check_no_inline_code(root, where)


def check_no_inline_code(root, where: str) -> None:
    """The policy of the pages forbids it, so it would silently not work."""
    for element in root.iter():
        assert element.get("style") is None, where
        assert not [name for name in element.keys() if str(name).startswith("on")], where  # noqa: SIM118
        assert element.tag != "style", where
        assert element.tag != "script" or element.get("src"), where


def test_every_answer_carries_the_protecting_headers(app, sign_in, samples):
    browser = sign_in("coordinator")
    for endpoint, address in addresses(app, samples):
        headers = browser.get(address).response.headers
        assert "default-src 'self'" in headers["Content-Security-Policy"], endpoint
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], endpoint
        assert "unsafe" not in headers["Content-Security-Policy"].replace("'wasm-unsafe-eval'", ""), endpoint
        assert headers["X-Content-Type-Options"] == "nosniff", endpoint
        if endpoint not in ("static", "form_documents.document"):
            assert headers["Cache-Control"] == "no-store", endpoint


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_page_that_does_not_exist_says_what_to_do(browser: Browser, language):
    browser.speak(language)
    page = browser.get("/nowhere")
    assert page.status == 404
    check_page(page, language, where="/nowhere")


def test_an_unknown_person_is_not_found(sign_in):
    page = sign_in("volunteer").get(f"/patients/{UUID(int=7)}")
    assert page.status == 404
    assert "Search by name" in page.words()


def test_a_form_that_is_too_large_is_refused(app, sign_in):
    browser = sign_in("volunteer")
    app.config["MAX_CONTENT_LENGTH"] = 2000
    page = Page(browser.client.post("/language", data={"lang": "a" * 3000}))
    assert page.status == 413
    assert "too big" in page.words("h1")


def test_only_the_demo_says_that_its_people_are_invented(sign_in):
    assert "invented" not in sign_in("volunteer").get("/reception").words()
