"""Languages: one tap from any page, remembered by person, and names in the script of the reader."""

import re
import tomllib

import pytest
from babel.messages.pofile import read_po

from caravan.paths import shipped
from caravan.services.accounts import list_staff
from caravan.web.i18n import catalogue_path
from caravan.web.wording import own_script

BILINGUAL = "قافلة واد نون / Caravane Oued Noun"
ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|aujourd)'(?=\w)", re.IGNORECASE)
FRENCH = re.compile("[éèêàçœù’]")


def offered(page):
    """The languages of the bar: code, own name and lang of each button that needs no menu to be opened."""
    header = page.root.find(".//header")
    in_menu = {button for menu in header.iter("details") for button in menu.iter("button")}
    found = [e for e in header.iter("button") if e.get("name") == "lang" and e not in in_menu]
    return [(e.get("value"), "".join(e.itertext()), e.get("lang")) for e in found]


@pytest.mark.parametrize(
    ("language", "others"),
    [
        ("ar", [("fr", "Français", "fr")]),
        ("fr", [("ar", "العربية", "ar")]),
        ("en", [("ar", "العربية", "ar"), ("fr", "Français", "fr")]),
    ],
)
def test_the_bar_offers_the_other_languages_of_the_place(sign_in, language, others):
    for role, address in (("volunteer", "/reception/register"), ("doctor", "/patients"), ("coordinator", "/dashboard")):
        assert offered(sign_in(role, language).get(address)) == others


def test_who_has_not_signed_in_sees_every_language_at_once(browser):
    assert [code for code, _, _ in offered(browser.get("/login"))] == ["ar", "fr", "en"]


def test_the_menu_holds_every_language_and_says_which_is_spoken(sign_in):
    page = sign_in("doctor", "fr").get("/patients")
    menu = page.root.find(".//header//details")
    buttons = [e for e in menu.iter("button") if e.get("name") == "lang"]
    assert [(e.get("value"), e.get("aria-current")) for e in buttons] == [("ar", None), ("fr", "true"), ("en", None)]


def test_every_form_of_languages_says_so_and_comes_back_to_its_page(sign_in):
    page = sign_in("volunteer", "fr").get("/patients?q=fatima")
    forms = [e for e in page.root.iter("form") if e.get("action") == "/language"]
    assert len(forms) == 2
    for form in forms:
        assert "langs" in (form.get("class") or "").split()
        assert [e.get("value") for e in form.iter("input") if e.get("name") == "next"] == ["/patients?q=fatima"]


def spoken(house):
    return {f"{card.name} speaks {card.language}" for card in list_staff(house)}


def test_a_language_is_remembered_by_person_and_not_by_tablet(sign_in, house):
    browser = sign_in("doctor", "ar")
    browser.send("/language", lang="fr", next="/patients")
    assert "Dr Benali speaks fr" in spoken(house)
    assert browser.get("/patients").root.get("lang") == "fr"
    browser.send("/logout")
    other = sign_in("volunteer", "ar")
    assert other.get("/reception").root.get("lang") == "ar"
    assert "Dr Benali speaks fr" in spoken(house)


@pytest.mark.parametrize(
    ("name", "language", "shown"),
    [
        (BILINGUAL, "ar", "قافلة واد نون"),
        (BILINGUAL, "fr", "Caravane Oued Noun"),
        (BILINGUAL, "en", "Caravane Oued Noun"),
        ("Caravane Oued Noun / قافلة واد نون", "ar", "قافلة واد نون"),
        ("Caravane du Sud", "ar", "Caravane du Sud"),
        ("Guelmim / Asrir", "ar", "Guelmim / Asrir"),
        ("Guelmim / Asrir", "fr", "Guelmim / Asrir"),
        ("Caravane 2026/27", "fr", "Caravane 2026/27"),
    ],
)
def test_a_name_written_in_both_scripts_is_shown_in_the_reader_s(name, language, shown):
    assert own_script(name, language) == shown


def french_of(value):
    """Every French text of a definition, at any depth."""
    if isinstance(value, dict):
        yield from ([value["fr"]] if isinstance(value.get("fr"), str) else [])
        value = list(value.values())
    for inner in value if isinstance(value, list) else ():
        yield from french_of(inner)


def french_texts():
    for definition in shipped("exports").glob("*.toml"):
        yield from french_of(tomllib.loads(definition.read_text("utf-8")))
    with catalogue_path("fr").open("rb") as source:
        for message in read_po(source, locale="fr"):
            yield from [message.string] if isinstance(message.string, str) else message.string
    for form in shipped("forms").glob("*.md"):
        yield from (cell for cell in form.read_text("utf-8").split("|") if FRENCH.search(cell))


def test_french_is_written_with_real_apostrophes():
    texts = list(french_texts())
    assert len(texts) > 500
    assert [text for text in texts if ELISION.search(text)] == []
