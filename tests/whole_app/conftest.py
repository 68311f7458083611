"""A caravan whose data folder brings the hearing screening of ``docs/examples``, and someone at its tablets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pytest

from caravan.app import create_app
from caravan.paths import PACKAGE
from caravan.services.accounts import add_staff, list_staff
from caravan.services.caravans import NewSite, start_caravan
from caravan.services.house import House, make_house, open_house
from caravan.services.operators import Operator
from caravan.settings import Settings
from tests.conftest import LANGUAGES, PINS, ROLES, Clock
from tests.web.conftest import NAMES, Browser

EXAMPLE = PACKAGE.parent / "docs" / "examples" / "hearing"


@pytest.fixture
def site(settings: Settings) -> Path:
    """A fresh data folder with the three files of the hearing screening."""
    make_house(settings, encrypted=False)
    copytree(EXAMPLE, settings.data, dirs_exist_ok=True)
    return settings.data


@pytest.fixture
def house(site: Path, settings: Settings, clock: Clock) -> Iterator[House]:
    """That folder opened, with a caravan at Guelmim and one person of each role."""
    with open_house(settings, now=clock) as opened:
        start_caravan(opened, name="Caravane du Sud", sites=[NewSite("Guelmim", "كلميم")])
        for name, role in ROLES.items():
            add_staff(opened, name=name, role=role, pin=PINS[name], language=LANGUAGES[name])
        yield opened


@pytest.fixture
def staff(house: House) -> dict[str, Operator]:
    return {card.role: Operator(card.id, card.name, card.role, card.language) for card in list_staff(house)}


@pytest.fixture
def sign_in(house: House, staff: dict[str, Operator]) -> Callable[..., Browser]:
    """A tablet at which someone of this role has signed in; ``house`` may be another view of the same one."""
    usual = house

    def do(role: str, language: str = "en", house: House = usual) -> Browser:
        app = create_app(house, secret_key="only for tests", testing=True)
        browser = Browser(app.test_client())
        assert browser.send(f"/login/{staff[role].staff_id}", pin=PINS[NAMES[role]]).status == 303
        browser.speak(language)
        return browser

    return do
