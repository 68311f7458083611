"""What all tests share: a real house in a temporary folder, its people, and a clock that can be moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import settings as hypothesis_settings

from caravan.domain.ids import new_id
from caravan.services.accounts import add_staff, list_staff
from caravan.services.caravans import NewSite, start_caravan
from caravan.services.house import House, make_house, open_house
from caravan.services.operators import Operator
from caravan.services.outcomes import Filled
from caravan.services.registration import Registered, register_patient
from caravan.settings import Settings

hypothesis_settings.register_profile("fixed", derandomize=True, deadline=None)
hypothesis_settings.load_profile("fixed")

MORNING = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
PINS = {"Khadija": "739201", "Dr Benali": "583920", "Nadia": "902817"}
ROLES = {"Khadija": "volunteer", "Dr Benali": "doctor", "Nadia": "coordinator"}
LANGUAGES = {"Khadija": "ar", "Dr Benali": "fr", "Nadia": "en"}

FATIMETOU = {
    "given_name_fr": "Fatimetou",
    "family_name_fr": "Laaroussi",
    "given_name_ar": "فاطمتو",
    "family_name_ar": "العروسي",
    "sex": "female",
    "birth_year": "1959",
    "coverage_scheme": "amo_tadamon",
    "phone": "0661234567",
    "consent_care": "yes",
    "consent_data": "yes",
    "consent_method": "oral_witness",
}


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    at: datetime = MORNING

    def __call__(self) -> datetime:
        return self.at

    def move(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def house(settings: Settings, clock: Clock) -> Iterator[House]:
    """A caravan at Guelmim with one volunteer, one doctor and one coordinator."""
    make_house(settings, encrypted=False)
    with open_house(settings, now=clock) as opened:
        start_caravan(opened, name="Caravane du Sud", sites=[NewSite("Guelmim", "كلميم"), NewSite("Asrir", "أسرير")])
        for name, role in ROLES.items():
            add_staff(opened, name=name, role=role, pin=PINS[name], language=LANGUAGES[name])
        yield opened


@pytest.fixture
def staff(house: House) -> dict[str, Operator]:
    """The three members of the staff, by role."""
    return {card.role: Operator(card.id, card.name, card.role, card.language) for card in list_staff(house)}


@pytest.fixture
def register(house: House, staff: dict[str, Operator]) -> Callable[..., UUID]:
    """Register Fatimetou, or someone else with the answers given, and return the patient's id."""

    def do(**answers: str) -> UUID:
        raw = {**FATIMETOU, **answers}
        done = register_patient(house, staff["volunteer"], Filled(raw, new_id()))
        assert isinstance(done, Registered), done.outcome.errors
        return done.patient_id

    return do


@pytest.fixture
def on_day(house: House) -> Callable[[datetime], House]:
    """The same house at another time."""
    return lambda at: replace(house, now=lambda: at)
