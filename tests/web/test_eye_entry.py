"""Entry of the eye form as the laptop draws it: the ladder in the tablet's notation, pictures, normal, bad input."""

import pytest

from caravan.paths import PACKAGE
from caravan.scoring.acuity import WRITTEN
from caravan.web.choice_faces import PICTURE
from caravan.web.form_fields import widget_of

LOWER_LID = "la paupière inférieure seule ne compte pas"


@pytest.fixture
def doctor(sign_in):
    return sign_in("doctor")


@pytest.fixture
def address(register, card_of):
    return f"/q/{card_of(register())}/eye"


def save(doctor, address, **answers):
    return doctor.send(address, doctor.get(address), **answers)


def ladder(page, name="va_unaided_r"):
    """What each rung of a ladder shows, by the code that it stores, in the order of the page."""
    rungs = page.root.findall(f".//fieldset[@data-question='{name}']//label")
    shown = {label.find("input").get("value"): "".join(label.itertext()).strip() for label in rungs}
    shown.pop("", None)
    return shown


def test_the_ladder_reads_from_the_best_line_down_to_no_light(doctor, address):
    codes = list(ladder(doctor.get(address)))
    assert codes[: len(WRITTEN["logmar"])] == list(WRITTEN["logmar"])
    assert codes[len(WRITTEN["logmar"]) :] == ["cf3", "cf2", "cf1", "cf", "hm", "pl", "npl", "fix", "nofix", "nt"]


@pytest.mark.parametrize(
    ("language", "notation", "shown"),
    [
        ("fr", "", {"v033": "3/10", "v063": "6-7/10", "v025": "2,5/10"}),
        ("en", "", {"v033": "6/18", "v08": "6/7.5"}),
        ("ar", "snellen", {"v033": "6/18", "v08": "6/7,5"}),
        ("fr", "decimal", {"v033": "0,3", "v10": "1,0"}),
        ("en", "logmar", {"v033": "0.5", "v12": "-0.1", "cf1": "CF 1 m"}),
        ("fr", "<script>", {"v033": "3/10"}),
    ],
)
def test_the_ladder_is_written_in_the_notation_of_the_tablet(sign_in, address, language, notation, shown):
    doctor = sign_in("doctor", language)
    if notation:
        doctor.client.set_cookie("notation", notation)
    found = ladder(doctor.get(address))
    assert {code: found[code] for code in shown} == shown


def test_without_scripts_a_notation_tapped_in_the_form_keeps_what_was_typed(sign_in, address):
    doctor = sign_in("doctor", "fr")
    page = save(doctor, address, va_unaided_r="v033", iop_r_mmhg="17", **{"notation.use": "snellen"})
    assert page.status == 200
    assert ladder(page)["v033"] == "6/18"
    assert page.root.find(".//input[@name='va_unaided_r'][@checked]").get("value") == "v033"
    assert page.value("iop_r_mmhg") == "17"
    assert ladder(doctor.get(address))["v033"] == "6/18"


def test_a_notation_that_does_not_exist_is_refused(doctor, address):
    assert save(doctor, address, **{"notation.use": "parsecs"}).status == 404


def test_without_scripts_all_normal_fills_what_is_blank_and_saves_nothing(doctor, address):
    page = save(doctor, address, lens_r="aphakia", **{"fill.normal": "yes"})
    assert page.status == 200
    checked = {tap.get("name"): tap.get("value") for tap in page.root.findall(".//input[@checked]") if tap.get("value")}
    assert (checked["lens_r"], checked["lens_l"]) == ("aphakia", "normal")
    assert (checked["va_unaided_r"], checked["danger_signs"]) == ("v10", "none")
    assert "Already done today" not in doctor.get(address).text


def test_the_normal_answers_are_saved_as_a_normal_screening(doctor, address):
    page = save(doctor, address, **{"fill.normal": "yes"})
    checked = {tap.get("name"): tap.get("value") for tap in page.root.findall(".//input[@checked]") if tap.get("value")}
    done = doctor.follow(save(doctor, address, **checked))
    assert "Saved: Eye" in done.text
    assert "No impairment" in done.words()


