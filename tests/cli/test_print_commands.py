"""``caravan print``: cards recorded in the data folder, printed again, and the join poster."""

import pypdfium2
import pytest
import zxingcpp

from caravan.domain.codes import new_code
from caravan.domain.ids import new_id
from caravan.printing.labels import label_formats
from caravan.services.accounts import list_staff
from caravan.services.card_batches import ALL, cards_of
from caravan.services.card_stock import look_at_stock
from caravan.services.house import open_house
from caravan.services.operators import Operator
from caravan.services.outcomes import Filled
from caravan.services.paper_sheets import get_stack, list_stacks
from caravan.services.registration import bind_card, register_patient
from caravan.settings import Settings
from tests.conftest import FATIMETOU
from tests.pictures import make_logo


@pytest.fixture
def prints(run, data):
    """Print cards with the data folder of the tests; give the run and what the PDF's codes say."""

    def do(out, *words):
        done = run("print", "cards", out, *words, "--data", data)
        return done, sorted(codes_in(out)) if done.code == 0 else []

    return do


def codes_in(path, dpi=200):
    with pypdfium2.PdfDocument(path) as document:
        images = [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    return [found.text for image in images for found in zxingcpp.read_barcodes(image)]


def test_printed_cards_are_recorded_with_their_numbers(prints, data, tmp_path):
    done, codes = prints(tmp_path / "cards.pdf", "--count", 12, "--format", "card-85x54", "--sentence-fr", "Gardez-la")
    assert done.out == f"batch 1: cards 1 to 12\n{tmp_path / 'cards.pdf'}\n"
    with open_house(Settings(data=data)) as house:
        (batch,) = look_at_stock(house).batches
        assert sorted(card.code for card in cards_of(house, batch.id, ALL)) == codes
    assert (batch.count, batch.order.layout, batch.order.sentence_fr) == (12, "card-85x54", "Gardez-la")
    assert prints(tmp_path / "more.pdf", "--count", 1)[0].out.startswith("batch 2: cards 13 to 13\n")


def test_a_batch_is_printed_again_with_the_same_codes_all_or_those_left(prints, data, tmp_path):
    _done, codes = prints(tmp_path / "cards.pdf", "--count", 6)
    again, same = prints(tmp_path / "again.pdf", "--batch", 1)
    assert (again.out.splitlines()[0], same) == ("batch 1: 6 of 6 cards, printed again", codes)
    elsewhere = prints(tmp_path / "labels.pdf", "--batch", 1, "--label", "60x40", "--left", "--used", 3)
    assert elsewhere[1] == codes
    with open_house(Settings(data=data)) as house:
        assert look_at_stock(house).batches[0].times_printed == 3
        assert look_at_stock(house).printed == 6


def test_only_what_nobody_has_yet_is_printed_with_left(house, settings, run, *, register, staff, tmp_path):
    run("print", "cards", tmp_path / "cards.pdf", "--count", 3, "--data", settings.data)
    (batch,) = look_at_stock(house).batches
    first, *others = [card.code for card in cards_of(house, batch.id, ALL)]
    bind_card(house, staff["volunteer"], patient_id=register(), typed=first, operation_id=new_id())
    done = run("print", "cards", tmp_path / "left.pdf", "--batch", 1, "--left", "--data", settings.data)
    assert "2 of 3 cards" in done.out
    assert sorted(codes_in(tmp_path / "left.pdf")) == sorted(others)


def test_a_logo_is_printed_where_there_is_room_and_refused_where_there_is_none(prints, tmp_path):
    logo = tmp_path / "logo.png"
    logo.write_bytes(make_logo())
    done, codes = prints(tmp_path / "cards.pdf", "--count", 2, "--format", "card-90x55", "--logo", logo)
    assert (done.code, len(codes)) == (0, 2)
    refused, _ = prints(tmp_path / "small.pdf", "--count", 2, "--logo", logo)
    assert (refused.code, "no room" in refused.err) == (1, True)
    assert not (tmp_path / "small.pdf").exists()
    logo.write_bytes(b"not a picture")
    assert "PNG or JPEG" in prints(tmp_path / "bad.pdf", "--count", 2, "--logo", logo)[0].err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--count", "2", "--label", "12x12"], "too small"),
        (["--count", "2", "--label", "300x40"], "198 mm wide"),
        (["--count", "2", "--format", "letter"], "is no label"),
        (["--count", "2", "--used", "40"], "from 0 to 39"),
        (["--batch", "9"], "does not exist"),
    ],
)
def test_what_cannot_be_printed_is_one_sentence_and_nothing_is_recorded(prints, data, tmp_path, words, says):
    refused, _ = prints(tmp_path / "cards.pdf", *words)
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert says in refused.err
    with open_house(Settings(data=data)) as house:
        assert look_at_stock(house).batches == ()


@pytest.mark.parametrize("words", [[], ["--count", "3", "--batch", "1"]])
def test_new_cards_and_a_batch_exclude_each_other(prints, tmp_path, words):
    assert prints(tmp_path / "cards.pdf", *words)[0].code == 2


