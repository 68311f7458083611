"""Cards printed by a coordinator in a browser: the progress renews itself and ends in the PDF, scripts or not."""

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in


def test_a_coordinator_prints_cards_and_watches_until_the_pdf_is_there(served, tablet, tmp_path):
    page = tablet("ar", shape=0)
    sign_in(page, served.base, "coordinator")
    page.goto(f"{served.base}/admin/cards")
    page.locator("#count").fill("600")
    page.locator("input[name=layout][value=card-85x54]").check()
    page.get_by_text("جملة، شعار، ورقة مستعملة جزئيا").click()
    page.locator("#sentence_ar").fill("حافظوا على هذه البطاقة")
    page.get_by_role("button", name="إنشاء ملف PDF").click()
    expect(page.locator("progress")).to_be_visible()
    ready = page.locator("#making").get_by_role("link", name="تحميل ملف PDF")
    expect(ready).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        ready.click()
    download.value.save_as(tmp_path / "cards.pdf")
    with pypdfium2.PdfDocument(tmp_path / "cards.pdf") as document:
        assert len(document) == 60
        assert "حافظوا على هذه البطاقة" in document[59].get_textpage().get_text_range()


@pytest.mark.parametrize("shape", [0, 1])
def test_without_scripts_the_page_comes_again_by_itself(served, tablet, shape):
    page = tablet("ar", shape=shape, scripts=False)
    sign_in(page, served.base, "coordinator")
    page.goto(f"{served.base}/admin/cards")
    page.locator("#count").fill("200")
    page.get_by_role("button", name="إنشاء ملف PDF").click()
    expect(page.locator("#making").get_by_role("link", name="تحميل ملف PDF")).to_be_visible(timeout=60_000)
