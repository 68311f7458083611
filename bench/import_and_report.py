"""How long an import, a second import and the two exports take, in one run on one machine.

Run from the project's root:  .venv/bin/python bench/import_and_report.py FILE.csv docs/examples/nhanes_2009_2010.toml
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from caravan.services.caravans import NewSite, start_caravan
from caravan.services.exporting import Filters, export_list, export_report
from caravan.services.house import make_house, open_house
from caravan.services.importing import Order, import_file, read_map
from caravan.settings import Settings
from caravan.web.messages import sentence


def timed(what: str, job: Callable[[], str]) -> None:
    """Carry out a job and print how long it took."""
    start = time.perf_counter()
    said = job()
    print(f"{what:<16} {time.perf_counter() - start:7.1f} s   {said}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path)
    parser.add_argument("map", type=Path)
    given = parser.parse_args()
    plan = read_map(given.map)
    form_id = plan.form_id or "chronic"
    order = Order(form_id=form_id, plan=plan)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "data")
        make_house(settings, encrypted=False)
        with open_house(settings) as house:
            start_caravan(house, name="Bench", sites=[NewSite("Bench")])

            def bring_in() -> str:
                report = import_file(house, given.table, order, sentence=sentence)
                return f"{report.added} added, {report.already_there} already there, {report.refused} refused"

            timed("import", bring_in)
            timed("import again", bring_in)
            for lang in ("fr", "ar"):
                timed(
                    f"report {lang}",
                    lambda lang=lang: f"{len(export_report(house, None, lang=lang, filters=Filters()))} bytes",
                )
            content = {"form_id": form_id, "lang": "fr", "filters": Filters()}
            timed("list", lambda: f"{len(export_list(house, None, **content))} bytes")


if __name__ == "__main__":
    main()
