"""A doctor corrects an eye screening with the keys alone; the coordinator cancels and brings back without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, make_caravan, serving, sign_in, tap
from tests.browser.keyboard import follow, walk_to

REASON = {"ar": "خطأ في الكتابة", "fr": "Erreur de saisie"}
SAVE = {"ar": "حفظ التصحيح", "fr": "Enregistrer la correction"}
CORRECTED = {"ar": "صحح على الساعة", "fr": "Corrigé à"}
RIGHT_PRESSURE = {"ar": "ضغط العين، العين اليمنى", "fr": "Tension oculaire, OD"}
WIDER_BY = "() => document.scrollingElement.scrollWidth - window.innerWidth"
PRESSURE = {"ar": "ضغط العين", "fr": "Tension oculaire"}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    data = tmp_path_factory.mktemp("records") / "data"
    cards = make_caravan(data, people=3)
    with serving(data) as base:
        yield Served(base, cards)


def screen_an_eye(page: Page, served: Served) -> None:
    """Record an eye screening of the next person, and come to the page of that person."""
    page.goto(f"{served.base}/q/{served.next_card()}/eye")
    page.locator("[name=iop_r_mmhg]").fill("28")
    page.locator("[name=iop_l_mmhg]").fill("15")
    page.locator("[name=iop_l_mmhg]").press("Tab")
    page.locator("[name=confirmed]").check()
    page.locator("[name=iop_method][value=rebound]").check()
    page.locator("main .actions button.btn").first.click()
    page.wait_for_url("**/screenings/**")
    page.locator("main a[href*='/patients/']").click()
    page.wait_for_url("**/patients/**")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_doctor_corrects_with_the_keys_alone(tablet, served, language):
    page = tablet()
    sign_in(page, served.base, "doctor", language)
    screen_an_eye(page, served)
    walk_to(page, page.locator("a[href*='/correct']"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/correct")
    expect(page.locator(".ask")).to_have_count(0)  # the 28 was confirmed, and is not asked about again
    follow(page, "link", PRESSURE[language])
    walk_to(page, page.locator("[name=iop_r_mmhg]"))
    page.keyboard.press("Control+A")
    page.keyboard.type("18")
    walk_to(page, page.locator("[name='record.reason']"))
    page.keyboard.press("Space")
    walk_to(page, page.locator(".actions button.btn"))
    expect(page.locator(":focus")).to_have_text(SAVE[language])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: re.search(r"/patients/[0-9a-f-]+$", address) is not None)
    expect(page.locator(".corrected")).to_contain_text(CORRECTED[language])
    page.locator("a[href*='/history/screening/']").click()
    line = page.locator(".history > .card").first
    expect(line).to_contain_text(REASON[language])
    expect(line.locator(".changes > div").first.locator("dt")).to_have_text(RIGHT_PRESSURE[language])
    expect(line.locator("del").first).to_have_text("28 mmHg")
    expect(line.locator("ins").first).to_have_text("18 mmHg")
    assert page.evaluate(WIDER_BY) <= 0


def test_the_coordinator_cancels_and_brings_back_without_scripts(tablet, served):
    page = tablet(scripts=False)
    sign_in(page, served.base, "coordinator", "fr")
    page.goto(f"{served.base}/q/{served.next_card()}/eye")
    page.locator("[name=iop_r_mmhg]").fill("15")
    page.locator("[name=iop_method][value=rebound]").check()
    page.locator("main .actions button.btn").first.click()
    page.locator("main a[href*='/patients/']").click()
    page.get_by_role("link", name="Annuler ce dépistage").click()
    page.get_by_role("button", name="Annuler ce dépistage").click()
    expect(page.get_by_role("alert")).to_contain_text("Choisissez ou écrivez pourquoi vous annulez.")
    tap(page, "Le motif", "Enregistré deux fois")
    page.get_by_role("button", name="Annuler ce dépistage").click()
    expect(page.get_by_role("heading", name="Dépistages annulés")).to_be_visible()
    page.get_by_role("link", name="Rétablir").click()
    page.get_by_label("Avec vos mots").fill("c’était le bon")
    page.get_by_role("button", name="Rétablir ce dépistage").click()
    expect(page.get_by_role("heading", name="Dépistages annulés")).to_have_count(0)
    page.locator("a[href*='/history/screening/']").click()
    expect(page.locator(".history")).to_contain_text("c’était le bon")
