"""What is saved on a tablet reaches the laptop exactly once, whatever dies on the way."""

import json

import pytest
from playwright.sync_api import expect

from caravan.domain.codes import new_code
from tests.browser.conftest import sign_in
from tests.browser.offline.conftest import kept, until
from tests.browser.typed.conftest import reacts

PRESSURES = {"systolic_1_mmhg": "150", "diastolic_1_mmhg": "95", "systolic_2_mmhg": "144", "diastolic_2_mmhg": "92"}
KEPT_HERE, NEXT, SAVE = "محفوظ في هذا اللوح", "الشخص التالي", "حفظ"


@pytest.fixture
def at_vitals(tablet, laptop):
    """A doctor before the vitals of someone, with the pressures typed."""

    def do(page=None):
        if page is None:
            page = tablet("ar")
            sign_in(page, laptop.base, "doctor")
        page.goto(f"{laptop.base}/q/{laptop.cards.pop()}/vitals")
        reacts(page)
        for name, typed in PRESSURES.items():
            page.locator(f"[name={name}]").fill(typed)
        return page

    return do


def save(page):
    page.get_by_role("button", name=SAVE, exact=True).click()


def stored(laptop):
    """The pressures of each stored screening."""
    return [json.loads(answers)["systolic_1_mmhg"] for (answers,) in laptop.rows("screening", "answers")]


def test_a_save_goes_through_the_disk_of_the_tablet_and_leaves_nothing_there(at_vitals, laptop):
    page = at_vitals()
    save(page)
    page.wait_for_url("**/screenings/*")
    assert kept(page) == []
    assert stored(laptop) == [150]


def test_a_dead_laptop_keeps_no_one_waiting_and_has_it_all_once_it_is_back(at_vitals, laptop):
    page = at_vitals()
    laptop.kill()
    save(page)
    expect(page.locator("[data-kept]")).to_contain_text(KEPT_HERE, timeout=15_000)
    (record,) = kept(page)
    assert dict(record["fields"])["systolic_1_mmhg"] == "150"
    expect(page.locator("#outbox-lamp")).to_contain_text("سجل واحد ينتظر")
    laptop.start()
    until(lambda: laptop.count("screening") == 1)
    until(lambda: kept(page) == [])
    expect(page.locator("#outbox-lamp")).to_have_text("كل شيء محفوظ")
    assert stored(laptop) == [150]


def test_a_reply_that_is_lost_after_the_commit_stores_nothing_twice(at_vitals, laptop):
    page, lost = at_vitals(), []

    def lose(route):
        if len(lost) < 2:
            lost.append(route.fetch().status)  # the laptop has it, and the tablet never hears so
            route.abort()
        else:
            route.continue_()

    page.route("**/api/ops", lose)
    save(page)
    expect(page.locator("[data-kept]")).to_be_visible(timeout=15_000)
    until(lambda: kept(page) == [])
    assert lost == [200, 200]
    assert stored(laptop) == [150]


def test_a_frozen_laptop_is_waited_for_no_longer_than_a_breath(at_vitals, laptop):
    page = at_vitals()
    laptop.freeze()
    try:
        save(page)
        expect(page.locator("[data-kept]")).to_be_visible(timeout=12_000)
    finally:
        laptop.thaw()
    until(lambda: kept(page) == [])
    assert stored(laptop) == [150]


def test_what_the_rules_refuse_is_never_called_kept(at_vitals, laptop):
    page = at_vitals()
    page.locator("[name=diastolic_1_mmhg]").fill("999")
    laptop.kill()
    save(page)
    expect(page.locator("#e-diastolic_1_mmhg")).to_be_visible(timeout=15_000)
    until(lambda: kept(page) == [])
    expect(page.locator("[data-kept]")).to_have_count(0)
    assert page.locator("[name=systolic_1_mmhg]").input_value() == "150"


def test_what_the_laptop_refuses_comes_back_as_its_own_page(at_vitals, laptop):
    page = at_vitals()
    page.locator("[name=diastolic_1_mmhg]").fill("999")
    save(page)
    expect(page.locator("#problems")).to_be_visible()
    assert kept(page) == []
    assert laptop.count("screening") == 0


