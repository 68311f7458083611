"""How long the reception's search takes in a register of a whole season, by kind of search.

Run from the project's root:  .venv/bin/python bench/search.py [--people 28343]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench.invented_register import Invented, first_fields, invent, write_register
from caravan.services.caravans import NewSite, get_caravan, start_caravan
from caravan.services.house import House, make_house, open_house
from caravan.services.patients import search_patients
from caravan.settings import Settings

SEASON = 28_343
EACH = 60


def kinds(chance: Random, people: Sequence[Invented]) -> dict[str, list[str]]:
    """Return what is typed, by kind: whole names, their beginnings as they are typed, phones, names of nobody."""
    some = chance.sample(list(people), EACH)
    arabic = [f"{one.given[0]} {one.family[0]}" for one in some]
    latin = [f"{one.given[1][-1]} {one.family[1][-1]}" for one in some]
    return {
        "Arabic name": arabic,
        "Latin name": latin,
        "family first": [f"{one.family[1][0]} {one.given[1][0]}" for one in some],
        "first 3 letters": [name[:3] for name in latin],
        "first 5 letters": [name[:5] for name in arabic],
        "one given name": [one.given[1][0] for one in some],
        "phone": [(one.phone or "+212600000000").replace("+212", "0") for one in some],
        "last 4 digits": [(one.phone or "+212600000000")[-4:] for one in some],
        "nobody": [f"{name[::-1]}x" for name in latin],
    }


def measure(house: House, texts: Sequence[str], search: Callable[..., object] = search_patients) -> list[float]:
    """Return the milliseconds of each search, in order of length."""
    times = []
    for text in texts:
        start = time.perf_counter()
        search(house, text)
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)


def main() -> None:
    """Make the register, search in it, print the times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=SEASON)
    options = parser.parse_args()
    chance = Random(7)  # noqa: S311 - invented people
    with TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "data")
        make_house(settings, encrypted=False)
        with open_house(settings) as house:
            caravan_id = start_caravan(house, name="Bench", sites=[NewSite("Guelmim")])
            people = invent(chance, options.people)
            where = caravan_id, get_caravan(house).sites[0].id
            write_register(house, [first_fields(chance, person) for person in people], where=where)
            print(f"{len(people)} people\n{'':<18}{'median':>8}{'p95':>8}{'worst':>8}  ms")
            for kind, texts in kinds(chance, people).items():
                times = measure(house, texts)
                print(f"{kind:<18}{times[EACH // 2]:8.1f}{times[EACH * 95 // 100]:8.1f}{times[-1]:8.1f}")


if __name__ == "__main__":
    main()
