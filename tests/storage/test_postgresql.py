"""The same models and services on a real PostgreSQL: a throw-away server on a socket in a temporary folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from caravan.domain.ids import new_id
from caravan.services.accounts import add_staff, list_staff
from caravan.services.caravans import NewSite, start_caravan
from caravan.services.card_batches import ALL, Order, cards_of, record_batch
from caravan.services.card_stock import look_at_stock, look_up
from caravan.services.counting import day_board
from caravan.services.datasets import Filters, load_dataset
from caravan.services.house import make_house, open_house
from caravan.services.operators import Operator
from caravan.services.outcomes import Filled
from caravan.services.patients import search_patients
from caravan.services.registration import bind_card, register_patient
from caravan.services.screening import record_screening
from caravan.storage.tables import Finding
from tests.conftest import FATIMETOU

pytestmark = pytest.mark.slow


def find_binaries():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@pytest.fixture(scope="module")
def server_url():
    """Start a server as the user that PostgreSQL insists on, and stop it after."""
    binaries = find_binaries()
    if binaries is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no PostgreSQL server: tests/install_system_packages.sh installs it")
        pytest.skip("no PostgreSQL server on this machine")
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o777)
        run = [*as_user, str(binaries / "initdb"), "--no-sync", "-A", "trust", "-U", "caravan", "-E", "UTF8"]
        subprocess.run([*run, "-D", str(folder / "data")], check=True, capture_output=True, cwd="/")
        control = [*as_user, str(binaries / "pg_ctl"), "-D", str(folder / "data"), "-w"]
        options = f"-c fsync=off -c listen_addresses='' -k {folder}"
        subprocess.run([*control, "-o", options, "-l", str(folder / "log"), "start"], check=True, cwd="/")
        try:
            yield f"postgresql+psycopg://caravan@/postgres?host={folder}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, cwd="/")


def test_a_day_on_postgresql_counts_as_on_sqlite(settings, clock, server_url):
    settings = replace(settings, database_url=server_url)
    make_house(settings, encrypted=False)
    with open_house(settings, now=clock) as house:
        start_caravan(house, name="Caravane", sites=[NewSite("Guelmim")])
        add_staff(house, name="Khadija", role="volunteer", pin="739201")
        card = list_staff(house)[0]
        operator = Operator(card.id, card.name, card.role, card.language)
        done = register_patient(house, operator, Filled(FATIMETOU, new_id()))
        answers = {"systolic_1_mmhg": "150", "diastolic_1_mmhg": "95", "danger_signs": ["none"]}
        filled = Filled(answers, new_id())
        first = record_screening(house, operator, patient_id=done.patient_id, form_id="vitals", filled=filled)
        again = record_screening(house, operator, patient_id=done.patient_id, form_id="vitals", filled=filled)
        assert first == again
        assert [line.id for line in search_patients(house, "فاطمة")] == [done.patient_id]
        assert [line.id for line in search_patients(house, "0661 23 45 67")] == [done.patient_id]
        batch_id = record_batch(house, None, Order(3, "a4-40"), new_id())
        code = cards_of(house, batch_id, ALL)[0].code
        bind_card(house, operator, patient_id=done.patient_id, typed=code, operation_id=new_id())
        stock = look_at_stock(house)
        assert (stock.printed, stock.bound, stock.lost, stock.left, stock.elsewhere) == (3, 1, 0, 2, 0)
        assert (look_up(house, code).state, look_up(house, code).batch.number) == ("bound", 1)
        board = day_board(house)
        assert (board.persons_registered, board.persons_seen, board.screenings) == (1, 1, 1)
        dataset = load_dataset(house, Filters())
        assert dataset.screenings[0].findings["bp_class"] == "grade_1"
        row = Finding(
            screening_id=first.screening_id, code="x", caravan_id=new_id(), value="", rule_id="", rule_version=""
        )
        with house.database.read() as session:
            session.add(row)
            with pytest.raises(Exception, match="read-only"):
                session.flush()
