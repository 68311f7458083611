"""The page of what waits on a tablet, and the recovery file that a tablet wrote, read at the laptop."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request

from caravan.domain.errors import CaravanError
from caravan.web.gate import allow
from caravan.web.house import current_house
from caravan.web.messages import sentence
from caravan.web.ops import reply_to
from caravan.web.speech import current_language

pages = Blueprint("outbox", __name__)
Answer = str | tuple[str, int]
MARK = "caravan_recovery"


@pages.get("/outbox")
@allow("volunteer", "doctor", "coordinator")
def index() -> str:
    """Show what waits on this tablet; the tablet itself fills the list."""
    return _page()


@pages.post("/outbox/recovery")
@allow("coordinator")
def recover() -> Answer:
    """Read the recovery file of a tablet: each record as if the tablet had sent it, once."""
    try:
        records = _records_of_file()
    except CaravanError as refusal:
        return _page(error=sentence(refusal, current_language().code)), 422
    return _page(replies=[{**reply_to(_late(record)), "position": at} for at, record in enumerate(records, 1)])


def _late(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record as one that is sent late; how long it waited only the tablet's clock can say."""
    kept_at, now = record.get("kept_at"), current_house().now().timestamp() * 1000
    return {**record, "late": True, "waited_ms": now - kept_at if isinstance(kept_at, int | float) else 0}


def _records_of_file() -> list[dict[str, Any]]:
    file = request.files.get("file")
    try:
        content = json.loads(file.read().decode("utf-8")) if file else None
    except ValueError:
        content = None
    records = content.get("ops") if isinstance(content, dict) and MARK in content else None
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise CaravanError("recovery.file")
    return records


def _page(**values: Any) -> str:
    return render_template("outbox/index.html", **{"replies": None, "error": None, **values})
