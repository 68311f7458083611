"""Paper forms as PDF: every shipped form on few pages, its codes read, its words in both languages, nothing cut off."""

import io
import re

import pytest

from caravan.domain.codes import CODE_LENGTH, new_code, read_code
from caravan.domain.errors import CaravanError
from caravan.formdefs.model import SELECTS
from caravan.formdefs.on_paper import keys_of, paper_questions
from caravan.printing.paper_forms import FOOT, TIGHTER, _FormPages, write_forms
from caravan.printing.paper_pen import A4
from caravan.printing.paper_sheet import Fact, Pair, Sheet, Whose, isolated
from caravan.web.sheet_words import sheet_words
from tests.printing.conftest import Printed, decode
from tests.printing.reading import ARABIC_WORDS, as_read, poppler_text

ALLOWED = {"id_number_enabled": "yes"}
MOST_PAGES = {"vitals": 1, "registration": 1, "eye": 2, "dental": 2, "chronic": 2}
FATIMETOU = Whose(
    "فاطمتو العروسي",
    "Fatimetou Laaroussi",
    Pair("أنثى", "Féminin"),
    "67",
    "12",
    (Fact(Pair("الضغط", "Tension"), Pair(isolated("182/112 mmHg"), "182/112 mmHg"), is_alarming=True),),
)


def write(form, *sheets):
    out = io.BytesIO()
    write_forms(out, form, sheets or (Sheet(new_code()),), sheet_words(form, "Caravane du Sud", ALLOWED))
    return Printed(out.getvalue())


@pytest.fixture(params=sorted(MOST_PAGES))
def form(request, shipped_forms):
    return shipped_forms[request.param]


@pytest.mark.parametrize("whose", [None, FATIMETOU], ids=["blank", "named"])
def test_each_form_takes_few_pages_and_each_page_bears_its_code_and_form(form, whose):
    code = new_code()
    printed = write(form, Sheet(code, 7, whose))
    assert printed.pages() <= MOST_PAGES[form.id]
    for number in range(printed.pages()):
        (text,) = decode(printed.image(number, 150))
        assert text == f"{code}/{form.id}".upper()
        scan = read_code(text)
        assert (scan.code, scan.form_id) == (code, form.id)
        words = printed.text(number)
        assert f"{number + 1} / {printed.pages()}" in words
        assert form.version in words


def test_nothing_is_drawn_below_the_foot_or_beside_the_page(form):
    printed = write(form)
    for number in range(printed.pages()):
        image = printed.image(number, 100)
        across, down = image.size
        mm = down / A4[1]
        sides = [(0, 0, round(5.5 * mm), down), (across - round(5.5 * mm), 0, across, down)]
        for box in [*sides, (0, down - round(5.5 * mm), across, down)]:
            assert image.crop(box).getextrema() == (255, 255)


def test_a_mark_stands_in_each_corner_of_each_page(form):
    printed = write(form, Sheet(new_code()), Sheet(new_code()))
    for number in range(printed.pages()):
        image = printed.image(number, 100)
        mm = image.size[1] / A4[1]
        for left in (8.2, A4[0] - 8.2):
            for top in (8.2, A4[1] - 8.2):
                assert image.getpixel((round(left * mm), round(top * mm))) < 40


def test_the_names_of_all_questions_and_choices_stand_on_paper_in_french(form):
    printed = write(form)
    words = squeezed(" ".join(printed.text(number) for number in range(printed.pages())))
    for question in paper_questions(form):
        stem = question.labels["fr"].rpartition(",")[0] or question.labels["fr"]
        group = form.groups[question.group[-1]].labels["fr"] if question.group else ""
        assert all_in(stem, words) or all_in(group, words), question.name
        for choice in form.choices.get(question.list_name or "", ()) if keys_of(form, question) else ():
            text = choice.labels["fr"]
            is_coded = text[:2].lower() == f"{keys_of(form, question)[choice.name]} "
            shown = text[2:] if is_coded else text
            assert all_in(shown, words), (question.name, text)


def test_every_arabic_text_is_copied_whole_and_in_the_order_in_which_it_is_read(form):
    printed = write(form, Sheet(new_code(), 7, FATIMETOU))
    words = as_read(" ".join(printed.text(number) for number in range(printed.pages())))
    missing = [ways[0] for ways in arabic_texts(form) if not any(all_stand_in(words, way) for way in ways)]
    assert missing == []
    if form.is_station:
        assert as_read("! الضغط: 182/112 mmHg") in words
        assert as_read("فاطمتو العروسي") in words


def test_words_of_arabic_are_in_their_order_for_poppler_too(form, tmp_path):
    """Poppler parts a line of a French page at figures and commas; the words between them stay together."""
    path = tmp_path / "form.pdf"
    path.write_bytes(write(form, Sheet(new_code(), 7, FATIMETOU)).pdf)
    words = as_read(poppler_text(path))
    parted = [
        [[part for text in way for part in ARABIC_WORDS.findall(text)] for way in ways] for ways in arabic_texts(form)
    ]
    missing = [ways[0] for ways in parted if not any(all_stand_in(words, way) for way in ways)]
    assert missing == []


