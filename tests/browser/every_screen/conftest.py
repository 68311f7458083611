"""A demonstration, served, and each of its screens once."""

from collections.abc import Iterator

import pytest

from bench.contact_sheet import Screen, served_demonstration


@pytest.fixture(scope="module")
def demonstration() -> Iterator[tuple[str, list[Screen]]]:
    with served_demonstration(people=24) as (base, found):
        by_role = sorted(found, key=lambda screen: screen.role == "doctor")  # who opens the forms; volunteers do not
        own = {screen.address: screen for screen in by_role if not screen.name.startswith("station.record_person")}
        states = [screen for screen in found if screen not in own.values() and "." not in screen.name]
        yield base, [*own.values(), *states]  # a page that roles share is opened by one of them
