"""Revisions are the only way in which a record changes, and the tables are nothing but their fold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import inspect, select, text, update
from sqlmodel import SQLModel

from caravan.domain.errors import NotFoundError
from caravan.domain.ids import new_id
from caravan.storage.revisions import REVISIONS, TABLES, broken_links, rebuild
from caravan.storage.tables import ENTITIES, Finding, NameKey, Patient, Screening, Visit
from tests.storage.conftest import AT


def add_patient(database, place, **fields):
    values = {"given_name_fr": "Fatimetou", "family_name_ar": "العروسي", "registered_at": AT, **place, **fields}
    return database.write(lambda unit: unit.ledger.create("patient", **values), at=AT, author_id=new_id())


def add_screening(database, place, patient_id, findings):
    def add(unit):
        visit = {**place, "patient_id": patient_id}
        visit_id = unit.ledger.create("visit", **visit, day=AT.date(), number=1, arrived_at=AT)
        return unit.ledger.create(
            "screening", **visit, visit_id=visit_id, form_id="eye", form_version="1", answers={"va_unaided_r": "v10"},
            findings=findings, performed_at=AT, recorded_at=AT,
        )  # fmt: skip

    return database.write(add, at=AT)


def history(database, entity_id):
    with database.read() as session:
        query = select(REVISIONS).where(REVISIONS.c.entity_id == entity_id).order_by(REVISIONS.c.device_sequence)
        return session.execute(query).mappings().all()


def dump(database):
    """Return every row of every folded table, in a fixed order."""
    tables = [*TABLES.values(), Finding.__table__, NameKey.__table__]
    with database.read() as session:
        return {t.name: sorted(map(repr, session.execute(select(t)).all())) for t in tables}


FINDING = {"code": "vision_category", "value": "mild", "urgency": "r", "rule_id": "VI", "rule_version": "1"}


def test_a_change_is_a_revision_that_names_its_parent_and_holds_the_changed_fields_only(database, place):
    patient_id = add_patient(database, place)
    database.write(lambda unit: unit.ledger.change("patient", patient_id, phone="+212661234567"), at=AT)
    first, second = history(database, patient_id)
    assert second["patch"] == {"phone": "+212661234567"}
    assert second["parents"] == [str(first["id"])]
    assert first["parents"] == []
    with database.read() as session:
        assert session.get(Patient, patient_id).phone == "+212661234567"


def test_revisions_of_a_device_form_an_unbroken_chain_of_hashes(database, place):
    for _ in range(5):
        add_patient(database, place)
    with database.read() as session:
        rows = session.execute(select(REVISIONS).order_by(REVISIONS.c.device_sequence)).mappings().all()
    assert [row["device_sequence"] for row in rows] == list(range(1, len(rows) + 1))
    assert broken_links(rows) == []


@pytest.mark.parametrize("column", ["patch", "author_id", "at", "entity"])
def test_a_revision_tampered_with_breaks_the_chain(database, place, column):
    patient_id = add_patient(database, place)
    other = {"patch": {"phone": "0"}, "author_id": new_id(), "at": AT + timedelta(days=1), "entity": "card"}

    def tamper(unit):
        change = update(REVISIONS).where(REVISIONS.c.entity_id == patient_id).values({column: other[column]})
        unit.session.execute(change)

    database.write(tamper, at=AT)
    with database.read() as session:
        rows = session.execute(select(REVISIONS).order_by(REVISIONS.c.device_sequence)).mappings().all()
    assert broken_links(rows) == [rows[-1]["device_sequence"]]


def test_the_tables_hold_nothing_that_the_revisions_do_not(database, place):
    patient_id = add_patient(
        database, place, sex="female", birth_year=1959, birth_precision="year", extra={"a": [1, "ب"]}
    )
    screening_id = add_screening(database, place, patient_id, [FINDING, {**FINDING, "code": "dmft", "value": 4}])
    database.write(lambda unit: unit.ledger.change("patient", patient_id, given_name_fr="Fatima"), at=AT)
    database.write(lambda unit: unit.ledger.void("screening", screening_id, "wrong person"), at=AT)
    before = dump(database)
    assert before["patient"]
    assert before["name_key"]
    count = database.write(lambda unit: rebuild(unit.session.connection()), at=AT)
    assert count == 7
    assert dump(database) == before


def test_a_voided_record_stays_with_its_reason_and_loses_its_findings(database, place):
    patient_id = add_patient(database, place)
    screening_id = add_screening(database, place, patient_id, [FINDING])
    with database.read() as session:
        assert session.get(Finding, (screening_id, "vision_category")).value == "mild"
    database.write(lambda unit: unit.ledger.void("screening", screening_id, "wrong person"), at=AT)
    with database.read() as session:
        screening = session.get(Screening, screening_id)
        assert (screening.voided_at, screening.void_reason) == (AT, "wrong person")
        assert screening.answers == {"va_unaided_r": "v10"}
        assert session.get(Finding, (screening_id, "vision_category")) is None


def test_numbers_among_findings_can_be_counted_as_numbers(database, place):
    finding = {**FINDING, "code": "bp_mean_systolic", "value": 139.5}
    screening_id = add_screening(database, place, add_patient(database, place), [finding])
    with database.read() as session:
        assert session.get(Finding, (screening_id, "bp_mean_systolic")).number == 139.5


def test_changing_what_was_never_recorded_is_refused(database, place):
    with pytest.raises(NotFoundError, match=r"record\.unknown"):
        database.write(lambda unit: unit.ledger.change("patient", new_id(), phone="1"), at=AT)


def test_ids_are_version_7_and_in_order_of_time(database, place):
    ids = [add_patient(database, place) for _ in range(50)]
    assert {each.version for each in ids} == {7}
    assert ids == sorted(ids)


def test_every_entity_has_a_table_of_its_name_and_can_be_voided():
    for name, model in ENTITIES.items():
        assert model.__tablename__ == name
        assert {"id", "voided_at", "void_reason"} <= set(model.model_fields)


def test_the_tables_of_the_design_exist(database):
    wanted = {
        "caravan", "site", "staff", "patient", "card", "visit", "queue_entry", "screening", "finding", "referral",
        "supply", "attachment", "operation", "device", "audit", "revision", "form_version",
    }  # fmt: skip
    with database.read() as session:
        assert wanted <= set(inspect(session.connection()).get_table_names())


def test_a_wrong_word_is_refused_by_the_database_itself(database, place):
    with pytest.raises(Exception, match="CHECK constraint failed"):
        add_patient(database, place, sex="f")
    with database.read() as session:
        assert session.execute(text("select count(*) from patient")).scalar_one() == 0


def test_a_naive_time_is_refused(database, place):
    with pytest.raises(Exception, match="time zone"):
        add_patient(database, place, registered_at=AT.replace(tzinfo=None))


def test_reading_sessions_cannot_write(database, place):
    with database.read() as session:
        session.add(Visit(id=new_id(), **place, patient_id=new_id(), day=AT.date(), number=1, arrived_at=AT))
        with pytest.raises(Exception, match=r"readonly|query_only"):
            session.flush()


def test_errors_never_print_what_was_being_saved(database, place):
    with pytest.raises(Exception, match="CHECK") as caught:
        add_patient(database, place, sex="f", phone="0661999888")
    assert "0661999888" not in str(caught.value)
    assert "Fatimetou" not in str(caught.value)


def test_all_tables_belong_to_the_one_metadata():
    assert set(TABLES) <= set(SQLModel.metadata.tables)
