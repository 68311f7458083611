"""Papers as the printer gets them: Chromium's own PDF, measured, read and decoded."""

from __future__ import annotations

from ctypes import byref, c_double
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import expect

from tests.browser.conftest import serving, sign_in
from tests.browser.papers import PEOPLE, make_people
from tests.printing.reading import ARABIC_WORDS, as_read, poppler_text, with_joined_letters_turned

MM = 72 / 25.4
A5, A4 = (148, 210), (210, 297)
CLIPPED = """sheets => sheets.flatMap(sheet => [sheet, ...sheet.querySelectorAll('p, li, .name, .person')])
  .filter(each => each.scrollHeight > each.clientHeight + 3 || each.scrollWidth > each.clientWidth + 2)
  .filter(each => getComputedStyle(each).display !== 'inline')
  .map(each => each.className + ': ' + each.textContent.trim().slice(0, 60))"""
ARABIC_LINES = """all => all.filter(each => !each.querySelector('p')).flatMap(each => {
  const lines = {}, walker = document.createTreeWalker(each, NodeFilter.SHOW_TEXT), range = document.createRange();
  while (walker.nextNode()) for (const word of walker.currentNode.data.matchAll(/\\S+/g)) {
    range.setStart(walker.currentNode, word.index); range.setEnd(walker.currentNode, word.index + word[0].length);
    const foot = Math.round(range.getBoundingClientRect().bottom);
    lines[foot] = (lines[foot] ?? '') + ' ' + word[0];
  }
  return Object.values(lines);
})"""
SMALLEST_PT = """sheets => Math.min(...sheets.flatMap(sheet => [...sheet.querySelectorAll('p:not(.place)')])
  .filter(each => each.textContent.trim()).map(each => parseFloat(getComputedStyle(each).fontSize) * 0.75))"""


@pytest.fixture(scope="module")
def printed(chromium, tmp_path_factory):
    """The people of the papers, their caravan being served, and someone of the coordination before it."""
    data = tmp_path_factory.mktemp("papers") / "data"
    people = make_people(data)
    with serving(data) as base:
        context = chromium.new_context(locale="ar", viewport={"width": 800, "height": 1280}, service_workers="block")
        page = context.new_page()
        sign_in(page, base, "coordinator")
        yield people, base, page
        context.close()


def pdf_of(page, address):
    page.goto(address)
    page.evaluate("() => document.fonts.ready.then(() => true)")
    content = page.pdf(prefer_css_page_size=True, print_background=True)
    return pypdfium2.PdfDocument(BytesIO(content))


def sizes_mm(document):
    return {tuple(round(length / MM) for length in sheet.get_size()) for sheet in document}


def codes_on(document, number=0):
    image = document[number].render(scale=200 / 72).to_pil()
    return [each.text for each in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)]


def arabic_read_from_the_right(document, number=0):
    """What an eye reads: the Arabic letters of each line by their place, from the right to the left, without spaces."""
    text = document[number].get_textpage()
    lines, x, y = {}, c_double(), c_double()
    for place in range(text.count_chars()):
        letter = text.get_text_range(place, 1)
        if "\u0621" <= letter <= "\u064a":
            pypdfium2.raw.FPDFText_GetCharOrigin(text, place, byref(x), byref(y))
            lines.setdefault(round(y.value / 3), []).append((-x.value, letter))
    return ["".join(letter for _where, letter in sorted(found)) for found in lines.values()]


@pytest.mark.parametrize("who", PEOPLE)
def test_a_slip_is_one_a5_page_with_the_code_of_the_card(printed, who):
    people, base, page = printed
    with pdf_of(page, f"{base}/print/slip/{people[who].id}") as document:
        assert len(document) == 1
        assert sizes_mm(document) == {A5}
        assert codes_on(document) == [people[who].card]


