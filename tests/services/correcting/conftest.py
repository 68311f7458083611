"""Corrections as the tests make them, and the proof that revisions alone rebuild the tables."""

import pytest
from sqlalchemy import select

from caravan.domain.ids import new_id
from caravan.services.correcting import Correction, correct_screening, open_screening, raw_of
from caravan.services.correcting_persons import correct_person, open_person
from caravan.services.outcomes import Filled
from caravan.storage.revisions import TABLES, broken_links, rebuild
from caravan.storage.tables import Finding, NameKey, Revision

EYE = {"va_unaided_r": "v10", "va_unaided_l": "v10", "iop_r_mmhg": "28", "iop_l_mmhg": "15", "iop_method": "rebound"}
CATARACT = {"va_unaided_r": "v01", "va_unaided_l": "v10", "cataract_list": "yes"} | {
    "glasses_type": "reading",
    "glasses_status": "ordered",
}


@pytest.fixture
def correct(house, staff):
    """Correct a screening as its page does: all the answers as they were, and some of them changed."""

    def do(screening_id, *, role="doctor", seen=None, reason="typing_error", operation_id=None, opened=None, **changes):
        opened = opened or open_screening(house, staff[role], screening_id)
        confirmed = [name for name in changes if name in opened.form.questions]
        filled = Filled({**raw_of(opened), **changes}, operation_id or new_id(), confirmed, opened.form.version)
        correction = Correction(filled, reason, opened.mark if seen is None else seen)
        return correct_screening(house, staff[role], screening_id, correction)

    return do


@pytest.fixture
def correct_registration(house, staff):
    """Correct a person as the page does."""

    def do(patient_id, *, role="volunteer", reason="typing_error", operation_id=None, opened=None, **changes):
        opened, confirmed = opened or open_person(house, staff[role], patient_id), changes.pop("confirmed", ())
        filled = Filled({**raw_of(opened), **changes}, operation_id or new_id(), confirmed, opened.form.version)
        return correct_person(house, staff[role], patient_id, Correction(filled, reason, opened.mark))

    return do


def living(found):
    return [row for row in found if row["voided_at"] is None]


def tables(session):
    """Every row of every folded table, in a fixed order."""
    found = [*TABLES.values(), Finding.__table__, NameKey.__table__]
    return {table.name: sorted(map(repr, session.execute(select(table)).all())) for table in found}


def assert_rebuilds(house):
    """The tables are nothing but the fold of the revisions, whose chain holds."""

    def again(unit):
        before = tables(unit.session)
        rebuild(unit.session.connection())
        unit.session.expire_all()
        rows = unit.session.execute(select(Revision.__table__).order_by(Revision.device_sequence)).mappings().all()
        return before, tables(unit.session), broken_links(rows)

    before, after, broken = house.database.write(again, at=house.now())
    assert after == before
    assert broken == []


def settle(house, entity, record_id, **fields):
    house.database.write(lambda unit: unit.ledger.change(entity, record_id, **fields), at=house.now())
