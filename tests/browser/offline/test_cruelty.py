"""Batteries die, the laptop dies, freezes, is upgraded: what was typed is still there, each record is there once."""

import json
import shutil

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from playwright.sync_api import Error, Page, expect

from bench.contact_sheet import CHROMIUM
from caravan.domain.ids import new_id
from tests.browser.conftest import sign_in
from tests.browser.offline.conftest import Laptop, kept, on_disk, until
from tests.browser.offline.test_thirty_tablets import registration
from tests.browser.typed.conftest import reacts

SAVE, AWAY = "حفظ", 15_000
BURST = 30
TWO_DAYS = 48 * 3600
KEEP_AND_SEND = """async (records) => {
  const { flush, keep } = await import("/static/js/outbox/send.js");
  for (const record of records) await keep({ ...record, author: document.body.dataset.author, title: "" });
  flush();
}"""


def fill(page: Page, base: str, card: str, **answers: str) -> None:
    """Open the vitals of someone and type into them."""
    page.goto(f"{base}/q/{card}/vitals")
    reacts(page)
    for name, typed in (answers or {"systolic_1_mmhg": "150", "diastolic_1_mmhg": "95"}).items():
        page.locator(f"[name={name}]").fill(typed)


def save(page: Page) -> None:
    page.get_by_role("button", name=SAVE, exact=True).click()


def save_alone(page: Page) -> None:
    """Save while the laptop does not answer."""
    save(page)
    expect(page.locator("[data-kept]")).to_be_visible(timeout=AWAY)


def sign_out(page: Page) -> None:
    page.locator("header .menu summary").click()
    page.get_by_role("button", name="تسجيل الخروج").click()
    page.wait_for_url("**/login*")


def stored(laptop: Laptop) -> list[int]:
    """The first pressure of each stored screening."""
    return [json.loads(answers)["systolic_1_mmhg"] for (answers,) in laptop.rows("screening", "answers")]


def test_a_half_filled_form_outlives_the_battery_and_goes_once_it_is_saved_or_its_person_leaves(laptop, home):
    card, other = laptop.cards[:2]
    page = home.open()
    sign_in(page, laptop.base, "doctor")
    fill(page, laptop.base, card, systolic_1_mmhg="150")
    until(lambda: len(on_disk(page, "drafts")) == 1)
    home.kill()
    page = home.open()
    sign_in(page, laptop.base, "doctor")
    page.goto(f"{laptop.base}/q/{card}/vitals")
    reacts(page)
    expect(page.locator("[name=systolic_1_mmhg]")).to_have_value("150")
    page.locator("[name=diastolic_1_mmhg]").fill("95")
    save(page)
    page.wait_for_url("**/screenings/*")
    until(lambda: on_disk(page, "drafts") == [])
    assert stored(laptop) == [150]
    fill(page, laptop.base, other, systolic_1_mmhg="144")
    until(lambda: len(on_disk(page, "drafts")) == 1)
    sign_out(page)
    until(lambda: on_disk(page, "drafts") == [])


def test_a_laptop_that_dies_in_a_burst_of_thirty_records_has_each_once(tablet, laptop):
    page = tablet("ar")
    sign_in(page, laptop.base, "volunteer")
    before = laptop.count("patient")
    records = [registration("", number) | {"id": str(new_id()), "about": {}} for number in range(BURST)]
    page.evaluate(KEEP_AND_SEND, records)
    until(lambda: laptop.count("patient") > before + 2)
    laptop.kill()
    assert 2 < laptop.count("patient") - before < BURST, "it died in the middle"
    laptop.start()
    until(lambda: kept(page) == [], patience=60)
    names = [name for (name,) in laptop.rows("patient where family_name_fr like 'Nom%'", "family_name_fr")]
    assert sorted(names) == [f"Nom{number:04d}" for number in range(BURST)]
    assert laptop.rows("pragma_integrity_check", "*") == [("ok",)]


def test_the_kept_page_of_a_card_opens_while_the_laptop_is_frozen(prepared, laptop):
    page = prepared("doctor", pages=6)
    laptop.freeze()
    try:
        page.goto(f"{laptop.base}/q/{laptop.cards[0]}/vitals", wait_until="commit")
        expect(page.locator("[data-who=names]")).to_contain_text("فاطمتو")  # a frozen laptop never answers
    finally:
        laptop.thaw()


def test_a_tablet_that_was_off_opens_its_pages_and_works_while_the_laptop_is_away(laptop, home, prepare):
    page = home.open()
    prepare(page)
    card = laptop.cards[0]
    home.kill()
    laptop.kill()
    page = home.open()
    fill(page, laptop.base, card)
    expect(page.locator("[data-who=names]")).to_contain_text("فاطمتو")
    until(lambda: any("95" in dict(draft["entry"]["fields"]).values() for draft in on_disk(page, "drafts")))
    home.kill()
    page = home.open()
    page.goto(f"{laptop.base}/q/{card}/vitals")
    reacts(page)
    expect(page.locator("[name=systolic_1_mmhg]")).to_have_value("150")
    save_alone(page)
    home.kill()
    page = home.open()
    page.goto(f"{laptop.base}/outbox")
    expect(page.locator("#outbox li")).to_have_count(1)
    laptop.start()
    until(lambda: stored(laptop) == [150], patience=45)
    until(lambda: kept(page) == [])