def test_records_keep_their_author_when_another_signs_in(at_vitals, laptop):
    page = at_vitals()
    page.route("**/api/ops", lambda route: route.abort())
    save(page)
    expect(page.locator("[data-kept]")).to_be_visible(timeout=15_000)
    page.locator("header .menu summary").click()
    page.get_by_role("button", name="تسجيل الخروج").click()
    page.wait_for_url("**/login*")
    assert len(kept(page)) == 1
    page.unroute("**/api/ops")
    sign_in(page, laptop.base, "coordinator")
    until(lambda: kept(page) == [])
    ((by,),) = laptop.rows("screening", "performed_by")
    ((doctor,),) = laptop.rows("staff where role = 'doctor'", "id")
    assert by == doctor


def test_the_tablet_dies_and_its_record_does_not(laptop, home):
    page = home.open()
    sign_in(page, laptop.base, "doctor")
    page.goto(f"{laptop.base}/q/{laptop.cards.pop()}/vitals")
    reacts(page)
    page.locator("[name=systolic_1_mmhg]").fill("150")
    page.locator("[name=diastolic_1_mmhg]").fill("95")
    laptop.kill()
    save(page)
    expect(page.locator("[data-kept]")).to_be_visible(timeout=15_000)
    home.kill()
    page = home.open()
    laptop.start()
    page.goto(f"{laptop.base}/login")
    until(lambda: laptop.count("screening") == 1)
    assert stored(laptop) == [150]


def test_two_tabs_that_send_at_once_store_each_record_once(at_vitals, laptop):
    page = at_vitals()
    page.context.route("**/api/ops", lambda route: route.abort())
    save(page)
    expect(page.locator("[data-kept]")).to_be_visible(timeout=15_000)
    others = [page.context.new_page() for _ in range(2)]
    for other in others:
        other.goto(f"{laptop.base}/stations")
    page.context.unroute("**/api/ops")
    for one in (page, *others):
        one.evaluate("() => dispatchEvent(new Event('online'))")
    until(lambda: kept(page) == [])
    assert stored(laptop) == [150]


def test_without_room_on_the_tablet_the_page_saves_as_it_always_did(at_vitals, laptop):
    page = at_vitals()
    page.evaluate(
        """() => { IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); }; }"""
    )
    save(page)
    page.wait_for_url("**/screenings/*")
    assert stored(laptop) == [150]


def test_a_recovery_file_is_read_at_the_laptop_once(at_vitals, laptop, tmp_path, tablet):
    page = at_vitals()
    page.route("**/api/ops", lambda route: route.abort())
    save(page)
    expect(page.locator("[data-kept]")).to_be_visible(timeout=15_000)
    page.goto(f"{laptop.base}/outbox")
    with page.expect_download() as started:
        page.get_by_role("button", name="كتابة ملف استرجاع").click()
    file = tmp_path / "recovery.json"
    started.value.save_as(file)
    office = tablet("ar")
    sign_in(office, laptop.base, "coordinator")
    for _twice in range(2):
        office.goto(f"{laptop.base}/outbox")
        office.set_input_files("input[name=file]", file)
        office.get_by_role("button", name="قراءة الملف").click()
        expect(office.get_by_text("سجل واحد في الحاسوب")).to_be_visible()
    assert stored(laptop) == [150]
    page.unroute("**/api/ops")
    page.evaluate("() => dispatchEvent(new Event('online'))")
    until(lambda: kept(page) == [])
    assert stored(laptop) == [150]


def test_someone_registered_without_the_laptop_has_a_card_at_once_and_is_in_the_register_later(tablet, laptop):
    page = tablet("ar")
    sign_in(page, laptop.base, "volunteer")
    page.goto(f"{laptop.base}/reception/register")
    reacts(page)
    for name, typed in {"given_name_ar": "ميمونة", "family_name_ar": "الشرقاوي", "age_years": "44"}.items():
        page.locator(f"[name={name}]").fill(typed)
    page.locator("[name=sex][value=female]").check(force=True)
    page.locator("[data-answers]").first.click()
    laptop.kill()
    people, cards = len(laptop.cards), laptop.count("card")
    page.locator(".actions button.btn").click()
    expect(page.locator("[data-kept]")).to_be_visible(timeout=15_000)
    code, wrong = new_code(), "ABCDE-FGHJ0"
    for typed, is_wrong in ((wrong, True), (code, False)):
        page.locator("input[name=code]").fill(typed)
        page.locator("input[name=code]").press("Enter")
        if is_wrong:
            expect(page.locator("form[data-wrong] .error")).to_be_visible(timeout=15_000)
    until(lambda: len(kept(page)) == 2)
    laptop.start()
    until(lambda: kept(page) == [], patience=45)
    assert laptop.count("patient") == people + 1
    assert laptop.count("card") == cards + 1
    assert (code,) in laptop.rows("card", "code")
