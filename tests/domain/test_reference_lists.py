"""The coverage schemes and the southern communes that travel with the program."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from caravan.domain.coverage import FAMILIES, SCHEMES, family
from caravan.domain.errors import CaravanError
from caravan.domain.geography import COMMUNES


def test_the_schemes_are_the_thirteen_of_the_list_in_small_letters():
    assert list(SCHEMES) == [
        *("amo_public", "amo_salarie", "amo_tns", "amo_tadamon", "amo_achamil", "amo_etudiant", "far", "ramed"),
        *("privee", "etranger", "autre", "aucune", "inconnu"),
    ]
    assert all(code == scheme.code for code, scheme in SCHEMES.items())


def test_each_scheme_has_a_label_in_each_language_and_in_its_script():
    for scheme in SCHEMES.values():
        assert set(scheme.labels) == {"ar", "fr", "en"}
        assert re.search("[\u0621-\u064a]", scheme.labels["ar"])
        assert not re.search("[\u0621-\u064a]", scheme.labels["fr"] + scheme.labels["en"])
    for language in ("ar", "fr", "en"):
        assert len({scheme.labels[language] for scheme in SCHEMES.values()}) == len(SCHEMES)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("amo_public", "public"),
        ("far", "public"),
        ("amo_salarie", "private_sector"),
        ("amo_tadamon", "solidarity"),
        ("ramed", "solidarity"),
        ("amo_tns", "self_employed"),
        ("amo_achamil", "other"),
        ("privee", "other"),
        ("aucune", "none"),
        ("inconnu", "unknown"),
        ("", "unknown"),
    ],
)
def test_each_scheme_is_counted_in_its_family(code, expected):
    assert family(code) == expected


def test_every_family_is_used_and_listed():
    assert {family(code) for code in SCHEMES} == set(FAMILIES)


def test_a_scheme_outside_the_list_is_refused():
    with pytest.raises(CaravanError) as refused:
        family("cnops")
    assert (refused.value.code, refused.value.params) == ("coverage.no_such_scheme", {"scheme": "cnops"})


def test_the_southern_communes_are_counted_as_in_the_census():
    provinces = Counter(commune.province_names["fr"] for commune in COMMUNES.values())
    assert provinces == {
        "Guelmim": 20,
        "Sidi Ifni": 19,
        "Assa-Zag": 7,
        "Tan-Tan": 7,
        "Laâyoune": 5,
        "Boujdour": 4,
        "Tarfaya": 5,
        "Es-Semara": 6,
        "Oued Ed-Dahab": 7,
        "Aousserd": 6,
    }
    assert Counter(commune.milieu for commune in COMMUNES.values()) == {"urban": 16, "rural": 70}


def test_a_commune_is_found_by_its_code_with_its_province_and_region():
    guelmim = COMMUNES["10.261.01.03"]
    assert dict(guelmim.names) == {"ar": "كلميم", "fr": "Guelmim", "en": "Guelmim"}
    assert (guelmim.province_code, guelmim.region_code, guelmim.milieu) == ("10.261", "10", "urban")
    assert guelmim.province_names["ar"] == "كلميم"


def test_codes_are_text_that_begin_with_their_province_and_region():
    for code, commune in COMMUNES.items():
        assert re.fullmatch(r"\d{2}\.\d{3}\.\d{2}\.\d{2}", code)
        assert code.startswith(commune.province_code + ".")
        assert commune.province_code.startswith(commune.region_code + ".")


def test_the_lists_cannot_be_changed_by_their_readers():
    with pytest.raises(TypeError):
        COMMUNES["x"] = COMMUNES["10.261.01.03"]
    with pytest.raises(TypeError):
        SCHEMES["aucune"].labels["fr"] = "Rien"