def test_without_wifi_a_page_reloads_and_shows_what_was_typed(prepared, laptop):
    page = prepared("doctor", pages=6)
    fill(page, laptop.base, laptop.cards[0])
    page.context.set_offline(True)
    page.reload()  # the kept form of the station stands in for the page of the laptop
    expect(page.locator("[data-who=names]")).to_contain_text("فاطمتو")
    reacts(page)
    expect(page.locator("[name=systolic_1_mmhg]")).to_have_value("150")
    save_alone(page)
    page.context.set_offline(False)
    until(lambda: stored(laptop) == [150])


@pytest.fixture
def plain(chromium, laptop):
    """A tablet at the plain address, which is no secure one to its browser."""
    browser = chromium.browser_type.launch(
        executable_path=shutil.which("chromium"), args=[*CHROMIUM, "--host-resolver-rules=MAP caravan.local 127.0.0.1"]
    )
    page = browser.new_context(locale="ar").new_page()
    sign_in(page, laptop.by_name, "doctor")
    assert page.evaluate("() => [isSecureContext, 'serviceWorker' in navigator]") == [False, False]
    yield page
    browser.close()


def test_over_plain_http_the_page_says_to_stay_and_sends_by_itself(plain, laptop):
    fill(plain, laptop.by_name, laptop.cards[0])
    laptop.kill()
    save_alone(plain)
    expect(plain.locator("[data-plain]")).to_contain_text("اتركوا هذه الصفحة مفتوحة")
    expect(plain.locator("[data-kept] a.btn")).to_be_hidden()  # it would lead to the browser's own regret
    laptop.start()
    until(lambda: stored(laptop) == [150])
    expect(plain.locator("[data-kept] a.btn")).to_be_visible()
    expect(plain.locator("[data-plain]")).to_be_hidden()


def test_over_plain_http_a_record_outlives_a_page_that_could_not_open(plain, laptop):
    fill(plain, laptop.by_name, laptop.cards[0])
    laptop.kill()
    save_alone(plain)
    with pytest.raises(Error, match="ERR_"):
        plain.reload()
    laptop.start()
    plain.goto(f"{laptop.by_name}/login")
    until(lambda: stored(laptop) == [150])
    until(lambda: kept(plain) == [])


class TwoDaysAgo(TimestampSigner):
    """Signs as the laptop did the day before yesterday."""

    def get_timestamp(self) -> int:
        return super().get_timestamp() - TWO_DAYS


def test_a_record_of_two_days_ago_waits_until_someone_signs_in(tablet, laptop):
    page = tablet("ar")
    sign_in(page, laptop.base, "doctor")
    doctor = page.locator("body").get_attribute("data-person")
    secret = json.loads((laptop.data / "house.json").read_text("utf-8"))["cookie_secret"]
    word = URLSafeTimedSerializer(secret, salt="caravan.author").loads(
        page.locator("body").get_attribute("data-author")
    )
    old = URLSafeTimedSerializer(secret, salt="caravan.author", signer=TwoDaysAgo).dumps(word)
    fill(page, laptop.base, laptop.cards[0])
    page.evaluate("(word) => { document.body.dataset.author = word; }", old)
    laptop.kill()
    save_alone(page)
    page.context.clear_cookies()
    laptop.start()
    expect(page.locator("#outbox-lamp")).to_contain_text("سجلوا الدخول", timeout=30_000)
    assert (len(kept(page)), laptop.count("screening")) == (1, 0)
    sign_in(page, laptop.base, "volunteer")
    until(lambda: kept(page) == [])
    ((by,),) = laptop.rows("screening", "performed_by")
    assert by.replace("-", "") == doctor.replace("-", "")


def test_a_new_version_waits_until_the_form_that_is_being_filled_is_saved(prepared, laptop, tmp_path):
    page = prepared("doctor", pages=6)
    waits = "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)"
    shells = "async () => (await caches.keys()).filter((name) => name.startsWith('shell-'))"
    fill(page, laptop.base, laptop.cards[0])
    (old,) = page.evaluate(shells)

    laptop.kill()
    laptop.upgrade(tmp_path / "newer")
    page.evaluate("async () => { await (await navigator.serviceWorker.getRegistration()).update(); }")
    until(lambda: page.evaluate(waits))
    assert old in page.evaluate(shells)
    page.reload()
    reacts(page)
    expect(page.locator("[name=systolic_1_mmhg]")).to_have_value("150")
    page.wait_for_timeout(500)
    assert page.evaluate(waits), "it waits while something is typed"
    save(page)
    page.wait_for_url("**/screenings/*")
    until(lambda: old not in page.evaluate(shells))
    assert stored(laptop) == [150]
    laptop.kill()
    page.goto(f"{laptop.base}/q/{laptop.cards[1]}/vitals")
    expect(page.locator("[data-who=names]")).to_contain_text("خديجة")