def test_every_picture_that_a_form_names_is_drawn(house):
    drawn = (PACKAGE / "web/static/img/pictures.svg").read_text("utf-8")
    every = [choice for form in house.forms.values() for choices in form.choices.values() for choice in choices]
    named = {choice.extra[PICTURE] for choice in every if PICTURE in choice.extra}
    assert len(named) > len(house.forms["eye"].choices["lens"])
    assert [name for name in sorted(named) if f'<symbol id="{name}"' not in drawn] == []


def test_lens_and_cause_are_shown_by_pictures_and_words(house, doctor, address):
    form = house.forms["eye"]
    assert {widget_of(form, form.questions[name]) for name in ("lens_r", "lens_l", "cause_r", "cause_l")} == {
        "pictures"
    }
    page = doctor.get(address)
    for tap in page.root.findall(".//fieldset[@data-question='lens_r']//label"):
        if tap.find("input").get("value"):
            assert any(part.tag.endswith("use") for part in tap.iter())
            assert "".join(tap.itertext()).strip()


def test_the_hint_of_trachoma_says_which_lid_counts(sign_in, address):
    assert LOWER_LID in sign_in("doctor", "fr").get(address).words()


WRONG = {
    "iop_r_mmhg": ("1x", "number"),
    "iop_l_mmhg": ("81", "0 to 80"),
    "sphere_r": ("-30.25", "-30 to +30"),
    "sphere_l": ("1.1", "steps of 0.25"),
    "cylinder_r": ("-10.25", "-10 to +10"),
    "axis_r": ("90", ""),
    "axis_l": ("90", "only with a cylinder"),
    "addition": ("4.25", "0.5 to 4"),
    "pupil_distance_mm": ("39", "40 to 80"),
    "surgery_year_r": ("1949", "from 1950"),
    "surgery_year_l": ("2190", "from 1950"),
    "cup_disc_r": ("1.1", "0 to 1"),
}
WRONG_TOO = {
    "sphere_r": ("plano", "number"),
    "cylinder_r": ("0", ""),
    "axis_r": ("90", "only with a cylinder"),
    "cylinder_l": ("-1", ""),
    "axis_l": ("181", "1 to 180"),
    "iop_r_mmhg": ("-1", "0 to 80"),
    "iop_l_mmhg": ("15.5", "whole number"),
    "addition": ("0.25", "0.5 to 4"),
    "pupil_distance_mm": ("60.2", "steps of 0.5"),
}


@pytest.mark.parametrize("wrong", [WRONG, WRONG_TOO])
def test_bad_input_of_the_eye_gets_one_sentence_beside_its_field_and_stays_in_it(doctor, address, wrong):
    more = {"lens_r": "aphakia", "lens_l": "aphakia", "iop_method": "air", "danger_signs": ["none", "chest_pain"]}
    page = save(doctor, address, **{name: typed for name, (typed, _) in wrong.items()}, **more)
    assert page.status == 422
    beside = {error.get("id"): "".join(error.itertext()) for error in page.root.findall(".//p[@class='error']")}
    expected = {f"e-{name}": said for name, (_, said) in wrong.items() if said} | {"e-danger_signs": "“None”"}
    assert beside.keys() == expected.keys()
    assert [name for name, said in expected.items() if said not in beside[name]] == []
    assert {name: page.value(name) for name in wrong} == {name: typed for name, (typed, _) in wrong.items()}


def test_a_pressure_wants_its_method_and_a_cylinder_its_axis(doctor, address):
    page = save(doctor, address, iop_l_mmhg="15", cylinder_r="-1")
    beside = {error.get("id"): "".join(error.itertext()) for error in page.root.findall(".//p[@class='error']")}
    assert beside.keys() == {"e-iop_method", "e-axis_r"}
    assert all("required" in said for said in beside.values())


def test_arabic_digits_and_decimal_commas_are_taken(doctor, address):
    answers = {"iop_r_mmhg": "١٦", "iop_method": "air", "sphere_r": "-١,٢٥", "cylinder_r": "٠٫٥", "axis_r": "٩٠"}
    assert "Saved: Eye" in doctor.follow(save(doctor, address, **answers)).text


def test_any_danger_sign_at_the_eye_desk_is_an_emergency(doctor, address):
    page = doctor.follow(save(doctor, address, danger_signs="painful_red_eye"))
    assert "Painful red eye with vomiting" in page.words()
    assert "Immediate" in page.words()