def test_without_a_caravan_cards_are_printed_and_it_is_said_that_nothing_was_recorded(run, tmp_path):
    done = run("print", "cards", tmp_path / "cards.pdf", "--count", 2, "--data", tmp_path / "nothing")
    assert (done.code, len(codes_in(tmp_path / "cards.pdf"))) == (0, 2)
    assert "not recorded" in done.out
    refused = run("print", "cards", tmp_path / "again.pdf", "--batch", 1, "--data", tmp_path)
    assert (refused.code, "holds no caravan" in refused.err) == (1, True)


def test_the_help_names_every_format(run):
    text = run("print", "cards", "--help").out
    assert [name for name in label_formats() if name not in text.replace("\n", " ")] == []


def test_the_poster_leads_to_the_network_and_to_the_address(run, data, tmp_path):
    words = "--wifi", 'Sud; "1"', "--password", r"a:b,c\d;e", "--hidden", "--address", "192.168.1.10:8080/join"
    done = run("print", "poster", tmp_path / "poster.pdf", *words, "--data", data)
    assert (done.code, done.out) == (0, f"{tmp_path / 'poster.pdf'}\n")
    assert codes_in(tmp_path / "poster.pdf") == [
        r"WIFI:T:WPA;S:Sud\; \"1\";P:a\:b\,c\\d\;e;H:true;;",
        "http://192.168.1.10:8080/join",
    ]


def test_a_poster_of_an_open_network_and_one_without_a_network(run, tmp_path):
    address = "--address", "https://caravan.local:8443/join"
    assert run("print", "poster", tmp_path / "open.pdf", "--wifi", "Sud", "--open", *address).code == 0
    assert codes_in(tmp_path / "open.pdf")[0] == "WIFI:T:nopass;S:Sud;;"
    assert run("print", "poster", tmp_path / "none.pdf", *address).code == 0
    assert codes_in(tmp_path / "none.pdf") == ["https://caravan.local:8443/join"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--wifi", "Sud", "--password", "short"], "8 to 63"),
        (["--wifi", "Sud"], "--open"),
        (["--wifi", "ق" * 17, "--open"], "32 letters"),
        (["--address", "ftp://caravan"], "no address"),
        (["--address", "http://"], "no address"),
    ],
)
def test_a_poster_that_would_lead_nowhere_is_refused(run, tmp_path, words, says):
    address = [] if "--address" in words else ["--address", "http://10.0.0.2"]
    refused = run("print", "poster", tmp_path / "poster.pdf", *words, *address)
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert says in refused.err
    assert not (tmp_path / "poster.pdf").exists()


def test_blank_paper_forms_are_recorded_with_their_form_and_version(run, data, tmp_path):
    out = tmp_path / "forms.pdf"
    done = run("print", "forms", out, "--form", "vitals", "--count", 2, "--data", data)
    assert done.out == f"sheets 1 to 2\n{out}\n"
    codes = [text.removesuffix("/VITALS") for text in codes_in(out)]
    with open_house(Settings(data=data)) as house:
        (stack,) = list_stacks(house, "vitals")
        assert [sheet.code for sheet in get_stack(house, stack.id)[1]] == codes
        assert stack.version == house.forms["vitals"].version


def test_a_paper_form_for_a_person_bears_the_code_of_their_card(run, data, tmp_path):
    out, code = tmp_path / "eye.pdf", new_code()
    with open_house(Settings(data=data)) as house:
        card = next(card for card in list_staff(house) if card.role == "volunteer")
        volunteer = Operator(card.id, card.name, card.role, card.language)
        done = register_patient(house, volunteer, Filled(FATIMETOU, new_id()))
        bind_card(house, volunteer, patient_id=done.patient_id, typed=code, operation_id=new_id())
    done = run("print", "forms", out, "--form", "eye", "--patient", code, "--data", data)
    assert done.code == 0, done.err
    assert set(codes_in(out)) == {f"{code}/EYE"}
    with pypdfium2.PdfDocument(out) as document:
        assert "Fatimetou" in document[0].get_textpage().get_text_range()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--form", "nose"), 1),
        (("--form", "eye", "--count", 0), 1),
        (("--form", "eye", "--count", 1, "--patient", "X"), 2),
        ((), 2),
    ],
)
def test_paper_forms_that_cannot_be_printed_are_refused(run, data, tmp_path, words, code):
    out = tmp_path / "forms.pdf"
    assert run("print", "forms", out, *words, "--data", data).code == code
    assert not out.exists()


def test_paper_forms_print_without_a_data_folder_and_say_that_nothing_is_recorded(run, tmp_path):
    out = tmp_path / "forms.pdf"
    done = run("print", "forms", out, "--form", "registration", "--data", tmp_path / "nothing")
    assert done.code == 0
    assert "not recorded" in done.out
    assert codes_in(out)[0].endswith("/REGISTRATION")
