"""13/8 at the station: parted, asked about, taken by one button; anything else that is sent for it changes nothing."""

import pytest

UPPER, LOWER = "systolic_1_mmhg", "diastolic_1_mmhg"


@pytest.fixture
def doctor(sign_in):
    return sign_in("doctor")


@pytest.fixture
def address(register, card_of):
    return f"/q/{card_of(register())}/chronic"


def send(doctor, address, **answers):
    return doctor.send(address, doctor.get(address), **answers)


def asked(page):
    """The button that takes what was meant, as it is sent; None when nothing is asked."""
    return next((e.get("value") for e in page.root.iter("button") if e.get("name") == "typed.meant"), None)


@pytest.mark.parametrize(
    ("upper", "lower", "meant"),
    [
        ("13", "8", "systolic_1_mmhg=130 diastolic_1_mmhg=80"),
        ("13/8", "", "systolic_1_mmhg=130 diastolic_1_mmhg=80"),
        ("13,5", "8,5", "systolic_1_mmhg=135 diastolic_1_mmhg=85"),
        ("١٣", "٨", "systolic_1_mmhg=130 diastolic_1_mmhg=80"),
        ("13", "", "systolic_1_mmhg=130"),
        ("13", "80", None),
        ("8", "13", None),
        ("13", "a", "systolic_1_mmhg=130"),
        ("400", "80", None),
        ("abc", "8", None),
    ],
)
def test_a_pressure_in_cmhg_is_refused_and_asked_about(doctor, address, upper, lower, meant):
    page = send(doctor, address, **{UPPER: upper, LOWER: lower})
    assert page.status == 422
    assert asked(page) == meant


@pytest.mark.parametrize(("language", "said"), [("ar", "هل تقصدون 130/80؟"), ("fr", "Vouliez-vous dire 130/80\u00a0?")])
def test_the_question_is_asked_in_the_language_of_the_page(sign_in, address, language, said):
    page = send(sign_in("doctor", language), address, **{UPPER: "13", LOWER: "8"})
    assert any(said in "".join(box.itertext()) for box in page.root.iter("p"))
    assert (page.value(UPPER), page.value(LOWER)) == ("13", "8")


def test_one_button_saves_what_was_meant(doctor, address):
    page = send(doctor, address, **{UPPER: "13/8"})
    sent = {UPPER: page.value(UPPER), LOWER: page.value(LOWER), "typed.meant": asked(page)}
    saved = doctor.follow(doctor.send(address, page, **sent))
    assert "130 mmHg" in saved.words()
    assert "80 mmHg" in saved.words()


@pytest.mark.parametrize("typed", ["130/80", " 130 / 80 ", "١٣٠/٨٠"])
def test_a_pressure_in_one_box_goes_to_both(doctor, address, typed):
    saved = doctor.follow(send(doctor, address, **{UPPER: typed}))
    assert "130 mmHg" in saved.words()
    assert "80 mmHg" in saved.words()


def test_a_pressure_in_one_box_beside_a_diastolic_is_refused(doctor, address):
    page = send(doctor, address, **{UPPER: "130/80", LOWER: "75"})
    assert page.status == 422
    assert page.value(UPPER) == "130/80"


@pytest.mark.parametrize(
    "sent", ["weight_kg=70", "systolic_1_mmhg=abc", "nothing", "form_version=1", "systolic_1_mmhg="]
)
def test_only_a_pressure_can_be_meant(doctor, address, sent):
    page = doctor.send(address, doctor.get(address), **{UPPER: "13", LOWER: "8", "typed.meant": sent})
    assert page.status == 422
    assert (page.value(UPPER), page.value(LOWER), page.value("weight_kg")) == ("13", "8", "")


def test_a_page_that_is_only_opened_changes_nothing(doctor, address):
    page = doctor.get(f"{address}?typed.meant=systolic_1_mmhg=130")
    assert page.value(UPPER) == ""
    assert asked(page) is None
