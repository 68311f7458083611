"""The dashboard before a coordinator: it renews itself, keeps what was unfolded, and says when it is out of date."""

from playwright.sync_api import expect

from caravan.domain.dates import local_day
from caravan.services.house import open_house, utc_now
from caravan.settings import Settings
from tests.browser.conftest import add_person, make_caravan, serving, sign_in

STALE_MS = 25_000


def test_the_dashboard_renews_itself_and_says_when_it_no_longer_can(tmp_path, tablet):
    data = tmp_path / "data"
    make_caravan(data, people=1)
    page = tablet("ar", shape=0)
    page.clock.install()
    asked = []
    page.on("response", lambda answer: asked.append(answer.status) if "part=live" in answer.url else None)
    with serving(data) as base:
        sign_in(page, base, "coordinator")
        page.goto(f"{base}/dashboard")
        counts = page.locator(".kpi b").first
        expect(counts).to_have_text("1")
        page.get_by_text("الأرقام في جدول").click()
        table = page.get_by_role("table", name="الأشخاص حسب الساعة")
        expect(table).to_be_visible()
        with open_house(Settings(data=data)) as house:
            add_person(house, "هند", "زهير")
        page.clock.run_for(12_000)
        expect(counts).to_have_text("2")
        expect(table).to_be_visible()
        for _turn in range(3):
            with page.expect_response(lambda answer: "part=live" in answer.url):
                page.clock.run_for(12_000)
            page.wait_for_timeout(100)
        assert set(asked) == {200, 304}
        expect(page.locator("[data-stale]")).to_be_hidden()
    for _turn in range(3):
        page.clock.run_for(STALE_MS / 2)
        page.wait_for_timeout(100)
    expect(page.locator("[data-stale]")).to_be_visible()
    expect(page.locator("[data-stale]")).to_contain_text("غير محينة منذ")
    expect(counts).to_have_text("2")


def test_days_are_chosen_from_a_list_and_counted_at_once(tmp_path, tablet):
    data = tmp_path / "data"
    make_caravan(data, people=2)
    day = local_day(utc_now()).isoformat()
    with serving(data) as base:
        page = tablet("ar", shape=0)
        sign_in(page, base, "coordinator")
        page.goto(f"{base}/exports")
        expect(page.locator("#apply")).to_be_hidden()
        expect(page.locator("#files")).to_contain_text("زيارتان، شخصان")
        page.get_by_label("من", exact=True).select_option(day)
        page.get_by_label("لغة الملف").select_option("fr")
        expect(page.locator("#files form input[name=from_day]").first).to_have_value(day)
        expect(page.locator("#files form input[name=lang]").first).to_have_value("fr")
        with page.expect_download() as download:
            page.get_by_role("button", name="تحميل التقرير").click()
        assert download.value.suggested_filename.endswith("-fr.xlsx")
        without = tablet("ar", shape=0, scripts=False)
        sign_in(without, base, "coordinator")
        without.goto(f"{base}/exports")
        without.get_by_label("من", exact=True).select_option(day)
        without.get_by_role("button", name="احسبوا هذا الاختيار").click()
        expect(without.locator("#files form input[name=from_day]").first).to_have_value(day)
