"""A doctor before the dental form of a woman of 60, of a child of 8, or of a baby; what was saved is read back."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from caravan.domain.codes import new_code
from caravan.domain.ids import new_id
from caravan.services.accounts import list_staff
from caravan.services.house import House, open_house
from caravan.services.operators import Operator
from caravan.services.outcomes import Filled
from caravan.services.registration import Registered, bind_card, register_patient
from caravan.settings import Settings
from tests.browser.at_a_station import last_answers, reacts, save, speak
from tests.browser.conftest import make_caravan, serving, sign_in

AGES = {"child": "8", "baby": "3"}


@dataclass
class Mouths:
    """A served caravan with the cards of three people by what is in their mouth."""

    base: str
    cards: dict[str, str]


@pytest.fixture(scope="package")
def data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("dental") / "data"


@pytest.fixture(scope="package")
def mouths(data):
    cards = {"adult": make_caravan(data, people=1)[0]}
    with open_house(Settings(data=data)) as house:
        cards |= {who: add_child(house, who, age) for who, age in AGES.items()}
    with serving(data) as base:
        yield Mouths(base, cards)


def add_child(house: House, name: str, age: str) -> str:
    card = next(card for card in list_staff(house) if card.role == "volunteer")
    volunteer = Operator(card.id, card.name, card.role, card.language)
    raw = {
        "given_name_fr": name, "family_name_fr": "Ahmed", "sex": "male", "age_years": age,
        "consent_care": "yes", "consent_data": "yes", "consent_method": "oral_witness",
        "guardian_name": "Salma Ahmed", "guardian_relation": "mother",
    }  # fmt: skip
    done = register_patient(house, volunteer, Filled(raw, new_id()))
    assert isinstance(done, Registered), done
    code = new_code()
    bind_card(house, volunteer, patient_id=done.patient_id, typed=code, operation_id=new_id())
    return code


@pytest.fixture(scope="package")
def sessions() -> dict:
    """The cookies of those who have signed in before, so that each does so once."""
    return {}


@pytest.fixture
def before(tablet, mouths, sessions) -> Callable[..., Page]:
    """The dental form of a person, in a language, on a tablet of a shape."""

    def open_one(who: str = "adult", language: str = "fr", shape: int = 0, scripts: bool = True) -> Page:
        page = tablet(language, shape, scripts)
        if "doctor" not in sessions:
            sign_in(page, mouths.base, "doctor", language)
            sessions["doctor"] = page.context.cookies()
        page.context.add_cookies(sessions["doctor"])
        page.goto(f"{mouths.base}/stations")
        speak(page, language)
        page.goto(f"{mouths.base}/q/{mouths.cards[who]}/dental")
        if scripts:
            reacts(page)
        return page

    return open_one


def tooth(page: Page, number: str | int) -> Locator:
    return page.locator(f".tooth-chart .tooth[data-for=tooth_{number}]")


def stroke(page: Page, drawn: str) -> Locator:
    return page.locator(f".stroke[data-drawn={drawn}]")


def chosen(page: Page) -> dict[str, str]:
    """The codes in the fields of the form, by tooth."""
    script = "fields => fields.filter(f => f.value).map(f => [f.name.slice(6), f.value])"
    return dict(page.locator("select[name^=tooth_]").evaluate_all(script))


def saved(page: Page, data: Path, language: str = "fr") -> dict:
    """Save, and return the answers of the screening."""
    save(page, language)
    page.wait_for_url("**/screenings/**")
    return last_answers(data)
