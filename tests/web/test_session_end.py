"""A session that ends inside a form: what was typed goes through the login and is looked at before it is saved."""

from xml.etree.ElementTree import Element

import pytest
from sqlmodel import select
from werkzeug.datastructures import MultiDict

from caravan.services.caravans import get_caravan
from caravan.storage.tables import Operation
from tests.conftest import FATIMETOU, PINS
from tests.web.conftest import Browser, Page
from tests.web.test_every_route import check_page

HERE, ELSEWHERE = "http://localhost", "http://evil.example"
TYPED = {
    "iop_r_mmhg": "18",
    "iop_method": "air",
    "lens_r": "obvious_opacity",
    "notes": "دوخة\r\n<b>&",
    "red_flags": ["red_pain", "trauma"],
}
NOT_SAVED = "Nothing is saved yet. Look at the answers, then save."
TOO_OLD = "This page had become too old to be saved. Look at the answers, then save."


def post(at_tablet: Browser, address: str, fields: MultiDict, origin: str | None = HERE) -> Page:
    """Send fields as a browser does, with the origin of the page that sends them."""
    headers = {"Origin": origin} if origin else {}
    return Page(at_tablet.client.post(address, data=fields, headers=headers))


def filled(page: Page, mark: tuple[str, str] = ("data-once", ""), **answers: str | list[str]) -> MultiDict:
    """What the marked form of a page sends, with these answers in place of its own."""
    name, value = mark
    form = next(form for form in page.root.iter("form") if form.get(name) == value)
    sent = MultiDict([pair for field in form.iter() if field.get("name") for pair in sent_by(field)])
    for question, answer in answers.items():
        sent.setlist(question, answer if isinstance(answer, list) else [answer])
    return sent


def sent_by(field: Element) -> list[tuple[str, str]]:
    name, kind = field.get("name", ""), field.get("type")
    if field.tag == "textarea":
        return [(name, field.text or "")]
    if field.tag == "select":
        return [(name, o.get("value", "")) for o in field.iter("option") if o.get("selected") is not None]
    if field.tag != "input" or (kind in ("radio", "checkbox") and field.get("checked") is None):
        return []
    return [(name, field.get("value", ""))]


def carried(page: Page) -> MultiDict:
    """What the login that stands in the place of a save carries."""
    form = next(form for form in page.root.iter("form") if form.get("class") == "pin" or form.get("id") == "carried")
    return MultiDict([pair for field in form.iter("input") for pair in sent_by(field)])


def end_session(at_tablet: Browser) -> None:
    """After twelve idle hours, or at a laptop with another secret, the cookie is worth nothing."""
    at_tablet.client.delete_cookie("caravan")


def rows(house, kind: str) -> int:
    """How many operations of a kind were carried out."""
    with house.database.read() as session:
        return len(session.exec(select(Operation).where(Operation.kind == kind)).all())


@pytest.fixture
def doctor(sign_in):
    return sign_in("doctor")


@pytest.fixture
def code(register, card_of):
    return card_of(register())


@pytest.fixture
def address(code):
    return f"/q/{code}/eye"


def log_in_on_the_way(at_tablet: Browser, page: Page, address: str, staff_id, pin: str) -> Page:
    """Tap the name on the page that carries the answers, and type the PIN."""
    asked = post(at_tablet, address, MultiDict([*carried(page).items(multi=True), ("login.name", str(staff_id))]))
    typed = carried(asked)
    typed["login.pin"] = pin
    return post(at_tablet, address, typed)


def check_typed(page: Page, before: MultiDict) -> None:
    """The form holds what was sent, with its operation and its version."""
    after = filled(page)
    for name in (*TYPED, "operation_id", "form_version"):
        assert [v.split() for v in after.getlist(name)] == [v.split() for v in before.getlist(name)], name


def test_what_was_typed_goes_through_the_login_and_is_saved_once(doctor, address, staff, house):
    sent = filled(doctor.get(address), **TYPED)
    end_session(doctor)
    names = post(doctor, address, sent)
    assert names.status == 403
    check_page(names, names.root.get("lang"), where="names")
    assert rows(house, "screening") == 0
    page = log_in_on_the_way(doctor, names, address, staff["doctor"].staff_id, PINS["Dr Benali"])
    assert page.status == 200
    check_typed(page, sent)
    assert rows(house, "screening") == 0
    assert post(doctor, address, filled(page)).location.startswith("/screenings/")
    assert rows(house, "screening") == 1


def test_the_same_person_is_told_that_nothing_is_saved_yet(doctor, address, staff):
    doctor.speak("en")
    sent = filled(doctor.get(address), **TYPED)
    end_session(doctor)
    names = post(doctor, address, MultiDict([*sent.items(multi=True), ("lang", "en")]))
    page = log_in_on_the_way(doctor, names, address, staff["doctor"].staff_id, PINS["Dr Benali"])
    assert NOT_SAVED in page.words("main")


