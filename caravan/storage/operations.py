"""Requests answered once: the same id and content gets the stored reply, the same id with other content is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session

from caravan.domain.errors import ConflictError
from caravan.storage.revisions import encode
from caravan.storage.tables import Operation

ADD_OPERATION = insert(Operation)


@dataclass(frozen=True, slots=True)
class Request:
    """A request that must be carried out once: its id, its kind and its whole content (JSON).

    ``clock`` is what the tablet's clock said of it: kept, and no part of the content, since every try has another.
    """

    id: UUID
    kind: str
    body: Any
    clock: Mapping[str, Any] = field(default_factory=dict)


def body_hash(body: Any) -> str:
    """SHA-256 of a request's content as canonical JSON."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, default=encode)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def recall(session: Session, request: Request) -> dict[str, Any] | None:
    """Return the reply given before to this request, or None.

    Raises ConflictError("operation.changed", reply=) when its content differs; the reply says what was stored then.
    """
    known = session.get(Operation, request.id)
    if known is None:
        return None
    if known.kind != request.kind or known.body_hash != body_hash(request.body):
        raise ConflictError("operation.changed", reply=known.reply if known.kind == request.kind else {})
    return known.reply


def reply_to(session: Session, operation_id: UUID) -> dict[str, Any] | None:
    """Return the reply given to an operation, whatever it was; None when it was not carried out."""
    known = session.get(Operation, operation_id)
    return None if known is None else known.reply


def remember(session: Session, request: Request, reply: dict[str, Any], at: datetime) -> None:
    """Keep the reply to a request, in the transaction that carried it out."""
    row = {
        "id": request.id,
        "kind": request.kind,
        "body_hash": body_hash(request.body),
        "reply": reply,
        "at": at,
        "clock": dict(request.clock),
    }
    session.connection().execute(ADD_OPERATION, row)
