"""The whole day on a tablet in Arabic: registered, given a card, screened three times, counted in the workbook."""

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from caravan.domain.codes import new_code, printed
from caravan.paths import shipped
from caravan.reports.definitions import read_definition
from tests.browser.conftest import PINS, STAFF, make_caravan, serving, tap

GIVEN, FAMILY = "فاطمتو", "العروسي"
SCAN = "امسحوا البطاقة التالية، أو اكتبوا رمزها"


@pytest.fixture
def workers() -> str:
    """With the service worker, as at an address that the browser calls secure."""
    return "allow"


def test_a_woman_is_registered_screened_and_counted(tmp_path, tablet):
    data, code = tmp_path / "data", printed(new_code())
    make_caravan(data, people=0)
    with serving(data) as base:
        at_reception = tablet("ar", shape=0)
        register_and_give_a_card(at_reception, base, code)
        leave(at_reception)
        at_station = tablet("ar", shape=1)
        screen_eyes(at_station, base, code)
        screen_teeth(at_station, code)
        screen_chronic(at_station, code)
        leave(at_station)
        at_desk = tablet("ar", shape=1)
        read_the_dashboard(at_desk, base)
        path = download_the_workbook(at_desk, tmp_path)
    check_the_workbook(path)


def enter(page: Page, base: str, role: str) -> None:
    """Tap the name, tap the PIN on the keys of the screen, enter."""
    page.goto(base)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_role("link", name=STAFF[role]).tap()
    for digit in PINS[STAFF[role]]:
        page.get_by_role("button", name=digit, exact=True).tap()
    page.get_by_role("button", name="تسجيل الدخول").tap()


def leave(page: Page) -> None:
    page.get_by_role("banner").get_by_role("group").tap()
    page.get_by_role("button", name="تسجيل الخروج").tap()
    expect(page.get_by_role("heading", name="من أنتم؟")).to_be_visible()


def register_and_give_a_card(page: Page, base: str, code: str) -> None:
    enter(page, base, "volunteer")
    page.get_by_label("ابحثوا أولا").fill(f"{GIVEN} {FAMILY}")
    page.keyboard.press("Enter")
    expect(page.get_by_text("لا أحد بهذا الاسم أو الرقم.")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="تسجيل شخص جديد").tap()
    page.get_by_label("الاسم الشخصي بالعربية").fill(GIVEN)
    page.get_by_label("الاسم العائلي بالعربية").fill(FAMILY)
    tap(page, "الجنس", "أنثى")
    page.locator("[name=age_years]").fill("52")
    page.get_by_role("button", name="شفوية، بحضور شاهد").tap()
    page.get_by_role("button", name="حفظ وتسليم بطاقة").tap()
    check_the_large_number(page)
    page.get_by_label("امسحوا بطاقة فارغة").fill(code.lower())
    page.get_by_role("button", name="تسليم هذه البطاقة").tap()
    expect(page.get_by_role("status")).to_have_text("تم تسليم البطاقة.")
    expect(page.get_by_text(code)).to_be_visible()


def check_the_large_number(page: Page) -> None:
    """Day's first person, in figures tall enough to be read across a table."""
    number = page.get_by_role("main").get_by_text("1", exact=True)
    expect(number).to_be_visible()
    assert number.bounding_box()["height"] > 100
    expect(page.get_by_text(f"{GIVEN} {FAMILY}")).to_be_visible()


def screen_eyes(page: Page, base: str, code: str) -> None:
    enter(page, base, "doctor")
    page.get_by_role("main").get_by_role("button", name="طب العيون").tap()
    scan(page, code)
    expect(page.get_by_role("heading", name="طب العيون")).to_be_visible()
    tap(page, "حدة البصر بدون نظارات، العين اليمنى", "1/10")
    tap(page, "حدة البصر بدون نظارات، العين اليسرى", "2/10")
    save(page)
    says(page, "تم الحفظ: طب العيون", "ضعف بصري متوسط (للتأكيد)", "الرؤية البعيدة، العين اليمنى")
    expect(page.get_by_role("main").get_by_text("موعد عادي").first).to_be_visible()


