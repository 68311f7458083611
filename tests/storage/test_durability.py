"""Thirty threads register and save for twenty seconds, the process is killed, and nothing acknowledged is lost.

The child process prints an id only after the write was answered; the parent kills it with SIGKILL while all threads
are at work, opens the folder again, and looks for every printed id.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import time
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select, text

from caravan.services.checking import check_house
from caravan.services.house import make_house, open_house
from caravan.storage.revisions import TABLES

SECONDS = 20
THREADS = 30

CHILD = textwrap.dedent("""
    import json, os, sys, threading
    from pathlib import Path
    from caravan.domain.codes import new_code
    from caravan.domain.ids import new_id
    from caravan.services.accounts import add_staff, list_staff
    from caravan.services.caravans import NewSite, start_caravan
    from caravan.services.house import open_house
    from caravan.services.operators import Operator
    from caravan.services.outcomes import Filled
    from caravan.services.registration import bind_card, register_patient
    from caravan.services.screening import record_screening
    from caravan.settings import read_settings

    PERSON = {"family_name_fr": "Essai", "sex": "female", "age_years": "50",
              "consent_care": "yes", "consent_data": "yes", "consent_method": "signed"}
    PRESSURE = {"systolic_1_mmhg": "150", "diastolic_1_mmhg": "95", "systolic_2_mmhg": "144", "diastolic_2_mmhg": "92"}

    def tell(kind, value):
        os.write(1, (json.dumps([kind, str(value)]) + chr(10)).encode())

    def work(house, operator, number):
        count = 0
        while True:
            count += 1
            try:
                raw = {**PERSON, "given_name_fr": f"Personne {number} {count}"}
                patient_id = register_patient(house, operator, Filled(raw, new_id())).patient_id
                tell("patient", patient_id)
                code = new_code()
                bind_card(house, operator, patient_id=patient_id, typed=code, operation_id=new_id())
                tell("card", code)
                saved = record_screening(house, operator, patient_id=patient_id, form_id="vitals",
                                         filled=Filled(PRESSURE, new_id()))
                tell("screening", saved.screening_id)
            except BaseException as error:
                tell("error", f"{type(error).__name__}: {error}")
                raise

    with open_house(read_settings(Path(sys.argv[1]))) as house:
        start_caravan(house, name="Essai", sites=[NewSite("Guelmim")])
        add_staff(house, name="Khadija", role="volunteer", pin="739201")
        card = list_staff(house)[0]
        operator = Operator(card.id, card.name, card.role, card.language)
        tell("ready", "")
        for number in range(int(sys.argv[2])):
            threading.Thread(target=work, args=(house, operator, number), daemon=True).start()
        threading.Event().wait()
""")


@pytest.mark.slow
@pytest.mark.parametrize("passphrase", [None, "dunes et palmeraies"], ids=["plain", "encrypted"])
def test_thirty_threads_then_kill_9_lose_nothing_that_was_acknowledged(settings, passphrase):
    settings = replace(settings, passphrase=passphrase)
    make_house(settings, encrypted=passphrase is not None)
    told = kill_in_the_middle(settings, passphrase, seconds=SECONDS if passphrase is None else 5)
    assert told["error"] == []
    assert len(told["screening"]) > THREADS
    with open_house(settings) as house:
        with house.database.read() as session:
            stored = {
                "patient": session.execute(select(TABLES["patient"].c.id)).scalars().all(),
                "card": session.execute(select(TABLES["card"].c.code)).scalars().all(),
                "screening": session.execute(select(TABLES["screening"].c.id)).scalars().all(),
            }
            numbers = session.execute(text("select site_id, day, number from visit")).all()
        for kind, rows in stored.items():
            counted = Counter(map(str, rows))
            assert [each for each in told[kind] if counted[each] != 1] == []
            assert max(counted.values()) == 1
        assert max(Counter(numbers).values()) == 1
        assert [line for line in check_house(house) if line.what in ("database", "history") and not line.is_good] == []


def kill_in_the_middle(settings, passphrase, *, seconds):
    """Run the child for a while, kill it without warning, and return what it had said."""
    command = [sys.executable, "-c", CHILD, str(settings.data), str(THREADS)]
    environment = {**os.environ, "CARAVAN_PASSPHRASE": passphrase or ""}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert json.loads(process.stdout.readline())[0] == "ready"
        timer = time.monotonic()
        told = {"patient": [], "card": [], "screening": [], "error": []}
        while time.monotonic() - timer < seconds:
            kind, value = json.loads(process.stdout.readline())
            told[kind].append(value)
        process.kill()
        for line in process.stdout.read().splitlines():
            if line.endswith(b"]"):
                kind, value = json.loads(line)
                told[kind].append(value)
    return told
