"""Reads the operation id that a page carries, so that a form posted twice is stored once."""

from __future__ import annotations

from uuid import UUID

from flask import abort


def operation_id(typed: str | None) -> UUID:
    """Return the operation id of the posted page; a page without one is refused: its twin would be stored too."""
    try:
        return UUID(typed or "")
    except ValueError:
        abort(400)
