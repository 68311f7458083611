"""How many people who come back are recognised while they are registered, and how many newcomers are held for nothing.

Run from the project's root:  .venv/bin/python bench/duplicates.py [--people 6000]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench.invented_register import first_fields, invent, later_fields, write_register
from caravan.services.caravans import NewSite, get_caravan, start_caravan
from caravan.services.duplicates import LIKELY, POSSIBLE, find_duplicates
from caravan.services.house import House, make_house, open_house
from caravan.settings import Settings

BACK, NEW = 400, 600


def measure(house: House, chance: Random, people: int) -> dict[str, float]:
    """Write a register, then let some of its people and some others come; returns shares and times."""
    everyone = invent(chance, people + NEW)
    where = get_caravan(house).id, get_caravan(house).sites[0].id
    ids = write_register(house, [first_fields(chance, person) for person in everyone[:people]], where=where)
    times, found, held, kin_held, listed, false_held = [], 0, 0, 0, 0, 0
    for at in chance.sample(range(people), BACK):
        start = time.process_time()
        candidates = find_duplicates(house, later_fields(chance, everyone[at]))
        times.append((time.process_time() - start) * 1000)
        found += any(candidate.is_likely and candidate.line.id == ids[at] for candidate in candidates)
        listed += any(c.probability >= POSSIBLE and c.line.id == ids[at] for c in candidates)
        held += any(candidate.is_likely for candidate in candidates)
    for person in everyone[people:]:
        candidates = find_duplicates(house, first_fields(chance, person))
        false_held += any(candidate.is_likely for candidate in candidates)
    homes = [person for person in everyone[:people] if person.phone]
    for person in chance.sample(homes, NEW):
        newborn = invent(chance, 1)[0]
        fields = first_fields(chance, newborn) | {"phone": person.phone, "commune": person.commune}
        for script in ("ar", "fr"):
            fields[f"family_name_{script}"] = person.family[0] if script == "ar" else person.family[1][0]
        kin_held += any(candidate.is_likely for candidate in find_duplicates(house, fields))
    times.sort()
    return {
        "recognised": found / BACK,
        "recognised or listed": listed / BACK,
        "held when back": held / BACK,
        "newcomers held": false_held / NEW,
        "kin held": kin_held / NEW,
        "median ms": times[BACK // 2],
        "p95 ms": times[BACK * 95 // 100],
    }


def main() -> None:
    """Make the register and print the rates."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=6000)
    options = parser.parse_args()
    print(f"{options.people} people; held from {LIKELY}, listed from {POSSIBLE}")
    with TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "data")
        make_house(settings, encrypted=False)
        with open_house(settings) as house:
            start_caravan(house, name="Bench", sites=[NewSite("Guelmim")])
            for name, value in measure(house, Random(11), options.people).items():  # noqa: S311 - invented people
                print(f"{name:<22}{value:8.1f}" if name.endswith("ms") else f"{name:<22}{value:8.1%}")


if __name__ == "__main__":
    main()