@pytest.mark.parametrize("second", ["fr", "en"])
@pytest.mark.parametrize("who", PEOPLE)
def test_nothing_on_a_slip_is_cut_and_everything_is_large(printed, who, second):
    people, base, page = printed
    page.goto(f"{base}/print/slip/{people[who].id}?second={second}")
    page.evaluate("() => document.fonts.ready.then(() => true)")
    sheets = page.locator(".sheet")
    clipped = sheets.evaluate_all(CLIPPED)
    assert [each for each in clipped if not each.startswith("place")] == []
    assert sheets.evaluate_all(SMALLEST_PT) >= 11.9


@pytest.mark.parametrize("who", ["one", "four", "longest"])
def test_each_letter_is_one_a4_page_with_the_code_and_nothing_cut(printed, who):
    people, base, page = printed
    with pdf_of(page, f"{base}/print/letter/{people[who].id}") as document:
        sheets = page.locator(".sheet")
        assert len(document) == sheets.count() == {"one": 1, "four": 4, "longest": 4}[who]
        assert sizes_mm(document) == {A4}
        assert [codes_on(document, number) for number in range(len(document))] == [[people[who].card]] * len(document)
        assert sheets.evaluate_all(CLIPPED) == []


def test_arabic_is_read_from_the_right_and_figures_from_the_left(printed):
    people, base, page = printed
    with pdf_of(page, f"{base}/print/slip/{people['one'].id}") as document:
        lines = arabic_read_from_the_right(document)
        for words in ("طبيب القلب", "ضغط دمكم مرتفع", "مريم العروسي"):
            assert any(words.replace(" ", "") in line for line in lines), (words, lines)
        text = " ".join(document[0].get_textpage().get_text_range().split())
        assert "Médecin du cœur" in text
        assert text.count("164/102 mmHg") == 2


@pytest.mark.parametrize("paper", ["slip", "letter"])
@pytest.mark.parametrize("who", PEOPLE)
def test_the_arabic_of_a_paper_is_read_from_its_pdf_in_its_order(printed, who, paper, tmp_path):
    """Poppler moves figures and signs inside a line; the words between them stay together and in their order.

    Chromium names the letters of a joined glyph (lam-alef) as they are read, and Poppler turns them round.
    """
    people, base, page = printed
    page.goto(f"{base}/print/{paper}/{people[who].id}")
    page.evaluate("() => document.fonts.ready.then(() => true)")
    pdf = tmp_path / "paper.pdf"
    page.pdf(path=pdf, prefer_css_page_size=True, print_background=True)
    texts = page.locator(".sheet [lang=ar]").evaluate_all(ARABIC_LINES)
    words = as_read(poppler_text(pdf))
    parts = {part for text in texts for part in ARABIC_WORDS.findall(text)}
    assert len(parts) > 2 or not texts
    assert [part for part in parts if as_read(with_joined_letters_turned(part)) not in words] == []


def test_the_stack_of_the_day_has_a_page_for_each_referred_person(printed):
    people, base, page = printed
    with pdf_of(page, f"{base}/print/slips") as document:
        assert len(document) == 3
        assert sizes_mm(document) == {A5}
        found = [codes_on(document, number) for number in range(3)]
        assert sorted(found) == sorted([people[who].card] for who in ("one", "four", "longest"))
    with pdf_of(page, f"{base}/print/letters") as document:
        assert (len(document), sizes_mm(document)) == (9, {A4})


def test_the_bar_prints_leads_back_and_stays_off_the_paper(printed):
    people, base, page = printed
    page.goto(f"{base}/print/slip/{people['one'].id}")
    page.evaluate("() => { window.print = () => { document.body.dataset.printed = 'yes'; }; }")
    page.get_by_role("button", name="طباعة").click()
    expect(page.locator("body")).to_have_attribute("data-printed", "yes")
    page.emulate_media(media="print")
    expect(page.locator(".print-bar")).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="رجوع").click()
    page.wait_for_url(f"**/patients/{people['one'].id}")


def test_the_slip_is_one_tap_from_the_page_of_the_person(printed):
    people, base, page = printed
    page.goto(f"{base}/patients/{people['one'].id}")
    page.get_by_role("link", name="طباعة ورقة النتيجة").click()
    page.wait_for_url(f"**/print/slip/{people['one'].id}")