def screen_teeth(page: Page, code: str) -> None:
    """The same page takes the next card; the tablet goes to another station."""
    move_to(page, "طب الأسنان")
    scan(page, code)
    for question, count in (("المسوسة", "3"), ("المفقودة", "2"), ("المحشوة", "1")):
        page.get_by_role("textbox", name=f"عدد الأسنان {question}").fill(count)
    tap(page, "استعجال علاج الأسنان", "علاج سريع، مع إزالة الجير")
    save(page)
    says(page, "تم الحفظ: طب الأسنان", "علاج سريع، مع إزالة الجير", "مؤشر التسوس (32 سنا)6")


def screen_chronic(page: Page, code: str) -> None:
    move_to(page, "الأمراض المزمنة")
    scan(page, code)
    for reading, (systolic, diastolic) in enumerate((("150", "95"), ("144", "92"), ("138", "88")), start=1):
        page.get_by_label(f"الضغط الانقباضي {reading}").fill(systolic)
        page.get_by_label(f"الضغط الانبساطي {reading}").fill(diastolic)
    tap(page, "وحدة سكر الدم", "g/L")
    page.get_by_role("textbox", name="سكر الدم").fill("1,26")
    tap(page, "وقت القياس", "على الريق")
    save(page)
    says(page, "تم الحفظ: الأمراض المزمنة", "ضغط مرتفع، درجة 1", "سكر مرتفع، في حدود السكري")
    scan(page, code)  # ready for the next card: the same one is told to be done
    expect(page.get_by_text("أنجز اليوم من قبل في هذه المحطة")).to_be_visible()


def scan(page: Page, code: str) -> None:
    """Type as a reader does: into the field that waits, without touching it, then Enter."""
    expect(page.get_by_label(SCAN)).to_be_focused()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.get_by_label(SCAN)).to_be_hidden()  # folded beside the form


def move_to(page: Page, station: str) -> None:
    page.get_by_role("banner").get_by_role("group").tap()
    page.get_by_role("link", name="هذا اللوح").tap()
    page.get_by_role("main").get_by_role("button", name=station).tap()


def save(page: Page) -> None:
    page.get_by_role("button", name="حفظ", exact=True).tap()


def says(page: Page, title: str, *words: str) -> None:
    """The page says what was saved and found, in Arabic and not in codes."""
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    for word in words:
        expect(page.get_by_role("listitem").filter(has_text=word).first).to_be_visible()


def read_the_dashboard(page: Page, base: str) -> None:
    enter(page, base, "coordinator")
    expect(page.get_by_role("heading", name="لوحة القيادة")).to_be_visible()
    shown = page.get_by_role("main").inner_text()
    figures = " ".join(shown.split())
    assert "أشخاص مسجلون 1" in figures
    assert "أشخاص فحصوا 1 3 فحوصات" in figures


def download_the_workbook(page: Page, folder):
    page.get_by_role("link", name="تقرير اليوم").tap()
    expect(page.get_by_label("لغة الملف")).to_have_value("ar")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="تحميل التقرير").tap()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def check_the_workbook(path) -> None:
    book = load_workbook(path)
    assert all(sheet.sheet_view.rightToLeft for sheet in book.worksheets)
    definition = read_definition(shipped("exports") / "report.toml")
    titles = {sheet.key: sheet.titles["ar"] for sheet in definition.sheets}
    labels = {one.key: one.labels["ar"] for one in definition.indicators}
    summary, chronic = book[titles["summary"]], book[titles["chronic"]]
    counted = {key: figure(summary, labels[key]) for key in ("persons", "persons_seen", "visits", "services")}
    assert counted == {"persons": 1, "persons_seen": 1, "visits": 1, "services": 3}
    assert figure(chronic, "ضغط مرتفع، درجة 1 (للتأكيد)") == 1
    assert figure(chronic, "سكر مرتفع، في حدود السكري (للتأكيد)") == 1
    assert figure(chronic, "ضغط عادي") in (0, None)


def figure(sheet, label: str) -> int | None:
    """The first number of the first row of figures under this label; None when no row has it."""
    rows = [row for row in sheet.iter_rows(values_only=True) if any(label == str(cell).strip() for cell in row)]
    numbers = [cell for row in rows for cell in row if isinstance(cell, int) and not isinstance(cell, bool)]
    return numbers[0] if numbers else None
