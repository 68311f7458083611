"""Revisions: the only way in which a record changes, and the fold that makes the tables out of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Date, bindparam, delete, insert, select, update
from sqlalchemy.sql.schema import Table
from sqlmodel import Session

from caravan.domain.errors import NotFoundError
from caravan.domain.ids import new_id
from caravan.storage.columns import Instant
from caravan.storage.projections import PROJECTIONS
from caravan.storage.tables import ENTITIES, Revision

FIRST_HASH = "0" * 64
REASON = "reason"
"""In a patch, why it was made, in the author's words: told in the history, folded into no column."""
REVISIONS: Table = Revision.__table__  # type: ignore[attr-defined]
ADD_REVISION = insert(REVISIONS)
TABLES: dict[str, Table] = {name: model.__table__ for name, model in ENTITIES.items()}  # type: ignore[attr-defined]
ADD = {name: insert(table) for name, table in TABLES.items()}
CHANGE = {name: update(table).where(table.c.id == bindparam("entity_id")) for name, table in TABLES.items()}


class Ledger:
    """Writes revisions for one author on one device inside one transaction, and folds each at once."""

    def __init__(self, session: Session, *, device_id: UUID, author_id: UUID | None, at: datetime) -> None:
        self._session = session
        self._device_id = device_id
        self._author_id = author_id
        self._at = at
        self._head: tuple[int, str] | None = None

    def create(self, entity: str, entity_id: UUID | None = None, /, **fields: Any) -> UUID:
        """Add a record; returns its id."""
        identity = entity_id or new_id()
        self._append(entity, identity, parents=[], fields=fields)
        return identity

    def change(self, entity: str, entity_id: UUID, /, *, because: str | None = None, **fields: Any) -> None:
        """Change some fields of a record, with the reason if there is one. Raises NotFoundError("record.unknown")."""
        parents = find_heads(self._session, entity_id)
        if not parents:
            raise NotFoundError("record.unknown", entity=entity)
        why = {REASON: because} if because else {}
        self._append(entity, entity_id, parents=parents, fields={**fields, **why})

    def void(self, entity: str, entity_id: UUID, reason: str) -> None:
        """Take a record out of every count and list, with the reason; it stays in the history."""
        self.change(entity, entity_id, voided_at=self._at, void_reason=reason)

    def _append(self, entity: str, entity_id: UUID, *, parents: list[str], fields: Mapping[str, Any]) -> None:
        sequence, previous = self._head or self._read_head()
        row: dict[str, Any] = {
            "id": new_id(),
            "device_id": self._device_id,
            "device_sequence": sequence + 1,
            "entity": entity,
            "entity_id": entity_id,
            "parents": parents,
            "at": self._at,
            "author_id": self._author_id,
            "patch": {name: encode(value) for name, value in fields.items()},
            "previous_hash": previous,
        }
        row["hash"] = revision_hash(row)
        connection = self._session.connection()
        connection.execute(ADD_REVISION, row)
        fold(connection, row)
        self._head = (sequence + 1, row["hash"])

    def _read_head(self) -> tuple[int, str]:
        query = (
            select(REVISIONS.c.device_sequence, REVISIONS.c.hash)
            .where(REVISIONS.c.device_id == self._device_id)
            .order_by(REVISIONS.c.device_sequence.desc())
            .limit(1)
        )
        found = self._session.execute(query).first()
        return (found[0], found[1]) if found else (0, FIRST_HASH)


def find_heads(session: Session, entity_id: UUID) -> list[str]:
    """Return the ids of a record's revisions that no later one has seen: one, unless two devices changed it apart."""
    query = select(REVISIONS.c.id, REVISIONS.c.parents).where(REVISIONS.c.entity_id == entity_id)
    rows = session.execute(query).all()
    seen = {parent for row in rows for parent in row.parents}
    return sorted(str(row.id) for row in rows if str(row.id) not in seen)


def revision_hash(row: Mapping[str, Any]) -> str:
    """SHA-256 of a revision's canonical JSON, ``hash`` itself left out."""
    body = {name: encode(value) for name, value in row.items() if name != "hash"}
    return hashlib.sha256(
        json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    ).hexdigest()


def encode(value: Any) -> Any:
    """Turn a column's value into JSON: ids and times as text."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def decode(table: Table, patch: Mapping[str, Any]) -> dict[str, Any]:
    """Turn a patch back into column values of ``table``."""
    return {name: _decode_one(table, name, value) for name, value in patch.items() if name != REASON}


def _decode_one(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if value is None:
        return None
    if isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return UUID(value) if kind.python_type is UUID else value


def fold(connection: Connection, revision: Mapping[str, Any]) -> None:
    """Apply one revision to the tables: insert the record or change its fields, then what derives from it."""
    entity, entity_id = revision["entity"], revision["entity_id"]
    values = decode(TABLES[entity], revision["patch"])
    if revision["parents"]:
        connection.execute(CHANGE[entity], {**values, "entity_id": entity_id})
    else:
        connection.execute(ADD[entity], {**values, "id": entity_id})
    if entity in PROJECTIONS:
        PROJECTIONS[entity](connection, entity_id, values)


def rebuild(connection: Connection) -> int:
    """Empty every folded table and fold all revisions again, in device order; returns how many.

    The proof that the tables hold nothing that the revisions do not.
    """
    metadata: Any = Revision.metadata
    folded = {*ENTITIES, "finding", "name_key", "printed_code"}  # each table is named after its entity
    for table in reversed(metadata.sorted_tables):
        if table.name in folded:
            connection.execute(delete(table))
    rows = connection.execute(select(REVISIONS).order_by(REVISIONS.c.at, REVISIONS.c.device_sequence)).mappings()
    count = 0
    for row in rows.all():
        fold(connection, dict(row))
        count += 1
    return count


def broken_links(rows: Iterable[Mapping[str, Any]]) -> list[int]:
    """Return the sequence numbers, of one device's revisions in order, where the chain of hashes does not hold."""
    broken, previous = [], FIRST_HASH
    for row in rows:
        if row["previous_hash"] != previous or row["hash"] != revision_hash(row):
            broken.append(int(row["device_sequence"]))
        previous = row["hash"]
    return broken