def arabic_texts(form):
    """Each Arabic text of a paper (title, fixed words, questions, choices), in the ways in which it may stand there."""
    fixed = sheet_words(form, "", ALLOWED)
    found = [form.titles["ar"], fixed.site.ar, fixed.day.ar, fixed.time.ar, fixed.filled_by.ar, fixed.legend.ar]
    if form.is_station:
        found += [fixed.name.ar, fixed.number.ar, fixed.age.ar, fixed.known.ar]
    every = [[(text,)] for text in found]
    for question in paper_questions(form):
        every.append(ways_of(form, question))
        every += [[(choice_words(form, question, choice),)] for choice in choices_of(form, question)]
    return [ways for ways in every if any(ARABIC_WORDS.search(text) for text in ways[0])]


def choices_of(form, question):
    return form.choices.get(question.list_name or "", ()) if keys_of(form, question) else ()


def choice_words(form, question, choice):
    """Return the words of a choice; in the list of codes its own stands before them, once for both languages."""
    text, key = choice.labels["ar"], keys_of(form, question)[choice.name]
    return text[2:] if text[:2].lower() == f"{key} " else text


def ways_of(form, question):
    """Return a label whole; else what is said once for both eyes, as the label or its group says it, and the eye."""
    text = question.labels["ar"]
    stem, comma, side = text.rpartition("،")
    group = form.groups[question.group[-1]].labels["ar"] if question.group else ""
    ways = [(text,)]
    if comma:
        ways += [(each, side) for each in (group, stem) if each]
    return ways


def all_stand_in(words, pieces):
    return all(as_read(piece) in words for piece in pieces)


def test_a_number_that_the_house_may_not_collect_is_not_asked_on_paper(shipped_forms):
    form = shipped_forms["registration"]
    out = io.BytesIO()
    write_forms(out, form, [Sheet(new_code())], sheet_words(form))
    label = form.questions["id_number"].labels["fr"]
    assert label not in Printed(out.getvalue()).text()
    assert label in write(form).text()


def test_figures_keep_their_order_inside_arabic():
    assert isolated("جيب 4–5 mm عميق") == "جيب \u20664–5 mm\u2069 عميق"
    assert isolated("240 mg/dL في أي وقت") == "\u2066240 mg/dL\u2069 في أي وقت"
    assert isolated("الضغط 182/112 mmHg") == "الضغط \u2066182/112 mmHg\u2069"
    assert isolated("10 درجات") == "10 درجات"


def test_a_named_sheet_says_whose_it_is_and_what_is_known(shipped_forms):
    printed = write(shipped_forms["dental"], Sheet(new_code(), whose=FATIMETOU))
    first, second = printed.text(0), printed.text(1)
    assert "Fatimetou Laaroussi" in first
    assert {"فاطمتو", "العروسي"} <= set(first.split())
    assert "182/112 mmHg" in first
    assert "Fatimetou Laaroussi" in second


def test_copies_differ_in_their_code_and_number_alone(shipped_forms):
    sheets = [Sheet(new_code(), number) for number in (1, 2, 3)]
    printed = write(shipped_forms["eye"], *sheets)
    assert printed.pages() == 6
    found = [decode(printed.image(number, 150))[0][:CODE_LENGTH] for number in range(6)]
    assert found == [sheet.code for sheet in sheets for _page in (1, 2)]
    pictures = [printed.image(number, 60) for number in (0, 2)]
    height = pictures[0].size[1]
    below = [picture.crop((0, height // 6, picture.size[0], height)).tobytes() for picture in pictures]
    assert below[0] == below[1]


def test_every_block_ends_above_the_foot(form):
    with _FormPages(form, sheet_words(form)) as pages:
        for place in pages._lay_out(50.0):
            top, block = place.blocks[-1]
            assert top + block.height() <= A4[1] - FOOT + 0.01
    assert min(TIGHTER) >= 0.89


@pytest.mark.parametrize("count", [0, 1001])
def test_no_sheet_and_too_many_sheets_are_refused(shipped_forms, count):
    with pytest.raises(CaravanError, match=r"sheets\.count"):
        write_forms(
            io.BytesIO(), shipped_forms["eye"], [Sheet("123456789X")] * count, sheet_words(shipped_forms["eye"])
        )


def all_in(text, words):
    """Each word of the text is there, in any order: readers of PDFs turn lines in two scripts."""
    return bool(text) and all(word in words for word in re.findall(r"\w+", text))


def squeezed(text):
    return re.sub(r"\s", "", text.replace("\u202f", " "))


def test_one_key_never_means_two_choices(form):
    for question in paper_questions(form):
        keys = keys_of(form, question)
        assert len(set(keys.values())) == len(keys)
        if question.type in SELECTS and keys:
            assert set(keys) == {choice.name for choice in form.choices[question.list_name]}
            assert "." not in keys.values()
