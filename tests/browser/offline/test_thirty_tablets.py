"""Thirty tablets come back at once, each with fifty records, some of them sent twice and out of order."""

import json
import random
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from itsdangerous import URLSafeTimedSerializer

from caravan.domain.ids import new_id
from caravan.services.pins import mark

TABLETS, RECORDS, AT_ONCE = 30, 50, 20
SEED = 20261128
FIRST = ("Salka", "Brahim", "Khadija", "Lahcen", "Mina", "Omar", "Zahra", "Hamza", "Fatma", "Said")


def registration(author, number):
    fields = {
        "given_name_fr": f"{FIRST[number % len(FIRST)]}", "family_name_fr": f"Nom{number:04d}", "sex": "male",
        "birth_year": str(1930 + number % 80), "consent_care": "yes", "consent_data": "yes",
        "consent_method": "oral_witness",
    }  # fmt: skip
    return {"kind": "register", "fields": list(fields.items()), "author": author}


def screening(author, about, systolic):
    fields = {"systolic_1_mmhg": str(systolic), "diastolic_1_mmhg": "80"}
    return {
        "kind": "screening", "form": "vitals", "fields": list(fields.items()), "author": author,
        "about": {"registration": about},
    }  # fmt: skip


def kept_by(tablet, authors):
    """Twenty-five people registered on a tablet, each with a screening that was kept before them."""
    records = []
    for turn in range(RECORDS // 2):
        number = tablet * RECORDS + turn
        person = registration(authors["volunteer"], number) | {"id": str(new_id())}
        records += [screening(authors["doctor"], person["id"], 100 + number % 80) | {"id": str(new_id())}, person]
    return [{**record, "late": True, "waited_ms": 60_000} for record in records]


def test_each_record_of_thirty_tablets_exists_once_and_is_what_was_typed(laptop):
    secret = json.loads((laptop.data / "house.json").read_text("utf-8"))["cookie_secret"]
    signer = URLSafeTimedSerializer(secret, salt="caravan.author")
    people_at_work = laptop.rows("staff", "id, role, pin_hash")
    authors = {role: signer.dumps([str_id(staff), mark(pin_hash)]) for staff, role, pin_hash in people_at_work}
    tablets = [kept_by(tablet, authors) for tablet in range(TABLETS)]
    people, screenings = laptop.count("patient"), laptop.count("screening")
    version = laptop.rows("form_version where form_id = 'vitals'", "version")[0][0]

    def send_all(records):
        chance = random.Random(SEED)
        waiting = {record["id"]: record for record in records}
        while waiting:
            batch = chance.sample(list(waiting.values()), min(AT_ONCE, len(waiting)))
            replies = post(laptop.base, batch, version)
            if chance.random() < 0.3:
                replies = post(laptop.base, batch, version)  # the first answer was lost on the way
            for reply in replies:
                assert reply["state"] in ("done", "early"), reply["state"]
                if reply["state"] == "done":
                    waiting.pop(reply["id"], None)

    with ThreadPoolExecutor(TABLETS) as pool:
        list(pool.map(send_all, tablets))
    records = [record for tablet in tablets for record in tablet]
    assert laptop.count("patient") - people == len(records) // 2
    assert laptop.count("screening") - screenings == len(records) // 2
    typed = {dict(record["fields"])["family_name_fr"] for record in records if record["kind"] == "register"}
    assert typed == {name for (name,) in laptop.rows("patient where family_name_fr like 'Nom%'", "family_name_fr")}
    told = sorted(int(dict(r["fields"])["systolic_1_mmhg"]) for r in records if r["kind"] == "screening")
    stored = sorted(json.loads(answers)["systolic_1_mmhg"] for (answers,) in laptop.rows("screening", "answers"))
    assert stored == told
    assert laptop.rows("screening", "count(distinct patient_id)") == [(len(told),)]


def str_id(stored):
    """An id as the program writes it: SQLite keeps the 32 figures alone."""
    figures = stored.replace("-", "")
    return "-".join((figures[:8], figures[8:12], figures[12:16], figures[16:20], figures[20:]))


def post(base, batch, version):
    ops = [
        {**record, "fields": [*record["fields"], ("form_version", version)]}
        if record["kind"] == "screening"
        else record
        for record in batch
    ]
    request = urllib.request.Request(  # noqa: S310  loopback
        f"{base}/api/ops",
        data=json.dumps({"ops": ops}).encode(),
        headers={"Content-Type": "application/json", "X-Caravan-Outbox": "1", "Origin": base},
    )
    with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310  loopback
        return json.load(answer)["replies"]