def test_another_person_is_told_whose_answers_they_are(doctor, address, staff, house):
    sent = filled(doctor.get(address), **TYPED)
    end_session(doctor)
    page = log_in_on_the_way(doctor, post(doctor, address, sent), address, staff["coordinator"].staff_id, PINS["Nadia"])
    assert "Dr Benali typed these answers." in page.words("main")
    done = doctor.follow(post(doctor, address, filled(page)))
    assert done.status == 200
    assert rows(house, "screening") == 1


def test_only_those_who_may_fill_the_form_are_offered(doctor, address):
    sent = filled(doctor.get(address), **TYPED)
    end_session(doctor)
    words = post(doctor, address, sent).words("main")
    assert "Dr Benali" in words
    assert "Khadija" not in words


def test_a_wrong_pin_loses_nothing(doctor, address, staff):
    sent = filled(doctor.get(address), **TYPED)
    end_session(doctor)
    names = post(doctor, address, sent)
    asked = log_in_on_the_way(doctor, names, address, staff["doctor"].staff_id, "000000")
    assert asked.status == 403
    assert len(asked.alerts()) == 1
    check_page(asked, asked.root.get("lang"), where="pin")
    typed = carried(asked)
    typed["login.pin"] = PINS["Dr Benali"]
    check_typed(post(doctor, address, typed), sent)


def test_a_pin_without_the_token_of_its_page_opens_nothing(doctor, address, staff):
    sent = filled(doctor.get(address), **TYPED)
    end_session(doctor)
    sent["login.name"], sent["login.pin"] = str(staff["doctor"].staff_id), PINS["Dr Benali"]
    assert post(doctor, address, sent).status == 403
    assert doctor.get("/patients").location.startswith("/login")


@pytest.mark.parametrize("origin", [ELSEWHERE, "null", None])
def test_what_another_site_sends_is_never_shown(doctor, address, origin):
    sent = filled(doctor.get(address), **TYPED)
    end_session(doctor)
    page = post(doctor, address, sent, origin)
    assert page.status == 303
    assert page.location.startswith("/login?next=/q/")
    doctor.get("/login")
    assert post(doctor, address, sent, origin).status == 303


def test_another_language_takes_the_answers_along_on_the_way(doctor, address, staff):
    sent = filled(doctor.get(address), **TYPED)
    end_session(doctor)
    names = post(doctor, address, sent)
    arabic = post(doctor, address, MultiDict([*carried(names).items(multi=True), ("lang", "ar")]))
    assert arabic.root.get("lang") == "ar"
    page = log_in_on_the_way(doctor, arabic, address, staff["doctor"].staff_id, PINS["Dr Benali"])
    assert page.root.get("lang") == "ar"
    check_typed(page, sent)


def test_a_tablet_that_keeps_the_typing_is_led_to_the_login_and_back(doctor, address, staff):
    sent = filled(doctor.get(address), **TYPED, **{"tablet.keeps": "yes"})
    end_session(doctor)
    page = post(doctor, address, sent)
    assert page.location == f"/login?next={address}"
    back = doctor.send(f"/login/{staff['doctor'].staff_id}", pin=PINS["Dr Benali"], next=address)
    assert back.location == address


def test_someone_of_another_role_is_led_home_and_not_to_a_refusal(browser, staff):
    page = browser.send(f"/login/{staff['volunteer'].staff_id}", pin=PINS["Khadija"], next="/dashboard")
    assert page.location == "/"


def test_a_registration_comes_through_the_login_too(sign_in, staff, house):
    desk = sign_in("volunteer")
    sent = filled(desk.get("/reception/register"), **FATIMETOU)
    end_session(desk)
    names = post(desk, "/reception/register", sent)
    page = log_in_on_the_way(desk, names, "/reception/register", staff["volunteer"].staff_id, PINS["Khadija"])
    assert (page.value("given_name_ar"), page.value("phone")) == (FATIMETOU["given_name_ar"], FATIMETOU["phone"])
    assert post(desk, "/reception/register", filled(page)).status == 303
    assert rows(house, "register") == 1


def test_a_stale_token_shows_the_form_again_with_a_fresh_one(doctor, address, house):
    sent = filled(doctor.get(address), **TYPED)
    sent["csrf_token"] = "of another day"
    page = post(doctor, address, sent)
    assert page.status == 200
    assert TOO_OLD in page.words("main")
    check_typed(page, sent)
    assert rows(house, "screening") == 0
    assert post(doctor, address, filled(page)).status == 303


def test_a_stale_token_from_another_site_stays_refused(doctor, address):
    sent = filled(doctor.get(address), **TYPED)
    sent["csrf_token"] = "of another day"
    assert post(doctor, address, sent, ELSEWHERE).status == 400


def test_another_person_who_saves_a_page_left_open_is_told_whose_answers_they_are(sign_in, address, staff):
    at_tablet = sign_in("doctor")
    sent = filled(at_tablet.get(address), **TYPED)
    at_tablet.send("/logout")
    at_tablet.send(f"/login/{staff['coordinator'].staff_id}", pin=PINS["Nadia"])
    page = post(at_tablet, address, sent)
    assert "Dr Benali typed these answers." in page.words("main")
    check_typed(page, sent)


