"""Sites in the administration: added, changed, closed, and the move of the caravan."""

from caravan.services.caravans import get_caravan
from tests.web.admin.conftest import follow


def site_named(house, name):
    return next(site for site in get_caravan(house).sites if site.name == name)


def test_a_site_is_added_then_changed_then_closed_then_opened_again(office, house):
    page = office.get("/admin/sites/new")
    assert len(page.root.findall(".//select[@name='commune']//option")) == 87
    answers = {"name": "Tighmert", "name_ar": "تغمرت", "commune": "10.071.01.01"}
    assert "Tighmert" in follow(office, office.send("/admin/sites/new", page, **answers))
    site = site_named(house, "Tighmert")
    page = office.get(f"/admin/sites/{site.id}")
    assert page.value("name_ar") == "تغمرت"
    office.send(f"/admin/sites/{site.id}", page, **{**answers, "name": "Tighmert, école"})
    assert "1 closed site" in follow(office, office.send(f"/admin/sites/{site.id}/close", page))
    assert site_named(house, "Tighmert, école").is_closed
    office.send(f"/admin/sites/{site.id}/open", page)
    assert not site_named(house, "Tighmert, école").is_closed


def test_a_site_sent_twice_is_added_once(office, house):
    page = office.get("/admin/sites/new")
    for _ in range(2):
        assert office.send("/admin/sites/new", page, name="Tighmert").status == 303
    assert len(get_caravan(house).sites) == 3


def test_a_site_with_a_name_that_exists_stays_on_the_page(office):
    page = office.send("/admin/sites/new", office.get("/admin/sites/new"), name="asrir", name_ar="أسرير")
    assert page.status == 422
    assert page.alerts() == ["Two sites have the same name. Give each its own."]
    assert (page.value("name"), page.value("name_ar")) == ("asrir", "أسرير")


def test_a_move_says_what_will_happen_and_then_happens(office, house, register):
    register()
    asrir = site_named(house, "Asrir")
    page = office.get(f"/admin/sites/{asrir.id}/move")
    words = page.words("main")
    assert "Numbers begin at 1 again." in words
    assert "1 person is still waiting at Guelmim" in words
    assert office.send(f"/admin/sites/{asrir.id}/move", page).location == "/admin/sites"
    assert site_named(house, "Asrir").is_open
    assert "Asrir" in office.get("/dashboard").words("header")


def test_an_unknown_site_is_not_found(office):
    assert office.get("/admin/sites/00000000-0000-7000-8000-000000000000/move").status == 404
