"""What all tests share: a real house in a temporary folder, its people, and a clock that can be moved."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree, disk_usage
from types import CodeType
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings
from jinja2.bccache import Bucket, BytecodeCache
from sqlmodel import select
from werkzeug.routing import Rule

from caravan.domain.ids import new_id
from caravan.formdefs.catalogue import Catalogue, load_catalogue
from caravan.paths import shipped
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


IN_MEMORY, ROOM_BYTES = Path("/dev/shm"), 4 << 30  # noqa: S108 the file system in memory that Linux has


def pytest_configure(config: pytest.Config) -> None:
    if IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK) and disk_usage(IN_MEMORY).free > ROOM_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))  # thousands of small caravans spare the disk
    config.addinivalue_line("markers", "slow: takes many seconds; collected last, so that quick failures show first")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("slow")
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    at: datetime = MORNING

    def __call__(self) -> datetime:
        return self.at

    def move(self, **span: float) -> None:
        self.at += timedelta(**span)


class Compiled(BytecodeCache):
    """Pages are compiled once for all the applications of a run, not once for each."""

    def __init__(self) -> None:
        self.codes: dict[str, CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.codes.get(bucket.key + bucket.checksum)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[bucket.key + bucket.checksum] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def compiled() -> Iterator[None]:
    """Pages and addresses are compiled once: making an application a thousand times would take half of the run."""
    make, known = Rule._compile_builder, {}

    def compile_builder(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (rule.rule, repr(rule.defaults), append_unknown)
        if key not in known:
            known[key] = make(rule, append_unknown)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": Compiled()})
        patch.setattr(Rule, "_compile_builder", compile_builder)
        yield


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture(scope="session")
def shipped_forms() -> Catalogue:
    """The forms that travel with the program, read once."""
    return load_catalogue(shipped("forms"))


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a caravan at Guelmim, one volunteer, one doctor and one coordinator; copied for each test."""
    data = tmp_path_factory.mktemp("prepared") / "data"
    make_house(Settings(data=data), encrypted=False)
    with open_house(Settings(data=data), now=lambda: MORNING) as house:
        start_caravan(house, name="Caravane du Sud", sites=[NewSite("Guelmim", "كلميم"), NewSite("Asrir", "أسرير")])
        for name, role in ROLES.items():
            add_staff(house, name=name, role=role, pin=PINS[name], language=LANGUAGES[name])
    return data


@pytest.fixture
def house(prepared: Path, shipped_forms: Catalogue, settings: Settings, clock: Clock) -> Iterator[House]:
    """A caravan at Guelmim with one volunteer, one doctor and one coordinator, in a folder of its own."""
    copytree(prepared, settings.data)
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:  # the forms are the same for every test: reading them takes long
            own = Catalogue(shipped_forms, shipped_forms.sources)
            patch.setattr("caravan.services.house.load_catalogue", lambda *_folders: own)
            patch.setattr("caravan.storage.database.upgrade", lambda *_given, **_more: None)  # the copy is new already
            opened = stack.enter_context(open_house(settings, now=clock))
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
def rows(house: House) -> Callable[..., list]:
    """All stored rows of a table, as dicts, voided ones included."""

    def do(table: type, **wanted: object) -> list[dict]:
        with house.database.read() as session:
            found = [row.model_dump() for row in session.exec(select(table)).all()]
        return [row for row in found if all(row[name] == value for name, value in wanted.items())]

    return do


@pytest.fixture
def on_day(house: House) -> Callable[[datetime], House]:
    """The same house at another time."""
    return lambda at: replace(house, now=lambda: at)
