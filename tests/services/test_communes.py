"""The usual communes of a site: learned from its people, filled up from its province."""

from caravan.domain.geography import COMMUNES
from caravan.services.caravans import get_caravan, open_site
from caravan.services.communes import usual_communes

GUELMIM, ASRIR, LAAYOUNE = "10.261.01.01", "10.261.03.01", "11.321.01.03"


def code_of(name):
    return next(code for code, one in COMMUNES.items() if one.names["fr"] == name)


def test_a_site_that_saw_nobody_offers_its_own_commune_and_its_province(house):
    offered = usual_communes(house)
    assert offered[0] == code_of("Guelmim")
    assert len(offered) == 6
    assert {COMMUNES[code].province_code for code in offered} == {COMMUNES[offered[0]].province_code}


def test_the_communes_of_the_people_come_first_the_most_frequent_before(house, register):
    for commune in (LAAYOUNE, ASRIR, LAAYOUNE, "other", ""):
        register(commune=commune)
    assert usual_communes(house)[:3] == (LAAYOUNE, ASRIR, code_of("Guelmim"))


def test_each_site_learns_its_own(house, staff, register):
    register(commune=LAAYOUNE)
    open_site(house, staff["coordinator"], get_caravan(house).sites[1].id)
    assert usual_communes(house)[0] == code_of("Asrir")
    assert LAAYOUNE not in usual_communes(house)