@pytest.mark.parametrize("target", ["/logout", "/language"])
def test_a_stale_token_does_not_keep_someone_from_leaving_or_from_a_language(doctor, target):
    page = post(doctor, target, MultiDict({"csrf_token": "old", "lang": "ar", "next": "/patients"}))
    assert page.location == {"/logout": "/login", "/language": "/patients"}[target]
    assert doctor.get("/patients").status == {"/logout": 303, "/language": 200}[target]


def test_a_language_tapped_without_scripts_brings_the_same_form_filled(doctor, address, house):
    sent = filled(doctor.get(address), **TYPED, lang="ar")
    page = post(doctor, address, sent)
    assert (page.status, page.root.get("lang")) == (200, "ar")
    check_page(page, "ar", where="language")
    check_typed(page, sent)
    assert rows(house, "screening") == 0
    assert doctor.get("/patients").root.get("lang") == "ar"
    assert post(doctor, address, filled(page)).status == 303


def test_a_confirmed_value_stays_confirmed_in_another_language(doctor, code):
    address = f"/q/{code}/vitals"
    asked = post(doctor, address, filled(doctor.get(address), weight_kg="190", height_cm="190"))
    names = [e.get("value") for e in asked.root.iter("input") if e.get("name") == "confirmed"]
    page = post(doctor, address, filled(asked, confirmed=names, lang="fr"))
    assert filled(page).getlist("confirmed") == names
    assert post(doctor, address, filled(page)).status == 303


def test_another_save_of_other_answers_says_so_and_opens_what_was_saved(doctor, address, house):
    sent = filled(doctor.get(address), **TYPED)
    first = post(doctor, address, sent)
    sent["iop_r_mmhg"] = "19"
    page = post(doctor, address, sent)
    assert page.status == 409
    assert ["This page was already saved with other answers." in alert for alert in page.alerts()] == [True]
    assert "second screening" not in page.words("main")  # its operation can store nothing more
    assert page.value("iop_r_mmhg") == "19"
    assert first.location in [link.get("href") for link in page.root.iter("a")]
    assert rows(house, "screening") == 1


def test_a_refusal_that_no_field_answers_for_keeps_the_form(doctor, sign_in, address, house, staff):
    sent = filled(doctor.get(address), **TYPED)
    caravan, close = get_caravan(house), {"at": house.now(), "author_id": staff["coordinator"].staff_id}
    house.database.write(lambda unit: unit.ledger.change("caravan", caravan.id, open_site_id=None), **close)
    page = post(doctor, address, sent)
    assert page.status == 422
    assert "No site is open." in page.alerts()[0]
    check_typed(page, sent)


def test_a_save_is_acknowledged_to_the_tablet_and_a_refusal_is_not(doctor, address):
    sent = filled(doctor.get(address))
    refused = post(doctor, address, sent)
    assert not any(c.startswith("saved=") for c in refused.response.headers.getlist("Set-Cookie"))
    done = post(doctor, address, filled(refused, **TYPED))
    assert any(c.startswith(f"saved={sent['operation_id']};") for c in done.response.headers.getlist("Set-Cookie"))


def test_a_second_doctor_is_told_before_saving_what_the_first_recorded(sign_in, address, house, register):
    one, other = sign_in("doctor"), sign_in("coordinator")
    mine, theirs = filled(one.get(address), **TYPED), filled(other.get(address), **TYPED)
    assert post(one, address, mine).status == 303
    page = post(other, address, theirs)
    assert page.status == 422
    check_page(page, "en", where="meanwhile")
    assert "Someone recorded this form for this person" in page.alerts()[0]
    assert "Dr Benali" in page.alerts()[0]
    assert "Red eye" in page.alerts()[0]
    check_typed(page, theirs)
    assert rows(house, "screening") == 1
    assert post(other, address, filled(page)).status == 303
    assert rows(house, "screening") == 2


def test_saving_again_what_was_saved_is_not_taken_for_another_s(doctor, address, house):
    sent = filled(doctor.get(address), **TYPED)
    assert post(doctor, address, sent).location == post(doctor, address, sent).location
    assert rows(house, "screening") == 1


def test_a_marker_that_was_tampered_with_hides_nothing(doctor, sign_in, address):
    sent = filled(doctor.get(address), **TYPED, **{"screenings.known": "x 00000000-0000-7000-8000-000000000000"})
    assert post(sign_in("coordinator"), address, sent).status == 200  # the token is not hers: shown again
    other = sign_in("coordinator")
    post(other, address, filled(other.get(address), **TYPED))
    assert post(doctor, address, sent).status == 422


def test_a_version_asked_for_in_vain_opens_the_form_in_use(doctor, address, house):
    page = doctor.get(f"{address}?form_version=1")
    assert (page.status, page.value("form_version")) == (200, house.forms["eye"].version)
    sent = filled(page, **TYPED, form_version="1")
    assert post(doctor, address, sent).status == 404
