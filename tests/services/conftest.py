"""What the service tests share: screening someone in one line, and looking at the rows themselves."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest

from caravan.domain.ids import new_id
from caravan.services.demonstration import make_demonstration
from caravan.services.house import House, make_house, open_house
from caravan.services.operators import Operator
from caravan.services.outcomes import Filled
from caravan.services.screening import Saved, record_screening
from caravan.settings import Settings
from tests.conftest import MORNING

EVENING = MORNING.replace(hour=18)

PRESSURE_141_90 = {
    "systolic_1_mmhg": "150",
    "diastolic_1_mmhg": "95",
    "systolic_2_mmhg": "144",
    "diastolic_2_mmhg": "92",
    "systolic_3_mmhg": "138",
    "diastolic_3_mmhg": "88",
}


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, list[int]]]:
    """Sixty invented people over three days and three sites, and the progress that was told. Only to be read."""
    settings = Settings(data=tmp_path_factory.mktemp("demonstration") / "data")
    steps: list[int] = []
    make_house(settings, encrypted=False, is_demo=True)
    with open_house(settings, now=lambda: EVENING) as opened:
        make_demonstration(opened, people=60, progress=steps.append)
        yield opened, steps


@pytest.fixture
def screen(house: House, staff: dict[str, Operator]) -> Callable[..., Saved]:
    """Fill a station's form for a person, confirming whatever is unusual, and return what was saved."""

    def do(patient_id: UUID, form_id: str = "vitals", /, **answers: str | list[str]) -> Saved:
        filled = Filled(answers or PRESSURE_141_90, new_id(), confirmed=tuple(house.forms[form_id].questions))
        saved = record_screening(house, staff["doctor"], patient_id=patient_id, form_id=form_id, filled=filled)
        assert isinstance(saved, Saved), saved.outcome.errors
        return saved

    return do
