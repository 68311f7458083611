"""The map of an import: what it may say, how it is refused, and how it turns foreign cells into our answers."""

from datetime import date
from decimal import Decimal

import pytest

from caravan.services.importing.maps import Rule, answer_of, read_map
from tests.refusals import refused


@pytest.fixture
def write_map(tmp_path):
    def do(text, name="map.toml"):
        (tmp_path / name).write_text(text, "utf-8")
        return tmp_path / name

    return do


def test_a_map_is_read_whole(write_map):
    plan = read_map(
        write_map("""
form = "chronic"
source = "registry"
key = "ID"
site = "Tata"
day = 2026-01-15
[registration]
sex = { column = "Sexe", values = { 1 = "male", 2 = "female" } }
[answers]
systolic_1_mmhg = "TAS"
glucose_value = { column = "Gly", factor = 0.01, decimals = 2, missing = ["-9", 99] }
glucose_unit = { constant = "g_l", when = "Gly" }
smoking = { columns = ["A", "B"], values = { "1|" = "never" }, invalid = "blank" }
""")
    )
    assert (plan.form_id, plan.source, plan.key, plan.site, plan.day) == (
        "chronic",
        "registry",
        "ID",
        "Tata",
        date(2026, 1, 15),
    )
    assert plan.columns() == {"ID", "Sexe", "TAS", "Gly", "A", "B"}
    assert plan.answers["glucose_value"] == Rule(("Gly",), factor=Decimal("0.01"), decimals=2, missing=("-9", "99"))
    assert plan.answers["smoking"].blank_invalid
    assert plan.registration["sex"].values == {"1": "male", "2": "female"}


def test_a_map_is_named_after_its_file_unless_it_says_more(write_map):
    plan = read_map(write_map('[answers]\npulse_bpm = "P"\n', "registry_2025.toml"))
    assert (plan.source, plan.key, plan.day, plan.day_column, plan.site) == ("registry_2025", None, None, None, None)


@pytest.mark.parametrize(
    ("text", "code", "entry"),
    [
        ("sauce = 'x'", "map.unknown_entry", "sauce"),
        ("[answers]\npulse_bpm = { colum = 'P' }", "map.unknown_entry", "answers.pulse_bpm"),
        ("[answers]\npulse_bpm = 5", "map.unknown_entry", "answers.pulse_bpm"),
        ("[answers]\npulse_bpm = { decimals = 1 }", "map.no_column", "answers.pulse_bpm"),
        ("[registration]\nsex = { columns = [] }", "map.no_column", "registration.sex"),
        ("key = 5", "map.wrong_entry", "key"),
        ("answers = 'all'", "map.wrong_entry", "answers"),
        ("[answers]\npulse_bpm = { columns = 'P' }", "map.wrong_entry", "answers.pulse_bpm"),
        ("[answers]\npulse_bpm = { column = ['P'] }", "map.wrong_entry", "answers.pulse_bpm"),
        ("[answers]\npulse_bpm = { column = 'P', factor = 'ten' }", "map.wrong_entry", "answers.pulse_bpm"),
        ("[answers]\npulse_bpm = { column = 'P', decimals = 'two' }", "map.wrong_entry", "answers.pulse_bpm"),
        ("[answers]\npulse_bpm = { column = 'P', decimals = 99 }", "map.wrong_entry", "answers.pulse_bpm"),
        ("[answers]\npulse_bpm = { column = 'P', values = ['a'] }", "map.wrong_entry", "answers.pulse_bpm"),
        ("[answers]\npulse_bpm = { column = 'P', missing = 'x' }", "map.wrong_entry", "answers.pulse_bpm"),
        ("[answers]\npulse_bpm = { column = 'P', invalid = 'ignore' }", "map.wrong_entry", "answers.pulse_bpm"),
        ("[answers]\npulse_bpm = { constant = true }", "map.wrong_entry", "answers.pulse_bpm"),
    ],
)
def test_a_map_that_is_wrong_names_the_entry(write_map, text, code, entry):
    with refused(code) as caught:
        read_map(write_map(text))
    assert caught.value.params == {"file": "map.toml", "entry": entry}


@pytest.mark.parametrize("text", ["form = ", "[answers", "a = 1\na = 2"])
def test_what_is_no_toml_is_refused(write_map, text):
    with refused("map.not_toml"):
        read_map(write_map(text))


def test_a_map_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "map.toml").write_bytes('site = "Santé"'.encode("cp1252"))
    with refused("map.not_toml"):
        read_map(tmp_path / "map.toml")


def test_a_map_that_is_not_there_is_refused(tmp_path):
    with refused("import.no_file"):
        read_map(tmp_path / "none.toml")


@pytest.mark.parametrize("day", ["'2026-01-15'", "15", "true"])
def test_a_day_is_a_date(write_map, day):
    with refused("map.day"):
        read_map(write_map(f"day = {day}"))


@pytest.mark.parametrize(
    ("rule", "cell", "answer"),
    [
        (Rule(("c",)), "114.0", "114"),
        (Rule(("c",)), "-3.00", "-3"),
        (Rule(("c",)), "70.25", "70.25"),
        (Rule(("c",)), "0661234567", "0661234567"),
        (Rule(("c",)), "00123", "00123"),
        (Rule(("c",)), "Nan", "Nan"),
        (Rule(("c",)), "Infinity", "Infinity"),
        (Rule(("c",)), "1e5", "1e5"),
        (Rule(("c",), factor=Decimal("0.01")), "126", "1.26"),
        (Rule(("c",), factor=Decimal(100)), "1,05", "105"),
        (Rule(("c",), factor=Decimal(100)), "١٫٠٥", "105"),
        (Rule(("c",), factor=Decimal(10)), "1e5", "1e5"),
        (Rule(("c",), factor=Decimal("0.45359237"), decimals=1), "150.5", "68.3"),
        (Rule(("c",), factor=Decimal("38.67"), decimals=0), "5.0", "193"),
        (Rule(("c",), decimals=0), "Infinity", "Infinity"),
        (Rule(("c",), factor=Decimal(100)), "HI", "HI"),
        (Rule(("c",), values={"1": "male"}), "1.0", "male"),
        (Rule(("c",), values={"1.0": "one", "1": "other"}), "1.0", "one"),
        (Rule(("c",), missing=("-9",)), "-9.0", ""),
        (Rule(("c",), missing=("-9",), values={"1": "male"}), "-9", ""),
        (Rule(("c",), values={"1": "male"}), "", ""),
        (Rule(("c", "d"), values={"1|": "a"}), "1", "a"),
        (Rule(constant="g_l"), "", "g_l"),
        (Rule(constant="g_l", when="c"), "5", "g_l"),
        (Rule(constant="g_l", when="c"), "", ""),
    ],
)
def test_a_cell_becomes_an_answer(rule, cell, answer):
    assert answer_of(rule, {"c": cell, "d": ""}) == answer


def test_a_code_that_the_map_does_not_know_is_refused_with_its_column():
    with refused("map.value") as caught:
        answer_of(Rule(("Sexe",), values={"1": "male"}), {"Sexe": "3"})
    assert caught.value.params == {"column": "Sexe", "value": "3"}


def test_a_cell_that_the_row_does_not_have_is_blank():
    assert answer_of(Rule(("c",)), {}) == ""
